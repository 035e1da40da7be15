/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bills taken back many at a time, and what takes their place: estimated bills whose meter was read
 * since, bills computed again, and bills that are restored.  Everything stands in the caller's
 * transaction, which holds the lock of every account. */
#pragma once

#include "server/core/bulk.h"
#include "server/modules/accounting/accounting.h"

G_BEGIN_DECLS

/* A bill and its mirror. */
typedef struct {
    gint64 bill_id;
    gint64 note_id;
} TakenBack;

typedef struct {
    const char *bills;    /* "{1,2,3}" */
    guint n_bills;        /* all of them stand */
    gint64 month;         /* of the credit notes, yyyymm */
    const char *reason;   /* on the credit notes */
    JournalHeader header; /* of the entries, without kind, branch, station and class */
    gboolean single;      /* one bill: its entries name its credit note and its account */
    /* the answer */
    GArray *pairs; /* TakenBack by bill */
    char *notes;   /* as .bills */
    gboolean released;
} TakeBack;

void take_back_clear (TakeBack *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TakeBack, take_back_clear)

/* A credit note for each bill, line by line, posted and proven; what payments had settled is the
 * account's advance.  Registers and seals are left to the caller.  Errors: PERIOD_CLOSED,
 * MAPPING_MISSING, RUN_NOT_PROVEN. */
gboolean take_back_bills (Db *db, TakeBack *self, GError **error);
/* The credit note of a bill that was taken back. */
gint64 take_back_note (const TakeBack *self, gint64 bill_id);
/* Seals the credit notes; after the numbers of all series were taken. */
gboolean take_back_seal (Db *db, const TakeBack *self, GError **error);

/* Posts documents by their lines, an entry for each branch, station and class. */
gboolean documents_post (Db *db, const JournalHeader *header, const char *ids, GError **error);
/* Refuses what differs from its lines, or is not there: RUN_NOT_PROVEN. */
gboolean documents_check (Db *db, const char *ids, guint n, GError **error);

/* Bills in the place of others; three lists in one order. */
typedef struct {
    const char *bills;
    const char *replaced;
    const char *notes;
    JournalHeader header;
} Replacements;

/* Raises the balances by the new bills and settles them with what had settled the others; the rest
 * stays the account's advance, and a difference stays open. */
gboolean documents_replace (Db *db, const Replacements *self, GError **error);
/* Sets the registers of both lists to what stands, and proves that they have reached the ends of
 * @bills: RUN_NOT_PROVEN. */
gboolean documents_restate (Db *db, const char *replaced, const char *bills, GError **error);

G_END_DECLS
