# SPDX-License-Identifier: GPL-3.0-or-later
"""A period billed again while its worker is killed, stopped and started: as if nobody had."""

import json
import os
import random
import signal
import time

import api
import paths
import server
import test_billing
from case import create_user, main

MASS = "/api/v1/mass-rebills"
OUTCOME = """
SELECT (SELECT md5(string_agg(concat_ws(' ', account_id, kind, period_from, period_to, energy_wh,
                                        net_minor, tax_minor, total_minor, settled_minor), ','
                              ORDER BY account_id, id)) FROM invoices) AS bills,
       (SELECT md5(string_agg(concat_ws(' ', i.account_id, l.line_no, l.kind, l.quantity,
                                        l.amount_minor), ',' ORDER BY i.account_id, i.id, line_no))
        FROM invoice_lines l JOIN invoices i ON i.id = l.invoice_id) AS lines,
       (SELECT md5(string_agg(concat_ws(' ', account_id, receivable_minor, advance_minor), ','
                              ORDER BY account_id)) FROM account_balances) AS balances,
       (SELECT md5(string_agg(concat_ws(' ', id, billed_date, billed_value, unbilled_readings), ','
                              ORDER BY id)) FROM registers) AS registers,
       (SELECT string_agg(concat_ws(' ', series, branch_id, last_number), ','
                          ORDER BY series, branch_id) FROM document_counters) AS numbers,
       (SELECT string_agg(concat_ws(' ', state, n), ',' ORDER BY state)
        FROM (SELECT state, count(*) AS n FROM mass_rebill_items GROUP BY 1) AS x) AS items,
       (SELECT string_agg(concat_ws(' ', posting_key, debit, credit), ',' ORDER BY posting_key)
        FROM (SELECT posting_key, sum(debit_minor) AS debit, sum(credit_minor) AS credit
              FROM journal_lines GROUP BY 1) AS x) AS ledger
"""


class MassFaults(test_billing.BillingCase):
    accounts = 400

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        server.command("bill", "--cycle", "M", "--period", test_billing.PERIOD,
                       database=cls.base)
        create_user(cls.base, "officer", test_billing.PASSWORD, "billing_officer")
        text = json.dumps(cls.dearer(json.loads(cls.base.scalar(
            "SELECT document::text FROM tariff_versions WHERE tariff_id = 1")))).replace("'", "''")
        cls.base.sql(f"""
            BEGIN; SELECT set_config('siraj.actor', '-1', true);
            UPDATE tariff_versions SET valid_to = '2025-08-01' WHERE tariff_id = 1;
            INSERT INTO tariff_versions (tariff_id, state, valid_from, document, updated_by)
            VALUES (1, 'active', '2025-08-01', '{text}', -1); COMMIT""")

    @classmethod
    def dearer(cls, node):
        """The document of a tariff with every price of a kWh half as high again."""
        if isinstance(node, dict):
            return {key: "2025-08-01" if key == "valid_from" else
                    value * 3 // 2 if key == "rate_micro_per_kwh" else cls.dearer(value)
                    for key, value in node.items()}
        return [cls.dearer(one) for one in node] if isinstance(node, list) else node

    def setUp(self):
        super().setUp()
        self.serving = server.Server(database=self.database, options=["--job-workers=0"]).start()
        self.addCleanup(self.serving.remove)
        self.client = api.Client(self.serving.url)
        self.addCleanup(self.client.close)
        self.client.sign_in("officer", test_billing.PASSWORD)
        self.rebill = None

    worker = test_billing.Faults.worker
    end = staticmethod(test_billing.Faults.end)

    def start(self, verb=""):
        path = f"{MASS}/{self.rebill}/{verb}" if verb else MASS
        cycle = self.database.integer("SELECT id FROM billing_cycles WHERE code = 'M'")
        body = None if verb else {"cycle_id": cycle, "period_key": test_billing.PERIOD,
                                  "class_id": 1, "reason": "price decision"}
        answer = self.client.post(path, body, key=True)
        self.assertEqual(answer.status, 202, answer)
        self.rebill = answer.json["id"]
        # Small parts, so that there is something to kill and to cancel.
        self.database.sql("UPDATE jobs SET parameters = parameters::jsonb ||"
                          " '{\"chunk_accounts\": 10}' WHERE state = 'queued'")

    def state(self):
        return self.client.get(f"{MASS}/{self.rebill}").json

    def wait(self, until, timeout_s=120):
        deadline = time.monotonic() + timeout_s * paths.PATIENCE
        while time.monotonic() < deadline:
            state = self.state()
            if until(state):
                return state
            time.sleep(0.02)
        raise AssertionError(f"it stands at {self.state()}: " + str(self.database.sql(
            "SELECT state, error_text FROM jobs ORDER BY id DESC LIMIT 1")))

    def finish(self):
        worker = self.worker()
        self.wait(lambda state: state["state"] == "done")
        self.end(worker, signal.SIGTERM)

    def run_through(self, disturb=lambda step: None):
        """Tried, applied and undone; answers what stood after each of the last two."""
        outcomes = []
        for verb in ("", "apply", "undo"):
            self.start(verb)
            disturb(verb)
            self.finish()
            outcomes.append(self.database.sql(OUTCOME))
        self.assertVerified()
        return outcomes[1:]

    def undisturbed(self):
        """The outcomes on a copy of the utility."""
        other = type(self)("undisturbed")
        other.setUp()
        try:
            return other.run_through()
        finally:
            other.doCleanups()

    def test_ten_kills_lose_and_double_nothing(self):
        expected = self.undisturbed()
        seed = int(os.environ.get("SIRAJ_SEED", "1"))
        print(f"# {self.id()}: seed {seed}", flush=True)
        chance = random.Random(seed)

        def kill(verb):
            for _ in range(2 if verb == "" else 4):
                process = self.worker()
                time.sleep(chance.uniform(0.05, 0.6))
                self.end(process, signal.SIGKILL)

        self.assertEqual(self.run_through(kill), expected)

    def test_cancelled_and_started_again(self):
        expected = self.undisturbed()
        done = {"apply": "applied", "undo": "undone"}

        def cancel(verb):
            if verb == "":
                return
            worker = self.worker()
            self.wait(lambda state: state[done[verb]] > 0)
            job = self.state()["job_id"]
            answer = self.client.post(f"/api/v1/jobs/{job}/cancel")
            self.assertEqual(answer.status, 200, answer)
            state = self.wait(lambda state: state["state"] != "running")
            self.end(worker, signal.SIGTERM)
            if state["state"] != "done":
                self.start(verb)

        self.assertEqual(self.run_through(cancel), expected)


if __name__ == "__main__":
    main()
