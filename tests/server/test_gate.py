# SPDX-License-Identifier: GPL-3.0-or-later
"""The listener and the gate under hostile callers: raw sockets against the core without rooms."""

import contextlib
import os
import re
import resource
import selectors
import shutil
import signal
import socket
import ssl
import subprocess
import time
import unittest

import paths
import server
from case import main

ECHO_SERVER = os.path.join(paths.BUILD, "tests", "server", "echo-server")
MIB = 1024 * 1024


class Echo:
    """An echo-server without a database, on a free port."""

    def __init__(self, *options, limit=None):
        self.port = server.free_port()
        self.metrics_port = server.free_port()
        self.directory = paths.scratch_directory("siraj-gate-")
        self.log_path = os.path.join(self.directory, "log")
        self._options = options
        self._limit = limit
        self.process = None

    def __enter__(self):
        def set_limit():
            if self._limit is not None:
                resource.setrlimit(resource.RLIMIT_NOFILE, (self._limit, self._limit))

        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                [ECHO_SERVER, "--data-dir", self.directory, "--listen", f"127.0.0.1:{self.port}",
                 "--metrics-listen", f"127.0.0.1:{self.metrics_port}", *self._options],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=set_limit,
                env=paths.program_environment())
        deadline = time.monotonic() + 10 * paths.PATIENCE
        while b"metrics on" not in self.log():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise AssertionError(self.log().decode())
            time.sleep(0.02)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def log(self):
        with open(self.log_path, "rb") as log:
            return log.read()

    def connect(self, timeout_s=15):
        return socket.create_connection(("127.0.0.1", self.port), timeout_s * paths.PATIENCE)

    def exchange(self, raw, timeout_s=15):
        """Sends @raw; answers everything that comes back until the server closes."""
        with self.connect(timeout_s) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(raw)
            return read_all(connection)

    def get(self, path):
        return self.exchange(request("GET", path))

    def metric(self, name):
        with socket.create_connection(("127.0.0.1", self.metrics_port), 5) as connection:
            connection.sendall(request("GET", "/metrics"))
            text = read_all(connection).decode()
        found = re.search(rf"^siraj_{re.escape(name)} (\d+)$", text, re.MULTILINE)
        return int(found.group(1)) if found else 0

    def rss_kib(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1))

    def open_files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def is_alive(self):
        return self.process.poll() is None and status_of(self.get("/livez")) == 200


def request(method, path, *headers, body=b""):
    lines = [f"{method} {path} HTTP/1.1", "Host: test", *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def json_post(text, path="/api/v1/echo"):
    return request("POST", path, "Content-Type: application/json", body=text.encode())


def read_all(connection):
    parts = []
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def status_of(answer):
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
    return int(found.group(1)) if found else None


def raise_own_limit():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8192 if hard == resource.RLIM_INFINITY else min(hard, 8192)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def length(text):
    return f"POST /api/v1/echo HTTP/1.1\r\nHost: t\r\nContent-Length{text}\r\n\r\n{{}}".encode()


POST = "POST /api/v1/echo HTTP/1.1\r\nHost: t\r\n"

# What the gate refuses: the request, the status and the code of the problem.
REFUSED = {
    "chunked": (f"{POST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411, "LENGTH_REQUIRED"),
    "length and chunked": (f"{POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "0\r\n\r\n", 411, "LENGTH_REQUIRED"),
    "two lengths": (f"{POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}", 400, "MALFORMED"),
    "two hosts": (f"{POST}Host: u\r\n\r\n", 400, "MALFORMED"),
    "space before the colon": (length(" : 2"), 400, "MALFORMED"),
    "negative length": (length(": -2"), 400, "MALFORMED"),
    "signed length": (length(": +2"), 400, "MALFORMED"),
    "length beyond 64 bits": (length(": 99999999999999999999"), 400, "MALFORMED"),
    "name that is no token": ("GET /livez HTTP/1.1\r\nHost: t\r\nX{y}: 1\r\n\r\n", 400,
                              "MALFORMED"),
    "101 headers": ("GET /livez HTTP/1.1\r\nHost: t\r\n"
                    + "".join(f"X-{i}: 1\r\n" for i in range(100)) + "\r\n", 400, "MALFORMED"),
    "control character": ("GET /livez HTTP/1.1\r\nHost: t\r\nX: a\x01b\r\n\r\n", 400, "MALFORMED"),
    "unknown method": ("BREW /livez HTTP/1.1\r\nHost: t\r\n\r\n", 405, "METHOD_NOT_ALLOWED"),
    "HEAD": ("HEAD /livez HTTP/1.1\r\nHost: t\r\n\r\n", 405, "METHOD_NOT_ALLOWED"),
    "TRACE": ("TRACE /livez HTTP/1.1\r\nHost: t\r\n\r\n", 405, "METHOD_NOT_ALLOWED"),
    "OPTIONS": ("OPTIONS /livez HTTP/1.1\r\nHost: t\r\n\r\n", 405, "METHOD_NOT_ALLOWED"),
    "long path": (f"GET /{'a' * 2048} HTTP/1.1\r\nHost: t\r\n\r\n", 413, "TOO_LARGE"),
    "long query": (f"GET /livez?{'a' * 4097} HTTP/1.1\r\nHost: t\r\n\r\n", 413, "TOO_LARGE"),
    "large body": (f"{POST}Content-Length: {MIB + 1}\r\n\r\n", 413, "TOO_LARGE"),
    "large import": ("POST /api/v1/echo/import HTTP/1.1\r\nHost: t\r\n"
                     f"Content-Length: {64 * MIB + 1}\r\n\r\n", 413, "TOO_LARGE"),
    "large body with Expect": (f"{POST}Expect: 100-continue\r\nContent-Length: {MIB + 1}\r\n\r\n",
                               413, "TOO_LARGE"),
}

# What libsoup refuses by itself: whatever is answered, it is one answer and no success.
GARBAGE = {
    "nothing": b"\r\n\r\n",
    "no version": b"GET /livez\r\n\r\n",
    "version 9.9": b"GET /livez HTTP/9.9\r\nHost: t\r\n\r\n",
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "bytes": bytes(range(256)) * 4 + b"\r\n\r\n",
    "NUL in the line": b"GET /li\0vez HTTP/1.1\r\nHost: t\r\n\r\n",
    "NUL in a header": b"POST /api/v1/echo HTTP/1.1\r\nHost: t\r\nX: a\0b\r\n\r\n",
    "no path": b"GET  HTTP/1.1\r\nHost: t\r\n\r\n",
    "authority": b"CONNECT other:443 HTTP/1.1\r\nHost: t\r\n\r\n",
    "bad escape": b"GET /api/v1/echo/%zz HTTP/1.1\r\nHost: t\r\n\r\n",
    "NUL escape": b"GET /api/v1/echo/%00 HTTP/1.1\r\nHost: t\r\n\r\n",
    "header before the line": b"Host: t\r\nGET /livez HTTP/1.1\r\n\r\n",
    "chunked in disguise": POST.encode() + b"Transfer-Encoding: xchunked\r\n\r\n",
    "list of lengths": length(": 2, 2"),
    "hexadecimal length": length(": 0x2"),
    "TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200 + b"\r\n\r\n",
}


class Gate(unittest.TestCase):
    """One server for all callers who come one after the other."""

    @classmethod
    def setUpClass(cls):
        cls.echo = cls.enterClassContext(Echo())

    def assertOneAnswer(self, answer):
        self.assertLessEqual(len(re.findall(rb"HTTP/1\.[01] \d{3} ", answer)), 1, answer[:2000])

    def test_refusals_are_complete_answers(self):
        for name, (raw, status, code) in REFUSED.items():
            with self.subTest(name):
                answer = self.echo.exchange(raw if isinstance(raw, bytes) else raw.encode())
                self.assertEqual(status_of(answer), status, answer)
                self.assertOneAnswer(answer)
                head, _, body = answer.partition(b"\r\n\r\n")
                self.assertIn(b"Content-Type: application/problem+json", head)
                self.assertIn(b"Connection: close", head)
                self.assertIn(f"Content-Length: {len(body)}".encode(), head)
                self.assertIn(f'"code":"{code}"'.encode(), body)
        self.assertTrue(self.echo.is_alive())

    def test_garbage_gets_no_success(self):
        for name, raw in GARBAGE.items():
            with self.subTest(name):
                with self.echo.connect(3) as connection:
                    connection.sendall(raw)
                    connection.shutdown(socket.SHUT_WR)
                    answer = read_all(connection)
                self.assertOneAnswer(answer)
                self.assertNotIn(status_of(answer), range(200, 300), answer)
        self.assertTrue(self.echo.is_alive())

    def test_one_connection_carries_one_request(self):
        answer = self.echo.exchange(request("GET", "/livez") * 3)
        self.assertEqual(status_of(answer), 200)
        self.assertOneAnswer(answer)
        smuggled = json_post("{}") + request("GET", "/api/v1/echo/1")
        self.assertOneAnswer(self.echo.exchange(smuggled))

    def test_two_gigabytes_are_not_read(self):
        before_kib = self.echo.rss_kib()
        chunk = b"x" * 65536
        for headers in (("Content-Length: 2147483648",),
                        ("Content-Length: 2147483648", "Expect: 100-continue"),
                        ("Transfer-Encoding: chunked",)):
            with self.subTest(headers[-1]), self.echo.connect() as connection:
                connection.sendall(request("POST", "/api/v1/echo", *headers))
                sent = 0
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    while sent < 2 << 30:
                        connection.sendall(chunk)
                        sent += len(chunk)
                self.assertLess(sent, 32 * MIB)
        self.assertLess(self.echo.rss_kib() - before_kib, 16 * 1024 * paths.PATIENCE)

    def test_ranges_are_not_served(self):
        ranges = "Range: bytes=" + ",".join("0-" for _ in range(500))
        answer = self.echo.exchange(request("GET", "/api/v1/echo/large/100000", ranges))
        self.assertEqual(status_of(answer), 200)
        self.assertEqual(len(answer.partition(b"\r\n\r\n")[2]), 100000)

    def test_expect_is_answered(self):
        body = b'{"text":"x"}'
        with self.echo.connect() as connection:
            connection.sendall(request("POST", "/api/v1/echo", "Content-Type: application/json",
                                       "Expect: 100-continue", f"Content-Length: {len(body)}"))
            self.assertIn(b"100 Continue", connection.recv(1000))
            connection.sendall(body)
            answer = read_all(connection)
        self.assertEqual(status_of(answer), 201)
        self.assertIn(b"Connection: close", answer)

    def test_sizes_end_where_the_route_says(self):
        for path, size, status in (("small", MIB, 200), ("small", MIB + 1, 413),
                                   ("import", 8 * MIB, 200)):
            raw = request("POST", f"/api/v1/echo/{path}", body=b"x" * size)
            self.assertEqual(status_of(self.echo.exchange(raw)), status, (path, size))

    def test_hostile_json_is_refused(self):
        texts = ["", "[" * 100000, '{"text":' * 20000, '{"text":"a","text":"b"}', '{"text":"a"}{}',
                 '{"text":"a","amount_minor":9223372036854775808}', "{'text':'a'}",
                 '{"text":"a","amount_minor":1.5}', '{"text":"\\u0000"}', '{"text":"a"/**/}',
                 '{"text":"a","amount_minor":010}', "null", "[]", '{"text":"a","other":1}']
        for text in texts:
            with self.subTest(text[:40]):
                self.assertEqual(status_of(self.echo.exchange(json_post(text))), 400)
        raw = json_post("{}").replace(b"{}", b"\xff\xfe")
        self.assertEqual(status_of(self.echo.exchange(raw)), 400)
        self.assertTrue(self.echo.is_alive())

    def test_versions(self):
        for header, status in ((None, 428), ('"7"', 201), ("7", 400), ("*", 400), ('"-1"', 400)):
            headers = ["Content-Type: application/json"]
            headers += [f"If-Match: {header}"] if header else []
            raw = request("PATCH", "/api/v1/echo/1", *headers, body=b'{"text":"x"}')
            self.assertEqual(status_of(self.echo.exchange(raw)), status, header)

    def test_languages(self):
        arabic = self.echo.exchange(request("GET", "/api/v1/nowhere"))
        english = self.echo.exchange(request("GET", "/api/v1/nowhere", "Accept-Language: en"))
        self.assertEqual((status_of(arabic), status_of(english)), (404, 404))
        self.assertIn(b'"title":"Not found"', english)

    def test_nothing_leaks(self):
        for _ in range(50):
            self.echo.get("/api/v1/echo/1")
        files, rss_kib = self.echo.open_files(), self.echo.rss_kib()
        for _ in range(1000):
            self.echo.get("/api/v1/echo/1")
            self.echo.connect().close()
        time.sleep(0.5)
        self.assertLessEqual(self.echo.open_files(), files + 2)
        if paths.PATIENCE == 1:  # a sanitizer keeps what was freed
            self.assertLess(self.echo.rss_kib() - rss_kib, 2048)
        self.assertEqual(self.echo.metric("connections"), 0)

    def test_a_caller_may_leave(self):
        for _ in range(5):
            with self.echo.connect() as connection:
                connection.sendall(request("GET", "/api/v1/echo/sleep/300"))
                time.sleep(0.02)
        time.sleep(1.5)
        self.assertEqual(self.echo.metric("requests_in_flight"), 0)
        self.assertTrue(self.echo.is_alive())

    def test_the_document_is_served(self):
        answer = self.echo.get("/api/v1/openapi.json")
        self.assertEqual(status_of(answer), 200)
        self.assertIn(b'"/api/v1/rows/{id}"', answer)


class Slow(unittest.TestCase):
    """Callers who drip, stall or do not read, all at once, beside a caller who behaves."""

    N = 400
    HEAD_LIMIT_S = 10
    BODY_LIMIT_S = 30

    def test_the_slow_are_closed_and_the_others_served(self):
        raise_own_limit()
        with Echo("--workers", "4") as echo:
            callers = Callers(echo)
            body = request("POST", "/api/v1/echo", "Content-Length: 1000")
            callers.add("idle", self.N, b"", drip=False)
            callers.add("headers", self.N, b"GET /livez HTTP/1.1\r\nX: ", drip=True)
            callers.add("body", self.N, body, drip=True)
            callers.add("reader", 20, request("GET", "/api/v1/echo/large/8000000"), drip=False,
                        reads=False)
            latencies = callers.run((self.BODY_LIMIT_S + 2) * paths.PATIENCE)
            time.sleep(1)
            self.assertEqual(echo.metric("connections"), 0)
            self.assertEqual(callers.open_now(), set())
            for kind, limit_s in (("idle", self.HEAD_LIMIT_S), ("headers", self.HEAD_LIMIT_S),
                                  ("body", self.BODY_LIMIT_S)):
                self.assertLessEqual(callers.latest_s[kind], limit_s + 1.5, kind)
                self.assertGreaterEqual(callers.earliest_s[kind], limit_s - 1.5, kind)
            latencies.sort()
            self.assertGreater(len(latencies), 100)
            self.assertLess(latencies[len(latencies) * 99 // 100], 1.0 * paths.PATIENCE)


class Callers:
    """Many sockets that send a byte a second, or nothing, until they are closed."""

    def __init__(self, echo):
        self.echo = echo
        self.selector = selectors.DefaultSelector()
        self.dripping = {}
        self.started = {}
        self.earliest_s = {}
        self.latest_s = {}
        self.kinds = {}

    def add(self, kind, n, first, drip, reads=True):
        for _ in range(n):
            connection = self.echo.connect()
            self.started[connection] = time.monotonic()
            if first:
                connection.sendall(first)
            connection.setblocking(False)
            if reads:
                self.selector.register(connection, selectors.EVENT_READ)
                self.kinds[connection] = kind
            if drip:
                self.dripping[connection] = None

    def open_now(self):
        return set(self.kinds.values())

    def run(self, limit_s):
        """Until all are closed; answers how long each of a good caller's requests took."""
        latencies = []
        end = time.monotonic() + limit_s
        next_drip = 0
        while time.monotonic() < end and self.kinds:
            if time.monotonic() >= next_drip:
                self._drip()
                next_drip = time.monotonic() + 1
            start = time.monotonic()
            assert status_of(self.echo.get("/api/v1/echo/1")) == 200
            latencies.append(time.monotonic() - start)
            for key, _ in self.selector.select(0.05):
                self._hear(key.fileobj)
        return latencies

    def _drip(self):
        for connection in self.dripping:
            with contextlib.suppress(OSError):
                connection.send(b"x")

    def _hear(self, connection):
        try:
            if connection.recv(65536):
                return
        except OSError:
            pass
        kind = self.kinds.pop(connection)
        took_s = time.monotonic() - self.started[connection]
        self.latest_s[kind] = max(took_s, self.latest_s.get(kind, 0))
        self.earliest_s[kind] = min(took_s, self.earliest_s.get(kind, took_s))
        self.selector.unregister(connection)
        self.dripping.pop(connection, None)
        connection.close()


class Exhaustion(unittest.TestCase):
    """Descriptors and places run out, and come back."""

    def assertAnswersSoon(self, echo):
        start = time.monotonic()
        self.assertEqual(status_of(echo.get("/livez")), 200)
        self.assertLess(time.monotonic() - start, 1 * paths.PATIENCE)

    def test_no_descriptors(self):
        with Echo() as echo:
            few = echo.open_files() + 20
            resource.prlimit(echo.process.pid, resource.RLIMIT_NOFILE, (few, few))
            callers = [echo.connect() for _ in range(60)]
            time.sleep(0.5)
            self.assertIn(b"could not accept", echo.log())
            for caller in callers:
                caller.close()
            self.assertAnswersSoon(echo)

    def test_no_places(self):
        with Echo(limit=300) as echo:
            callers = [echo.connect() for _ in range(400)]
            time.sleep(0.3)
            self.assertLess(echo.open_files(), 250)
            for caller in callers:
                caller.close()
            self.assertAnswersSoon(echo)

    def test_a_full_queue_is_told(self):
        with Echo("--workers", "1") as echo:
            connections = []
            for _ in range(90):
                connections.append(echo.connect(30))
                connections[-1].sendall(request("GET", "/api/v1/echo/sleep/20"))
            answers = [read_all(connection) for connection in connections]
            for connection in connections:
                connection.close()
            busy = [answer for answer in answers if status_of(answer) == 503]
            self.assertGreater(len(busy), 10)
            self.assertEqual(len(busy) + sum(status_of(one) == 200 for one in answers), 90)
            for answer in busy:
                self.assertIn(b"Retry-After: ", answer)
                self.assertIn(b'"code":"UNAVAILABLE"', answer)


class Stopping(unittest.TestCase):
    def test_a_stop_answers_everybody(self):
        with Echo("--workers", "16") as echo:
            connections = []
            for _ in range(50):
                connections.append(echo.connect(30))
                connections[-1].sendall(request("GET", "/api/v1/echo/sleep/500"))
            late = echo.connect(30)
            while echo.metric("requests_in_flight") < 50:
                time.sleep(0.02)
            echo.process.send_signal(signal.SIGTERM)
            time.sleep(0.1)
            with self.assertRaises(OSError):
                echo.connect(1)
            late.sendall(request("GET", "/readyz"))
            self.assertEqual(status_of(read_all(late)), 503)
            for connection in connections:
                self.assertEqual(status_of(read_all(connection)), 200)
                connection.close()
            late.close()
            self.assertEqual(echo.process.wait(15 * paths.PATIENCE), 0)

    def test_an_idle_server_stops_at_once(self):
        with Echo() as echo, echo.connect():
            start = time.monotonic()
            echo.process.send_signal(signal.SIGTERM)
            self.assertEqual(echo.process.wait(10), 0)
            self.assertLess(time.monotonic() - start, 3 * paths.PATIENCE)


class Tls(unittest.TestCase):
    """TLS of the listener's own: handshake, reload, stalled handshakes."""

    def make_certificate(self, name):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                        "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                        f"/CN={name}", "-keyout", self.key, "-out", self.certificate],
                       check=True, capture_output=True)

    def setUp(self):
        directory = paths.scratch_directory("siraj-tls-")
        self.addCleanup(shutil.rmtree, directory)
        self.key = os.path.join(directory, "key.pem")
        self.certificate = os.path.join(directory, "certificate.pem")
        self.make_certificate("first")

    def fetch(self, echo, raw=request("GET", "/livez")):
        """The answer to @raw and the certificate it came with."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with context.wrap_socket(echo.connect()) as connection:
            certificate = connection.getpeercert(binary_form=True)
            connection.sendall(raw)
            return read_all(connection), certificate

    def test_tls(self):
        options = ("--tls-certificate", self.certificate, "--tls-key", self.key)
        with Echo(*options) as echo:
            stalled = [echo.connect() for _ in range(50)]
            start = time.monotonic()
            answer, first = self.fetch(echo)
            self.assertEqual(status_of(answer), 200)
            self.make_certificate("second")
            echo.process.send_signal(signal.SIGHUP)
            time.sleep(0.3)
            answer, second = self.fetch(echo)
            self.assertEqual(status_of(answer), 200)
            self.assertNotEqual(first, second)
            chunked = request("POST", "/api/v1/echo", "Transfer-Encoding: chunked")
            answer, _ = self.fetch(echo, chunked)
            self.assertEqual(status_of(answer), 411)
            self.assertTrue(answer.endswith(b"}"))
            for connection in stalled:
                self.assertEqual(read_all(connection), b"")
                connection.close()
            self.assertLess(time.monotonic() - start, 11.5 * paths.PATIENCE)


if __name__ == "__main__":
    main()
