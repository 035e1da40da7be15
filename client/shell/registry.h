/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page of the program, one line each (registry.c). */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

typedef enum {
    GROUP_NONE, /* opened from elsewhere: cards, forms */
    GROUP_HOME,
    GROUP_CUSTOMERS,
    GROUP_METERING,
    GROUP_BILLING,
    GROUP_COLLECTION,
    GROUP_PREPAID,
    GROUP_FINANCE,
    GROUP_REPORTS,
    GROUP_ADMINISTRATION,
    N_GROUPS
} PageGroup;

typedef struct {
    const char *id;
    PageGroup group;
    const char *title; /* message id */
    const char *icon_name;
    const char *permission; /* NULL: everyone */
    SirajPage *(*create) (const PageContext *context);
} PageEntry;

const PageEntry *registry_list (guint *n_entries);
/* The entry with this id, or NULL. */
const PageEntry *registry_find (const char *id);
/* Message id of a group's title; NULL for GROUP_NONE. */
const char *registry_group_title (PageGroup group);

G_END_DECLS
