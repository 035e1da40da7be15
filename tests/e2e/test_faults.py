# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills, stops and rivals in the middle of a billing run: it completes as if nothing had been."""

import concurrent.futures
import contextlib
import os
import signal
import subprocess
import threading
import time
import unittest

import disk
import paths
import proxy
import runs
import server
from api import Client
from case import DatabaseCase, main

TIMES = int(os.environ.get("SIRAJ_FAULTS", "10"))
KILLS = 2  # in each run
DISK_MIB = 260
CALLERS = 50


def kill(*pids):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class RunCase(unittest.TestCase):
    """Copies of one data directory with a run that waits."""

    random = DatabaseCase.random
    waiting = None
    undisturbed = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if RunCase.waiting is None:
            RunCase.waiting = runs.Waiting()
            unittest.addModuleCleanup(RunCase.waiting.remove)
            with cls.serving() as (_, database):
                runs.wait_until_done(database)
                RunCase.undisturbed = runs.outcome(database)

    @classmethod
    @contextlib.contextmanager
    def serving(cls, **options):
        """A server, with its workers, on a copy of its own."""
        data_dir = cls.waiting.copy()
        with server.Server(data_dir=data_dir, **options) as serving:
            yield serving, runs.PrivateDatabase(data_dir)

    def assertAsIfUndisturbed(self, database):
        """The same bills, numbers, registers, balances and ledger, and books that are right."""
        runs.wait_until_done(database)
        found = runs.outcome(database)
        for name, rows in self.undisturbed.items():
            self.assertEqual(found[name], rows, name)
        self.assertEqual(database.integer("SELECT count(*) FROM billing_chunks WHERE NOT done"), 0)
        database.verify()


class Killed(RunCase):
    """kill -9 at random moments, of whatever takes part; all workers of a server at once."""

    @staticmethod
    def workers(serving, _):
        kill(*serving.worker_pids())

    @staticmethod
    def one_worker(serving, _):
        kill(*serving.worker_pids()[:1])

    @staticmethod
    def server(serving, _):
        serving.kill(with_children=False)
        serving.start()

    @staticmethod
    def server_and_database(serving, _):
        serving.kill()
        serving.start()

    @staticmethod
    def database(_, database):
        postmaster = database.postmaster()
        kill(postmaster, *paths.children(postmaster))

    @staticmethod
    def one_backend(_, database):
        """PostgreSQL ends all others and recovers by itself."""
        rows = database.sql("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                            " AND datname = 'siraj' ORDER BY xact_start NULLS LAST LIMIT 1")
        kill(*[int(row["pid"]) for row in rows])  # none while all are coming back

    def test_the_run_goes_on_by_itself(self):
        random = self.random()
        kinds = [self.workers, self.one_worker, self.server, self.server_and_database,
                 self.database, self.one_backend]
        victims = kinds * (TIMES * KILLS // len(kinds) + 1)
        random.shuffle(victims)
        landed = 0
        for turn in range(TIMES):
            with self.serving() as (serving, database):
                for moment in sorted(random.sample(range(runs.ACCOUNTS * 3 // 4), KILLS)):
                    done = runs.wait_until_done(database, moment)
                    time.sleep(random.uniform(0, 0.1))
                    victim = victims.pop()
                    print(f"# run {turn + 1}: {done} accounts, kill -9 {victim.__name__}",
                          flush=True)
                    victim(serving, database)
                    landed += done < runs.ACCOUNTS
                with self.subTest(turn=turn + 1):
                    self.assertAsIfUndisturbed(database)
        self.assertGreater(landed, TIMES, "the kills came after the runs; take more accounts")


class Cut(RunCase):
    """The network between worker and database breaks at any byte."""

    def test_the_run_survives_every_cut(self):
        random = self.random()
        with self.serving(options=["--job-workers=0"]) as (serving, database):
            socket_path = os.path.join(serving.data_dir, "run", ".s.PGSQL.5432")
            with proxy.Proxy(socket_path) as network:
                uri = f"postgresql://siraj@127.0.0.1:{network.port}/siraj?sslmode=disable"
                with self.worker(uri):
                    for _ in range(TIMES):
                        network.cut_after = random.randrange(1 << random.randrange(8, 17))
                        time.sleep(random.uniform(0, 0.5))
                        network.cut_all()
                    network.cut_after = None
                    network.cut_all()
                    self.assertAsIfUndisturbed(database)

    @staticmethod
    @contextlib.contextmanager
    def worker(uri):
        with subprocess.Popen([paths.SERVER, "work", "--database", uri], stdin=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL,
                              env=paths.program_environment()) as process:
            try:
                yield
            finally:
                process.terminate()


class Full(RunCase):
    """No block is left on the disk of the database while the run writes."""

    def test_the_run_waits_for_room(self):
        random = self.random()
        place = disk.small(self, DISK_MIB)
        data_dir = os.path.join(place, "data")
        subprocess.run(["cp", "-a", self.waiting.data_dir, data_dir], check=True)
        database = runs.PrivateDatabase(data_dir)
        with server.Server(data_dir=data_dir):
            for moment in sorted(random.sample(range(runs.ACCOUNTS * 3 // 4), KILLS)):
                done = runs.wait_until_done(database, moment)
                print(f"# full at {done} accounts", flush=True)
                disk.fill(place)
                time.sleep(2)
                disk.give_back(place)
            self.assertAsIfUndisturbed(database)


class Shared(RunCase):
    def test_two_servers_share_a_run_and_double_nothing(self):
        with self.serving(options=["--job-workers=0"]) as (_, database), \
                server.Server(database=database, options=["--job-workers=1"]) as first, \
                server.Server(database=database, options=["--job-workers=1"]) as second:
            self.assertAsIfUndisturbed(database)
            self.assertEqual(len(first.worker_pids() + second.worker_pids()), 2)

    def test_the_other_server_goes_on_alone(self):
        with self.serving(options=["--job-workers=0"]) as (_, database), \
                server.Server(database=database) as first, \
                server.Server(database=database):
            runs.wait_until_done(database, runs.ACCOUNTS // 4)
            first.kill()
            self.assertAsIfUndisturbed(database)


class Stopped(RunCase):
    """SIGTERM in the middle: an end within ten seconds, and the run goes on after the start."""

    def test_everybody_gets_an_answer_and_the_run_goes_on(self):
        random = self.random()
        with self.serving() as (serving, database):
            officer = Client(serving.url)
            officer.sign_in(runs.OFFICER, runs.PASSWORD)
            runs.wait_until_done(database, random.randrange(runs.ACCOUNTS // 4))
            answers = self.stop_among_requests(serving, officer)
            print(f"# {answers.count(200)} answers, {answers.count(503)} told to come back, "
                  f"{answers.count(None)} not let in", flush=True)
            self.assertLessEqual(set(answers), {200, 503, None})
            serving.start()
            # How far the run was is told, not asked: a quick machine ends it before the stop.
            print(f"# {runs.progress(database)[1]} of {runs.ACCOUNTS} accounts were billed",
                  flush=True)
            self.assertAsIfUndisturbed(database)

    def stop_among_requests(self, serving, officer):
        """SIGTERM among fifty callers; answers what each of them got."""
        opened = threading.Semaphore(0)

        def call():
            client = Client(serving.url, validate=False)
            client.token = officer.token
            opened.release()
            try:
                return client.get("/api/v1/customers", format="csv").status
            except ConnectionRefusedError:
                return None  # came after the door was closed; nothing of it was begun
            finally:
                client.close()

        with concurrent.futures.ThreadPoolExecutor(CALLERS) as pool:
            jobs = [pool.submit(call) for _ in range(CALLERS)]
            for _ in jobs:
                opened.acquire()
            begun = time.monotonic()
            self.assertEqual(serving.stop(), 0)
            took_s = time.monotonic() - begun
            officer.close()
            answers = [job.result() for job in jobs]
        print(f"# stopped in {took_s:.1f} s", flush=True)
        self.assertLess(took_s, 10 * paths.PATIENCE)
        return answers

    def test_a_command_that_is_killed_is_finished_by_the_server(self):
        """The run of `bill` belongs to the database, not to its process."""
        data_dir = self.waiting.copy()
        database = runs.PrivateDatabase(data_dir)
        with server.Server(data_dir=data_dir, options=["--job-workers=0"]):
            database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true);"
                         " DELETE FROM billing_runs; DELETE FROM jobs; COMMIT")
            command = [paths.SERVER, "bill", "--database", database.uri, "--cycle", "M",
                       "--period", runs.PERIOD, "--chunk", str(runs.CHUNK)]
            with subprocess.Popen(command, env=paths.program_environment(),
                                  stdout=subprocess.DEVNULL) as bill:
                runs.wait_until_done(database, runs.ACCOUNTS // 4)
                bill.kill()
        with server.Server(data_dir=data_dir):
            self.assertAsIfUndisturbed(database)


if __name__ == "__main__":
    main()
