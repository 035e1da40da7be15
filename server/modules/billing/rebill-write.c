/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a bill that was computed again: the mirror of the old one, the corrected readings, the new
 * bill with its entry, what had been paid, and the registers. */
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/rebill.h"
#include "server/modules/invoices/invoices.h"

#include "common/schema/json.h"
#include "common/types/billing-types.h"

#include <inttypes.h>

/* Rows as JSON */

static void
append_number (GString *json, const char *name, gint64 value)
{
    g_string_append_printf (json, "\"%s\":%" PRId64 ",", name, value);
}

static void
append_optional (GString *json, const char *name, gint64 value, gint64 none)
{
    if (value != none) {
        append_number (json, name, value);
    }
}

static void
append_text (GString *json, const char *name, const char *text)
{
    g_string_append_printf (json, "\"%s\":", name);
    json_append_string (json, text);
    g_string_append_c (json, ',');
}

static void
append_date (GString *json, const char *name, Date date)
{
    g_autofree char *text = date_format (date);

    append_text (json, name, text);
}

/* In the place of the comma behind the last member. */
static void
end_object (GString *json)
{
    json->str[json->len - 1] = '}';
}

static void
end_list (GString *json)
{
    if (json->str[json->len - 1] == ',') {
        json->str[json->len - 1] = ']';
    } else {
        g_string_append_c (json, ']');
    }
}

static char *
bill_json (const RunInvoice *bill)
{
    GString *json = g_string_new ("{");
    int kind = bill->is_final ? INVOICE_KIND_FINAL : INVOICE_KIND_ENERGY;

    append_number (json, "branch_id", bill->branch_id);
    append_number (json, "station_id", bill->station_id);
    append_number (json, "class_id", bill->class_id);
    append_text (json, "kind", enumeration_word (&invoice_kind_enum, kind));
    append_date (json, "period_from", bill->period.from);
    append_date (json, "period_to", bill->period.to);
    append_number (json, "energy_wh", bill->energy_wh);
    append_number (json, "net_minor", bill->net_minor);
    append_number (json, "tax_minor", bill->tax_minor);
    append_number (json, "rounding_minor", bill->rounding_minor);
    append_number (json, "total_minor", bill->total_minor);
    end_object (json);
    return g_string_free (json, FALSE);
}

static void
append_line (GString *json, const RunLine *line, guint number)
{
    g_string_append_c (json, '{');
    append_number (json, "line_no", number);
    append_text (json, "kind", line->kind);
    if (line->component != NULL) {
        append_text (json, "component", line->component);
    }
    append_optional (json, "version_id", line->version_id, 0);
    append_optional (json, "block_from_wh", line->block_from_wh, INT64_NONE);
    append_optional (json, "block_to_wh", line->block_to_wh, INT64_NONE);
    append_text (json, "trace", line->trace);
    append_number (json, "quantity", line->quantity);
    append_number (json, "rate_micro", line->rate_micro);
    append_number (json, "days", line->days);
    append_number (json, "amount_minor", line->amount_minor);
    append_number (json, "tax_bp", line->tax_bp);
    end_object (json);
    g_string_append_c (json, ',');
}

static char *
lines_json (const RunWorkspace *work)
{
    GString *json = g_string_new ("[");

    for (guint i = 0; i < work->bill.n_lines; i++) {
        RunLine line;

        run_take_line (&work->prices, &work->bill, &work->bill.lines[i], &line);
        append_line (json, &line, i + 1);
    }
    end_list (json);
    return g_string_free (json, FALSE);
}

static char *
segments_json (const RunWorkspace *work)
{
    GString *json = g_string_new ("[");

    for (guint i = 0; i < work->segments->len; i++) {
        const Segment *segment = &g_array_index (work->segments, Segment, i);

        g_string_append_c (json, '{');
        append_number (json, "segment_no", i + 1);
        append_number (json, "register_id", rebill_register_of (work, segment)->id);
        append_date (json, "from_date", segment->period.from);
        append_date (json, "to_date", segment->period.to);
        append_number (json, "from_value", segment->from_value);
        append_number (json, "to_value", segment->to_value);
        append_number (json, "energy_wh", segment->quantity);
        g_string_append_printf (json, "\"estimated\":%s,", segment->estimated ? "true" : "false");
        end_object (json);
        g_string_append_c (json, ',');
    }
    end_list (json);
    return g_string_free (json, FALSE);
}

/* Readings */

static Date
end_of (const Rebill *self, gint64 register_id)
{
    for (guint i = 0; i < self->ends->len; i++) {
        const RebillEnd *end = &g_array_index (self->ends, RebillEnd, i);

        if (end->register_id == register_id) {
            return end->date;
        }
    }
    return DATE_NONE;
}

/* What the register counted up to the corrected reading. */
static gint64
quantity_of (const RunWorkspace *work, gint64 register_id, Date end)
{
    for (guint i = 0; i < work->segments->len; i++) {
        const Segment *segment = &g_array_index (work->segments, Segment, i);

        if (segment->period.to == end && rebill_register_of (work, segment)->id == register_id) {
            return segment->quantity;
        }
    }
    return 0;
}

static gboolean
replace_reading (Db *db, const Rebill *self, const RebillWriting *writing,
                 const RebillReading *right, GError **error)
{
    Date end = end_of (self, right->register_id);
    g_autoptr (Rows) wrong = NULL;
    g_autoptr (Rows) added = NULL;

    return db_one (db, &rebill_reading_replace,
                   (const Param[]) { P_INT64 (right->register_id), P_DATE (end),
                                     P_TEXT (writing->reason) },
                   3, N_ ("Reading"), &wrong, error) &&
           db_run (db, &rebill_reading_add, &added, error, P_INT64 (rows_int64 (wrong, 0, 0)),
                   P_INT64 (right->value), P_BOOLEAN (right->rollover),
                   P_INT64 (quantity_of (self->work, right->register_id, end)),
                   P_INSTANT (writing->now), P_TEXT (writing->reason)) &&
           db_run (db, &rebill_reading_latest, NULL, error, P_INT64 (right->register_id),
                   P_INT64 (rows_int64 (added, 0, 0)));
}

static gboolean
replace_readings (Db *db, const Rebill *self, const RebillWriting *writing, GError **error)
{
    const GPtrArray *readings = writing->readings;

    for (guint i = 0; readings != NULL && i < readings->len; i++) {
        if (!replace_reading (db, self, writing, g_ptr_array_index (readings, i), error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* The new bill */

static gboolean
next_id (Db *db, gint64 month, gint64 *id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (db, &rebill_next_id, &rows, error, P_INT64 (month))) {
        return FALSE;
    }
    *id = rows_int64 (rows, 0, 0);
    return TRUE;
}

static gboolean
write_bill (Db *db, const Rebill *self, RebillWriting *writing, GError **error)
{
    const RunWorkspace *work = self->work;
    g_autofree char *bill = bill_json (&g_array_index (work->output.invoices, RunInvoice, 0));
    g_autofree char *lines = lines_json (work);
    g_autofree char *segments = segments_json (work);

    if (!next_id (db, self->run.month, &writing->invoice_id, error)) {
        return FALSE;
    }
    const Param id = P_INT64 (writing->invoice_id);
    const Param account = P_INT64 (self->old.account_id);
    return db_run (db, &rebill_insert, NULL, error, id, P_INT64 (self->old.id), P_TEXT (bill),
                   P_DATE (writing->date), P_TEXT (writing->reason),
                   P_INT64 (writing->created_by)) &&
           db_run (db, &rebill_lines, NULL, error, id, account, P_TEXT (lines)) &&
           db_run (db, &rebill_segments, NULL, error, id, account, P_TEXT (segments)) &&
           db_run (db, &rebill_versions_used, NULL, error, id);
}

static gboolean
post_bill (Db *db, const Rebill *self, const RebillWriting *writing, GError **error)
{
    const RunWorkspace *work = self->work;
    const RunInvoice *bill = &g_array_index (work->output.invoices, RunInvoice, 0);
    const JournalHeader header = {
        .entry_date = writing->date,
        .kind = "invoice",
        .branch_id = bill->branch_id,
        .station_id = bill->station_id,
        .class_id = bill->class_id,
        .source = "invoices",
        .source_id = writing->invoice_id,
        .batch_no = INT64_NONE,
        .account_id = bill->account_id,
        .description = writing->reason,
        .created_by = writing->created_by,
    };

    return invoices_post_lines (
        db, &header, run_find_class (&work->prices, bill->class_id)->receivable_key, error);
}

/* What was paid of the old bill goes first; then what the account had paid ahead, where the company
 * wants it. */
static gboolean
settle_bill (Db *db, const Rebill *self, const RebillWriting *writing, GError **error)
{
    const InvoiceReplacement replacement = {
        writing->invoice_id, self->old.id, writing->mirror_id, writing->date, writing->created_by,
    };
    const AdvanceRequest advances = {
        .first_id = writing->invoice_id,
        .last_id = writing->invoice_id,
        .entry_date = writing->date,
        .source = "invoices",
        .source_id = writing->invoice_id,
        .batch_no = INT64_NONE,
        .created_by = writing->created_by,
    };
    gint64 moved_minor;

    return invoices_move_settlement (db, &replacement, &moved_minor, error) &&
           invoices_apply_advances (db, &advances, NULL, error);
}

gboolean
rebill_write (Db *db, const Rebill *self, RebillWriting *writing, GError **error)
{
    InvoiceReversal reversal = {
        .invoice_id = self->old.id,
        .date = writing->date,
        .reason = writing->reason,
        .created_by = writing->created_by,
        .keeps_later = TRUE, /* rebill_compute() has seen that the ends are the same */
    };

    if (!invoices_reverse (db, &reversal, error)) {
        return FALSE;
    }
    writing->mirror_id = reversal.mirror_id;
    return replace_readings (db, self, writing, error) && write_bill (db, self, writing, error) &&
           post_bill (db, self, writing, error) && settle_bill (db, self, writing, error) &&
           invoices_restate_registers (db, self->old.account_id, self->old.id, writing->invoice_id,
                                       error);
}
