# SPDX-License-Identifier: GPL-3.0-or-later
"""A siraj-server under test: started on a free port, waited for, stopped, killed, looked into."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time

import paths


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(*arguments, database=None, data_dir=None, expect=0, **options):
    """Runs `siraj-server ARGUMENTS` to its end; answers the finished process (text streams).

    @expect: the exit status that is right, or None for any.
    """
    where = _place(database, data_dir)
    done = subprocess.run([paths.SERVER, arguments[0], *where, *arguments[1:]],
                          capture_output=True, text=True, env=paths.program_environment(),
                          stdin=None if "input" in options else subprocess.DEVNULL, **options)
    if expect is not None and done.returncode != expect:
        raise AssertionError(f"siraj-server {' '.join(arguments)}: exit {done.returncode}, not "
                             f"{expect}\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done


def _place(database, data_dir):
    if database is not None:
        return ["--database", getattr(database, "uri", database)]
    return ["--data-dir", data_dir] if data_dir is not None else []


class Server:
    """`serve` on a database or a data directory; a context manager that starts and stops it."""

    def __init__(self, database=None, data_dir=None, options=(), environment=None, port=None):
        self.port = port or free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.address}"
        self.metrics_port = free_port()
        self.directory = paths.scratch_directory("siraj-srv-")
        self.data_dir = data_dir
        if database is None and data_dir is None:
            self.data_dir = os.path.join(self.directory, "data")
        self.log_path = os.path.join(self.directory, "log")
        self.process = None
        self._place = _place(database, self.data_dir)
        self._options = list(options)
        self._environment = paths.program_environment(environment)

    def start(self, wait=True):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [paths.SERVER, "serve", *self._place, "--listen", self.address,
                 "--metrics-listen", f"127.0.0.1:{self.metrics_port}", *self._options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self._environment,
                start_new_session=True)
        if wait:
            self.wait_ready()
        return self

    def is_ready(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def wait_ready(self, timeout_s=30):
        deadline = time.monotonic() + timeout_s * paths.PATIENCE
        while not self.is_ready():
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended with {self.process.returncode}\n"
                                     f"{self.log()[-4000:]}")
            if time.monotonic() > deadline:
                raise AssertionError(f"the server is not ready\n{self.log()[-4000:]}")
            time.sleep(0.02)

    def stop(self, timeout_s=25):
        """SIGTERM; answers the exit status."""
        if self.process is None:
            return None
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(timeout_s * paths.PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not stop\n{self.log()[-4000:]}") from None
        self.process = None
        return status

    def kill(self, with_children=True):
        """kill -9 of the server and, unless told otherwise, of what it started."""
        victims = [self.process.pid]
        if with_children:
            victims += self.descendants()
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(30)
        self.process = None

    def descendants(self):
        """The process ids of the worker, the private PostgreSQL and their children."""
        found = []
        waiting = [self.process.pid]
        while waiting:
            below = paths.children(waiting.pop())
            found += below
            waiting += below
        return found

    def worker_pids(self):
        """The `siraj-server work` processes this server started."""
        return [pid for pid in self.descendants() if b"\0work\0" in _command_line(pid)]

    def metrics(self):
        """What /metrics says: values by name with labels."""
        connection = http.client.HTTPConnection("127.0.0.1", self.metrics_port, timeout=5)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode("utf-8")
        connection.close()
        samples = (line.rsplit(" ", 1) for line in text.splitlines()
                   if line and not line.startswith("#"))
        return {name: float(value) for name, value in samples}

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()

    def rss_kib(self, pid=None):
        """Resident memory of the server, or of @pid."""
        with open(f"/proc/{pid or self.process.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1])
        return 0

    def open_files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def remove(self):
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.remove()


def _command_line(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as line:
            return line.read()
    except OSError:
        return b""
