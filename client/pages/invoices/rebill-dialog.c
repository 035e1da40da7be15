/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of cancel and bill again. */
#include "client/pages/invoices/rebill-dialog.h"

#include "client/core/format.h"
#include "client/core/records.h"
#include "client/shell/dialog.h"
#include "client/widgets/editor.h"
#include "client/widgets/pieces.h"
#include "client/widgets/record-grid.h"
#include "client/widgets/status-line.h"
#include "client/widgets/table.h"
#include "common/base/language.h"
#include "common/base/text.h"
#include "common/schema/json.h"

#define WIDTH_PX 760
#define ROWS_HEIGHT_PX 170

/* A register of the bill, and the reading that is right. */
typedef struct {
    RebillReading *was;
    SirajEditor *value;
} Reading;

typedef struct {
    Dialog dialog;
    gint64 invoice_id;
    RebillDone done;
    GPtrArray *readings; /* Reading */
    GListStore *rows;
    GtkWidget *facts;
    GtkWidget *reason;
    gboolean previewed; /* what is shown is what would be done */
} RebillDialog;

static const char *const members[] = {
    "old_total_minor", "new_total_minor", "difference_minor", "settled_minor", "moved_minor",
    "advance_minor",   "open_minor",      "old_energy_wh",    "new_energy_wh", NULL,
};

static const Column columns[] = {
    { "label", 24, COLUMN_EXPAND },
    { "old_minor", 14 },
    { "new_minor", 14 },
    { "difference_minor", 14, COLUMN_DASH },
};

static void
reading_free (gpointer data)
{
    Reading *reading = data;

    rebill_reading_free (reading->was);
    g_free (reading);
}

static void
rebill_dialog_free (gpointer data)
{
    RebillDialog *self = data;

    dialog_clear (&self->dialog);
    g_object_unref (self->rows);
    g_ptr_array_unref (self->readings);
    g_free (self);
}

/* What is sent */

static void
append_readings (const RebillDialog *self, GString *body)
{
    gboolean first = TRUE;

    for (guint i = 0; i < self->readings->len; i++) {
        const Reading *reading = g_ptr_array_index (self->readings, i);
        g_autoptr (RebillReading) right = record_copy (&rebill_reading_record, reading->was);
        g_autofree char *json = NULL;

        if (!editor_store (reading->value, right, NULL) || right->value == reading->was->value)
            continue;
        json = record_to_body (&rebill_reading_record, right);
        g_string_append (body, first ? ",\"readings\":[" : ",");
        g_string_append (body, json);
        first = FALSE;
    }
    if (!first)
        g_string_append_c (body, ']');
}

static char *
reason_of (const RebillDialog *self)
{
    return text_strip_marks (gtk_editable_get_text (GTK_EDITABLE (self->reason)));
}

static char *
make_body (const RebillDialog *self)
{
    g_autofree char *reason = reason_of (self);
    GString *body = g_string_new ("{\"reason\":");

    json_append_string (body, *reason != '\0' ? reason : "-");
    append_readings (self, body);
    g_string_append_c (body, '}');
    return g_string_free (body, FALSE);
}

static char *
path_of (const RebillDialog *self, const char *verb)
{
    return g_strdup_printf ("/api/v1/invoices/%" G_GINT64_FORMAT "/%s", self->invoice_id, verb);
}

/* Closed until the amounts are known and a reason is typed. */
static void
set_action (RebillDialog *self)
{
    g_autofree char *reason = reason_of (self);

    gtk_widget_set_sensitive (self->dialog.action, self->previewed && *reason != '\0');
}

/* Trying */

static void
previewed (GObject *source, GAsyncResult *result, gpointer user_data)
{
    RebillDialog *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (RebillPreview) preview = NULL;

    if (api_error_is_cancelled (error))
        return;
    preview = answer != NULL ? record_from_answer (answer, &rebill_preview_record, &error) : NULL;
    self->previewed = preview != NULL;
    record_grid_show (SIRAJ_RECORD_GRID (self->facts), preview);
    records_fill_store (self->rows, &rebill_row_record, preview != NULL ? preview->rows : NULL);
    if (error != NULL)
        dialog_report (&self->dialog, error);
    set_action (self);
}

static void
try (RebillDialog *self)
{
    g_autofree char *path = path_of (self, "rebill/preview");
    g_autofree char *body = make_body (self);

    self->previewed = FALSE;
    set_action (self);
    status_line_set (SIRAJ_STATUS_LINE (self->dialog.line), TONE_NEUTRAL, NULL);
    api_call_async (page_get_api (self->dialog.page), &(ApiRequest) { "POST", path, body },
                    self->dialog.cancellable, previewed, self);
}

/* Doing */

static void
made (GObject *source, GAsyncResult *result, gpointer user_data)
{
    RebillDialog *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (Invoice) invoice = NULL;
    g_autoptr (SirajPage) page = NULL;
    RebillDone done;

    if (api_error_is_cancelled (error))
        return;
    invoice = answer != NULL ? record_from_answer (answer, &invoice_record, &error) : NULL;
    set_action (self);
    if (invoice == NULL) {
        dialog_report (&self->dialog, error);
        return;
    }
    done = self->done;
    page = dialog_finish (&self->dialog);
    if (page != NULL)
        done (page, invoice);
}

static void
send (gpointer dialog)
{
    RebillDialog *self = dialog;
    g_autofree char *path = path_of (self, "rebill");
    g_autofree char *body = make_body (self);

    dialog_send (&self->dialog, path, body, made);
}

/* Making */

static void
add_reading (RebillDialog *self, GtkGrid *grid, const InvoiceSegment *segment)
{
    const Field *field = record_find_field (&rebill_reading_record, "value");
    const Field *read = record_find_field (&invoice_segment_record, "to_value");
    Reading *reading = g_new0 (Reading, 1);
    int row = (int)self->readings->len;
    g_autofree char *shown = format_field (read, segment);
    g_autofree char *meter = format_text (segment->meter_number);

    reading->was = rebill_reading_new ();
    reading->was->register_id = segment->register_id;
    reading->was->value = segment->to_value;
    reading->value =
        editor_new (&rebill_reading_record, field, NULL, page_get_api (self->dialog.page));
    editor_load (reading->value, reading->was);
    g_ptr_array_add (self->readings, reading);
    g_signal_connect_swapped (reading->value, "activated", G_CALLBACK (try), self);
    gtk_grid_attach (grid, label_new (meter, NULL), 0, row, 1, 1);
    gtk_grid_attach (grid, label_new (shown, "dim-label"), 1, row, 1, 1);
    gtk_grid_attach (grid, GTK_WIDGET (reading->value), 2, row, 1, 1);
}

/* The last segment of each register ends the bill. */
static gboolean
ends_register (const Invoice *invoice, guint at)
{
    const InvoiceSegment *segment = g_ptr_array_index (invoice->segments, at);

    for (guint i = 0; i < invoice->segments->len; i++) {
        const InvoiceSegment *other = g_ptr_array_index (invoice->segments, i);

        if (other->register_id == segment->register_id && other->to_date > segment->to_date)
            return FALSE;
    }
    return segment->meter_number != NULL;
}

static GtkWidget *
make_readings (RebillDialog *self, const Invoice *invoice)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *grid = gtk_grid_new ();
    GtkWidget *again = gtk_button_new_with_mnemonic (tr ("_Reckon again"));

    gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
    gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
    gtk_widget_set_hexpand (grid, TRUE);
    for (guint i = 0; invoice->segments != NULL && i < invoice->segments->len; i++)
        if (ends_register (invoice, i))
            add_reading (self, GTK_GRID (grid), g_ptr_array_index (invoice->segments, i));
    gtk_widget_set_valign (again, GTK_ALIGN_START);
    g_signal_connect_swapped (again, "clicked", G_CALLBACK (try), self);
    gtk_box_append (GTK_BOX (box), grid);
    gtk_box_append (GTK_BOX (box), again);
    return box;
}

static GtkWidget *
make_amounts (RebillDialog *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
    GtkWidget *table =
        table_new (G_LIST_MODEL (self->rows), &rebill_row_record, columns, G_N_ELEMENTS (columns));

    self->facts = record_grid_new (&rebill_preview_record, members, 2);
    self->reason = gtk_entry_new ();
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->reason), tr ("Reason"));
    widget_set_accessible_name (self->reason, tr ("Reason"));
    g_signal_connect_swapped (self->reason, "changed", G_CALLBACK (set_action), self);
    gtk_widget_set_size_request (table, -1, ROWS_HEIGHT_PX);
    gtk_box_append (GTK_BOX (box), self->facts);
    gtk_box_append (GTK_BOX (box), table);
    gtk_box_append (GTK_BOX (box), self->reason);
    return box;
}

static GtkWidget *
make_content (RebillDialog *self, const Invoice *invoice)
{
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

    gtk_widget_add_css_class (body, "form");
    gtk_box_append (GTK_BOX (body), label_new (invoice->number, "heading"));
    dialog_add_words (body,
                      tr ("The bill is cancelled by a credit note and computed again by what is "
                          "known now. What was paid of it settles the new one, so that only the "
                          "difference is owed; both stay in the books."),
                      "dim-label");
    gtk_box_append (
        GTK_BOX (body),
        label_new (tr ("Readings at the end of the bill: correct what was wrong"), "heading"));
    gtk_box_append (GTK_BOX (body), make_readings (self, invoice));
    gtk_box_append (GTK_BOX (body), make_amounts (self));
    return body;
}

void
rebill_dialog_open (SirajPage *page, const Invoice *invoice, RebillDone done)
{
    RebillDialog *self = g_new0 (RebillDialog, 1);

    self->invoice_id = invoice->id;
    self->done = done;
    self->readings = g_ptr_array_new_with_free_func (reading_free);
    self->rows = g_list_store_new (SIRAJ_TYPE_ITEM);
    dialog_begin (&self->dialog, page,
                  &(DialogSpec) { .title = N_ ("Cancel and bill again"),
                                  .action = N_ ("_Cancel it and bill again"),
                                  .give_up = N_ ("_Keep as it is"),
                                  .dangerous = TRUE,
                                  .width_px = WIDTH_PX,
                                  .send = send,
                                  .free = rebill_dialog_free });
    dialog_present (&self->dialog, make_content (self, invoice));
    try (self);
}
