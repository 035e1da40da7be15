/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undoing a rebill: what had taken the place of bills is taken back, and they are issued again. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/mass-rebill-private.h"
#include "server/modules/billing/take-back.h"
#include "server/modules/invoices/invoices.h"

#include "common/base/language.h"

/* Bills that were issued again. */
typedef struct {
    gint64 item_id;
    gint64 old_id;
    gint64 new_id;
    gint64 note_id; /* of the old one */
} Restored;

typedef struct {
    Mass *mass;
    Db *db;
    JournalHeader header;
    gint64 month;
    char *items; /* below, as "{1,2}" */
    char *originals;
    char *replacements;
    GArray *restored; /* Restored */
} Undoing;

static void
undoing_clear (Undoing *self)
{
    g_free (self->items);
    g_free (self->originals);
    g_free (self->replacements);
    g_clear_pointer (&self->restored, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Undoing, undoing_clear)

/* Accounts that were touched */

static gboolean
keep_touched (Mass *self, const GArray *touched, GError **error)
{
    g_autofree char *ids = bulk_id_array (touched, 0);
    g_autoptr (GError) refusal = NULL;

    refuse (&refusal, SIRAJ_ERROR_TOUCHED_SINCE, NULL,
            "The account was paid, billed or corrected after it was billed again; "
            "correct this bill by itself");
    return db_run (self->job->db, &mass_items_kept, NULL, error, P_TEXT (ids),
                   P_TEXT (siraj_error_name (refusal->code)), P_TEXT (refusal->message));
}

static void
leave_out (GArray *items, gint64 id)
{
    for (guint i = 0; i < items->len; i++) {
        if (g_array_index (items, MassItem, i).id == id) {
            g_array_remove_index (items, i);
            return;
        }
    }
}

/* Locks the accounts; those that are left are as applying has left them. */
static gboolean
leave_touched (Mass *self, GError **error)
{
    g_autofree char *bills = bulk_id_array (self->items, G_STRUCT_OFFSET (MassItem, invoice_id));
    g_autofree char *items = bulk_id_array (self->items, G_STRUCT_OFFSET (MassItem, id));
    g_autoptr (GArray) touched = g_array_new (FALSE, FALSE, sizeof (gint64));
    g_autoptr (Rows) rows = NULL;
    Db *db = self->job->db;

    if (!db_run (db, &rebill_lock, NULL, error, P_TEXT (bills)) ||
        !db_run (db, &mass_items_touched, &rows, error, P_TEXT (items))) {
        return FALSE;
    }
    for (int row = 0; row < rows_count (rows); row++) {
        gint64 id = rows_int64 (rows, row, 0);

        leave_out (self->items, id);
        g_array_append_val (touched, id);
    }
    return touched->len == 0 || keep_touched (self, touched, error);
}

/* Bills issued again */

static gboolean
begin (Undoing *self, Mass *mass, GError **error)
{
    g_autoptr (Rows) batch = NULL;
    int year, month, day;

    self->mass = mass;
    self->db = mass->job->db;
    if (!db_run_params (self->db, &mass_batch, NULL, 0, &batch, error)) {
        return FALSE;
    }
    date_split (mass->today, &year, &month, &day);
    self->month = year * 100 + month;
    self->header = (JournalHeader) {
        .entry_date = mass->today,
        .source = "mass_rebills",
        .source_id = mass->id,
        .batch_no = rows_int64 (batch, 0, 0),
        .description = mass->reason,
        .created_by = mass->job->job->created_by,
    };
    self->items = bulk_id_array (mass->items, G_STRUCT_OFFSET (MassItem, id));
    self->originals = bulk_id_array (mass->items, G_STRUCT_OFFSET (MassItem, invoice_id));
    self->replacements = bulk_id_array (mass->items, G_STRUCT_OFFSET (MassItem, replacement_id));
    return TRUE;
}

static gboolean
write_bills (Undoing *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (self->db, &mass_undo_bills, &rows, error, P_TEXT (self->items),
                 P_TEXT (self->originals), P_DATE (self->mass->today), P_INT64 (self->month),
                 P_TEXT (self->mass->reason), P_INT64 (self->header.created_by))) {
        return FALSE;
    }
    self->restored = g_array_new (FALSE, FALSE, sizeof (Restored));
    for (int row = 0; row < rows_count (rows); row++) {
        const Restored one = { rows_int64 (rows, row, 0), rows_int64 (rows, row, 1),
                               rows_int64 (rows, row, 2), rows_int64 (rows, row, 3) };

        g_array_append_val (self->restored, one);
    }
    return TRUE;
}

/* Lines, days, entries, balances and registers of the bills that stand again. */
static gboolean
restore (Undoing *self, GError **error)
{
    g_autofree char *items = bulk_id_array (self->restored, G_STRUCT_OFFSET (Restored, item_id));
    g_autofree char *bills = bulk_id_array (self->restored, G_STRUCT_OFFSET (Restored, new_id));
    g_autofree char *olds = bulk_id_array (self->restored, G_STRUCT_OFFSET (Restored, old_id));
    g_autofree char *notes = bulk_id_array (self->restored, G_STRUCT_OFFSET (Restored, note_id));
    const Param pair[] = { P_TEXT (bills), P_TEXT (olds) };
    const Replacements places = { bills, olds, notes, self->header };
    JournalHeader header = self->header;

    header.kind = "invoices";
    return db_run_params (self->db, &mass_undo_lines, pair, 2, NULL, error) &&
           db_run_params (self->db, &mass_undo_segments, pair, 2, NULL, error) &&
           documents_check (self->db, bills, self->mass->items->len, error) &&
           documents_post (self->db, &header, bills, error) &&
           documents_replace (self->db, &places, error) &&
           documents_restate (self->db, self->replacements, bills, error) &&
           db_run (self->db, &mass_items_undone, NULL, error, P_TEXT (items), P_TEXT (bills),
                   P_INT64 (self->header.batch_no));
}

/* They were written in the order of their ids. */
static gboolean
seal (const Undoing *self, const TakeBack *taken, GError **error)
{
    gint64 first = G_MAXINT64;
    gint64 last = 0;

    for (guint i = 0; i < self->restored->len; i++) {
        gint64 id = g_array_index (self->restored, Restored, i).new_id;

        first = MIN (first, id);
        last = MAX (last, id);
    }
    return take_back_seal (self->db, taken, error) && invoices_seal (self->db, first, last, error);
}

gboolean
mass_undo (Mass *mass, GError **error)
{
    g_auto (Undoing) self = { 0 };
    g_auto (TakeBack) taken = { 0 };

    if (!leave_touched (mass, error)) {
        return FALSE;
    }
    if (mass->items->len == 0) {
        return TRUE;
    }
    if (!begin (&self, mass, error)) {
        return FALSE;
    }
    taken.bills = self.replacements;
    taken.n_bills = mass->items->len;
    taken.month = self.month;
    taken.reason = mass->reason;
    taken.header = self.header;
    return take_back_bills (self.db, &taken, error) && write_bills (&self, error) &&
           restore (&self, error) && seal (&self, &taken, error);
}
