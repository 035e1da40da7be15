/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meters from the store to the service point and back, with both readings of an exchange in one
 * transaction. */
#pragma once

#include "common/types/meters-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

extern const Module meters_module;

G_END_DECLS
