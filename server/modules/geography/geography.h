/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network below a station: feeders, distribution boxes, and the routes of the meter readers. */
#pragma once

#include "common/types/geography-types.h"
#include "server/core/operation.h"

G_BEGIN_DECLS

extern const Module geography_module;

G_END_DECLS
