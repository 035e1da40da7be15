# SPDX-License-Identifier: GPL-3.0-or-later
"""What every bench stands on: a cluster set as in production, and the table it prints."""

import argparse
import contextlib
import os
import time

import cluster
import generate
import server

# As server/core/local-postgres-setup.c makes them on a machine of this size.
SETTINGS = {
    "fsync": "on",
    "full_page_writes": "on",
    "shared_buffers": "4GB",
    "effective_cache_size": "12GB",
    "maintenance_work_mem": "1GB",
    "work_mem": "16MB",
    "max_locks_per_transaction": "256",
    "max_wal_size": "4GB",
    "wal_compression": "lz4",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "jit": "off",
}

PASSWORD = "Correct-Horse-7-Battery"


def options(default_accounts):
    """What every bench may be told; SIRAJ_BENCH_ACCOUNTS does the same for `./dev bench`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--accounts", type=int,
                        default=int(os.environ.get("SIRAJ_BENCH_ACCOUNTS", default_accounts)))
    parser.add_argument("--repeats", type=int, default=3)
    return parser.parse_args()


@contextlib.contextmanager
def running_cluster():
    """A cluster of this bench alone, or the one whose directory is in SIRAJ_BENCH_CLUSTER: what was
    made there is found again."""
    directory = os.environ.get("SIRAJ_BENCH_CLUSTER") or None
    place = cluster.Cluster(directory, SETTINGS)
    if directory is not None:
        yield place
        return
    place.start()
    try:
        yield place
    finally:
        place.remove()


def utility(place, accounts):
    """The name of a template: @accounts accounts, read and ready to be billed."""
    name = f"utility_{accounts}"
    for kept in ("migrated", name):
        bring_up_to_date(place, kept)
    if not place.has(name):
        making = place.clone("migrated")
        seconds, _ = timed(lambda: generate.utility(making, accounts, charges=generate.CHARGES))
        print(f"# {accounts} accounts made in {seconds:.0f} s", flush=True)
        place.rename(making, name)
    return name


def bring_up_to_date(place, name):
    """Migrates a template that an earlier program made, and sweeps it as time would: a table that a
    migration has filled is unknown to the planner, its pages are not known to be visible to all."""
    if not place.has(name):
        return
    made = cluster.Database(place, name)
    version = "SELECT max(version) FROM schema_migrations"
    before = made.integer(version)
    server.command("migrate", database=made)
    if made.integer(version) != before:
        made.sql("VACUUM ANALYZE")


def timed(function, *arguments):
    """Seconds on the clock, and what the function answered."""
    started = time.monotonic()
    answer = function(*arguments)
    return time.monotonic() - started, answer


def processor_seconds(pids):
    """What the processes have used so far; those that have ended count nothing."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(FileNotFoundError):
            with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def backends(database):
    """The process ids of PostgreSQL that serve @database."""
    return [int(row["pid"]) for row in database.sql(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid()")]


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values):
    return percentile(values, 0.5)


class Table:
    """Rows of: what, measured, baseline, ratio, promised, met or not, load average."""

    HEAD = ("what", "measured", "baseline", "ratio", "promised", "", "load")

    def __init__(self, title):
        self.title = title
        self.rows = []

    def ratio(self, what, measured, baseline, promised=None, unit=""):
        """A promise of at least so many times the baseline of the same run."""
        ratio = measured / baseline
        self._add(what, f"{measured:,.0f}{unit}", f"{baseline:,.0f}{unit}", f"{ratio:.2f}",
                  promised and f"≥ {promised}", promised and ratio >= promised)

    def share(self, what, measured, baseline, promised, unit=" s"):
        """A promise of at most so much of the baseline."""
        ratio = measured / baseline
        self._add(what, f"{measured:,.2f}{unit}", f"{baseline:,.2f}{unit}", f"{ratio:.2f}",
                  f"≤ {promised}", ratio <= promised)

    def below(self, what, measured, promised=None, unit=" ms"):
        """A promise of less than a value."""
        self._add(what, f"{measured:,.2f}{unit}", "", "", promised and f"< {promised}{unit}",
                  promised and measured < promised)

    def _add(self, what, measured, baseline, ratio, promised, met):
        verdict = "" if not promised else "met" if met else "MISSED"
        load = f"{os.getloadavg()[0]:.1f}"
        self.rows.append((what, measured, baseline, ratio, promised or "", verdict, load))

    def print(self):
        widths = [max(len(row[i]) for row in [self.HEAD, *self.rows])
                  for i in range(len(self.HEAD))]
        print(f"\n{self.title}")
        for row in [self.HEAD, *self.rows]:
            cells = [cell.ljust(width) if i == 0 else cell.rjust(width)
                     for i, (cell, width) in enumerate(zip(row, widths))]
            print("  ".join(cells).rstrip())
        print(flush=True)
