# SPDX-License-Identifier: GPL-3.0-or-later
"""Many invoices in one file: chosen by filters, by route, duplicates told, cancelled, fetched."""

import json
import re
import time

from books import Books
from case import ServerCase, create_user, main

PASSWORD = "Correct-Horse-7-Battery"
ROUTE = "/api/v1/invoices/batch"


class BatchCase(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.books = Books(cls.database)
        for name, role in (("officer", "billing_officer"), ("accountant", "accountant"),
                           ("cashier", "cashier")):
            create_user(cls.database, name, PASSWORD, role)
            setattr(cls, name, cls.sign_in(name, PASSWORD))

    def start(self, caller=None, **request):
        return (caller or self.officer).post(ROUTE, request, key=True)

    def finished(self, job):
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            job = self.officer.get(f"/api/v1/jobs/{job['id']}").json
            if job["state"] not in ("queued", "running"):
                return job
            time.sleep(0.05)
        self.fail(f"the job does not end: {job}")

    def printed(self, **request):
        """(result, file) of a batch that succeeds."""
        job = self.finished(self.assertStatus(self.start(**request), 202).json)
        self.assertEqual(job["state"], "completed", job)
        pdf = self.officer.get(f"/api/v1/jobs/{job['id']}/file")
        self.assertStatus(pdf, 200)
        return job, pdf

    def invoices(self, n):
        account = self.books.account()
        return account, [self.books.invoice(account) for _ in range(n)]


class Batch(BatchCase):
    def test_one_file_of_all_that_fit(self):
        account, invoices = self.invoices(60)
        job, pdf = self.printed(account_id=account)
        result = json.loads(job["result"])
        self.assertEqual((result["invoices"], result["copies"]), (60, 0))
        self.assertEqual(result["bytes"], len(pdf.body))
        self.assertEqual((job["progress_done"], job["progress_total"]), (60, 60))
        self.assertTrue(pdf.body.startswith(b"%PDF-"))
        self.assertEqual(pdf.content_type, "application/pdf")
        pages = re.search(rb"/Type /Pages[^>]*?/Count (\d+)", pdf.body, re.S)
        if pages is not None:
            self.assertEqual(int(pages.group(1)), result["pages"])
        part = self.officer.get(f"/api/v1/jobs/{job['id']}/file", part=1)
        self.assertEqual(part.body, pdf.body[:1024 * 1024])
        self.assertEqual(self.officer.get(f"/api/v1/jobs/{job['id']}/file", part=99).status, 404)
        read = self.officer.get(f"/api/v1/invoices/{invoices[0]}").json
        self.assertEqual((read["prints_count"], read["first_print_method"]), (1, "batch"))
        self.assertIsNotNone(read["first_printed_at"])

    def test_the_second_printing_is_of_duplicates(self):
        account, invoices = self.invoices(3)
        one = self.officer.post(f"/api/v1/invoices/{invoices[0]}/prints", {"method": "print"})
        self.assertFalse(self.assertStatus(one, 201).json["is_copy"])
        two = self.officer.post(f"/api/v1/invoices/{invoices[0]}/prints", {"method": "file"})
        self.assertTrue(two.json["is_copy"])
        job, _ = self.printed(account_id=account)
        self.assertEqual(json.loads(job["result"])["copies"], 1)
        job, _ = self.printed(account_id=account)
        self.assertEqual(json.loads(job["result"])["copies"], 3)
        self.assertProblem(self.start(account_id=account, only_unprinted=True), 422,
                           "NOTHING_TO_PRINT")

    def test_refusals(self):
        self.assertProblem(self.start(account_id=424242), 422, "NOTHING_TO_PRINT")
        self.assertEqual(self.start(self.cashier, account_id=1).status, 403)
        job = self.finished(self.start(account_id=self.invoices(1)[0]).json)
        self.books.run("UPDATE job_files SET expires_at = now() WHERE job_id = "
                       + str(job["id"]))
        self.assertProblem(self.officer.get(f"/api/v1/jobs/{job['id']}/file"), 404,
                           "FILE_EXPIRED")
        time.sleep(2.5)
        self.assertEqual(self.database.integer(
            f"SELECT count(*) FROM job_file_parts WHERE job_id = {job['id']}"), 0)

    def test_cancelled_notes_and_other_stations_are_left_out(self):
        account, invoices = self.invoices(3)
        self.assertStatus(self.officer.post(f"/api/v1/invoices/{invoices[0]}/cancel",
                                            {"reason": "x"}, key=True), 201)
        job, _ = self.printed(account_id=account)
        self.assertEqual(json.loads(job["result"])["invoices"], 2)
        self.books.run("""
            INSERT INTO stations (branch_id, code, name) VALUES (1, 'ST9', 'أخرى');
            INSERT INTO user_stations (user_id, station_id)
            SELECT u.id, s.id FROM users u, stations s
            WHERE u.username = 'accountant' AND s.code = 'ST9';
            UPDATE users SET all_stations = false WHERE username = 'accountant'""")
        far = self.sign_in("accountant", PASSWORD)
        self.assertProblem(self.start(far, account_id=account), 422, "NOTHING_TO_PRINT")
        self.assertEqual(far.get(f"/api/v1/jobs/{job['id']}/file").status, 404)

    def test_a_batch_is_cancelled(self):
        account, _ = self.invoices(120)
        job = self.assertStatus(self.start(account_id=account), 202).json
        self.officer.post(f"/api/v1/jobs/{job['id']}/cancel")
        self.assertIn(self.finished(job)["state"], ("cancelled", "completed"))

    def test_a_killed_worker_begins_anew_without_duplicates(self):
        account, invoices = self.invoices(150)
        job = self.assertStatus(self.start(account_id=account), 202).json
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.officer.get(f"/api/v1/jobs/{job['id']}").json["progress_done"] > 0:
                break
            time.sleep(0.01)
        self.database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                          " WHERE datname = current_database() AND usename IS NOT NULL"
                          " AND pid <> pg_backend_pid() AND query LIKE '%jobs%'")
        job = self.finished(job)
        self.assertEqual(job["state"], "completed", job)
        result = json.loads(job["result"])
        self.assertEqual((result["invoices"], result["copies"]), (150, 0))
        self.assertEqual(self.database.integer(
            f"SELECT count(*) FROM invoice_prints WHERE job_id = {job['id']}"), len(invoices))
        self.assertEqual(job["progress_done"], 150)


if __name__ == "__main__":
    main()
