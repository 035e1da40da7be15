/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole filtered list as a table for a spreadsheet. */
#pragma once

#include "server/core/list-page.h"

G_BEGIN_DECLS

#define LIST_CSV_MAX_ROWS 200000

/* UTF-8 with a mark, CRLF, labels in the caller's language; TOO_LARGE above LIST_CSV_MAX_ROWS. */
gboolean list_answer_csv (Operation *op, const Record *record, ListPage *page, GError **error);
/* The same of rows that are all there is. */
void list_answer_rows_csv (Operation *op, const Record *record, const Rows *rows);

G_END_DECLS
