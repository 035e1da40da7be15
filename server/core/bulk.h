/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in bulk, for jobs inside their transaction: out of the database in binary, into it by COPY
 * BINARY from a buffer that is used again and again. */
#pragma once

#include <string.h>

#include "server/core/db.h"

G_BEGIN_DECLS

/* PostgreSQL counts days from 2000-01-01. */
#define BULK_EPOCH_DAYS 10957

/* Runs @statement, planned with its values, and answers its rows in binary: read them with the
 * functions below; texts are as ever. */
gboolean bulk_read (Db *db, const Statement *statement, const Param *params, guint n_params,
                    Rows **rows, GError **error);

/* The ids that are @offset bytes into each item, as a parameter for a bigint[]: "{1,2,3}".
 * Owned. */
char *bulk_id_array (const GArray *items, gsize offset);

/* A bigint; NULL gives 0. */
static inline gint64
bulk_int64 (const Rows *rows, int row, int column)
{
    gint64 value;

    if (PQgetisnull (rows, row, column)) {
        return 0;
    }
    memcpy (&value, PQgetvalue (rows, row, column), sizeof value);
    return GINT64_FROM_BE (value);
}

/* A date; NULL gives DATE_NONE. */
static inline Date
bulk_date (const Rows *rows, int row, int column)
{
    gint32 value;

    if (PQgetisnull (rows, row, column)) {
        return DATE_NONE;
    }
    memcpy (&value, PQgetvalue (rows, row, column), sizeof value);
    return GINT32_FROM_BE (value) + BULK_EPOCH_DAYS;
}

static inline gboolean
bulk_boolean (const Rows *rows, int row, int column)
{
    return *PQgetvalue (rows, row, column) != 0;
}

#define COPY_MAX_COLUMNS 32

/* Rows on their way in.  Zeroed memory is an empty buffer; clear it with copy_clear(). */
typedef struct {
    guint8 *bytes;
    gsize length;
    gsize size;
    guint n_rows;
    guint column;                   /* of the row that is being put */
    guint64 sums[COPY_MAX_COLUMNS]; /* of what copy_int64() put into each column, modulo 2^64 */
    PGconn *link;                   /* while the rows stream; borrowed */
    gboolean broken;                /* the stream */
} CopyBuffer;

/* Either: begin, put rows, send them all at once.  Or: open, put rows, which leave as they come
 * while the database is already busy with them, and close. */
void copy_begin (CopyBuffer *self);
gboolean copy_open (CopyBuffer *self, Db *db, const char *command, GError **error);
gboolean copy_close (CopyBuffer *self, Db *db, GError **error);
void copy_clear (CopyBuffer *self);

/* Begins a row; then come its values in the order of the command's columns. */
void copy_row (CopyBuffer *self, guint n_columns);
void copy_int64 (CopyBuffer *self, gint64 value);
void copy_int16 (CopyBuffer *self, gint16 value);
void copy_date (CopyBuffer *self, Date value);
void copy_boolean (CopyBuffer *self, gboolean value);
void copy_text (CopyBuffer *self, const char *value); /* NULL gives NULL */
void copy_null (CopyBuffer *self);
void copy_optional (CopyBuffer *self, gint64 value, gint64 none); /* @none gives NULL */

/* Sends the rows by @command ("COPY t (…) FROM STDIN (FORMAT binary)"); without rows nothing. */
gboolean copy_send (CopyBuffer *self, Db *db, const char *command, GError **error);

G_END_DECLS
