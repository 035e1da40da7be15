/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the entry grid. */
#include "client/pages/readings/entry-row.h"

#include "client/core/format.h"
#include "client/core/records.h"
#include "client/pages/readings/finding-words.h"
#include "client/widgets/badge.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"
#include "common/base/quantity.h"
#include "common/base/text.h"
#include "common/types/meters-types.h"

#define VALUE_CHARS 10
#define NAME_CHARS 26
#define ADDRESS_CHARS 24

struct EntryRow {
    const EntryContext *context;
    RouteRow *data;
    GtkWidget *entry;
    GtkEventController *keys; /* of the entry, like the next; referenced */
    GtkEventController *focus;
    GtkWidget *consumption;
    GtkWidget *badge;
    GtkWidget *sentence; /* below the row */
    char *sent;          /* the text the server has seen */
    gboolean waiting;
    gboolean refused;
};

/* Showing */

static void
set_look (EntryRow *self, const char *css_class)
{
    static const char *const looks[] = { "read", "held", "refused" };

    for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
        gtk_widget_remove_css_class (self->entry, looks[i]);
    if (css_class != NULL)
        gtk_widget_add_css_class (self->entry, css_class);
}

static void
set_sentence (EntryRow *self, const char *text, const char *css_class)
{
    g_autofree char *shown = format_text (text);

    gtk_widget_remove_css_class (self->sentence, "field-error");
    gtk_widget_remove_css_class (self->sentence, "held-sentence");
    gtk_widget_add_css_class (self->sentence, css_class);
    gtk_label_set_text (GTK_LABEL (self->sentence), shown);
    gtk_widget_set_visible (self->sentence, *shown != '\0');
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, shown, -1);
}

/* State and consumption as the server has them; a held row says why. */
static void
show_state (EntryRow *self, const char *sentence)
{
    g_autofree char *consumption =
        entry_row_is_read (self) && self->data->consumption_wh != INT64_NONE
            ? format_energy (self->data->consumption_wh)
            : g_strdup ("");
    g_autofree char *words = sentence == NULL ? finding_words (self->data->findings) : NULL;

    gtk_label_set_text (GTK_LABEL (self->consumption), consumption);
    if (!entry_row_is_read (self)) {
        g_autofree char *remark = format_text (self->data->visit_remark);

        badge_set (self->badge, TONE_WARNING, remark);
        gtk_widget_set_visible (self->badge, *remark != '\0');
        set_look (self, NULL);
        set_sentence (self, NULL, "held-sentence");
        return;
    }
    gtk_widget_set_visible (self->badge, TRUE);
    badge_set_value (self->badge, &reading_state_enum, self->data->state);
    set_look (self, entry_row_is_held (self) ? "held" : "read");
    set_sentence (self, sentence != NULL ? sentence : words, "held-sentence");
}

static void
show_refusal (EntryRow *self, const GError *error)
{
    self->refused = TRUE;
    gtk_label_set_text (GTK_LABEL (self->consumption), "");
    gtk_widget_set_visible (self->badge, TRUE);
    badge_set (self->badge, TONE_BAD, tr ("Not stored"));
    set_look (self, "refused");
    set_sentence (self, error->message, "field-error");
}

/* Sending */

static void
take_result (EntryRow *self, ReadingResult *result)
{
    g_autofree char *sentence =
        result->messages != NULL ? g_strjoinv (" ", result->messages) : g_strdup ("");

    self->data->reading_id = result->reading_id;
    self->data->state = result->state;
    self->data->consumption_wh = result->consumption_wh;
    g_strfreev (self->data->findings);
    self->data->findings = g_steal_pointer (&result->findings);
    show_state (self, sentence);
}

static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    EntryRow *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (ReadingResult) reading = NULL;

    if (api_error_is_cancelled (error))
        return;
    self->waiting = FALSE;
    reading = answer != NULL ? record_from_answer (answer, &reading_result_record, &error) : NULL;
    if (reading != NULL) {
        take_result (self, reading);
    } else {
        g_clear_pointer (&self->sent, g_free); /* Enter tries again */
        show_refusal (self, error);
    }
    self->context->events->answered (self, self->context->user_data);
}

static void
send (EntryRow *self, gint64 value)
{
    g_autoptr (ReadingEntry) reading = reading_entry_new ();
    g_autofree char *body = NULL;

    reading->register_id = self->data->register_id;
    reading->read_on = self->context->read_on;
    reading->value = value;
    reading->kind = READING_KIND_PERIODIC;
    body = record_to_body (&reading_entry_record, reading);
    self->waiting = TRUE;
    self->refused = FALSE;
    gtk_widget_set_visible (self->badge, TRUE);
    badge_set (self->badge, TONE_NEUTRAL, "…");
    api_call_async (self->context->api, &(ApiRequest) { "POST", "/api/v1/readings", body },
                    self->context->cancellable, answered, self);
}

/* Visits */

static void
visited (GObject *source, GAsyncResult *result, gpointer user_data)
{
    EntryRow *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (ReadingVisit) visit = NULL;

    if (api_error_is_cancelled (error))
        return;
    self->waiting = FALSE;
    visit = answer != NULL ? record_from_answer (answer, &reading_visit_record, &error) : NULL;
    if (visit != NULL) {
        g_free (self->data->visit_remark);
        self->data->visit_remark = g_strdup (visit->remark_name);
        self->data->visited_on = visit->visited_on;
        show_state (self, NULL);
    } else {
        show_refusal (self, error);
    }
    self->context->events->answered (self, self->context->user_data);
}

void
entry_row_visit (EntryRow *self, const ReadingRemark *remark)
{
    g_autoptr (ReadingVisit) visit = reading_visit_new ();
    g_autofree char *body = NULL;

    if (self->waiting)
        return;
    visit->register_id = self->data->register_id;
    visit->visited_on = self->context->read_on;
    visit->remark_id = remark->id;
    body = record_to_body (&reading_visit_record, visit);
    self->waiting = TRUE;
    self->refused = FALSE;
    api_call_async (self->context->api, &(ApiRequest) { "POST", "/api/v1/reading-visits", body },
                    self->context->cancellable, visited, self);
}

/* What is typed */

static char *
typed (EntryRow *self)
{
    return text_clean_number (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

/* Sends what is typed, once: nothing when it is empty or has been sent. */
static void
commit (EntryRow *self)
{
    g_autofree char *text = typed (self);
    g_autoptr (GError) error = NULL;
    gint64 value;

    if (*text == '\0' || self->waiting || g_strcmp0 (text, self->sent) == 0)
        return;
    if (!decimal_parse (text, 3, &value, &error)) {
        show_refusal (self, error);
        self->context->events->answered (self, self->context->user_data);
        return;
    }
    g_free (self->sent);
    self->sent = g_steal_pointer (&text);
    send (self, value);
}

/* Keys */

static void
entry_left (EntryRow *self)
{
    if (!gtk_widget_in_destruction (self->entry))
        commit (self);
}

static void
entry_activated (EntryRow *self)
{
    commit (self);
    self->context->events->moved (self, 1, self->context->user_data);
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    EntryRow *self = user_data;

    if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
        self->context->events->moved (self, 1, self->context->user_data);
    else if (keyval == GDK_KEY_Up || keyval == GDK_KEY_KP_Up)
        self->context->events->moved (self, -1, self->context->user_data);
    else if (keyval == GDK_KEY_F4)
        self->context->events->unreadable (self, self->context->user_data);
    else
        return FALSE;
    return TRUE;
}

/* Making */

static GtkWidget *
cell (GtkGrid *grid, int column, int line, const char *text, guint chars)
{
    g_autofree char *shown = format_text (text);
    GtkWidget *label = label_new (shown, NULL);

    if (chars > 0) {
        gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
        gtk_label_set_width_chars (GTK_LABEL (label), 8);
        gtk_label_set_max_width_chars (GTK_LABEL (label), (int)chars);
        gtk_widget_set_hexpand (label, TRUE);
        gtk_widget_set_tooltip_text (label, *shown != '\0' ? shown : NULL);
    }
    gtk_grid_attach (grid, label, column, line, 1, 1);
    return label;
}

static GtkWidget *
number_cell (GtkGrid *grid, int column, int line, const char *text)
{
    GtkWidget *label = cell (grid, column, line, text, 0);

    gtk_widget_add_css_class (label, "numeric");
    gtk_label_set_xalign (GTK_LABEL (label), physical_right (label));
    return label;
}

/* Of several registers each says which it is; the word comes from the server as it is kept. */
static const char *
register_words (const RouteRow *data)
{
    int code;

    return enumeration_find (&register_code_enum, data->register_code, &code)
               ? tr (enumeration_label (&register_code_enum, code))
               : data->register_code;
}

static void
make_entry (EntryRow *self, GtkGrid *grid, int line)
{
    GtkEventController *keys = gtk_event_controller_key_new ();
    GtkEventController *focus = gtk_event_controller_focus_new ();
    g_autofree char *name =
        g_strdup_printf (tr ("Reading of meter %s, %s"), self->data->meter_number,
                         self->data->customer_name != NULL ? self->data->customer_name : "");
    g_autofree char *whole = g_strdup_printf ("%s · %s", name, register_words (self->data));

    self->entry = gtk_entry_new ();
    gtk_widget_add_css_class (self->entry, "numeric");
    gtk_widget_add_css_class (self->entry, "reading");
    gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), VALUE_CHARS);
    gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_NUMBER);
    entry_set_left_to_right (self->entry);
    widget_set_accessible_name (self->entry, whole);
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    g_signal_connect_swapped (focus, "leave", G_CALLBACK (entry_left), self);
    g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (entry_activated), self);
    self->keys = g_object_ref (keys);
    self->focus = g_object_ref (focus);
    g_object_ref (self->entry);
    gtk_widget_add_controller (self->entry, keys);
    gtk_widget_add_controller (self->entry, focus);
    gtk_grid_attach (grid, self->entry, ENTRY_SHOWS, line, 1, 1);
}

static void
button_clicked (EntryRow *self)
{
    self->context->events->unreadable (self, self->context->user_data);
}

/* The keyboard walks the values alone; F4 opens the same remarks. */
static void
make_button (EntryRow *self, GtkGrid *grid, int line)
{
    GtkWidget *button =
        icon_button_new ("user-available-symbolic", tr ("Could not be read… (F4)"), NULL);

    gtk_widget_set_focusable (button, FALSE);
    g_signal_connect_swapped (button, "clicked", G_CALLBACK (button_clicked), self);
    gtk_grid_attach (grid, button, ENTRY_REMARK, line, 1, 1);
}

static void
fill (EntryRow *self, GtkGrid *grid, int line)
{
    const RouteRow *data = self->data;
    g_autofree char *sequence =
        format_field_plain (record_find_field (&route_row_record, "route_sequence"), data);
    g_autofree char *previous = format_energy (data->previous_value);
    g_autofree char *day = format_date (data->previous_date);

    number_cell (grid, ENTRY_ORDER, line, sequence);
    cell (grid, ENTRY_METER, line, data->meter_number, 0);
    cell (grid, ENTRY_REGISTER, line, register_words (data), 0);
    cell (grid, ENTRY_CUSTOMER, line, data->customer_name, NAME_CHARS);
    cell (grid, ENTRY_ADDRESS, line, data->address, ADDRESS_CHARS);
    cell (grid, ENTRY_READ_ON, line, day, 0);
    number_cell (grid, ENTRY_SHOWED, line, previous);
    make_entry (self, grid, line);
    make_button (self, grid, line);
    self->consumption = number_cell (grid, ENTRY_CONSUMPTION, line, "");
    self->badge = badge_new (TONE_NEUTRAL, "");
    gtk_grid_attach (grid, self->badge, ENTRY_STATE, line, 1, 1);
    self->sentence = label_new (NULL, "held-sentence");
    gtk_label_set_wrap (GTK_LABEL (self->sentence), TRUE);
    gtk_widget_set_visible (self->sentence, FALSE);
    gtk_grid_attach (grid, self->sentence, ENTRY_CUSTOMER, line + 1,
                     ENTRY_N_COLUMNS - ENTRY_CUSTOMER, 1);
}

EntryRow *
entry_row_new (const EntryContext *context, GtkGrid *grid, int line, const RouteRow *data)
{
    EntryRow *self = g_new0 (EntryRow, 1);

    self->context = context;
    self->data = record_copy (&route_row_record, data);
    fill (self, grid, line);
    if (entry_row_is_read (self) && data->value != INT64_NONE) {
        self->sent = decimal_format (data->value, 3, 0, FALSE);
        gtk_editable_set_text (GTK_EDITABLE (self->entry), self->sent);
    }
    show_state (self, NULL);
    return self;
}

void
entry_row_free (EntryRow *self)
{
    /* The window lets go of a field that had the keyboard later than the grid does. */
    g_signal_handlers_disconnect_by_data (self->entry, self);
    g_signal_handlers_disconnect_by_data (self->keys, self);
    g_signal_handlers_disconnect_by_data (self->focus, self);
    g_object_unref (self->keys);
    g_object_unref (self->focus);
    g_object_unref (self->entry);
    route_row_free (self->data);
    g_free (self->sent);
    g_free (self);
}

void
entry_row_focus (EntryRow *self)
{
    gtk_widget_grab_focus (self->entry);
    gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

gboolean
entry_row_is_read (EntryRow *self)
{
    return self->data->reading_id != 0;
}

gboolean
entry_row_is_held (EntryRow *self)
{
    return entry_row_is_read (self) && self->data->state == READING_STATE_HELD;
}

gboolean
entry_row_is_visited (EntryRow *self)
{
    return !entry_row_is_read (self) && self->data->visit_remark != NULL;
}

gboolean
entry_row_is_refused (EntryRow *self)
{
    return self->refused;
}

gboolean
entry_row_is_dirty (EntryRow *self)
{
    g_autofree char *text = typed (self);

    return self->waiting || (*text != '\0' && g_strcmp0 (text, self->sent) != 0);
}

gboolean
entry_row_matches (EntryRow *self, const char *meter_number)
{
    return g_ascii_strcasecmp (self->data->meter_number, meter_number) == 0;
}

GtkWidget *
entry_row_get_entry (EntryRow *self)
{
    return self->entry;
}

const char *
entry_row_get_sentence (EntryRow *self)
{
    return gtk_label_get_text (GTK_LABEL (self->sentence));
}
