# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may do what: every route × every role, without a token, expired, of another station."""

import json
import re
import time

import api
from case import ServerCase, create_user, main

PASSWORD = "Correct-Horse-7-Battery"
NOWHERE = 999999999999


def operations():
    """(method, path with a number nobody has, operation) of every route in the document."""
    for template, methods in api.document().root["paths"].items():
        path = re.sub(r"\{[^}]+\}", str(NOWHERE), template)
        for method, operation in methods.items():
            yield method.upper(), path, operation


def body_of(operation):
    """A body that is no valid input of the route, so that nothing is ever changed."""
    return {"no_such_member": 1} if "requestBody" in operation else None


class Access(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles = {row["code"]: set(json.loads(row["permissions"])) for row in cls.database.sql(
            "SELECT code, to_json(permissions)::text AS permissions FROM roles ORDER BY code")}

    def call(self, client, method, path, operation):
        return client.request(method, path, body_of(operation), if_match=1,
                              idempotency_key="00000000-0000-4000-8000-000000000000")

    def test_every_role_may_exactly_what_its_permissions_say(self):
        for role, permissions in self.roles.items():
            create_user(self.database, f"the-{role}".replace("_", "-"), PASSWORD, role)
            client = self.sign_in(f"the-{role}".replace("_", "-"), PASSWORD, validate=False)
            for method, path, operation in operations():
                if path == "/api/v1/sessions" and method == "DELETE":
                    continue  # would end the session that asks
                if path == "/api/v1/sessions/current":
                    continue
                needed = operation.get("x-permission")
                answer = self.call(client, method, path, operation)
                allowed = needed is None or needed in permissions
                with self.subTest(role=role, route=f"{method} {path}"):
                    self.assertNotIn(answer.status, (401, 500), answer)
                    self.assertEqual(answer.status == 403, not allowed, answer)

    def test_nothing_without_a_token(self):
        for token in (None, "", "0" * 64, "Bearer"):
            client = self.client(validate=False)
            client.token = token
            for method, path, operation in operations():
                if operation.get("security") == []:
                    continue
                with self.subTest(token=token, route=f"{method} {path}"):
                    answer = self.call(client, method, path, operation)
                    self.assertEqual((answer.status, answer.code), (401, "NOT_SIGNED_IN"), answer)

    def test_an_expired_session_is_told_so(self):
        client = self.sign_in("admin", "Correct-Horse-7-Battery")
        self.database.sql("UPDATE sessions SET last_used_at = now() - interval '3 hours'"
                          " WHERE id = (SELECT max(id) FROM sessions)")
        self.wait_for_refusal(client, "SESSION_EXPIRED")

    def test_sign_out_everywhere_ends_all_sessions(self):
        create_user(self.database, "roamer", PASSWORD, "cashier")
        first, second = (self.sign_in("roamer", PASSWORD) for _ in range(2))
        self.assertStatus(first.delete("/api/v1/sessions"), 204)
        for client in (first, second):
            self.assertProblem(client.get("/api/v1/me"), 401, "NOT_SIGNED_IN")

    def wait_for_refusal(self, client, code):
        """The principal is remembered for two seconds."""
        for _ in range(60):
            answer = client.get("/api/v1/me")
            if answer.status != 200:
                break
            time.sleep(0.1)
        self.assertProblem(answer, 401, code)

    def test_five_wrong_passwords_lock_the_name_for_a_while(self):
        create_user(self.database, "victim", PASSWORD, "cashier")
        client = self.client()
        for _ in range(5):
            answer = client.post("/api/v1/sessions", {"username": "victim", "password": "wrong"})
            self.assertProblem(answer, 401, "WRONG_PASSWORD")
        answer = client.post("/api/v1/sessions", {"username": "victim", "password": PASSWORD})
        self.assertProblem(answer, 423, "USER_LOCKED")

    def test_an_unknown_name_is_told_like_a_wrong_password(self):
        client = self.client()
        known = client.post("/api/v1/sessions", {"username": "admin", "password": "wrong"})
        unknown = client.post("/api/v1/sessions", {"username": "nobody", "password": "wrong"})
        self.assertEqual(known.json["detail"], unknown.json["detail"])
        self.assertEqual(known.status, unknown.status)

    def test_every_member_a_caller_may_not_set_is_refused(self):
        """paid, role, branch, version …: read-only members of the answer sent as input."""
        schemas = api.document().root["components"]["schemas"]
        for method, path, operation in operations():
            content = operation.get("requestBody", {}).get("content", {})
            if "application/json" not in content:
                continue
            reference = content["application/json"]["schema"]["$ref"]
            name = reference.rsplit("/", 1)[1]
            record = schemas.get(re.sub(r"_(create|update)$", "", name), {}).get("properties", {})
            allowed = schemas[name].get("properties", {})
            client = self.superuser()
            for member in set(record) - set(allowed):
                with self.subTest(route=f"{method} {path}", member=member):
                    answer = client.request(method, path, {member: 1}, if_match=1,
                                            idempotency_key="00000000-0000-4000-8000-00000000000a")
                    self.assertEqual(answer.status, 400, answer)

    def superuser(self):
        """Somebody who may everything, so that the body is looked at."""
        if not hasattr(type(self), "_superuser"):
            everything = ",".join(sorted({operation["x-permission"]
                                          for _, _, operation in operations()
                                          if operation.get("x-permission")}))
            self.database.sql("SELECT set_config('siraj.actor', '-1', false);"
                              "INSERT INTO roles (code, name, name_en, permissions)"
                              f" VALUES ('everything', 'x', 'x', '{{{everything}}}')")
            create_user(self.database, "everybody", PASSWORD, "everything")
            type(self)._superuser = self.sign_in("everybody", PASSWORD, validate=False)
        return type(self)._superuser


class OtherStation(ServerCase):
    """Not one byte of a station that is not one's own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database.sql("""
            SELECT set_config('siraj.actor', '-1', false), set_config('siraj.stations', '*', false);
            INSERT INTO stations (branch_id, code, name) VALUES (1, 'S1', 'one'), (1, 'S2', 'two');
            INSERT INTO feeders (station_id, code, name)
                SELECT id, 'F', 'foreign-feeder' FROM stations;
            INSERT INTO boxes (feeder_id, code, name) SELECT id, 'B', 'foreign-box' FROM feeders;
            INSERT INTO routes (station_id, code, name)
                SELECT id, 'R' || id, 'foreign-route' FROM stations;
            INSERT INTO customers (number, name, class_id, station_id, mobile, updated_by)
                SELECT 'C' || s.code, 'foreign-' || s.code, 1, s.id, '+967777123456', -1
                FROM stations s;
            INSERT INTO accounts (number, customer_id, branch_id, station_id, class_id, updated_by)
                SELECT 'A' || c.number, c.id, 1, c.station_id, 1, -1 FROM customers c;
            INSERT INTO service_points (number, station_id, feeder_id, box_id, route_id,
                                        route_sequence, address, updated_by)
                SELECT 'P' || s.code, s.id, f.id, b.id, r.id, 1, 'foreign-' || s.code, -1
                FROM stations s JOIN feeders f ON f.station_id = s.id
                JOIN boxes b ON b.feeder_id = f.id JOIN routes r ON r.station_id = s.id;
            INSERT INTO meters (number, kind, station_id, updated_by)
                SELECT 'M' || code, 'conventional', id, -1 FROM stations;
        """)
        create_user(cls.database, "local", PASSWORD, "auditor")
        cls.database.sql("""
            SELECT set_config('siraj.actor', '-1', false);
            UPDATE users SET all_stations = false WHERE username = 'local';
            INSERT INTO user_stations SELECT u.id, s.id FROM users u, stations s
                WHERE u.username = 'local' AND s.code = 'S1'
        """)
        cls.local = cls.sign_in("local", PASSWORD, validate=False)

    def test_lists_and_single_records_show_only_the_own_station(self):
        ids = {table: {row["code"]: row["id"] for row in self.database.sql(
            f"SELECT s.code, x.id FROM {table} x JOIN stations s ON s.id = x.station_id")}
               for table in ("customers", "accounts", "service_points", "meters")}
        paths = {"customers": "customers", "accounts": "accounts", "service_points": "points",
                 "meters": "meters"}
        for table, path in paths.items():
            with self.subTest(path):
                everything = self.local.get(f"/api/v1/{path}")
                self.assertStatus(everything, 200)
                self.assertEqual(len(everything.json["items"]), 1, everything)
                self.assertNotIn("S2", everything.text)
                self.assertStatus(self.local.get(f"/api/v1/{path}/{ids[table]['S1']}"), 200)
                foreign = self.local.get(f"/api/v1/{path}/{ids[table]['S2']}")
                self.assertProblem(foreign, 404, "NOT_FOUND")
                self.assertNotIn("foreign-S2", foreign.text)

    def test_no_get_route_shows_a_foreign_byte(self):
        number = self.database.scalar("SELECT c.id FROM customers c WHERE c.number = 'CS2'")
        for template, methods in api.document().root["paths"].items():
            if "get" not in methods:
                continue
            path = re.sub(r"\{[^}]+\}", str(number), template)
            with self.subTest(path):
                answer = self.local.get(path)
                for mark in (b"CS2", b"PS2", b"MS2", b"foreign-S2"):
                    self.assertNotIn(mark, answer.body)

    def test_search_finds_only_the_own_station(self):
        for words in ("foreign", "777123456", "CS", "AC", "MS"):
            with self.subTest(words):
                answer = self.local.get("/api/v1/search", q=words)
                self.assertStatus(answer, 200)
                self.assertNotIn("S2", answer.text)


if __name__ == "__main__":
    main()
