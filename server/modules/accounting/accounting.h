/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger: chart of accounts, posting keys, periods, journal and trial balance. */
#pragma once

#include "server/core/operation.h"
#include "server/core/verify.h"

G_BEGIN_DECLS

extern const Module accounting_module;
extern const VerifyCheck accounting_checks[];

/* Posting keys that code names; each class of customers names its own receivable key. */
#define POSTING_CASH "cash"
#define POSTING_ADVANCES "advances"

/* What an entry says about the document behind it. */
typedef struct {
    Date entry_date;
    const char *kind; /* invoices, advance, payment, cancellation, credit_note, release … */
    gint64 branch_id;
    gint64 station_id;  /* 0: none */
    gint64 class_id;    /* 0: none */
    const char *source; /* table of the document */
    gint64 source_id;
    gint64 batch_no;         /* INT64_NONE: none */
    gint64 account_id;       /* customer account of a single document, 0: a batch */
    const char *description; /* NULL: none */
    gint64 created_by;
} JournalHeader;

typedef struct {
    const char *key;
    gint64 debit_minor;
    gint64 credit_minor;
} JournalPosting;

/* An amount on the debit side, or on the credit side when it is negative. */
JournalPosting journal_debit (const char *key, gint64 amount_minor);
JournalPosting journal_credit (const char *key, gint64 amount_minor);

/* Writes an entry with its lines in one statement; postings of zero are left out, and when nothing
 * is left no entry is made (*@entry_id is 0).  @entry_id may be NULL.  Errors: MAPPING_MISSING (a
 * key without an account), PERIOD_CLOSED; UNBALANCED comes at commit. */
gboolean journal_post (Db *db, const JournalHeader *header, const JournalPosting *postings, guint n,
                       gint64 *entry_id, GError **error);

/* The entry of this kind that a document made; *@entry_id is 0 when there is none. */
gboolean journal_find (Db *db, const char *source, gint64 source_id, const char *kind,
                       gint64 *entry_id, GError **error);

/* Mirrors @entry_id on the accounts that it was posted to, linked to it.  Of @header the branch,
 * station, class, account and batch are taken from the original.  Errors: NOT_FOUND,
 * ALREADY_REVERSED, PERIOD_CLOSED. */
gboolean journal_reverse (Db *db, gint64 entry_id, const JournalHeader *header, gint64 *reversal_id,
                          GError **error);

/* The day of the company's clock. */
gboolean accounting_today (Operation *op, Date *today, GError **error);

/* Error PERIOD_CLOSED names @field and the first open date. */
gboolean accounting_check_open (Db *db, Date date, const char *field, GError **error);

G_END_DECLS
