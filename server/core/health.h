/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the server can do its work, found out by a thread of its own with its own connection. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

typedef struct Health Health;

typedef struct {
    const DbOptions *db; /* NULL: no database (tests) */
    /* What must be true besides a database that answers (the schema's version); may be NULL. */
    gboolean (*check) (Db *db, GError **error);
    /* Appends Prometheus text that needs the database (outbox, audit, trial balance), or NULL. */
    void (*gauges) (Db *db, GString *out);
    const char *disk_path; /* must keep 5 % free; NULL: not watched */
} HealthOptions;

/* @options and what it points to must outlive it. */
Health *health_new (const HealthOptions *options);
void health_free (Health *health);

/* What was found at most a second ago; from now on FALSE after health_drain(). */
gboolean health_is_ready (Health *health);
/* Why not, in English; owned. "" when ready. */
char *health_reason (Health *health);
/* The text of the gauges, at most 15 s old; owned. */
char *health_gauges (Health *health);
void health_drain (Health *health);

G_END_DECLS
