# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit trail: who, before and after; closed to everybody; one changed byte shows."""

import json
import time

import server
from case import ServerCase, main
from cluster import SqlError


class Audit(ServerCase):
    def sealed(self):
        """Waits until the worker has sealed everything there is."""
        for _ in range(100):
            rest = self.database.integer(
                "SELECT count(*) FROM audit_log WHERE xid >="
                " COALESCE((SELECT to_xid FROM audit_seals ORDER BY id DESC LIMIT 1), '0'::xid8)")
            if rest == 0:
                return
            time.sleep(0.1)
        self.fail(f"{rest} rows are not sealed")

    def test_a_change_has_author_request_before_and_after(self):
        made = self.assertStatus(
            self.api.post("/api/v1/branches", {"code": "07", "name": "قبل"}), 201)
        self.assertStatus(self.api.patch(f"/api/v1/branches/{made.json['id']}", {"name": "بعد"},
                                         version=1), 200)
        rows = self.api.get("/api/v1/audit", subject="branches", subject_id=made.json["id"],
                            sort="-at").json["items"]
        self.assertEqual(len(rows), 2)
        self.assertIn("قبل", rows[0]["before"])
        self.assertIn("بعد", rows[0]["after"])
        self.assertIsNone(rows[1]["before"])
        self.assertEqual(rows[0]["actor_name"], "admin")
        self.assertEqual(rows[0]["subject_name"], "07 بعد")
        self.assertRegex(rows[0]["request_id"], "^[0-9a-f-]{36}$")

    def test_what_a_row_refers_to_has_its_name(self):
        branch = self.assertStatus(
            self.api.post("/api/v1/branches", {"code": "09", "name": "فرع المدينة"}), 201).json
        station = self.assertStatus(
            self.api.post("/api/v1/stations", {"branch_id": branch["id"], "code": "91",
                                               "name": "محطة حدة"}), 201).json
        row = self.api.get("/api/v1/audit", subject="stations",
                           subject_id=station["id"]).json["items"][0]
        self.assertEqual(json.loads(row["names"]), {f"branch_id:{branch['id']}": "فرع المدينة"})
        row = self.api.get("/api/v1/audit", subject="branches",
                           subject_id=branch["id"]).json["items"][0]
        self.assertIsNone(row["names"])

    def test_every_audited_reference_has_a_name_or_needs_none(self):
        """A new column that refers to a record is named in audit_name(), or stands here."""
        unnamed = {"job_id"}
        members = self.database.scalar(
            "SELECT string_agg(DISTINCT c.column_name, ' ') FROM information_schema.columns c"
            " JOIN pg_trigger t ON t.tgrelid = format('%I.%I', c.table_schema, c.table_name)"
            "::regclass WHERE t.tgname = 'audit' AND c.column_name LIKE '%\\_id'")
        source = self.database.scalar("SELECT prosrc FROM pg_proc WHERE proname = 'audit_name'")
        self.assertIn("station_id", members)
        for member in members.split():
            self.assertTrue(member in unnamed or f"'{member}'" in source, member)

    def test_passwords_never_stand_in_the_trail(self):
        self.assertEqual(self.database.integer(
            "SELECT count(*) FROM audit_log WHERE after::text LIKE '%argon2%'"
            " OR after ? 'password_hash'"), 0)

    def test_a_change_without_an_actor_is_refused(self):
        with self.assertRaisesRegex(SqlError, "without an actor"):
            self.database.sql("SET ROLE siraj_app; UPDATE branches SET name = 'x'")

    def test_the_trail_is_closed_to_the_program(self):
        for attack in ("DELETE FROM audit_log", "UPDATE audit_log SET action = 'x'",
                       "TRUNCATE audit_log", "DELETE FROM audit_seals", "DROP TABLE audit_log",
                       "ALTER TABLE audit_log DISABLE TRIGGER ALL",
                       "INSERT INTO audit_seals VALUES (9, '0', '1', 1, '')"):
            for role in ("siraj_app", "siraj_work"):
                with self.subTest(attack=attack, role=role):
                    with self.assertRaises(SqlError):
                        self.database.sql(f"SET ROLE {role}; {attack}")

    def test_one_changed_byte_shows(self):
        self.api.post("/api/v1/branches", {"code": "08", "name": "فرع"})
        self.sealed()
        server.command("verify", database=self.database)
        self.database.sql("ALTER TABLE audit_log DISABLE TRIGGER append_only;"
                          "UPDATE audit_log SET action = 'y'"
                          " WHERE id = (SELECT min(id) FROM audit_log)")
        done = server.command("verify", database=self.database, expect=1)
        self.assertIn("seal 1", done.stdout)


if __name__ == "__main__":
    main()
