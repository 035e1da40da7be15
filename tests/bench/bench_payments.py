# SPDX-License-Identifier: GPL-3.0-or-later
"""Payments per second over HTTP, one caller and eight, against pgbench that writes the same rows
with the fewest statements."""

import os
import re
import subprocess
import tempfile

import case
import paths
import server
import stand
from cluster import run_sql

SECONDS = 5
USER = "cashier"

WRK_SCRIPT = """
local account, first = 0, tonumber(os.getenv("BENCH_FIRST"))
wrk.method = "POST"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
wrk.headers["Content-Type"] = "application/json"
request = function ()
    account = account + 1
    wrk.headers["Idempotency-Key"] = string.format("00000000-0000-4000-8000-%012d",
                                                    first + account)
    return wrk.format(nil, "/api/v1/payments", nil, string.format(
        '{"account_id":%d,"amount_minor":1000,"tenders":[{"method_id":1,"amount_minor":1000}]}',
        first + account))
end
done = function (summary, latency)
    io.write(string.format("\\nRESULT %d %d %d %d\\n", summary.requests, summary.duration,
             latency:percentile(99), summary.errors.status + summary.errors.read))
end
"""

# Every receipt is of the cashier's branch, whose counter is locked to the end of the transaction.
# A receipt with tender, allocation, invoice, balance, entry and key: what a payment must leave.
PGBENCH_SCRIPT = """
\\set account random(1, {accounts})
BEGIN;
SELECT set_config('siraj.actor', '-1', true);
SELECT b.receivable_minor AS balance, a.station_id AS station,
       i.id AS invoice
FROM account_balances b JOIN accounts a ON a.id = b.account_id
JOIN invoices i ON i.account_id = a.id AND i.settled_minor < i.total_minor
WHERE b.account_id = :account ORDER BY i.id LIMIT 1 FOR UPDATE OF b \\gset
WITH receipt AS (
    INSERT INTO payments (account_id, branch_id, station_id, number, received_on, received_at,
                          amount_minor, balance_after_minor, created_by)
    SELECT :account, id, :station,
           document_number('RC', 2026, code, take_numbers('RC', id, 2026, 1)), current_date,
           now(), 1000, :balance - 1000, -1 FROM branches WHERE id = 1 RETURNING id),
tender AS (INSERT INTO payment_tenders (payment_id, tender_no, method_id, amount_minor)
           SELECT id, 1, 1, 1000 FROM receipt),
allocated AS (INSERT INTO allocations (account_id, invoice_id, payment_id, amount_minor, created_by)
              SELECT :account, :invoice, id, 1000, -1 FROM receipt),
settled AS (UPDATE invoices SET settled_minor = settled_minor + 1000 WHERE id = :invoice),
balance AS (UPDATE account_balances SET receivable_minor = receivable_minor - 1000
            WHERE account_id = :account),
kept AS (INSERT INTO idempotency_keys (principal_id, key, request_hash, status, body)
         SELECT -1, 'pgbench-' || id, '\\x00', 201, repeat('x', 600) FROM receipt)
SELECT id AS receipt FROM receipt \\gset
INSERT INTO journal_entries (entry_date, kind, branch_id, station_id, source, source_id, created_by)
VALUES (current_date, 'payment', 1, :station, 'payments', :receipt, -1)
RETURNING id AS entry \\gset
INSERT INTO journal_lines (entry_id, line_no, posting_key, ledger_account_id, debit_minor,
                           credit_minor)
SELECT :entry, n, k.key, k.ledger_account_id, d, c
FROM (VALUES (1, 'cash', 1000, 0), (2, 'receivable', 0, 1000)) AS p (n, key, d, c)
JOIN posting_keys k ON k.key = p.key;
COMMIT;
"""


class Bench:
    def __init__(self, database, running, accounts):
        self.database = database
        self.server = running
        self.accounts = accounts
        self.first = 0
        client = case.api.Client(running.url, validate=False)
        client.sign_in(USER, stand.PASSWORD)
        self.token = client.token

    def ours(self, clients):
        """Payments per second and their 99th percentile; every payment is of another account."""
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(WRK_SCRIPT)
            script.flush()
            done = subprocess.run(
                ["wrk", "-t1", f"-c{clients}", f"-d{SECONDS}s", "--timeout", "10s", "-s",
                 script.name, self.server.url], capture_output=True, text=True, check=True,
                env=dict(os.environ, BENCH_TOKEN=self.token, BENCH_FIRST=str(self.first)))
        figures = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+)", done.stdout).groups()
        requests, duration_us, p99_us, errors = map(int, figures)
        self.first += requests + clients
        assert errors == 0 and self.first < self.accounts, done.stdout
        return requests / duration_us * 1e6, p99_us / 1000

    def pgbench(self, clients):
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
            script.write(PGBENCH_SCRIPT.format(accounts=self.accounts))
            script.flush()
            done = subprocess.run(
                [paths.postgres_program("pgbench"), "-n", "-M", "prepared", "-c", str(clients),
                 "-j", "1", "-T", str(SECONDS), "-f", script.name, self.database.uri],
                capture_output=True, text=True, check=True)
        assert "number of failed transactions: 0" in done.stdout, done.stdout + done.stderr
        return float(re.search(r"tps = ([\d.]+)", done.stdout).group(1))


def main():
    options = stand.options(200000)
    with stand.running_cluster() as place:
        with place.create(template=stand.utility(place, options.accounts)) as database:
            server.command("bill", "--cycle", "M", "--period", "2025-08", database=database)
            case.create_user(database, USER, stand.PASSWORD, "cashier")
            run_sql(database.uri, "VACUUM ANALYZE")
            with server.Server(database=database) as running:
                table = stand.Table(f"payments, {options.accounts:,} accounts "
                                    f"(best of {options.repeats})")
                bench = Bench(database, running, options.accounts)
                for clients in (1, 8):
                    ours = [(bench.ours(clients), bench.pgbench(clients))
                            for _ in range(options.repeats)]
                    (rate, p99_ms), _ = max(ours)
                    what = f"payments, {clients} client{'s' * (clients > 1)}"
                    table.ratio(what, rate, max(tps for _, tps in ours), None, "/s")
                    table.below(f"{what}: 99 %", p99_ms)
            table.print()


if __name__ == "__main__":
    main()
