# SPDX-License-Identifier: GPL-3.0-or-later
"""Payments while the database dies, answers get lost, the server stops or the disk is full: what
was acknowledged is there, what was tried again is there once, and nobody has to repair anything."""

import concurrent.futures
import contextlib
import http.client
import os
import threading
import time
import unittest
import uuid

import cluster
import disk
import paths
import runs
import server
from api import Client
from books import Books, payment
from case import DatabaseCase, ServerCase, create_user, main
from proxy import Proxy

PASSWORD = "Correct-Horse-7-Battery"
ROUTE = "/api/v1/payments"
AMOUNT = 100
WELL_S = 5 * paths.PATIENCE
LOST = (OSError, http.client.HTTPException)


class Cashier:
    """Takes payments, one after the other, and gives up none: each keeps its key until an answer
    comes."""

    def __init__(self, url, token, body):
        self.client = Client(url, validate=False, timeout_s=20)
        self.client.token = token
        self.body = body
        self.receipts = []
        self.tried_again = 0

    def pay(self):
        """One payment, tried until its receipt is in hand."""
        key = str(uuid.uuid4())
        deadline = time.monotonic() + 60 * paths.PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(*LOST):
                answer = self.client.post(ROUTE, self.body, key)
                if answer.status == 201:
                    self.receipts.append(answer.json["number"])
                    return
                if answer.status != 503 and answer.code != "KEY_IN_PROGRESS":
                    raise AssertionError(answer)
            self.tried_again += 1
            time.sleep(0.05)
        raise AssertionError("no receipt within a minute")

    def pay_until(self, stopped):
        while not stopped.is_set():
            self.pay()


class OutageCase(unittest.TestCase):
    """A server on a database that belongs to the test alone."""

    random = DatabaseCase.random

    def open_server(self, database, **place):
        """A server with a cashier, and an account that owes."""
        server.command("create-user", "--username", "cashier", "--role", "cashier",
                       input=PASSWORD + "\n", **(place or {"database": database}))
        self.database = database
        self.server = server.Server(**(place or {"database": database}))
        self.addCleanup(self.server.remove)
        self.server.start()
        self.books = Books(database)
        self.account = self.books.account()
        self.books.invoice(self.account)

    def sign_in(self):
        client = Client(self.server.url)
        self.addCleanup(client.close)
        client.sign_in("cashier", PASSWORD)
        return client

    def cashiers(self, count, url=None):
        token = self.sign_in().token
        body = payment(self.books, self.account, AMOUNT)
        made = [Cashier(url or self.server.url, token, body) for _ in range(count)]
        for cashier in made:
            self.addCleanup(cashier.client.close)
        return made

    def seconds_until_well(self, client):
        """How long requests are still refused with 503; the server's own process never changed."""
        begun = time.monotonic()
        while time.monotonic() < begun + 60 * paths.PATIENCE:
            with contextlib.suppress(*LOST):
                answer = client.get("/api/v1/payment-methods")
                if answer.status == 200:
                    return time.monotonic() - begun
                self.assertEqual(answer.status, 503, answer)
            time.sleep(0.05)
        raise AssertionError(f"not well again\n{self.server.log()[-4000:]}")

    def assertEachOnce(self, cashiers):
        """As many payments as receipts were handed out, and no others; the books are right."""
        handed_out = sorted(number for cashier in cashiers for number in cashier.receipts)
        rows = self.database.sql("SELECT number, amount_minor FROM payments ORDER BY number")
        self.assertEqual([row["number"] for row in rows], handed_out)
        self.assertEqual({row["amount_minor"] for row in rows}, {str(AMOUNT)})
        self.assertEqual(len(set(handed_out)), len(handed_out))
        server.command("verify", database=self.database)


class DatabaseKilled(OutageCase):
    def setUp(self):
        self.cluster = cluster.Cluster()
        self.addCleanup(self.cluster.remove)
        self.cluster.start()
        self.open_server(self.cluster.clone())

    def crash(self, client):
        self.cluster.kill()
        answer = client.get("/api/v1/payment-methods")
        self.assertEqual((answer.status, answer.code), (503, "UNAVAILABLE"))
        self.assertIn("retry-after", answer.headers)
        self.cluster.start()
        took_s = self.seconds_until_well(client)
        print(f"# well again after {took_s:.1f} s", flush=True)
        self.assertLess(took_s, WELL_S)

    def test_payments_survive_and_the_server_heals(self):
        random = self.random()
        client, cashiers = self.sign_in(), self.cashiers(4)
        pid, stopped = self.server.process.pid, threading.Event()
        with concurrent.futures.ThreadPoolExecutor(len(cashiers)) as pool:
            jobs = [pool.submit(cashier.pay_until, stopped) for cashier in cashiers]
            try:
                for _ in range(4):
                    time.sleep(random.uniform(0.2, 0.8))
                    self.crash(client)
                time.sleep(0.3)
            finally:
                stopped.set()
            for job in jobs:
                job.result()
        self.assertEqual(self.server.process.pid, pid)
        self.assertIsNone(self.server.process.poll())
        self.assertGreater(sum(cashier.tried_again for cashier in cashiers), 0)
        print(f"# {sum(len(cashier.receipts) for cashier in cashiers)} payments", flush=True)
        self.assertEachOnce(cashiers)


class BadNetwork(OutageCase):
    """The proxy loses answers and sends requests twice: receipts equal intents."""

    def setUp(self):
        database = cluster.Cluster.shared().clone()
        self.addCleanup(database.drop)
        self.open_server(database)

    def test_receipts_equal_intents(self):
        random = self.random()
        with Proxy(self.server.port) as proxy:
            cashiers = self.cashiers(4, proxy.url)
            intents = 40
            with concurrent.futures.ThreadPoolExecutor(len(cashiers)) as pool:
                jobs = [pool.submit(cashier.pay) for cashier in cashiers * (intents // 4)]
                while not all(job.done() for job in jobs):
                    proxy.lose_answers += random.randrange(2)
                    proxy.duplicates += random.randrange(2)
                    if random.randrange(10) == 0:
                        proxy.cut_all()
                    time.sleep(0.03)
                for job in jobs:
                    job.result()
        self.assertEqual(sum(len(cashier.receipts) for cashier in cashiers), intents)
        self.assertGreater(sum(cashier.tried_again for cashier in cashiers), 0)
        self.assertEachOnce(cashiers)


class Keys(ServerCase):
    def test_five_keys_fifty_times_each_at_once(self):
        create_user(self.database, "cashier", PASSWORD, "cashier")
        books = Books(self.database)
        account = books.account()
        token = self.sign_in("cashier", PASSWORD).token
        keys = [str(uuid.uuid4()) for _ in range(5)]
        body = payment(books, account, AMOUNT)
        answers = {key: [] for key in keys}

        def send(key):
            client = self.client()
            client.token = token
            while (answer := client.post(ROUTE, body, key)).status == 409:
                self.assertEqual(answer.code, "KEY_IN_PROGRESS")
            answers[key].append(answer)
            client.close()

        with concurrent.futures.ThreadPoolExecutor(50) as pool:
            for job in [pool.submit(send, key) for key in keys * 50]:
                job.result()
        for key in keys:
            self.assertEqual([answer.status for answer in answers[key]], [201] * 50)
            self.assertEqual(len({answer.body for answer in answers[key]}), 1)
        self.assertEqual(len({answers[key][0].json["number"] for key in keys}), len(keys))
        self.assertEqual(self.database.integer("SELECT count(*) FROM payments"), len(keys))
        self.assertEqual(books.balance(account), (0, len(keys) * AMOUNT))
        self.assertVerified()


class DiskFull(OutageCase):
    """A private database on a small disk of its own."""

    SIZE_MIB = 220

    def setUp(self):
        self.mount = disk.small(self, self.SIZE_MIB)
        data_dir = os.path.join(self.mount, "data")
        self.open_server(runs.PrivateDatabase(data_dir), data_dir=data_dir)

    def pay_until_refused(self, cashier):
        """Payments go through while there is room in files that exist; answers the refusal."""
        for _ in range(1000):
            answer = cashier.client.post(ROUTE, cashier.body, key=True)
            if answer.status != 201:
                return answer
            cashier.receipts.append(answer.json["number"])
        return self.fail("a thousand payments found room on a full disk")

    def test_it_is_unavailable_and_then_well(self):
        client, cashiers = self.sign_in(), self.cashiers(1)
        cashiers[0].pay()
        disk.fill(self.mount)
        deadline = time.monotonic() + WELL_S
        while self.server.is_ready() and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertFalse(self.server.is_ready(), "ready on a full disk")
        refusal = self.pay_until_refused(cashiers[0])
        self.assertEqual((refusal.status, refusal.code), (503, "UNAVAILABLE"))
        self.assertIsNone(self.server.process.poll())
        disk.give_back(self.mount)
        self.assertLess(self.seconds_until_well(client), WELL_S)
        self.server.wait_ready(5)
        cashiers[0].pay()
        print(f"# {len(cashiers[0].receipts)} payments", flush=True)
        self.assertEachOnce(cashiers)


if __name__ == "__main__":
    main()
