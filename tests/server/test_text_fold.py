# SPDX-License-Identifier: GPL-3.0-or-later
"""The SQL function text_fold gives the bytes of the table that the C function is held to."""

import json
import os

import paths
from case import DatabaseCase, main

TABLE = os.path.join(paths.SOURCE, "tests", "common", "fold.tsv")
MIGRATION = os.path.join(paths.SOURCE, "server", "sql", "migrations", "0002_text_fold.sql")


def rows():
    with open(TABLE, encoding="utf-8", newline="\n") as table:
        for line in table:
            if line.strip("\n") and not line.startswith("#"):
                typed, folded = line.rstrip("\n").split("\t")
                yield json.loads(f'"{typed}"'), folded


def literal(text):
    """An SQL expression that survives every character, control characters too."""
    return f"convert_from('\\x{text.encode('utf-8').hex()}', 'UTF8')"


class TextFold(DatabaseCase):
    template = "empty"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with open(MIGRATION, encoding="utf-8") as migration:
            cls.database.sql(migration.read())

    def test_the_table(self):
        for typed, folded in rows():
            with self.subTest(typed=typed):
                found = self.database.scalar(
                    f"SELECT encode(convert_to(text_fold({literal(typed)}), 'UTF8'), 'hex')")
                self.assertEqual(bytes.fromhex(found or "").decode("utf-8"), folded)

    def test_null_stays_null(self):
        self.assertIsNone(self.database.scalar("SELECT text_fold(NULL)"))


if __name__ == "__main__":
    main()
