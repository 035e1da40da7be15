# SPDX-License-Identifier: GPL-3.0-or-later
"""The OpenAPI document: whole in itself, complete, and clean to a public linter."""

import json
import os
import re
import subprocess
import tempfile

import api
import paths
from case import ServerCase, main

LINTER = os.path.join(paths.BUILD, "node", "node_modules", ".bin", "redocly")


class OpenApi(ServerCase):
    def test_the_server_serves_what_the_command_prints(self):
        answer = self.client().get("/api/v1/openapi.json")
        self.assertStatus(answer, 200)
        self.assertEqual(answer.json, api.document().root)

    def test_every_reference_leads_somewhere(self):
        root = api.document().root
        for reference in re.findall(r'"\$ref": ?"#/([^"]+)"', json.dumps(root)):
            place = root
            for part in reference.split("/"):
                self.assertIn(part, place, reference)
                place = place[part]

    def test_every_operation_has_a_name_a_summary_and_its_problems(self):
        names = set()
        for path, methods in api.document().root["paths"].items():
            for method, operation in methods.items():
                with self.subTest(f"{method} {path}"):
                    self.assertNotIn(operation["operationId"], names)
                    names.add(operation["operationId"])
                    self.assertTrue(operation["summary"])
                    self.assertIn("default", operation["responses"])

    def test_a_public_linter_finds_nothing(self):
        self.assertTrue(os.path.exists(LINTER), "redocly is missing; ./dev test installs it")
        with tempfile.TemporaryDirectory() as directory:
            document = os.path.join(directory, "openapi.json")
            with open(document, "w", encoding="utf-8") as out:
                json.dump(api.document().root, out)
            done = subprocess.run([LINTER, "lint", "openapi.json"], cwd=directory, text=True,
                                  capture_output=True, timeout=100 * paths.PATIENCE,
                                  env=os.environ | {"REDOCLY_TELEMETRY": "off", "CI": "true"})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    main()
