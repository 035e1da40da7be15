# SPDX-License-Identifier: GPL-3.0-or-later
"""Corrections: bills computed again, credit notes for a part, a period billed again and undone."""

import json
import time

import generate
import server
from books import Books
from case import ServerCase, create_user, main

PASSWORD = "Correct-Horse-7-Battery"
INVOICES = "/api/v1/invoices"
MASS = "/api/v1/mass-rebills"
RUNS = "/api/v1/runs"
TOTAL = 13800


class CorrectionCase(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, role in (("officer", "billing_officer"), ("cashier", "cashier"),
                           ("supervisor", "pos_supervisor"), ("accountant", "accountant")):
            create_user(cls.database, name, PASSWORD, role)
            setattr(cls, name, cls.sign_in(name, PASSWORD))

    def tearDown(self):
        self.assertVerified()

    def act(self, invoice, verb, caller=None, **body):
        body.setdefault("reason", "wrong")
        return (caller or self.officer).post(f"{INVOICES}/{invoice}/{verb}", body, key=True)

    def made(self, invoice, verb, **body):
        return self.assertStatus(self.act(invoice, verb, **body), 201).json

    def read(self, invoice):
        return self.assertStatus(self.officer.get(f"{INVOICES}/{invoice}"), 200).json

    def balance(self, account):
        row = self.database.sql("SELECT receivable_minor, advance_minor FROM account_balances "
                                f"WHERE account_id = {account}")[0]
        return int(row["receivable_minor"]), int(row["advance_minor"])

    def ledger(self):
        rows = self.database.sql("""
            SELECT posting_key, sum(debit_minor - credit_minor) AS balance FROM journal_lines
            GROUP BY posting_key HAVING sum(debit_minor - credit_minor) <> 0""")
        return {row["posting_key"]: int(row["balance"]) for row in rows}

    def pay(self, account, amount):
        method = self.database.integer("SELECT id FROM payment_methods WHERE code = 'cash'")
        body = {"account_id": account, "amount_minor": amount,
                "tenders": [{"method_id": method, "amount_minor": amount}]}
        return self.assertStatus(self.cashier.post("/api/v1/payments", body, key=True), 201).json


class CreditNotes(CorrectionCase):
    """Invoices without a meter, whose lines are known by heart: 10 000 + 2 000 + 15 %."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.books = Books(cls.database)

    def setUp(self):
        self.account = self.books.account()
        self.invoice = self.books.invoice(self.account)

    def lines(self, document):
        return {line["kind"]: line["amount_minor"] for line in document["lines"]}

    def test_an_amount_follows_lines_and_tax(self):
        before = self.ledger()
        note = self.made(self.invoice, "credit", amount_minor=6900)
        self.assertEqual((note["kind"], note["total_minor"], note["net_minor"], note["tax_minor"]),
                         ("credit_note", -6900, -6000, -900))
        self.assertEqual(self.lines(note), {"energy": -5000, "fixed": -1000, "tax": -900})
        self.assertEqual(self.balance(self.account), (TOTAL - 6900, 0))
        after = self.ledger()
        self.assertEqual({key: after.get(key, 0) - before.get(key, 0) for key in after},
                         {"receivable": -6900, "revenue_energy": 5000, "revenue_fixed": 1000,
                          "tax": 900})
        self.assertEqual(self.read(self.invoice)["links"][0]["relation"], "credited_by")
        self.assertEqual(note["links"][0]["relation"], "credits")

    def test_of_a_paid_invoice_becomes_an_advance(self):
        self.pay(self.account, TOTAL)
        self.made(self.invoice, "credit", amount_minor=3800)
        self.assertEqual(self.balance(self.account), (0, 3800))
        self.assertEqual(self.read(self.invoice)["state"], "paid")

    def test_of_a_part_paid_invoice_lowers_what_is_open_first(self):
        self.pay(self.account, 10000)
        self.made(self.invoice, "credit", amount_minor=3000)
        self.assertEqual(self.balance(self.account), (800, 0))
        self.made(self.invoice, "credit", amount_minor=1800)
        self.assertEqual(self.balance(self.account), (0, 1000))

    def test_by_line_with_its_tax(self):
        note = self.made(self.invoice, "credit", lines=[{"line_no": 2, "amount_minor": 2000}])
        self.assertEqual(self.lines(note), {"fixed": -2000, "tax": -300})
        self.assertProblem(self.act(self.invoice, "credit", lines=[
            {"line_no": 2, "amount_minor": 100}]), 422, "CREDIT_TOO_LARGE", "lines")
        rest = self.made(self.invoice, "credit", lines=[{"line_no": 1, "amount_minor": 10000}])
        self.assertEqual(rest["total_minor"], -11500)
        self.assertEqual(self.balance(self.account), (0, 0))

    def test_a_line_is_rounded_to_what_can_be_paid(self):
        note = self.made(self.invoice, "credit", lines=[{"line_no": 1, "amount_minor": 333}])
        self.assertEqual((note["total_minor"], note["rounding_minor"]), (-400, -17))
        rest = self.made(self.invoice, "credit", amount_minor=TOTAL - 400)
        self.assertEqual((rest["rounding_minor"], rest["net_minor"]), (17, -11667))
        self.assertEqual(self.balance(self.account), (0, 0))

    def test_refusals(self):
        for body, status, code, field in (
                ({"amount_minor": 0}, 422, "AMOUNT_NOT_POSITIVE", "amount_minor"),
                ({"amount_minor": -100}, 422, "AMOUNT_NOT_POSITIVE", "amount_minor"),
                ({"amount_minor": TOTAL + 100}, 422, "CREDIT_TOO_LARGE", "amount_minor"),
                ({"amount_minor": 150}, 422, "CASH_UNIT", "amount_minor"),
                ({}, 400, "MISSING_VALUE", "amount_minor"),
                ({"amount_minor": 100, "reason": " "}, 400, "MISSING_VALUE", "reason"),
                ({"amount_minor": 100, "lines": [{"line_no": 1, "amount_minor": 1}]},
                 400, "MISSING_VALUE", "amount_minor"),
                ({"lines": [{"line_no": 3, "amount_minor": 1}]}, 400, "INVALID_VALUE", "lines"),
                ({"lines": [{"line_no": 1, "amount_minor": 100}] * 2},
                 400, "INVALID_VALUE", "lines")):
            self.assertProblem(self.act(self.invoice, "credit", **body), status, code, field)
        note = self.made(self.invoice, "cancel")
        self.assertProblem(self.act(self.invoice, "credit", amount_minor=100), 409,
                           "ALREADY_REVERSED")
        self.assertProblem(self.act(note["id"], "credit", amount_minor=100), 422,
                           "NOT_CREDITABLE")
        self.assertProblem(self.act(1, "credit", amount_minor=100), 404, "NOT_FOUND")

    def test_the_same_request_twice_makes_one(self):
        key = "6f2f6e0e-9d4c-4a0e-8d1b-3c2f5b6a7d80"
        body = {"reason": "twice", "amount_minor": 1000}
        answers = [self.officer.post(f"{INVOICES}/{self.invoice}/credit", body, key=key)
                   for _ in range(2)]
        self.assertEqual(answers[0].json["id"], answers[1].json["id"])
        self.assertEqual(self.balance(self.account), (TOTAL - 1000, 0))

    def test_taken_back_it_is_owed_again(self):
        self.pay(self.account, 10000)
        before, ledger = self.balance(self.account), self.ledger()
        note = self.made(self.invoice, "credit", amount_minor=5000)
        self.assertEqual(self.balance(self.account), (0, 1200))
        self.assertProblem(self.act(self.invoice, "cancel"), 409, "CREDITED_IN_PART")
        self.assertProblem(self.act(self.invoice, "rebill"), 422, "NOT_REBILLABLE")
        charge = self.made(note["id"], "cancel")
        self.assertEqual((charge["kind"], charge["total_minor"], charge["open_minor"]),
                         ("adjustment", 5000, 0))
        self.assertEqual((self.balance(self.account), self.ledger()), (before, ledger))
        self.assertProblem(self.act(note["id"], "cancel"), 409, "ALREADY_REVERSED")
        self.made(self.invoice, "cancel")
        self.assertEqual(self.balance(self.account), (0, 10000))

    def test_only_who_may_cancel(self):
        answer = self.act(self.invoice, "credit", caller=self.cashier, amount_minor=100)
        self.assertProblem(answer, 403, "PERMISSION_DENIED")


class RebillCase(CorrectionCase):
    """A utility of 60 accounts, read and billed for August 2025 by a run."""

    accounts = 60

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        generate.utility(cls.database, cls.accounts)
        cls.run_period("2025-08")

    @classmethod
    def run_period(cls, period):
        cycle = cls.database.integer("SELECT id FROM billing_cycles WHERE code = 'M'")
        answer = cls.officer.post(RUNS, {"cycle_id": cycle, "period_key": period}, key=True)
        assert answer.status == 202, answer
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            run = cls.officer.get(f"{RUNS}/{answer.json['id']}").json
            if run["state"] != "running":
                assert run["state"] == "completed", run
                return run
            time.sleep(0.05)
        raise AssertionError("the run does not end")

    @classmethod
    def bill_next(cls):
        generate.read(cls.database, "2025-10-01")
        cls.run_period("2025-09")

    def bills(self, class_code="residential"):
        """[(account, invoice)] of the standing bills of August."""
        rows = self.database.sql(f"""
            SELECT i.account_id, i.id FROM invoices i JOIN customer_classes k ON k.id = i.class_id
            WHERE k.code = '{class_code}' AND i.period_key = '2025-08' AND i.kind <> 'credit_note'
              AND NOT EXISTS (SELECT FROM invoices r WHERE r.reverses_id = i.id)
            ORDER BY i.account_id""")
        return [(int(row["account_id"]), int(row["id"])) for row in rows]

    def registers(self, account=None):
        return self.database.sql(
            "SELECT id, billed_date, billed_value, zero_bills, unbilled_readings FROM registers "
            + (f"WHERE account_id = {account} " if account else "") + "ORDER BY id")

    def register(self, account):
        return self.database.integer(f"SELECT id FROM registers WHERE account_id = {account}")

    def decide(self, class_number=1, factor=2, valid_from="2025-08-01"):
        """A decision that makes all blocks of a class's tariff dearer, from a day on."""
        document = json.loads(self.database.scalar(
            f"SELECT document::text FROM tariff_versions WHERE tariff_id = {class_number} "
            "ORDER BY id DESC LIMIT 1"))
        document["valid_from"] = valid_from

        def dearer(node):
            if isinstance(node, dict):
                return {key: value * factor if key == "rate_micro_per_kwh" else dearer(value)
                        for key, value in node.items()}
            return [dearer(one) for one in node] if isinstance(node, list) else node

        text = json.dumps(dearer(document)).replace("'", "''")
        self.database.sql(f"""
            BEGIN; SELECT set_config('siraj.actor', '-1', true);
            SELECT set_config('siraj.action', 'test', true);
            UPDATE tariff_versions SET valid_to = '{valid_from}'
            WHERE tariff_id = {class_number} AND state = 'active' AND valid_to IS NULL;
            INSERT INTO tariff_versions (tariff_id, state, valid_from, document, updated_by)
            VALUES ({class_number}, 'active', '{valid_from}', '{text}', -1); COMMIT""")


class Rebills(RebillCase):
    def wrong_reading(self, account, invoice):
        """What the register showed where the bill ends, 40 kWh less than was read."""
        segment = self.read(invoice)["segments"][-1]
        return {"register_id": self.register(account), "value": segment["to_value"] - 40000}

    def test_nothing_changed(self):
        _, invoice = self.bills()[0]
        for verb in ("rebill", "rebill/preview"):
            self.assertProblem(self.act(invoice, verb), 422, "REBILL_SAME")

    def test_a_corrected_reading(self):
        account, invoice = self.bills()[1]
        old = self.read(invoice)
        self.pay(account, old["total_minor"])
        right = self.wrong_reading(account, invoice)
        preview = self.assertStatus(self.act(invoice, "rebill/preview", readings=[right]),
                                    200).json
        self.assertEqual(preview["new_energy_wh"], old["energy_wh"] - 40000)
        new = self.made(invoice, "rebill", readings=[right])
        self.assertEqual((new["kind"], new["period_key"], new["energy_wh"], new["total_minor"]),
                         ("energy", "2025-08", old["energy_wh"] - 40000,
                          preview["new_total_minor"]))
        self.assertEqual((new["settled_minor"], new["open_minor"]), (new["total_minor"], 0))
        self.assertEqual(self.balance(account), (0, preview["advance_minor"]))
        self.assertEqual(preview["advance_minor"], old["total_minor"] - new["total_minor"])
        states = [row["state"] for row in self.database.sql(
            f"SELECT state FROM readings WHERE register_id = {right['register_id']}"
            " AND read_on = '2025-09-01' ORDER BY id")]
        self.assertEqual(states, ["rejected", "accepted"])
        register = self.database.sql("SELECT billed_value, latest_value FROM registers WHERE id = "
                                     f"{right['register_id']}")[0]
        self.assertEqual({int(value) for value in register.values()}, {right["value"]})
        self.check_links(self.read(invoice), new)

    def check_links(self, old, new):
        self.assertEqual(old["state"], "cancelled")
        self.assertEqual({link["relation"] for link in old["links"]},
                         {"reversed_by", "replaced_by"})
        self.assertIn((old["id"], "replaces"),
                      [(link["invoice_id"], link["relation"]) for link in new["links"]])
        for bill in (old, new):
            self.assertTrue(all(line["explanation"] for line in bill["lines"]
                                if line["kind"] == "energy"))
            self.assertEqual(sum(segment["energy_wh"] for segment in bill["segments"]),
                             bill["energy_wh"])
            self.assertEqual(sum(line["amount_minor"] for line in bill["lines"]),
                             bill["total_minor"])

    def test_a_price_decision_leaves_the_difference_open(self):
        account, invoice = self.bills("governmental")[0]
        old = self.read(invoice)
        self.pay(account, old["total_minor"])
        self.decide(4)
        preview = self.assertStatus(self.act(invoice, "rebill/preview"), 200).json
        self.assertGreater(preview["difference_minor"], 0)
        self.assertEqual(sum(row["difference_minor"] for row in preview["rows"]),
                         preview["difference_minor"])
        registers = self.registers(account)
        new = self.made(invoice, "rebill")
        self.assertEqual(new["open_minor"], preview["difference_minor"])
        self.assertEqual(self.balance(account), (preview["difference_minor"], 0))
        self.assertEqual(self.registers(account), registers)
        self.assertProblem(self.act(invoice, "rebill"), 409, "ALREADY_REVERSED")
        again = self.act(new["id"], "rebill")
        self.assertProblem(again, 422, "REBILL_SAME")

    def test_refusals(self):
        account, invoice = self.bills()[2]
        right = self.wrong_reading(account, invoice)
        for body, status, code in (
                ({"readings": [{**right, "register_id": right["register_id"] + 1}]}, 400,
                 "INVALID_VALUE"),
                ({"readings": [{**right, "value": 10 ** 9}]}, 400, "READING_TOO_LONG"),
                ({"readings": [{**right, "value": 0}]}, 422, "READING_LOWER"),
                ({"reason": ""}, 400, "MISSING_VALUE")):
            self.assertProblem(self.act(invoice, "rebill", **body), status, code)
        month = "date_trunc('month', now())::date"
        self.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true);"
                          "INSERT INTO accounting_periods (month, state) "
                          f"VALUES ({month}, 'closed'), ('2025-09-01', 'closed'); COMMIT")
        self.assertProblem(self.act(invoice, "rebill", readings=[right]), 423, "PERIOD_CLOSED")
        self.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true);"
                          f"UPDATE accounting_periods SET state = 'open' WHERE month = {month};"
                          "COMMIT")
        self.made(invoice, "rebill", readings=[right])

    def test_a_cancelled_bill_is_billed_by_the_next_run(self):
        account, invoice = self.bills()[3]
        before = self.registers(account)
        self.made(invoice, "cancel")
        after = self.registers(account)[0]
        self.assertEqual((after["billed_date"], after["unbilled_readings"]), ("2025-08-01", "1"))
        self.assertNotEqual(self.registers(account), before)
        self.assertEqual(self.balance(account), (0, 0))


class LaterBills(RebillCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill_next()

    def test_a_bill_with_a_later_one(self):
        account, invoice = self.bills()[0]
        later = self.database.sql("SELECT id, number FROM invoices WHERE period_key = '2025-09' "
                                  f"AND account_id = {account}")[0]
        answer = self.act(invoice, "cancel")
        self.assertProblem(answer, 409, "LATER_BILL")
        self.assertIn(later["number"], answer.json["detail"])
        value = self.read(invoice)["segments"][-1]["to_value"]
        right = {"register_id": self.register(account), "value": value - 5000}
        self.assertProblem(self.act(invoice, "rebill", readings=[right]), 409, "LATER_BILL")
        self.made(int(later["id"]), "cancel")
        self.made(invoice, "rebill", readings=[right])
        self.made(self.bills()[0][1], "cancel")
        self.assertEqual(self.balance(account), (0, 0))

    def test_a_price_alone_leaves_the_later_bill_standing(self):
        account, invoice = self.bills("commercial")[0]
        self.decide(2, valid_from="2025-08-10")
        registers = self.registers(account)
        new = self.made(invoice, "rebill")
        self.assertGreater(new["total_minor"], self.read(invoice)["total_minor"])
        self.assertEqual(len({line["rate_micro"] for line in new["lines"]
                              if line["kind"] == "energy"}) > 1, True)
        self.assertEqual(self.registers(account), registers)


class MassCase(RebillCase):
    def mass(self, verb="", **body):
        """Starts a step and waits for its end; answers the rebill."""
        path = f"{MASS}/{self.rebill}/{verb}" if verb else MASS
        answer = self.assertStatus(self.officer.post(path, body or None, key=True), 202)
        self.rebill = answer.json["id"]
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            rebill = self.officer.get(f"{MASS}/{self.rebill}").json
            if rebill["state"] != "running":
                self.assertEqual(rebill["state"], "done", self.database.sql(
                    "SELECT * FROM jobs ORDER BY id DESC LIMIT 1"))
                return rebill
            time.sleep(0.05)
        raise AssertionError("the rebill does not end")

    def start(self, class_number=1):
        cycle = self.database.integer("SELECT id FROM billing_cycles WHERE code = 'M'")
        return self.mass(cycle_id=cycle, period_key="2025-08", class_id=class_number,
                         reason="price decision 7")

    def items(self, **query):
        return list(self.officer.items(f"{MASS}/{self.rebill}/items", **query))

    def books(self):
        """All that undoing must bring back."""
        return (self.database.sql("SELECT account_id, receivable_minor, advance_minor"
                                  " FROM account_balances ORDER BY account_id"),
                self.registers(), self.ledger())

    def decide_for(self, class_code):
        """The number of the class's tariff, made dearer."""
        number = self.database.integer(
            "SELECT default_tariff_id FROM customer_classes"
            f" WHERE code = '{class_code}'")
        self.decide(number)
        return number


class Mass(MassCase):
    def test_tried_carried_out_and_undone(self):
        bills = self.bills()
        paid, touched = bills[0][0], bills[1]
        total = self.read(bills[0][1])["total_minor"]
        self.pay(paid, total)
        self.decide_for("residential")
        before = self.books()
        tried = self.start()
        self.assertEqual((tried["step"], tried["bills"], tried["differing"], tried["refused"]),
                         ("preview", len(bills), len(bills), 0))
        self.assertEqual(self.books(), before)
        movers = self.items(sort="-difference_minor", limit=10)
        differences = [item["difference_minor"] for item in movers]
        self.assertEqual(differences, sorted(differences, reverse=True))
        self.assertEqual(sum(differences), tried["difference_minor"])
        self.check_applied(tried, before, paid)
        self.check_undone(before, touched)

    def check_applied(self, tried, before, paid):
        applied = self.mass("apply")
        self.assertEqual((applied["applied"], applied["new_total_minor"]),
                         (tried["differing"], tried["new_total_minor"]))
        owed = sum(int(row["receivable_minor"]) - int(row["advance_minor"])
                   for row in self.books()[0])
        was = sum(int(row["receivable_minor"]) - int(row["advance_minor"]) for row in before[0])
        self.assertEqual(owed - was, tried["difference_minor"])
        item = [one for one in self.items() if one["account_id"] == paid][0]
        self.assertEqual(self.balance(paid), (item["difference_minor"], 0))
        self.assertEqual(self.books()[1], before[1])
        self.assertVerified()
        answer = self.officer.post(f"{MASS}/{self.rebill}/apply", None, key=True)
        self.assertProblem(answer, 409, "REBILL_STATE")

    def check_undone(self, before, touched):
        account, _ = touched
        self.pay(account, 100)
        undone = self.mass("undo")
        self.assertEqual((undone["applied"], undone["undone"]), (1, undone["differing"] - 1))
        left = self.items(state="refused")
        self.assertEqual([(one["account_id"], one["code"]) for one in left],
                         [(account, "TOUCHED_SINCE")])
        self.assertTrue(left[0]["message"])
        balances, registers, _ = self.books()
        different = [row["account_id"] for row, old in zip(balances, before[0]) if row != old]
        self.assertEqual((different, registers), ([str(account)], before[1]))
        self.assertProblem(self.officer.post(f"{MASS}/{self.rebill}/undo", None, key=True), 409,
                           "REBILL_STATE")

    def test_what_is_refused_for_one_stops_no_other(self):
        bills = self.bills("commercial")
        self.decide_for("commercial")
        held, credited = bills[0], bills[1]
        self.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true);"
                          "UPDATE accounts SET billing_hold = true, hold_reason = 'x'"
                          f" WHERE id = {held[0]}; COMMIT")
        self.made(credited[1], "credit", amount_minor=100)
        tried = self.start(2)
        self.assertEqual((tried["bills"], tried["differing"], tried["refused"]),
                         (len(bills), len(bills) - 2, 2))
        late = bills[2]
        self.made(late[1], "cancel")
        before = self.books()
        applied = self.mass("apply")
        self.assertEqual((applied["applied"], applied["refused"]), (len(bills) - 3, 3))
        self.assertEqual({(one["account_id"], one["code"]) for one in self.items(state="refused")},
                         {(held[0], "BILLING_HOLD"), (credited[0], "CREDITED_IN_PART"),
                          (late[0], "ALREADY_REVERSED")})
        self.mass("undo")
        self.assertEqual(self.books(), before)

    def test_refusals(self):
        cycle = self.database.integer("SELECT id FROM billing_cycles WHERE code = 'M'")
        body = {"cycle_id": cycle, "period_key": "2025-08", "reason": "x"}
        for change, status, code, field in (
                ({"period_key": "2024-01"}, 404, "NOT_FOUND", "period_key"),
                ({"class_id": 99}, 404, "NOT_FOUND", "class_id"),
                ({"reason": " "}, 400, "MISSING_VALUE", "reason")):
            answer = self.officer.post(MASS, {**body, **change}, key=True)
            self.assertProblem(answer, status, code, field)
        self.assertProblem(self.cashier.post(MASS, body, key=True), 403, "PERMISSION_DENIED")
        self.assertProblem(self.officer.get(f"{MASS}/999"), 404, "NOT_FOUND")


class SealedCase(RebillCase):
    """E-invoices: the company asked before its first bill."""

    @classmethod
    def run_period(cls, period):
        cls.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true);"
                         "UPDATE company SET einvoice_profile = 'saudi_phase1',"
                         " tax_number = '310122393500003'; COMMIT")
        return super().run_period(period)


class Chain(SealedCase):
    def documents(self):
        return self.database.sql("SELECT branch_id, counter, invoice_id FROM einvoice_documents"
                                 " ORDER BY branch_id, counter")

    def test_every_document_is_chained(self):
        account, invoice = self.bills()[0]
        new = self.made(self.bills()[1][1], "credit", amount_minor=100)
        self.decide(1)
        self.made(invoice, "rebill")
        documents = self.documents()
        count = self.database.integer("SELECT count(*) FROM invoices")
        self.assertEqual(len(documents), count)
        for branch in {row["branch_id"] for row in documents}:
            counters = [int(row["counter"]) for row in documents if row["branch_id"] == branch]
            self.assertEqual(counters, list(range(1, len(counters) + 1)))
        new = self.read(new["id"])
        self.assertGreater(new["einvoice_counter"], 0)
        self.assertEqual(len(new["einvoice_hash"]), 44)
        self.assertTrue(self.officer.get(f"{INVOICES}/{new['id']}/pdf").body.startswith(b"%PDF-"))
        self.check_tampering(invoice)

    def check_tampering(self, invoice):
        self.assertVerified()
        change = ("BEGIN; SET LOCAL session_replication_role = replica;"
                  "UPDATE invoice_lines SET amount_minor = amount_minor {0} 1 WHERE line_no = 1"
                  f" AND invoice_id = {invoice}; COMMIT")
        self.database.sql(change.format("+"))
        done = server.command("verify", database=self.database, expect=1)
        self.assertRegex(done.stdout, "خلل +سلسلة الفواتير الإلكترونية سليمة")
        self.database.sql(change.format("-"))


class Falling(MassCase):
    def test_the_greatest_change_comes_first_whichever_way_it_goes(self):
        bills = self.bills()
        number = self.database.integer(
            "SELECT default_tariff_id FROM customer_classes WHERE code = 'residential'")
        self.decide(number, factor=0)
        self.start()
        changes = [item["difference_minor"] for item in self.items(sort="-movement", limit=3)]
        self.assertEqual(len(changes), len(bills))
        self.assertLess(max(changes), 0)
        self.assertEqual(changes, sorted(changes))


class MassParts(SealedCase, MassCase):
    """Parts of many bills: their entries, their chain, and accounts with more than one of them."""

    @classmethod
    def run_period(cls, period):
        """Every second supply becomes one more of the account before it."""
        tables = ("service_agreements", "agreement_terms", "registers", "readings")
        cls.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true);"
                         "SET LOCAL session_replication_role = replica;" + "".join(f"""
            WITH one AS (SELECT id, row_number() OVER (PARTITION BY class_id, station_id
                           ORDER BY id) AS n FROM accounts),
            pair AS (SELECT a.id, max(b.id) AS other FROM one b JOIN accounts x ON x.id = b.id
                     JOIN accounts y ON y.class_id = x.class_id AND y.station_id = x.station_id
                     JOIN one a ON a.id = y.id AND a.n = b.n - 1
                     WHERE b.n % 2 = 0 GROUP BY 1)
            UPDATE {table} t SET account_id = pair.id FROM pair WHERE t.account_id = pair.other;"""
            for table in tables) + "COMMIT")
        return super().run_period(period)

    def entries(self, kind):
        return self.database.sql(f"""
            SELECT e.id, sum(l.debit_minor)::bigint AS amount FROM journal_entries e
            JOIN journal_lines l ON l.entry_id = e.id
            WHERE e.source = 'mass_rebills' AND e.kind = '{kind}' GROUP BY 1""")

    def check_entries(self, kind, sign):
        """Each leads to the documents that it sums up; answers how many these are."""
        found = 0
        for entry in self.entries(kind):
            items = list(self.api.items(f"/api/v1/journal-entries/{entry['id']}/invoices"))
            self.assertEqual(sum(item["total_minor"] for item in items),
                             sign * int(entry["amount"]))
            found += len(items)
        return found

    def pay_in_parts(self, account, total):
        for part in (total // 3, total // 2, total):
            self.pay(account, part)

    def test_an_account_with_two_bills_of_the_period(self):
        bills = self.bills()
        accounts = {account for account, _ in bills}
        self.assertLess(len(accounts), len(bills))
        self.pay_in_parts(bills[0][0], self.read(bills[0][1])["total_minor"])
        self.decide_for("residential")
        before = self.books()
        tried = self.start()
        self.assertEqual(tried["differing"], len(bills))
        applied = self.mass("apply")
        self.assertEqual((applied["applied"], applied["new_total_minor"]),
                         (len(bills), tried["new_total_minor"]))
        self.assertEqual(self.books()[1], before[1])
        self.assertVerified()
        for kind, sign in (("invoices", 1), ("credit_note", -1)):
            self.assertEqual(self.check_entries(kind, sign), len(bills))
        undone = self.mass("undo")
        self.assertEqual(undone["undone"], len(bills))
        self.assertEqual(self.books(), before)
        for kind, sign in (("invoices", 1), ("credit_note", -1)):
            self.assertEqual(self.check_entries(kind, sign), 2 * len(bills))
        self.assertVerified()


class Anything(RebillCase):
    """Whatever is done in whatever order, the books are right."""

    accounts = 12

    def test_random_corrections(self):
        chance = self.random()
        acts = [self.do_pay, self.do_cancel, self.do_credit, self.do_rebill, self.do_uncredit]
        for step in range(60):
            chance.choice(acts)(chance)
            if step % 20 == 19:
                self.assertVerified()

    def test_cancelling_leaves_every_balance_as_before(self):
        chance = self.random()
        rows = self.database.sql("SELECT id, account_id FROM invoices i WHERE kind = 'energy' AND"
                                 " NOT EXISTS (SELECT FROM invoices r WHERE r.reverses_id = i.id)")
        for row in rows:
            account = int(row["account_id"])
            receivable, advance = self.balance(account)
            bill = self.read(int(row["id"]))
            if any(link["relation"] == "credited_by" for link in bill["links"]):
                continue
            if chance.random() < 0.5:
                self.pay(account, 100 * chance.randrange(1, 2000))
                receivable, advance = self.balance(account)
            self.made(int(row["id"]), "cancel")
            after = self.balance(account)
            self.assertEqual(after[0] - after[1], receivable - advance - bill["total_minor"])
            register = self.registers(account)[0]
            self.assertEqual((register["billed_date"], register["unbilled_readings"]),
                             ("2025-08-01", "1"))

    def invoice(self, chance, condition):
        rows = self.database.sql("SELECT id FROM invoices i WHERE " + condition + " ORDER BY id")
        return int(chance.choice(rows)["id"]) if rows else None

    def do_pay(self, chance):
        self.pay(chance.randrange(1, self.accounts + 1), 100 * chance.randrange(1, 5000))

    def do_cancel(self, chance):
        invoice = self.invoice(chance, "kind = 'energy'")
        if chance.random() < 0.3:
            self.assertIn(self.act(invoice, "cancel").status, (201, 409))

    def do_credit(self, chance):
        invoice = self.invoice(chance, "kind <> 'credit_note'")
        answer = self.act(invoice, "credit", amount_minor=100 * chance.randrange(1, 300))
        self.assertIn(answer.status, (201, 409, 422))

    def do_uncredit(self, chance):
        note = self.invoice(chance, "credits_id IS NOT NULL")
        if note is not None:
            self.assertIn(self.act(note, "cancel").status, (201, 409))

    def do_rebill(self, chance):
        invoice = self.invoice(chance, "kind = 'energy'")
        segment = self.read(invoice)["segments"][-1]
        account = self.read(invoice)["account_id"]
        value = max(segment["to_value"] + 1000 * chance.randrange(-20, 60), 0)
        answer = self.act(invoice, "rebill", readings=[
            {"register_id": self.register(account), "value": value}])
        self.assertIn(answer.status, (201, 409, 422))


if __name__ == "__main__":
    main()
