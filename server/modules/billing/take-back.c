/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bills taken back many at a time, and what takes their place. */
#include "server/modules/billing/take-back.h"

#include "server/modules/billing/billing-sql.h"
#include "server/modules/invoices/invoices.h"

#include "common/base/language.h"

#include <inttypes.h>
#include <string.h>

void
take_back_clear (TakeBack *self)
{
    g_clear_pointer (&self->pairs, g_array_unref);
    g_clear_pointer (&self->notes, g_free);
}

static gboolean
refuse_unproven (const char *what, gint64 found, gint64 expected, GError **error)
{
    return refuse (error, SIRAJ_ERROR_RUN_NOT_PROVEN, NULL,
                   "The run was stopped and this part undone: %s (%" PRId64 " instead of %" PRId64
                   "); tell those who look after the program",
                   tr (what), found, expected);
}

/* Journal: rows begin with branch, station, class and receivable key */

static JournalHeader
header_of (const JournalHeader *all, const char *kind, const Rows *rows, int row)
{
    JournalHeader header = *all;

    header.kind = kind;
    header.branch_id = rows_int64 (rows, row, 0);
    header.station_id = rows_int64 (rows, row, 1);
    header.class_id = rows_int64 (rows, row, 2);
    return header;
}

static gboolean
same_group (const Rows *rows, int a, int b)
{
    return rows_int64 (rows, a, 0) == rows_int64 (rows, b, 0) &&
           rows_int64 (rows, a, 1) == rows_int64 (rows, b, 1) &&
           rows_int64 (rows, a, 2) == rows_int64 (rows, b, 2) &&
           strcmp (rows_text (rows, a, 3), rows_text (rows, b, 3)) == 0;
}

/* Posts the rows from *@at on that are of one branch, station, class and receivable key; *@at is
 * then behind them. */
static gboolean
post_group (Db *db, const JournalHeader *header, const Rows *rows, int *at, GError **error)
{
    JournalPosting postings[LINE_N_ALL_KINDS + 1];
    gint64 total_minor = 0;
    int first = *at;
    guint n = 0;

    for (; *at < rows_count (rows) && same_group (rows, first, *at) && n < LINE_N_ALL_KINDS;
         (*at)++) {
        int kind = rows_enum (rows, *at, 4, &line_kind_enum);
        gint64 amount = rows_int64 (rows, *at, 5);

        if (kind == ENUM_NONE) {
            return refuse (error, SIRAJ_ERROR_MAPPING_MISSING, NULL,
                           "No posting key is known for invoice lines of the kind %s",
                           rows_text (rows, *at, 4));
        }
        postings[n++] = journal_credit (line_posting_key (kind), amount);
        total_minor += amount;
    }
    postings[n++] = journal_debit (rows_text (rows, first, 3), total_minor);
    return journal_post (db, header, postings, n, NULL, error);
}

gboolean
documents_post (Db *db, const JournalHeader *header, const char *ids, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    int at = 0;

    if (!db_run (db, &documents_sums, &rows, error, P_TEXT (ids))) {
        return FALSE;
    }
    while (at < rows_count (rows)) {
        const JournalHeader one = header_of (header, header->kind, rows, at);

        if (!post_group (db, &one, rows, &at, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* What was paid ahead and what is owed: @rows tell how much more of both there is, by group. */
static gboolean
post_advances (Db *db, const JournalHeader *all, const char *kind, const Rows *rows, GError **error)
{
    gboolean releases = g_str_equal (kind, "release");

    for (int row = 0; row < rows_count (rows); row++) {
        gint64 amount_minor = rows_int64 (rows, row, 4);
        gint64 raised_minor = releases ? amount_minor : -amount_minor;
        const JournalPosting postings[] = {
            journal_debit (rows_text (rows, row, 3), raised_minor),
            journal_credit (POSTING_ADVANCES, raised_minor),
        };
        const JournalHeader header = header_of (all, kind, rows, row);

        if (!journal_post (db, &header, postings, G_N_ELEMENTS (postings), NULL, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

gboolean
documents_check (Db *db, const char *ids, guint n, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &documents_prove, &rows, error, P_TEXT (ids))) {
        return FALSE;
    }
    if (rows_int64 (rows, 0, 0) != n) {
        return refuse_unproven (N_ ("documents are missing"), rows_int64 (rows, 0, 0), n, error);
    }
    return rows_int64 (rows, 0, 1) == 0 ||
           refuse_unproven (N_ ("documents differ from their lines"), rows_int64 (rows, 0, 1), 0,
                            error);
}

/* Taking back.  Each credit note repeats the ids of a bill that stands, whose rows nobody can
 * delete, so that its foreign keys need no looking up again: their triggers fall silent until it is
 * written, where the role may do so, and documents_check() proves it from its rows. */

static gboolean
write_notes (Db *db, TakeBack *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &run_partitions, NULL, error, P_INT64 (self->month)) ||
        !db_run_params (db, &run_silence_triggers, NULL, 0, NULL, error) ||
        !db_run (db, &take_back_notes, &rows, error, P_TEXT (self->bills),
                 P_DATE (self->header.entry_date), P_INT64 (self->month), P_TEXT (self->reason),
                 P_INT64 (self->header.created_by))) {
        return FALSE;
    }
    self->pairs = g_array_new (FALSE, FALSE, sizeof (TakenBack));
    for (int row = 0; row < rows_count (rows); row++) {
        const TakenBack pair = { rows_int64 (rows, row, 0), rows_int64 (rows, row, 1) };

        g_array_append_val (self->pairs, pair);
    }
    if (self->single && rows_count (rows) == 1) {
        self->header.source_id = rows_int64 (rows, 0, 1);
        self->header.account_id = rows_int64 (rows, 0, 2);
    }
    self->notes = bulk_id_array (self->pairs, G_STRUCT_OFFSET (TakenBack, note_id));
    return TRUE;
}

gboolean
take_back_bills (Db *db, TakeBack *self, GError **error)
{
    g_autofree char *bills = NULL;
    g_autoptr (Rows) released = NULL;

    if (!write_notes (db, self, error)) {
        return FALSE;
    }
    bills = bulk_id_array (self->pairs, G_STRUCT_OFFSET (TakenBack, bill_id));
    const Param pairs[] = { P_TEXT (bills), P_TEXT (self->notes) };
    if (!db_run_params (db, &take_back_lines, pairs, 2, NULL, error) ||
        !db_run_params (db, &take_back_segments, pairs, 2, NULL, error) ||
        !db_run_params (db, &run_wake_triggers, NULL, 0, NULL, error) ||
        !db_run (db, &take_back_settle, &released, error, pairs[0], pairs[1],
                 P_INT64 (self->header.created_by)) ||
        !documents_check (db, self->notes, self->n_bills, error)) {
        return FALSE;
    }
    self->released = rows_count (released) > 0;
    self->header.kind = "credit_note";
    return documents_post (db, &self->header, self->notes, error) &&
           post_advances (db, &self->header, "release", released, error);
}

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
    gint64 first = ((const TakenBack *)a)->bill_id;
    gint64 second = ((const TakenBack *)b)->bill_id;

    return first < second ? -1 : first > second;
}

gint64
take_back_note (const TakeBack *self, gint64 bill_id)
{
    const TakenBack wanted = { .bill_id = bill_id };
    const TakenBack *found =
        bsearch (&wanted, self->pairs->data, self->pairs->len, sizeof wanted, compare_pairs);

    return found->note_id;
}

gboolean
take_back_seal (Db *db, const TakeBack *self, GError **error)
{
    gint64 first = G_MAXINT64;
    gint64 last = 0;

    for (guint i = 0; i < self->pairs->len; i++) {
        gint64 id = g_array_index (self->pairs, TakenBack, i).note_id;

        first = MIN (first, id);
        last = MAX (last, id);
    }
    return invoices_seal (db, first, last, error);
}

/* In their place */

gboolean
documents_replace (Db *db, const Replacements *self, GError **error)
{
    g_autoptr (Rows) moved = NULL;

    return db_run (db, &documents_raise, NULL, error, P_TEXT (self->bills)) &&
           db_run (db, &documents_settle, &moved, error, P_TEXT (self->bills),
                   P_TEXT (self->replaced), P_TEXT (self->notes),
                   P_INT64 (self->header.created_by)) &&
           post_advances (db, &self->header, "advance", moved, error);
}

gboolean
documents_restate (Db *db, const char *replaced, const char *bills, GError **error)
{
    g_autofree char *both =
        g_strdup_printf ("%.*s,%s", (int)strlen (replaced) - 1, replaced, bills + 1);
    g_autoptr (Rows) rows = NULL;

    if (!invoices_restate_registers (db, both, error) ||
        !db_run (db, &documents_reached, &rows, error, P_TEXT (bills))) {
        return FALSE;
    }
    return rows_int64 (rows, 0, 0) == 0 ||
           refuse_unproven (N_ ("registers do not go on where their bills begin"),
                            rows_int64 (rows, 0, 0), 0, error);
}
