# SPDX-License-Identifier: GPL-3.0-or-later
"""A utility's days through the API alone, each step by the person whose work it is."""

import json
import os
import time

import paths
from case import ServerCase, create_user, main

PASSWORD = "Correct-Horse-7-Battery"
ROLES = {"manager": "station_manager", "officer": "billing_officer", "reader": "reader",
         "cashier": "cashier", "supervisor": "pos_supervisor", "accountant": "accountant",
         "readings": "reading_supervisor"}
KWH = 1000  # Wh


def tariff_document(name):
    with open(os.path.join(paths.SOURCE, "data", "tariffs", name + ".json"),
              encoding="utf-8") as file:
        return json.load(file)


class Journey(ServerCase):
    """Helpers that say who did what and hold the answer to its status."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {"admin": cls.api}
        for name, role in ROLES.items():
            cls.employ(name, role)

    @classmethod
    def employ(cls, name, role):
        create_user(cls.database, name, PASSWORD, role)
        cls.people[name] = cls.sign_in(name, PASSWORD)

    def post(self, who, path, body=None, status=201, **headers):
        answer = self.people[who].post("/api/v1/" + path, body, **headers)
        return self.assertStatus(answer, status).json

    def get(self, who, path, **query):
        return self.assertStatus(self.people[who].get("/api/v1/" + path, **query), 200).json

    def id_of(self, who, path, **wanted):
        """The id of the one item of a list whose members are these."""
        found = [item["id"] for item in self.people[who].items("/api/v1/" + path)
                 if all(item[name] == value for name, value in wanted.items())]
        self.assertEqual(len(found), 1, (path, wanted))
        return found[0]

    def assertPdf(self, who, path):
        answer = self.assertStatus(self.people[who].get("/api/v1/" + path), 200)
        self.assertEqual(answer.content_type, "application/pdf")
        self.assertTrue(answer.body.startswith(b"%PDF-"))

    def tariff(self, name):
        """Drafted by the officer, proved by its cases, put in force by the manager."""
        document = tariff_document(name)
        tariff = self.post("officer", "tariffs",
                           {"code": document["code"], "name": document["name"]})["id"]
        version = self.post("officer", f"tariffs/{tariff}/versions",
                            {"document": json.dumps(document, ensure_ascii=False)})
        self.assertEqual(version["state"], "draft")
        report = self.post("officer", f"tariff-versions/{version['id']}/check", status=200)
        self.assertTrue(report["passed"], report["report"])
        active = self.post("manager", f"tariff-versions/{version['id']}/activate", status=200,
                           if_match=version["version"])
        self.assertEqual(active["state"], "active")
        return tariff


class Tariffs(Journey):
    def test_a_draft_is_proved_and_put_in_force_by_a_second_person(self):
        document = tariff_document("ye-residential-rural-2021")
        tariff = self.post("officer", "tariffs", {"code": "NEW", "name": "تعرفة جديدة"})["id"]
        wrong = json.loads(json.dumps(document))
        wrong["cases"][0]["expected_total_minor"] += 1
        version = self.post("officer", f"tariffs/{tariff}/versions",
                            {"document": json.dumps(wrong, ensure_ascii=False)})
        path = f"/api/v1/tariff-versions/{version['id']}"
        report = self.post("officer", f"tariff-versions/{version['id']}/check", status=200)
        self.assertFalse(report["passed"])
        answer = self.people["manager"].post(path + "/activate", if_match=version["version"])
        self.assertGreaterEqual(answer.status, 400, "a tariff whose cases fail came into force")
        answer = self.people["officer"].patch(
            path, {"document": json.dumps(document, ensure_ascii=False)}, version["version"])
        number = self.assertStatus(answer, 200).json["version"]
        answer = self.people["officer"].post(path + "/activate", if_match=number)
        self.assertProblem(answer, 403, "PERMISSION_DENIED")
        answer = self.people["manager"].post(path + "/activate", if_match=number)
        active = self.assertStatus(answer, 200).json
        self.assertEqual((active["state"], active["valid_from"]),
                         ("active", document["valid_from"]))
        answer = self.people["officer"].patch(path, {"document": active["document"]},
                                              active["version"])
        self.assertEqual(answer.code, "TARIFF_NOT_DRAFT")
        for case in document["cases"]:
            quote = self.post("officer", f"tariffs/{tariff}/quote",
                              {"from_date": "2025-09-01", "to_date": "2025-10-01",
                               "energy_wh": case["energy_wh"]}, status=200)
            self.assertEqual(quote["total_minor"], case["expected_total_minor"], case)


    def test_who_may_both_draft_and_activate_still_needs_another(self):
        self.post("admin", "roles", {"code": "both", "name": "كلاهما", "name_en": "Both",
                                     "permissions": ["tariffs.read", "tariffs.write",
                                                     "tariffs.activate"]})
        self.employ("both", "both")
        self.employ("namesake", "both")
        self.database.sql("SELECT set_config('siraj.actor', '-1', false);"
                          " UPDATE users SET full_name = 'both' WHERE username = 'namesake'")
        tariff = self.post("both", "tariffs", {"code": "BOTH", "name": "تعرفة"})["id"]
        version = self.post("both", f"tariffs/{tariff}/versions", {"document": json.dumps(
            tariff_document("ye-industrial-2021"), ensure_ascii=False)})
        path = f"/api/v1/tariff-versions/{version['id']}/activate"
        answer = self.people["both"].post(path, if_match=version["version"])
        self.assertEqual(answer.code, "SAME_PERSON", answer)
        answer = self.people["namesake"].post(path, if_match=version["version"])
        self.assertStatus(answer, 200)


class Days(Journey):
    """One customer, two months, two meters."""

    def test_from_the_first_visit_to_the_trial_balance(self):
        self.open_places()
        self.subscribe()
        first = self.first_month()
        self.pay(first)
        second = self.second_month()
        self.cancel_invoice(second)
        self.close_the_day()

    def open_places(self):
        branch = self.id_of("admin", "branches", code="01")
        self.station = self.post("admin", "stations", {"branch_id": branch, "code": "ST1",
                                                       "name": "محطة"})["id"]
        feeder = self.post("readings", "feeders", {"station_id": self.station, "code": "F1",
                                                   "name": "مغذي"})["id"]
        box = self.post("readings", "boxes", {"feeder_id": feeder, "code": "B1",
                                              "name": "طبلون"})["id"]
        self.route = self.post("readings", "routes", {"station_id": self.station, "code": "R1",
                                                      "name": "خط سير"})["id"]
        self.place = {"station_id": self.station, "feeder_id": feeder, "box_id": box,
                      "route_id": self.route, "route_sequence": 10, "address": "شارع الزبيري"}
        self.class_id = self.id_of("admin", "classes", code="residential")
        self.cycle = self.id_of("admin", "cycles", code="M")
        self.tariff_id = self.tariff("ye-residential-city-2021")

    def meter(self, number):
        return self.post("officer", "meters", {"number": number, "kind": "conventional",
                                               "station_id": self.station})["id"]

    def subscribe(self):
        customer = self.post("officer", "customers",
                             {"name": "عبد الله محمد صالح", "class_id": self.class_id,
                              "station_id": self.station, "mobile": "777000001"})
        self.account = self.post("officer", "accounts", {"customer_id": customer["id"],
                                                         "class_id": self.class_id})["id"]
        self.point = self.post("officer", "points", self.place)["id"]
        self.post("officer", "agreements",
                  {"account_id": self.account, "service_point_id": self.point,
                   "cycle_id": self.cycle, "start_date": "2025-08-01",
                   "tariff_id": self.tariff_id, "contracted_load_w": 5000,
                   "breaker_amperes": 30})
        self.old_meter = self.meter("M-1")
        self.post("officer", "installations",
                  {"meter_id": self.old_meter, "service_point_id": self.point,
                   "installed_on": "2025-08-01", "opening_value": 100 * KWH})
        hit = self.get("cashier", "search", q="محمد عبدالله")["items"]
        self.assertTrue(hit, "the new customer is not found")

    def read(self, day, value):
        """The reader finds the register on the sheet of the route and enters what it shows."""
        rows = self.get("reader", f"routes/{self.route}/sheet", from_=day, to=day)["items"]
        self.assertEqual(len(rows), 1, rows)
        result = self.post("reader", "readings", {"register_id": rows[0]["register_id"],
                                                  "read_on": day, "value": value})
        if result["state"] != "accepted":
            self.post("readings", f"readings/{result['reading_id']}/review",
                      {"decision": "accept", "note": "seen"}, status=200)

    def bill(self, period):
        """A run from the desk; answers the invoice of our account."""
        run = self.post("officer", "runs", {"cycle_id": self.cycle, "period_key": period},
                        status=202, key=True)["id"]
        deadline = time.monotonic() + 60 * paths.PATIENCE
        while (state := self.get("officer", f"runs/{run}"))["state"] == "running":
            self.assertLess(time.monotonic(), deadline, state)
            time.sleep(0.05)
        self.assertEqual((state["state"], state["bills"], state["exceptions"]),
                         ("completed", 1, 0), self.get("officer", "exceptions", run_id=run))
        newest = self.get("officer", "invoices", run_id=run)["items"]
        self.assertEqual(len(newest), 1)
        return self.get("officer", f"invoices/{newest[0]['id']}")

    def first_month(self):
        self.read("2025-09-01", 400 * KWH)
        invoice = self.bill("2025-08")
        quote = self.post("officer", f"tariffs/{self.tariff_id}/quote",
                          {"from_date": "2025-08-01", "to_date": "2025-09-01",
                           "energy_wh": 300 * KWH}, status=200)
        self.assertEqual((invoice["energy_wh"], invoice["total_minor"]),
                         (300 * KWH, quote["total_minor"]))
        self.assertPdf("officer", f"invoices/{invoice['id']}/pdf")
        return invoice

    def take(self, amount):
        method = self.id_of("cashier", "payment-methods", code="cash")
        return self.post("cashier", "payments",
                         {"account_id": self.account, "amount_minor": amount,
                          "tenders": [{"method_id": method, "amount_minor": amount}]}, key=True)

    def pay(self, invoice):
        """A part, the rest and more, and the second one taken back by the supervisor."""
        total = invoice["total_minor"]
        part = self.take(100000)
        self.assertEqual(part["balance_after_minor"], total - 100000)
        rest = self.take(total)
        self.assertEqual((rest["advance_minor"], rest["balance_after_minor"]), (100000, -100000))
        self.assertPdf("cashier", f"payments/{rest['id']}/pdf?paper=80mm")
        answer = self.people["cashier"].post(f"/api/v1/payments/{rest['id']}/cancel",
                                             {"reason": "wrong account"}, key=True)
        self.assertProblem(answer, 403, "PERMISSION_DENIED")
        self.post("supervisor", f"payments/{rest['id']}/cancel", {"reason": "wrong account"},
                  key=True)
        state = self.get("cashier", f"invoices/{invoice['id']}")
        self.assertEqual(state["open_minor"], total - 100000)
        self.take(total)

    def second_month(self):
        """The meter is changed on the way: 50 kWh of the old one, 70 of the new one."""
        self.post("officer", "installations/exchange",
                  {"service_point_id": self.point, "old_meter_id": self.old_meter,
                   "final_value": 450 * KWH, "new_meter_id": self.meter("M-2"),
                   "opening_value": 5 * KWH, "exchanged_on": "2025-09-11", "reason": "damaged"})
        self.read("2025-10-01", 75 * KWH)
        invoice = self.bill("2025-09")
        self.assertEqual(invoice["energy_wh"], 120 * KWH)
        self.assertEqual([(part["meter_number"], part["energy_wh"])
                          for part in invoice["segments"]],
                         [("M-1", 50 * KWH), ("M-2", 70 * KWH)])
        return invoice

    def cancel_invoice(self, invoice):
        note = self.post("officer", f"invoices/{invoice['id']}/cancel",
                         {"reason": "wrong reading"}, key=True)
        self.assertEqual(note["reverses_id"], invoice["id"])
        self.assertPdf("officer", f"invoices/{note['id']}/pdf")
        account = self.get("officer", f"accounts/{self.account}")
        self.assertEqual((account["receivable_minor"], account["advance_minor"]), (0, 100000))

    def close_the_day(self):
        balance = self.get("accountant", "trial-balance", from_="2025-01-01", to="2099-12-31")
        self.assertEqual((balance["difference_minor"], balance["debit_minor"]),
                         (0, balance["credit_minor"]))
        self.assertEqual(balance["subledger_minor"], balance["control_minor"])
        authors = {row["actor_name"] for row in self.get("admin", "audit", limit=200)["items"]}
        self.assertGreater(len(authors), 2, authors)
        self.assertVerified()


if __name__ == "__main__":
    main()
