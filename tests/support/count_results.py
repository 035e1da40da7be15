# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the tests of the last `meson test` and ends with the line `N passed, N failed`."""

import json
import os
import re
import sys

GOOD = {"OK", "EXPECTEDFAIL", "SKIP"}
SUBTEST = re.compile(r"^(not ok|ok)\b(.*)$", re.MULTILINE)
SKIPPED = re.compile(r"#\s*skip", re.IGNORECASE)


def count(test):
    """(passed, failed, skipped) of one line of the log: its TAP subtests, or the test as a whole.

    A test that failed as a whole counts as one failure even if every subtest it reported passed.
    """
    passed = failed = skipped = 0
    for verdict, rest in SUBTEST.findall(test.get("stdout", "")):
        if SKIPPED.search(rest):
            skipped += 1
        elif verdict == "ok":
            passed += 1
        else:
            failed += 1
    if test["result"] not in GOOD:
        failed = max(failed, 1)
    elif passed == skipped == 0:
        passed, skipped = (0, 1) if test["result"] == "SKIP" else (1, 0)
    return passed, failed, skipped


def main():
    path = os.path.join(sys.argv[1], "meson-logs", "testlog.json")
    if not os.path.exists(path):
        print("no test was run\n0 passed, 1 failed")
        return 1
    with open(path, encoding="utf-8") as log:
        tests = [json.loads(line) for line in log]
    for test in tests:
        if test["result"] not in GOOD:
            print(f"{test['result'].lower()}: {test['name']}, {test['duration']:.1f} s")
    passed, failed, skipped = map(sum, zip(*map(count, tests)))
    if skipped:
        print(f"{skipped} skipped")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
