# SPDX-License-Identifier: GPL-3.0-or-later
"""Invoices: read with their explanation, listed by state, cancelled by a credit note."""

from books import ENERGY_LINES, Books, payment
from case import ServerCase, create_user, main

PASSWORD = "Correct-Horse-7-Battery"
TOTAL = 13800
ROUTE = "/api/v1/invoices"


class InvoiceCase(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.books = Books(cls.database)
        for name, role in (("officer", "billing_officer"), ("cashier", "cashier")):
            create_user(cls.database, name, PASSWORD, role)
            setattr(cls, name, cls.sign_in(name, PASSWORD))

    def tearDown(self):
        self.assertVerified()

    def cancel(self, invoice, reason="wrong reading"):
        return self.officer.post(f"{ROUTE}/{invoice}/cancel", {"reason": reason}, key=True)

    def pay(self, account, amount):
        body = payment(self.books, account, amount)
        return self.assertStatus(self.cashier.post("/api/v1/payments", body, key=True), 201).json

    def read(self, invoice, caller=None):
        return self.assertStatus((caller or self.officer).get(f"{ROUTE}/{invoice}"), 200).json


class Reading(InvoiceCase):
    def test_lines_explain_themselves(self):
        account = self.books.account()
        invoice = self.books.invoice(account)
        self.books.run(f"""
            INSERT INTO invoice_lines (invoice_id, line_no, account_id, kind, block_from_wh,
                block_to_wh, quantity, rate_micro, amount_minor)
            VALUES ({invoice}, 10, {account}, 'energy', 100000, 350000, 150000, 300000, 4500),
                   ({invoice}, 11, {account}, 'energy', 350000, NULL, 0, 0, -4500)""")
        lines = {line["line_no"]: line for line in self.read(invoice)["lines"]}
        plain = {n: "".join(c for c in (line["explanation"] or "") if ord(c) < 0x2000)
                 for n, line in lines.items()}
        self.assertEqual(plain[10], "150 kWh × 0.30 = 45.00")
        self.assertIn("from", lines[10]["description"])
        self.assertIn("above", lines[11]["description"])
        self.assertEqual(lines[2]["description"], "Fixed charge")
        arabic = self.sign_in("officer", PASSWORD, language="ar")
        self.assertEqual(len(self.read(invoice, arabic)["lines"]), len(lines))

    def test_the_newest_are_found_without_sorting_all(self):
        self.books.invoice(self.books.account())
        plan = self.database.sql("""
            SET enable_seqscan = off; SET enable_sort = off; SET enable_incremental_sort = off;
            EXPLAIN SELECT * FROM invoices ORDER BY issue_date DESC, id DESC LIMIT 50""")
        self.assertFalse([row for row in plan if "Sort  (" in row["QUERY PLAN"]], plan)

    def test_taxes_are_summed_by_rate(self):
        invoice = self.books.invoice(self.books.account(), [
            ("energy", 10000, 1500), ("fee", 500, 0), ("tax", 1500, 1500), ("rounding", 50, 0)])
        self.assertEqual(self.read(invoice)["taxes"], [
            {"tax_bp": 0, "net_minor": 500, "tax_minor": 0},
            {"tax_bp": 1500, "net_minor": 10000, "tax_minor": 1500}])

    def test_the_list_by_state(self):
        account = self.books.account()
        invoices = [self.books.invoice(account, due="2999-01-01") for _ in range(4)]
        overdue = self.books.invoice(account, due="2026-02-01")
        self.pay(account, 2 * TOTAL + 1000)
        self.assertStatus(self.cancel(invoices[3]), 201)
        states = {overdue: "paid", invoices[0]: "paid", invoices[1]: "partial",
                  invoices[2]: "unpaid", invoices[3]: "cancelled"}
        for invoice, state in states.items():
            self.assertEqual(self.read(invoice)["state"], state)
        for state in set(states.values()):
            page = self.officer.get(ROUTE, account_id=account, state=state, sort="number").json
            self.assertEqual([item["id"] for item in page["items"]],
                             sorted(i for i, s in states.items() if s == state), state)
        page = self.officer.get(ROUTE, account_id=account, state="open", sort="due_date").json
        self.assertEqual([item["id"] for item in page["items"]], invoices[1:3])
        page = self.officer.get(ROUTE, account_id=account, state="credit").json
        self.assertEqual(page["sum_minor"], -TOTAL)

    def test_every_sort_goes_both_ways(self):
        account = self.books.account()
        for month in (1, 2, 3):
            self.books.invoice(account, [("energy", 1000 * month, 0)], f"2026-0{month}-28",
                               f"2026-0{month + 1}-15")
        for sort in ("id", "number", "issue_date", "due_date", "total_minor"):
            up = [row["id"] for row in self.officer.items(ROUTE, account_id=account, sort=sort,
                                                          limit=2)]
            down = [row["id"] for row in self.officer.items(ROUTE, account_id=account,
                                                            sort="-" + sort, limit=2)]
            self.assertEqual((len(up), up), (3, down[::-1]), sort)

    def test_search(self):
        account = self.books.account()
        number = self.read(self.books.invoice(account))["number"]
        for text in (number, number.lower(), f"A{account:07}"):
            items = self.officer.get(ROUTE, q=text).json["items"]
            self.assertEqual([item["number"] for item in items], [number], text)
        self.assertGreater(self.officer.get(ROUTE, q="عبدالله").json["count"], 0)

    def test_print(self):
        invoice = self.books.invoice(self.books.account())
        note = self.assertStatus(self.cancel(invoice), 201).json["id"]
        for number in (invoice, note):
            answer = self.officer.get(f"{ROUTE}/{number}/pdf", copy=1)
            self.assertEqual(answer.content_type, "application/pdf")
            self.assertTrue(answer.body.startswith(b"%PDF-"))

    def test_print_a_run(self):
        account = self.books.account()
        invoices = [self.books.invoice(account) for _ in range(3)]
        self.books.run(f"""
            INSERT INTO billing_runs (id, cycle_id, period_key, period_from, period_to, issue_date,
                                      due_date, state, created_by)
            VALUES (7, 1, '2026-01', '2026-01-01', '2026-02-01', '2026-01-31', '2026-02-15',
                    'completed', -1);
            UPDATE invoices SET run_id = 7 WHERE account_id = {account}""")
        whole = self.officer.get(f"{ROUTE}/pdf", run_id=7)
        rest = self.officer.get(f"{ROUTE}/pdf", run_id=7, after=invoices[1])
        for answer in (whole, rest):
            self.assertEqual(answer.content_type, "application/pdf")
        self.assertGreater(len(whole.body), len(rest.body))
        page = self.officer.get(ROUTE, run_id=7).json
        self.assertEqual([item["id"] for item in page["items"]], invoices)
        for query, status, code, field in (
                ({}, 400, "MISSING_VALUE", "run_id"), ({"run_id": 8}, 404, "NOT_FOUND", "run_id"),
                ({"run_id": 7, "limit": 501}, 422, "RANGE_TOO_LARGE", "limit")):
            self.assertProblem(self.officer.get(f"{ROUTE}/pdf", **query), status, code, field)
        self.books.run("UPDATE invoices SET run_id = NULL WHERE run_id = 7")


class Cancelling(InvoiceCase):
    def test_unpaid(self):
        account = self.books.account()
        ledger = self.books.ledger()
        invoice = self.books.invoice(account)
        note = self.assertStatus(self.cancel(invoice), 201).json
        self.assertEqual((note["kind"], note["state"], note["total_minor"], note["reverses_id"]),
                         ("credit_note", "credit", -TOTAL, invoice))
        self.assertTrue(note["number"].startswith("CN-"))
        self.assertEqual(sum(line["amount_minor"] for line in note["lines"]), -TOTAL)
        self.assertEqual(self.read(invoice)["state"], "cancelled")
        self.assertEqual(self.books.balance(account), (0, 0))
        self.assertEqual(self.books.ledger(), ledger)

    def test_only_once(self):
        invoice = self.books.invoice(self.books.account())
        note = self.assertStatus(self.cancel(invoice), 201).json
        self.assertProblem(self.cancel(invoice), 409, "ALREADY_REVERSED")
        self.assertProblem(self.cancel(note["id"]), 422, "NOT_CANCELLABLE")
        self.assertProblem(self.cancel(1), 404, "NOT_FOUND")
        other = self.books.invoice(self.books.account())
        self.assertProblem(self.cancel(other, " "), 400, "MISSING_VALUE", "reason")

    def test_part_paid_money_becomes_an_advance(self):
        account = self.books.account()
        kept = self.books.invoice(account, due="2026-03-01")
        invoice = self.books.invoice(account, due="2026-02-01")
        self.pay(account, 5000)
        self.assertStatus(self.cancel(invoice), 201)
        self.assertEqual(self.books.balance(account), (TOTAL, 5000))
        self.assertEqual(self.read(kept)["open_minor"], TOTAL)

    def test_the_day_must_be_open(self):
        invoice = self.books.invoice(self.books.account())
        month = "date_trunc('month', now())::date"
        self.books.run(f"INSERT INTO accounting_periods (month, state) VALUES ({month}, 'closed')")
        self.assertProblem(self.cancel(invoice), 423, "PERIOD_CLOSED")
        self.books.run("UPDATE accounting_periods SET state = 'open'")
        self.assertStatus(self.cancel(invoice), 201)

    def test_another_station_sees_nothing(self):
        invoice = self.books.invoice(self.books.account())
        self.books.run("""
            INSERT INTO stations (branch_id, code, name) VALUES (1, 'ST9', 'أخرى');
            INSERT INTO user_stations (user_id, station_id)
            SELECT u.id, s.id FROM users u, stations s
            WHERE u.username = 'officer' AND s.code = 'ST9';
            UPDATE users SET all_stations = false WHERE username = 'officer'""")
        far = self.sign_in("officer", PASSWORD)
        self.assertEqual(far.get(f"{ROUTE}/{invoice}").status, 404)
        self.assertEqual(far.get(ROUTE).json["items"], [])
        answer = far.post(f"{ROUTE}/{invoice}/cancel", {"reason": "no"}, key=True)
        self.assertProblem(answer, 404, "NOT_FOUND")
        self.books.run("UPDATE users SET all_stations = true WHERE username = 'officer'")
        self.officer = self.sign_in("officer", PASSWORD)


class Lines(InvoiceCase):
    def test_a_line_kind_of_every_posting_key_balances(self):
        account = self.books.account()
        ledger = self.books.ledger()
        lines = ENERGY_LINES[:2] + [("rent", 300, 0), ("fee", 200, 0), ("discount", -500, 0),
                                    ("tax", 1800, 1500), ("rounding", -50, 0)]
        self.assertStatus(self.cancel(self.books.invoice(account, lines)), 201)
        self.assertEqual(self.books.ledger(), ledger)


if __name__ == "__main__":
    main()
