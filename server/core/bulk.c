/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binary results and the encoder of COPY BINARY. */
#define G_LOG_DOMAIN "siraj-db"

#include "server/core/bulk.h"

#include "server/core/db-private.h"

#define FIRST_SIZE (64 * 1024)
#define LENGTH_BYTES 4
#define SEND_BYTES (256 * 1024)
#define STREAM_BYTES (64 * 1024)

static const Statement copy_statement = { "db_copy", "(copy)", TRUE };

gboolean
bulk_read (Db *db, const Statement *statement, const Param *params, guint n_params, Rows **rows,
           GError **error)
{
    const StatementText *text = statement_text (statement);
    PGconn *link = db_connection (db, error);
    ParamValues values;

    g_return_val_if_fail (n_params == text->n_params, FALSE);
    if (link == NULL || !param_values_encode (&values, params, n_params)) {
        return FALSE;
    }
    *rows = PQexecParams (link, text->sql, values.n, NULL, values.values, NULL, NULL, 1);
    if (PQresultStatus (*rows) != PGRES_TUPLES_OK) {
        db_refuse_result (db, *rows, statement, error);
        g_clear_pointer (rows, PQclear);
        return FALSE;
    }
    return TRUE;
}

char *
bulk_id_array (const GArray *items, gsize offset)
{
    GString *text = g_string_new ("{");
    guint size = g_array_get_element_size ((GArray *)items);

    for (guint i = 0; i < items->len; i++) {
        g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                                G_STRUCT_MEMBER (gint64, items->data + i * size, offset));
    }
    g_string_append_c (text, '}');
    return g_string_free (text, FALSE);
}

/* The encoder */

static guint8 *
reserve (CopyBuffer *self, gsize n)
{
    guint8 *at;

    if (self->length + n > self->size) {
        self->size = MAX (MAX (self->size * 2, FIRST_SIZE), self->length + n);
        self->bytes = g_realloc (self->bytes, self->size);
    }
    at = self->bytes + self->length;
    self->length += n;
    return at;
}

static void
put_int32 (guint8 *at, gint32 value)
{
    value = GINT32_TO_BE (value);
    memcpy (at, &value, sizeof value);
}

void
copy_begin (CopyBuffer *self)
{
    static const char header[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0"; /* no flags, no extension */

    self->length = 0;
    self->n_rows = 0;
    self->link = NULL;
    self->broken = FALSE;
    memset (self->sums, 0, sizeof self->sums);
    memcpy (reserve (self, sizeof header), header, sizeof header);
}

void
copy_clear (CopyBuffer *self)
{
    g_clear_pointer (&self->bytes, g_free);
    self->length = self->size = 0;
}

/* What has come together of a stream leaves; the buffer is empty again. */
static void
stream (CopyBuffer *self)
{
    if (!self->broken &&
        PQputCopyData (self->link, (const char *)self->bytes, (int)self->length) != 1) {
        self->broken = TRUE;
    }
    self->length = 0;
}

void
copy_row (CopyBuffer *self, guint n_columns)
{
    gint16 n = GINT16_TO_BE ((gint16)n_columns);

    if (self->link != NULL && self->length >= STREAM_BYTES) {
        stream (self);
    }
    memcpy (reserve (self, sizeof n), &n, sizeof n);
    self->n_rows++;
    self->column = 0;
}

void
copy_int64 (CopyBuffer *self, gint64 value)
{
    guint8 *at = reserve (self, LENGTH_BYTES + sizeof value);

    self->sums[self->column++] += (guint64)value;
    value = GINT64_TO_BE (value);
    put_int32 (at, sizeof value);
    memcpy (at + LENGTH_BYTES, &value, sizeof value);
}

void
copy_int16 (CopyBuffer *self, gint16 value)
{
    guint8 *at = reserve (self, LENGTH_BYTES + sizeof value);

    self->column++;
    value = GINT16_TO_BE (value);
    put_int32 (at, sizeof value);
    memcpy (at + LENGTH_BYTES, &value, sizeof value);
}

void
copy_date (CopyBuffer *self, Date value)
{
    guint8 *at = reserve (self, LENGTH_BYTES + sizeof (gint32));

    self->column++;
    put_int32 (at, sizeof (gint32));
    put_int32 (at + LENGTH_BYTES, value - BULK_EPOCH_DAYS);
}

void
copy_boolean (CopyBuffer *self, gboolean value)
{
    guint8 *at = reserve (self, LENGTH_BYTES + 1);

    self->column++;
    put_int32 (at, 1);
    at[LENGTH_BYTES] = value ? 1 : 0;
}

void
copy_text (CopyBuffer *self, const char *value)
{
    gsize length;
    guint8 *at;

    if (value == NULL) {
        copy_null (self);
        return;
    }
    self->column++;
    length = strlen (value);
    at = reserve (self, LENGTH_BYTES + length);
    put_int32 (at, (gint32)length);
    memcpy (at + LENGTH_BYTES, value, length);
}

void
copy_null (CopyBuffer *self)
{
    self->column++;
    put_int32 (reserve (self, LENGTH_BYTES), -1);
}

void
copy_optional (CopyBuffer *self, gint64 value, gint64 none)
{
    if (value == none) {
        copy_null (self);
    } else {
        copy_int64 (self, value);
    }
}

/* Sending */

static gboolean
expect (Db *db, PGconn *link, ExecStatusType expected, GError **error)
{
    g_autoptr (Rows) result = PQgetResult (link);

    if (PQresultStatus (result) == expected) {
        return TRUE;
    }
    db_refuse_result (db, result, &copy_statement, error);
    return FALSE;
}

static gboolean
put_bytes (const CopyBuffer *self, PGconn *link)
{
    gsize sent = 0;

    while (sent < self->length) {
        int n = (int)MIN (self->length - sent, SEND_BYTES);
        if (PQputCopyData (link, (const char *)self->bytes + sent, n) != 1) {
            return FALSE;
        }
        sent += n;
    }
    return PQputCopyEnd (link, NULL) == 1;
}

/* The end mark stays in the buffer until it is begun again. */
static void
put_end (CopyBuffer *self)
{
    memset (reserve (self, 2), 0xff, 2);
}

/* The command is over, well or badly; the connection is free for the next. */
static gboolean
end_copy (Db *db, PGconn *link, gboolean done, GError **error)
{
    for (PGresult *rest; (rest = PQgetResult (link)) != NULL;) {
        PQclear (rest);
    }
    if (!done && error != NULL && *error == NULL) {
        db_refuse_link (db, "08006", PQerrorMessage (link), error);
    }
    return done;
}

gboolean
copy_send (CopyBuffer *self, Db *db, const char *command, GError **error)
{
    PGconn *link;
    gboolean done;

    if (self->n_rows == 0) {
        return TRUE;
    }
    link = db_connection (db, error);
    if (link == NULL) {
        return FALSE;
    }
    put_end (self);
    if (!PQsendQuery (link, command) || !expect (db, link, PGRES_COPY_IN, error)) {
        done = FALSE;
    } else if (!put_bytes (self, link)) {
        done = db_refuse_link (db, "08006", PQerrorMessage (link), error);
    } else {
        done = expect (db, link, PGRES_COMMAND_OK, error);
    }
    return end_copy (db, link, done, error);
}

gboolean
copy_open (CopyBuffer *self, Db *db, const char *command, GError **error)
{
    PGconn *link = db_connection (db, error);

    copy_begin (self);
    if (link == NULL) {
        return FALSE;
    }
    if (!PQsendQuery (link, command) || !expect (db, link, PGRES_COPY_IN, error)) {
        return end_copy (db, link, FALSE, error);
    }
    self->link = link;
    return TRUE;
}

gboolean
copy_close (CopyBuffer *self, Db *db, GError **error)
{
    PGconn *link = g_steal_pointer (&self->link);
    gboolean done;

    put_end (self);
    if (self->broken || !put_bytes (self, link)) {
        done = db_refuse_link (db, "08006", PQerrorMessage (link), error);
    } else {
        done = expect (db, link, PGRES_COMMAND_OK, error);
    }
    return end_copy (db, link, done, error);
}
