# SPDX-License-Identifier: GPL-3.0-or-later
"""A throw-away PostgreSQL cluster, and databases cloned in a blink from migrated templates.

As a program, `cluster.py COMMAND…` starts one cluster, runs the command with its place in
SIRAJ_TEST_CLUSTER, and takes the cluster away; every test below shares it.  Without that each test
process makes its own.
"""

import atexit
import contextlib
import csv
import fcntl
import io
import itertools
import os
import shutil
import signal
import subprocess
import sys
import time

import paths

NULL = "\\N"
_serial = itertools.count(1)
_of_this_process = None

# Durable against kill -9 of every process, which is what the fault tests do; only the machine's
# own crash is left out, because fsync would triple the time of the suite.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] %d ",
    "timezone": "UTC",
}


class SqlError(Exception):
    """A statement that psql refused; the text is what PostgreSQL said."""


def run_sql(uri, sql):
    """Runs @sql by psql; the last result as a list of dictionaries of text, None for NULL."""
    done = subprocess.run(
        [paths.postgres_program("psql"), "-X", "-q", "--csv", "-v", "ON_ERROR_STOP=1",
         "-P", f"null={NULL}", "-d", uri, "-f", "-"],
        input=sql, capture_output=True, text=True, env=paths.program_environment())
    if done.returncode != 0:
        raise SqlError(done.stderr.strip())
    rows = csv.DictReader(io.StringIO(done.stdout))
    return [{name: None if value == NULL else value for name, value in row.items()}
            for row in rows]


class Database:
    """One database of the cluster; usable as a context manager that drops it."""

    def __init__(self, cluster, name):
        self.cluster = cluster
        self.name = name
        self.uri = cluster.uri(name)

    def sql(self, text):
        return run_sql(self.uri, text)

    def scalar(self, text):
        """The first column of the first row as text, or None."""
        rows = self.sql(text)
        return next(iter(rows[0].values())) if rows else None

    def integer(self, text):
        return int(self.scalar(text) or 0)

    def session(self):
        return SqlSession(self.uri)

    def drop(self):
        run_sql(self.cluster.uri("postgres"), f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.drop()


class SqlSession:
    """A psql that stays connected, for tests that hold a lock or a transaction open."""

    MARK = "--- done ---"

    def __init__(self, uri):
        self._process = subprocess.Popen(
            [paths.postgres_program("psql"), "-X", "-q", "-A", "-t", "-d", uri],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=paths.program_environment())

    def execute(self, sql):
        """Runs @sql and answers what psql printed, errors included."""
        self._process.stdin.write(f"{sql}\n;\n\\echo {self.MARK}\n")
        self._process.stdin.flush()
        lines = []
        for line in self._process.stdout:
            if line.strip() == self.MARK:
                break
            lines.append(line.rstrip("\n"))
        return "\n".join(lines)

    def close(self):
        self._process.communicate("\\q\n")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Cluster:
    """A cluster of its own, or (with @directory) the one that is running there already."""

    def __init__(self, directory=None, settings=None):
        self.owner = directory is None
        self.directory = directory or paths.scratch_directory("siraj-pg-")
        self.data = os.path.join(self.directory, "data")
        self.settings = {**SETTINGS, **(settings or {})}
        self.process = None

    @classmethod
    def shared(cls):
        """The cluster of the suite, or one for the whole of this process."""
        global _of_this_process
        if _of_this_process is None:
            directory = os.environ.get("SIRAJ_TEST_CLUSTER")
            _of_this_process = cls(directory)
            if directory is None:
                _of_this_process.start()
                atexit.register(_of_this_process.remove)
        return _of_this_process

    def uri(self, database):
        return f"postgresql://siraj@/{database}?host={self.directory}"

    def start(self):
        """Makes the cluster the first time, starts it, and waits until it answers."""
        if not os.path.exists(os.path.join(self.data, "PG_VERSION")):
            self._initialize()
        options = [part for name, value in self.settings.items()
                   for part in ("-c", f"{name}={value}")]
        with open(os.path.join(self.directory, "log"), "ab") as log:
            self.process = subprocess.Popen(
                paths.drop_privileges([paths.postgres_program("postgres"), "-D", self.data, "-c",
                                       f"unix_socket_directories={self.directory}", *options]),
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
                cwd="/")
        self._wait_until_it_answers()

    def _initialize(self):
        command = [paths.postgres_program("initdb"), "-D", self.data, "-U", "siraj", "-A", "trust",
                   "-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=ar",
                   "--data-checksums", "--no-sync", "--no-instructions"]
        subprocess.run(paths.drop_privileges(command), check=True, stdout=subprocess.DEVNULL,
                       cwd="/", env=paths.program_environment())

    def _wait_until_it_answers(self):
        deadline = time.monotonic() + 30 * paths.PATIENCE
        while True:
            try:
                run_sql(self.uri("postgres"), "SELECT 1")
                return
            except SqlError as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"PostgreSQL: {error}\n{self.log()}") from error
            time.sleep(0.02)

    def log(self):
        with open(os.path.join(self.directory, "log"), encoding="utf-8", errors="replace") as log:
            return log.read()

    def stop(self, how=signal.SIGINT):
        """Fast shutdown (SIGINT), immediate (SIGQUIT), or SIGTERM that waits for the clients."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(60)
            self.process = None

    def kill(self):
        """kill -9 of the postmaster and of every backend at once."""
        for pid in [*paths.children(self.process.pid), self.process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(60)
        self.process = None

    def remove(self):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    @contextlib.contextmanager
    def _locked(self):
        with open(os.path.join(self.directory, "lock"), "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def create(self, name=None, template="template0"):
        """A new database; no connection to @template may be open."""
        name = name or f"test_{os.getpid()}_{next(_serial)}"
        with self._locked():
            self._create(name, template)
        return Database(self, name)

    def _create(self, name, template):
        run_sql(self.uri("postgres"), f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def has(self, name):
        return bool(run_sql(self.uri("postgres"),
                            f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def clone(self, template="migrated"):
        """A database of its own for a test class, with every migration applied.

        @template: "empty" (no table), "migrated", or "demo" (a small demonstration utility).
        """
        if template == "empty":
            return self.create()
        with self._locked():
            if not self.has(template):
                self._make_template(template)
        return self.create(template=template)

    def _make_template(self, name):
        parent = "template0"
        if name == "demo":
            parent = "migrated"
            if not self.has(parent):
                self._make_template(parent)
        Database(self, "unfinished").drop()
        self._create("unfinished", parent)
        for command in _TEMPLATE_COMMANDS[name]:
            _run_server_command(command, self.uri("unfinished"), self.directory)
        self.rename(Database(self, "unfinished"), name)

    def rename(self, database, name):
        """Gives @database another name; no connection to it may be open."""
        run_sql(self.uri("postgres"), f'ALTER DATABASE "{database.name}" RENAME TO "{name}"')


DEMO_ACCOUNTS = 100
DEMO_FILES = "demo"  # below the directory of the cluster
_TEMPLATE_COMMANDS = {
    "migrated": [["migrate"]],
    "demo": [["demo", "--accounts", str(DEMO_ACCOUNTS), "--seed", "1", "--output",
              DEMO_FILES]],
}


def _run_server_command(command, uri, directory):
    done = subprocess.run([paths.SERVER, command[0], "--database", uri, *command[1:]],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=directory,
                          env=paths.program_environment())
    if done.returncode != 0:
        raise RuntimeError(f"siraj-server {' '.join(command)}: exit {done.returncode}\n"
                           f"{done.stdout[-4000:]}{done.stderr[-4000:]}")


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    cluster = Cluster()
    try:
        cluster.start()
        environment = dict(os.environ, SIRAJ_TEST_CLUSTER=cluster.directory)
        return subprocess.call(sys.argv[1:], env=environment)
    finally:
        cluster.remove()


if __name__ == "__main__":
    sys.exit(main())
