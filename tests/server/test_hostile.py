# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input on every route that takes a body: 400 or 422 with a code, no crash, no row changed."""

import json
import re
import uuid

import api
from case import ServerCase, create_user, main

PASSWORD = "Correct-Horse-7-Battery"
NOWHERE = 999999999999

HOSTILE = [
    b"", b" ", b"null", b"[]", b"[1]", b"1", b'"text"', b"true", b"{", b"}", b"{}}", b"{} {}",
    b"[" * 100000, b'{"a":' * 50 + b"1" + b"}" * 50, b"{'a':1}", b"{a:1}", b"{\"a\":1,}",
    b'{"a":1,"a":2}', b'{"a":010}', b'{"a":+1}', b'{"a":.5}', b'{"a":1e400}', b'{"a":NaN}',
    b'{"a":18446744073709551616}', b'{"a":-9223372036854775809}', b'{/*c*/"a":1}',
    b'{"a":"\xff\xfe"}', b'{"a":"\xed\xa0\x80"}', b'{"a":"x\\u0000y"}', b'{"\\u0000":1}',
    b'{"a":"\\ud800"}', b'\xef\xbb\xbf{}', b"\x00", b'{"a":"\x01"}', b'{"__proto__":{}}',
    b'{"no_such_member":1}',
]

EDGES = [9223372036854775807, -9223372036854775808, 9223372036854775808, -1, 1.5, "1", True, None,
         [], {}, 4611686018427387904, 2 ** 53]


def writing_routes():
    for template, methods in api.document().root["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                name = content["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
                yield method.upper(), re.sub(r"\{[^}]+\}", str(NOWHERE), template), name


class Hostile(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        everything = ",".join(sorted({
            operation["x-permission"] for methods in api.document().root["paths"].values()
            for operation in methods.values() if operation.get("x-permission")}))
        cls.database.sql("SELECT set_config('siraj.actor', '-1', false);"
                         "INSERT INTO roles (code, name, name_en, permissions)"
                         f" VALUES ('everything', 'x', 'x', '{{{everything}}}')")
        create_user(cls.database, "everybody", PASSWORD, "everything")
        cls.caller = cls.sign_in("everybody", PASSWORD, validate=False)
        cls.schemas = api.document().root["components"]["schemas"]

    def changes(self):
        """Everything that a request could have left behind."""
        return self.database.scalar(
            "SELECT (SELECT count(*) FROM audit_log) + (SELECT count(*) FROM readings)"
            " + (SELECT count(*) FROM payments) + (SELECT count(*) FROM journal_entries)")

    def send(self, method, path, body):
        return self.caller.request(method, path, body, if_match=1,
                                   idempotency_key=str(uuid.uuid4()))

    def test_hostile_documents(self):
        before = self.changes()
        for method, path, _ in writing_routes():
            for body in HOSTILE:
                with self.subTest(route=f"{method} {path}", body=body[:40]):
                    answer = self.send(method, path, body)
                    self.assertIn(answer.status, (400, 422), answer)
                    self.assertTrue(answer.code, answer)
        self.assertEqual(self.changes(), before)
        self.assertTrue(self.server.is_ready())

    def example(self, name):
        """A body with every required member in a harmless value."""
        schema = self.schemas[name]
        return {member: self.value_of(schema["properties"][member])
                for member in schema.get("required", ())}

    def value_of(self, schema):
        if "$ref" in schema:
            return self.example(schema["$ref"].rsplit("/", 1)[1])
        kinds = schema.get("type", "object")
        kind = kinds if isinstance(kinds, str) else kinds[0]
        if "enum" in schema:
            return schema["enum"][0]
        if schema.get("format") == "date":
            return "2025-01-01"
        if schema.get("format") == "date-time":
            return "2025-01-01T00:00:00Z"
        if kind == "array":
            return [self.value_of(schema["items"])]
        return {"integer": NOWHERE, "string": "x", "boolean": False, "object": {}}.get(kind)

    def test_edges_of_every_number(self):
        """Refused, or kept to the last digit."""
        before, kept = int(self.changes()), 0
        for method, path, name in writing_routes():
            for member, schema in self.schemas[name].get("properties", {}).items():
                if "integer" not in str(schema.get("type")):
                    continue
                for value in EDGES:
                    with self.subTest(route=f"{method} {path}", member=member, value=value):
                        body = self.example(name) | {member: value}
                        answer = self.send(method, path, json.dumps(body).encode())
                        self.assertLess(answer.status, 500, answer)
                        if answer.status < 300:
                            kept += 1
                            self.assertEqual(answer.json[member], value)
        self.assertEqual(int(self.changes()), before + kept)

    def test_wrong_type_of_every_member_names_it(self):
        for method, path, name in writing_routes():
            for member, schema in self.schemas[name].get("properties", {}).items():
                with self.subTest(route=f"{method} {path}", member=member):
                    wrong = 5 if "string" in str(schema.get("type")) else "five"
                    body = self.example(name) | {member: wrong}
                    answer = self.send(method, path, json.dumps(body).encode())
                    self.assertEqual(answer.status, 400, answer)
                    if "$ref" not in schema:
                        self.assertEqual(answer.json.get("field"), member, answer)

    def test_texts_that_are_too_long_are_refused(self):
        answer = self.send("POST", "/api/v1/customers", json.dumps(
            self.example("customer_create") | {"name": "ا" * 5000}).encode())
        self.assertProblem(answer, 400, "OUT_OF_RANGE" if answer.code == "OUT_OF_RANGE"
                           else "INVALID_VALUE", "name")

    def test_unknown_query_parameters_are_refused(self):
        answer = self.caller.get("/api/v1/customers", no_such="1")
        self.assertProblem(answer, 400, "UNKNOWN_MEMBER", "no_such")

    def test_bad_list_parameters(self):
        for query in ({"limit": "0"}, {"limit": "201"}, {"limit": "x"}, {"sort": "no_such"},
                      {"after": "garbage"}, {"before": "=="}):
            with self.subTest(query):
                answer = self.caller.get("/api/v1/customers", **query)
                self.assertEqual(answer.status, 400, answer)

    def test_ids_that_are_no_ids(self):
        for text in ("0", "-1", "x", "1.0", "9223372036854775808", "%00", "1%2F2"):
            with self.subTest(text):
                answer = self.caller.get(f"/api/v1/customers/{text}")
                self.assertIn(answer.status, (400, 404), answer)


if __name__ == "__main__":
    main()
