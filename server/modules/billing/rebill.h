/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bills computed again with what is known now, by the rooms of the run: a chunk of the agreements
 * that they bill, whose registers stand, in memory, where the old bills began.  A rebill of one
 * bill, and one of a whole period, are the same with lists of different length. */
#pragma once

#include "common/types/corrections-types.h"
#include "server/core/operation.h"
#include "server/modules/billing/run.h"

G_BEGIN_DECLS

/* An old bill, and what becomes of it. */
typedef struct {
    gint64 id;
    gint64 account_id;
    gint64 agreement_id;
    char *number;
    Period period;
    gint64 energy_wh;
    gint64 net_minor;
    gint64 tax_minor;
    gint64 rounding_minor;
    gint64 total_minor;
    gint64 settled_minor;
    char *later; /* a bill goes on where it ends, so that the new one must end there too; or NULL */
    /* what the first bill of its line was made in */
    gint64 cycle_id;
    char *period_key;
    Period cycle_period;
    Period window;
    gint64 item_id; /* of a mass rebill */
    /* the answer */
    gboolean done;
    GError *refusal; /* NULL: there is a new bill */
    gint64 new_total_minor;
    gint64 new_energy_wh;
    gint64 new_id; /* when it was written */
} OldBill;

void old_bill_free (OldBill *self);

/* Bills of one cycle and period, of an account each. */
typedef struct {
    Run run;
    GPtrArray *bills;   /* OldBill by account; borrowed */
    GArray *spans;      /* RunSpan of the bills by register */
    RunWorkspace *work; /* the new bills stand in it */
    gint64 first_id;    /* of the new bills */
    gint64 batch_no;    /* of their journal entries; INT64_NONE: a single one */
    guint at;           /* the bill that is judged */
} Rebill;

void rebill_clear (Rebill *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rebill, rebill_clear)

/* rebill-read.c: the bills of @ids ("{1,2}") by account and id.  Each that cannot be computed
 * again has its refusal: NOT_REBILLABLE, ALREADY_REVERSED, CREDITED_IN_PART. */
GPtrArray *rebill_load (Db *db, const char *ids, Run *run, GError **error);
/* Takes a set of those that are not done; FALSE when none is left.  Of the run in @self it keeps
 * what rebill_load() knew. */
gboolean rebill_take (Rebill *self, GPtrArray *bills);
/* Reads what the engine needs. */
gboolean rebill_read (Db *db, Rebill *self, GError **error);
/* @readings (RebillReading) in the place of those that ended the one bill.  Errors: INVALID_VALUE,
 * READING_TOO_LONG. */
gboolean rebill_correct (const Rebill *self, const GPtrArray *readings, GError **error);

/* rebill.c: computes the new bills and writes nothing; each old bill tells what came of it.
 * Refusals: those of the exceptions queue, LATER_BILL when the new one would end elsewhere,
 * REBILL_SAME when nothing changes. */
void rebill_compute (Rebill *self);
/* Its halves, for bills that go through run_write(). */
void rebill_judge (Rebill *self);
void rebill_collect (Rebill *self);

/* rebill-write.c: computes, takes the old bills back and issues the new ones, all of them in the
 * caller's transaction, which holds the locks of the accounts. */
gboolean rebill_write (Db *db, Rebill *self, GError **error);
/* The readings that were wrong are set aside, after rebill_write() of the one bill. */
gboolean rebill_replace_readings (Db *db, const Rebill *self, const GPtrArray *readings,
                                  Instant now, GError **error);

gboolean rebills_preview (Operation *op, GError **error);
gboolean rebills_make (Operation *op, GError **error);

G_END_DECLS
