# SPDX-License-Identifier: GPL-3.0-or-later
"""Meters with several registers, from the store to the bill; points with several meters; changes
of meter, tariff and agreement inside a period."""

import json

import generate
import server
from api import Client
from case import create_user, main
from test_billing import BillingCase

PASSWORD = "Correct-Horse-7-Battery"
KWH = 1000
HOURS = [{"code": "peak"}, {"code": "shoulder"}, {"code": "off_peak"}]
INDUSTRY = [{"code": "total"}, {"code": "reactive"}, {"code": "demand", "digits": 4}]


def energy(register, rials, name):
    return {"name": name, "register_class": register, "bands": [
        {"from_wh": 0, "to_wh": None,
         "blocks": [{"from_wh": 0, "to_wh": None, "rate_micro_per_kwh": rials * 1000000}]}]}


def tariff(components, **members):
    return {"code": "T", "name": "تعرفة", "currency": "YER", "valid_from": "2021-01-01",
            "limit_basis": "month", "basis_days": 30, "rounding_unit_minor": 1,
            "components": components, "charges": [], **members}


BY_HOURS = tariff([energy("peak", 100, "ذروة"), energy("shoulder", 60, "نهار"),
                   energy("off_peak", 20, "ليل")])
BY_DEMAND = tariff(
    [energy("total", 50, "طاقة")],
    demand={"name": "حمل", "rate_micro_per_kw": 1000000000, "basis": "bill"},
    power_factor={"name": "معامل", "reference_bp": 9000, "penalty_bp": 100})


class RegistersCase(BillingCase):
    accounts = 12

    def setUp(self):
        super().setUp()
        create_user(self.database, "officer", PASSWORD, "billing_officer")
        create_user(self.database, "reader", PASSWORD, "reader")
        serving = self.serving = server.Server(database=self.database)
        self.addCleanup(serving.remove)
        serving.start()
        self.officer = self.sign_in(serving, "officer")
        self.reader = self.sign_in(serving, "reader")
        self.account = self.account_of("residential")
        self.point = self.account
        self.number = 0

    def sign_in(self, serving, name):
        client = Client(serving.url)
        self.addCleanup(client.close)
        client.sign_in(name, PASSWORD)
        return client

    def post(self, path, body, status=201, code=None, by=None):
        answer = (by or self.officer).post("/api/v1/" + path, body)
        self.assertEqual((answer.status, answer.code), (status, code), answer)
        return answer.json

    def meter(self, registers=None):
        """A meter in the store; with a model of its own where it has several registers."""
        self.number += 1
        body = {"number": f"N{self.number}", "kind": "conventional", "station_id": 1}
        if registers:
            body["model_id"] = self.post("meter-models", {
                "code": f"K{self.number}", "name": "Model", "phases": 3,
                "registers": registers})["id"]
        return self.post("meters", body)["id"]

    def values(self, **values):
        return [{"code": code, "value": value * KWH} for code, value in values.items()]

    def old_meter(self):
        return self.database.sql("SELECT i.meter_id, r.latest_value FROM registers r "
                                 "JOIN meter_installations i ON i.id = r.installation_id "
                                 f"WHERE r.account_id = {self.account} AND r.closed_on IS NULL")[0]

    def exchange(self, new_meter, day, drawn, **opening):
        old = self.old_meter()
        return self.post("installations/exchange", {
            "service_point_id": self.point, "old_meter_id": int(old["meter_id"]),
            "final_value": int(old["latest_value"]) + drawn * KWH, "new_meter_id": new_meter,
            "opening_values": self.values(**opening), "exchanged_on": day, "reason": "smart"})

    def registers(self):
        return {row["code"]: row for row in self.database.sql(
            f"SELECT * FROM registers WHERE account_id = {self.account} AND closed_on IS NULL")}

    def read(self, day, status=201, **values):
        registers = self.registers()
        for code, value in values.items():
            self.post("readings", {"register_id": int(registers[code]["id"]), "read_on": day,
                                   "value": value * KWH}, status, by=self.reader)

    def use(self, document, valid_from="2025-08-01", load_w=5000):
        """The agreement has this tariff from a day on."""
        text = json.dumps(document).replace("'", "''")
        self.database.sql(f"""
            BEGIN; SELECT set_config('siraj.actor', '-1', true);
            INSERT INTO tariffs (id, code, name, updated_by) VALUES (99, 'T99', 'T', -1);
            INSERT INTO tariff_versions (tariff_id, state, valid_from, document, updated_by)
            VALUES (99, 'active', '2021-01-01', '{text}', -1); COMMIT""")
        if valid_from == "2025-08-01":
            self.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true); UPDATE "
                              f"agreement_terms SET tariff_id = 99, contracted_load_w = {load_w} "
                              f"WHERE agreement_id = {self.account}; COMMIT")

    def lines_of_bill(self):
        return [(line["kind"], int(line["quantity"]), int(line["amount_minor"]))
                for line in self.database.sql(
                    "SELECT * FROM invoice_lines WHERE invoice_id = "
                    f"{self.invoice(self.account)['id']} ORDER BY line_no")]

    def others_are_read(self, read_on):
        """Everybody else, by generation; what the account showed stays."""
        self.database.sql("CREATE TABLE kept AS SELECT * FROM registers "
                          f"WHERE account_id = {self.account}")
        generate.read(self.database, read_on)
        self.database.sql(f"""
            DELETE FROM readings d USING kept k WHERE d.register_id = k.id
                AND d.read_on = '{read_on}' AND d.method = 'import';
            UPDATE registers r SET latest_date = k.latest_date, latest_value = k.latest_value,
                unbilled_readings = k.unbilled_readings FROM kept k WHERE k.id = r.id;
            DROP TABLE kept""")


class Registers(RegistersCase):
    def test_a_model_has_each_register_once_and_counts_energy(self):
        for registers in ([{"code": "peak"}, {"code": "peak"}], [{"code": "reactive"}], []):
            answer = self.officer.post("/api/v1/meter-models", {
                "code": "X", "name": "X", "registers": registers})
            self.assertEqual(answer.json.get("field"), "registers", answer)
            self.assertEqual(answer.status, 400 if registers == [] else answer.status)
        model = self.post("meter-models", {"code": "X", "name": "X", "registers": HOURS})
        self.assertEqual([one["code"] for one in model["registers"]],
                         ["peak", "shoulder", "off_peak"])
        self.assertEqual((model["digits"], model["phases"]), (6, 1))

    def test_every_register_opens_and_closes_with_its_own_value(self):
        self.bill()
        new = self.meter(HOURS)
        old = self.old_meter()
        body = {"service_point_id": self.point, "old_meter_id": int(old["meter_id"]),
                "final_value": int(old["latest_value"]), "new_meter_id": new,
                "opening_values": self.values(peak=5, shoulder=6), "exchanged_on": "2025-09-11",
                "reason": "smart"}
        self.post("installations/exchange", body, 422, "REGISTERS_DIFFER")
        body["opening_values"] = self.values(peak=5, shoulder=6, off_peak=7, total=18)
        self.post("installations/exchange", body, 422, "REGISTERS_DIFFER")
        self.assertEqual(set(self.registers()), {"total"})
        body["opening_values"] = self.values(peak=5, shoulder=6, off_peak=7)
        meter = self.post("installations/exchange", body)
        self.assertEqual(meter["register_codes"], ["peak", "shoulder", "off_peak"])
        self.assertEqual({code: (row["opened_on"], int(row["opening_value"]))
                          for code, row in self.registers().items()},
                         {"peak": ("2025-09-11", 5000), "shoulder": ("2025-09-11", 6000),
                          "off_peak": ("2025-09-11", 7000)})
        self.assertEqual(self.database.integer(
            "SELECT count(*) FROM readings WHERE kind = 'initial' AND read_on = '2025-09-11'"), 3)
        answer = self.officer.post(f"/api/v1/meters/{new}/remove", {
            "final_values": self.values(peak=6, shoulder=5, off_peak=9),
            "removed_on": "2025-09-21", "reason": "end"})
        self.assertEqual(answer.code, "READING_LOWER", answer)
        self.post(f"meters/{new}/remove", {
            "final_values": self.values(peak=6, shoulder=8, off_peak=9),
            "removed_on": "2025-09-21", "reason": "end"}, 200)
        self.assertEqual(self.registers(), {})

    def test_hours_are_billed_each_at_its_price(self):
        self.bill()
        self.use(BY_HOURS)
        self.exchange(self.meter(HOURS), "2025-09-01", 0, peak=100, shoulder=200, off_peak=300)
        self.read("2025-10-01", peak=150, shoulder=300, off_peak=500)
        self.others_are_read("2025-10-01")
        self.bill(period="2025-09")
        self.assertEqual(self.invoice(self.account)["energy_wh"], "350000")
        self.assertEqual(self.lines_of_bill(), [("energy", 50000, 500000),
                                                ("energy", 100000, 600000),
                                                ("energy", 200000, 400000)])
        self.assertVerified()

    def test_demand_and_power_factor_are_billed(self):
        self.bill()
        self.use(BY_DEMAND)
        self.exchange(self.meter(INDUSTRY), "2025-09-01", 0, total=0, reactive=0, demand=0)
        # cos φ = 1000 / √(1000² + 750²) = 0.80, ten hundredths short
        self.read("2025-10-01", total=1000, reactive=750, demand=12)
        self.others_are_read("2025-10-01")
        self.bill(period="2025-09")
        lines = self.lines_of_bill()
        self.assertEqual([line for line in lines if line[0] == "energy"],
                         [("energy", 1000000, 5000000)])
        self.assertEqual([line for line in lines if line[0] == "demand"],
                         [("demand", 12000, 1200000)])
        self.assertEqual([line[2] for line in lines if line[0] == "power_factor"], [500000])
        self.assertVerified()
        # A maximum starts again: lower than before is no fault, and is billed as it is.
        self.read("2025-11-01", total=1500, reactive=750, demand=9)
        self.others_are_read("2025-11-01")
        self.bill(period="2025-10")
        self.assertEqual([line for line in self.lines_of_bill() if line[0] == "demand"],
                         [("demand", 9000, 900000)])
        self.assertVerified()

    def test_two_meters_of_a_point_are_summed_though_read_on_different_days(self):
        self.database.sql(f"UPDATE registers SET daily_average_wh = 2500 "
                          f"WHERE account_id = {self.account}")
        self.bill()
        second = self.meter()
        self.post("installations", {"meter_id": second, "service_point_id": self.point,
                                    "installed_on": "2025-09-01", "opening_value": 0})
        first, other = self.database.sql(
            f"SELECT id, latest_value FROM registers WHERE account_id = {self.account} "
            "ORDER BY id")
        for register, day, value in ((first, "2025-09-30", int(first["latest_value"]) + 70000),
                                     (other, "2025-10-01", 30000)):
            self.post("readings", {"register_id": int(register["id"]), "read_on": day,
                                   "value": value}, by=self.reader)
        self.others_are_read("2025-10-01")
        self.bill(period="2025-09")
        bill = self.invoice(self.account)
        self.assertEqual((bill["energy_wh"], bill["period_from"], bill["period_to"]),
                         ("100000", "2025-09-01", "2025-10-01"))
        self.assertVerified()

    def test_two_exchanges_in_one_period_lose_nothing(self):
        self.consume(self.account, 0)
        self.bill()
        self.exchange(self.meter(), "2025-09-11", 40, total=10)
        self.exchange(self.meter(), "2025-09-21", 50, total=7)
        self.read("2025-10-01", total=67)
        self.others_are_read("2025-10-01")
        self.bill(period="2025-09")
        bill = self.invoice(self.account)
        self.assertEqual(bill["energy_wh"], "150000")
        segments = self.database.sql("SELECT from_date, to_date, energy_wh FROM invoice_segments "
                                     f"WHERE invoice_id = {bill['id']} ORDER BY segment_no")
        self.assertEqual([tuple(row.values()) for row in segments],
                         [("2025-09-01", "2025-09-11", "40000"),
                          ("2025-09-11", "2025-09-21", "50000"),
                          ("2025-09-21", "2025-10-01", "60000")])
        self.assertVerified()


class Changes(RegistersCase):
    def bill_of(self, agreement):
        rows = self.database.sql(f"SELECT * FROM invoices WHERE agreement_id = {agreement} "
                                 "ORDER BY period_from DESC, id DESC LIMIT 1")
        return rows[0] if rows else None

    def test_a_tariff_changed_inside_the_period_splits_the_bill(self):
        self.consume(self.account, 0)
        self.bill()
        self.use(BY_DEMAND | {"components": [energy("total", 50, "طاقة")], "demand": None,
                              "power_factor": None}, valid_from="later")
        agreement = self.officer.get(f"/api/v1/agreements/{self.account}").json
        self.post(f"agreements/{self.account}/terms", {
            "valid_from": "2025-09-11", "class_id": agreement["class_id"], "tariff_id": 99,
            "contracted_load_w": 5000})
        self.database.sql("UPDATE registers SET daily_average_wh = 10000 "
                          f"WHERE account_id = {self.account}")
        register = self.registers()["total"]
        self.read("2025-10-01", total=int(register["latest_value"]) // KWH + 300)
        self.others_are_read("2025-10-01")
        self.bill(period="2025-09")
        # 10 of 30 days at the first prices, 20 at 50 rials
        lines = [line for line in self.lines_of_bill() if line[0] == "energy"]
        self.assertEqual(sum(line[1] for line in lines), 300000)
        self.assertIn(("energy", 200000, 1000000), lines)
        self.assertVerified()

    def test_days_without_a_meter_are_no_service(self):
        self.consume(self.account, 0)
        self.bill()
        self.use(BY_DEMAND | {"demand": None, "power_factor": None, "charges": [
            {"name": "رسم", "kind": "fixed", "basis": "month",
             "steps": [{"above": 0, "up_to": None, "amount_minor": 30000}]}]})
        old = self.old_meter()
        self.post(f"meters/{old['meter_id']}/remove", {
            "final_value": int(old["latest_value"]) + 100 * KWH, "removed_on": "2025-09-11",
            "reason": "cut"}, 200)
        self.post("installations", {"meter_id": self.meter(), "service_point_id": self.point,
                                    "installed_on": "2025-09-21", "opening_value": 0})
        self.read("2025-10-01", total=50)
        self.others_are_read("2025-10-01")
        self.bill(period="2025-09")
        # 20 of 30 days with service
        self.assertEqual(self.lines_of_bill(), [("energy", 150000, 750000), ("fixed", 0, 20000)])
        self.assertVerified()

    def point_state(self):
        return self.database.scalar(f"SELECT state FROM service_points WHERE id = {self.point}")

    def test_a_cut_that_leaves_the_meter_bills_the_days_with_service(self):
        self.consume(self.account, 0)
        self.bill()
        self.use(BY_DEMAND | {"demand": None, "power_factor": None, "charges": [
            {"name": "رسم", "kind": "fixed", "basis": "month",
             "steps": [{"above": 0, "up_to": None, "amount_minor": 30000}]},
            {"name": "إيجار", "kind": "rent", "basis": "month",
             "steps": [{"above": 0, "up_to": None, "amount_minor": 6000}]}]})
        register = self.registers()["total"]
        value = int(register["latest_value"])
        self.post(f"agreements/{self.account}/end", {
            "end_date": "2025-09-11", "reason": "debt", "disconnects": True,
            "readings": [{"register_id": int(register["id"]), "value": value + 100 * KWH}]}, 200)
        self.assertEqual(self.point_state(), "disconnected")
        cycle = self.database.integer("SELECT id FROM billing_cycles WHERE code = 'M'")
        again = self.post("agreements", {
            "account_id": self.account, "service_point_id": self.point, "cycle_id": cycle,
            "start_date": "2025-09-21", "tariff_id": 99})["id"]
        self.post(f"agreements/{again}/take-over", None, 200)
        self.assertEqual(self.point_state(), "connected")
        self.read("2025-10-01", total=(value + 150 * KWH) // KWH)
        self.others_are_read("2025-10-01")
        self.bill(period="2025-09")
        # 10 of 30 days until the cut, none while it lasted, 10 of 30 days since
        for agreement, kind, days, energy_wh in (
                (self.account, "final", ("2025-09-01", "2025-09-11"), 100000),
                (again, "energy", ("2025-09-21", "2025-10-01"), 50000)):
            bill = self.bill_of(agreement)
            self.assertEqual((bill["kind"], (bill["period_from"], bill["period_to"])),
                             (kind, days))
            lines = self.database.sql("SELECT kind, quantity, amount_minor FROM invoice_lines "
                                      f"WHERE invoice_id = {bill['id']} ORDER BY line_no")
            self.assertEqual([(row["kind"], int(row["quantity"]), int(row["amount_minor"]))
                              for row in lines],
                             [("energy", energy_wh, energy_wh * 5), ("fixed", 0, 10000),
                              ("rent", 0, 2000)])
        self.assertVerified()

    def test_an_agreement_ends_with_its_final_bill_and_the_next_goes_on(self):
        self.consume(self.account, 0)
        self.bill()
        register = self.registers()["total"]
        end = {"end_date": "2025-09-16", "reason": "moved", "readings": []}
        self.post(f"agreements/{self.account}/end", end, 422, "REGISTERS_DIFFER")
        end["readings"] = [{"register_id": int(register["id"]), "value": 0}]
        answer = self.officer.post(f"/api/v1/agreements/{self.account}/end", end)
        self.assertEqual(answer.code, "READING_LOWER", answer)
        value = int(register["latest_value"]) + 90 * KWH
        end["readings"][0]["value"] = value
        self.post(f"agreements/{self.account}/end", end, 200)
        self.post(f"agreements/{self.account}/end", end, 409, "AGREEMENT_ENDED")
        other = self.account_of("commercial")
        cycle = self.database.integer("SELECT id FROM billing_cycles WHERE code = 'M'")
        following = self.post("agreements", {
            "account_id": other, "service_point_id": self.point, "cycle_id": cycle,
            "start_date": "2025-09-16"})["id"]
        self.post(f"agreements/{following}/take-over", None, 200)
        self.post(f"agreements/{following}/take-over", None, 422, "METER_MISSING")
        opened = self.database.sql(f"SELECT * FROM registers WHERE agreement_id = {following}")[0]
        self.assertEqual((opened["opened_on"], int(opened["opening_value"])),
                         ("2025-09-16", value))
        self.database.sql("UPDATE registers SET daily_average_wh = 4000 "
                          f"WHERE id = {opened['id']}")
        self.post("readings", {"register_id": int(opened["id"]), "read_on": "2025-10-01",
                               "value": value + 60 * KWH}, by=self.reader)
        self.database.sql("CREATE TABLE kept AS SELECT * FROM registers "
                          f"WHERE id = {opened['id']}")
        self.database.sql(f"UPDATE registers SET latest_date = '2025-10-01' "
                          f"WHERE id = {opened['id']}")
        generate.read(self.database, "2025-10-01")
        self.bill(period="2025-09")
        final, first = self.bill_of(self.account), self.bill_of(following)
        self.assertEqual((final["kind"], final["period_from"], final["period_to"],
                          final["energy_wh"]), ("final", "2025-09-01", "2025-09-16", "90000"))
        self.assertEqual((first["kind"], first["period_from"], first["period_to"],
                          first["energy_wh"]), ("energy", "2025-09-16", "2025-10-01", "60000"))
        self.assertVerified()


if __name__ == "__main__":
    main()
