/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The job of a rebill, file by file. */
#pragma once

#include "server/core/bulk.h"
#include "server/core/jobs.h"

G_BEGIN_DECLS

/* A chunk of one step. */
typedef struct {
    JobChunk *job;
    gint64 id;
    int step; /* MassRebillStep */
    gboolean laid_out;
    char *reason;
    Date today;
    GArray *items; /* MassItem, by id */
} Mass;

/* A bill of the scope. */
typedef struct {
    gint64 id;
    gint64 invoice_id;
    gint64 replacement_id;
} MassItem;

/* mass-undo.c: the bills that had been replaced are issued again, with what had settled them; those
 * of accounts that were touched since say so and stay. */
gboolean mass_undo (Mass *self, GError **error);

G_END_DECLS
