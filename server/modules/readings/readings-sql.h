/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the readings room. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const readings_statements[];

extern const Statement readings_register, readings_reader_values, readings_insert, readings_advance;
extern const Statement readings_newest, readings_oldest, readings_count, readings_get;
extern const Statement readings_sheet, readings_sheet_back, readings_sheet_count;
extern const Statement readings_held, readings_decide;

/* reading-lines.c */
extern const Statement readings_lines_of_meters, readings_lines_of_accounts, readings_lines_held,
    readings_lines_pushed, readings_lines_insert, readings_lines_advance;

G_END_DECLS
