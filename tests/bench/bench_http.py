# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading over HTTP, signed in, permission and scope checked, against a bare program on the same
listener; the search in Arabic; and pages far down a list."""

import base64
import contextlib
import http.client
import os
import random
import re
import subprocess
import tempfile
import time
import urllib.parse

import api
import case
import paths
import server
import stand

CONNECTIONS = 16
SECONDS = 3
PAGES = 200
SEARCHES = 300
USER = "clerk"

# What the bare program selects: the columns of the API, by id and as a page behind a customer.
COLUMNS = """
c.id, c.number, c.name, c.name_en, c.class_id, k.name AS class_name, c.station_id,
s.name AS station_name, c.identity_kind, c.identity_number, c.tax_number, c.mobile, c.phone,
c.email, c.address, c.city, c.district, c.latitude_micro, c.longitude_micro, c.notes, c.state,
a.balance_minor, a.account_number, m.meter_number, c.created_at, u.full_name AS updated_by_name,
c.updated_at, c.version
"""
DRESS = """
JOIN customer_classes k ON k.id = c.class_id JOIN stations s ON s.id = c.station_id
LEFT JOIN users u ON u.id = c.updated_by
LEFT JOIN LATERAL (
    SELECT COALESCE(sum(b.receivable_minor - b.advance_minor), 0) AS balance_minor,
           min(a.number) AS account_number, min(a.id) AS account_id
    FROM accounts a JOIN account_balances b ON b.account_id = a.id
    WHERE a.customer_id = c.id) AS a ON true
LEFT JOIN LATERAL (
    SELECT m.number AS meter_number
    FROM registers r JOIN meter_installations i ON i.id = r.installation_id
    JOIN meters m ON m.id = i.meter_id
    WHERE r.account_id = a.account_id AND r.closed_on IS NULL LIMIT 1) AS m ON true
"""
ONE = f"SELECT {COLUMNS} FROM customers c {DRESS} WHERE c.id = $1::bigint"
PAGE = f"""
SELECT {COLUMNS} FROM (
    SELECT * FROM customers p
    WHERE (p.name_folded, p.id) > ((SELECT name_folded FROM customers WHERE id = $1::bigint),
                                   $1::bigint)
    ORDER BY p.name_folded, p.id LIMIT 51) AS c {DRESS} ORDER BY c.name_folded, c.id
"""

# A cashier of two of the three stations.
SCOPE = f"""
BEGIN; SELECT set_config('siraj.actor', '-1', true);
UPDATE users SET all_stations = false WHERE username = '{USER}';
INSERT INTO user_stations (user_id, station_id)
SELECT u.id, s FROM users u, unnest(ARRAY[1, 2]) AS s WHERE username = '{USER}';
COMMIT;
VACUUM ANALYZE;
"""

WRK_SCRIPT = """
local paths = {}
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
math.randomseed(7)
if os.getenv("BENCH_TOKEN") ~= "" then
    wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
end
request = function () return wrk.format("GET", paths[math.random(#paths)]) end
done = function (summary, latency)
    io.write(string.format("\\nRESULT %d %d %d %d %d\\n", summary.requests, summary.duration,
             latency:percentile(50), latency:percentile(99),
             summary.errors.status + summary.errors.read + summary.errors.timeout))
end
"""


class Load:
    """Requests per second, the 50th and 99th percentile, and the processor's time per request of
    the program @pid and its backends, for one way of asking."""

    def __init__(self, database, pid, port, request_paths, token=""):
        before = stand.processor_seconds([pid, *stand.backends(database)])
        self._run(port, request_paths, token)
        used = stand.processor_seconds([pid, *stand.backends(database)]) - before
        self.rate_by_processor = self.requests / used

    def _run(self, port, request_paths, token):
        with tempfile.TemporaryDirectory(prefix="siraj-bench-") as directory:
            script, list_path = (os.path.join(directory, name) for name in ("load.lua", "paths"))
            with open(script, "w", encoding="ascii") as file:
                file.write(WRK_SCRIPT)
            with open(list_path, "w", encoding="ascii") as file:
                file.write("\n".join(request_paths))
            done = subprocess.run(
                ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "10s", "-s",
                 script, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True,
                env=dict(os.environ, BENCH_PATHS=list_path, BENCH_TOKEN=token))
        figures = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", done.stdout).groups()
        self.requests, duration_us, p50_us, p99_us, errors = map(int, figures)
        assert errors == 0 and self.requests > 0, done.stdout
        self.rate = self.requests / duration_us * 1e6
        self.p50_ms, self.p99_ms = p50_us / 1000, p99_us / 1000


@contextlib.contextmanager
def bare_server(database, sql):
    port = server.free_port()
    process = subprocess.Popen(
        [os.path.join(paths.BUILD, "tests", "server", "bare-server"), str(port), database.uri, sql])
    try:
        while not answers(port):
            assert process.poll() is None
            time.sleep(0.05)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


def answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/1")
        return connection.getresponse().status == 200
    return False


class Bench:
    def __init__(self, database, running, repeats):
        self.database = database
        self.server = running
        self.repeats = repeats
        self.client = api.Client(running.url, language="ar", validate=False)
        self.client.sign_in(USER, stand.PASSWORD)
        self.ids = [row["id"] for row in database.sql(
            "SELECT id FROM customers WHERE station_id < 3 ORDER BY hashint8(id) LIMIT 5000")]

    def compare(self, table, what, sql, paths_of_both, promised):
        """Our requests and the bare program's in turn; the best of each."""
        ours, bare = [], []
        for _ in range(self.repeats):
            ours.append(self._load(paths_of_both[0]))
            with bare_server(self.database, sql) as (pid, port):
                bare.append(Load(self.database, pid, port, paths_of_both[1]))
        best = max(ours, key=lambda load: load.rate)
        table.ratio(what, best.rate, max(load.rate for load in bare), promised, "/s")
        table.ratio(f"{what}: per second of processor",
                    max(load.rate_by_processor for load in ours),
                    max(load.rate_by_processor for load in bare))
        table.below(f"{what}: 50 %", best.p50_ms)
        table.below(f"{what}: 99 %", best.p99_ms)

    def _load(self, request_paths):
        return Load(self.database, self.server.process.pid, self.server.port, request_paths,
                    self.client.token)

    def by_key(self, table):
        self.compare(table, "customer by key", ONE, (
            [f"/api/v1/customers/{id}" for id in self.ids], [f"/{id}" for id in self.ids]), 0.6)

    def pages(self, table):
        """Cursors of pages that follow each other, and the customers they stand behind."""
        after, cursors, ids = None, [], []
        for _ in range(PAGES):
            page = self.client.get("/api/v1/customers", limit=50, count=0, after=after).json
            after = page["next"]
            cursors.append(after)
            ids.append(page["items"][-1]["id"])
        ours = [f"/api/v1/customers?limit=50&count=0&after={cursor}" for cursor in cursors]
        self.compare(table, "page of 50 customers", PAGE, (ours, [f"/{id}" for id in ids]), 0.6)
        first = self._load(["/api/v1/customers?limit=50"])
        table.below("first page with its count: 50 %", first.p50_ms)

    def far_page(self, table):
        """The ten-thousandth page of 50, or the last of a smaller utility."""
        whole = stand.median(self._times("/api/v1/customers?limit=50&count=0", 200))
        n = min(10000 * 50, self.database.integer("SELECT count(*) FROM customers") * 9 // 10)
        row = self.database.sql(f"""
            SELECT name_folded, id FROM customers ORDER BY name_folded, id OFFSET {n} LIMIT 1""")[0]
        cursor = base64.urlsafe_b64encode(
            f"name\n{row['id']}\n{row['name_folded']}".encode()).decode().rstrip("=")
        far = stand.median(self._times(
            f"/api/v1/customers?limit=50&count=0&after={cursor}", 200))
        table.share(f"page {n // 50:,} ÷ page 1", far, whole, 1.25, " ms")

    def _times(self, path, n):
        times = []
        for _ in range(n):
            seconds, answer = stand.timed(self.client.get, path)
            assert answer.status == 200, answer
            times.append(seconds * 1000)
        return times

    def searches(self, table):
        names = [row["name"] for row in self.database.sql(
            f"SELECT name FROM customers ORDER BY hashint8(id + 77) LIMIT {SEARCHES}")]
        draw = random.Random(7)
        for n, promised in ((1, 10), (2, 10), (3, 15)):
            times = []
            for name in names:
                words = draw.sample(name.split(), n)
                query = urllib.parse.quote(" ".join(words))
                times += self._times(f"/api/v1/customers?limit=50&q={query}", 1)
            table.below(f"search of {n} word{'s' * (n > 1)}: 50 %", stand.median(times))
            table.below(f"search of {n} word{'s' * (n > 1)}: 99 %", stand.percentile(times, 0.99),
                        promised)


def main():
    options = stand.options(1000000)
    with stand.running_cluster() as place:
        with place.create(template=stand.utility(place, options.accounts)) as database:
            case.create_user(database, USER, stand.PASSWORD, "cashier")
            database.sql(SCOPE)
            with server.Server(database=database) as running:
                table = stand.Table(f"HTTP on {options.accounts:,} customers, {CONNECTIONS} "
                                    f"connections (best of {options.repeats})")
                bench = Bench(database, running, options.repeats)
                bench.by_key(table)
                bench.pages(table)
                bench.far_page(table)
                bench.searches(table)
                table.print()


if __name__ == "__main__":
    main()
