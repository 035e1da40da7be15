/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The job of a rebill: lays out the bills of its scope once, then takes some of them at a time, in
 * a transaction that holds the locks of their accounts.  What is refused for one bill is known
 * before anything is written of it; it is kept with the bill, and the others go on. */
#define G_LOG_DOMAIN "siraj-billing"

#include "server/modules/billing/mass-rebill.h"

#include "common/schema/json.h"
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/mass-rebill-private.h"
#include "server/modules/billing/rebill.h"

#include <inttypes.h>

/* Those that are written hold their accounts while they are. */
#define TRIED_AT_ONCE 2000
#define WRITTEN_AT_ONCE 500

static void
mass_clear (Mass *self)
{
    g_clear_pointer (&self->items, g_array_unref);
    g_free (self->reason);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Mass, mass_clear)

static gboolean
load (JobChunk *job, Mass *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    self->job = job;
    self->id = json_object_get_int_member (job->parameters, "mass_rebill_id");
    if (!db_one (job->db, &mass_rebill_context, (const Param[]) { P_INT64 (self->id) }, 1,
                 N_ ("Rebill"), &rows, error)) {
        return FALSE;
    }
    self->step = rows_enum (rows, 0, 0, &mass_rebill_step_enum);
    self->laid_out = rows_boolean (rows, 0, 1);
    self->reason = g_strdup (rows_text (rows, 0, 2));
    self->today = rows_date (rows, 0, 3);
    return TRUE;
}

/* Bills to be computed again */

static int
compare_items (gconstpointer a, gconstpointer b)
{
    gint64 first = ((const MassItem *)a)->invoice_id;
    gint64 second = ((const MassItem *)b)->invoice_id;

    return first < second ? -1 : first > second;
}

/* Each bill knows its item. */
static void
link_items (const Mass *self, GPtrArray *bills)
{
    g_autoptr (GArray) by_invoice = g_array_copy (self->items);

    g_array_sort (by_invoice, compare_items);
    for (guint i = 0; i < bills->len; i++) {
        OldBill *old = g_ptr_array_index (bills, i);
        const MassItem wanted = { .invoice_id = old->id };
        const MassItem *item =
            bsearch (&wanted, by_invoice->data, by_invoice->len, sizeof wanted, compare_items);

        old->item_id = item->id;
    }
}

static GPtrArray *
load_bills (const Mass *self, Rebill *rebill, GError **error)
{
    g_autofree char *ids = bulk_id_array (self->items, G_STRUCT_OFFSET (MassItem, invoice_id));
    Db *db = self->job->db;
    GPtrArray *bills;

    if (self->step == MASS_REBILL_STEP_APPLY &&
        !db_run (db, &rebill_lock, NULL, error, P_TEXT (ids))) {
        return NULL;
    }
    bills = rebill_load (db, ids, &rebill->run, error);
    if (bills != NULL) {
        link_items (self, bills);
    }
    return bills;
}

/* What came of them */

static MassRebillItemState
state_of (const OldBill *old)
{
    if (old->refusal == NULL) {
        return MASS_REBILL_ITEM_DIFFERS;
    }
    return old->refusal->code == SIRAJ_ERROR_REBILL_SAME ? MASS_REBILL_ITEM_SAME
                                                         : MASS_REBILL_ITEM_REFUSED;
}

static void
append_tried (GString *json, const OldBill *old)
{
    MassRebillItemState state = state_of (old);

    g_string_append_printf (json, "%s{\"id\":%" PRId64 ",\"state\":\"%s\"",
                            json->len > 1 ? "," : "", old->item_id,
                            enumeration_word (&mass_rebill_item_state_enum, state));
    if (state == MASS_REBILL_ITEM_DIFFERS) {
        g_string_append_printf (json, ",\"new_total_minor\":%" PRId64 ",\"new_energy_wh\":%" PRId64,
                                old->new_total_minor, old->new_energy_wh);
    } else if (state == MASS_REBILL_ITEM_REFUSED) {
        g_string_append_printf (
            json, ",\"code\":\"%s\",\"detail\":", siraj_error_name (old->refusal->code));
        json_append_string (json, old->refusal->message);
    }
    g_string_append_c (json, '}');
}

/* Of a step that writes those alone that were not written. */
static gboolean
keep_tried (const Mass *self, const GPtrArray *bills, GError **error)
{
    g_autoptr (GString) json = g_string_new ("[");

    for (guint i = 0; i < bills->len; i++) {
        const OldBill *old = g_ptr_array_index (bills, i);

        if (old->refusal != NULL || self->step == MASS_REBILL_STEP_PREVIEW) {
            append_tried (json, old);
        }
    }
    g_string_append_c (json, ']');
    return db_run (self->job->db, &mass_items_tried, NULL, error, P_TEXT (json->str));
}

typedef struct {
    gint64 item_id;
    gint64 new_id;
    gint64 batch_no;
} Applied;

static void
note_applied (const Rebill *rebill, GArray *applied)
{
    for (guint i = 0; i < rebill->bills->len; i++) {
        const OldBill *old = g_ptr_array_index (rebill->bills, i);
        const Applied one = { old->item_id, old->new_id, rebill->batch_no };

        if (old->refusal == NULL) {
            g_array_append_val (applied, one);
        }
    }
}

static gboolean
keep_applied (const Mass *self, const GArray *applied, GError **error)
{
    g_autofree char *items = bulk_id_array (applied, G_STRUCT_OFFSET (Applied, item_id));
    g_autofree char *bills = bulk_id_array (applied, G_STRUCT_OFFSET (Applied, new_id));
    g_autofree char *batches = bulk_id_array (applied, G_STRUCT_OFFSET (Applied, batch_no));

    return db_run (self->job->db, &mass_items_applied, NULL, error, P_TEXT (items), P_TEXT (bills),
                   P_TEXT (batches));
}

/* Steps */

static gboolean
rebill_set (const Mass *self, Rebill *rebill, GArray *applied, GError **error)
{
    if (!rebill_read (self->job->db, rebill, error)) {
        return FALSE;
    }
    if (self->step == MASS_REBILL_STEP_PREVIEW) {
        rebill_compute (rebill);
        return TRUE;
    }
    if (!rebill_write (self->job->db, rebill, error)) {
        return FALSE;
    }
    note_applied (rebill, applied);
    return TRUE;
}

static gboolean
rebill_items (Mass *self, GError **error)
{
    g_auto (Rebill) rebill = {
        .run = { .id = self->id,
                 .source = "mass_rebills",
                 .reason = self->reason,
                 .created_by = self->job->job->created_by },
        .work = run_workspace (),
    };
    g_autoptr (GPtrArray) bills = load_bills (self, &rebill, error);
    g_autoptr (GArray) applied = g_array_new (FALSE, FALSE, sizeof (Applied));

    if (bills == NULL) {
        return FALSE;
    }
    while (rebill_take (&rebill, bills)) {
        if (!rebill_set (self, &rebill, applied, error)) {
            return FALSE;
        }
    }
    return keep_applied (self, applied, error) && keep_tried (self, bills, error);
}

/* Chunks */

static gboolean
lay_out (Mass *self, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    return db_run (self->job->db, &mass_rebill_lay, &rows, error, P_INT64 (self->id)) &&
           job_progress (
               self->job,
               &(JobProgress) { .total = rows_int64 (rows, 0, 0), .stage = N_ ("Billing again") },
               error);
}

static const char *
state_taken (const Mass *self)
{
    static const MassRebillItemState from[] = {
        [MASS_REBILL_STEP_PREVIEW] = MASS_REBILL_ITEM_WAITING,
        [MASS_REBILL_STEP_APPLY] = MASS_REBILL_ITEM_DIFFERS,
        [MASS_REBILL_STEP_UNDO] = MASS_REBILL_ITEM_APPLIED,
    };

    return enumeration_word (&mass_rebill_item_state_enum, from[self->step]);
}

/* As many as the starter asked for, else as many as the step takes. */
static gint64
items_at_once (const Mass *self)
{
    gint64 most = self->step == MASS_REBILL_STEP_PREVIEW ? TRIED_AT_ONCE : WRITTEN_AT_ONCE;
    gint64 wanted =
        json_object_get_int_member_with_default (self->job->parameters, "chunk_accounts", 0);

    return wanted > 0 ? MIN (wanted, most) : most;
}

static gboolean
take (Mass *self, GError **error)
{
    JsonObject *cursor = self->job->cursor;
    gint64 after = cursor != NULL ? json_object_get_int_member (cursor, "item") : 0;
    g_autoptr (Rows) rows = NULL;

    if (!db_run (self->job->db, &mass_rebill_take, &rows, error, P_INT64 (self->id),
                 P_TEXT (state_taken (self)), P_INT64 (after), P_INT64 (items_at_once (self)))) {
        return FALSE;
    }
    self->items = g_array_new (FALSE, FALSE, sizeof (MassItem));
    for (int row = 0; row < rows_count (rows); row++) {
        const MassItem item = { rows_int64 (rows, row, 0), rows_int64 (rows, row, 1),
                                rows_int64 (rows, row, 2) };

        g_array_append_val (self->items, item);
    }
    return TRUE;
}

/* How many there are of a step is counted when it begins. */
static gboolean
count_left (const Mass *self, gint64 *total, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    *total = INT64_NONE;
    if (self->job->cursor != NULL) {
        return TRUE;
    }
    if (!db_run (self->job->db, &mass_rebill_left, &rows, error, P_INT64 (self->id),
                 P_TEXT (state_taken (self)))) {
        return FALSE;
    }
    *total = rows_int64 (rows, 0, 0);
    return TRUE;
}

static gboolean
carry_out (Mass *self, GError **error)
{
    guint n = self->items->len;
    g_autofree char *cursor =
        g_strdup_printf ("{\"item\":%" PRId64 "}", g_array_index (self->items, MassItem, n - 1).id);
    gint64 total;

    return count_left (self, &total, error) &&
           (self->step == MASS_REBILL_STEP_UNDO ? mass_undo (self, error)
                                                : rebill_items (self, error)) &&
           job_progress (self->job, &(JobProgress) { .done = n, .total = total, .cursor = cursor },
                         error);
}

static gboolean
mass_rebill_chunk (JobChunk *job, GError **error)
{
    g_auto (Mass) self = { 0 };
    g_autofree char *result = NULL;

    if (!load (job, &self, error)) {
        return FALSE;
    }
    if (!self.laid_out) {
        return lay_out (&self, error);
    }
    if (!take (&self, error)) {
        return FALSE;
    }
    if (self.items->len > 0) {
        return carry_out (&self, error);
    }
    result = g_strdup_printf ("{\"mass_rebill_id\":%" G_GINT64_FORMAT "}", self.id);
    return db_run (job->db, &mass_rebill_done, NULL, error, P_INT64 (self.id)) &&
           job_finish (job, result, error);
}

const JobKind mass_rebill_job_kind = { "mass_rebill", FALSE, mass_rebill_chunk };
