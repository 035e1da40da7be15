# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop on a screen of its own: from the start of the program to a list of customers drawn,
and from asking for a page of fifty to its rows on the screen."""

import collections
import os
import subprocess

import case
import paths
import server
import stand

USER = "clerk"
PROGRAM = os.path.join(paths.BUILD, "tests", "client", "bench-client")
DISPLAY = os.path.join(paths.SOURCE, "tests", "support", "with-display")


def run(running):
    """One start of the desktop; its times in ms by what was waited for."""
    done = subprocess.run([DISPLAY, PROGRAM, running.url, USER, stand.PASSWORD],
                          capture_output=True, text=True, env=dict(
                              paths.program_environment(), G_DEBUG="",
                              GSETTINGS_SCHEMA_DIR=os.path.join(paths.BUILD, "data")))
    assert done.returncode == 0, done.stderr
    times = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        name, _, value = line.partition(" ")
        times[name].append(float(value))
    return times


def main():
    options = stand.options(200000)
    with stand.running_cluster() as place:
        with place.create(template=stand.utility(place, options.accounts)) as database:
            server.command("bill", "--cycle", "M", "--period", "2025-08", database=database)
            case.create_user(database, USER, stand.PASSWORD, "admin")
            database.sql("VACUUM ANALYZE")
            with server.Server(database=database) as running:
                runs = [run(running) for _ in range(options.repeats + 1)][1:]
    table = stand.Table(f"desktop on {options.accounts:,} accounts ({options.repeats} starts)")
    turns = [value for times in runs for value in times["turn"]]
    opened = [value for times in runs for value in times["open"]]
    table.below("start to a usable window: best",
                min(times["start"][0] for times in runs), 1000)
    table.below("next page of 50 rows: 50 %", stand.median(turns), 150)
    table.below("next page of 50 rows: 99 %", stand.percentile(turns, 0.99))
    table.below("next page of 50 rows: processor of the desktop",
                stand.median([value for times in runs for value in times["turn_processor"]]))
    table.below("opening a list: 50 %", stand.median(opened), 150)
    table.print()


if __name__ == "__main__":
    main()
