/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chart of accounts, posting keys, periods, journal and trial balance on the wire. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef enum {
    LEDGER_KIND_ASSET,
    LEDGER_KIND_LIABILITY,
    LEDGER_KIND_EQUITY,
    LEDGER_KIND_INCOME,
    LEDGER_KIND_EXPENSE,
} LedgerKind;
extern const Enumeration ledger_kind_enum;

typedef enum {
    PERIOD_STATE_OPEN,
    PERIOD_STATE_CLOSED,
} PeriodState;
extern const Enumeration period_state_enum;

/* What is posted. */
typedef enum {
    JOURNAL_KIND_INVOICES,
    JOURNAL_KIND_CREDIT_NOTE,
    JOURNAL_KIND_PAYMENT,
    JOURNAL_KIND_CANCELLATION,
    JOURNAL_KIND_ADVANCE,
    JOURNAL_KIND_RELEASE,
    JOURNAL_KIND_TRANSFER,
    JOURNAL_KIND_ACCRUAL,
    JOURNAL_KIND_ACCRUAL_REVERSAL,
} JournalKind;
extern const Enumeration journal_kind_enum;

/* Where its document stands. */
typedef enum {
    JOURNAL_SOURCE_INVOICES,
    JOURNAL_SOURCE_PAYMENTS,
    JOURNAL_SOURCE_BILLING_RUNS,
    JOURNAL_SOURCE_ACCOUNTS,
    JOURNAL_SOURCE_ACCRUALS,
    JOURNAL_SOURCE_MASS_REBILLS,
} JournalSource;
extern const Enumeration journal_source_enum;

typedef struct {
    gint64 id;
    char *code;
    char *name;
    char *name_en;
    int kind;
    gboolean active;
    gint64 version;
} LedgerAccount;
RECORD_DECLARE (ledger_account, LedgerAccount);

/* What the code names instead of an account number. */
typedef struct {
    gint64 id;
    char *key;
    gint64 ledger_account_id;
    char *ledger_account_code;
    char *ledger_account_name;
    gint64 version;
} PostingKey;
RECORD_DECLARE (posting_key, PostingKey);

typedef struct {
    gint64 id;
    Date month;
    int state;
    gint64 version;
} AccountingPeriod;
RECORD_DECLARE (accounting_period, AccountingPeriod);

typedef struct {
    gint64 line_no;
    char *posting_key;
    char *account_code;
    char *account_name;
    gint64 debit_minor;
    gint64 credit_minor;
} JournalLine;
RECORD_DECLARE (journal_line, JournalLine);

/* The lines come with one entry only, not in lists. */
typedef struct {
    gint64 id;
    Date entry_date;
    int kind;
    int source;
    gint64 source_id;
    char *source_number;
    gint64 batch_no;
    char *station_name;
    char *class_name;
    char *account_number;
    char *customer_name;
    char *description;
    gint64 reverses_id;
    gint64 reversed_by_id;
    gint64 amount_minor; /* sum of the debits */
    char *created_by_name;
    Instant created_at;
    GPtrArray *lines;
} JournalEntry;
RECORD_DECLARE (journal_entry, JournalEntry);

typedef struct {
    char *account_code;
    char *account_name;
    int kind;
    gint64 opening_minor;
    gint64 debit_minor;
    gint64 credit_minor;
    gint64 closing_minor;
} TrialBalanceRow;
RECORD_DECLARE (trial_balance_row, TrialBalanceRow);

typedef struct {
    Date from_date;
    Date to_date;
    gint64 debit_minor;
    gint64 credit_minor;
    gint64 difference_minor;
    gint64 subledger_minor; /* sub-ledger of the receivable accounts */
    gint64 control_minor;
    GPtrArray *rows;
} TrialBalance;
RECORD_DECLARE (trial_balance, TrialBalance);

G_END_DECLS
