/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the imports room: it only looks up, the rooms write. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const imports_statements[];

extern const Statement imports_begin_file, imports_undo_file, imports_begin_row, imports_end_row,
    imports_undo_row;
extern const Statement imports_stations, imports_classes, imports_tariffs, imports_cycles;
extern const Statement imports_feeder, imports_box, imports_route;
extern const Statement imports_point_of_account, imports_point_of_agreement;

G_END_DECLS
