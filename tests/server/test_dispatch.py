# SPDX-License-Identifier: GPL-3.0-or-later
"""The dispatcher on a database, without rooms: sessions, transactions, keys, lists, a lost link."""

import concurrent.futures
import csv
import http.client
import io
import json
import os
import shutil
import subprocess
import time
import unittest
import urllib.parse
import uuid

import cluster
import paths
import server
from case import main

ECHO_SERVER = os.path.join(paths.BUILD, "tests", "server", "echo-server")

TABLES = """
CREATE TABLE echo (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL,
    amount_minor bigint NOT NULL DEFAULT 0, version bigint NOT NULL DEFAULT 1,
    actor text NOT NULL DEFAULT current_setting('siraj.actor', true),
    action text NOT NULL DEFAULT current_setting('siraj.action', true),
    stations text NOT NULL DEFAULT current_setting('siraj.stations', true),
    request text NOT NULL DEFAULT current_setting('siraj.request_id', true));
CREATE TABLE idempotency_keys (principal_id bigint NOT NULL, key text NOT NULL,
    request_hash bytea NOT NULL, status bigint, body text,
    created_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (principal_id, key));
"""


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json.get("code")


class Echo:
    """An echo-server on a database."""

    def __init__(self, database, *options):
        self.port = server.free_port()
        self.directory = paths.scratch_directory("siraj-dispatch-")
        self.log_path = os.path.join(self.directory, "log")
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                paths.drop_privileges(
                    [ECHO_SERVER, "--data-dir", self.directory, "--conninfo", database.uri,
                     "--listen", f"127.0.0.1:{self.port}", "--metrics-listen", "127.0.0.1:0",
                     *options]),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=paths.program_environment())
        self.wait_ready(10)

    def wait_ready(self, limit_s):
        """Waits until the server says so; answers how long it took."""
        start = time.monotonic()
        while time.monotonic() < start + limit_s * paths.PATIENCE:
            try:
                if self.call("GET", "/readyz").status == 200:
                    return time.monotonic() - start
            except OSError:
                pass
            time.sleep(0.05)
        with open(self.log_path, encoding="utf-8") as log:
            raise AssertionError(log.read()[-3000:])

    def call(self, method, path, body=None, user=1, key=None, query=None):
        headers = {"Accept-Language": "en"}
        if user is not None:
            headers["Authorization"] = f"Bearer user-{user}"
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body)
        if key is not None:
            headers["Idempotency-Key"] = key
        if query:
            path += "?" + urllib.parse.urlencode(query)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def stop(self):
        self.process.terminate()
        self.process.wait(15 * paths.PATIENCE)
        shutil.rmtree(self.directory, ignore_errors=True)


class Dispatch(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.database = cluster.Cluster.shared().clone("empty")
        cls.addClassCleanup(cls.database.drop)
        cls.database.sql(TABLES)
        cls.database.sql("INSERT INTO echo (text, amount_minor, actor, action, stations, request)"
                         " SELECT 'row ' || to_char (i % 100, 'FM000'), i, '', '', '', ''"
                         " FROM generate_series (1, 250) AS i")
        cls.echo = Echo(cls.database, "--workers", "4")
        cls.addClassCleanup(cls.echo.stop)

    def add(self, text, amount_minor=1, key=None, **options):
        return self.echo.call("POST", "/api/v1/rows", {"text": text, "amount_minor": amount_minor},
                              key=key or str(uuid.uuid4()), **options)

    def count(self, text):
        return self.database.integer(f"SELECT count (*) FROM echo WHERE text = '{text}'")

    def rows(self, **query):
        return self.echo.call("GET", "/api/v1/rows", query=query)

    def test_sessions_and_permissions(self):
        cases = ((None, "GET", 401, "NOT_SIGNED_IN"), ("nobody", "GET", 401, "NOT_SIGNED_IN"),
                 (2, "POST", 403, "PERMISSION_DENIED"))
        for user, method, status, code in cases:
            answer = self.echo.call(method, "/api/v1/rows", user=user)
            self.assertEqual((answer.status, answer.code), (status, code))
        self.assertEqual(self.echo.call("GET", "/api/v1/rows/1", user=2).status, 200)

    def test_the_transaction_knows_its_author(self):
        answer = self.add("author", user=7)
        self.assertEqual(answer.status, 201)
        row = self.database.scalar("SELECT concat_ws (' ', actor, stations, action, request)"
                                   " FROM echo WHERE text = 'author'")
        self.assertEqual(row, f"7 * POST /api/v1/rows {answer.headers['X-Request-Id']}")

    def test_a_refusal_saves_nothing_and_is_repeated(self):
        key = str(uuid.uuid4())
        first = self.add("refused", -1, key)
        second = self.add("refused", -1, key)
        self.assertEqual((first.status, first.code), (400, "OUT_OF_RANGE"))
        self.assertEqual(first.json["field"], "amount_minor")
        self.assertEqual((second.status, second.body), (first.status, first.body))
        self.assertEqual(second.headers["Idempotency-Replayed"], "true")
        self.assertEqual(self.count("refused"), 0)

    def test_one_key_many_times_at_once(self):
        with concurrent.futures.ThreadPoolExecutor(50) as pool:
            for number in range(4):
                text, key = f"once {number}", str(uuid.uuid4())
                answers = list(pool.map(lambda _: self.add(text, 1, key), range(50)))
                statuses = {answer.status for answer in answers}
                self.assertLessEqual(statuses, {201, 409, 503}, statuses)
                self.assertEqual(len({one.body for one in answers if one.status == 201}), 1)
                self.assertEqual(self.count(text), 1)
                again = self.add(text, 1, key)
                self.assertEqual(again.headers["Idempotency-Replayed"], "true")

    def test_keys_are_checked(self):
        key = str(uuid.uuid4())
        self.assertEqual(self.add("key", 1, key).status, 201)
        self.assertEqual(self.add("key", 2, key).code, "KEY_REUSED")
        self.assertEqual(self.add("key", 1, key, user=3).status, 201)
        self.assertEqual(self.add("key", 1, "x").code, "INVALID_VALUE")
        answer = self.echo.call("POST", "/api/v1/rows", {"text": "x"})
        self.assertEqual(answer.code, "KEY_REQUIRED")

    def test_pages_forward_and_back(self):
        pages, after = [], None
        while True:
            query = {"limit": 60, "text": "row"}
            page = self.rows(**query, **({"after": after} if after else {})).json
            pages.append([row["id"] for row in page["items"]])
            self.assertEqual((page["count"], page["count_exact"]), (250, True))
            self.assertEqual(page["sum_minor"], self.database.integer(
                "SELECT sum (amount_minor) FROM echo WHERE text LIKE 'row%'"))
            self.assertEqual(page["previous"] is None, after is None)
            after = page["next"]
            if after is None:
                break
        self.assertIsNone(self.rows(text="none of this name").json["sum_minor"],
                          "a sum that is left out is not a sum of nothing")
        self.assertEqual([len(page) for page in pages], [60, 60, 60, 60, 10])
        self.assertEqual(len({row for page in pages for row in page}), 250)
        back = []
        while page["previous"] is not None:
            page = self.rows(limit=60, text="row", before=page["previous"]).json
            back.insert(0, [row["id"] for row in page["items"]])
        self.assertEqual(back, pages[:-1])

    def test_descending_is_ascending_turned_round(self):
        up = [row["id"] for row in self.rows(text="row 00", sort="text").json["items"]]
        down = self.rows(text="row 00", sort="-text", count=0).json
        self.assertEqual(len(up), 29)
        self.assertEqual([row["id"] for row in down["items"]], up[::-1])
        self.assertIsNone(down["count"])

    def test_list_queries_are_checked(self):
        cursor = self.rows(limit=1).json["next"]
        for query, code in (({"sort": "amount"}, "INVALID_VALUE"), ({"limit": 0}, "INVALID_VALUE"),
                            ({"limit": 201}, "INVALID_VALUE"), ({"after": "x"}, "INVALID_VALUE"),
                            ({"after": cursor, "before": cursor}, "INVALID_VALUE"),
                            ({"after": cursor, "sort": "-text"}, "INVALID_VALUE"),
                            ({"format": "xml"}, "INVALID_VALUE"), ({"x": 1}, "UNKNOWN_MEMBER")):
            with self.subTest(query):
                answer = self.rows(**query)
                self.assertEqual((answer.status, answer.code), (400, code))

    def test_a_table_holds_the_whole_list(self):
        for text in ("=1+1", "+967", 'a "quoted", text'):
            self.add(text, 150)
        answer = self.rows(format="csv")
        self.assertEqual(answer.headers["Content-Type"], "text/csv; charset=utf-8")
        self.assertTrue(answer.body.startswith(b"\xef\xbb\xbf"))
        self.assertIn(b"\r\n", answer.body)
        table = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
        self.assertEqual(table[0], ["Number", "Text", "Amount", "Version"])
        self.assertEqual(len(table) - 1, self.database.integer("SELECT count (*) FROM echo"))
        texts = {row[1]: row[2] for row in table[1:]}
        self.assertEqual(texts["'=1+1"], "1.50")
        self.assertIn("'+967", texts)
        self.assertIn('a "quoted", text', texts)

    def test_a_deadlock_is_run_again(self):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda path: self.echo.call("POST", path),
                                    ("/api/v1/rows/11/raise/12", "/api/v1/rows/12/raise/11")))
        self.assertEqual([answer.status for answer in answers], [204, 204])
        self.assertEqual(self.database.scalar("SELECT string_agg (amount_minor::text, ' ' ORDER BY"
                                              " id) FROM echo WHERE id IN (11, 12)"), "13 14")

    def test_nothing_is_found_at_a_missing_row(self):
        for key in ("999999", "0", "-1", "x", "99999999999999999999"):
            answer = self.echo.call("GET", f"/api/v1/rows/{key}")
            self.assertEqual((answer.status, answer.code), (404, "NOT_FOUND"), key)


class LostDatabase(unittest.TestCase):
    """The database dies under the server and comes back."""

    def test_it_is_unavailable_and_then_well(self):
        own = cluster.Cluster()
        self.addCleanup(own.remove)
        own.start()
        database = own.create()
        database.sql(TABLES)
        echo = Echo(database, "--workers", "2")
        self.addCleanup(echo.stop)
        row = {"text": "x", "amount_minor": 1}
        self.assertEqual(echo.call("POST", "/api/v1/rows", row, key=str(uuid.uuid4())).status, 201)
        own.kill()
        for _ in range(5):
            answer = echo.call("GET", "/api/v1/rows/1")
            self.assertEqual((answer.status, answer.code), (503, "UNAVAILABLE"))
            self.assertIn("Retry-After", answer.headers)
        time.sleep(1.2)
        self.assertEqual(echo.call("GET", "/readyz").status, 503)
        self.assertEqual(echo.call("GET", "/livez").status, 200)
        own.start()
        self.assertLess(echo.wait_ready(5), 5 * paths.PATIENCE)
        self.assertEqual(echo.call("GET", "/api/v1/rows/1").status, 200)


if __name__ == "__main__":
    main()
