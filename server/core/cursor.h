/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a page of a list begins: sort order, sort key and id of a row, opaque to callers. */
#pragma once

#include "common/base/error.h"

G_BEGIN_DECLS

typedef struct {
    char *key; /* NULL is a row whose sort key is NULL */
    gint64 id;
} Cursor;

/* base64url of the order, the id and the key; owned. @sort is "name" or "-name". */
char *cursor_format (const char *sort, gint64 id, const char *key);

/* Reads a cursor made for the same @sort; INVALID_VALUE names @parameter. */
gboolean cursor_parse (const char *text, const char *sort, const char *parameter, Cursor *cursor,
                       GError **error);
void cursor_clear (Cursor *cursor);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cursor, cursor_clear)

G_END_DECLS
