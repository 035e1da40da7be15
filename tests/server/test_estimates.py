# SPDX-License-Identifier: GPL-3.0-or-later
"""Readings that are missing: estimated by rule, limited, and replaced when the meter is read."""

import contextlib
from random import Random

import generate
import server
from api import Client
from case import create_user, main
from test_billing import BillingCase

CASHIER_PASSWORD = "Correct-Horse-7-Battery"


class EstimatesCase(BillingCase):
    accounts = 60

    def rule(self, policy, most=None, cycle="NULL", class_id="NULL"):
        self.database.sql(f"""
            BEGIN; SELECT set_config('siraj.actor', '-1', true);
            INSERT INTO estimate_rules (cycle_id, class_id, policy, most_estimates)
            VALUES ({cycle}, {class_id}, '{policy}', {most or 'NULL'}); COMMIT""")

    def read_all_but(self, read_on, *unread):
        """Reads every register on a day; those of @unread accounts keep what they showed."""
        wanted = ", ".join(str(account) for account in unread) or "0"
        self.database.sql(f"CREATE TABLE kept AS SELECT * FROM registers WHERE account_id IN "
                          f"({wanted})")
        generate.read(self.database, read_on)
        self.database.sql(f"""
            DELETE FROM readings WHERE account_id IN ({wanted}) AND read_on = '{read_on}';
            UPDATE registers r SET latest_reading_id = k.latest_reading_id,
                latest_date = k.latest_date, latest_value = k.latest_value,
                latest_estimated = k.latest_estimated, estimates_in_row = k.estimates_in_row,
                unbilled_readings = k.unbilled_readings,
                daily_average_wh = k.daily_average_wh FROM kept k WHERE k.id = r.id;
            DROP TABLE kept""")

    def show(self, account, read_on, value, kind="periodic"):
        """The account's one register is read on a day, as an accepted reading leaves it."""
        self.database.sql(f"""
            DELETE FROM readings WHERE account_id = {account} AND read_on = '{read_on}';
            INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at,
                value, kind, method, state, entered_by)
            SELECT {account}, r.id, {account}, '{read_on}', '{read_on}', {value}, '{kind}',
                'manual', 'accepted', -1 FROM registers r WHERE r.account_id = {account};
            UPDATE registers SET latest_date = '{read_on}', latest_value = {value},
                latest_estimated = false, estimates_in_row = 0,
                unbilled_readings = unbilled_readings + 1 WHERE account_id = {account}""")

    def register(self, account):
        return self.database.sql(f"SELECT * FROM registers WHERE account_id = {account}")[0]

    def bills(self, account):
        """(kind, days, energy, total) of the account's documents."""
        return [(row["kind"], row["period_from"], row["period_to"], int(row["energy_wh"]),
                 int(row["total_minor"])) for row in self.database.sql(
                     f"SELECT * FROM invoices WHERE account_id = {account} "
                     "ORDER BY period_from, kind <> 'energy', id")]

    def owed(self, account):
        row = self.database.sql("SELECT receivable_minor, advance_minor FROM account_balances "
                                f"WHERE account_id = {account}")[0]
        return int(row["receivable_minor"]), int(row["advance_minor"])


class Rules(EstimatesCase):
    def test_without_a_rule_a_missing_reading_is_an_exception(self):
        account = self.account_of("residential")
        self.bill()
        self.read_all_but("2025-10-01", account)
        self.bill(period="2025-09")
        self.assertIn((account, "READING_MISSING"), self.exceptions())
        self.assertEqual(len(self.bills(account)), 1)
        self.assertVerified()

    def test_a_missing_reading_is_estimated_by_the_daily_average(self):
        account = self.account_of("residential")
        self.rule("estimate")
        self.consume(account, 310000)
        self.database.sql(f"UPDATE registers SET daily_average_wh = 10000 "
                          f"WHERE account_id = {account}")
        self.bill()
        self.read_all_but("2025-10-01", account)
        before = self.register(account)
        self.bill(period="2025-09")
        kind, period_from, period_to, energy_wh, _ = self.bills(account)[1]
        self.assertEqual((kind, period_from, period_to, energy_wh),
                         ("energy", "2025-09-01", "2025-10-01", 300000))
        reading = self.database.sql("SELECT * FROM readings WHERE kind = 'estimated'")
        self.assertEqual([(row["account_id"], row["method"], row["state"], row["read_on"],
                           int(row["value"]), row["consumption_wh"]) for row in reading],
                         [(str(account), "estimate", "accepted", "2025-10-01",
                           int(before["latest_value"]) + 300000, "300000")])
        after = self.register(account)
        self.assertEqual((after["latest_estimated"], after["estimates_in_row"],
                          after["unbilled_readings"], after["daily_average_wh"]),
                         ("t", "1", "0", "10000"))
        self.assertEqual(self.database.integer(
            "SELECT count(*) FROM invoice_segments WHERE estimated"), 1)
        self.assertEqual(self.exceptions(), set())
        self.assertVerified()

    def test_the_narrower_rule_goes_first(self):
        home, shop = self.account_of("residential"), self.account_of("commercial")
        self.rule("estimate")
        self.rule("exception", class_id="(SELECT id FROM customer_classes "
                                        "WHERE code = 'commercial')")
        self.bill()
        self.read_all_but("2025-10-01", home, shop)
        self.bill(period="2025-09")
        self.assertEqual(self.exceptions(), {(shop, "READING_MISSING")})
        self.assertEqual(len(self.bills(home)), 2)
        self.assertVerified()

    def test_a_trial_estimates_nothing_for_good(self):
        account = self.account_of("residential")
        self.rule("estimate")
        self.bill()
        self.read_all_but("2025-10-01", account)
        run = self.bill("--trial", period="2025-09")
        self.assertEqual(run["bills"], self.accounts)
        self.assertEqual(self.database.integer(
            "SELECT count(*) FROM readings WHERE kind = 'estimated'"), 0)
        self.assertEqual(self.register(account)["latest_estimated"], "f")
        self.assertVerified()

    def test_a_held_reading_is_not_estimated_over(self):
        account = self.account_of("residential")
        self.rule("estimate")
        self.bill()
        self.read_all_but("2025-10-01", account)
        self.database.sql(f"""
            INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at,
                value, kind, method, state, findings, entered_by)
            VALUES ({account}, {account}, {account}, '2025-09-30', '2025-09-30', 1, 'periodic',
                    'manual', 'held', '{{lower}}', -1)""")
        self.bill(period="2025-09")
        self.assertEqual(self.exceptions(), {(account, "READING_MISSING")})

    def test_so_many_in_a_row_and_then_the_meter_must_be_read(self):
        account = self.account_of("residential")
        self.rule("estimate", most=2)
        self.bill()
        for period, read_on in (("2025-09", "2025-10-01"), ("2025-10", "2025-11-01"),
                                ("2025-11", "2025-12-01")):
            self.read_all_but(read_on, account)
            self.bill(period=period)
        self.assertEqual(self.exceptions(), {(account, "ESTIMATE_LIMIT")})
        self.assertEqual(len(self.bills(account)), 3)
        self.assertEqual(self.register(account)["estimates_in_row"], "2")
        self.assertVerified()


class TrueUps(EstimatesCase):
    def two_estimates(self, *accounts, unread=(), average_wh=10000):
        """Billed to 1 September by what was read, to 1 November by estimates or, where there is
        no rule to estimate @unread accounts, not at all."""
        self.rule("estimate")
        for account in accounts:
            self.consume(account, 310000)
            self.database.sql(f"UPDATE registers SET daily_average_wh = {average_wh} "
                              f"WHERE account_id = {account}")
        self.bill()
        for period, read_on in (("2025-09", "2025-10-01"), ("2025-10", "2025-11-01")):
            self.read_all_but(read_on, *accounts, *unread)
            self.bill(period=period)

    def base_value(self, account):
        return self.database.integer(
            "SELECT s.to_value FROM invoice_segments s WHERE NOT s.estimated AND "
            f"s.account_id = {account} ORDER BY s.to_date LIMIT 1")

    def test_the_whole_span_is_rated_anew_and_only_the_difference_is_owed(self):
        account = self.account_of("residential")
        twin = self.database.integer("SELECT max(id) FROM accounts WHERE class_id = (SELECT "
                                     f"class_id FROM accounts WHERE id = {account})")
        self.consume(twin, 310000)
        self.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true); INSERT INTO "
                          "customer_classes (id, code, name, name_en, due_days) "
                          "VALUES (99, 'twin', 'ت', 'T', 15); "
                          f"UPDATE accounts SET class_id = 99 WHERE id = {twin}; COMMIT")
        self.rule("exception", class_id=99)
        self.two_estimates(account, unread=[twin])
        self.read_all_but("2025-12-01", account, twin)
        # 91 days: 30 + 31 by estimates of 10 kWh, but 1 365 kWh in truth; the twin was not billed
        self.show(account, "2025-12-01", self.base_value(account) + 1365000)
        self.show(twin, "2025-12-01", self.base_value(twin) + 1365000)
        first = self.owed(account)
        self.bill(period="2025-11")
        documents = self.bills(account)
        self.assertEqual([(kind, begin, end, energy_wh) for kind, begin, end, energy_wh, _
                          in documents],
                         [("energy", "2025-08-01", "2025-09-01", 310000),
                          ("energy", "2025-09-01", "2025-10-01", 300000),
                          ("energy", "2025-09-01", "2025-12-01", 1365000),
                          ("credit_note", "2025-09-01", "2025-10-01", -300000),
                          ("energy", "2025-10-01", "2025-11-01", 310000),
                          ("credit_note", "2025-10-01", "2025-11-01", -310000)])
        estimated = documents[1][4] + documents[4][4]
        whole = documents[2][4]
        self.assertEqual(documents[3][4] + documents[5][4], -estimated)
        # A catch-up of the same days and energy without estimates costs the same.
        self.assertEqual(self.bills(twin)[1], ("energy", "2025-09-01", "2025-12-01", 1365000,
                                               whole))
        self.assertEqual(self.owed(account), (first[0] - estimated + whole, 0))
        bill = self.invoice_over(account, "2025-12-01")
        self.assertEqual(int(bill["previous_balance_minor"]), first[0] - estimated)
        # Limits of blocks grow with the days: 455 kWh a month stay below where 1 365 would be.
        self.assertLess(whole, self.price_of_one_month(account, 1365000))
        self.assertEqual(self.register(account)["unbilled_readings"], "0")
        self.assertVerified()

    def invoice_over(self, account, period_to):
        return self.database.sql(f"SELECT * FROM invoices WHERE account_id = {account} AND kind = "
                                 f"'energy' AND period_to = '{period_to}'")[0]

    def price_of_one_month(self, account, energy_wh):
        """What the energy would cost if all of it were drawn in the last month."""
        self.read_all_but("2026-01-01", account)
        self.show(account, "2026-01-01",
                  int(self.register(account)["latest_value"]) + energy_wh)
        self.bill(period="2025-12")
        return int(self.invoice_over(account, "2026-01-01")["total_minor"])

    def test_less_than_estimated_and_paid_leaves_an_advance(self):
        account = self.account_of("residential")
        self.two_estimates(account)
        owed = self.owed(account)[0]
        create_user(self.database, "cashier", CASHIER_PASSWORD, "cashier")
        with server.Server(database=self.database) as serving:
            client = Client(serving.url)
            client.sign_in("cashier", CASHIER_PASSWORD)
            method = self.database.integer("SELECT id FROM payment_methods WHERE code = 'cash'")
            answer = client.post("/api/v1/payments", {
                "account_id": account, "amount_minor": owed,
                "tenders": [{"method_id": method, "amount_minor": owed}]}, key=True)
            self.assertEqual(answer.status, 201, answer)
            client.close()
        self.assertEqual(self.owed(account), (0, 0))
        # 61 kWh of the 610 that were estimated
        self.read_all_but("2025-12-01", account)
        self.show(account, "2025-12-01", self.base_value(account) + 91000)
        self.bill(period="2025-11")
        documents = self.bills(account)
        estimated, whole = documents[1][4] + documents[4][4], documents[2][4]
        self.assertEqual(documents[2][1:4], ("2025-09-01", "2025-12-01", 91000))
        self.assertEqual(self.owed(account), (0, estimated - whole))
        self.assertVerified()

    @contextlib.contextmanager
    def officer(self):
        create_user(self.database, "officer", CASHIER_PASSWORD, "billing_officer")
        with server.Server(database=self.database) as serving:
            client = Client(serving.url)
            client.sign_in("officer", CASHIER_PASSWORD)
            yield client
            client.close()

    def act(self, client, invoice, verb, expect=201, **body):
        answer = client.post(f"/api/v1/invoices/{invoice}/{verb}", {"reason": "x", **body},
                             key=True)
        self.assertEqual(answer.status, expect, answer)
        return answer

    def credited_estimates(self, credit):
        """Both estimated bills of an account, one of them lowered by a credit note that
        @credit makes of (client, invoice); then the meter is read and billed."""
        account = self.account_of("residential")
        self.two_estimates(account)
        invoice = self.invoice_over(account, "2025-11-01")
        with self.officer() as client:
            note = credit(client, invoice)
            owed = self.owed(account)[0]
            estimated = sum(bill[4] for bill in self.bills(account)[1:])
            self.read_all_but("2025-12-01", account)
            self.show(account, "2025-12-01", self.base_value(account) + 1365000)
            self.bill(period="2025-11")
            whole = self.invoice_over(account, "2025-12-01")
            self.assertEqual(self.owed(account),
                             (owed - estimated + int(whole["total_minor"]), 0))
            self.assertEqual(int(whole["previous_balance_minor"]), owed - estimated)
            self.assertVerified()
            answer = self.act(client, note, "cancel", expect=409)
            self.assertEqual(answer.code, "ALREADY_REVERSED")
            self.assertVerified()
        return invoice

    def test_of_a_bill_that_was_credited_in_part_the_rest_is_taken_back(self):
        def credit(client, invoice):
            first = self.act(client, invoice["id"], "credit", amount_minor=7000).json["id"]
            gone = self.act(client, invoice["id"], "credit", amount_minor=2000).json["id"]
            self.act(client, gone, "cancel")
            return first

        invoice = self.credited_estimates(credit)
        mirror = self.database.sql(
            f"SELECT * FROM invoices WHERE reverses_id = {invoice['id']}")[0]
        self.assertEqual((int(mirror["total_minor"]), int(mirror["energy_wh"])),
                         (7000 - int(invoice["total_minor"]), -int(invoice["energy_wh"])))

    def test_of_a_bill_that_was_credited_whole_only_the_energy_is_taken_back(self):
        def credit(client, invoice):
            return self.act(client, invoice["id"], "credit",
                            amount_minor=int(invoice["total_minor"])).json["id"]

        invoice = self.credited_estimates(credit)
        self.assertEqual(self.database.integer(
            f"SELECT total_minor FROM invoices WHERE reverses_id = {invoice['id']}"), 0)

    def test_a_class_that_changed_since_keeps_its_receivable_account(self):
        account = self.account_of("residential")
        self.two_estimates(account)
        self.database.sql("""
            BEGIN; SELECT set_config('siraj.actor', '-1', true);
            INSERT INTO ledger_accounts (code, name, name_en, kind)
            VALUES ('1209', 'ذمم الحكومة', 'Government', 'asset');
            INSERT INTO posting_keys (key, ledger_account_id)
            SELECT 'receivable_gov', id FROM ledger_accounts WHERE code = '1209';
            INSERT INTO customer_classes (id, code, name, name_en, due_days, receivable_key)
            VALUES (99, 'ministry', 'وزارة', 'Ministry', 15, 'receivable_gov');"""
                          f"UPDATE accounts SET class_id = 99 WHERE id = {account}; COMMIT")
        self.read_all_but("2025-12-01", account)
        self.show(account, "2025-12-01", self.base_value(account) + 1365000)
        self.bill(period="2025-11")
        self.assertEqual(self.database.integer(
            "SELECT sum(debit_minor - credit_minor) FROM journal_lines"
            " WHERE posting_key = 'receivable_gov'"), self.owed(account)[0])
        self.assertVerified()

    def test_credit_notes_of_estimates_are_in_the_chain_of_e_invoices(self):
        self.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true);"
                          "UPDATE company SET einvoice_profile = 'saudi_phase1',"
                          " tax_number = '310122393500003'; COMMIT")
        self.test_less_than_estimated_and_paid_leaves_an_advance()
        self.assertEqual(self.database.integer(
            "SELECT count(*) FROM invoices i WHERE NOT EXISTS"
            " (SELECT FROM einvoice_documents e WHERE e.invoice_id = i.id)"), 0)

    def test_estimates_go_on_after_a_reading_between(self):
        account = self.account_of("residential")
        self.two_estimates(account)
        self.read_all_but("2025-12-01", account)
        self.show(account, "2025-11-11", self.base_value(account) + 500000, kind="interim")
        self.bill(period="2025-11")
        segments = self.database.sql(
            "SELECT s.from_date, s.to_date, s.energy_wh, s.estimated FROM invoice_segments s "
            f"JOIN invoices i ON i.id = s.invoice_id WHERE i.account_id = {account} "
            "AND i.period_to = '2025-12-01' ORDER BY s.segment_no")
        self.assertEqual([tuple(row.values()) for row in segments],
                         [("2025-09-01", "2025-11-11", "500000", "f"),
                          ("2025-11-11", "2025-12-01", "200000", "t")])
        self.assertVerified()

    def test_a_bill_that_is_refused_leaves_the_estimates_as_they_are(self):
        account = self.account_of("residential")
        self.two_estimates(account)
        owed = self.owed(account)
        self.read_all_but("2025-12-01", account)
        self.show(account, "2025-12-01", self.base_value(account) + 91000)
        self.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true); UPDATE accounts "
                          "SET billing_hold = true, hold_reason = 'نزاع' "
                          f"WHERE id = {account}; COMMIT")
        self.bill(period="2025-11")
        self.assertEqual(self.owed(account), owed)
        self.assertEqual(len(self.bills(account)), 3)
        self.assertVerified()

    def test_many_at_once_in_random_ways(self):
        random = Random(7)
        self.rule("estimate", most=6)
        accounts = list(range(1, self.accounts + 1))
        self.bill()
        months = [("2025-09", "2025-10-01"), ("2025-10", "2025-11-01"), ("2025-11", "2025-12-01"),
                  ("2025-12", "2026-01-01")]
        for period, read_on in months:
            unread = [account for account in accounts if random.random() < 0.5]
            self.read_all_but(read_on, *unread)
            self.bill(period=period)
        self.read_all_but("2026-02-01")
        self.bill(period="2026-01")
        # Every live bill, added up, is what the registers moved.
        self.assertEqual(self.database.integer("""
            SELECT count(*) FROM registers r WHERE latest_value - opening_value <>
                (SELECT sum(energy_wh) FROM invoice_segments s WHERE s.register_id = r.id)"""), 0)
        self.assertEqual(self.database.integer(
            "SELECT count(*) FROM invoice_segments s WHERE estimated AND NOT EXISTS "
            "(SELECT FROM invoices n WHERE s.invoice_id IN (n.id, n.reverses_id) "
            "AND n.kind = 'credit_note')"), 0)
        self.assertVerified()


if __name__ == "__main__":
    main()
