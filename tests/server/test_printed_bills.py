# SPDX-License-Identifier: GPL-3.0-or-later
"""What a bill says long after: its QR code on paper, its lines in words when prices have changed."""

import base64
import datetime
import os
import re
import subprocess
import tempfile

import test_corrections
from case import main
from test_corrections import INVOICES

SELLER = "المؤسسة العامة للكهرباء"
TAX_NUMBER = "310122393500003"


def fields_of(payload):
    """The fields of a TLV code: {tag: text}."""
    raw, at, fields = base64.b64decode(payload, validate=True), 0, {}
    while at < len(raw):
        tag, length = raw[at], raw[at + 1]
        fields[tag] = raw[at + 2:at + 2 + length].decode()
        at += 2 + length
    return fields


def scan(pdf):
    """What a reader of QR codes finds on the first page of a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "bill.pdf")
        with open(path, "wb") as file:
            file.write(pdf)
        subprocess.run(["pdftoppm", "-r", "200", "-png", "-singlefile", path,
                        os.path.join(folder, "page")], check=True)
        return subprocess.run(["zbarimg", "--quiet", "--raw", os.path.join(folder, "page.png")],
                              capture_output=True, text=True, check=True).stdout.split()


def major(minor):
    return f"{minor // 100}.{minor % 100:02}"


class PrintedBills(test_corrections.RebillCase):
    accounts = 20

    @classmethod
    def run_period(cls, period):
        cls.database.sql("BEGIN; SELECT set_config('siraj.actor', '-1', true);"
                         f"UPDATE company SET name = '{SELLER}', einvoice_profile ="
                         f" 'saudi_phase1', tax_number = '{TAX_NUMBER}'; COMMIT")
        return super().run_period(period)

    def test_the_saudi_code_is_read_from_paper(self):
        for document in (self.bills()[0][1],
                         self.made(self.bills()[1][1], "credit", amount_minor=1000)["id"]):
            stored = self.read(document)
            pdf = self.reader("ar").get(f"{INVOICES}/{document}/pdf").body
            codes = scan(pdf)
            self.assertEqual(len(codes), 1, codes)
            fields = fields_of(codes[0])
            self.assertEqual(sorted(fields), [1, 2, 3, 4, 5])
            self.assertEqual((fields[1], fields[2]), (SELLER, TAX_NUMBER))
            self.assertEqual(fields[3], self.begins(stored["issue_date"]))
            self.assertEqual((fields[4], fields[5]), (major(abs(stored["total_minor"])),
                                                      major(abs(stored["tax_minor"]))))

    def begins(self, day):
        """The first second of a day of the company, as universal time."""
        offset = self.database.integer("SELECT utc_offset_minutes FROM company")
        moment = (datetime.datetime.fromisoformat(day) - datetime.timedelta(minutes=offset))
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def reader(self, language):
        return self.sign_in("officer", test_corrections.PASSWORD, language=language)

    def words(self, invoice):
        """What each line is called and how it came about, without the marks of direction."""
        lines = self.reader("ar").get(f"{INVOICES}/{invoice}").json["lines"]
        return [tuple(re.sub("[\u2066-\u2069]", "", line[name] or "")
                      for name in ("description", "explanation")) for line in lines]

    def test_lines_are_explained_when_the_tariff_has_a_new_version(self):
        invoice = next(invoice for _, invoice in self.bills()
                       if self.read(invoice)["energy_wh"] > 350000)
        before = self.words(invoice)
        self.assertEqual(before[:2], [
            ("استهلاك الكهرباء، حتى 200 ك.و.س",
             "الشريحة الأولى: 200 ك.و.س × 6.00 = 1,200.00"),
            ("استهلاك الكهرباء، من 200 إلى 350 ك.و.س",
             "الشريحة الثانية: 150 ك.و.س × 9.00 = 1,350.00")])
        self.assertTrue(all(explanation for _, explanation in before), before)
        self.decide(1, factor=3, valid_from="2025-08-15")
        self.assertEqual(self.words(invoice), before)
        new = self.made(invoice, "rebill")
        self.assertEqual(self.words(invoice), before)
        between = self.words(new["id"])
        self.assertNotEqual(between, before)
        self.decide(1, factor=2, valid_from="2025-09-01")
        self.assertEqual((self.words(invoice), self.words(new["id"])), (before, between))


if __name__ == "__main__":
    main()
