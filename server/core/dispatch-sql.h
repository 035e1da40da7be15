/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dispatcher's own statements. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement dispatch_settings;
extern const Statement idempotency_claim;
extern const Statement idempotency_insert;
extern const Statement health_ping;

/* All of them, NULL-terminated, for check-sql. */
extern const Statement *const dispatch_statements[];

G_END_DECLS
