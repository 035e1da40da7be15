# SPDX-License-Identifier: GPL-3.0-or-later
"""What a test file of the rings db and e2e starts from.

    from case import ServerCase, main

    class Payments(ServerCase):
        template = "demo"

        def test_a_payment_lowers_the_balance(self):
            answer = self.api.post("/api/v1/payments", {…}, key=True)
            self.assertStatus(answer, 201)

    if __name__ == "__main__":
        main()
"""

import os
import random
import sys
import unittest

import api
import cluster
import server

ADMIN = "admin"
ADMIN_PASSWORD = "Correct-Horse-7-Battery"


class DatabaseCase(unittest.TestCase):
    """A test class with a database of its own: self.database, cloned from @template."""

    template = "migrated"
    database = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = cluster.Cluster.shared().clone(cls.template)
        cls.addClassCleanup(cls.database.drop)

    def random(self):
        """A generator whose seed is printed; SIRAJ_SEED repeats a failed run."""
        seed = int(os.environ.get("SIRAJ_SEED", "1"))
        print(f"# {self.id()}: seed {seed}", flush=True)
        return random.Random(seed)

    def assertVerified(self):
        """The books are right: `siraj-server verify` finds nothing."""
        server.command("verify", database=self.database)


class ServerCase(DatabaseCase):
    """The same with a server on it (self.server) and the administrator signed in (self.api)."""

    options = ()
    server = None
    api = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        create_user(cls.database, ADMIN, ADMIN_PASSWORD, "admin")
        cls.server = server.Server(database=cls.database, options=cls.options)
        cls.addClassCleanup(cls.server.remove)
        cls.server.start()
        cls.api = cls.sign_in(ADMIN, ADMIN_PASSWORD)

    @classmethod
    def client(cls, **options):
        """A caller who has not signed in."""
        client = api.Client(cls.server.url, **options)
        cls.addClassCleanup(client.close)
        return client

    @classmethod
    def sign_in(cls, username, password, **options):
        client = cls.client(**options)
        client.sign_in(username, password)
        return client

    def assertStatus(self, answer, status):
        self.assertEqual(answer.status, status, answer)
        return answer

    def assertProblem(self, answer, status, code, field=None):
        """A refusal with this status and code, and the member at fault where one is named."""
        self.assertEqual((answer.status, answer.code), (status, code), answer)
        if field is not None:
            self.assertEqual(answer.json.get("field"), field, answer)
        self.assertTrue(answer.json["detail"])
        return answer


def create_user(database, username, password, role):
    """A user with every station in scope, made the way an operator makes the first one."""
    server.command("create-user", "--username", username, "--role", role, database=database,
                   input=password + "\n")


class _TapResult(unittest.TestResult):
    """Prints the Test Anything Protocol, so that meson counts every test by its name."""

    def __init__(self):
        super().__init__()
        self.number = 0
        self.failed = False

    def _line(self, ok, test, note=""):
        self.number += 1
        name = test.id().removeprefix("__main__.").replace("#", "")
        print(f"{'ok' if ok else 'not ok'} {self.number} - {name}{note}", flush=True)

    def _failure(self, test, error):
        self.failed = True
        self._line(False, test)
        for line in self._exc_info_to_string(error, test).splitlines():
            print(f"# {line}", flush=True)

    def addSuccess(self, test):
        self._line(True, test)

    def addError(self, test, err):
        self._failure(test, err)

    def addFailure(self, test, err):
        self._failure(test, err)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self._failure(subtest, err)

    def addSkip(self, test, reason):
        self._line(True, test, f" # SKIP {reason}")

    def addExpectedFailure(self, test, err):
        self._line(True, test)

    def addUnexpectedSuccess(self, test):
        self.failed = True
        self._line(False, test)


def main():
    """Runs the tests of the calling file, or those named on the command line."""
    loader = unittest.defaultTestLoader
    module = sys.modules["__main__"]
    suite = (loader.loadTestsFromNames(sys.argv[1:], module) if len(sys.argv) > 1
             else loader.loadTestsFromModule(module))
    result = _TapResult()
    suite.run(result)
    print(f"1..{result.number}", flush=True)
    sys.exit(1 if result.failed else 0)
