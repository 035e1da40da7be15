/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a billing cycle is about to do: its rule, how far it has billed, a frequency to come; only
 * this room includes it. */
#pragma once

#include "common/types/cycles-types.h"
#include "server/core/operation.h"
#include "server/engine/cycle.h"
#include "server/modules/jobs/jobs.h"

G_BEGIN_DECLS

/* As of an instant. */
typedef struct {
    gint64 id;
    char *code;
    char *name;
    gboolean active;
    CycleRule rule;
    gint64 due_days; /* INT64_NONE: those of each class */
    int execution_hour;
    int utc_offset_minutes;
    Date today;
    gboolean scheduled;
    Date scheduled_from;
    gboolean takes_in;   /* it has a scope of its own */
    Date billed_to;      /* DATE_NONE: never yet */
    Date changes_on;     /* DATE_NONE: no other frequency is to come */
    CycleKind next_kind; /* from that day on */
} CycleFacts;

void cycle_facts_clear (CycleFacts *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CycleFacts, cycle_facts_clear)

typedef struct {
    gint64 cycle_id;
    gint64 class_id; /* whose due days count where the cycle has none; 0: the shortest */
    Instant now;
} CycleQuestion;

/* Error: NOT_FOUND. */
gboolean cycle_facts_load (Db *db, const CycleQuestion *question, CycleFacts *facts,
                           GError **error);

/* The period to be billed next, which holds the first day that is not billed, and its frequency. */
Period cycle_facts_next (const CycleFacts *facts, CycleKind *kind);
/* The one after @period, in the frequency that is in force by then. */
Period cycle_facts_after (const CycleFacts *facts, Period period, CycleKind *kind);

/* Puts a frequency into force whose day has come, once all before it is billed; then brings the
 * agreements of the cycle's scope into it, each when its old cycle has billed it up to its own
 * last boundary.  So no day is billed twice or skipped. */
gboolean cycle_bring_up (Db *db, const CycleQuestion *question, GError **error);

/* The period's row, made when it is missing.  Error: CYCLE_CLOSED. */
gboolean billing_periods_open (Db *db, const CycleFacts *facts, const char *key,
                               const CycleDates *dates, GError **error);

extern const ScheduleKind cycle_schedule_kind;
extern const Module billing_cycles_module;

/* periods.c */
gboolean billing_periods_list (Operation *op, GError **error);
gboolean billing_periods_read (Operation *op, GError **error);
gboolean billing_periods_close (Operation *op, GError **error);
gboolean billing_periods_unbilled (Operation *op, GError **error);
gboolean billing_periods_give_reason (Operation *op, GError **error);

/* trials.c */
gboolean trials_list (Operation *op, GError **error);

G_END_DECLS
