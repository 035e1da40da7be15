# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger: chart, mapping, journal, trial balance; and the ledger attacked."""

import cluster
from books import Books, payment
from case import DatabaseCase, ServerCase, create_user, main

PASSWORD = "Correct-Horse-7-Battery"
TOTAL = 13800


class Accounting(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.books = Books(cls.database)
        create_user(cls.database, "accountant", PASSWORD, "accountant")
        create_user(cls.database, "cashier", PASSWORD, "cashier")
        cls.accountant = cls.sign_in("accountant", PASSWORD)
        cls.account = cls.books.account()
        cls.invoice = cls.books.invoice(cls.account)
        cls.cashier = cls.sign_in("cashier", PASSWORD)
        cls.paid = cls.cashier.post("/api/v1/payments", payment(cls.books, cls.account, 15000),
                                    key=True).json

    def test_the_chart(self):
        body = {"code": "599", "name": "تجربة", "name_en": "Trial", "kind": "expense"}
        made = self.assertStatus(self.accountant.post("/api/v1/ledger-accounts", body), 201)
        path = f"/api/v1/ledger-accounts/{made.json['id']}"
        changed = self.accountant.patch(path, {"active": False}, made.version)
        self.assertFalse(self.assertStatus(changed, 200).json["active"])
        self.assertProblem(self.accountant.post("/api/v1/ledger-accounts", body), 409, "DUPLICATE",
                           "code")
        cash = self.accountant.get("/api/v1/ledger-accounts", q="111").json["items"][0]
        path = f"/api/v1/ledger-accounts/{cash['id']}"
        refused = self.accountant.patch(path, {"active": False}, cash["version"])
        self.assertProblem(refused, 409, "IN_USE", "active")
        refused = self.accountant.patch(path, {"kind": "income"}, cash["version"])
        self.assertProblem(refused, 409, "IN_USE", "kind")
        self.assertProblem(self.cashier.get("/api/v1/ledger-accounts"), 403, "PERMISSION_DENIED")

    def test_a_new_mapping_moves_later_postings_only(self):
        key = self.accountant.get("/api/v1/posting-keys", q="cash").json["items"][0]
        bank = self.accountant.get("/api/v1/ledger-accounts", q="1112").json["items"][0]
        path = f"/api/v1/posting-keys/{key['id']}"
        before = self.balance_of("1112")
        answer = self.accountant.patch(path, {"ledger_account_id": bank["id"]}, key["version"])
        self.assertEqual(self.assertStatus(answer, 200).json["ledger_account_code"], "1112")
        self.assertEqual(self.balance_of("1112"), before)
        body = payment(self.books, self.account, 300)
        self.assertStatus(self.cashier.post("/api/v1/payments", body, key=True), 201)
        self.assertEqual(self.balance_of("1112"), before + 300)
        self.accountant.patch(path, {"ledger_account_id": key["ledger_account_id"]}, answer.version)
        self.assertVerified()

    def trial_balance(self, **query):
        return self.assertStatus(self.accountant.get("/api/v1/trial-balance", **query), 200).json

    def balance_of(self, code):
        rows = {row["account_code"]: row["closing_minor"] for row in self.trial_balance()["rows"]}
        return rows.get(code, 0)

    def test_trial_balance(self):
        balance = self.trial_balance(from_="2026-01-01")
        self.assertEqual(balance["difference_minor"], 0)
        self.assertEqual(balance["debit_minor"], balance["credit_minor"])
        self.assertEqual(balance["subledger_minor"], balance["control_minor"])
        later = self.trial_balance(from_="2998-01-01", to="2998-12-31")
        self.assertEqual((later["debit_minor"], later["credit_minor"]), (0, 0))
        opening = {row["account_code"]: row["opening_minor"] for row in later["rows"]}
        self.assertEqual(opening["410"], -10000)
        refused = self.accountant.get("/api/v1/trial-balance", from_="2026-02-01", to="2026-01-01")
        self.assertProblem(refused, 400, "INVALID_VALUE", "to")

    def test_the_journal_leads_to_the_document(self):
        route = "/api/v1/journal-entries"
        page = self.accountant.get(route, source="payments", sort="-entry_date",
                                   account_code="215").json
        entry = next(row for row in page["items"] if row["source_id"] == self.paid["id"])
        self.assertEqual(entry["source_number"], self.paid["number"])
        self.assertEqual(entry["amount_minor"], 15000)
        whole = self.assertStatus(self.accountant.get(f"{route}/{entry['id']}"), 200).json
        self.assertEqual([(line["account_code"], line["debit_minor"], line["credit_minor"])
                          for line in whole["lines"]],
                         [("111", 15000, 0), ("120", 0, TOTAL), ("215", 0, 1200)])
        none = self.accountant.get(route, from_="2998-01-01", to="2998-12-31").json
        self.assertEqual((none["items"], none["count"]), ([], 0))

    def test_periods(self):
        route = "/api/v1/accounting-periods"
        months = [row["id"] for row in self.accountant.items(route, sort="month")]
        self.assertIn(202601, months)
        closed = self.accountant.post(f"{route}/202601/close")
        self.assertEqual(self.assertStatus(closed, 200).json["state"], "closed")
        page = self.accountant.get(route, state="closed").json
        self.assertEqual([row["id"] for row in page["items"]], [202601])
        self.accountant.post(f"{route}/202601/open")
        self.assertProblem(self.accountant.post(f"{route}/202613/close"), 404, "NOT_FOUND")

    def test_a_period_is_not_closed_over_a_difference(self):
        self.books.run("UPDATE account_balances SET receivable_minor = receivable_minor + 1")
        answer = self.accountant.post("/api/v1/accounting-periods/202601/close")
        self.assertProblem(answer, 409, "BOOKS_DIFFER")
        self.books.run("UPDATE account_balances SET receivable_minor = receivable_minor - 1")
        self.assertVerified()


class Attacked(DatabaseCase):
    """What the role of the requests may not do, whatever statement it sends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.books = Books(cls.database)
        cls.invoice = cls.books.invoice(cls.books.account())

    def attack(self, sql, said):
        with self.assertRaises(cluster.SqlError) as refused:
            self.database.sql(
                "BEGIN; SELECT set_config('siraj.actor', '1', true),"
                " set_config('siraj.stations', '*', true); SET LOCAL ROLE siraj_app;"
                + sql + "; COMMIT")
        self.assertRegex(str(refused.exception), said, sql)

    def test_documents_do_not_change(self):
        for table in ("journal_entries", "journal_lines", "payments", "payment_tenders",
                      "allocations", "audit_log", "invoice_lines"):
            self.attack(f"DELETE FROM {table}", "permission denied")
            self.attack(f"TRUNCATE {table} CASCADE", "permission denied")
        for change in ("journal_lines SET debit_minor = 1", "journal_entries SET kind = 'x'",
                       "payments SET amount_minor = 1", "invoices SET total_minor = 1",
                       "allocations SET amount_minor = 1", "invoice_lines SET amount_minor = 1"):
            self.attack(f"UPDATE {change}", "permission denied")

    def test_even_the_owner_is_stopped(self):
        for change in ("UPDATE journal_lines SET debit_minor = 1", "DELETE FROM journal_entries",
                       "TRUNCATE journal_lines", "DELETE FROM payments"):
            with self.assertRaises(cluster.SqlError) as refused:
                self.books.run(change)
            self.assertIn("is forbidden", str(refused.exception))

    def entry(self, lines, date="2026-01-31", after=""):
        values = ", ".join(f"({n + 1}, {debit}, {credit})"
                           for n, (debit, credit) in enumerate(lines))
        return f"""
            WITH entry AS (INSERT INTO journal_entries (entry_date, kind, branch_id, source,
                source_id, created_by) VALUES ('{date}', 'x', 1, 'x', 1, 1) RETURNING id)
            INSERT INTO journal_lines (entry_id, line_no, posting_key, ledger_account_id,
                debit_minor, credit_minor)
            SELECT entry.id, l.n, 'cash', 1, l.debit, l.credit
            FROM entry, (VALUES {values}) AS l (n, debit, credit){after}"""

    def test_entries_balance(self):
        self.attack(self.entry([(100, 0), (0, 99)]), "UNBALANCED")
        self.attack(self.entry([(100, 0)]), "UNBALANCED")
        self.attack("INSERT INTO journal_entries (entry_date, kind, branch_id, source, source_id,"
                    " created_by) VALUES ('2026-01-31', 'x', 1, 'x', 1, 1)", "UNBALANCED")
        self.attack("SET CONSTRAINTS ALL IMMEDIATE;" + self.entry([(100, 0), (0, 99)]),
                    "UNBALANCED")
        self.attack(self.entry([(100, 100), (0, 0)]), "violates check constraint")

    def test_a_late_line_is_refused(self):
        self.attack("INSERT INTO journal_lines (entry_id, line_no, posting_key, ledger_account_id,"
                    " debit_minor, credit_minor) SELECT min(id), 90, 'cash', 1, 5, 0"
                    " FROM journal_entries", "only with its entry")

    def test_a_closed_period(self):
        self.books.run("INSERT INTO accounting_periods (month, state)"
                       " VALUES ('2025-01-01', 'closed')")
        self.attack(self.entry([(100, 0), (0, 100)], "2025-01-15"), "PERIOD_CLOSED")

    def test_without_an_author_nothing_changes(self):
        with self.assertRaises(cluster.SqlError) as refused:
            self.database.sql("UPDATE posting_keys SET version = 2 WHERE key = 'cash'")
        self.assertIn("without an actor", str(refused.exception))

    def test_closing_waits_for_postings(self):
        """A month is not closed under a transaction that posts into it."""
        with self.database.session() as poster, self.database.session() as closer:
            for session in (poster, closer):
                session.execute("BEGIN; SELECT set_config('siraj.actor', '1', true)")
            poster.execute(self.entry([(100, 0), (0, 100)], "2025-03-15"))
            held = closer.execute("SELECT pg_try_advisory_xact_lock("
                                  "hashtext('accounting period'), 202503)")
            self.assertIn("f", held.split())
            poster.execute("ROLLBACK")
            held = closer.execute("SELECT pg_try_advisory_xact_lock("
                                  "hashtext('accounting period'), 202503)")
            self.assertIn("t", held.split())
            closer.execute("ROLLBACK")


if __name__ == "__main__":
    main()
