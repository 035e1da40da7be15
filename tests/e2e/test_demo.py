#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The demonstration utility: made from a seed, the same each time, with books that are right."""

import configparser
import os
import tempfile

import api
import server
from case import DatabaseCase, main
from cluster import Cluster

ACCOUNTS = "120"
SUMS = """
SELECT (SELECT md5(string_agg(name || number || mobile, ',' ORDER BY number)) FROM customers)
           AS customers,
       (SELECT count(*) || ' ' || sum(value) FROM readings) AS readings,
       (SELECT count(*) || ' ' || sum(total_minor) FROM invoices) AS invoices,
       (SELECT count(*) || ' ' || sum(amount_minor) FROM payments) AS payments,
       (SELECT sum(receivable_minor) || ' ' || sum(advance_minor) FROM account_balances)
           AS balances
"""


class Demonstration(DatabaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        cls.printed = cls.make(cls.database, cls.folder).stdout
        cls.sums = cls.database.sql(SUMS)[0]

    @staticmethod
    def make(database, folder, seed="1", **options):
        return server.command("demo", "--accounts", ACCOUNTS, "--seed", seed, "--output", folder,
                              database=database, **options)

    def ini(self):
        parser = configparser.ConfigParser()
        parser.read(os.path.join(self.folder, "demonstration.ini"), encoding="utf-8")
        return parser

    def test_books_are_right_before_and_after_the_last_month(self):
        self.assertVerified()
        period = self.ini()["demonstration"]["period"]
        server.command("bill", "--cycle", "M", "--period", period, database=self.database)
        self.assertVerified()
        self.assertGreater(self.database.integer(
            f"SELECT count(*) FROM invoices WHERE period_key = '{period}'"), 60)

    def test_everything_is_there(self):
        for table, least in (("branches", 3), ("stations", 4), ("feeders", 6), ("boxes", 30),
                             ("routes", 8), ("customers", 120), ("tariffs", 6), ("users", 11)):
            with self.subTest(table):
                self.assertGreaterEqual(
                    self.database.integer(f"SELECT count(*) FROM {table}"), least)
        kinds = self.database.sql("SELECT DISTINCT kind FROM meters ORDER BY kind")
        self.assertEqual([row["kind"] for row in kinds], ["conventional", "smart", "sts"])
        self.assertEqual(self.database.integer(
            "SELECT count(DISTINCT date_trunc('month', read_on - 4)) FROM readings"
            " WHERE kind = 'periodic'"), 12)
        names = self.database.integer("SELECT count(*) FROM customers"
                                      " WHERE array_length(string_to_array(name, ' '), 1) < 2")
        self.assertEqual(names, 0)

    def test_files_and_sign_ins(self):
        files = os.listdir(os.path.join(self.folder, "demonstration"))
        self.assertIn("customers.csv", files)
        self.assertIn("meters.csv", files)
        self.assertEqual(len(files), 2 + 12 + 6)
        ini = self.ini()
        self.assertEqual(ini["demonstration"]["cycle"], "M")
        user, password = ini["demonstration"]["user"], ini["demonstration"]["password"]
        self.assertEqual(ini["users"][user], password)
        self.assertIn(password, self.printed)
        with server.Server(database=self.database) as running:
            client = api.Client(running.url)
            for name, word in ini["users"].items():
                client.sign_in(name, word)
            client.close()

    def test_a_second_one_is_refused(self):
        done = self.make(self.database, self.folder, expect=1)
        self.assertTrue(done.stderr)

    def test_a_seed_makes_the_same_utility(self):
        with tempfile.TemporaryDirectory() as folder, Cluster.shared().clone("migrated") as other:
            self.make(other, folder)
            self.assertEqual(self.sums, other.sql(SUMS)[0])
            for name in ("customers.csv", "meters.csv"):
                with open(os.path.join(folder, "demonstration", name), "rb") as first, \
                        open(os.path.join(self.folder, "demonstration", name), "rb") as second:
                    self.assertEqual(first.read(), second.read())


if __name__ == "__main__":
    main()
