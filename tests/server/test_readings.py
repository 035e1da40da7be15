# SPDX-License-Identifier: GPL-3.0-or-later
"""Readings from every hand: typed, sent by meters, read by customers; remarks, visits, photos and
how far a route is read."""

import datetime
import threading

from case import create_user, main
from test_registers import KWH, PASSWORD, RegistersCase

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60
JPEG = b"\xff\xd8\xff\xe0" + b"\x01" * 60


class ReadingsCase(RegistersCase):
    def setUp(self):
        super().setUp()
        for name, role in (("admin", "admin"), ("head", "head_end"),
                           ("chief", "reading_supervisor")):
            create_user(self.database, name, PASSWORD, role)
        self.admin, self.head, self.chief = (self.sign_in(self.serving, name)
                                             for name in ("admin", "head", "chief"))
        self.today = datetime.date.today()

    def day(self, offset):
        return (self.today + datetime.timedelta(days=offset)).isoformat()

    def instant(self, offset, hour=8):
        return f"{self.day(offset)}T{hour:02}:00:00Z"

    def total(self, account=None):
        return self.database.sql("SELECT * FROM registers WHERE closed_on IS NULL AND account_id = "
                                 f"{account or self.account}")[0]

    def settings(self, **members):
        version = self.admin.get("/api/v1/reading-settings").version
        answer = self.admin.patch("/api/v1/reading-settings", members, version)
        self.assertEqual(answer.status, 200, answer)
        return answer.json

    def setDaily(self, energy_wh):
        """The account drew so much a day up to now."""
        self.database.sql(f"UPDATE registers SET daily_average_wh = {energy_wh}, billed_date = "
                          f"'{self.day(-31)}', latest_date = '{self.day(-31)}', "
                          f"latest_value = 5000000, billed_value = 5000000 "
                          f"WHERE account_id = {self.account}")


class HeadEnd(ReadingsCase):
    def push(self, *rows, status=200, by=None):
        answer = (by or self.head).post("/api/v1/readings/push", {"readings": [
            dict(zip(("meter_number", "register_code", "read_at", "value"), row))
            for row in rows]})
        self.assertEqual(answer.status, status, answer)
        return answer.json

    def meter_number(self, account=None):
        return self.database.sql("SELECT m.number FROM meters m JOIN meter_installations i "
                                 "ON i.meter_id = m.id JOIN registers r ON r.installation_id = i.id "
                                 f"WHERE r.account_id = {account or self.account} "
                                 "AND r.closed_on IS NULL")[0]["number"]

    def test_a_batch_has_a_result_for_each_row(self):
        self.setDaily(10 * KWH)
        number = self.meter_number()
        report = self.push(
            (number, None, self.instant(-1), 5300 * KWH),
            ("NOWHERE", None, self.instant(-1), 1 * KWH),
            (number, "peak", self.instant(-1), 1 * KWH),
            (number, "noon", self.instant(-1), 1 * KWH),
            (number, None, self.instant(2), 5310 * KWH),
            (number, None, "2001-01-01T00:00:00Z", 5310 * KWH),
            (number, None, self.instant(-1, 9), 4294967295),
            (number, None, self.instant(-1, 10), 99999 * KWH),
            (number, None, self.instant(0, 1), 50 * KWH))
        self.assertEqual([(row["number"], row["state"], row["code"])
                          for row in report["results"]],
                         [(1, "accepted", None), (2, "refused", "NAME_UNKNOWN"),
                          (3, "refused", "NAME_UNKNOWN"), (4, "refused", "INVALID_VALUE"),
                          (5, "refused", "CLOCK_WRONG"), (6, "refused", "CLOCK_WRONG"),
                          (7, "refused", "SENTINEL_VALUE"), (8, "refused", "ALREADY_READ"),
                          (9, "held", None)])
        self.assertEqual((report["accepted"], report["held"], report["repeated"],
                          report["refused"]), (1, 1, 0, 7))
        self.assertEqual(self.total()["latest_value"], "5300000")

    def test_what_was_sent_before_changes_nothing(self):
        self.setDaily(10 * KWH)
        row = (self.meter_number(), "total", self.instant(-1), 5300 * KWH)
        self.assertEqual(self.push(row)["accepted"], 1)
        self.assertEqual(self.push(row, row)["repeated"], 2)
        other = self.push(row[:3] + (5301 * KWH,))
        self.assertEqual(other["results"][0]["code"], "ALREADY_READ")
        self.assertEqual(self.database.integer(
            "SELECT count(*) FROM readings WHERE method = 'remote'"), 1)

    def test_the_same_batch_at_once_is_stored_once(self):
        self.setDaily(10 * KWH)
        row = (self.meter_number(), None, self.instant(-1), 5300 * KWH)
        clients = [self.sign_in(self.serving, "head") for _ in range(4)]
        reports = []
        threads = [threading.Thread(target=lambda c=c: reports.append(self.push(row, by=c)))
                   for c in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted((r["accepted"], r["repeated"]) for r in reports),
                         [(0, 1), (0, 1), (0, 1), (1, 0)])

    def test_ten_thousand_rows_and_no_more(self):
        number = self.meter_number()
        rows = [("M?", None, self.instant(-1), i * KWH) for i in range(10000)]
        self.setDaily(10 * KWH)
        rows[5000] = (number, None, self.instant(-1), 5300 * KWH)
        report = self.push(*rows)
        self.assertEqual((report["accepted"], report["refused"]), (1, 9999))
        self.assertEqual(self.push(*rows, rows[0], status=422)["code"], "RANGE_TOO_LARGE")

    def test_only_the_head_end_may_send(self):
        self.push(("M", None, self.instant(-1), 1), status=403, by=self.reader)
        self.assertEqual(self.head.get("/api/v1/readings").status, 403)


class Customers(ReadingsCase):
    def read_himself(self, value, status=201, **members):
        answer = self.reader.post(f"/api/v1/agreements/{self.account}/readings",
                                  {"read_on": self.day(0), "value": value * KWH, **members})
        self.assertEqual(answer.status, status, answer)
        return answer

    def test_a_plausible_reading_waits_for_review_or_is_accepted_by_the_rule(self):
        self.setDaily(10 * KWH)
        self.assertEqual(self.read_himself(5310).json["state"], "held")
        held = self.chief.get("/api/v1/readings", state="held").json["items"][0]
        self.assertEqual(held["method"], "customer")
        rejected = self.chief.post(f"/api/v1/readings/{held['id']}/review",
                                   {"decision": "reject"})
        self.assertEqual((rejected.status, rejected.json["state"]), (200, "rejected"))
        self.settings(customer_readings="accept")
        self.assertEqual(self.read_himself(5310).json["state"], "accepted")

    def test_what_is_not_plausible_is_refused_with_the_reason(self):
        self.setDaily(10 * KWH)
        for value in (4000, 9000):
            answer = self.read_himself(value, 422)
            self.assertEqual(answer.code, "READING_IMPLAUSIBLE", answer)
        self.assertEqual(self.database.integer(
            "SELECT count(*) FROM readings WHERE method = 'customer'"), 0)


class Field(ReadingsCase):
    def remark(self, code):
        return self.database.integer(f"SELECT id FROM reading_remarks WHERE code = '{code}'")

    def visit(self, remark, status=201, account=None):
        return self.post("reading-visits", {
            "register_id": int(self.total(account)["id"]), "visited_on": self.day(0),
            "remark_id": self.remark(remark)}, status,
            None if status == 201 else "REMARK_UNFIT", by=self.reader)

    def test_a_remark_that_prevents_reading_is_a_visit_and_others_go_with_a_reading(self):
        self.setDaily(10 * KWH)
        self.visit("locked")
        self.visit("seal", 422)
        entry = {"register_id": int(self.total()["id"]), "read_on": self.day(0),
                 "value": 5310 * KWH, "remark_id": self.remark("dog")}
        self.post("readings", entry, 422, "REMARK_UNFIT", by=self.reader)
        entry["remark_id"] = self.remark("seal")
        self.assertEqual(self.post("readings", entry, by=self.reader)["state"], "held")
        item = self.chief.get("/api/v1/readings", state="held").json["items"][0]
        self.assertEqual((item["remark_name"], item["has_photo"]), ("الختم مكسور", False))

    def test_a_photo_is_kept_once_and_shown(self):
        self.setDaily(10 * KWH)
        reading = self.post("readings", {"register_id": int(self.total()["id"]),
                                         "read_on": self.day(0), "value": 5310 * KWH},
                            by=self.reader)["reading_id"]
        path = f"/api/v1/readings/{reading}/photo"

        def send(body, to=path):
            return self.reader.request("POST", to, body, content_type="image/jpeg")

        self.assertEqual(send(b"GIF89a" + b"\0" * 60).code, "PHOTO_UNREADABLE")
        self.assertEqual(send(PNG + b"\0" * 2 * 1024 * 1024).code, "PHOTO_TOO_LARGE")
        self.assertEqual(send(JPEG).status, 204)
        self.assertEqual(send(PNG).status, 409)
        shown = self.chief.get(path)
        self.assertEqual((shown.status, shown.content_type, shown.body),
                         (200, "image/jpeg", JPEG))
        visit = self.visit("dog")["id"]
        self.assertEqual(send(PNG, f"/api/v1/reading-visits/{visit}/photo").status, 204)
        self.assertEqual(self.chief.get(f"/api/v1/reading-visits/{visit}/photo").body, PNG)

    def test_lists_tell_what_is_read_and_what_is_not(self):
        self.setDaily(10 * KWH)
        others = [account for account in range(1, self.accounts + 1) if account != self.account]
        self.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true); "
                          "UPDATE service_points SET route_id = 1; COMMIT")
        self.post("readings", {"register_id": int(self.total()["id"]), "read_on": self.day(0),
                               "value": 5310 * KWH}, by=self.reader)
        self.visit("locked", account=others[0])
        window = {"from": self.day(-2), "to": self.day(2)}
        rows = [row for row in self.chief.get("/api/v1/reading-lists", from_=window["from"],
                                              to=window["to"]).json["items"]
                if row["route_id"] == 1]
        self.assertEqual([(row["registers"], row["read"], row["held"], row["visited"],
                           row["unread"]) for row in rows],
                         [(self.accounts, 1, 0, 1, self.accounts - 1)])
        unread = self.chief.get("/api/v1/routes/1/sheet", from_=window["from"], to=window["to"],
                                unread="true", limit=200).json
        self.assertEqual((len(unread["items"]), unread["count"]),
                         (self.accounts - 1, self.accounts - 1))
        self.assertEqual({row["visit_remark"] for row in unread["items"]},
                         {None, "الباب مغلق"})
        work = self.chief.get("/api/v1/reader-work", from_=window["from"],
                              to=window["to"]).json["items"]
        self.assertEqual([(row["readings"], row["visits"], row["days"]) for row in work],
                         [(1, 1, 1)])
        for path, cells in (("reading-lists", self.accounts), ("reader-work", 1)):
            table = self.chief.get(f"/api/v1/{path}", from_=window["from"], to=window["to"],
                                   format="csv")
            lines = table.body.decode("utf-8-sig").splitlines()
            self.assertEqual(len(lines), 2, lines)
            self.assertIn(str(cells), lines[1].split(","))
        answer = self.chief.get("/api/v1/estimate-rules", format="xml")
        self.assertEqual((answer.status, answer.code), (400, "INVALID_VALUE"))


class Validation(ReadingsCase):
    def check(self, value, **members):
        answer = self.reader.post("/api/v1/readings/check", {
            "register_id": int(self.total()["id"]), "read_on": self.day(0),
            "value": value * KWH, **members})
        return answer.json.get("findings", [answer.code])

    def test_the_catalogue(self):
        self.setDaily(10 * KWH)
        self.assertEqual(self.check(5310), [])
        self.assertEqual(self.check(4000), ["lower"])
        self.assertEqual(self.check(5000), ["zero"])
        self.assertEqual(self.check(5020), ["low"])
        self.assertEqual(self.check(6500), ["high"])
        self.assertEqual(self.check(9999), ["impossible", "high", "sentinel"])
        self.assertEqual(self.check(12345), ["impossible", "high", "sentinel"])
        self.assertEqual(self.check(1000000), ["READING_TOO_LONG"])
        self.assertEqual(self.check(5310, read_on=self.day(3)), ["DATE_IN_FUTURE"])
        self.assertEqual(self.check(5310, read_on=self.day(-31)), ["ALREADY_BILLED"])
        self.database.sql("UPDATE registers SET latest_value = 999900000 WHERE account_id = "
                          f"{self.account}")
        self.assertEqual(self.check(200), ["rollover"])
        self.assertEqual(self.check(200, rollover=True), [])

    def test_estimates_in_a_row_by_hand_and_the_limit_of_the_company(self):
        self.setDaily(10 * KWH)
        limit = self.database.integer("SELECT estimates_limit FROM company")
        self.database.sql(f"UPDATE registers SET estimates_in_row = {limit} WHERE account_id = "
                          f"{self.account}")
        self.assertEqual(self.check(5310, kind="estimated"), ["prolonged_estimate"])

    def test_readings_of_one_reader_that_end_alike(self):
        self.settings(pattern_readings=3)
        for account, value in ((1, 17), (2, 27)):
            register = self.total(account)
            self.post("readings", {"register_id": int(register["id"]), "read_on": self.day(0),
                                   "value": (int(register["latest_value"]) // (10 * KWH) + 30)
                                   * 10 * KWH + 7 * KWH}, by=self.reader)
        self.setDaily(10 * KWH)
        self.assertIn("reader_pattern", self.check(5307))
        self.assertNotIn("reader_pattern", self.check(5308))
        self.settings(pattern_readings=0)
        self.assertNotIn("reader_pattern", self.check(5307))

    def test_an_actual_reading_is_compared_with_the_last_true_one(self):
        self.setDaily(10 * KWH)
        self.database.sql(f"""
            INSERT INTO readings (account_id, register_id, service_point_id, read_on, read_at,
                value, kind, method, state, entered_by)
            SELECT {self.account}, id, {self.account}, d::date, d::date, v, k, 'manual',
                'accepted', -1 FROM registers, (VALUES ('{self.day(-31)}', 5000000, 'periodic'),
                ('{self.day(-1)}', 5600000, 'estimated')) AS x (d, v, k)
            WHERE account_id = {self.account};
            UPDATE registers SET latest_estimated = true, latest_date = '{self.day(-1)}',
                latest_value = 5600000, billed_date = '{self.day(-1)}', billed_value = 5600000
            WHERE account_id = {self.account}""")
        # Below the estimate, but above what was read: nothing is odd, and the average is true.
        self.assertEqual(self.check(5310), [])
        self.post("readings", {"register_id": int(self.total()["id"]), "read_on": self.day(0),
                               "value": 5310 * KWH}, by=self.reader)
        self.assertEqual((self.total()["daily_average_wh"], self.total()["latest_estimated"]),
                         (str((3 * 10000 + 310000 // 31) // 4), "f"))


class Rules(ReadingsCase):
    def test_rules_of_missing_readings_are_unique_and_bounded(self):
        def add(body):
            return self.admin.post("/api/v1/estimate-rules", body)

        self.assertEqual(add({"policy": "estimate"}).status, 201)
        self.assertEqual(add({"policy": "exception"}).status, 409)
        answer = add({"policy": "estimate", "class_id": 1, "most_estimates": 99})
        self.assertEqual((answer.status, answer.json["field"]), (400, "most_estimates"))
        rule = add({"policy": "estimate", "class_id": 1, "most_estimates": 2})
        self.assertEqual(rule.json["class_name"], "سكني")
        self.assertEqual(self.reader.post("/api/v1/estimate-rules",
                                          {"policy": "estimate", "class_id": 2}).status, 403)
        self.assertEqual(len(self.admin.get("/api/v1/estimate-rules").json["items"]), 2)


if __name__ == "__main__":
    main()
