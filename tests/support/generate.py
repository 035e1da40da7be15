# SPDX-License-Identifier: GPL-3.0-or-later
"""A utility of any size in a moment, for benches and fault tests: set-based, and always the same.

    generate.utility(database, 1000)                 read up to 2025-09-01, billed up to 2025-08-01
    generate.read(database, "2025-10-01")            a month later

As a program: generate.py URI ACCOUNTS.
"""

import json
import os
import sys

import cluster
import paths

# class, its share of a hundred accounts, tariff document, kWh a day from … to
CLASSES = [
    ("residential", 80, "ye-residential-city-2021", 2, 30),
    ("commercial", 12, "ye-commercial-small-2021", 5, 90),
    ("industrial", 3, "ye-industrial-2021", 100, 2000),
    ("governmental", 3, "ye-government-2021", 20, 300),
    ("agricultural", 2, "ye-residential-rural-2021", 3, 60),
]
STATIONS = 3
AUDITED = ["customer_classes", "branches", "stations", "feeders", "boxes", "routes", "tariffs",
           "tariff_versions", "customers", "accounts", "service_points", "service_agreements",
           "agreement_terms", "meters", "meter_installations"]

SETTINGS = """
BEGIN;
SET LOCAL client_min_messages = warning;
SELECT set_config('siraj.actor', '-1', true), set_config('siraj.stations', '*', true);
SET LOCAL ROLE siraj_owner;
"""

# Deterministic numbers below a bound: one for each account and purpose.
PSEUDO_RANDOM = """
CREATE FUNCTION pg_temp.chance(i bigint, purpose bigint, below bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT ((i * 2654435761 + purpose * 40503) % 4294967296 * 48271 % 2147483647) % below
$$;
"""

PLACES = f"""
INSERT INTO branches (id, code, name) VALUES (2, '02', 'فرع التجربة');
INSERT INTO stations (id, branch_id, code, name)
SELECT s, CASE WHEN s = {STATIONS} THEN 2 ELSE 1 END, 'S' || s, 'محطة ' || s
FROM generate_series(1, {STATIONS}) AS s;
INSERT INTO feeders (id, station_id, code, name) SELECT s, s, 'F1', 'مغذي' FROM generate_series(1, {STATIONS}) AS s;
INSERT INTO boxes (id, feeder_id, code, name) SELECT s, s, 'B1', 'طبلون' FROM generate_series(1, {STATIONS}) AS s;
INSERT INTO routes (id, station_id, code, name) SELECT s, s, 'R' || s, 'خط سير' FROM generate_series(1, {STATIONS}) AS s;
"""

ACCOUNTS = """
CREATE TEMP TABLE one ON COMMIT DROP AS
SELECT i AS id, 1 + pg_temp.chance(i, 1, {stations}) AS station_id, k.class_id, k.tariff_id,
       (k.low_wh + pg_temp.chance(i, 2, k.high_wh - k.low_wh)) AS daily_wh,
       pg_temp.chance(i, 3, 50000) * 1000 AS opening_value
FROM generate_series(1, {accounts}) AS i
JOIN (VALUES {ranges}) AS k (class_id, tariff_id, first, last, low_wh, high_wh)
  ON pg_temp.chance(i, 4, 100) BETWEEN k.first AND k.last;
ANALYZE one;

INSERT INTO customers (id, number, name, class_id, station_id, mobile, updated_by)
SELECT id, lpad(id::text, 8, '0'), 'مشترك رقم ' || id, class_id, station_id,
       '77' || lpad(id::text, 7, '0'), -1 FROM one ORDER BY id;
INSERT INTO accounts (id, number, customer_id, branch_id, station_id, class_id, updated_by)
SELECT o.id, lpad(o.id::text, 8, '0'), o.id, s.branch_id, o.station_id, o.class_id, -1
FROM one o JOIN stations s ON s.id = o.station_id ORDER BY o.id;
INSERT INTO service_points (id, number, station_id, feeder_id, box_id, route_id, route_sequence,
                            address, state, updated_by)
SELECT id, 'P' || lpad(id::text, 8, '0'), station_id, station_id, station_id, station_id, id,
       'شارع ' || id % 100, 'connected', -1 FROM one ORDER BY id;
INSERT INTO service_agreements (id, number, account_id, service_point_id, cycle_id, start_date,
                                updated_by)
SELECT o.id, 'A' || lpad(o.id::text, 8, '0'), o.id, o.id, c.id, '{opened}', -1
FROM one o, billing_cycles c WHERE c.code = '{cycle}' ORDER BY o.id;
INSERT INTO agreement_terms (account_id, agreement_id, valid_from, class_id, tariff_id,
                             contracted_load_w, breaker_amperes)
SELECT id, id, '{opened}', class_id, tariff_id, 5000, 30 FROM one ORDER BY id;
INSERT INTO meters (id, number, kind, station_id, state, updated_by)
SELECT id, 'M' || lpad(id::text, 8, '0'), 'conventional', station_id, 'installed', -1
FROM one ORDER BY id;
INSERT INTO meter_installations (id, meter_id, service_point_id, installed_on, multiplier_milli,
                                 installed_by)
SELECT id, id, id, '{opened}', 1000, -1 FROM one ORDER BY id;
INSERT INTO registers (id, account_id, agreement_id, installation_id, digits, multiplier_milli,
                       opened_on, opening_value, billed_date, billed_value, latest_date,
                       latest_value, daily_average_wh)
SELECT id, id, id, id, 6, 1000, '{opened}', opening_value, '{opened}', opening_value, '{opened}',
       opening_value, daily_wh FROM one ORDER BY id;
"""

# Whole kWh, the average give or take a fifth.
READINGS = """
CREATE TEMP TABLE reading ON COMMIT DROP AS
SELECT r.id AS register_id, r.account_id, g.service_point_id,
       (r.daily_average_wh * ('{read_on}'::date - r.latest_date)
        * (80 + pg_temp.chance(r.id, '{read_on}'::date - '2000-01-01'::date, 41)) / 100000) * 1000
         AS consumption_wh, r.latest_value
FROM registers r JOIN service_agreements g ON g.id = r.agreement_id
WHERE r.closed_on IS NULL AND r.latest_date < '{read_on}';
ANALYZE reading;
INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at, value, kind,
                      method, state, consumption_wh, entered_by)
SELECT account_id, register_id, service_point_id, '{read_on}', '{read_on}',
       (latest_value + consumption_wh) % 1000000000, 'periodic', 'import', 'accepted',
       consumption_wh, -1
FROM reading ORDER BY register_id;
UPDATE registers r SET latest_date = '{read_on}',
       latest_value = (r.latest_value + d.consumption_wh) % 1000000000,
       unbilled_readings = r.unbilled_readings + 1
FROM reading d WHERE d.register_id = r.id;
"""


def _literal(text):
    return "'" + text.replace("'", "''") + "'"


def _document(name):
    path = os.path.join(paths.SOURCE, "data", "tariffs", name + ".json")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def _audit(mode):
    return "".join(f"ALTER TABLE {table} {mode} TRIGGER audit;\n" for table in AUDITED)


def _tariffs():
    """Statements that put the documents in force; tariff n belongs to class n."""
    text = ""
    for number, (_, _, name, _, _) in enumerate(CLASSES, 1):
        document = _document(name)
        text += (f"INSERT INTO tariffs (id, code, name, updated_by) VALUES ({number}, "
                 f"{_literal(document['code'])}, {_literal(document['name'])}, -1);\n"
                 "INSERT INTO tariff_versions (id, tariff_id, state, valid_from, document, "
                 f"updated_by) VALUES ({number}, {number}, 'active', "
                 f"{_literal(document['valid_from'])}, {_literal(json.dumps(document))}, -1);\n"
                 f"UPDATE customer_classes SET default_tariff_id = {number} "
                 f"WHERE code = {_literal(CLASSES[number - 1][0])};\n")
    return text


def _ranges():
    """Which numbers below a hundred mean which class."""
    rows, first = [], 0
    for number, (code, share, _, low, high) in enumerate(CLASSES, 1):
        rows.append(f"((SELECT id FROM customer_classes WHERE code = '{code}'), {number}, {first}, "
                    f"{first + share - 1}, {low * 1000}, {high * 1000})")
        first += share
    return ", ".join(rows)


def _sequences():
    tables = ["branches", "stations", "feeders", "boxes", "routes", "tariffs", "tariff_versions",
              "customers", "accounts", "service_points", "service_agreements", "meters",
              "meter_installations", "registers"]
    return "".join(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                   f"(SELECT max(id) FROM {table}));\n" for table in tables)


def utility(database, accounts, opened="2025-08-01", read_on="2025-09-01", cycle="M"):
    """@accounts accounts with a meter each, opened on a day and read on another."""
    database.sql(
        SETTINGS + PSEUDO_RANDOM + _audit("DISABLE")
        + "ALTER TABLE customers DISABLE TRIGGER index_name_insert;\n"
        + PLACES + _tariffs()
        + ACCOUNTS.format(accounts=accounts, stations=STATIONS, ranges=_ranges(), opened=opened,
                          cycle=cycle)
        + READINGS.format(read_on=read_on) + _sequences()
        + "ALTER TABLE customers ENABLE TRIGGER index_name_insert;\n"
        + _audit("ENABLE ALWAYS") + "COMMIT;\nANALYZE;\n")


def read(database, read_on):
    """Reads every open register on a day."""
    database.sql(SETTINGS + PSEUDO_RANDOM + READINGS.format(read_on=read_on) + "COMMIT;\n")


def main():
    uri, accounts = sys.argv[1:]

    class Database:
        @staticmethod
        def sql(text):
            return cluster.run_sql(uri, text)

    utility(Database, int(accounts))


if __name__ == "__main__":
    main()
