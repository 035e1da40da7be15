/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Billing cycles, service points, agreements and the terms they had on each day. */
#pragma once

#include "common/types/subscriptions-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

extern const Module subscriptions_module;

/* Insert a service point and an agreement with its first term; a number is given when there is
 * none. Errors: those of the records, and TARIFF_NOT_IN_FORCE, ACCOUNT_CLOSED, NOT_FOUND. */
gboolean subscriptions_add_point (Db *db, ServicePoint *point, gint64 *id, GError **error);
gboolean subscriptions_add_agreement (Db *db, ServiceAgreement *agreement, gint64 *id,
                                      GError **error);

G_END_DECLS
