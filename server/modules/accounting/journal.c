/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts and mirrors journal entries for the documents of other rooms. */
#include "common/schema/json.h"
#include "server/modules/accounting/accounting-sql.h"
#include "server/modules/accounting/accounting.h"

#include <inttypes.h>

JournalPosting
journal_debit (const char *key, gint64 amount_minor)
{
    return (JournalPosting) { key, MAX (amount_minor, 0), MAX (-amount_minor, 0) };
}

JournalPosting
journal_credit (const char *key, gint64 amount_minor)
{
    return journal_debit (key, -amount_minor);
}

/* [{"line_no":1,"key":"cash","debit_minor":…,"credit_minor":…},…], NULL when all are zero. */
static char *
postings_to_json (const JournalPosting *postings, guint n)
{
    g_autoptr (GString) json = g_string_new ("[");
    guint line_no = 0;

    for (guint i = 0; i < n; i++) {
        if (postings[i].debit_minor == 0 && postings[i].credit_minor == 0) {
            continue;
        }
        line_no++;
        g_string_append_printf (json, "%s{\"line_no\":%u,\"key\":", line_no > 1 ? "," : "",
                                line_no);
        json_append_string (json, postings[i].key);
        g_string_append_printf (
            json, ",\"debit_minor\":%" G_GINT64_FORMAT ",\"credit_minor\":%" G_GINT64_FORMAT "}",
            postings[i].debit_minor, postings[i].credit_minor);
    }
    g_string_append_c (json, ']');
    return line_no > 0 ? g_strdup (json->str) : NULL;
}

gboolean
journal_post (Db *db, const JournalHeader *header, const JournalPosting *postings, guint n,
              gint64 *entry_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autofree char *json = postings_to_json (postings, n);
    gint64 id = 0;

    if (json != NULL) {
        if (!db_run (db, &journal_insert, &rows, error, P_DATE (header->entry_date),
                     P_TEXT (header->kind), P_INT64 (header->branch_id), P_ID (header->station_id),
                     P_ID (header->class_id), P_TEXT (header->source), P_INT64 (header->source_id),
                     P_INT64 (header->batch_no), P_ID (header->account_id),
                     P_TEXT (header->description), P_INT64 (header->created_by), P_TEXT (json))) {
            return FALSE;
        }
        if (rows_is_null (rows, 0, 0)) {
            return refuse (error, SIRAJ_ERROR_MAPPING_MISSING, NULL,
                           "No ledger account is mapped to the posting key %s; map it under "
                           "Accounting and try again",
                           rows_text (rows, 0, 1));
        }
        id = rows_int64 (rows, 0, 0);
    }
    if (entry_id != NULL) {
        *entry_id = id;
    }
    return TRUE;
}

gboolean
journal_find (Db *db, const char *source, gint64 source_id, const char *kind, gint64 *entry_id,
              GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &journal_find_entry, &rows, error, P_TEXT (source), P_INT64 (source_id),
                 P_TEXT (kind))) {
        return FALSE;
    }
    *entry_id = rows_count (rows) > 0 ? rows_int64 (rows, 0, 0) : 0;
    return TRUE;
}

gboolean
journal_reverse (Db *db, gint64 entry_id, const JournalHeader *header, gint64 *reversal_id,
                 GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &journal_mirror, &rows, error, P_INT64 (entry_id), P_DATE (header->entry_date),
                 P_TEXT (header->kind), P_TEXT (header->source), P_INT64 (header->source_id),
                 P_TEXT (header->description), P_INT64 (header->created_by))) {
        return FALSE;
    }
    if (!rows_boolean (rows, 0, 0)) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, NULL, "There is no journal entry %" PRId64,
                       entry_id);
    }
    if (rows_is_null (rows, 0, 1)) {
        return refuse (error, SIRAJ_ERROR_ALREADY_REVERSED, NULL,
                       "Journal entry %" PRId64 " has been reversed already; open it to see "
                       "the entry that reverses it",
                       entry_id);
    }
    if (reversal_id != NULL) {
        *reversal_id = rows_int64 (rows, 0, 1);
    }
    return TRUE;
}

gboolean
accounting_check_open (Db *db, Date date, const char *field, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &periods_check, &rows, error, P_DATE (date))) {
        return FALSE;
    }
    if (rows_boolean (rows, 0, 0)) {
        g_autofree char *text = date_format (date);
        g_autofree char *first_open = date_format (rows_date (rows, 0, 1));
        return refuse (error, SIRAJ_ERROR_PERIOD_CLOSED, field,
                       "The accounting period of %s is closed; the first open date from there on "
                       "is %s",
                       text, first_open);
    }
    return TRUE;
}
