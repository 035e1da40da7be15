/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Billing cycles, service points, agreements and the terms they had on each day. */
#pragma once

#include "common/types/subscriptions-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

extern const Module subscriptions_module;

G_END_DECLS
