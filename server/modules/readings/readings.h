/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings: the entry grid of a route, validation before the next field, the review queue. */
#pragma once

#include "common/types/readings-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

extern const Module readings_module;

/* Validates and records one reading in the caller's transaction, as the grid, a file and a smart
 * meter do.  Only checks with @check_only.  What is suspicious is stored as held and never
 * billed. Errors: NOT_FOUND, DATE_IN_FUTURE, READING_TOO_LONG, ALREADY_BILLED, ALREADY_READ,
 * OUT_OF_RANGE. */
ReadingResult *readings_record (Operation *op, const ReadingEntry *entry, int method,
                                gboolean check_only, GError **error);

/* One line of a file of readings; it names a meter or an account by its number. */
typedef struct {
    const char *meter_number;
    const char *account_number; /* when there is no meter number */
    int register_code;          /* RegisterCode; 0: the total */
    Date read_on;
    Instant read_at; /* 0: that of the file */
    gint64 value;
    int kind; /* ReadingKind */
    gboolean rollover;
    const char *remark;
    /* the answer */
    GError *refusal;   /* owned */
    int state;         /* ReadingState */
    gboolean repeated; /* the meter has sent it before; nothing was stored */
} ReadingLine;

/* How a file is taken. */
typedef struct {
    Instant now;
    int method;          /* ReadingMethod; lines that meters send are told by their instants */
    gboolean keeps_good; /* stores what is not refused, instead of nothing */
} ReadingBatch;

/* Judges the lines of a file by the validation of single readings, each register's in the order of
 * their days, and stores all of them when none is refused, or those that are not.  Runs in the
 * caller's transaction; the registers stay locked.  An error is a breakdown, never a refusal of a
 * line. */
gboolean readings_record_lines (Db *db, ReadingLine *lines, guint n_lines,
                                const ReadingBatch *rules, GError **error);

G_END_DECLS
