# SPDX-License-Identifier: GPL-3.0-or-later
"""Ids of another station on every route: nothing of them is shown, and nothing is done to them."""

import json
import re
import unittest
import uuid

import api
import cluster
import generate
import server
from books import Books, payment
from case import create_user, main

PASSWORD = "Correct-Horse-7-Battery"
ACCOUNTS = 60
OWN, FOREIGN = 1, 2  # stations

# The member of a path before {id}, or the name of a body's member: what it is the id of.
TABLES = {
    "customers": "customers", "accounts": "accounts", "points": "service_points",
    "agreements": "service_agreements", "meters": "meters", "readings": "readings",
    "registers": "registers", "invoices": "invoices", "payments": "payments",
    "feeders": "feeders", "boxes": "boxes", "routes": "routes", "exceptions": "billing_exceptions",
    "journal-entries": "journal_entries", "stations": "stations",
    "customer_id": "customers", "account_id": "accounts", "service_point_id": "service_points",
    "meter_id": "meters", "old_meter_id": "meters", "new_meter_id": "meters",
    "register_id": "registers", "feeder_id": "feeders", "box_id": "boxes", "route_id": "routes",
    "station_id": "stations", "invoice_id": "invoices",
}
# A row of the foreign station in each table.
OF_STATION = {
    "service_agreements": "JOIN accounts a ON a.id = x.account_id WHERE a.station_id",
    "readings": "JOIN accounts a ON a.id = x.account_id WHERE a.station_id",
    "registers": "JOIN accounts a ON a.id = x.account_id WHERE a.station_id",
    "payments": "JOIN accounts a ON a.id = x.account_id WHERE a.station_id",
    "billing_exceptions": "JOIN accounts a ON a.id = x.account_id WHERE a.station_id",
    "boxes": "JOIN feeders f ON f.id = x.feeder_id WHERE f.station_id",
    "stations": "WHERE x.id",
}
# So that nothing but the foreign id is wrong.
GOOD = {"class_id": 1, "tariff_id": 1, "cycle_id": 1, "method_id": 1, "branch_id": 1,
        "mobile": "777123456", "period_key": "2025-09", "state": "waived"}
DONE = ("SELECT (SELECT count(*) FROM audit_log) AS c, (SELECT count(*) FROM readings) AS r,"
        " (SELECT count(*) FROM payments) AS p, (SELECT count(*) FROM journal_entries) AS j,"
        " (SELECT count(*) FROM invoices) AS i")


def harmless(schemas, schema, chosen):
    """A body with every required member, ids as @chosen says."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[1]]
    if schema.get("enum"):
        return schema["enum"][0]
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        return {name: chosen.get(TABLES.get(name)) or GOOD.get(name)
                or harmless(schemas, part, chosen)
                for name, part in schema.get("properties", {}).items()
                if name in schema.get("required", ()) or name in chosen["members"]}
    if kind == "array":
        return [harmless(schemas, schema["items"], chosen)]
    if schema.get("format") == "date":
        return "2025-09-10"
    return {"integer": 1000, "string": "nothing", "boolean": False}[kind]


class Foreign(unittest.TestCase):
    """A billed utility of three stations, and somebody who may do everything at one of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = cluster.Cluster.shared().clone()
        cls.addClassCleanup(cls.database.drop)
        generate.utility(cls.database, ACCOUNTS)
        cls.database.sql("UPDATE registers SET latest_date = billed_date WHERE account_id IN"
                         f" (SELECT max(id) FROM accounts WHERE station_id = {FOREIGN})")
        server.command("bill", "--cycle", "M", "--period", "2025-08", database=cls.database)
        cls.root = api.document().root
        cls.schemas = cls.root["components"]["schemas"]
        cls.hire()
        cls.server = server.Server(database=cls.database)
        cls.addClassCleanup(cls.server.remove)
        cls.server.start()
        cls.local = cls.caller("local")
        cls.pay()
        cls.foreign = {table: cls.one(table, FOREIGN) for table in set(TABLES.values())}
        cls.own = {table: cls.one(table, OWN) for table in set(TABLES.values())}

    @classmethod
    def hire(cls):
        permissions = {operation["x-permission"] for methods in cls.root["paths"].values()
                       for operation in methods.values() if operation.get("x-permission")}
        cls.database.sql(f"""
            SELECT set_config('siraj.actor', '-1', false);
            INSERT INTO roles (code, name, name_en, permissions)
            VALUES ('everything', 'x', 'x', '{{{",".join(sorted(permissions))}}}')""")
        for name in ("local", "everybody"):
            create_user(cls.database, name, PASSWORD, "everything")
        cls.database.sql(f"""
            SELECT set_config('siraj.actor', '-1', false);
            UPDATE users SET all_stations = false WHERE username = 'local';
            INSERT INTO user_stations SELECT id, {OWN} FROM users WHERE username = 'local'""")

    @classmethod
    def caller(cls, name):
        client = api.Client(cls.server.url, validate=False)
        cls.addClassCleanup(client.close)
        client.sign_in(name, PASSWORD)
        return client

    @classmethod
    def pay(cls):
        books, everybody = Books.__new__(Books), cls.caller("everybody")
        books.database = cls.database
        for station in (OWN, FOREIGN):
            account = cls.one("accounts", station)
            answer = everybody.post("/api/v1/payments", payment(books, account, 100), key=True)
            assert answer.status == 201, answer

    @classmethod
    def one(cls, table, station):
        where = OF_STATION.get(table, "WHERE x.station_id")
        return cls.database.integer(f"SELECT min(x.id) FROM {table} x {where} = {station}")

    def marks(self):
        """What would give the foreign station away."""
        rows = self.database.sql(f"""
            SELECT c.name, c.mobile, a.number AS account, p.number AS point
            FROM accounts a JOIN customers c ON c.id = a.customer_id
            JOIN service_agreements g ON g.account_id = a.id
            JOIN service_points p ON p.id = g.service_point_id
            WHERE a.station_id = {FOREIGN}""")
        own = self.database.sql(f"SELECT name FROM customers WHERE station_id <> {FOREIGN}")
        shared = {row["name"] for row in own}
        return {text for row in rows for text in row.values()} - shared

    def test_no_list_and_no_record_shows_a_foreign_byte(self):
        marks, looked = self.marks(), 0
        self.assertGreater(len(marks), 30)
        for template, methods in self.root["paths"].items():
            room = template.split("/")[3]
            if "get" not in methods or room == "audit" or ("{id}" in template
                                                           and room not in TABLES):
                continue
            path = template.replace("{id}", str(self.foreign.get(TABLES.get(room))))
            for query in ({}, {"format": "csv"}, {"from_": "2025-01-01", "to": "2026-12-31"}):
                with self.subTest(path, query=query):
                    answer = self.local.get(path, **query)
                    looked += answer.status == 200
                    if answer.body.startswith(b"%PDF-") and "{id}" not in template:
                        continue  # its object numbers look like anything
                    text = answer.body.decode("utf-8", "replace")
                    self.assertEqual([mark for mark in marks if mark in text], [], answer)
                    if "{id}" in template and room != "stations" and answer.status == 200:
                        self.assertEqual(self.rows_of(answer, query), 0, answer)
        self.assertGreater(looked, 20)

    @staticmethod
    def rows_of(answer, query):
        if query.get("format") == "csv":
            return len(answer.body.splitlines()) - 1
        return len(answer.json["items"])

    def send(self, method, path, body):
        return self.local.request(method, path, body, if_match=1,
                                  idempotency_key=str(uuid.uuid4()))

    def test_nothing_is_done_to_a_foreign_record(self):
        before = self.database.sql(DONE)
        for method, template, operation in self.writing():
            room = template.split("/")[3]
            if "{id}" not in template or room not in TABLES or room == "stations":
                continue
            path = template.replace("{id}", str(self.foreign[TABLES[room]]))
            body = self.body_of(operation, {**self.own, "members": ()})
            with self.subTest(f"{method} {template}"):
                answer = self.send(method, path, body)
                self.assertIn(answer.status, (400, 403, 404, 422), answer)
        self.assertEqual(self.database.sql(DONE), before)

    def test_no_foreign_record_is_drawn_into_one_s_own(self):
        before = self.database.sql(DONE)
        for method, template, operation in self.writing():
            for member in self.references(operation):
                table = TABLES[member]
                path = re.sub(r"\{id\}", str(self.own.get(TABLES.get(template.split("/")[3]), 1)),
                              template)
                chosen = {**self.own, table: self.foreign[table], "members": (member,)}
                with self.subTest(f"{method} {template}", member=member):
                    answer = self.send(method, path, self.body_of(operation, chosen))
                    self.assertIn(answer.status, (400, 403, 404, 409, 412, 422), answer)
        self.assertEqual(self.database.sql(DONE), before)

    def writing(self):
        for template, methods in self.root["paths"].items():
            for method, operation in methods.items():
                if method != "get" and not template.startswith(("/api/v1/sessions", "/api/v1/me")):
                    yield method.upper(), template, operation

    def schema_of(self, operation):
        content = operation.get("requestBody", {}).get("content", {})
        return content.get("application/json", {}).get("schema")

    def body_of(self, operation, chosen):
        schema = self.schema_of(operation)
        return None if schema is None else json.dumps(
            harmless(self.schemas, schema, chosen)).encode()

    def references(self, operation):
        schema = self.schema_of(operation) or {}
        if "$ref" in schema:
            schema = self.schemas[schema["$ref"].rsplit("/", 1)[1]]
        return [name for name in schema.get("properties", ()) if name in TABLES]


if __name__ == "__main__":
    main()
