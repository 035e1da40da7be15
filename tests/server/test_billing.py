# SPDX-License-Identifier: GPL-3.0-or-later
"""Billing runs: right to the coin, whatever is missing, odd, killed, cancelled or run twice."""

import contextlib
import json
import os
import random
import signal
import subprocess
import time
import unittest

import api
import cluster
import generate
import paths
import server
from case import create_user, main

PASSWORD = "Correct-Horse-7-Battery"
ACCOUNTS = 400
LARGE = 3000
PERIOD = "2025-08"
RUNS = "/api/v1/runs"

# Everything that must not depend on who worked when.
DIGEST = """
SELECT count(*) AS bills, sum(total_minor) AS total, sum(energy_wh) AS energy,
       md5(string_agg(concat_ws(' ', account_id, period_from, period_to, energy_wh, net_minor,
                                tax_minor, total_minor, due_date),
                      ',' ORDER BY account_id)) AS hash,
       (SELECT md5(string_agg(concat_ws(' ', i.account_id, l.line_no, l.kind, l.quantity,
                                        l.rate_micro, l.amount_minor), ','
                              ORDER BY i.account_id, l.line_no))
        FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id) AS lines,
       (SELECT md5(string_agg(concat_ws(' ', id, billed_date, billed_value), ',' ORDER BY id))
        FROM registers) AS registers,
       (SELECT sum(receivable_minor) FROM account_balances) AS owed,
       (SELECT last_number FROM document_counters WHERE series = 'INV' AND branch_id = 1) AS last,
       (SELECT sum(debit_minor) FROM journal_lines) AS posted
FROM invoices
"""


class BillingCase(unittest.TestCase):
    """Each test has a utility of its own, copied from one that was generated once."""

    accounts = ACCOUNTS
    base = None

    @classmethod
    def setUpClass(cls):
        cls.base = cluster.Cluster.shared().clone()
        cls.addClassCleanup(cls.base.drop)
        generate.utility(cls.base, cls.accounts)

    def setUp(self):
        self.database = self.utility()

    def utility(self):
        database = cluster.Cluster.shared().create(template=self.base.name)
        self.addCleanup(database.drop)
        return database

    def bill(self, *options, period=PERIOD, database=None):
        done = server.command("bill", "--cycle", "M", "--period", period, "--json", *options,
                              database=database or self.database)
        return json.loads(done.stdout)

    def bill_next_month(self):
        generate.read(self.database, "2025-10-01")
        return self.bill(period="2025-09")

    def refused_bill(self, code, *options, period=PERIOD):
        done = server.command("bill", "--cycle", "M", "--period", period, *options,
                              database=self.database, expect=1)
        self.assertIn(f"[{code}]", done.stderr)

    def account_of(self, class_code):
        return self.database.integer(
            "SELECT min(a.id) FROM accounts a JOIN customer_classes k ON k.id = a.class_id "
            f"WHERE k.code = '{class_code}'")

    def consume(self, account, energy_wh):
        """The account's one register shows this much more than was billed."""
        self.database.sql(f"UPDATE registers SET latest_value = billed_value + {energy_wh} "
                          f"WHERE account_id = {account}")

    def invoice(self, account):
        rows = self.database.sql(f"SELECT * FROM invoices WHERE account_id = {account} "
                                 "ORDER BY id DESC LIMIT 1")
        return rows[0] if rows else None

    def lines(self, invoice):
        return [(line["kind"], int(line["quantity"]), int(line["rate_micro"]),
                 int(line["amount_minor"]))
                for line in self.database.sql("SELECT * FROM invoice_lines WHERE invoice_id = "
                                              f"{invoice['id']} ORDER BY line_no")]

    def exceptions(self):
        return {(int(row["account_id"]), row["code"]) for row in
                self.database.sql("SELECT account_id, code FROM billing_exceptions")}

    def assertVerified(self, database=None):
        server.command("verify", database=database or self.database)


class Bills(BillingCase):
    def test_a_bill_by_hand(self):
        account = self.account_of("residential")
        self.consume(account, 400000)
        run = self.bill()
        self.assertEqual((run["accounts"], run["bills"], run["skipped"], run["state"]),
                         (ACCOUNTS, ACCOUNTS, 0, "completed"))
        invoice = self.invoice(account)
        # 200 × 6 + 150 × 9 + 50 × 12 rials
        self.assertEqual(self.lines(invoice), [("energy", 200000, 6000000, 120000),
                                               ("energy", 150000, 9000000, 135000),
                                               ("energy", 50000, 12000000, 60000)])
        self.assertEqual((invoice["total_minor"], invoice["energy_wh"]), ("315000", "400000"))
        self.assertEqual((invoice["period_from"], invoice["period_to"], invoice["issue_date"],
                          invoice["due_date"], invoice["kind"]),
                         ("2025-08-01", "2025-09-01", "2025-09-04", "2025-09-19", "energy"))
        self.assertRegex(invoice["number"], r"^INV-2025-0[12]-\d{7}$")
        self.assertEqual(self.database.integer(
            f"SELECT receivable_minor FROM account_balances WHERE account_id = {account}"), 315000)
        self.assertEqual(sum(one["total_minor"] for one in run["classes"]), run["total_minor"])
        self.assertVerified()

    def test_the_next_month_goes_on_where_this_ended(self):
        account = self.account_of("residential")
        self.consume(account, 400000)
        self.bill()
        generate.read(self.database, "2025-10-01")
        self.consume(account, 100000)
        run = self.bill(period="2025-09")
        invoice = self.invoice(account)
        self.assertEqual((invoice["period_from"], invoice["period_to"], invoice["total_minor"],
                          invoice["previous_balance_minor"]),
                         ("2025-09-01", "2025-10-01", "60000", "315000"))
        self.assertEqual(run["bills"], ACCOUNTS)
        self.assertVerified()

    def test_a_price_that_changes_within_the_period(self):
        account = self.account_of("commercial")
        self.consume(account, 310000)
        self.database.sql("""
            BEGIN; SELECT set_config('siraj.actor', '-1', true);
            UPDATE tariff_versions SET valid_to = '2025-08-16' WHERE tariff_id = 2;
            INSERT INTO tariff_versions (tariff_id, state, valid_from, document, updated_by)
            SELECT 2, 'active', '2025-08-16', jsonb_set(document,
                '{components,0,bands,0,blocks,0,rate_micro_per_kwh}', '200000000'), -1
            FROM tariff_versions WHERE tariff_id = 2;
            COMMIT""")
        self.bill()
        # 15 days at 100 rials and 16 at 200: 10 kWh a day
        invoice = self.invoice(account)
        self.assertEqual(self.lines(invoice), [("energy", 150000, 100000000, 1500000),
                                               ("energy", 160000, 200000000, 3200000)])
        self.assertEqual(self.database.integer("SELECT count(*) FROM tariff_versions WHERE used"),
                         6)
        self.assertVerified()

    def test_a_face_that_passed_zero_and_a_reading_between(self):
        account = self.account_of("residential")
        self.database.sql(f"""
            UPDATE registers SET opening_value = 999900000, billed_value = 999900000,
                latest_value = 50000, unbilled_readings = 2 WHERE account_id = {account};
            DELETE FROM readings WHERE account_id = {account};
            INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at,
                value, kind, method, state, rollover, entered_by)
            SELECT {account}, {account}, {account}, d.day::date, d.day::date, d.value, 'periodic',
                'manual', 'accepted', d.rollover, -1
            FROM (VALUES ('2025-08-11', 999980000, false), ('2025-09-01', 50000, true))
                AS d (day, value, rollover)""")
        self.bill()
        self.assertEqual(self.invoice(account)["energy_wh"], "150000")
        segments = self.database.sql("SELECT from_date, to_date, energy_wh FROM invoice_segments "
                                     f"WHERE account_id = {account} ORDER BY segment_no")
        self.assertEqual([tuple(one.values()) for one in segments],
                         [("2025-08-01", "2025-08-11", "80000"),
                          ("2025-08-11", "2025-09-01", "70000")])
        self.assertEqual(self.database.integer("SELECT unbilled_readings FROM registers "
                                               f"WHERE account_id = {account}"), 0)
        self.assertVerified()

    def test_a_meter_that_was_changed(self):
        account = self.account_of("residential")
        self.database.sql(f"""
            BEGIN; SELECT set_config('siraj.actor', '-1', true);
            UPDATE registers SET closed_on = '2025-08-21', latest_date = '2025-08-21',
                latest_value = billed_value + 60000 WHERE account_id = {account};
            INSERT INTO meters (id, number, kind, station_id, state, updated_by)
            VALUES (999999, 'NEW', 'conventional', 1, 'installed', -1);
            INSERT INTO meter_installations (id, meter_id, service_point_id, installed_on,
                multiplier_milli, installed_by)
            VALUES (999999, 999999, {account}, '2025-08-21', 40000, -1);
            INSERT INTO registers (account_id, agreement_id, installation_id, digits,
                multiplier_milli, opened_on, opening_value, billed_date, billed_value, latest_date,
                latest_value, unbilled_readings)
            VALUES ({account}, {account}, 999999, 5, 40000, '2025-08-21', 7000, '2025-08-21', 7000,
                '2025-09-01', 8000, 1);
            COMMIT""")
        self.bill()
        self.assertEqual(self.invoice(account)["energy_wh"], str(60000 + 40 * 1000))
        self.assertVerified()

    def test_a_supply_without_a_meter_draws_what_was_agreed(self):
        account = self.account_of("residential")
        self.database.sql("UPDATE registers SET installation_id = NULL, code = 'unmetered', "
                          "daily_average_wh = 2000, latest_date = billed_date, "
                          f"latest_value = billed_value WHERE account_id = {account}")
        self.bill()
        self.assertEqual(self.invoice(account)["energy_wh"], str(31 * 2000))
        self.bill_next_month()
        self.assertEqual(self.invoice(account)["energy_wh"], str(30 * 2000))
        self.assertVerified()

    def test_the_final_bill_of_an_agreement_is_its_last(self):
        account = self.account_of("residential")
        self.database.sql(f"""
            BEGIN; SELECT set_config('siraj.actor', '-1', true);
            UPDATE service_agreements SET state = 'terminated', end_date = '2025-08-21'
            WHERE account_id = {account};
            UPDATE registers SET closed_on = '2025-08-21', latest_date = '2025-08-21'
            WHERE account_id = {account};
            COMMIT""")
        self.assertEqual(self.bill()["bills"], ACCOUNTS)
        invoice = self.invoice(account)
        self.assertEqual((invoice["kind"], invoice["period_to"]), ("final", "2025-08-21"))
        run = self.bill_next_month()
        self.assertEqual((run["accounts"], run["exceptions"]), (ACCOUNTS - 1, 0))
        self.assertVerified()

    def test_two_agreements_of_one_account(self):
        first, second = (int(row["id"]) for row in self.database.sql(
            "SELECT id FROM accounts ORDER BY id LIMIT 2"))
        self.database.sql(f"""
            BEGIN; SELECT set_config('siraj.actor', '-1', true);
            SET LOCAL session_replication_role = replica;
            UPDATE service_agreements SET account_id = {first} WHERE account_id = {second};
            UPDATE agreement_terms SET account_id = {first} WHERE account_id = {second};
            UPDATE registers SET account_id = {first} WHERE account_id = {second};
            COMMIT""")
        run = self.bill()
        self.assertEqual(run["bills"], ACCOUNTS)
        rows = self.database.sql("SELECT total_minor, previous_balance_minor FROM invoices "
                                 f"WHERE account_id = {first} ORDER BY id")
        self.assertEqual([int(row["previous_balance_minor"]) for row in rows],
                         [0, int(rows[0]["total_minor"])])
        self.assertVerified()

    def test_what_was_paid_ahead_settles_the_bill(self):
        account = self.account_of("residential")
        self.consume(account, 200000)
        self.database.sql(f"""
            BEGIN; SELECT set_config('siraj.actor', '-1', true);
            INSERT INTO payments (account_id, branch_id, station_id, number, received_on,
                received_at, amount_minor, balance_after_minor, created_by)
            SELECT id, branch_id, station_id, 'RC-2025-01-0000001', '2025-08-05', '2025-08-05',
                70000, -70000, -1 FROM accounts WHERE id = {account};
            INSERT INTO payment_tenders SELECT p.id, 1, m.id, 70000
            FROM payments p, payment_methods m WHERE m.code = 'cash';
            INSERT INTO document_counters SELECT 'RC', branch_id, 2025, 1 FROM payments;
            UPDATE account_balances SET advance_minor = 70000 WHERE account_id = {account};
            WITH entry AS (INSERT INTO journal_entries (entry_date, kind, branch_id, station_id,
                    source, source_id, account_id, created_by)
                SELECT '2025-08-05', 'payment', branch_id, station_id, 'payments', id, account_id,
                    -1 FROM payments RETURNING id)
            INSERT INTO journal_lines (entry_id, line_no, posting_key, ledger_account_id,
                debit_minor, credit_minor)
            SELECT e.id, v.n, k.key, k.ledger_account_id, v.debit, v.credit
            FROM entry e, (VALUES (1, 'cash', 70000, 0), (2, 'advances', 0, 70000))
                AS v (n, key, debit, credit) JOIN posting_keys k ON k.key = v.key;
            COMMIT""")
        self.bill()
        invoice = self.invoice(account)
        self.assertEqual((invoice["total_minor"], invoice["settled_minor"],
                          invoice["previous_balance_minor"]), ("120000", "70000", "-70000"))
        self.assertEqual(self.database.sql("SELECT receivable_minor, advance_minor FROM "
                                           f"account_balances WHERE account_id = {account}"),
                         [{"receivable_minor": "50000", "advance_minor": "0"}])
        self.assertVerified()


class Exceptions(BillingCase):
    def test_each_account_that_cannot_be_billed_is_left_aside_with_its_reason(self):
        change = {
            11: ("READING_MISSING", "UPDATE registers SET latest_date = billed_date, "
                 "latest_value = billed_value WHERE account_id = 11"),
            12: ("TARIFF_MISSING", "UPDATE agreement_terms SET valid_to = '2025-08-10' "
                 "WHERE account_id = 12"),
            13: ("BILLING_HOLD", "UPDATE accounts SET billing_hold = true, hold_reason = 'نزاع' "
                 "WHERE id = 13"),
            14: ("READING_LOWER", "UPDATE registers SET latest_value = billed_value - 1000, "
                 "billed_value = billed_value WHERE account_id = 14; "
                 "UPDATE readings SET value = (SELECT latest_value FROM registers WHERE id = 14) "
                 "WHERE register_id = 14"),
            15: ("METER_MISSING", "UPDATE registers SET closed_on = opened_on WHERE id = 15"),
        }
        self.database.sql("UPDATE registers SET billed_value = billed_value + 5000000, "
                          "opening_value = opening_value + 5000000, "
                          "latest_value = latest_value + 5000000 WHERE id = 14")
        for _, statement in change.values():
            self.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true); "
                              f"{statement}; COMMIT")
        run = self.bill()
        self.assertEqual(self.exceptions(), {(account, code) for account, (code, _)
                                             in change.items()})
        self.assertEqual((run["bills"], run["skipped"], run["exceptions"]),
                         (ACCOUNTS - len(change), len(change), len(change)))
        self.assertVerified()

    def test_what_is_odd_is_billed_and_told(self):
        account = self.account_of("residential")
        self.database.sql(
            f"UPDATE registers SET daily_average_wh = 5000 WHERE id = {account};"
            f"UPDATE registers SET daily_average_wh = 90000 WHERE id = {account} + 1;"
            f"UPDATE registers SET zero_bills = 2, latest_value = billed_value "
            f"WHERE id = {account} + 2")
        self.consume(account, 31 * 15000)
        self.consume(account + 1, 31 * 5000)
        run = self.bill()
        self.assertEqual(run["bills"], ACCOUNTS)
        self.assertEqual(self.exceptions(), {(account, "CONSUMPTION_HIGH"),
                                             (account + 1, "CONSUMPTION_LOW"),
                                             (account + 2, "CONSUMPTION_ZERO")})
        self.assertVerified()

    def test_a_late_reading_goes_into_the_next_bill(self):
        self.database.sql("UPDATE registers SET latest_date = '2025-09-15' WHERE id = 7; "
                          "UPDATE readings SET read_on = '2025-09-15' WHERE register_id = 7")
        self.bill()
        self.assertEqual(self.exceptions(), {(7, "READING_MISSING")})
        self.bill_next_month()
        invoice = self.invoice(7)
        self.assertEqual((invoice["period_from"], invoice["period_to"]),
                         ("2025-08-01", "2025-10-01"))
        self.assertVerified()


class Rules(BillingCase):
    def test_a_trial_writes_nothing_but_totals_and_exceptions(self):
        self.database.sql("UPDATE registers SET latest_date = billed_date WHERE id = 5")
        before = self.database.sql(DIGEST)
        trial = self.bill("--trial")
        self.assertEqual(self.database.sql(DIGEST), before)
        self.assertEqual((trial["bills"], trial["exceptions"], trial["trial"]),
                         (ACCOUNTS - 1, 1, True))
        run = self.bill()
        self.assertEqual([run[name] for name in ("bills", "energy_wh", "total_minor")],
                         [trial[name] for name in ("bills", "energy_wh", "total_minor")])

    def test_a_period_is_billed_once_in_order_and_when_it_is_over(self):
        self.bill()
        after = self.database.sql(DIGEST)
        self.refused_bill("RUN_ALREADY_DONE")
        self.refused_bill("PERIOD_SKIPPED", period="2025-10")
        self.refused_bill("PERIOD_NOT_OVER", period="2099-01")
        self.refused_bill("INVALID_VALUE", period="2025-08-H1")
        self.assertEqual(self.database.sql(DIGEST), after)

    def test_a_planted_orphan_is_caught(self):
        plants = {
            "invoice_segments": "NEW.register_id := 99999999",
            "invoice_lines": "NEW.tariff_version_id := 99999999",
            "invoices": "NEW.agreement_id := 99999999",
        }
        for table, change in plants.items():
            with self.subTest(table=table):
                database = self.utility()
                column = "id" if table == "invoices" else "invoice_id"
                database.sql(f"""
                    SELECT ensure_invoice_partitions(202509);
                    CREATE FUNCTION plant() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        IF (NEW.{column} - 2025090000000000) % 32768 = 17 THEN {change}; END IF;
                        RETURN NEW;
                    END $$;
                    CREATE TRIGGER plant BEFORE INSERT ON {table}_202509 FOR EACH ROW
                    EXECUTE FUNCTION plant();
                    ALTER TABLE {table}_202509 ENABLE ALWAYS TRIGGER plant""")
                done = server.command("bill", "--cycle", "M", "--period", PERIOD,
                                      database=database, expect=1)
                self.assertIn("RUN_NOT_PROVEN", done.stderr)
                self.assertEqual(database.integer("SELECT count(*) FROM invoices"), 0)
                self.assertVerified(database)


class Faults(BillingCase):
    accounts = LARGE

    def setUp(self):
        super().setUp()
        undisturbed = self.utility()
        self.bill(database=undisturbed)
        self.expected = undisturbed.sql(DIGEST)

    def start_run(self):
        """A run that waits for a worker: its server keeps none."""
        create_user(self.database, "officer", PASSWORD, "billing_officer")
        running = server.Server(database=self.database, options=["--job-workers=0"]).start()
        self.addCleanup(running.remove)
        client = api.Client(running.url)
        self.addCleanup(client.close)
        client.sign_in("officer", PASSWORD)
        cycle = self.database.integer("SELECT id FROM billing_cycles WHERE code = 'M'")
        answer = client.post(RUNS, {"cycle_id": cycle, "period_key": PERIOD}, key=True)
        self.assertEqual(answer.status, 202, answer)
        return client, answer.json["id"]

    def worker(self):
        process = subprocess.Popen([paths.SERVER, "work", "--database", self.database.uri],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, env=paths.program_environment())
        self.addCleanup(self.end, process, signal.SIGTERM)
        return process

    @staticmethod
    def end(process, how):
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(how)
        process.wait(30)

    def wait_until_completed(self, client, run, workers=()):
        deadline = time.monotonic() + 120 * paths.PATIENCE
        while time.monotonic() < deadline:
            state = client.get(f"{RUNS}/{run}").json
            if state["state"] != "running":
                self.assertEqual(state["state"], "completed")
                return state
            time.sleep(0.05)
        raise AssertionError("the run does not end")

    def test_two_workers_share_a_run(self):
        client, run = self.start_run()
        self.worker()
        self.worker()
        state = self.wait_until_completed(client, run)
        self.assertEqual(state["bills"], LARGE)
        self.assertEqual(self.database.sql(DIGEST), self.expected)
        self.assertVerified()

    def test_workers_killed_at_random_lose_and_double_nothing(self):
        seed = int(os.environ.get("SIRAJ_SEED", "1"))
        print(f"# {self.id()}: seed {seed}", flush=True)
        chance = random.Random(seed)
        client, run = self.start_run()
        for _ in range(10):
            process = self.worker()
            time.sleep(chance.uniform(0.02, 0.5))
            self.end(process, signal.SIGKILL)
        self.worker()
        self.wait_until_completed(client, run)
        self.assertEqual(self.database.sql(DIGEST), self.expected)
        self.assertVerified()

    def test_cancelled_and_started_again(self):
        client, run = self.start_run()
        worker = self.worker()
        while client.get(f"{RUNS}/{run}").json["bills"] == 0:
            time.sleep(0.01)
        answer = client.post(f"{RUNS}/{run}/cancel")
        self.assertEqual(answer.status, 200, answer)
        while client.get(f"{RUNS}/{run}").json["state"] == "running":
            time.sleep(0.02)
        self.end(worker, signal.SIGTERM)
        first = client.get(f"{RUNS}/{run}").json
        self.assertIn(first["state"], ("cancelled", "completed"))
        if first["state"] == "cancelled":
            self.assertLess(first["bills"], LARGE)
            second = self.bill()
            self.assertEqual(first["bills"] + second["bills"], LARGE)
        self.assertEqual(self.database.sql(DIGEST), self.expected)
        self.assertVerified()


class Routes(BillingCase):
    def setUp(self):
        super().setUp()
        for name, role in (("officer", "billing_officer"), ("cashier", "cashier")):
            create_user(self.database, name, PASSWORD, role)
        self.server = server.Server(database=self.database)
        self.addCleanup(self.server.remove)
        self.server.start()
        self.cycle = self.database.integer("SELECT id FROM billing_cycles WHERE code = 'M'")

    def client(self, name, language="en"):
        client = api.Client(self.server.url, language=language)
        self.addCleanup(client.close)
        client.sign_in(name, PASSWORD)
        return client

    def wait(self, client, run):
        for _ in range(600):
            state = client.get(f"{RUNS}/{run}").json
            if state["state"] != "running":
                return state
            time.sleep(0.05)
        raise AssertionError("the run does not end")

    def test_a_run_from_the_desk(self):
        self.database.sql("UPDATE registers SET latest_date = billed_date WHERE id = 9")
        officer = self.client("officer")
        request = {"cycle_id": self.cycle, "period_key": PERIOD}
        self.assertEqual(self.client("cashier").post(RUNS, request, key=True).status, 403)
        self.assertEqual(officer.post(RUNS, request).code, "KEY_REQUIRED")
        started = officer.post(RUNS, request, key=True)
        self.assertEqual(started.status, 202, started)
        state = self.wait(officer, started.json["id"])
        self.assertEqual((state["state"], state["bills"], state["exceptions"]),
                         ("completed", ACCOUNTS - 1, 1))
        self.assertEqual(sum(one["bills"] for one in state["classes"]), ACCOUNTS - 1)
        again = officer.post(RUNS, request, key=True)
        self.assertEqual((again.status, again.code), (409, "RUN_ALREADY_DONE"))
        self.assertEqual(officer.post(f"{RUNS}/{state['id']}/cancel").code, "RUN_FINISHED")
        listed = officer.get(RUNS, sort="-created_at", cycle_id=self.cycle, state="completed").json
        self.assertEqual([one["id"] for one in listed["items"]], [state["id"]])
        self.check_exceptions(officer, state["id"])

    def test_the_next_periods_of_a_cycle(self):
        decades = self.database.integer("SELECT id FROM billing_cycles WHERE code = 'D'")
        periods = self.client("officer").get(f"/api/v1/cycles/{decades}/periods").json["periods"]
        self.assertEqual(len(periods), 5)
        for one, following in zip(periods, periods[1:]):
            self.assertEqual(one["period_to"], following["period_from"])
            self.assertLess(one["reading_from"], one["period_to"])
            self.assertLess(one["billing_date"], one["due_date"])
            self.assertRegex(one["period_key"], r"^\d{4}-\d{2}-D[123]$")

    def check_exceptions(self, officer, run):
        items = officer.get("/api/v1/exceptions", run_id=run, state="open").json["items"]
        self.assertEqual([(one["account_id"], one["code"], one["message"]) for one in items],
                         [(9, "READING_MISSING", "A reading is missing")])
        path = f"/api/v1/exceptions/{items[0]['id']}"
        arabic = self.client("officer", language="ar").get(path).json
        self.assertTrue(arabic["message"])
        decision = {"state": "waived", "reason": "البيت مغلق"}
        self.assertEqual(officer.post(f"{path}/decision", {"state": "open", "reason": "x"}).status,
                         400)
        decided = officer.post(f"{path}/decision", decision)
        self.assertEqual((decided.status, decided.json["state"]), (200, "waived"), decided)
        self.assertEqual(officer.post(f"{path}/decision", decision).code, "EXCEPTION_DECIDED")
        left = officer.get("/api/v1/exceptions", run_id=run, state="open")
        self.assertEqual(left.json["count"], 0)


if __name__ == "__main__":
    main()
