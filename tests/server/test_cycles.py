# SPDX-License-Identifier: GPL-3.0-or-later
"""Cycles in time: settings, schedules, periods, trials, exceptions that are cleared, transfers."""

import datetime
import time

import api
import cluster
import generate
import paths
import server
from case import ServerCase, create_user, main

PASSWORD = "Correct-Horse-7-Battery"
ACCOUNTS = 200
PERIOD = "2025-08"
RUNS = "/api/v1/runs"
SETTINGS = "/api/v1/billing-settings"
PERIODS = "/api/v1/billing-periods"


class CycleCase(ServerCase):
    """Each test has a utility of its own, with a server and a worker on it."""

    base = None

    @classmethod
    def setUpClass(cls):
        cls.base = cluster.Cluster.shared().clone()
        cls.addClassCleanup(cls.base.drop)
        generate.utility(cls.base, ACCOUNTS)
        for name, role in (("officer", "billing_officer"), ("boss", "admin"),
                           ("accountant", "accountant")):
            create_user(cls.base, name, PASSWORD, role)

    def setUp(self):
        self.database = cluster.Cluster.shared().create(template=self.base.name)
        self.addCleanup(self.database.drop)
        self.server = server.Server(database=self.database)
        self.addCleanup(self.server.remove)
        self.server.start()
        self.officer = self.signed_in("officer")
        self.boss = self.signed_in("boss")
        self.cycle = self.database.integer("SELECT id FROM billing_cycles WHERE code = 'M'")

    def signed_in(self, name):
        client = api.Client(self.server.url, language="en")
        self.addCleanup(client.close)
        client.sign_in(name, PASSWORD)
        return client

    def sql(self, text):
        return self.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true); "
                                 f"{text}; COMMIT")

    def until(self, question, timeout_s=60):
        deadline = time.monotonic() + timeout_s * paths.PATIENCE
        while time.monotonic() < deadline:
            answer = question()
            if answer:
                return answer
            time.sleep(0.05)
        self.fail("it does not come: " + str(self.database.sql(
            "SELECT kind, key, state, error_text FROM jobs")) + str(self.database.sql(
                "SELECT kind, due_at, look_at, error_text FROM job_schedules")))
        return None

    def run_of(self, **request):
        answer = self.officer.post(RUNS, {"cycle_id": self.cycle, "period_key": PERIOD, **request},
                                   key=True)
        return self.finished(self.assertStatus(answer, 202).json["id"])

    def finished(self, run):
        def ended():
            state = self.officer.get(f"{RUNS}/{run}").json
            return state if state["state"] != "running" else None
        return self.until(ended)

    def setting(self, cycle=None):
        return self.boss.get(f"{SETTINGS}/{cycle or self.cycle}").json

    def change(self, cycle=None, **members):
        cycle = cycle or self.cycle
        return self.boss.patch(f"{SETTINGS}/{cycle}", members, self.setting(cycle)["version"])

    def verified(self):
        server.command("verify", database=self.database)


class Settings(CycleCase):
    def test_settings_are_read_and_changed(self):
        changed = self.change(execution_hour=7, due_days=21, reminder_days=5)
        self.assertStatus(changed, 200)
        self.assertEqual((changed.json["execution_hour"], changed.json["due_days"]), (7, 21))
        self.assertEqual(changed.json["agreements_count"], ACCOUNTS)
        made = self.boss.post(SETTINGS, {
            "code": "C10", "name": "تجاري كل عشرة أيام", "name_en": "Commercial", "active": True,
            "frequency": "ten_days", "class_id": 2, "execution_hour": 6})
        self.assertStatus(made, 201)
        again = self.boss.post(SETTINGS, {"code": "C11", "name": "ثان", "name_en": "Second",
                                          "frequency": "ten_days", "class_id": 2, "active": True})
        self.assertProblem(again, 409, "DUPLICATE", "class_id")
        self.assertProblem(self.officer.patch(f"{SETTINGS}/{self.cycle}", {"execution_hour": 7},
                                              changed.version), 403, "PERMISSION_DENIED")

    def test_what_cannot_be_is_refused(self):
        self.assertProblem(self.change(execution_hour=24), 422, "HOUR_INVALID", "execution_hour")
        self.assertProblem(self.change(class_id=1, station_id=1), 400, "INVALID_VALUE",
                           "station_id")
        self.assertProblem(self.change(reminder_days=-1), 400, "INVALID_VALUE", "reminder_days")

    def test_blocks_of_a_monthly_bill_are_not_billed_by_decades(self):
        self.sql("UPDATE tariff_versions SET document = jsonb_set(document, '{limit_basis}',"
                 " '\"bill\"') WHERE tariff_id = 1")
        self.assertProblem(self.change(frequency="ten_days"), 422, "TARIFF_NOT_SCALED",
                           "frequency")
        self.sql("UPDATE tariff_versions SET document = jsonb_set(document, '{limit_basis}',"
                 " '\"month\"') WHERE tariff_id = 1")
        self.assertStatus(self.change(frequency="ten_days"), 200)

    def test_due_days_of_the_cycle_go_before_those_of_the_class(self):
        self.change(due_days=7)
        self.run_of()
        self.assertEqual(self.database.sql("SELECT DISTINCT due_date - issue_date AS days"
                                           " FROM invoices"), [{"days": "7"}])

    def test_five_periods_from_the_first_unbilled_one(self):
        periods = self.officer.get(f"/api/v1/cycles/{self.cycle}/periods").json["periods"]
        self.assertEqual(len(periods), 5)
        self.assertTrue(periods[0]["over"])
        self.change(due_days=10, reminder_days=4)
        periods = self.officer.get(f"/api/v1/cycles/{self.cycle}/periods").json["periods"]
        for one in periods:
            due, reminder = (datetime.date.fromisoformat(one[name])
                             for name in ("due_date", "reminder_date"))
            self.assertEqual((due - reminder).days, 4)
        self.assertEqual([one["agreements_count"] for one in periods], [ACCOUNTS] * 5)
        self.run_of()
        periods = self.officer.get(f"/api/v1/cycles/{self.cycle}/periods").json["periods"]
        self.assertEqual([one["period_key"] for one in periods],
                         ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01"])
        quarters = self.database.integer("SELECT id FROM billing_cycles WHERE code = 'Q'")
        periods = self.officer.get(f"/api/v1/cycles/{quarters}/periods").json["periods"]
        for one, following in zip(periods, periods[1:]):
            self.assertEqual(one["period_to"], following["period_from"])
            self.assertRegex(one["period_key"], r"^\d{4}-Q[1-4]$")


class Frequency(CycleCase):
    """A new frequency begins where the last bill ended: no day is billed twice or left out."""

    def bill_all(self, until):
        """Every period that is over up to a day, in order; answers their keys."""
        keys = []
        while True:
            one = self.officer.get(f"/api/v1/cycles/{self.cycle}/periods").json["periods"][0]
            if not one["over"] or one["period_to"] > until:
                return keys
            generate.read(self.database, one["period_to"])
            answer = self.officer.post(RUNS, {"cycle_id": self.cycle,
                                              "period_key": one["period_key"]}, key=True)
            run = self.finished(self.assertStatus(answer, 202).json["id"])
            self.assertEqual((run["state"], run["bills"]), ("completed", ACCOUNTS), run)
            keys.append(one["period_key"])

    def boundary(self, day):
        """The day of a change that was asked for now, as if it had been asked for then."""
        self.sql("UPDATE billing_cycles SET frequency_changes_on = "
                 f"'{day}' WHERE id = {self.cycle} AND next_frequency IS NOT NULL")

    def assertEveryDayOnce(self):
        faults = self.database.sql("""
            SELECT register_id, from_date, reached FROM (
                SELECT s.register_id, s.from_date, lag(s.to_date) OVER w AS reached, r.opened_on
                FROM invoice_segments s JOIN registers r ON r.id = s.register_id
                WINDOW w AS (PARTITION BY s.register_id ORDER BY s.from_date)) AS s
            WHERE from_date <> COALESCE(reached, opened_on)""")
        self.assertEqual(faults, [])
        self.verified()

    def test_from_months_to_decades_and_back_in_the_middle(self):
        self.run_of()
        changed = self.assertStatus(self.change(frequency="ten_days"), 200).json
        self.assertEqual((changed["frequency"], changed["next_frequency"]), ("month", "ten_days"))
        today = datetime.date.today()
        first = (today.replace(day=28) + datetime.timedelta(days=5)).replace(day=1)
        self.assertEqual(changed["frequency_changes_on"], first.isoformat())
        self.boundary("2025-10-01")
        self.assertEqual(self.bill_all("2025-10-21"),
                         ["2025-09", "2025-10-D1", "2025-10-D2"])
        self.assertStatus(self.change(frequency="month"), 200)
        self.boundary("2025-10-21")
        self.assertEqual(self.bill_all("2025-12-01"), ["2025-10", "2025-11"])
        spans = self.database.sql("SELECT DISTINCT period_from, period_to FROM invoices "
                                  "ORDER BY 1")
        self.assertEqual([tuple(one.values()) for one in spans],
                         [("2025-08-01", "2025-09-01"), ("2025-09-01", "2025-10-01"),
                          ("2025-10-01", "2025-10-11"), ("2025-10-11", "2025-10-21"),
                          ("2025-10-21", "2025-11-01"), ("2025-11-01", "2025-12-01")])
        self.assertEveryDayOnce()

    def test_to_quarters(self):
        self.run_of()
        self.assertStatus(self.change(frequency="quarter"), 200)
        self.boundary("2025-09-01")
        self.assertEqual(self.bill_all("2026-01-01"), ["2025-Q3", "2025-Q4"])
        self.assertEveryDayOnce()

    def test_to_weeks_and_on_to_days(self):
        self.run_of()
        self.assertStatus(self.change(frequency="week"), 200)
        self.boundary("2025-09-01")
        self.assertEqual(self.bill_all("2025-09-14"), ["2025-08-W31", "2025-09-W07"])
        self.assertStatus(self.change(frequency="day"), 200)
        self.boundary("2025-09-14")
        self.assertEqual(self.bill_all("2025-09-16"), ["2025-09-14", "2025-09-15"])
        spans = self.database.sql("SELECT DISTINCT period_from, period_to FROM invoices "
                                  "ORDER BY 1")
        self.assertEqual([tuple(one.values()) for one in spans],
                         [("2025-08-01", "2025-09-01"), ("2025-09-01", "2025-09-07"),
                          ("2025-09-07", "2025-09-14"), ("2025-09-14", "2025-09-15"),
                          ("2025-09-15", "2025-09-16")])
        self.assertEveryDayOnce()

    def test_a_change_can_be_taken_back_and_is_not_made_behind_the_settings(self):
        self.run_of()
        self.change(frequency="half_month")
        changed = self.change(frequency="month").json
        self.assertIsNone(changed["next_frequency"])
        cycle = self.boss.get(f"/api/v1/cycles/{self.cycle}").json
        refused = self.boss.patch(f"/api/v1/cycles/{self.cycle}", {"frequency": "quarter"},
                                  cycle["version"])
        self.assertProblem(refused, 409, "FREQUENCY_IN_USE", "frequency")

    def test_a_cycle_takes_its_class_in_when_the_old_one_has_billed(self):
        made = self.boss.post(SETTINGS, {
            "code": "C10", "name": "تجاري", "name_en": "Commercial", "active": True,
            "frequency": "ten_days", "class_id": 2, "scheduled": True}).json
        members = f"SELECT count(*) FROM service_agreements WHERE cycle_id = {made['id']}"
        time.sleep(1.5)
        self.assertEqual(self.database.integer(members), 0)
        # Billed up to the boundary of the month that is going on.
        self.database.sql("UPDATE registers SET billed_date = date_trunc('month', now())")
        self.sql("UPDATE job_schedules SET look_at = now()")
        self.until(lambda: self.database.integer(members) == self.database.integer(
            "SELECT count(*) FROM accounts WHERE class_id = 2"))


class Schedules(CycleCase):
    def schedules(self):
        rows = self.boss.get("/api/v1/schedules").json["items"]
        return {(row["kind"], row["subject_id"]): row for row in rows}

    def test_missed_periods_are_caught_up_in_order(self):
        for read_on in ("2025-10-01", "2025-11-01"):
            generate.read(self.database, read_on)
        self.sql(f"UPDATE billing_cycles SET scheduled_from = '2025-09-02' WHERE id = {self.cycle}")
        self.sql("UPDATE billing_cycles SET active = false WHERE code <> 'M'")
        # The day the schedule was switched on is told by hand: the test cannot wait for months.
        self.assertStatus(self.change(scheduled=True), 200)
        self.sql(f"UPDATE billing_cycles SET scheduled_from = '2025-09-02' WHERE id = {self.cycle};"
                 "UPDATE job_schedules SET look_at = now()")
        self.until(lambda: self.database.integer(
            "SELECT count(*) FROM billing_runs WHERE state = 'completed'") >= 3)
        runs = self.database.sql("SELECT period_key, bills, created_by FROM billing_runs "
                                 "ORDER BY id LIMIT 3")
        self.assertEqual([tuple(row.values()) for row in runs],
                         [("2025-08", str(ACCOUNTS), "-1"), ("2025-09", str(ACCOUNTS), "-1"),
                          ("2025-10", str(ACCOUNTS), "-1")])
        self.assertEqual(self.database.integer(
            "SELECT count(*) FROM (SELECT period_key FROM billing_runs WHERE NOT trial"
            " GROUP BY period_key HAVING count(*) > 1) AS twice"), 0)
        row = self.schedules()[("billing", self.cycle)]
        self.assertTrue(row["label"])
        self.assertIsNotNone(row["last_run_at"])
        listed = self.boss.get("/api/v1/jobs", schedule_id=row["id"]).json["items"]
        self.assertEqual({job["kind"] for job in listed}, {"billing_run"})
        self.verified()

    def test_not_before_its_hour(self):
        today = datetime.date.today()
        self.sql(f"UPDATE billing_cycles SET billing_day_offset = 31 WHERE id = {self.cycle}")
        self.assertStatus(self.change(scheduled=True, execution_hour=23), 200)
        row = self.until(lambda: (row := self.schedules()[("billing", self.cycle)])["due_at"]
                         and row)
        self.assertEqual(row["state"], "waiting")
        self.assertGreaterEqual(row["due_at"][:10], today.isoformat())
        self.assertTrue(row["due_at"].startswith(row["due_at"][:10] + "T20:00"), row)
        self.assertEqual(self.database.integer("SELECT count(*) FROM billing_runs"), 0)

    def look(self):
        """One look at the schedules, and what the billing's says then."""
        before = self.database.integer("SELECT version FROM job_schedules"
                                       f" WHERE kind = 'billing' AND subject_id = {self.cycle}")
        self.sql("UPDATE job_schedules SET look_at = now()")
        self.until(lambda: self.database.integer(
            "SELECT version FROM job_schedules WHERE kind = 'billing'"
            f" AND subject_id = {self.cycle}") > before)
        return self.schedules()[("billing", self.cycle)]

    def test_a_failed_one_says_why_and_since_when(self):
        generate.read(self.database, "2025-09-01")
        self.sql("INSERT INTO accounting_periods (month, state) VALUES"
                 " ('2025-09-01', 'closed'), (date_trunc('month', now())::date, 'closed')")
        self.assertStatus(self.change(scheduled=True), 200)
        self.sql(f"UPDATE billing_cycles SET scheduled_from = '2025-09-01' WHERE id = {self.cycle}")
        row = self.look()
        self.assertEqual((row["state"], row["error_code"]), ("failed", "PERIOD_CLOSED"), row)
        self.assertTrue(row["error_text"])
        again = self.look()
        self.assertEqual(again["failed_at"], row["failed_at"])
        self.assertIsNotNone(row["failed_at"])
        self.sql("UPDATE accounting_periods SET state = 'open'")
        row = self.look()
        self.assertEqual((row["failed_at"], row["error_code"], row["error_text"]),
                         (None, None, None), row)

    def test_by_hand_it_runs_once(self):
        self.change(scheduled=True)
        self.sql(f"UPDATE billing_cycles SET scheduled = false WHERE id = {self.cycle};"
                 "UPDATE job_schedules SET active = false")
        path = f"/api/v1/schedules/{self.schedules()[('billing', self.cycle)]['id']}/run"
        self.assertProblem(self.signed_in("accountant").post(path), 403, "PERMISSION_DENIED")
        refused = self.officer.post(path)
        self.assertProblem(refused, 422, "NOT_DUE")
        self.run_of()
        started = self.assertStatus(self.officer.post(path), 202).json
        self.assertEqual(started["kind"], "billing_run")
        again = self.officer.post(path)
        self.assertIn(again.code, ("RUN_ACTIVE", "RUN_ALREADY_DONE"))

    def test_twice_is_already_done(self):
        self.run_of()
        self.sql("UPDATE billing_cycles SET scheduled_from = now()::date; UPDATE billing_runs SET"
                 " period_to = period_to WHERE false")
        answer = self.officer.post(RUNS, {"cycle_id": self.cycle, "period_key": PERIOD}, key=True)
        self.assertProblem(answer, 409, "RUN_ALREADY_DONE", "period_key")

    def test_a_job_that_was_cancelled_goes_on(self):
        self.server.stop()
        self.server = server.Server(database=self.database, options=["--job-workers=0"]).start()
        self.addCleanup(self.server.remove)
        officer = self.signed_in("officer")
        run = officer.post(RUNS, {"cycle_id": self.cycle, "period_key": PERIOD}, key=True).json
        self.assertProblem(officer.post(f"/api/v1/jobs/{run['job_id']}/retry"), 409,
                           "JOB_NOT_FAILED")
        officer.post(f"{RUNS}/{run['id']}/cancel")
        again = officer.post(f"/api/v1/jobs/{run['job_id']}/retry")
        self.assertEqual(self.assertStatus(again, 202).json["state"], "queued")


class Periods(CycleCase):
    def period(self):
        items = self.officer.get(PERIODS, cycle_id=self.cycle, sort="-period_from").json["items"]
        return self.officer.get(f"{PERIODS}/{items[-1]['id']}").json

    def test_a_period_is_closed_when_every_point_is_accounted_for(self):
        self.sql("UPDATE registers SET latest_date = billed_date WHERE id IN (3, 4, 5);"
                 "UPDATE accounts SET billing_hold = true, hold_reason = 'نزاع' WHERE id = 6")
        run = self.run_of()
        self.assertEqual(run["exceptions"], 4)
        period = self.period()
        self.assertEqual((period["state"], period["billed"], period["unbilled"],
                          period["without_reason"], period["meters"]),
                         ("billing", ACCOUNTS - 4, 4, 4, ACCOUNTS))
        path = f"{PERIODS}/{period['id']}"
        self.assertProblem(self.officer.post(f"{path}/close"), 422, "UNBILLED_POINTS")
        points = self.officer.get(f"{path}/unbilled").json["items"]
        self.assertEqual({(one["account_id"], one["code"]) for one in points},
                         {(3, "READING_MISSING"), (4, "READING_MISSING"),
                          (5, "READING_MISSING"), (6, "BILLING_HOLD")})
        self.assertTrue(all(one["message"] for one in points))
        # One by the queue, two by a choice, the rest by its code.
        exceptions = self.officer.get("/api/v1/exceptions", run_id=run["id"]).json["items"]
        held = next(one for one in exceptions if one["account_id"] == 6)
        self.assertTrue(held["way_out"])
        self.officer.post(f"/api/v1/exceptions/{held['id']}/decision",
                          {"state": "waived", "reason": "نزاع منظور"})
        given = self.officer.post(f"{path}/reasons", {
            "reason": "البيت مغلق", "agreements": [{"agreement_id": 3}, {"agreement_id": 4}]})
        self.assertEqual(self.assertStatus(given, 200 if given.status == 200 else 201)
                         .json["without_reason"], 1)
        self.assertProblem(self.officer.post(f"{path}/reasons", {"reason": "  "}), 400,
                           "MISSING_VALUE", "reason")
        given = self.officer.post(f"{path}/reasons",
                                  {"reason": "لم يقرأ", "code": "READING_MISSING"})
        self.assertEqual(given.json["without_reason"], 0)
        closed = self.assertStatus(self.officer.post(f"{path}/close"), 200).json
        self.assertEqual((closed["state"], closed["billed"]), ("closed", ACCOUNTS - 4))
        self.assertProblem(self.officer.post(f"{path}/close"), 409, "CYCLE_CLOSED")
        again = self.officer.post(f"{RUNS}/{run['id']}/again", key=True)
        self.assertIn(again.code, ("CYCLE_CLOSED", "NOTHING_CLEARED"))

    def test_a_period_is_not_closed_before_it_is_billed(self):
        self.sql("INSERT INTO billing_periods (cycle_id, period_key, period_from, period_to,"
                 " reading_from, reading_to, billing_date, due_date)"
                 f" SELECT {self.cycle}, k.key, k.day, k.day + 30, k.day + 28, k.day + 32,"
                 " k.day + 33, k.day + 48 FROM (VALUES ('2025-08', date '2025-08-01'),"
                 " ('2999-01', date '2999-01-01')) AS k (key, day)")
        items = self.officer.get(PERIODS, sort="-period_from").json["items"]
        self.assertEqual([one["state"] for one in items], ["open", "reading"])
        for one in items:
            self.assertProblem(self.officer.post(f"{PERIODS}/{one['id']}/close"), 422, "NOT_DUE")
        self.assertEqual(self.officer.get(PERIODS, state="open").json["count"], 1)


class Cleared(CycleCase):
    """What a person has put right is billed by the same period, once."""

    def test_only_what_was_cleared_is_billed_again(self):
        self.sql("UPDATE registers SET latest_date = billed_date WHERE id IN (3, 4, 5)")
        run = self.run_of()
        path = f"{RUNS}/{run['id']}"
        self.assertProblem(self.officer.post(f"{path}/again", key=True), 422, "NOTHING_CLEARED")
        self.sql("UPDATE registers SET latest_date = '2025-09-01' WHERE id IN (3, 4)")
        decided = self.officer.post(f"{path}/decisions", {
            "code": "READING_MISSING", "state": "resolved", "reason": "قرئت"})
        self.assertEqual(decided.json["decided"], 3)
        again = self.assertStatus(self.officer.post(f"{path}/again", key=True), 202).json
        self.assertEqual((again["parent_id"], again["period_key"]), (run["id"], PERIOD))
        done = self.finished(again["id"])
        self.assertEqual((done["accounts"], done["bills"], done["exceptions"]), (3, 2, 1))
        # The third failed again: it waits for its new exception.
        self.assertProblem(self.officer.post(f"{path}/again", key=True), 422, "NOTHING_CLEARED")
        self.sql("UPDATE registers SET latest_date = '2025-09-01' WHERE id = 5")
        self.officer.post(f"{RUNS}/{done['id']}/decisions",
                          {"state": "resolved", "reason": "قرئت"})
        third = self.assertStatus(self.officer.post(f"{RUNS}/{done['id']}/again", key=True), 202)
        self.assertEqual(self.finished(third.json["id"])["bills"], 1)
        self.assertEqual(self.database.integer("SELECT count(*) FROM invoices"), ACCOUNTS)
        self.assertEqual(self.database.integer(
            "SELECT count(DISTINCT agreement_id) FROM invoices"), ACCOUNTS)
        children = self.officer.get(RUNS, parent_id=run["id"]).json["items"]
        self.assertEqual(len(children), 2)
        self.assertProblem(self.officer.post(f"{path}/decisions",
                                             {"state": "waived", "reason": "x"}), 404, "NOT_FOUND")
        self.verified()

    def test_not_after_the_next_period(self):
        self.sql("UPDATE registers SET latest_date = billed_date WHERE id = 3")
        run = self.run_of()
        generate.read(self.database, "2025-10-01")
        self.run_of(period_key="2025-09")
        self.officer.post(f"{RUNS}/{run['id']}/decisions", {"state": "resolved", "reason": "قرئت"})
        self.assertProblem(self.officer.post(f"{RUNS}/{run['id']}/again", key=True), 409,
                           "PERIOD_PASSED")

    def test_a_completed_run_is_frozen(self):
        run = self.run_of()
        with self.assertRaises(cluster.SqlError):
            self.sql(f"UPDATE billing_runs SET total_minor = 0 WHERE id = {run['id']}")


class Trials(CycleCase):
    def test_a_trial_is_kept_beside_the_bills_before(self):
        self.run_of()
        generate.read(self.database, "2025-10-01")
        self.sql("UPDATE registers SET latest_value = billed_value + 30 * 400000 WHERE id = 7;"
                 "UPDATE registers SET latest_value = billed_value WHERE id = 8")
        trial = self.run_of(period_key="2025-09", trial=True)
        self.assertEqual(trial["bills"], ACCOUNTS)
        self.assertEqual(sum(one["last_bills"] for one in trial["classes"]), ACCOUNTS)
        self.assertEqual(sum(one["last_total_minor"] for one in trial["classes"]),
                         self.database.integer("SELECT sum(total_minor) FROM invoices"))
        path = "/api/v1/trial-bills"
        self.assertProblem(self.officer.get(path), 400, "MISSING_VALUE", "run_id")
        bills = list(self.officer.items(path, run_id=trial["id"]))
        self.assertEqual(len(bills), ACCOUNTS)
        self.assertEqual(sum(one["total_minor"] for one in bills), trial["total_minor"])
        for one in bills:
            self.assertEqual(one["change_minor"], one["total_minor"] - one["last_total_minor"])
        most = self.officer.get(path, run_id=trial["id"], sort="-change_energy_wh").json["items"]
        changes = [one["change_energy_wh"] for one in most]
        self.assertEqual(changes, sorted(changes, reverse=True))
        outliers = {one["account_id"]: one["outlier"] for one in bills}
        self.assertEqual(outliers[8], "zero")
        odd = self.officer.items(path, run_id=trial["id"], outlier="zero")
        self.assertEqual([one["account_id"] for one in odd], [8])
        self.assertEqual(self.database.integer("SELECT count(*) FROM invoices"), ACCOUNTS)

    def test_a_run_of_one_kind_of_meter(self):
        self.sql("UPDATE meters SET kind = 'smart' WHERE id <= 12")
        run = self.run_of(meter_kind="smart")
        self.assertEqual((run["accounts"], run["bills"]), (12, 12))
        self.assertEqual(self.run_of()["bills"], ACCOUNTS - 12)
        self.verified()


class Transfers(CycleCase):
    """An account's debt follows it to the control account of its new class."""

    def setUp(self):
        super().setUp()
        self.sql("INSERT INTO ledger_accounts (code, name, name_en, kind)"
                 " VALUES ('1209', 'ذمم الحكومة', 'Government', 'asset');"
                 "INSERT INTO posting_keys (key, ledger_account_id) SELECT 'receivable_gov', id"
                 " FROM ledger_accounts WHERE code = '1209';"
                 "UPDATE customer_classes SET receivable_key = 'receivable_gov'"
                 " WHERE code = 'governmental'")
        self.new_class = self.database.integer(
            "SELECT id FROM customer_classes WHERE code = 'governmental'")

    def move(self, account):
        stored = self.officer.get(f"/api/v1/accounts/{account}").json
        return self.officer.patch(f"/api/v1/accounts/{account}", {"class_id": self.new_class},
                                  stored["version"])

    def test_the_debt_moves_with_the_account(self):
        self.run_of()
        account = self.database.integer("SELECT min(id) FROM accounts WHERE class_id = 1")
        owed = self.database.integer("SELECT receivable_minor FROM account_balances"
                                     f" WHERE account_id = {account}")
        self.assertGreater(owed, 0)
        self.assertStatus(self.move(account), 200)
        lines = self.database.sql(
            "SELECT l.posting_key, l.debit_minor, l.credit_minor FROM journal_entries e"
            " JOIN journal_lines l ON l.entry_id = e.id WHERE e.kind = 'transfer' ORDER BY 1 DESC")
        self.assertEqual([tuple(line.values()) for line in lines],
                         [("receivable_gov", str(owed), "0"), ("receivable", "0", str(owed))])
        self.verified()
        accountant = self.signed_in("accountant")
        entry = accountant.get("/api/v1/journal-entries", source="accounts").json["items"][0]
        self.assertEqual((entry["kind"], entry["amount_minor"]), ("transfer", owed))

    def test_without_debt_nothing_is_posted(self):
        self.assertStatus(self.move(1), 200)
        self.assertEqual(self.database.integer(
            "SELECT count(*) FROM journal_entries WHERE kind = 'transfer'"), 0)
        self.verified()

    def test_the_key_of_a_class_that_has_billed_stays(self):
        self.run_of()
        stored = self.boss.get("/api/v1/classes/1").json
        refused = self.boss.patch("/api/v1/classes/1", {"receivable_key": "receivable_gov"},
                                  stored["version"])
        self.assertProblem(refused, 409, "IN_USE", "receivable_key")

    def test_an_entry_of_a_run_leads_to_its_invoices(self):
        run = self.run_of()
        accountant = self.signed_in("accountant")
        total = 0
        for entry in accountant.items("/api/v1/journal-entries", source="billing_runs"):
            invoices = list(accountant.items(f"/api/v1/journal-entries/{entry['id']}/invoices"))
            self.assertEqual(sum(one["total_minor"] for one in invoices), entry["amount_minor"])
            total += len(invoices)
        self.assertEqual(total, run["bills"])


if __name__ == "__main__":
    main()
