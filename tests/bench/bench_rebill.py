# SPDX-License-Identifier: GPL-3.0-or-later
"""A period billed again after a decision: tried, carried out and undone, for a class of a few
thousand accounts and for one of four times as many; and a month accrued."""

import contextlib
import json
import subprocess
import time

import api
import paths
import server
import stand
from case import create_user

PERIOD = "2025-08"
MASS = "/api/v1/mass-rebills"
# Numbers of the classes: 3 and 12 of a hundred accounts.
FEW, MANY = ("industrial", 3), ("commercial", 2)


def dearer(node):
    """A document of a tariff with every price of a kWh half as high again."""
    if isinstance(node, dict):
        return {key: value * 3 // 2 if key == "rate_micro_per_kwh" else dearer(value)
                for key, value in node.items()}
    return [dearer(one) for one in node] if isinstance(node, list) else node


def decide(database, class_number):
    """New prices from the first day of the period on."""
    document = dearer(json.loads(database.scalar(
        f"SELECT document::text FROM tariff_versions WHERE tariff_id = {class_number}")))
    document["valid_from"] = "2025-08-01"
    text = json.dumps(document).replace("'", "''")
    database.sql(f"""
        BEGIN; SELECT set_config('siraj.actor', '-1', true);
        UPDATE tariff_versions SET valid_to = '2025-08-01' WHERE tariff_id = {class_number};
        INSERT INTO tariff_versions (tariff_id, state, valid_from, document, updated_by)
        VALUES ({class_number}, 'active', '2025-08-01', '{text}', -1); COMMIT""")


class Office:
    """An officer at a server whose jobs a worker of its own carries out."""

    def __init__(self, database):
        self._stack = contextlib.ExitStack()
        serving = self._stack.enter_context(
            server.Server(database=database, options=["--job-workers=0"]))
        worker = subprocess.Popen([paths.SERVER, "work", "--database", database.uri],
                                  stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env=paths.program_environment())
        self._stack.callback(worker.wait)
        self._stack.callback(worker.terminate)
        self.client = api.Client(serving.url)
        self._stack.callback(self.client.close)
        self.client.sign_in("officer", stand.PASSWORD)
        self.accountant = api.Client(serving.url)
        self._stack.callback(self.accountant.close)
        self.accountant.sign_in("accountant", stand.PASSWORD)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stack.close()

    def _done(self, path, is_running):
        started = time.monotonic()
        while is_running(state := self.client.get(path).json):
            time.sleep(0.1)
        return time.monotonic() - started, state

    def step(self, path, body=None):
        """Seconds of one step of a rebill, and the rebill."""
        answer = self.client.post(path, body, key=True)
        assert answer.status == 202, answer
        seconds, rebill = self._done(f"{MASS}/{answer.json['id']}",
                                     lambda state: state["state"] == "running")
        assert rebill["state"] == "done", rebill
        return seconds, rebill

    def accrue(self, month):
        answer = self.accountant.post("/api/v1/accruals", {"month": month}, key=True)
        assert answer.status == 202, answer
        seconds, job = self._done(f"/api/v1/jobs/{answer.json['id']}",
                                  lambda job: job["state"] in ("queued", "running"))
        assert job["state"] == "completed", job
        return seconds


def rebill(office, database, table, named):
    """The three steps of a class; answers the seconds of applying, and of how many bills."""
    name, number = named
    cycle = database.integer("SELECT id FROM billing_cycles WHERE code = 'M'")
    tried_s, tried = office.step(MASS, {"cycle_id": cycle, "period_key": PERIOD,
                                        "class_id": number, "reason": "price decision"})
    place = f"{MASS}/{tried['id']}"
    n = tried["differing"]
    applied_s, applied = office.step(f"{place}/apply")
    assert applied["applied"] == n, applied
    undone_s, undone = office.step(f"{place}/undo")
    assert undone["undone"] == n, undone
    for what, seconds, promised in (("tried", tried_s, 5), ("applied", applied_s, 30),
                                    ("undone", undone_s, 30)):
        table.below(f"{name}: {n:,} bills {what}", seconds,
                    promised if named == FEW else None, " s")
    return applied_s, n


def measure(database, table):
    server.command("bill", "--cycle", "M", "--period", PERIOD, database=database)
    create_user(database, "officer", stand.PASSWORD, "billing_officer")
    create_user(database, "accountant", stand.PASSWORD, "accountant")
    for _, number in (FEW, MANY):
        decide(database, number)
    database.sql("VACUUM ANALYZE")
    with Office(database) as office:
        few_s, few = rebill(office, database, table, FEW)
        many_s, many = rebill(office, database, table, MANY)
        table.share("applying a bill among many ÷ among few", many_s / many * 1000,
                    few_s / few * 1000, 1.3, " ms")
        table.below("a month accrued", office.accrue("2025-09-01"), 10, " s")
    verify_s, _ = stand.timed(lambda: server.command("verify", database=database))
    table.below("verify after it", verify_s, None, " s")


def main():
    accounts = stand.options(200_000).accounts
    table = stand.Table(f"A period billed again, {accounts:,} accounts")
    with stand.running_cluster() as place:
        template = stand.utility(place, accounts)
        with place.create(template=template) as database:
            measure(database, table)
    table.print()


if __name__ == "__main__":
    main()
