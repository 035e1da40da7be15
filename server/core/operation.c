/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What operations ask of their request and how they answer. */
#include "server/core/operation.h"

#include "common/base/language.h"

#include <string.h>

gboolean
principal_may (const Principal *principal, const char *permission)
{
    if (principal == NULL || principal->permissions == NULL)
        return FALSE;
    for (char **name = principal->permissions; *name != NULL; name++)
        if (g_str_equal (*name, permission) || g_str_equal (*name, "*"))
            return TRUE;
    return FALSE;
}

void
operation_answer_record (Operation *op, const Record *record, gconstpointer data)
{
    const Field *version = record_find_field (record, "version");

    json_append_record (op->answer, record, data);
    if (version != NULL)
        op->version = field_get_int64 (version, data);
}

void
operation_answer_row (Operation *op, const Record *record, const Rows *rows)
{
    int column = PQfnumber (rows, "version");

    rows_append_json_object (op->answer, rows, 0, record);
    if (column >= 0)
        op->version = rows_int64 (rows, 0, column);
}

static gboolean
parse_id (const char *text, gint64 *id)
{
    return text != NULL && g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, id, NULL);
}

gboolean
operation_path_id (Operation *op, const char *name, gint64 *id, GError **error)
{
    const char *text = op->path != NULL ? g_hash_table_lookup (op->path, name) : NULL;

    if (!parse_id (text, id))
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, name, "There is nothing at this address");
    return TRUE;
}

const char *
operation_query (Operation *op, const char *name)
{
    const char *text = op->query != NULL ? g_hash_table_lookup (op->query, name) : NULL;

    return text != NULL && *text != '\0' ? text : NULL;
}

gboolean
operation_query_id (Operation *op, const char *name, gint64 *id, GError **error)
{
    const char *text = operation_query (op, name);

    *id = 0;
    if (text != NULL && !parse_id (text, id))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, name,
                       "%s is the number of a record, not “%s”", name, text);
    return TRUE;
}

gboolean
operation_query_date (Operation *op, const char *name, Date *date, GError **error)
{
    const char *text = operation_query (op, name);
    g_autoptr (GError) local_error = NULL;

    *date = DATE_NONE;
    if (text == NULL || date_parse (text, date, &local_error))
        return TRUE;
    refusal_set_field (local_error, name);
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
}

gboolean
operation_sent (Operation *op, const char *member)
{
    return op->input_object != NULL && json_object_has_member (op->input_object, member);
}

gboolean
operation_check_version (Operation *op, gint64 stored_version, const char *changed_by,
                         Instant changed_at, GError **error)
{
    g_autofree char *when = NULL;

    if (op->if_match == -1 || op->if_match == stored_version)
        return TRUE;
    when = instant_format (changed_at);
    return refuse (error, SIRAJ_ERROR_STALE_VERSION, NULL,
                   "%s changed this record at %s; load it again and repeat your change",
                   changed_by != NULL ? changed_by : tr ("The program itself"), when);
}
