/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of invoice templates. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const templates_statements[];

extern const Statement templates_by_name, templates_by_name_desc, templates_get, templates_insert,
    templates_update, templates_clear_default, templates_of_class;

G_END_DECLS
