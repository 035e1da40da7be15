# SPDX-License-Identifier: GPL-3.0-or-later
"""A billing run against the two fastest things that PostgreSQL itself can do with the same bills:
to take the ready rows in by COPY BINARY, and to compute them in one statement."""

import json
import os
import subprocess
import tempfile
import time

import cluster
import generate
import paths
import server
import stand

PERIOD = "2025-08"
MONTH = "202509"
# The periods that follow, and the day on which each is read.
LATER = [("2025-09", "2025-10-01"), ("2025-10", "2025-11-01"), ("2025-11", "2025-12-01"),
         ("2025-12", "2026-01-01"), ("2026-01", "2026-02-01"), ("2026-02", "2026-03-01")]
TABLES = [f"{name}_{MONTH}" for name in ("invoices", "invoice_lines", "invoice_segments")]
# Everything in a bill but its own number and the run's; a sum of hashes knows no order.
BILLS_HASH = f"""
SELECT concat_ws(' ',
    (SELECT sum(hashtextextended(concat_ws(' ', account_id, agreement_id, branch_id, station_id,
         class_id, kind, period_key, period_from, period_to, issue_date, due_date, energy_wh,
         net_minor, tax_minor, rounding_minor, total_minor, previous_balance_minor), 0))
     FROM invoices_{MONTH}),
    (SELECT sum(hashtextextended(concat_ws(' ', account_id, line_no, kind, component,
         tariff_version_id, block_from_wh, block_to_wh, quantity, rate_micro, days, amount_minor,
         tax_bp, trace), 0)) FROM invoice_lines_{MONTH}),
    (SELECT sum(hashtextextended(concat_ws(' ', account_id, segment_no, register_id, from_date,
         to_date, from_value, to_value, energy_wh, estimated), 0))
     FROM invoice_segments_{MONTH}))
"""

# Ready rows into the tables that the run wrote, with the same silent triggers, from one client.
COPY_IN = """
BEGIN; SET LOCAL session_replication_role = replica;
{copies}
COMMIT;
"""

# The same bills in one statement: the blocks of the tariffs are literals, every table is read once.
SET_BASED = """
BEGIN; SET LOCAL session_replication_role = replica;
WITH block (tariff_id, step, kind, name, from_wh, to_wh, rate_micro, fixed_minor, trace) AS (
    VALUES {blocks}),
due AS MATERIALIZED (
    SELECT {first_id} + row_number() OVER (ORDER BY r.account_id) AS id, r.account_id,
           r.agreement_id, r.id AS register_id, a.branch_id, a.station_id, a.class_id,
           t.tariff_id, k.due_days, r.billed_date, r.billed_value, r.latest_date, r.latest_value,
           ((r.latest_value - r.billed_value
             + CASE WHEN r.latest_value < r.billed_value THEN 1000000000 ELSE 0 END)
            * r.multiplier_milli) / 1000 AS energy_wh,
           b.receivable_minor - b.advance_minor AS balance_minor
    FROM registers r
    JOIN service_agreements g ON g.id = r.agreement_id AND g.payment_terms = 'postpaid'
    JOIN agreement_terms t ON t.agreement_id = r.agreement_id
    JOIN accounts a ON a.id = r.account_id AND NOT a.billing_hold
    JOIN account_balances b ON b.account_id = r.account_id
    JOIN customer_classes k ON k.id = a.class_id
    WHERE r.closed_on IS NULL AND r.latest_date > r.billed_date),
line AS MATERIALIZED (
    SELECT d.id, d.account_id, p.tariff_id AS version_id, p.step, p.trace, p.kind,
           p.name, p.from_wh, p.to_wh, p.rate_micro,
           COALESCE(least(d.energy_wh, p.to_wh) - p.from_wh, 0) AS quantity,
           COALESCE(((least(d.energy_wh, p.to_wh) - p.from_wh) * p.rate_micro + 5000000)
                    / 10000000, p.fixed_minor) AS amount_minor
    FROM due d JOIN block p ON p.tariff_id = d.tariff_id
     AND (p.from_wh IS NULL OR d.energy_wh > p.from_wh)),
sums AS (SELECT id, sum(amount_minor)::bigint AS net_minor FROM line GROUP BY id),
lines_in AS (
    INSERT INTO invoice_lines_{month} (invoice_id, line_no, account_id, kind, component,
        tariff_version_id, block_from_wh, block_to_wh, quantity, rate_micro, days, amount_minor,
        trace)
    SELECT id, row_number() OVER (PARTITION BY id ORDER BY step), account_id, kind, name,
           version_id, from_wh, to_wh, quantity, rate_micro, 31, amount_minor,
           trace FROM line),
segments_in AS (
    INSERT INTO invoice_segments_{month} (invoice_id, segment_no, account_id, register_id,
        from_date, to_date, from_value, to_value, energy_wh)
    SELECT id, 1, account_id, register_id, billed_date, latest_date, billed_value, latest_value,
           energy_wh FROM due){state}
INSERT INTO invoices_{month} (id, account_id, agreement_id, branch_id, station_id, class_id,
    number, kind, run_id, chunk_no, period_key, period_from, period_to, issue_date, due_date,
    energy_wh, net_minor, tax_minor, total_minor, previous_balance_minor, created_by)
SELECT d.id, d.account_id, d.agreement_id, d.branch_id, d.station_id, d.class_id,
       'INV-2025-0' || d.branch_id || '-' || lpad(
           row_number() OVER (PARTITION BY d.branch_id ORDER BY d.id)::text, 7, '0'),
       'energy', 1, 1, '{period}', d.billed_date, d.latest_date, date '2025-09-04',
       date '2025-09-04' + d.due_days::integer, d.energy_wh, s.net_minor, 0, s.net_minor,
       d.balance_minor, -1
FROM due d JOIN sums s USING (id);
COMMIT;
"""
STATE = """,
registers_on AS (
    UPDATE registers r SET billed_date = d.latest_date, billed_value = d.latest_value,
           unbilled_readings = 0, zero_bills = 0
    FROM due d WHERE d.register_id = r.id),
balances_on AS (
    UPDATE account_balances b SET receivable_minor = b.receivable_minor + s.net_minor
    FROM due d JOIN sums s USING (id) WHERE b.account_id = d.account_id)
"""


def blocks():
    """The tariffs of the utility as rows: plain blocks of energy, a charge above no energy."""
    rows = []
    for number, (_, _, name, _, _) in enumerate(generate.CLASSES, 1):
        document = generate.document(name, generate.CHARGES)
        component, = document["components"]
        rows += [f"({number}::bigint, {step}, 'energy', '{component['name']}', "
                 f"{block['from_wh']}::bigint, {block['to_wh'] or 'NULL'}::bigint, "
                 f"{block['rate_micro_per_kwh']}::bigint, 0::bigint, 'block step={step}')"
                 for step, block in enumerate(component["bands"][0]["blocks"], 1)]
        rows += [f"({number}, {step}, '{charge['kind']}', '{charge['name']}', NULL, NULL, 0, "
                 f"{charge['steps'][0]['amount_minor']}, "
                 f"'fixed limit={charge['steps'][0]['amount_minor']}')"
                 for step, charge in enumerate(document["charges"], 100)]
    return ", ".join(rows)


def checkpoint(database):
    cluster.run_sql(database.uri, "CHECKPOINT")


def psql_timed(database, text):
    checkpoint(database)
    return stand.timed(database.sql, text)[0]


class Run:
    """One run in the foreground: its seconds, its summary and its greatest memory."""

    def __init__(self, database, period=PERIOD, workers=1):
        checkpoint(database)
        process = subprocess.Popen(
            [paths.SERVER, "bill", "--database", database.uri, "--cycle", "M", "--period", period,
             "--json", "--job-workers", str(workers)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env=paths.program_environment())
        self.peak_mib = 0.0
        self._watch(process)
        self.summary = json.loads(process.stdout.read())
        self.seconds = self.summary["elapsed_ms"] / 1000
        self.bills = self.summary["bills"]
        assert process.wait() == 0 and self.summary["state"] == "completed", self.summary

    def _watch(self, process):
        while process.poll() is None:
            with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
                for line in status:
                    if line.startswith("VmHWM:"):
                        self.peak_mib = max(self.peak_mib, int(line.split()[1]) / 1024)
            time.sleep(0.02)


class Comparison:
    """The same bills four ways, each on a fresh copy of the same utility."""

    def __init__(self, place, template):
        self.place = place
        self.template = template

    def copy(self):
        return self.place.create(template=self.template)

    def run_and_copy_in(self):
        """Bills per second of a run and of its rows by COPY; and of `verify` its seconds."""
        with self.copy() as database:
            run = Run(database)
            verify_s, _ = stand.timed(lambda: server.command("verify", database=database))
            digest = database.scalar(BILLS_HASH)
            return run, verify_s, self._copy_in(database), digest

    @staticmethod
    def _copy_in(database):
        with tempfile.TemporaryDirectory(prefix="siraj-bench-", dir="/tmp") as directory:
            files = {table: os.path.join(directory, table) for table in TABLES}
            database.sql("".join(f"\\copy {table} to '{file}' (format binary)\n"
                                 for table, file in files.items()))
            database.sql("SET session_replication_role = replica;"
                         + "".join(f"TRUNCATE {table};" for table in TABLES))
            copies = "".join(f"\\copy {table} from '{file}' (format binary)\n"
                             for table, file in files.items())
            return psql_timed(database, COPY_IN.format(copies=copies))

    def set_based(self, state):
        with self.copy() as database:
            database.sql(f"SELECT ensure_invoice_partitions({MONTH})")
            seconds = psql_timed(database, SET_BASED.format(
                blocks=blocks(), month=MONTH, period=PERIOD, state=state,
                first_id=int(MONTH) * 10**10))
            return seconds, database.scalar(BILLS_HASH)

    def two_workers(self):
        """A run as a machine of two processors does it: two connections share its chunks."""
        with self.copy() as database:
            run = Run(database, workers=2)
            return run, database.scalar(BILLS_HASH)

    def first_and_seventh_month(self):
        """The seconds of the first run and of the one that follows six others."""
        with self.copy() as database:
            seconds = [Run(database).seconds]
            for period, read_on in LATER:
                generate.read(database, read_on)
                database.sql("VACUUM ANALYZE registers, readings, account_balances")
                seconds.append(Run(database, period).seconds)
            return seconds[0], seconds[-1]


def measure(comparison, repeats, table):
    figures = {"run": [], "copy": [], "sql": [], "sql_state": [], "two": [], "verify": []}
    peak_mib, peak_of_two_mib, bills = 0.0, 0.0, 0
    for _ in range(repeats):
        run, verify_s, copy_s, digest = comparison.run_and_copy_in()
        sql_s, sql_digest = comparison.set_based("")
        state_s, state_digest = comparison.set_based(STATE)
        two, two_digest = comparison.two_workers()
        assert digest == sql_digest == state_digest, "the statement computes other bills"
        assert digest == two_digest, "two workers compute other bills"
        for name, value in (("run", run.seconds), ("copy", copy_s), ("sql", sql_s),
                            ("sql_state", state_s), ("two", two.seconds), ("verify", verify_s)):
            figures[name].append(value)
        peak_mib, bills = max(peak_mib, run.peak_mib), run.bills
        peak_of_two_mib = max(peak_of_two_mib, two.peak_mib)
    first_s, seventh_s = comparison.first_and_seventh_month()
    best = {name: min(values) for name, values in figures.items()}
    rate = {name: bills / seconds for name, seconds in best.items()}
    for name, what in (("run", "run, one worker"), ("two", "run, two workers (as it is started)")):
        table.ratio(f"{what} ÷ COPY BINARY of its rows", rate[name], rate["copy"], 0.6, "/s")
        table.ratio(f"{what} ÷ one statement, registers and balances too", rate[name],
                    rate["sql_state"], 1.6, "/s")
        table.ratio(f"{what} ÷ one statement, bills alone", rate[name], rate["sql"], None, "/s")
    table.ratio("two workers ÷ one", rate["two"], rate["run"], 1.4, "/s")
    table.ratio("seventh month ÷ first", bills / seventh_s, bills / first_s, 0.8, "/s")
    table.share("verify ÷ run", best["verify"], best["run"], 0.4)
    table.below("peak memory of one worker", peak_mib, 300, " MiB")
    table.below("peak memory of two workers", peak_of_two_mib, 300, " MiB")


def main():
    options = stand.options(200000)
    with stand.running_cluster() as place:
        table = stand.Table(f"billing run of {options.accounts:,} accounts "
                            f"(best of {options.repeats})")
        measure(Comparison(place, stand.utility(place, options.accounts)), options.repeats, table)
        table.print()


if __name__ == "__main__":
    main()
