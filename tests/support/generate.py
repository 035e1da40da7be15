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
# What bills may have besides their energy, in minor units a month.
CHARGES = [("رسم الخدمة", "fixed", 50000), ("إيجار العداد", "rent", 30000)]
STATIONS = 3
FILLED = ["customers", "customer_tokens", "accounts", "service_points", "service_agreements",
          "agreement_terms", "meters", "meter_installations", "readings"]
AUDITED = ["customer_classes", "branches", "stations", "feeders", "boxes", "routes", "tariffs",
           "tariff_versions", "customers", "accounts", "service_points", "service_agreements",
           "agreement_terms", "meters", "meter_installations"]

# The commoner first: a name is drawn the more often the further to the front it stands.
GIVEN_NAMES = """
محمد أحمد علي عبدالله صالح حسين حسن عبدالرحمن إبراهيم خالد ناصر سالم عمر يوسف مصطفى محمود سعيد
عادل فاطمة مريم يحيى قاسم عبدالكريم عبدالملك ياسر وليد هاشم جمال طارق فؤاد عائشة خديجة زينب
أمين حمود عبدالعزيز عبدالحميد نبيل بشير ماجد رشاد زيد سمير فيصل أنور إسماعيل موسى عيسى هود
نعمان غالب مهدي سلطان منصور شوقي رضوان توفيق كمال عصام مراد أروى بلقيس سارة هدى نورة ليلى
أسماء سعاد
""".split()
FAMILY_NAMES = """
الشامي الصنعاني العمري القاضي الحداد النجار الخولاني الهمداني الزبيدي التعزي العدني الحضرمي
الريمي الوصابي اليافعي الصبري الشرعبي المقطري الأغبري القدسي الحميري الأهدل الكبسي المتوكل
الشرفي الديلمي العنسي الذماري الآنسي الحيمي السنحاني الأرحبي الحاشدي البكيلي المرادي الأصبحي
الشعيبي الضالعي العولقي الكثيري باوزير بامخرمة باحميد العطاس السقاف الحبشي العيدروس الجفري
المحضار الكاف الغرباني المخلافي السامعي الدبعي الحكيمي الأكحلي البعداني السياني الحبيشي
الرعيني القباطي العريقي الأثوري الزريقي
""".split()

SETTINGS = """
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL session_replication_role = replica;
SELECT set_config('siraj.actor', '-1', true), set_config('siraj.stations', '*', true);
SET LOCAL ROLE siraj_owner;
"""

# Deterministic: a number below a bound, a word of a list, for each account and purpose.
PSEUDO_RANDOM = """
CREATE FUNCTION pg_temp.chance(i bigint, purpose bigint, below bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE AS $$ SELECT abs(hashint8extended(i, purpose) % below) $$;
CREATE FUNCTION pg_temp.word(i bigint, purpose bigint, words text[]) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT words[1 + cardinality(words) * chance * chance / 1000000]
    FROM pg_temp.chance(i, purpose, 1000) AS chance
$$;
"""

# Indexes are made in one piece afterwards, exclusion constraints too.
INDEXES_OFF = """
CREATE TEMP TABLE set_aside ON COMMIT DROP AS
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS off,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
              pg_get_constraintdef(oid)) AS again
FROM pg_constraint WHERE contype = 'x' AND conrelid = ANY ({tables})
UNION ALL
SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
FROM pg_index i WHERE i.indrelid = ANY ({tables})
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid);
DO $$ DECLARE command text; BEGIN
    FOR command IN SELECT off FROM set_aside LOOP EXECUTE command; END LOOP;
END $$;
"""
INDEXES_ON = """
DO $$ DECLARE command text; BEGIN
    FOR command IN SELECT again FROM set_aside LOOP EXECUTE command; END LOOP;
END $$;
"""

# The fold of a million names takes longer than their rows.  These names need no more than the
# exchange of letters: they are folded so, and some of them held to the true fold at the end.
FOLD_QUICKLY = """
CREATE TEMP TABLE folding ON COMMIT DROP AS
SELECT pg_get_functiondef('text_fold(text)'::regprocedure) AS truly;
CREATE OR REPLACE FUNCTION text_fold(text text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
PARALLEL SAFE RETURN translate(text, 'أإآىةئؤء', 'ااايهيو');
"""
FOLD_TRULY = """
DO $$ BEGIN
    EXECUTE (SELECT truly FROM folding);
    ASSERT (SELECT bool_and(name_folded = text_fold(name))
            FROM (SELECT * FROM customers WHERE updated_by = -1 ORDER BY id LIMIT 2000) AS sample);
END $$;
"""

PLACES = f"""
INSERT INTO branches (id, code, name) VALUES (2, '02', 'فرع التجربة');
INSERT INTO stations (id, branch_id, code, name)
SELECT s, CASE WHEN s = {STATIONS} THEN 2 ELSE 1 END, 'S' || s, 'محطة ' || s
FROM generate_series(1, {STATIONS}) AS s;
INSERT INTO feeders (id, station_id, code, name)
SELECT s, s, 'F1', 'مغذي' FROM generate_series(1, {STATIONS}) AS s;
INSERT INTO boxes (id, feeder_id, code, name)
SELECT s, s, 'B1', 'طبلون' FROM generate_series(1, {STATIONS}) AS s;
INSERT INTO routes (id, station_id, code, name)
SELECT s, s, 'R' || s, 'خط سير' FROM generate_series(1, {STATIONS}) AS s;
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
SELECT id, lpad(id::text, 8, '0'),
       concat_ws(' ', pg_temp.word(id, 5, given), pg_temp.word(id, 6, given),
                 pg_temp.word(id, 7, given), pg_temp.word(id, 8, family)),
       class_id, station_id, '+96777' || lpad(id::text, 7, '0'), -1
FROM one, (SELECT '{given}'::text[] AS given, '{family}'::text[] AS family) AS names
ORDER BY id;
INSERT INTO customer_tokens (token, customer_id, station_id)
SELECT token, id, station_id
FROM customers, search_tokens(string_to_array(name_folded, ' ')) AS token
WHERE updated_by = -1 ORDER BY token COLLATE "C", id;
INSERT INTO accounts (id, number, customer_id, branch_id, station_id, class_id, updated_by)
SELECT o.id, lpad(o.id::text, 8, '0'), o.id, s.branch_id, o.station_id, o.class_id, -1
FROM one o JOIN stations s ON s.id = o.station_id ORDER BY o.id;
INSERT INTO account_balances (account_id) SELECT id FROM one ORDER BY id;
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
       latest_estimated = false, estimates_in_row = 0,
       unbilled_readings = r.unbilled_readings + 1
FROM reading d WHERE d.register_id = r.id;
"""


def _literal(text):
    return "'" + text.replace("'", "''") + "'"


def _array(words):
    return "{" + ",".join(words) + "}"


def document(name, charges=()):
    """A shipped tariff, and a utility's charges with it."""
    path = os.path.join(paths.SOURCE, "data", "tariffs", name + ".json")
    with open(path, encoding="utf-8") as file:
        made = json.load(file)
    made["charges"] = [{"name": charge, "kind": kind, "basis": "month",
                        "steps": [{"above": 0, "up_to": None, "amount_minor": amount_minor}]}
                       for charge, kind, amount_minor in charges]
    for case in made["cases"]:
        case["expected_total_minor"] += sum(amount_minor for _, _, amount_minor in charges)
    return made


def _audit(mode):
    return "".join(f"ALTER TABLE {table} {mode} TRIGGER audit;\n" for table in AUDITED)


def _tariffs(charges):
    """Statements that put the documents in force; tariff n belongs to class n."""
    text = ""
    for number, (_, _, name, _, _) in enumerate(CLASSES, 1):
        made = document(name, charges)
        text += (f"INSERT INTO tariffs (id, code, name, updated_by) VALUES ({number}, "
                 f"{_literal(made['code'])}, {_literal(made['name'])}, -1);\n"
                 "INSERT INTO tariff_versions (id, tariff_id, state, valid_from, document, "
                 f"updated_by) VALUES ({number}, {number}, 'active', "
                 f"{_literal(made['valid_from'])}, {_literal(json.dumps(made))}, -1);\n"
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


def utility(database, accounts, opened="2025-08-01", read_on="2025-09-01", cycle="M", charges=()):
    """@accounts accounts with a meter each, opened on a day and read on another.

    Triggers are silent: what they would do (words of names, balances) is done set-based here.
    """
    database.sql(
        SETTINGS + PSEUDO_RANDOM + _audit("DISABLE")
        + INDEXES_OFF.format(tables=f"'{_array(FILLED)}'::regclass[]") + PLACES + _tariffs(charges)
        + FOLD_QUICKLY
        + ACCOUNTS.format(accounts=accounts, stations=STATIONS, ranges=_ranges(), opened=opened,
                          cycle=cycle, given=_array(GIVEN_NAMES), family=_array(FAMILY_NAMES))
        + FOLD_TRULY + READINGS.format(read_on=read_on) + _sequences() + INDEXES_ON
        + _audit("ENABLE ALWAYS") + "COMMIT;\nVACUUM ANALYZE;\n")


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
