/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody saved the record first: shows who changed what, and puts both changes together. */
#pragma once

#include "client/shell/page.h"
#include "common/schema/field.h"

G_BEGIN_DECLS

typedef struct {
    SirajPage *page;
    const Record *record;
    const char *path;       /* of the record, to get what the other one saved */
    gconstpointer original; /* what this page had loaded */
    gconstpointer current;  /* what is typed here */
} StaleRecord;

/* Both records are the receiver's: theirs, and theirs with what was typed here on top. */
typedef void (*StaleMerged) (gpointer theirs, gpointer mine, gint64 version, gpointer user_data);

/* @error is the refusal STALE_VERSION.  @merged is called when the user chooses to go on. */
void stale_resolve (const StaleRecord *stale, const GError *error, StaleMerged merged,
                    gpointer user_data);

G_END_DECLS
