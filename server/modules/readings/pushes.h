/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Readings that nobody of the utility takes: sent by meters, or read by customers. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

#define PUSH_MAX_READINGS 10000

gboolean pushes_receive (Operation *op, GError **error);
gboolean pushes_customer (Operation *op, GError **error);

G_END_DECLS
