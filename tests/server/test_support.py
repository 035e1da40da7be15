# SPDX-License-Identifier: GPL-3.0-or-later
"""The pieces the other tests stand on: validator, bad network, cluster."""

import http.server
import json
import threading
import time
import unittest

import cluster
from api import Client
from case import main
from proxy import Proxy
from schema import Document

ANSWER = {
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "from": {"type": ["string", "null"], "format": "date"},
        "kind": {"$ref": "#/components/schemas/Kind"},
        "lines": {"type": "array", "items": {"type": "integer"}},
    },
}
DOCUMENT = Document(json.dumps({
    "paths": {"/a/{id}": {"get": {"responses": {
        "200": {"content": {"application/json": {"schema": ANSWER}}}, "204": {}, "5XX": {}}}}},
    "components": {"schemas": {"Kind": {"enum": ["month", "day"]}}},
}))


class Validator(unittest.TestCase):
    def faults(self, value, status=200, content_type="application/json; charset=utf-8"):
        return DOCUMENT.check_answer("GET", "/a/7?x=1", status, content_type, json.dumps(value))

    def test_a_good_answer_has_no_fault(self):
        self.assertEqual(self.faults({"id": 1, "from": None, "kind": "day", "lines": [1, 2]}), [])

    def test_each_fault_is_found(self):
        for wrong in ({}, {"id": 0}, {"id": "1"}, {"id": True}, {"id": 1, "from": "1.2.2025"},
                      {"id": 1, "kind": "year"}, {"id": 1, "lines": ["x"]}, {"id": 1, "more": 1}):
            with self.subTest(wrong=wrong):
                self.assertEqual(len(self.faults(wrong)), 1)

    def test_status_and_type_are_held_to_the_document(self):
        self.assertTrue(self.faults({"id": 1}, status=409))
        self.assertTrue(self.faults({"id": 1}, status=204))
        self.assertTrue(self.faults({"id": 1}, content_type="text/html"))


class _Counter(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.requests += 1
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_):
        pass


class BadNetwork(unittest.TestCase):
    def setUp(self):
        self.peer = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Counter)
        self.peer.daemon_threads = True
        self.peer.requests = 0
        threading.Thread(target=self.peer.serve_forever, daemon=True).start()
        self.proxy = Proxy(self.peer.server_port)
        self.client = Client(self.proxy.url, validate=False, timeout_s=5)

    def tearDown(self):
        self.client.close()
        self.proxy.close()
        self.peer.shutdown()
        self.peer.server_close()

    def test_it_passes_requests_through(self):
        self.assertEqual(self.client.get("/").text, "ok")
        self.assertEqual(self.client.get("/").text, "ok")

    def test_a_lost_answer_was_a_request_that_arrived(self):
        self.proxy.lose_answers = 1
        with self.assertRaises(OSError):
            self.client.get("/")
        self.assertEqual(self.peer.requests, 1)
        self.assertEqual(self.client.get("/").text, "ok")

    def test_a_duplicate_arrives_twice(self):
        self.proxy.duplicates = 1
        self.client.get("/")
        deadline = time.monotonic() + 5
        while self.peer.requests < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual(self.peer.requests, 2)

    def test_open_connections_can_be_broken(self):
        self.client.get("/")
        self.proxy.cut_all()
        self.assertEqual(self.client.get("/").text, "ok")

    def test_a_request_may_be_cut(self):
        self.proxy.cut_after = 10
        with self.assertRaises(OSError):
            self.client.get("/")
        self.assertEqual(self.peer.requests, 0)


class Databases(unittest.TestCase):
    def test_a_session_keeps_its_lock(self):
        with cluster.Cluster.shared().clone("empty") as database:
            database.sql("CREATE TABLE t (id int, name text); INSERT INTO t VALUES (1, NULL)")
            self.assertEqual(database.sql("SELECT * FROM t"), [{"id": "1", "name": None}])
            with database.session() as holder:
                holder.execute("BEGIN; SELECT * FROM t FOR UPDATE")
                with self.assertRaisesRegex(cluster.SqlError, "could not obtain lock"):
                    database.sql("SELECT * FROM t FOR UPDATE NOWAIT")
            database.sql("SELECT * FROM t FOR UPDATE NOWAIT")

    def test_a_killed_cluster_comes_back_with_every_commit(self):
        own = cluster.Cluster()
        self.addCleanup(own.remove)
        own.start()
        database = own.clone("empty")
        database.sql("CREATE TABLE t AS SELECT * FROM generate_series (1, 1000) AS id")
        own.kill()
        own.start()
        self.assertEqual(database.integer("SELECT count(*) FROM t"), 1000)


if __name__ == "__main__":
    main()
