/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work that begins by itself.  A room tells how its kind is started; the worker looks at every row
 * that is due, and a person may start one before its time. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

/* One look at a schedule.  The room fills in what came of it. */
typedef struct {
    gint64 id;
    gint64 subject_id;
    gboolean by_hand;  /* a person wants it now: whatever keeps it from starting is refused */
    gint64 created_by; /* of the job */
    Instant now;
    gint64 job_id;   /* started by this look; 0: none */
    Instant due_at;  /* when its work is due next; INSTANT_NONE: nothing is to come */
    Instant look_at; /* when to look again */
} ScheduleLook;

typedef struct {
    const char *kind;  /* as in the rows */
    const char *label; /* message id */
    const char *permission;
    /* Starts the job when it is due, in the caller's transaction, and tells when the next is. */
    gboolean (*look) (Db *db, ScheduleLook *look, GError **error);
} ScheduleKind;

/* Every kind, NULL-terminated; the registry of rooms has it. */
extern const ScheduleKind *const registry_schedule_kinds[];

/* The worker's chore: one look at the row that has waited longest.  A refusal stands in the row and
 * is tried again later. */
gboolean schedules_look (Db *db, GError **error);

typedef struct {
    const char *kind;
    gint64 subject_id;
    const char *name;
    gboolean active;
} ScheduleRow;

/* Makes or changes the row of a subject; the worker looks at it at once. */
gboolean schedules_set (Db *db, const ScheduleRow *row, GError **error);

/* Operations, for the routes of the room. */
gboolean schedules_list (Operation *op, GError **error);
gboolean schedules_read (Operation *op, GError **error);
gboolean schedules_run (Operation *op, GError **error);
gboolean schedules_switch (Operation *op, GError **error);

G_END_DECLS
