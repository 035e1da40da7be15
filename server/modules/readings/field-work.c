/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What readers meet on their way. */
#include "server/modules/readings/field-work.h"

#include "common/types/readings-types.h"
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/readings/field-sql.h"

#define PHOTO_MAX_BYTES (2 * 1024 * 1024)

static const RecordSpec remark_spec = {
    &reading_remark_record, N_ ("Reading remark"), "/api/v1/reading-remarks",
    &field_remark_get,      &field_remark_insert,  &field_remark_update,
};
static const RecordSpec visit_spec = {
    &reading_visit_record, N_ ("Visit"), "/api/v1/reading-visits", &field_visit_get, NULL, NULL,
};

/* Remarks */

static const ListSort remark_sorts[] = { { "code", &field_remarks, &field_remarks_desc } };
static const char *const remark_filters[] = { "q", NULL };
static const ListSpec remark_list = {
    &reading_remark_record, remark_sorts, G_N_ELEMENTS (remark_sorts), remark_filters, NULL,
};

gboolean
field_remarks_list (Operation *op, GError **error)
{
    return list_answer (op, &remark_list, NULL, error);
}

gboolean
field_remark_read (Operation *op, GError **error)
{
    return record_get (op, &remark_spec, error);
}

gboolean
field_remark_create (Operation *op, GError **error)
{
    return record_create (op, &remark_spec, error);
}

gboolean
field_remark_change (Operation *op, GError **error)
{
    return record_update (op, &remark_spec, error);
}

gboolean
field_check_remark (Db *db, gint64 remark_id, gboolean of_visit, gboolean *holds, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (db, &field_remark_get, (const Param[]) { P_INT64 (remark_id) }, 1,
                 N_ ("Reading remark"), &rows, error)) {
        return FALSE;
    }
    g_autoptr (ReadingRemark) remark = rows_record (rows, 0, &reading_remark_record);
    if (!remark->active) {
        return refuse (error, SIRAJ_ERROR_REMARK_UNFIT, "remark_id",
                       "The remark “%s” is not in use any more; choose another.", remark->name);
    }
    if (remark->prevents_reading != of_visit) {
        return refuse (error, SIRAJ_ERROR_REMARK_UNFIT, "remark_id",
                       of_visit ? N_ ("With the remark “%s” the meter can be read; enter what it "
                                      "shows.")
                                : N_ ("With the remark “%s” there is no reading; record a visit."),
                       remark->name);
    }
    *holds = remark->needs_review;
    return TRUE;
}

/* Visits */

static gboolean
check_visit (Operation *op, const ReadingVisit *visit, GError **error)
{
    gboolean holds;

    if (visit->visited_on > instant_date (op->now, 0) + 1) { /* today may be further east */
        g_autofree char *day = date_format (visit->visited_on);

        return refuse (error, SIRAJ_ERROR_DATE_IN_FUTURE, "visited_on",
                       "%s lies in the future; give the day of the visit.", day);
    }
    return field_check_remark (op->db, visit->remark_id, TRUE, &holds, error);
}

gboolean
field_visit_create (Operation *op, GError **error)
{
    const ReadingVisit *visit = op->input;
    g_autoptr (Rows) rows = NULL;

    if (!check_visit (op, visit, error) ||
        !db_run (op->db, &field_visit_insert, &rows, error, P_INT64 (visit->register_id),
                 P_DATE (visit->visited_on), P_INT64 (visit->remark_id), P_TEXT (visit->note))) {
        return FALSE;
    }
    return rows_count (rows) == 1
               ? record_answer_created (op, &visit_spec, rows_int64 (rows, 0, 0), error)
               : refuse (error, SIRAJ_ERROR_NOT_FOUND, "register_id",
                         "There is no such register within your stations, or it is closed.");
}

/* Photos */

/* What the bytes are, whatever they are called; NULL for anything else. */
static const char *
photo_type (const char *bytes, gsize length)
{
    static const char png[] = "\x89PNG\r\n\x1a\n";
    static const char jpeg[] = "\xff\xd8\xff";

    if (length > sizeof png && memcmp (bytes, png, sizeof png - 1) == 0) {
        return "image/png";
    }
    if (length > sizeof jpeg && memcmp (bytes, jpeg, sizeof jpeg - 1) == 0) {
        return "image/jpeg";
    }
    return NULL;
}

/* As PostgreSQL writes bytes: "\\x89504e…". */
static char *
to_hex (const char *bytes, gsize length)
{
    static const char digits[] = "0123456789abcdef";
    char *text = g_malloc (length * 2 + 3);
    char *at = text;

    *at++ = '\\';
    *at++ = 'x';
    for (gsize i = 0; i < length; i++) {
        *at++ = digits[(guint8)bytes[i] >> 4];
        *at++ = digits[(guint8)bytes[i] & 15];
    }
    *at = '\0';
    return text;
}

static void
append_hex (GString *out, const char *text)
{
    for (const char *at = text + 2; at[0] != '\0' && at[1] != '\0'; at += 2) {
        g_string_append_c (
            out, (char)(g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1])));
    }
}

static gboolean
keep_photo (Operation *op, const Statement *statement, GError **error)
{
    const char *type = photo_type (op->body, op->body_length);
    g_autoptr (Rows) rows = NULL;
    g_autofree char *hex = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    if (type == NULL) {
        return refuse (error, SIRAJ_ERROR_PHOTO_UNREADABLE, NULL,
                       "A photo is a JPEG or PNG picture; save it as one of these.");
    }
    if (op->body_length > PHOTO_MAX_BYTES) {
        return refuse (error, SIRAJ_ERROR_PHOTO_TOO_LARGE, NULL,
                       "The photo has %u KiB, and at most %u are kept; take it smaller.",
                       (guint)(op->body_length / 1024), PHOTO_MAX_BYTES / 1024);
    }
    hex = to_hex (op->body, op->body_length);
    if (!db_run (op->db, statement, &rows, error, P_INT64 (id), P_TEXT (type), P_TEXT (hex))) {
        return FALSE;
    }
    if (rows_count (rows) == 0) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, NULL,
                       "There is no such reading or visit within your stations.");
    }
    op->status = 204;
    return TRUE;
}

gboolean
field_keep_reading_photo (Operation *op, GError **error)
{
    return keep_photo (op, &field_photo_of_reading_insert, error);
}

gboolean
field_keep_visit_photo (Operation *op, GError **error)
{
    return keep_photo (op, &field_photo_of_visit_insert, error);
}

static gboolean
answer_photo (Operation *op, const Statement *statement, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) ||
        !db_one (op->db, statement, (const Param[]) { P_INT64 (id) }, 1, N_ ("Photo"), &rows,
                 error)) {
        return FALSE;
    }
    op->answer_type = g_strdup (rows_text (rows, 0, 0));
    append_hex (op->answer, rows_text (rows, 0, 1));
    return TRUE;
}

gboolean
field_answer_reading_photo (Operation *op, GError **error)
{
    return answer_photo (op, &field_photo_of_reading, error);
}

gboolean
field_answer_visit_photo (Operation *op, GError **error)
{
    return answer_photo (op, &field_photo_of_visit, error);
}
