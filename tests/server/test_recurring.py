# SPDX-License-Identifier: GPL-3.0-or-later
"""Recurring invoices and invoices by hand: once a due day, in order, booked by what a line is."""

import datetime
import time

from books import Books, payment
from case import ServerCase, create_user, main

PASSWORD = "Correct-Horse-7-Battery"
ROUTE = "/api/v1/recurring-invoices"
LINES = [{"kind": "rent", "description": "إيجار محول", "amount_minor": 100000, "tax_bp": 500},
         {"kind": "subscription", "amount_minor": 50000, "tax_bp": 0}]


def today():
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=3)).date()


def months_back(months, day=1):
    date = today()
    index = date.year * 12 + date.month - 1 - months
    return datetime.date(index // 12, index % 12 + 1, day)


class RecurringCase(ServerCase):
    options = ("--job-workers=0",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.books = Books(cls.database)
        for name, role in (("officer", "billing_officer"), ("cashier", "cashier")):
            create_user(cls.database, name, PASSWORD, role)
            setattr(cls, name, cls.sign_in(name, PASSWORD))

    def tearDown(self):
        self.assertVerified()

    def body(self, **members):
        return {"name": "إيجار شهري", "kind": "subscription", "frequency": "monthly",
                "day_of_month": 1, "start_date": str(months_back(0)), "lines": LINES, **members}

    def create(self, **members):
        members.setdefault("account_id", self.books.account())
        return self.assertStatus(self.officer.post(ROUTE, self.body(**members)), 201).json

    def read(self, template):
        return self.officer.get(f"{ROUTE}/{template}").json

    def issue(self, template):
        return self.officer.post(f"{ROUTE}/{template}/issue", key=True)

    def hand(self, account, caller=None, **members):
        body = {"account_id": account, "kind": "penalty", "reason": "عبث بالعداد",
                "lines": [{"kind": "penalty", "amount_minor": 200000}], **members}
        return (caller or self.officer).post("/api/v1/invoices", body, key=True)

    def ledger_of(self, account):
        rows = self.database.sql(f"""
            SELECT l.posting_key, sum(l.debit_minor - l.credit_minor) AS balance
            FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id
            WHERE e.account_id = {account} GROUP BY 1""")
        return {row["posting_key"]: int(row["balance"]) for row in rows}


class ByHand(RecurringCase):
    def test_it_is_numbered_booked_and_owed(self):
        account = self.books.account()
        made = self.assertStatus(self.hand(account, kind="other", lines=[
            {"kind": "penalty", "description": "كسر ختم", "amount_minor": 100050, "tax_bp": 500},
            {"kind": "reconnection", "amount_minor": 30000, "tax_bp": 500},
            {"kind": "deposit", "amount_minor": 70000}]), 201).json
        tax = 6503 # 5 % of 1 300.50 is 65.025
        total = 206600 # to the whole riyal
        self.assertTrue(made["number"].startswith("INV-"))
        self.assertEqual((made["net_minor"], made["tax_minor"], made["total_minor"]),
                         (200050, tax, total))
        self.assertEqual(self.books.balance(account), (total, 0))
        self.assertEqual(self.ledger_of(account), {
            "receivable": total, "revenue_penalty": -100050, "revenue_service": -30000,
            "deposits": -70000, "tax": -tax, "rounding": -(total - 200050 - tax)})
        read = self.officer.get(f"/api/v1/invoices/{made['id']}").json
        self.assertEqual([line["description"] for line in read["lines"]][:2],
                         ["كسر ختم", "Reconnection fee"])

    def test_energy_is_never_billed_by_hand(self):
        account = self.books.account()
        for kind in ("energy", "final", "adjustment", "credit_note"):
            self.assertProblem(self.hand(account, kind=kind), 422, "ENERGY_WITHOUT_READING",
                               "kind")
        answer = self.hand(account, lines=[{"kind": "energy", "amount_minor": 1}])
        self.assertEqual(answer.status, 400)

    def test_refusals(self):
        account = self.books.account()
        self.assertProblem(self.hand(account, lines=[]), 422, "LINES_MISSING", "lines")
        for line in ({"kind": "other", "amount_minor": 0}, {"kind": "other", "amount_minor": -5},
                     {"kind": "other", "amount_minor": 5, "tax_bp": 10001}):
            self.assertEqual(self.hand(account, lines=[line]).json["field"], "lines")
        self.assertProblem(self.hand(account, reason=" "), 400, "MISSING_VALUE", "reason")
        self.assertProblem(self.hand(account, due_date="2020-01-01"), 400, "INVALID_VALUE",
                           "due_date")
        self.assertEqual(self.hand(999999).status, 404)
        self.assertEqual(self.hand(account, caller=self.cashier).status, 403)
        self.books.run(f"UPDATE accounts SET state = 'closed' WHERE id = {account}")
        self.assertProblem(self.hand(account), 409, "ACCOUNT_CLOSED", "account_id")
        self.assertEqual(self.books.balance(account), (0, 0))

    def test_a_key_issues_once(self):
        account = self.books.account()
        body = {"account_id": account, "kind": "other", "reason": "مرة",
                "lines": [{"kind": "other", "amount_minor": 5000}]}
        key = "5f0c5b2a-3a52-4f8e-9d7e-111111111111"
        first, second = (self.officer.post("/api/v1/invoices", body, key=key) for _ in range(2))
        self.assertEqual(first.json["id"], second.json["id"])
        self.assertEqual(self.books.balance(account), (5000, 0))

    def test_what_was_paid_ahead_settles_it(self):
        account = self.books.account()
        self.assertStatus(self.cashier.post("/api/v1/payments",
                                            payment(self.books, account, 300000), key=True), 201)
        made = self.assertStatus(self.hand(account), 201).json
        self.assertEqual(made["open_minor"], 0)
        self.assertEqual(self.books.balance(account), (0, 100000))

    def test_it_can_be_cancelled(self):
        account = self.books.account()
        made = self.assertStatus(self.hand(account), 201).json
        answer = self.officer.post(f"/api/v1/invoices/{made['id']}/cancel", {"reason": "خطأ"},
                                   key=True)
        self.assertStatus(answer, 201)
        self.assertEqual(self.books.balance(account), (0, 0))
        self.assertEqual(set(self.ledger_of(account).values()), {0})


class Templates(RecurringCase):
    def test_a_due_one_is_issued_once_and_moves_on(self):
        template = self.create(start_date=str(months_back(1)))
        self.assertEqual(template["next_date"], str(months_back(1)))
        made = self.assertStatus(self.issue(template["id"]), 201).json
        self.assertEqual((made["issue_date"], made["total_minor"], made["period_to"]),
                         (str(months_back(1)), 155000, str(months_back(0))))
        self.assertEqual(self.read(template["id"])["next_date"], str(months_back(0)))
        self.assertStatus(self.issue(template["id"]), 201)
        self.assertProblem(self.issue(template["id"]), 409, "RECURRENCE_NOT_DUE")
        self.assertEqual(self.books.balance(template["account_id"]), (310000, 0))

    def test_the_next_day_moves_only_when_issued(self):
        month = months_back(2)
        template = self.create(start_date=str(month))
        self.books.run(f"UPDATE accounts SET state = 'closed' WHERE id = {template['account_id']}")
        self.assertProblem(self.issue(template["id"]), 409, "ACCOUNT_CLOSED")
        self.assertEqual(self.read(template["id"])["next_date"], str(month))

    def test_an_end_ends_it(self):
        template = self.create(start_date=str(months_back(3)),
                               end_date=str(months_back(2, 15)))
        self.assertStatus(self.issue(template["id"]), 201)
        self.assertStatus(self.issue(template["id"]), 201)
        self.assertProblem(self.issue(template["id"]), 409, "RECURRENCE_ENDED")

    def test_days_of_every_month(self):
        for start, day, frequency, expected in (
                ("2099-01-31", 31, "monthly", "2099-01-31"),
                ("2099-02-01", 31, "monthly", "2099-02-28"),
                ("2099-02-10", 5, "quarterly", "2099-05-05"),
                ("2099-03-02", 1, "yearly", "2100-03-01")):
            made = self.create(start_date=start, day_of_month=day, frequency=frequency)
            self.assertEqual(made["next_date"], expected)

    def test_changing_it_never_repeats_a_day(self):
        template = self.create(start_date=str(months_back(1)))
        self.assertStatus(self.issue(template["id"]), 201)
        current = self.read(template["id"])
        answer = self.officer.patch(f"{ROUTE}/{template['id']}",
                                    {"day_of_month": 28, "frequency": "quarterly"},
                                    version=current["version"])
        self.assertStatus(answer, 200)
        self.assertEqual(answer.json["next_date"], str(months_back(0, 28)))

    def test_refusals(self):
        account = self.books.account()
        for members, code, field in (
                ({"day_of_month": 0}, "OUT_OF_RANGE", "day_of_month"),
                ({"day_of_month": 32}, "OUT_OF_RANGE", "day_of_month"),
                ({"kind": "energy"}, "ENERGY_WITHOUT_READING", "kind"),
                ({"lines": []}, "LINES_MISSING", "lines"),
                ({"end_date": "2020-01-01"}, "INVALID_VALUE", "end_date")):
            answer = self.officer.post(ROUTE, self.body(account_id=account, **members))
            self.assertEqual((answer.code, answer.json.get("field")), (code, field), answer)
        self.assertEqual(self.officer.post(ROUTE, self.body(account_id=999999)).status, 404)
        self.assertEqual(self.cashier.post(ROUTE, self.body(account_id=account)).status, 403)

    def test_lists(self):
        account = self.books.account()
        made = [self.create(account_id=account, name=f"قالب {n}") for n in range(3)]
        rows = list(self.officer.items(ROUTE, account_id=account, sort="-name", limit=2))
        self.assertEqual([row["id"] for row in rows], [row["id"] for row in made][::-1])
        rows = list(self.officer.items(ROUTE, account_id=account, sort="next_date", limit=2))
        self.assertEqual(len(rows), 3)
        self.assertEqual(self.officer.get(ROUTE, q=f"A{account:07}").json["count"], 3)


class ByTheJob(RecurringCase):
    options = ()

    def wait(self, condition):
        deadline = time.monotonic() + 60
        while not condition():
            if time.monotonic() > deadline:
                self.fail("the job did not come: " + str(self.database.sql("SELECT * FROM jobs")))
            time.sleep(0.1)

    def test_missed_days_are_caught_up_in_order_and_a_bad_one_stays_behind(self):
        bad = self.books.account()
        good = self.books.account()
        first = self.create(account_id=bad, start_date=str(months_back(2)), active=False)["id"]
        self.books.run(f"UPDATE accounts SET state = 'closed' WHERE id = {bad};"
                       f"UPDATE recurring_invoices SET active = true WHERE id = {first}")
        second = self.create(account_id=good, start_date=str(months_back(3)))["id"]
        self.wait(lambda: self.read(second)["invoices_count"] == 4)
        rows = self.database.sql(
            f"SELECT x.due_on, i.issue_date, i.number FROM recurring_issues x JOIN invoices i"
            f" ON i.id = x.invoice_id WHERE x.recurring_id = {second} ORDER BY i.id")
        self.assertEqual([row["due_on"] for row in rows],
                         [str(months_back(n)) for n in (3, 2, 1, 0)])
        self.wait(lambda: self.read(first)["failed_on"] is not None)
        failed = self.read(first)
        self.assertEqual((failed["next_date"], failed["invoices_count"]), (str(months_back(2)), 0))
        self.assertIn("حساب", failed["failure"])


if __name__ == "__main__":
    main()
