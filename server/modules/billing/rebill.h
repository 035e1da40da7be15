/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bill computed again with what is known now, by the engine path of the runs: a chunk of one
 * agreement whose registers stand, in memory, where the old bill began. */
#pragma once

#include "common/types/corrections-types.h"
#include "server/core/operation.h"
#include "server/modules/billing/run.h"

G_BEGIN_DECLS

/* The old bill. */
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
    gboolean has_later; /* a bill goes on where it ends, so that the new one must end there too */
    char *later;        /* its number */
} OldBill;

typedef struct {
    Run run; /* of the old bill's cycle and period, issued today */
    OldBill old;
    RunWorkspace *work;   /* the new bill stands in it */
    GArray *ends;         /* RebillEnd */
    gboolean keep_prices; /* loaded before for the same cycle and period */
} Rebill;

/* Where the old bill ends a register; DATE_NONE: it has not billed it. */
typedef struct {
    gint64 register_id;
    Date date;
    gint64 value;
} RebillEnd;

void rebill_clear (Rebill *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rebill, rebill_clear)

/* rebill-read.c: the old bill, and what the engine needs to compute it again.  Errors: NOT_FOUND,
 * NOT_REBILLABLE, ALREADY_REVERSED, CREDITED_IN_PART. */
gboolean rebill_load (Db *db, gint64 invoice_id, Rebill *self, GError **error);
/* With @readings (RebillReading, may be NULL) in the place of those that ended the old bill.
 * Errors: LATER_BILL, INVALID_VALUE, READING_TOO_LONG. */
gboolean rebill_read (Db *db, Rebill *self, const GPtrArray *readings, GError **error);

/* rebill.c: computes the new bill and writes nothing.  Errors: those of the exceptions queue,
 * LATER_BILL when it would end elsewhere, REBILL_SAME when nothing changes. */
gboolean rebill_compute (Rebill *self, GError **error);
const RegisterRow *rebill_register_of (const RunWorkspace *work, const Segment *segment);

/* rebill-write.c: takes the old bill back and issues the new one, in the caller's transaction. */
typedef struct {
    const char *reason;
    Date date;
    Instant now;
    gint64 created_by;
    const GPtrArray *readings; /* RebillReading, or NULL */
    /* the answer */
    gint64 mirror_id;
    gint64 invoice_id;
} RebillWriting;
gboolean rebill_write (Db *db, const Rebill *self, RebillWriting *writing, GError **error);

gboolean rebills_preview (Operation *op, GError **error);
gboolean rebills_make (Operation *op, GError **error);

G_END_DECLS
