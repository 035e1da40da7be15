# SPDX-License-Identifier: GPL-3.0-or-later
"""Old invoices of accounts whose class has changed to another receivable key: whatever is done with
them, what the customers owe stands where the ledger has it."""

import threading

import test_corrections
from case import main

SETTINGS = "SELECT set_config('siraj.actor', '-1', true), set_config('siraj.stations', '*', true);"
GOVERNMENT = """
    INSERT INTO ledger_accounts (code, name, name_en, kind)
    VALUES ('1209', 'ذمم الحكومة', 'Government', 'asset');
    INSERT INTO posting_keys (key, ledger_account_id)
    SELECT 'receivable_gov', id FROM ledger_accounts WHERE code = '1209';
    INSERT INTO customer_classes (id, code, name, name_en, due_days, receivable_key,
                                  default_tariff_id)
    SELECT 99, 'ministry', 'وزارة', 'Ministry', due_days, 'receivable_gov', default_tariff_id
    FROM customer_classes WHERE id = 1"""


class Moving:
    """Accounts move between class 1 and one whose debts stand on another key."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database.sql(f"BEGIN; {SETTINGS} {GOVERNMENT}; COMMIT")

    def move(self, account, to_class=99):
        self.database.sql(f"BEGIN; {SETTINGS} UPDATE accounts SET class_id = {to_class}"
                          f" WHERE id = {account}; COMMIT")


class ClassChanges(Moving, test_corrections.MassCase):
    def setUp(self):
        self.account, self.bill = self.bills()[0]

    def tearDown(self):
        super().tearDown()
        self.move(self.account, 1)
        self.assertVerified()
        self.made_invoice_gone()

    def made_invoice_gone(self):
        """The next test takes another bill."""
        standing = dict(self.bills()).get(self.account)
        if standing is not None:
            self.made(standing, "cancel")

    def owed(self, key):
        return self.ledger().get(key, 0)

    def test_cancelling(self):
        total = self.read(self.bill)["total_minor"]
        self.move(self.account)
        self.assertEqual(self.owed("receivable_gov"), total)
        self.made(self.bill, "cancel")
        self.assertEqual(self.owed("receivable_gov"), 0)

    def test_cancelling_what_was_paid(self):
        total = self.read(self.bill)["total_minor"]
        self.pay(self.account, total)
        self.move(self.account)
        self.made(self.bill, "cancel")
        self.assertEqual(self.balance(self.account), (0, total))
        self.assertEqual(self.owed("receivable_gov"), 0)

    def test_crediting_a_part_and_charging_it_again(self):
        total = self.read(self.bill)["total_minor"]
        self.move(self.account)
        note = self.made(self.bill, "credit", amount_minor=1000)
        self.assertEqual(self.owed("receivable_gov"), total - 1000)
        self.pay(self.account, 500)
        self.made(note["id"], "cancel")
        self.assertEqual(self.owed("receivable_gov"), total - 500)
        self.made(self.bill, "cancel")

    def test_billing_again_and_paying(self):
        self.pay(self.account, 700)
        self.move(self.account)
        value = self.read(self.bill)["segments"][-1]["to_value"] - 5000
        new = self.made(self.bill, "rebill", readings=[
            {"register_id": self.register(self.account), "value": value}])
        self.assertEqual(self.owed("receivable_gov"), new["total_minor"] - 700)
        paid = self.pay(self.account, new["total_minor"] - 700)
        self.assertEqual(self.owed("receivable_gov"), 0)
        self.move(self.account, 1)
        answer = self.supervisor.post(f"/api/v1/payments/{paid['id']}/cancel",
                                      {"reason": "wrong account"}, key=True)
        self.assertStatus(answer, 201)
        self.assertEqual(self.owed("receivable_gov"), 0)

    def test_a_mass_rebill_undone_after_a_change(self):
        self.decide_for("residential")
        self.pay(self.account, 900)
        self.move(self.account)
        tried = self.start()
        self.assertGreater(tried["differing"], 0)
        self.mass("apply")
        self.assertVerified()
        self.move(self.account, 1)
        undone = self.mass("undo")
        self.assertEqual(undone["undone"], tried["differing"])

    def test_a_payment_waits_for_a_change_under_way(self):
        answers = []
        with self.database.session() as session:
            session.execute(f"BEGIN; {SETTINGS} UPDATE accounts SET class_id = 99"
                            f" WHERE id = {self.account};")
            payer = threading.Thread(target=lambda: answers.append(self.pay(self.account, 300)))
            payer.start()
            payer.join(1)
            self.assertTrue(payer.is_alive())
            session.execute("COMMIT;")
            payer.join(20)
        self.assertEqual(len(answers), 1)
        self.assertVerified()

    def test_a_change_waits_for_an_invoice_under_way(self):
        with self.database.session() as session:
            session.execute("BEGIN; SELECT FROM account_balances"
                            f" WHERE account_id = {self.account} FOR UPDATE;")
            mover = threading.Thread(target=self.move, args=(self.account,))
            mover.start()
            mover.join(1)
            self.assertTrue(mover.is_alive())
            session.execute("COMMIT;")
            mover.join(20)
        self.assertFalse(mover.is_alive())


class AnythingAndChanges(Moving, test_corrections.Anything):
    """The random corrections, and at random a change of class between two of them."""

    def do_pay(self, chance):
        super().do_pay(chance)
        self.move(chance.randrange(1, self.accounts + 1), chance.choice([1, 99]))

    def do_credit(self, chance):
        self.move(chance.randrange(1, self.accounts + 1), chance.choice([1, 99]))
        super().do_credit(chance)


if __name__ == "__main__":
    main()
