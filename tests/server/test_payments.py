# SPDX-License-Identifier: GPL-3.0-or-later
"""Payments: taken once, allocated to the coin, cancelled without a trace in the balances."""

import collections
import concurrent.futures
import datetime
import uuid

from books import Books, payment
from case import ServerCase, create_user, main

PASSWORD = "Correct-Horse-7-Battery"
TOTAL = 13800
ROUTE = "/api/v1/payments"


class PaymentCase(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.books = Books(cls.database)
        cls.users = {}
        for name, role in (("cashier", "cashier"), ("supervisor", "pos_supervisor"),
                           ("accountant", "accountant"), ("officer", "billing_officer")):
            create_user(cls.database, name, PASSWORD, role)
            cls.users[name] = cls.sign_in(name, PASSWORD)
        cls.cashier = cls.users["cashier"]
        cls.supervisor = cls.users["supervisor"]

    def tearDown(self):
        self.assertVerified()

    def take(self, *arguments, caller=None, status=201, **members):
        answer = (caller or self.cashier).post(ROUTE, payment(self.books, *arguments, **members),
                                               key=True)
        return self.assertStatus(answer, status).json

    def refused(self, status, code, *arguments, caller=None, field=None, **members):
        answer = (caller or self.cashier).post(ROUTE, payment(self.books, *arguments, **members),
                                               key=True)
        self.assertProblem(answer, status, code, field)


class Taking(PaymentCase):
    def test_part_then_rest_then_advance(self):
        account = self.books.account()
        invoice = self.books.invoice(account)
        first = self.take(account, 3800)
        self.assertEqual(first["allocations"][0]["open_minor"], TOTAL)
        self.assertEqual(first["allocations"][0]["remaining_minor"], 10000)
        self.assertEqual(first["balance_after_minor"], 10000)
        state = self.cashier.get(f"/api/v1/invoices/{invoice}").json
        self.assertIn(state["state"], ("partial", "overdue"))
        second = self.take(account, 15000)
        self.assertEqual(second["advance_minor"], 5000)
        self.assertEqual(second["balance_after_minor"], -5000)
        self.assertEqual(self.books.balance(account), (0, 5000))
        state = self.cashier.get(f"/api/v1/invoices/{invoice}").json
        self.assertEqual((state["state"], state["open_minor"]), ("paid", 0))
        again = self.cashier.get(f"{ROUTE}/{first['id']}").json
        self.assertEqual(again, first)

    def test_oldest_due_first(self):
        account = self.books.account()
        late = self.books.invoice(account, issued="2026-03-31", due="2026-04-15")
        early = self.books.invoice(account, issued="2026-02-28", due="2026-03-15")
        taken = self.take(account, TOTAL + 1000)
        self.assertEqual([(row["invoice_id"], row["amount_minor"]) for row in taken["allocations"]],
                         [(early, TOTAL), (late, 1000)])

    def test_chosen_invoices(self):
        account = self.books.account()
        self.books.invoice(account)
        chosen = self.books.invoice(account, issued="2026-03-31", due="2026-04-15")
        taken = self.take(account, 5000, [(chosen, 4000)])
        self.assertEqual([row["invoice_id"] for row in taken["allocations"]], [chosen])
        self.assertEqual(self.books.balance(account), (2 * TOTAL - 4000, 1000))

    def test_preview_says_what_will_be(self):
        account = self.books.account()
        invoice = self.books.invoice(account)
        body = payment(self.books, account, 20000)
        del body["tenders"]
        preview = self.assertStatus(self.cashier.post(ROUTE + "/preview", body), 200).json
        self.assertEqual(preview["receivable_minor"], TOTAL)
        self.assertEqual(preview["to_advance_minor"], 20000 - TOTAL)
        self.assertEqual(preview["balance_after_minor"], TOTAL - 20000)
        self.assertEqual(preview["allocations"][0]["invoice_id"], invoice)
        self.assertEqual(self.books.balance(account), (TOTAL, 0))

    def test_several_tenders_are_posted_each(self):
        account = self.books.account()
        self.books.invoice(account)
        before = self.books.ledger()
        taken = self.take(account, TOTAL, tenders=[("cash", 3800, None), ("card", 10000, "4711")])
        self.assertEqual([row["amount_minor"] for row in taken["tenders"]], [3800, 10000])
        self.assertEqual(taken["reference"], "4711")
        after = collections.Counter(self.books.ledger())
        after.subtract(before)
        self.assertEqual({key: value for key, value in after.items() if value},
                         {"cash": 3800, "card_clearing": 10000, "receivable": -TOTAL})

    def test_numbers_follow_each_other(self):
        account = self.books.account()
        numbers = [self.take(account, 100)["number"] for _ in range(3)]
        last = [int(number.rsplit("-", 1)[1]) for number in numbers]
        self.assertEqual(last, [last[0], last[0] + 1, last[0] + 2])


class Refusals(PaymentCase):
    def test_amounts(self):
        account = self.books.account()
        self.refused(422, "AMOUNT_NOT_POSITIVE", account, 0, field="amount_minor")
        self.refused(422, "AMOUNT_NOT_POSITIVE", account, -100, field="amount_minor")
        self.refused(422, "CASH_UNIT", account, 150, field="tenders[0].amount_minor")
        self.refused(422, "TENDERS_DIFFER", account, 300, tenders=[("cash", 200, None)],
                     field="tenders")
        self.refused(404, "NOT_FOUND", 999999, 100, field="account_id")

    def test_references(self):
        account = self.books.account()
        self.refused(422, "REFERENCE_MISSING", account, 100, tenders=[("cheque", 100, " ")],
                     field="tenders[0].reference")

    def test_allocations(self):
        account, other = self.books.account(), self.books.account()
        mine, foreign = self.books.invoice(account), self.books.invoice(other)
        field = "allocations[0].amount_minor"
        self.refused(422, "OVER_ALLOCATION", account, 20000, [(mine, TOTAL + 100)], field=field)
        self.refused(422, "OVER_ALLOCATION", account, 100, [(mine, 200)])
        self.refused(422, "INVOICE_OF_ANOTHER_ACCOUNT", account, 100, [(foreign, 100)])
        self.refused(422, "INVOICE_TWICE", account, 200, [(mine, 100), (mine, 100)])
        self.refused(404, "NOT_FOUND", account, 100, [(1, 100)])
        self.take(account, TOTAL)
        self.refused(409, "INVOICE_SETTLED", account, 100, [(mine, 100)])

    def test_dates(self):
        account = self.books.account()
        today = datetime.date.today()
        future = (today + datetime.timedelta(days=3)).isoformat()
        past = (today - datetime.timedelta(days=3)).isoformat()
        self.refused(422, "DATE_IN_FUTURE", account, 100, received_on=future, field="received_on")
        self.refused(403, "PERMISSION_DENIED", account, 100, received_on=past)
        taken = self.take(account, 100, received_on=past, caller=self.supervisor)
        self.assertEqual(taken["received_on"], past)

    def test_a_closed_period_is_closed(self):
        account = self.books.account()
        accountant = self.users["accountant"]
        answer = accountant.post("/api/v1/accounting-periods/202501/close")
        self.assertEqual(self.assertStatus(answer, 200).json["state"], "closed")
        self.refused(423, "PERIOD_CLOSED", account, 100, received_on="2025-01-15",
                     caller=self.supervisor, field="received_on")
        answer = accountant.post("/api/v1/accounting-periods/202501/open")
        self.assertEqual(self.assertStatus(answer, 200).json["state"], "open")
        self.take(account, 100, received_on="2025-01-15", caller=self.supervisor)

    def test_a_missing_mapping_refuses_the_payment(self):
        account = self.books.account()
        key = next(row for row in self.users["accountant"].items("/api/v1/posting-keys")
                   if row["key"] == "wallet_clearing")
        self.books.run("UPDATE posting_keys SET ledger_account_id = NULL "
                       "WHERE key = 'wallet_clearing'")
        self.refused(422, "MAPPING_MISSING", account, 100, tenders=[("wallet", 100, "77")])
        self.books.run("UPDATE posting_keys SET ledger_account_id = "
                       f"{key['ledger_account_id']} WHERE key = 'wallet_clearing'")
        self.take(account, 100, tenders=[("wallet", 100, "77")])


class Cancelling(PaymentCase):
    def cancel(self, payment_id, caller=None):
        return (caller or self.supervisor).post(f"{ROUTE}/{payment_id}/cancel",
                                                {"reason": "wrong account"}, key=True)

    def test_everything_is_as_before(self):
        account = self.books.account()
        invoice = self.books.invoice(account)
        before, ledger = self.books.balance(account), self.books.ledger()
        taken = self.take(account, TOTAL + 1000)
        mirror = self.assertStatus(self.cancel(taken["id"]), 201).json
        self.assertEqual((mirror["kind"], mirror["cancels_id"]), ("cancellation", taken["id"]))
        self.assertEqual(mirror["balance_after_minor"], TOTAL)
        self.assertEqual(self.books.balance(account), before)
        self.assertEqual(self.books.ledger(), ledger)
        self.assertEqual(self.cashier.get(f"/api/v1/invoices/{invoice}").json["open_minor"], TOTAL)
        self.assertTrue(self.cashier.get(f"{ROUTE}/{taken['id']}").json["cancelled"])
        self.assertProblem(self.cancel(taken["id"]), 409, "ALREADY_REVERSED")
        self.assertProblem(self.cancel(mirror["id"]), 422, "NOT_CANCELLABLE")

    def test_not_by_the_one_who_took_it(self):
        account = self.books.account()
        taken = self.take(account, 100, caller=self.supervisor)
        self.assertProblem(self.cancel(taken["id"]), 422, "SAME_PERSON")
        self.assertProblem(self.cancel(taken["id"], self.cashier), 403, "PERMISSION_DENIED")

    def test_after_its_invoice_was_cancelled(self):
        account = self.books.account()
        invoice = self.books.invoice(account)
        taken = self.take(account, TOTAL)
        answer = self.users["officer"].post(f"/api/v1/invoices/{invoice}/cancel",
                                            {"reason": "wrong reading"}, key=True)
        self.assertStatus(answer, 201)
        self.assertEqual(self.books.balance(account), (0, TOTAL))
        self.assertStatus(self.cancel(taken["id"]), 201)
        self.assertEqual(self.books.balance(account), (0, 0))


class Contention(PaymentCase):
    def client_of(self, name):
        client = self.client()
        client.token = self.users[name].token
        return client

    def post_many(self, bodies, keys):
        clients = [self.client_of("cashier") for _ in bodies]
        with concurrent.futures.ThreadPoolExecutor(len(bodies)) as pool:
            jobs = [pool.submit(client.post, ROUTE, body, key)
                    for client, body, key in zip(clients, bodies, keys)]
            return [job.result() for job in jobs]

    def test_one_key_fifty_times_is_one_receipt(self):
        account = self.books.account()
        self.books.invoice(account)
        key, body = str(uuid.uuid4()), payment(self.books, account, 1000)
        waiting, good = 50, []
        while waiting:
            answers = self.post_many([body] * waiting, [key] * waiting)
            good += [answer for answer in answers if answer.status == 201]
            busy = [answer for answer in answers if answer.status == 409]
            self.assertTrue(all(answer.code == "KEY_IN_PROGRESS" for answer in busy))
            self.assertTrue(all(answer.status in (201, 409) for answer in answers), answers)
            waiting = len(busy)
        self.assertEqual({answer.body for answer in good}, {good[0].body})
        self.assertEqual(self.books.balance(account), (TOTAL - 1000, 0))

    def test_fifty_cashiers_on_one_invoice(self):
        account = self.books.account()
        invoice = self.books.invoice(account, [("energy", 25000, 0)])
        bodies = [payment(self.books, account, 1000, [(invoice, 1000)]) for _ in range(50)]
        answers = self.post_many(bodies, [str(uuid.uuid4()) for _ in bodies])
        outcome = collections.Counter((answer.status, answer.code) for answer in answers)
        self.assertEqual(outcome, {(201, None): 25, (409, "INVOICE_SETTLED"): 25})
        self.assertEqual(self.books.balance(account), (0, 0))


class Reading(PaymentCase):
    def test_the_list_finds_and_sums(self):
        account = self.books.account()
        taken = self.take(account, 700)
        self.take(account, 300, tenders=[("transfer", 300, "T-9")])
        route = f"{ROUTE}?account_id={account}"
        page = self.assertStatus(self.cashier.get(route), 200).json
        self.assertEqual((page["count"], page["sum_minor"]), (2, 1000))
        cash = self.books.method("cash")
        for query in (f"q={taken['number']}", f"account_id={account}&method_id={cash}",
                      f"q=A{account:07}&sort=-amount_minor&limit=1"):
            page = self.assertStatus(self.cashier.get(f"{ROUTE}?{query}"), 200).json
            self.assertEqual(page["items"][0]["number"], taken["number"], query)
        page = self.cashier.get(f"{ROUTE}?state=cancelled&account_id={account}").json
        self.assertEqual(page["items"], [])

    def test_a_list_of_accounts_says_what_each_owes_and_paid(self):
        account = self.books.account()
        self.books.invoice(account, due="2026-02-01")
        self.take(account, 700)
        row = self.assertStatus(self.cashier.get("/api/v1/accounts", q=f"A{account:07}"),
                                200).json["items"][0]
        self.assertEqual((row["overdue_minor"], row["oldest_due_date"],
                          row["last_payment_minor"]), (TOTAL - 700, "2026-02-01", 700))

    def test_a_name_is_found_however_it_is_written(self):
        account = self.books.account()
        self.take(account, 100)
        for name in ("عبدالله", "صالح محمد"):
            page = self.assertStatus(self.cashier.get(ROUTE, account_id=account, q=name), 200)
            self.assertEqual(page.json["count"], 1, name)

    def test_receipts_are_printed(self):
        account = self.books.account()
        self.books.invoice(account)
        taken = self.take(account, 5000)
        for paper in ("80mm", "a4"):
            answer = self.cashier.get(f"{ROUTE}/{taken['id']}/pdf?paper={paper}")
            self.assertEqual(answer.content_type, "application/pdf")
            self.assertTrue(answer.body.startswith(b"%PDF-"))
        self.assertProblem(self.cashier.get(f"{ROUTE}/{taken['id']}/pdf?paper=a5"), 400,
                           "INVALID_VALUE", "paper")


if __name__ == "__main__":
    main()
