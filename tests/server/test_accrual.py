# SPDX-License-Identifier: GPL-3.0-or-later
"""The accrual of unbilled energy: what it is worth, and that nothing of it stays."""

import generate
from case import main
from test_cycles import RUNS, CycleCase

ACCRUALS = "/api/v1/accruals"


class Accruals(CycleCase):
    def setUp(self):
        super().setUp()
        self.accountant = self.signed_in("accountant")
        self.run_of()

    def accrue(self, month):
        answer = self.accountant.post(ACCRUALS, {"month": month}, key=True)
        job = self.assertStatus(answer, 202).json["id"]
        return self.until(lambda: (state := self.accountant.get(f"/api/v1/jobs/{job}").json)
                          ["state"] in ("completed", "failed") and state)

    def unbilled(self, day):
        """What the ledger says of unbilled energy at the end of a day."""
        return self.database.integer(
            "SELECT COALESCE(sum(l.debit_minor - l.credit_minor), 0) FROM journal_lines l"
            " JOIN journal_entries e ON e.id = l.entry_id"
            f" WHERE l.posting_key = 'unbilled' AND e.entry_date <= '{day}'")

    def test_a_month_by_the_daily_average(self):
        self.assertEqual(self.accrue("2025-09-15")["state"], "completed")
        rows = list(self.accountant.items(ACCRUALS))
        energy = self.database.integer("SELECT sum(daily_average_wh) * 30 FROM registers")
        self.assertEqual(sum(row["energy_wh"] for row in rows), energy)
        self.assertEqual({row["read_wh"] for row in rows}, {0})
        self.assertEqual(sum(row["points"] for row in rows),
                         self.database.integer("SELECT count(*) FROM registers"))
        for row in rows:
            # kWh × millionths of a rial ÷ 1 000 × 100 coins, half up
            expected = (row["energy_wh"] * row["rate_micro_per_kwh"] * 100 * 2 + 10**9) // (
                2 * 10**9)
            self.assertEqual(row["amount_minor"], expected)
        amount = sum(row["amount_minor"] for row in rows)
        self.assertGreater(amount, 0)
        self.assertEqual((self.unbilled("2025-09-29"), self.unbilled("2025-09-30"),
                          self.unbilled("2025-10-01")), (0, amount, 0))
        page = self.accountant.get(ACCRUALS, month="2025-09-01").json
        self.assertEqual(page["sum_minor"], amount)
        self.verified()

    def test_the_rate_is_that_of_the_bills_before(self):
        self.accrue("2025-09-01")
        for row in self.accountant.items(ACCRUALS):
            found = self.database.sql(
                "SELECT (SELECT sum(l.credit_minor - l.debit_minor) FROM journal_entries e"
                "   JOIN journal_lines l ON l.entry_id = e.id WHERE l.posting_key ="
                f"  'revenue_energy' AND e.kind = 'invoices' AND e.class_id = {row['class_id']}"
                f"  AND e.station_id = {row['station_id']}) AS minor, sum(energy_wh) AS wh"
                f" FROM invoices WHERE class_id = {row['class_id']}"
                f" AND station_id = {row['station_id']}")[0]
            self.assertAlmostEqual(row["rate_micro_per_kwh"],
                                   int(found["minor"]) * 10**7 / int(found["wh"]), delta=1)

    def test_what_was_read_counts_as_it_was_read(self):
        generate.read(self.database, "2025-09-16")
        read = self.database.integer("SELECT sum(latest_value - billed_value) FROM registers")
        average = self.database.integer("SELECT sum(daily_average_wh) * 15 FROM registers")
        self.accrue("2025-09-01")
        rows = list(self.accountant.items(ACCRUALS))
        self.assertEqual(sum(row["read_wh"] for row in rows), read)
        self.assertEqual(sum(row["estimated_wh"] for row in rows), average)
        self.verified()

    def test_late_it_accrues_what_was_billed_since(self):
        generate.read(self.database, "2025-10-01")
        run = self.run_of(period_key="2025-09")
        self.accrue("2025-09-01")
        rows = list(self.accountant.items(ACCRUALS))
        self.assertEqual(sum(row["energy_wh"] for row in rows), run["energy_wh"])
        self.assertEqual(self.unbilled("2025-10-01"), 0)
        self.verified()

    def test_a_month_is_accrued_once(self):
        self.accrue("2025-09-01")
        before = self.database.integer("SELECT count(*) FROM journal_entries")
        again = self.accountant.post(ACCRUALS, {"month": "2025-09-30"}, key=True)
        self.assertProblem(again, 409, "ACCRUAL_DONE", "month")
        self.assertEqual(self.database.integer("SELECT count(*) FROM journal_entries"), before)

    def test_not_before_the_month_is_over_nor_into_a_closed_one(self):
        future = self.accountant.post(ACCRUALS, {"month": "2999-01-01"}, key=True)
        self.assertProblem(future, 422, "NOT_DUE", "month")
        self.accountant.post("/api/v1/accounting-periods/202509/close")
        closed = self.accountant.post(ACCRUALS, {"month": "2025-09-01"}, key=True)
        self.assertProblem(closed, 423, "PERIOD_CLOSED", "month")
        self.assertProblem(self.officer.post(ACCRUALS, {"month": "2025-10-01"}, key=True), 403,
                           "PERMISSION_DENIED")

    def test_the_entry_is_found_from_the_accrual_and_back(self):
        self.accrue("2025-09-01")
        row = next(iter(self.accountant.items(ACCRUALS)))
        entry = self.accountant.get(f"/api/v1/journal-entries/{row['entry_id']}").json
        self.assertEqual((entry["kind"], entry["source"], entry["source_id"], entry["entry_date"],
                          entry["reversed_by_id"], entry["source_number"]),
                         ("accrual", "accruals", row["id"], "2025-09-30", row["reversal_id"],
                          "2025-09"))
        self.assertEqual([(line["posting_key"], line["debit_minor"], line["credit_minor"])
                          for line in entry["lines"]],
                         [("unbilled", row["amount_minor"], 0),
                          ("revenue_energy", 0, row["amount_minor"])])
        back = self.accountant.get(f"/api/v1/journal-entries/{row['reversal_id']}").json
        self.assertEqual((back["kind"], back["entry_date"]), ("accrual_reversal", "2025-10-01"))

    def test_a_planted_remainder_is_found(self):
        self.accrue("2025-09-01")
        self.database.sql("""
            BEGIN; SELECT set_config('siraj.actor', '-1', true);
            WITH entry AS (INSERT INTO journal_entries (entry_date, kind, branch_id, source,
                    source_id, created_by)
                SELECT '2025-09-30', 'accrual', 1, 'accruals', min(id), -1 FROM accruals
                RETURNING id)
            INSERT INTO journal_lines (entry_id, line_no, posting_key, ledger_account_id,
                debit_minor, credit_minor)
            SELECT e.id, v.n, k.key, k.ledger_account_id, v.debit, v.credit
            FROM entry e, (VALUES (1, 'unbilled', 500, 0), (2, 'revenue_energy', 0, 500))
                AS v (n, key, debit, credit) JOIN posting_keys k ON k.key = v.key;
            COMMIT""")
        with self.assertRaises(AssertionError):
            self.verified()

    def test_it_begins_by_itself_when_it_is_switched_on(self):
        boss = self.boss
        row = next(one for one in boss.get("/api/v1/schedules").json["items"]
                   if one["kind"] == "accrual")
        self.assertEqual(row["state"], "off")
        path = f"/api/v1/schedules/{row['id']}"
        self.assertProblem(self.officer.post(f"{path}/switch", {"active": True}), 403,
                           "PERMISSION_DENIED")
        switched = self.assertStatus(boss.post(f"{path}/switch", {"active": True}), 200)
        self.assertNotEqual(switched.json["state"], "off")
        self.until(lambda: self.database.integer(
            "SELECT count(*) FROM jobs WHERE kind = 'accrual' AND state = 'completed'") == 1)
        self.assertEqual(self.database.integer(
            "SELECT count(*) FROM jobs WHERE kind = 'accrual'"), 1)
        runs = self.officer.get(RUNS).json["items"]
        self.assertEqual(len(runs), 1)
        self.verified()


if __name__ == "__main__":
    main()
