#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of customers, meters and readings: loaded whole or not at all, each row answered for."""

import json
import tempfile
from pathlib import Path

import server
from case import ServerCase, create_user, main

SETUP = """
SELECT set_config('siraj.actor', '-1', false), set_config('siraj.stations', '*', false);
INSERT INTO stations (branch_id, code, name) VALUES
    (1, 'S1', 'محطة الحالي'), (1, 'S2', 'محطة المينا');
INSERT INTO tariffs (code, name, updated_by) VALUES ('FLAT', 'تعرفة موحدة', -1);
INSERT INTO tariff_versions (tariff_id, state, valid_from, document, updated_by)
    SELECT id, 'active', '2020-01-01', '{}', -1 FROM tariffs;
UPDATE customer_classes SET default_tariff_id = (SELECT id FROM tariffs);
"""

HEADER = "الاسم,الفئة,الجوال,المحطة,المغذي,الصندوق,خط السير,العنوان,الدورة,تاريخ البدء,رقم الحساب"


def customer(name="علي محمد صالح الزبيدي", mobile="777123456", account="", **changes):
    cells = {"name": name, "class": "سكني", "mobile": mobile, "station": "محطة الحالي",
             "feeder": "خط صنعاء", "box": "ص1", "route": "ر1", "address": "شارع صنعاء",
             "cycle": "M", "start": "2025-01-01", "account": account}
    cells.update(changes)
    return ",".join(cells.values())


def customers(n, first=0):
    """@n good rows; the accounts are A00000…"""
    return "\n".join([HEADER] + [
        customer(f"مشترك رقم {i}", f"77{i:07}", f"A{i:05}", box=f"ص{i % 20}")
        for i in range(first, first + n)])


class Imports(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database.sql(SETUP)
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.directory = Path(directory.name)

    def post(self, kind, text, check=False):
        body = text if isinstance(text, bytes) else text.encode()
        path = f"/api/v1/imports/{kind}" + ("?check=true" if check else "")
        return self.api.request("POST", path, body, content_type="text/csv")

    def load(self, kind, text, check=False):
        answer = self.post(kind, text, check)
        self.assertStatus(answer, 200)
        return answer.json

    def refused(self, report):
        return [(row["line"], row["code"], row["field"]) for row in report["rows"]
                if row["state"] == "refused"]

    def counts(self):
        return [self.database.integer(f"SELECT count(*) FROM {table}") for table in
                ("customers", "accounts", "service_points", "service_agreements", "feeders",
                 "boxes", "routes", "meters", "readings", "document_counters")]

    def command(self, kind, text, *options, expect=0):
        path = self.directory / "file.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return server.command("import", kind, str(path), *options, database=self.database,
                              expect=expect).stdout

    def test_one_row_makes_four_records_and_the_places(self):
        report = self.load("customers", f"{HEADER}\n{customer(name='سعيد أحمد', account='B1')}\n")
        self.assertTrue(report["loaded"], report)
        row = self.database.sql("""
            SELECT c.name, c.mobile, c.number, a.number AS account, f.name AS feeder,
                   b.name AS box, r.name AS route, g.start_date, t.valid_from
            FROM accounts a JOIN customers c ON c.id = a.customer_id
            JOIN service_agreements g ON g.account_id = a.id
            JOIN agreement_terms t ON t.agreement_id = g.id
            JOIN service_points p ON p.id = g.service_point_id
            JOIN feeders f ON f.id = p.feeder_id JOIN boxes b ON b.id = p.box_id
            JOIN routes r ON r.id = p.route_id WHERE a.number = 'B1'""")[0]
        self.assertEqual((row["mobile"], row["feeder"], row["box"], row["route"]),
                         ("+967777123456", "خط صنعاء", "ص1", "ر1"))
        self.assertEqual((row["start_date"], row["valid_from"]), ("2025-01-01", "2025-01-01"))
        self.assertEqual(len(row["number"]), 8)

    def test_encodings_and_separators(self):
        english = "name;class;mobile;station;feeder;box;address;cycle;start date;account no"
        cells = "محمد علي;residential;٧٧٧١٢٣٤٥٦;S1;خط صنعاء;ص1;شارع;M;١/٢/٢٠٢٥;{}"
        table = english + "\r\n" + cells + "\r\n"
        for number, text in (
                ("E1", table.format("E1").encode()),
                ("E2", b"\xef\xbb\xbf" + table.format("E2").encode()),
                ("E3", table.format("E3").replace("٧", "7").replace("١", "1").replace("٢", "2")
                 .replace("٣", "3").replace("٤", "4").replace("٥", "5").replace("٦", "6")
                 .replace("٠", "0").encode("cp1256")),
                ("E4", table.format("E4").replace(";", "\t").encode()),
                ("E5", table.format("E5").encode("utf-16"))):
            with self.subTest(number):
                report = self.load("customers", text)
                self.assertTrue(report["loaded"], report)
                row = self.database.sql(f"""
                    SELECT c.name, c.mobile, g.start_date FROM accounts a
                    JOIN customers c ON c.id = a.customer_id
                    JOIN service_agreements g ON g.account_id = a.id
                    WHERE a.number = '{number}'""")[0]
                self.assertEqual(tuple(row.values()),
                                 ("محمد علي", "+967777123456", "2025-02-01"))

    def test_every_wrong_row_has_its_code_and_nothing_is_loaded(self):
        rows = [
            customer(account="W1"),
            customer(account="W2", mobile="12"),
            customer(account="W3", station="لا وجود لها"),
            customer(account="W4", **{"class": "غير معروف"}),
            customer(account="W5", start="2025-13-01"),
            customer(account="W6", name=""),
            customer(account="W1"),
            customer(account="W7", start="2019-01-01"),
            customer(account="W8") + ",زائد",
            "",
            customer(account="W9", cycle="X"),
        ]
        before = self.counts()
        report = self.load("customers", "\n".join([HEADER, *rows]))
        self.assertFalse(report["loaded"])
        self.assertEqual(self.refused(report), [
            (3, "INVALID_VALUE", "mobile"), (4, "NAME_UNKNOWN", "station"),
            (5, "NAME_UNKNOWN", "class"), (6, "INVALID_VALUE", "start_date"),
            (7, "MISSING_VALUE", "name"), (8, "DUPLICATE", "number"),
            (9, "TARIFF_NOT_IN_FORCE", "tariff_id"), (10, "ROW_TOO_LONG", None),
            (12, "NAME_UNKNOWN", "cycle")])
        self.assertEqual(report["rows_count"], 10)
        self.assertEqual(self.counts(), before)

    def test_columns_are_refused_by_name(self):
        for header, code, word in (
                (HEADER + ",لون السقف", "COLUMN_UNKNOWN", "لون السقف"),
                (HEADER + ",name", "COLUMN_TWICE", "name"),
                (HEADER.replace("الجوال,", ""), "COLUMN_MISSING", "mobile")):
            with self.subTest(code):
                answer = self.post("customers", f"{header}\n{customer()}")
                self.assertProblem(answer, 400, code)
                self.assertIn(word, answer.json["detail"])
        self.assertProblem(self.post("customers", HEADER), 400, "FILE_EMPTY")
        self.assertProblem(self.post("customers", b"a\0b"), 400, "FILE_UNREADABLE")
        self.assertProblem(self.post("kittens", HEADER), 404, "NOT_FOUND")

    def test_check_writes_nothing(self):
        before = self.counts()
        report = self.load("customers", customers(5, 900), check=True)
        self.assertEqual((report["loaded"], report["refused_count"]), (False, 0))
        self.assertEqual(self.counts(), before)

    def test_formulas_are_texts(self):
        name = "=HYPERLINK(\"\"http://x\"\")"
        report = self.load("customers", f"{HEADER}\n" + customer(f"\"{name}\"", account="F1")
                           + "\n" + customer("'+967", account="F2"))
        self.assertTrue(report["loaded"], report)
        names = self.database.sql("SELECT c.name FROM customers c JOIN accounts a ON"
                                  " a.customer_id = c.id WHERE a.number IN ('F1', 'F2')"
                                  " ORDER BY a.number")
        self.assertEqual([row["name"] for row in names], ['=HYPERLINK("http://x")', "+967"])

    def test_permission(self):
        create_user(self.database, "reader", "Correct-Horse-7-Reader", "reader")
        reader = self.sign_in("reader", "Correct-Horse-7-Reader")
        self.assertProblem(reader.request("POST", "/api/v1/imports/meters", b"x"), 403,
                           "PERMISSION_DENIED")

    def test_meters_and_readings(self):
        self.command("customers", customers(3, 500))
        meters = ("رقم العداد,النوع,المحطة,رقم الحساب,تاريخ التركيب,القراءة الافتتاحية,الخانات\n"
                  "M500,عادي,S1,A00500,2025-01-01,100,5\n"
                  "01234567897,مسبق الدفع,S1,A00501,2025-01-01,0,6\n"
                  "M502,ذكي,S1,,,,\n")
        self.assertRegex(self.command("meters", meters), r"\b3\b")
        self.assertEqual(self.database.scalar("SELECT string_agg(state, ' ' ORDER BY number)"
                                              " FROM meters WHERE number IN"
                                              " ('M500', '01234567897', 'M502')"),
                         "installed installed in_store")
        readings = ("رقم العداد,رقم الحساب,التاريخ,القراءة,النوع\n"
                    "M500,,2025-03-01,٣٢٠,\n"           # out of order on purpose
                    "M500,,2025-02-01,200.5,دورية\n"
                    ",A00501,2025-02-01,150,\n"
                    "M500,,2025-04-01,9999,\n")         # far more than expected: held
        report = self.load("readings", readings)
        self.assertTrue(report["loaded"], report)
        self.assertEqual([row["state"] for row in report["rows"]], ["ok", "ok", "ok", "held"])
        register = self.database.sql("""
            SELECT r.latest_date, r.latest_value, r.unbilled_readings, x.value, r.daily_average_wh
            FROM registers r JOIN meter_installations i ON i.id = r.installation_id
            JOIN meters m ON m.id = i.meter_id JOIN readings x ON x.id = r.latest_reading_id
            WHERE m.number = 'M500'""")[0]
        first, second = 100500 // 31, 119500 // 28
        self.assertEqual(tuple(register.values()),
                         ("2025-03-01", "320000", "2", "320000", str((first * 3 + second) // 4)))

    def test_wrong_meters_and_readings(self):
        self.command("customers", customers(2, 600))
        report = self.load("meters", "number,kind,station,account,installed on,digits\n"
                           "M600,عادي,S1,A00600,2025-01-01,5\n"
                           "M600,عادي,S1,,,\n"
                           "M601,بخاري,S1,,,\n"
                           "12345678901,sts,S1,,,\n"
                           "M602,عادي,S1,A77777,2025-01-01,5\n"
                           "M603,عادي,S1,A00601,,5\n"
                           "M604,عادي,S1,A00601,2024-01-01,5\n")
        self.assertEqual(self.refused(report), [
            (3, "DUPLICATE", "number"), (4, "INVALID_VALUE", "kind"),
            (5, "INVALID_VALUE", "number"), (6, "NAME_UNKNOWN", "account_number"),
            (7, "MISSING_VALUE", "installed_on"), (8, "NO_AGREEMENT", "service_point_id")])
        self.command("meters", "number,kind,station,account,installed on,opening,digits\n"
                     "M600,عادي,S1,A00600,2025-01-01,10,5\n")
        before = self.counts()
        report = self.load("readings", "meter,account,date,value,kind\n"
                           "M600,,2025-02-01,50,\n"
                           "M600,,2025-02-01,60,\n"
                           "M600,,2024-12-01,5,\n"
                           "M600,,2999-01-01,70,\n"
                           "M600,,2025-03-01,1234567,\n"
                           "M999,,2025-03-01,70,\n"
                           ",,2025-03-01,70,\n"
                           "M600,,2025-03-01,x,\n"
                           "M600,,2025-03-01,-5,\n"
                           "M600,,2025-03-01,70,initial\n")
        self.assertEqual(self.refused(report), [
            (3, "ALREADY_READ", "read_on"), (4, "ALREADY_READ", "read_on"),
            (5, "DATE_IN_FUTURE", "read_on"), (6, "READING_TOO_LONG", "value"),
            (7, "NAME_UNKNOWN", "meter_number"), (8, "MISSING_VALUE", "meter_number"),
            (9, "INVALID_VALUE", "value"), (10, "OUT_OF_RANGE", "value"),
            (11, "INVALID_VALUE", "kind")])
        self.assertEqual(self.counts(), before)

    def test_command_prints_and_exits(self):
        bad = f"{HEADER}\n{customer(account='X1')}\n{customer(account='X1')}"
        printed = self.command("customers", bad, expect=3)
        self.assertIn("DUPLICATE", printed)
        report = json.loads(self.command("customers", bad, "--json", expect=3))
        self.assertEqual((report["refused_count"], report["loaded"]), (1, False))
        self.command("customers", f"{HEADER}\n{customer(account='X1')}", "--check")
        self.assertEqual(self.database.integer("SELECT count(*) FROM accounts"
                                               " WHERE number = 'X1'"), 0)

    def test_a_thousand_customers_with_meters_and_readings(self):
        self.command("customers", customers(1000, 10000))
        self.command("meters", "number,kind,station,account,installed on,opening\n" + "\n".join(
            f"T{i},smart,S1,A{i:05},2025-01-01,0" for i in range(10000, 11000)))
        self.command("readings", "meter,date,value\n" + "\n".join(
            f"T{i},2025-{month:02}-01,{month * 100 + i % 50}"
            for month in range(2, 6) for i in range(10000, 11000)))
        self.assertEqual(self.database.integer(
            "SELECT count(*) FROM readings d JOIN accounts a ON a.id = d.account_id"
            " WHERE a.number LIKE 'A1____' AND d.kind <> 'initial'"), 4000)


if __name__ == "__main__":
    main()
