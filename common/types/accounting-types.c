/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of the ledger. */
#include "common/types/accounting-types.h"

ENUMERATION_DEFINE (ledger_kind_enum, "ledger_kind", { LEDGER_KIND_ASSET, "asset", N_ ("Asset") },
                    { LEDGER_KIND_LIABILITY, "liability", N_ ("Liability") },
                    { LEDGER_KIND_EQUITY, "equity", N_ ("Equity") },
                    { LEDGER_KIND_INCOME, "income", N_ ("Income") },
                    { LEDGER_KIND_EXPENSE, "expense", N_ ("Expense") });

ENUMERATION_DEFINE (period_state_enum, "period_state", { PERIOD_STATE_OPEN, "open", N_ ("Open") },
                    { PERIOD_STATE_CLOSED, "closed", N_ ("Closed") });

ENUMERATION_DEFINE (journal_kind_enum, "journal_kind",
                    { JOURNAL_KIND_INVOICES, "invoices", N_ ("Invoices issued") },
                    { JOURNAL_KIND_CREDIT_NOTE, "credit_note", N_ ("Credit note") },
                    { JOURNAL_KIND_PAYMENT, "payment", N_ ("Payment received") },
                    { JOURNAL_KIND_CANCELLATION, "cancellation", N_ ("Payment cancelled") },
                    { JOURNAL_KIND_ADVANCE, "advance", N_ ("Advance used") },
                    { JOURNAL_KIND_RELEASE, "release", N_ ("Settlement released") },
                    { JOURNAL_KIND_TRANSFER, "transfer", N_ ("Moved to another class") },
                    { JOURNAL_KIND_ACCRUAL, "accrual", N_ ("Unbilled energy accrued") },
                    { JOURNAL_KIND_ACCRUAL_REVERSAL, "accrual_reversal",
                      N_ ("Accrual taken back") });

ENUMERATION_DEFINE (journal_source_enum, "journal_source",
                    { JOURNAL_SOURCE_INVOICES, "invoices", N_ ("Invoice") },
                    { JOURNAL_SOURCE_PAYMENTS, "payments", N_ ("Payment") },
                    { JOURNAL_SOURCE_BILLING_RUNS, "billing_runs", N_ ("Billing run") },
                    { JOURNAL_SOURCE_ACCOUNTS, "accounts", N_ ("Account") },
                    { JOURNAL_SOURCE_ACCRUALS, "accruals", N_ ("Accrual") },
                    { JOURNAL_SOURCE_MASS_REBILLS, "mass_rebills", N_ ("Rebill") });

RECORD_DEFINE (ledger_account, LedgerAccount,
               FIELD_ID (LedgerAccount, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (LedgerAccount, code, N_ ("Account code"), FIELD_REQUIRED | FIELD_FIXED),
               FIELD_TEXT (LedgerAccount, name, N_ ("Ledger account"), FIELD_REQUIRED),
               FIELD_TEXT (LedgerAccount, name_en, N_ ("Name in English"), FIELD_REQUIRED),
               FIELD_ENUM (LedgerAccount, kind, N_ ("Kind"), ledger_kind_enum, FIELD_REQUIRED),
               FIELD_BOOLEAN (LedgerAccount, active, N_ ("Active"), FIELD_PLAIN),
               FIELD_INTEGER (LedgerAccount, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (posting_key, PostingKey, FIELD_ID (PostingKey, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (PostingKey, key, N_ ("Posting key"), FIELD_READ_ONLY),
               FIELD_ID (PostingKey, ledger_account_id, N_ ("Ledger account"), FIELD_PLAIN),
               FIELD_TEXT (PostingKey, ledger_account_code, N_ ("Account code"), FIELD_READ_ONLY),
               FIELD_TEXT (PostingKey, ledger_account_name, N_ ("Ledger account"), FIELD_READ_ONLY),
               FIELD_INTEGER (PostingKey, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (accounting_period, AccountingPeriod,
               FIELD_ID (AccountingPeriod, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_DATE (AccountingPeriod, month, N_ ("Month"), FIELD_REQUIRED | FIELD_FIXED),
               FIELD_ENUM (AccountingPeriod, state, N_ ("State"), period_state_enum,
                           FIELD_READ_ONLY),
               FIELD_INTEGER (AccountingPeriod, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (journal_line, JournalLine,
               FIELD_INTEGER (JournalLine, line_no, N_ ("Line"), FIELD_READ_ONLY),
               FIELD_TEXT (JournalLine, posting_key, N_ ("Posting key"), FIELD_READ_ONLY),
               FIELD_TEXT (JournalLine, account_code, N_ ("Account code"), FIELD_READ_ONLY),
               FIELD_TEXT (JournalLine, account_name, N_ ("Ledger account"), FIELD_READ_ONLY),
               FIELD_MONEY (JournalLine, debit_minor, N_ ("Debit"), FIELD_READ_ONLY),
               FIELD_MONEY (JournalLine, credit_minor, N_ ("Credit"), FIELD_READ_ONLY));

RECORD_DEFINE (
    journal_entry, JournalEntry, FIELD_ID (JournalEntry, id, N_ ("Entry"), FIELD_READ_ONLY),
    FIELD_DATE (JournalEntry, entry_date, N_ ("Date"), FIELD_READ_ONLY),
    FIELD_ENUM (JournalEntry, kind, N_ ("Kind"), journal_kind_enum,
                FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_ENUM (JournalEntry, source, N_ ("Document kind"), journal_source_enum,
                FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_INTEGER (JournalEntry, source_id, N_ ("Document"), FIELD_READ_ONLY),
    FIELD_TEXT (JournalEntry, source_number, N_ ("Document number"), FIELD_READ_ONLY),
    FIELD_INTEGER (JournalEntry, batch_no, N_ ("Batch"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_TEXT (JournalEntry, station_name, N_ ("Station"), FIELD_READ_ONLY),
    FIELD_TEXT (JournalEntry, class_name, N_ ("Class"), FIELD_READ_ONLY),
    FIELD_TEXT (JournalEntry, account_number, N_ ("Account"), FIELD_READ_ONLY),
    FIELD_TEXT (JournalEntry, customer_name, N_ ("Customer"), FIELD_READ_ONLY),
    FIELD_TEXT (JournalEntry, description, N_ ("Description"), FIELD_READ_ONLY),
    FIELD_ID (JournalEntry, reverses_id, N_ ("Reverses entry"), FIELD_READ_ONLY),
    FIELD_ID (JournalEntry, reversed_by_id, N_ ("Reversed by entry"), FIELD_READ_ONLY),
    FIELD_MONEY (JournalEntry, amount_minor, N_ ("Amount"), FIELD_READ_ONLY),
    FIELD_TEXT (JournalEntry, created_by_name, N_ ("Made by"), FIELD_READ_ONLY),
    FIELD_INSTANT (JournalEntry, created_at, N_ ("Made at"), FIELD_READ_ONLY),
    FIELD_LIST (JournalEntry, lines, N_ ("Lines"), journal_line_record, FIELD_READ_ONLY));

RECORD_DEFINE (trial_balance_row, TrialBalanceRow,
               FIELD_TEXT (TrialBalanceRow, account_code, N_ ("Account code"), FIELD_READ_ONLY),
               FIELD_TEXT (TrialBalanceRow, account_name, N_ ("Ledger account"), FIELD_READ_ONLY),
               FIELD_ENUM (TrialBalanceRow, kind, N_ ("Kind"), ledger_kind_enum, FIELD_READ_ONLY),
               FIELD_MONEY (TrialBalanceRow, opening_minor, N_ ("Opening balance"),
                            FIELD_READ_ONLY),
               FIELD_MONEY (TrialBalanceRow, debit_minor, N_ ("Debit"), FIELD_READ_ONLY),
               FIELD_MONEY (TrialBalanceRow, credit_minor, N_ ("Credit"), FIELD_READ_ONLY),
               FIELD_MONEY (TrialBalanceRow, closing_minor, N_ ("Closing balance"),
                            FIELD_READ_ONLY));

RECORD_DEFINE (
    trial_balance, TrialBalance, FIELD_DATE (TrialBalance, from_date, N_ ("From"), FIELD_READ_ONLY),
    FIELD_DATE (TrialBalance, to_date, N_ ("To"), FIELD_READ_ONLY),
    FIELD_MONEY (TrialBalance, debit_minor, N_ ("Debit"), FIELD_READ_ONLY),
    FIELD_MONEY (TrialBalance, credit_minor, N_ ("Credit"), FIELD_READ_ONLY),
    FIELD_MONEY (TrialBalance, difference_minor, N_ ("Difference"), FIELD_READ_ONLY),
    FIELD_MONEY (TrialBalance, subledger_minor, N_ ("Customers' balances"), FIELD_READ_ONLY),
    FIELD_MONEY (TrialBalance, control_minor, N_ ("Control account"), FIELD_READ_ONLY),
    FIELD_LIST (TrialBalance, rows, N_ ("Accounts"), trial_balance_row_record, FIELD_READ_ONLY));
