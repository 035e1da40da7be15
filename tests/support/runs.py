# SPDX-License-Identifier: GPL-3.0-or-later
"""A billing run in small chunks on a private database, to be killed, stopped and shared.

A data directory with a utility and a run that waits for a worker is made once and copied for each
test; what comes out of a copy that nobody disturbed is what must come out of every other.
"""

import contextlib
import os
import shutil
import subprocess
import time

import cluster
import generate
import paths
import server
from api import Client

OFFICER = "officer"
PASSWORD = "Correct-Horse-7-Battery"
ACCOUNTS = 480
CHUNK = 20
PERIOD = "2025-08"

# What a run leaves behind, without what may differ: ids, instants, and which of two chunks that
# were under way at once took its numbers first.
OUTCOME = {
    "bills": "SELECT account_id, agreement_id, branch_id, kind, period_from, period_to, energy_wh,"
             " net_minor, tax_minor, rounding_minor, total_minor FROM invoices ORDER BY 1, 2",
    "numbers": "SELECT branch_id, number FROM invoices ORDER BY 1, 2",
    "lines": "SELECT account_id, kind, quantity, rate_micro, amount_minor FROM invoice_lines"
             " ORDER BY 1, 2, 3, 4, 5",
    "segments": "SELECT register_id, from_date, to_date, energy_wh FROM invoice_segments"
                " ORDER BY 1, 2",
    "registers": "SELECT id, billed_date, billed_value FROM registers ORDER BY 1",
    "balances": "SELECT account_id, receivable_minor, advance_minor FROM account_balances"
                " ORDER BY 1",
    "ledger": "SELECT posting_key, sum(debit_minor) AS debit, sum(credit_minor) AS credit"
              " FROM journal_lines GROUP BY 1 ORDER BY 1",
    "run": "SELECT state, accounts, bills, exceptions, skipped, energy_wh, net_minor, tax_minor,"
           " total_minor FROM billing_runs ORDER BY id",
}


class PrivateDatabase(cluster.Database):
    """The database in a data directory, while somebody runs it."""

    def __init__(self, data_dir):
        self.name = "siraj"
        self.data_dir = data_dir
        self.uri = f"postgresql://siraj@/siraj?host={data_dir}/run"

    def postmaster(self):
        """Its process id."""
        with open(os.path.join(self.data_dir, "postgres", "postmaster.pid"),
                  encoding="ascii") as file:
            return int(file.readline())

    def verify(self):
        """The finished `siraj-server verify`, by its own start of the database if need be."""
        return server.command("verify", data_dir=self.data_dir)


class Waiting:
    """A data directory whose run has not begun."""

    def __init__(self):
        self.directory = paths.scratch_directory("siraj-run-")
        self.data_dir = os.path.join(self.directory, "template")
        self._copies = 0
        server.command("migrate", data_dir=self.data_dir)
        with open(os.path.join(self.data_dir, "postgres", "postgresql.conf"), "a",
                  encoding="ascii") as settings:
            # Every process may be killed; the machine stays up.
            settings.write("fsync = off\nmin_wal_size = 32MB\n")
        server.command("create-user", "--username", OFFICER, "--role", "billing_officer",
                       data_dir=self.data_dir, input=PASSWORD + "\n")
        with server.Server(data_dir=self.data_dir, options=["--job-workers=0"]) as serving:
            database = PrivateDatabase(self.data_dir)
            generate.utility(database, ACCOUNTS)
            self._queue(database, serving)

    @staticmethod
    def _queue(database, serving):
        client = Client(serving.url)
        client.sign_in(OFFICER, PASSWORD)
        cycle = database.integer("SELECT id FROM billing_cycles WHERE code = 'M'")
        answer = client.post("/api/v1/runs", {"cycle_id": cycle, "period_key": PERIOD}, key=True)
        client.close()
        if answer.status != 202:
            raise AssertionError(f"the run was not started: {answer!r}")
        database.sql("UPDATE jobs SET parameters = parameters::jsonb ||"
                     f" '{{\"chunk_accounts\": {CHUNK}}}'")

    def copy(self):
        """A data directory of its own for a test."""
        self._copies += 1
        place = os.path.join(self.directory, f"c{self._copies}")
        subprocess.run(["cp", "-a", "--reflink=auto", self.data_dir, place], check=True)
        return place

    def remove(self):
        shutil.rmtree(self.directory, ignore_errors=True)


def progress(database):
    """(state, accounts done) of the job; (None, 0) without one or while no database answers."""
    with contextlib.suppress(cluster.SqlError):
        for row in database.sql("SELECT state, progress_done FROM jobs"
                                " WHERE kind = 'billing_run'"):
            return row["state"], int(row["progress_done"])
    return None, 0


def wait_until_done(database, accounts=None, timeout_s=60):
    """Waits for so many accounts, or for the end of the run; answers how many there are."""
    deadline = time.monotonic() + timeout_s * paths.PATIENCE
    while time.monotonic() < deadline:
        state, done = progress(database)
        if state == "completed" or (accounts is not None and done >= accounts):
            return done
        if state in ("failed", "cancelled"):
            raise AssertionError(f"the run has {state}: " + str(database.sql(
                "SELECT error_code, error_text FROM jobs WHERE kind = 'billing_run'")))
        time.sleep(0.02)
    raise AssertionError(f"the run stands at {progress(database)}")


def outcome(database):
    """Everything a run leaves behind, by name."""
    return {name: database.sql(query) for name, query in OUTCOME.items()}
