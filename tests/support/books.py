# SPDX-License-Identifier: GPL-3.0-or-later
"""Customers, accounts and issued invoices put into a database by SQL, for tests of money."""

import json

ENERGY_LINES = [("energy", 10000, 1500), ("fixed", 2000, 1500), ("tax", 1800, 1500),
                ("rounding", 0, 0)]
KEYS = {"energy": "revenue_energy", "fixed": "revenue_fixed", "rent": "revenue_rent",
        "fee": "revenue_service", "tax": "tax", "rounding": "rounding", "discount": "discount"}


class Books:
    """Rows that the rooms of customers and billing would make."""

    def __init__(self, database):
        self.database = database
        self.run("""
            INSERT INTO stations (branch_id, code, name) VALUES (1, 'ST1', 'محطة');
            INSERT INTO customers (number, name, class_id, station_id, mobile, updated_by)
            VALUES ('C1', 'عبد الله محمد صالح', 1, 1, '+967777000001', -1);""")
        self._accounts = 0

    def run(self, sql):
        return self.database.sql(
            "BEGIN; SELECT set_config('siraj.actor', '-1', true);" + sql + "; COMMIT")

    def account(self):
        self._accounts += 1
        self.run(f"""
            INSERT INTO accounts (id, number, customer_id, branch_id, station_id, class_id,
                                  updated_by)
            VALUES ({self._accounts}, 'A{self._accounts:07}', 1, 1, 1, 1, -1)""")
        return self._accounts

    def invoice(self, account, lines=None, issued="2026-01-31", due="2026-02-15"):
        """Issues and posts an invoice of (kind, amount, tax_bp) lines; answers its id."""
        lines = [line for line in (lines or ENERGY_LINES) if line[1] != 0]
        total = sum(amount for _, amount, _ in lines)
        tax = sum(amount for kind, amount, _ in lines if kind == "tax")
        rounding = sum(amount for kind, amount, _ in lines if kind == "rounding")
        month = issued[:4] + issued[5:7]
        invoice = self.database.integer(f"SELECT next_invoice_id({month})")
        rows = json.dumps([{"n": n + 1, "kind": kind, "amount": amount, "bp": bp}
                           for n, (kind, amount, bp) in enumerate(lines)])
        postings = [("receivable", total)] + [(KEYS[kind], -amount) for kind, amount, _ in lines]
        self.run(f"""
            INSERT INTO invoices (id, account_id, branch_id, station_id, class_id, number, kind,
                period_key, period_from, period_to, issue_date, due_date, energy_wh, net_minor,
                tax_minor, rounding_minor, total_minor, created_by)
            VALUES ({invoice}, {account}, 1, 1, 1,
                document_number('INV', {issued[:4]}, '01',
                                take_numbers('INV', 1, {issued[:4]}, 1)),
                'energy', '{issued[:7]}', date '{issued}' - 30, '{issued}', '{issued}', '{due}',
                150000, {total - tax - rounding}, {tax}, {rounding}, {total}, -1);
            INSERT INTO invoice_lines (invoice_id, line_no, account_id, kind, quantity,
                rate_micro, amount_minor, tax_bp)
            SELECT {invoice}, n, {account}, kind, 0, 0, amount, bp
            FROM jsonb_to_recordset('{rows}') AS l (n int, kind text, amount bigint, bp bigint);
            UPDATE account_balances SET receivable_minor = receivable_minor + {total}
            WHERE account_id = {account};
            {self._entry(invoice, issued, postings)}""")
        return invoice

    @staticmethod
    def _entry(invoice, date, postings):
        values = ", ".join(f"({n + 1}, '{key}', {max(amount, 0)}, {max(-amount, 0)})"
                           for n, (key, amount) in enumerate(postings))
        return f"""
            WITH entry AS (
                INSERT INTO journal_entries (entry_date, kind, branch_id, station_id, class_id,
                    source, source_id, created_by)
                VALUES ('{date}', 'invoices', 1, 1, 1, 'invoices', {invoice}, -1) RETURNING id)
            INSERT INTO journal_lines (entry_id, line_no, posting_key, ledger_account_id,
                debit_minor, credit_minor)
            SELECT entry.id, p.n, p.key, k.ledger_account_id, p.debit, p.credit
            FROM entry, (VALUES {values}) AS p (n, key, debit, credit)
            JOIN posting_keys k ON k.key = p.key"""

    def balance(self, account):
        """(receivable, advance) of an account."""
        row = self.database.sql("SELECT receivable_minor, advance_minor FROM account_balances "
                                f"WHERE account_id = {account}")[0]
        return int(row["receivable_minor"]), int(row["advance_minor"])

    def ledger(self):
        """Balance of every posting key, debit positive, without the zeros."""
        rows = self.database.sql("""
            SELECT posting_key, sum(debit_minor - credit_minor) AS balance FROM journal_lines
            GROUP BY posting_key HAVING sum(debit_minor - credit_minor) <> 0""")
        return {row["posting_key"]: int(row["balance"]) for row in rows}

    def method(self, code):
        return self.database.integer(f"SELECT id FROM payment_methods WHERE code = '{code}'")


def payment(books, account, amount, invoices=None, tenders=None, **members):
    """The body of a payment: cash, unless @tenders are (method, amount, reference)."""
    tenders = tenders or [("cash", amount, None)]
    body = {"account_id": account, "amount_minor": amount, **members,
            "tenders": [{"method_id": books.method(code), "amount_minor": part,
                         "reference": reference} for code, part, reference in tenders]}
    if invoices is not None:
        body["allocations"] = [{"invoice_id": invoice, "amount_minor": part}
                               for invoice, part in invoices]
    return body
