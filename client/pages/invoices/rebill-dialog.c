/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of cancel and bill again. */
#include "client/pages/invoices/rebill-dialog.h"

#include "client/core/format.h"
#include "client/core/records.h"
#include "client/widgets/editor.h"
#include "client/widgets/pieces.h"
#include "client/widgets/record-grid.h"
#include "client/widgets/status-line.h"
#include "client/widgets/table.h"
#include "common/base/id.h"
#include "common/base/language.h"
#include "common/base/text.h"
#include "common/schema/json.h"

#define WIDTH_PX 760
#define ROWS_HEIGHT_PX 170
#define WORDS_CHARS 80

/* A register of the bill, and the reading that is right. */
typedef struct {
    RebillReading *was;
    SirajEditor *value;
} Reading;

typedef struct {
    SirajPage *page;
    gint64 invoice_id;
    char *key; /* the same for every try */
    RebillDone done;
    GPtrArray *readings; /* Reading */
    GListStore *rows;
    GtkWidget *window;
    GtkWidget *facts;
    GtkWidget *reason;
    GtkWidget *line;
    GtkWidget *action;
    gboolean previewed; /* what is shown is what would be done */
    GCancellable *cancellable;
} Dialog;

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
dialog_free (gpointer data)
{
    Dialog *self = data;

    g_cancellable_cancel (self->cancellable);
    g_object_unref (self->cancellable);
    g_object_unref (self->page);
    g_object_unref (self->rows);
    g_ptr_array_unref (self->readings);
    g_free (self->key);
    g_free (self);
}

/* What is sent */

static void
append_readings (const Dialog *self, GString *body)
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
reason_of (const Dialog *self)
{
    return text_strip_marks (gtk_editable_get_text (GTK_EDITABLE (self->reason)));
}

static char *
make_body (const Dialog *self)
{
    g_autofree char *reason = reason_of (self);
    GString *body = g_string_new ("{\"reason\":");

    json_append_string (body, *reason != '\0' ? reason : "-");
    append_readings (self, body);
    g_string_append_c (body, '}');
    return g_string_free (body, FALSE);
}

static void
call (Dialog *self, const char *verb, const char *key, GAsyncReadyCallback answered)
{
    g_autofree char *body = make_body (self);
    g_autofree char *path =
        g_strdup_printf ("/api/v1/invoices/%" G_GINT64_FORMAT "/%s", self->invoice_id, verb);

    status_line_set (SIRAJ_STATUS_LINE (self->line), TONE_NEUTRAL, NULL);
    api_call_async (page_get_api (self->page),
                    &(ApiRequest) { "POST", path, body, .idempotency_key = key }, self->cancellable,
                    answered, self);
}

/* Closed until the amounts are known and a reason is typed. */
static void
set_action (Dialog *self)
{
    g_autofree char *reason = reason_of (self);

    gtk_widget_set_sensitive (self->action, self->previewed && *reason != '\0');
}

/* Trying */

static void
previewed (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Dialog *self = user_data;
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
        status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
    set_action (self);
}

static void
try (Dialog *self)
{
    self->previewed = FALSE;
    set_action (self);
    call (self, "rebill/preview", NULL, previewed);
}

/* Doing */

static void
made (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Dialog *self = user_data;
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
        status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
        return;
    }
    page = g_object_ref (self->page);
    done = self->done;
    gtk_window_destroy (GTK_WINDOW (self->window));
    if (!g_cancellable_is_cancelled (page_get_cancellable (page)))
        done (page, invoice);
}

static void
send (Dialog *self)
{
    if (!gtk_widget_get_sensitive (self->action))
        return;
    gtk_widget_set_sensitive (self->action, FALSE);
    call (self, "rebill", self->key, made);
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    Dialog *self = user_data;

    if (keyval == GDK_KEY_Escape)
        gtk_window_close (GTK_WINDOW (self->window));
    else if ((keyval == GDK_KEY_s || keyval == GDK_KEY_Arabic_seen) && (state & GDK_CONTROL_MASK))
        send (self);
    else
        return FALSE;
    return TRUE;
}

/* Making */

static GtkWidget *
make_label (const char *text, const char *css_class)
{
    GtkWidget *label = label_new (text, css_class);

    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), WORDS_CHARS);
    return label;
}

static void
add_reading (Dialog *self, GtkGrid *grid, const InvoiceSegment *segment)
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
    reading->value = editor_new (&rebill_reading_record, field, NULL, page_get_api (self->page));
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
make_readings (Dialog *self, const Invoice *invoice)
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
make_foot (Dialog *self)
{
    GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *cancel = gtk_button_new_with_mnemonic (tr ("_Keep as it is"));

    self->line = status_line_new ();
    gtk_widget_set_hexpand (self->line, TRUE);
    self->action = gtk_button_new_with_mnemonic (tr ("_Cancel it and bill again"));
    gtk_widget_add_css_class (self->action, "destructive-action");
    gtk_widget_set_tooltip_text (self->action, "Ctrl+S");
    gtk_widget_add_css_class (foot, "foot");
    gtk_box_append (GTK_BOX (foot), self->line);
    gtk_box_append (GTK_BOX (foot), cancel);
    gtk_box_append (GTK_BOX (foot), self->action);
    g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (gtk_window_close), self->window);
    g_signal_connect_swapped (self->action, "clicked", G_CALLBACK (send), self);
    return foot;
}

static GtkWidget *
make_amounts (Dialog *self)
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
make_content (Dialog *self, const Invoice *invoice)
{
    GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

    gtk_widget_add_css_class (body, "form");
    gtk_widget_set_vexpand (body, TRUE);
    gtk_box_append (GTK_BOX (body), label_new (invoice->number, "heading"));
    gtk_box_append (
        GTK_BOX (body),
        make_label (tr ("The bill is cancelled by a credit note and computed again by what is "
                        "known now. What was paid of it settles the new one, so that only the "
                        "difference is owed; both stay in the books."),
                    "dim-label"));
    gtk_box_append (
        GTK_BOX (body),
        label_new (tr ("Readings at the end of the bill: correct what was wrong"), "heading"));
    gtk_box_append (GTK_BOX (body), make_readings (self, invoice));
    gtk_box_append (GTK_BOX (body), make_amounts (self));
    gtk_box_append (GTK_BOX (outer), body);
    gtk_box_append (GTK_BOX (outer), make_foot (self));
    return outer;
}

void
rebill_dialog_open (SirajPage *page, const Invoice *invoice, RebillDone done)
{
    GtkEventController *keys = gtk_event_controller_key_new ();
    GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));
    Dialog *self = g_new0 (Dialog, 1);

    self->page = g_object_ref (page);
    self->invoice_id = invoice->id;
    self->key = id_new_uuid ();
    self->done = done;
    self->readings = g_ptr_array_new_with_free_func (reading_free);
    self->rows = g_list_store_new (SIRAJ_TYPE_ITEM);
    self->cancellable = g_cancellable_new ();
    self->window = gtk_window_new ();
    gtk_window_set_title (GTK_WINDOW (self->window), tr ("Cancel and bill again"));
    gtk_window_set_titlebar (GTK_WINDOW (self->window), gtk_header_bar_new ());
    gtk_window_set_modal (GTK_WINDOW (self->window), TRUE);
    if (GTK_IS_WINDOW (root))
        gtk_window_set_transient_for (GTK_WINDOW (self->window), GTK_WINDOW (root));
    gtk_window_set_default_size (GTK_WINDOW (self->window), WIDTH_PX, -1);
    gtk_window_set_child (GTK_WINDOW (self->window), make_content (self, invoice));
    g_object_set_data_full (G_OBJECT (self->window), "dialog", self, dialog_free);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    gtk_widget_add_controller (self->window, keys);
    gtk_window_present (GTK_WINDOW (self->window));
    try (self);
}
