# SPDX-License-Identifier: GPL-3.0-or-later
"""Tariff versions: copied, compared, listed by price, told when they end, and proved before they
are put in force."""

import json
import pathlib

from case import ServerCase, create_user, main
import paths

PASSWORD = "Correct-Horse-7-Battery"
TARIFFS = pathlib.Path(paths.SOURCE) / "data" / "tariffs"


def document(name, **members):
    return {**json.loads((TARIFFS / f"{name}.json").read_text()), **members}


class Tariffs(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        create_user(cls.database, "drafter", PASSWORD, "billing_officer")
        create_user(cls.database, "second", PASSWORD, "station_manager")
        cls.drafter = cls.sign_in("drafter", PASSWORD)
        cls.second = cls.sign_in("second", PASSWORD)

    def tariff(self, code):
        return self.assertStatus(self.drafter.post("/api/v1/tariffs", {"code": code, "name": code}),
                                 201).json["id"]

    def draft(self, tariff, content):
        answer = self.drafter.post(f"/api/v1/tariffs/{tariff}/versions",
                               {"document": json.dumps(content)})
        return self.assertStatus(answer, 201).json

    def activate(self, version):
        path = f"/api/v1/tariff-versions/{version['id']}"
        current = self.drafter.get(path).json
        return self.second.post(path + "/activate", None, if_match=current["version"])

    def test_an_exported_version_is_imported_equal_and_passes_its_cases(self):
        tariff = self.tariff("EXPORT")
        version = self.draft(tariff, document("ye-residential-city-2021"))
        exported = json.loads(version["document"])
        again = self.draft(tariff, exported)
        self.assertEqual(json.loads(again["document"]), exported)
        answer = self.drafter.post(f"/api/v1/tariff-versions/{again['id']}/check", None)
        self.assertTrue(self.assertStatus(answer, 200).json["passed"])

    def test_a_copy_is_a_draft_of_the_tariff_and_day_asked_for(self):
        source = self.draft(self.tariff("FROM"), document("ye-residential-city-2021"))
        target = self.tariff("TO")
        answer = self.drafter.post(f"/api/v1/tariff-versions/{source['id']}/copy",
                               {"tariff_id": target, "valid_from": "2026-01-01"})
        copy = self.assertStatus(answer, 201).json
        content = json.loads(copy["document"])
        self.assertEqual((copy["tariff_id"], copy["state"], copy["valid_from"], content["code"]),
                         (target, "draft", "2026-01-01", "TO"))
        self.assertEqual(content["components"][0]["bands"][0]["blocks"][0]["to_wh"], 200000)

    def test_two_versions_are_laid_side_by_side(self):
        tariff = self.tariff("COMPARE")
        first = document("ye-residential-city-2021")
        second = json.loads(json.dumps(first))
        second["valid_from"] = "2026-01-01"
        second["components"][0]["bands"][0]["blocks"][1]["rate_micro_per_kwh"] += 1000000
        ids = [self.draft(tariff, content)["id"] for content in (first, second)]
        answer = self.drafter.get(f"/api/v1/tariff-versions/{ids[0]}/comparison?with={ids[1]}")
        found = self.assertStatus(answer, 200).json
        self.assertEqual({row["path"] for row in found["differences"]},
                         {"valid_from", "components[0].bands[0].blocks[1].rate_micro_per_kwh"})
        amounts = {row["energy_wh"]: row for row in found["amounts"]}
        self.assertEqual(amounts[200000]["difference_minor"], 0)
        self.assertEqual(amounts[350000]["difference_minor"], 150 * 100)
        self.assertProblem(self.drafter.get(f"/api/v1/tariff-versions/{ids[0]}/comparison"), 400,
                           "MISSING_VALUE", "with")

    def test_prices_in_force_are_a_list_of_a_day(self):
        tariff = self.tariff("LISTED")
        version = self.draft(tariff, document("ye-residential-city-2021"))
        self.assertStatus(self.activate(version), 200)
        rows = [row for row in self.drafter.items("/api/v1/prices-in-force?on=2024-06-01")
                if row["tariff_code"] == "LISTED"]
        self.assertEqual([row["to_wh"] for row in rows if row.get("rate_micro_per_kwh")],
                         [200000, 350000, 700000, None])
        rows = list(self.drafter.items("/api/v1/prices-in-force?on=2001-01-01"))
        self.assertEqual(rows, [])
        pdf = self.drafter.get("/api/v1/prices-in-force/pdf?on=2024-06-01").body
        self.assertTrue(pdf.startswith(b"%PDF-"))
        self.assertProblem(self.drafter.get("/api/v1/prices-in-force/pdf?on=x"), 400,
                           "INVALID_VALUE", "on")
        text = self.drafter.get("/api/v1/prices-in-force?format=csv").body
        self.assertIn("LISTED", text.decode() if isinstance(text, bytes) else text)

    def test_a_tariff_that_ends_without_successor_is_told(self):
        tariff = self.tariff("ENDING")
        version = self.draft(tariff, document("ye-residential-city-2021", valid_to="2030-01-01"))
        self.assertStatus(self.activate(version), 200)
        path = "/api/v1/tariffs?expires_by=2030-01-01"
        self.assertEqual([row["expires_on"] for row in self.drafter.items(path)
                          if row["code"] == "ENDING"], ["2030-01-01"])
        after = self.draft(tariff, document("ye-residential-city-2021", valid_from="2030-01-01"))
        self.assertStatus(self.activate(after), 200)
        self.assertNotIn("ENDING", [row["code"] for row in self.drafter.items(path)])

    def test_a_version_without_a_case_that_expects_something_is_not_put_in_force(self):
        tariff = self.tariff("UNPROVED")
        for cases in ([], [{"energy_wh": 1000}]):
            version = self.draft(tariff, document("ye-residential-city-2021", cases=cases))
            answer = self.activate(version)
            self.assertEqual((answer.status, answer.json["code"]), (422, "TARIFF_INCOMPLETE"))


if __name__ == "__main__":
    main()
