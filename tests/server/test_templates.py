# SPDX-License-Identifier: GPL-3.0-or-later
"""Invoice templates: one default always, one for a class, and what they put on paper."""

import base64
import struct
import zlib

from books import Books
from case import ServerCase, create_user, main

PASSWORD = "Correct-Horse-7-Battery"
ROUTE = "/api/v1/invoice-templates"


def png(width, height):
    """A white picture, in base64."""
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data
                + struct.pack(">I", zlib.crc32(kind + data)))
    rows = (b"\0" + b"\xff" * width) * height
    data = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0,
                                                              0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
    return base64.b64encode(data).decode()


class TemplateCase(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.books = Books(cls.database)
        create_user(cls.database, "officer", PASSWORD, "billing_officer")
        cls.officer = cls.sign_in("officer", PASSWORD)

    def create(self, **members):
        answer = self.api.post(ROUTE, {"name": "نموذج", **members})
        return self.assertStatus(answer, 201).json

    def change(self, template, **members):
        current = self.api.get(f"{ROUTE}/{template}").json
        return self.api.patch(f"{ROUTE}/{template}", members, version=current["version"])

    def defaults(self):
        return [row["id"] for row in self.api.items(ROUTE) if row["is_default"]]


class Templates(TemplateCase):
    def test_there_is_always_exactly_one_default(self):
        first, = self.defaults()
        for member in ("is_default", "active"):
            self.assertProblem(self.change(first, **{member: False}), 409,
                               "TEMPLATE_DEFAULT_NEEDED", member)
        second = self.create(is_default=True)["id"]
        self.assertEqual(self.defaults(), [second])
        self.assertStatus(self.change(first, is_default=True), 200)
        self.assertEqual(self.defaults(), [first])
        self.assertStatus(self.change(second, active=False), 200)
        self.assertProblem(self.change(second, is_default=True), 409, "TEMPLATE_DEFAULT_NEEDED",
                           "active")

    def test_a_class_has_one_template_and_the_others_the_default(self):
        default, = self.defaults()
        invoice = self.books.invoice(self.books.account())
        read = self.officer.get(f"/api/v1/invoices/{invoice}").json
        self.assertEqual(read["template"]["id"], default)
        own = self.create(class_id=1, header="تنبيه", show_chart=False)
        self.assertProblem(self.api.post(ROUTE, {"name": "آخر", "class_id": 1}), 409, "DUPLICATE",
                           "class")
        read = self.officer.get(f"/api/v1/invoices/{invoice}").json
        self.assertEqual((read["template"]["id"], read["template"]["header"]),
                         (own["id"], "تنبيه"))
        self.assertStatus(self.change(own["id"], active=False), 200)
        read = self.officer.get(f"/api/v1/invoices/{invoice}").json
        self.assertEqual(read["template"]["id"], default)

    def test_what_is_not_said_is_as_most_bills_are(self):
        made = self.create()
        self.assertEqual([made[name] for name in ("show_chart", "show_payments", "show_comparison",
                                                  "show_explanation", "active", "paper")],
                         [True, True, False, False, True, "a4"])

    def test_texts_and_logos_that_paper_cannot_take(self):
        good = self.create(logo_png=png(40, 20), terms="س" * 4000)
        self.assertEqual(good["logo_png"], png(40, 20))
        for member, value, code in (("header", "ن" * 501, "INVALID_VALUE"),
                                    ("footer", "ن" * 301, "INVALID_VALUE"),
                                    ("terms", "ن" * 4001, "INVALID_VALUE"),
                                    ("how_to_pay", "ن" * 1001, "INVALID_VALUE"),
                                    ("logo_png", "bm90IGEgcG5n", "LOGO_UNREADABLE"),
                                    ("logo_png", png(3000, 1), "LOGO_UNREADABLE")):
            answer = self.api.post(ROUTE, {"name": "سيئ", member: value})
            self.assertIn(answer.status, (400, 422))
            self.assertEqual((answer.code, answer.json["field"]), (code, member), answer)

    def test_who_may(self):
        self.assertEqual(self.officer.get(ROUTE).status, 200)
        self.assertEqual(self.officer.post(ROUTE, {"name": "x"}).status, 403)

    def test_the_paper_follows_the_template(self):
        template = self.create(class_id=2)["id"]
        account = self.books.account()
        self.books.run(f"UPDATE accounts SET class_id = 2 WHERE id = {account}")
        invoice = self.books.invoice(account)
        self.books.run(f"UPDATE invoices SET class_id = 2 WHERE id = {invoice}")
        sizes = {}
        for name, members in (("plain", {}), ("terms", {"terms": "شرط طويل جدًا\n" * 200}),
                              ("half", {"paper": "half_a4", "terms": None})):
            if members:
                self.assertStatus(self.change(template, **members), 200)
            pdf = self.officer.get(f"/api/v1/invoices/{invoice}/pdf")
            self.assertEqual(pdf.content_type, "application/pdf")
            sizes[name] = len(pdf.body)
        self.assertGreater(sizes["terms"], sizes["plain"])


if __name__ == "__main__":
    main()
