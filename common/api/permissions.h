/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The permissions of the program: what a role may hold and a route may ask for. */
#pragma once

#include "common/base/language.h"

G_BEGIN_DECLS

typedef struct {
    const char *name;
    const char *label; /* message id */
} Permission;

const Permission *permission_list (guint *n);
/* NULL when there is no such permission. */
const Permission *permission_find (const char *name);

G_END_DECLS
