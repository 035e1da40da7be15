/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A date as clerks type it: «31/8» is enough, the arrows move by a day, leaving writes it out. */
#include "client/core/format.h"
#include "client/widgets/editors/kinds.h"
#include "client/widgets/pieces.h"
#include "common/base/text.h"

#define WIDTH_CHARS 11
#define CENTURY 2000

struct _SirajDateEditor {
    SirajEditor parent_instance;
    GtkWidget *entry;
};

G_DEFINE_FINAL_TYPE (SirajDateEditor, date_editor, SIRAJ_TYPE_EDITOR)

static Date
today (void)
{
    g_autoptr (GDateTime) now = g_date_time_new_now_local ();

    return date_new (g_date_time_get_year (now), g_date_time_get_month (now),
                     g_date_time_get_day_of_month (now));
}

/* Day, month and year as far as typed; FALSE when it is not of that shape. */
static gboolean
split_short (const char *text, int *numbers, guint *n_numbers)
{
    g_auto (GStrv) parts = g_strsplit_set (text, "/-.", 4);
    guint n = g_strv_length (parts);

    if (n == 0 || n > 3)
        return FALSE;
    for (guint i = 0; i < n; i++) {
        guint64 number;

        if (!g_ascii_string_to_unsigned (parts[i], 10, 1, 99, &number, NULL))
            return FALSE;
        numbers[i] = (int)number;
    }
    *n_numbers = n;
    return TRUE;
}

gboolean
date_editor_parse (const char *text, Date today_, Date *date, GError **error)
{
    g_autofree char *clean = text_clean_number (text);
    int numbers[3] = { 0, 0, 0 };
    guint n = 0;
    int year, month, day;
    Date found;

    if (!split_short (clean, numbers, &n))
        return date_parse (clean, date, error);
    date_split (today_, &year, &month, &day);
    found = date_new (n > 2 ? CENTURY + numbers[2] : year, n > 1 ? numbers[1] : month, numbers[0]);
    if (found == DATE_NONE)
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                       "There is no day “%s”. Type it as 31/8 or 31/8/2025.", clean);
    *date = found;
    return TRUE;
}

static void
show (SirajDateEditor *self, Date date)
{
    g_autofree char *text = date_format (date);

    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static void
date_editor_load (SirajEditor *editor, gconstpointer data)
{
    const Field *field = editor_get_field (editor);

    show (SIRAJ_DATE_EDITOR (editor), (Date)field_get_int64 (field, data));
}

static gboolean
date_editor_store (SirajEditor *editor, gpointer data, GError **error)
{
    SirajDateEditor *self = SIRAJ_DATE_EDITOR (editor);
    const Field *field = editor_get_field (editor);
    g_autofree char *text = text_clean_number (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
    Date date;

    if (*text == '\0') {
        field_set_none (field, data);
        return TRUE;
    }
    if (!date_editor_parse (text, today (), &date, error))
        return FALSE;
    field_set_int64 (field, data, date);
    return TRUE;
}

static void
write_out (SirajDateEditor *self)
{
    const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
    Date date;

    if (*text != '\0' && date_editor_parse (text, today (), &date, NULL))
        show (self, date);
}

static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    SirajDateEditor *self = user_data;
    const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
    int step = keyval == GDK_KEY_Up ? 1 : keyval == GDK_KEY_Down ? -1 : 0;
    Date date;

    if (step == 0 || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
        return FALSE;
    if (*text == '\0')
        show (self, today ());
    else if (date_editor_parse (text, today (), &date, NULL))
        show (self, date + step);
    return TRUE;
}

static void
date_editor_class_init (SirajDateEditorClass *class)
{
    SIRAJ_EDITOR_CLASS (class)->load = date_editor_load;
    SIRAJ_EDITOR_CLASS (class)->store = date_editor_store;
}

static void
date_editor_init (SirajDateEditor *self)
{
    GtkEventController *focus = gtk_event_controller_focus_new ();
    GtkEventController *keys = gtk_event_controller_key_new ();

    self->entry = gtk_entry_new ();
    gtk_widget_add_css_class (self->entry, "numeric");
    gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), WIDTH_CHARS);
    gtk_widget_set_tooltip_text (self->entry,
                                 tr ("Day/month is enough. Up and down move by a day."));
    entry_set_left_to_right (self->entry);
    editor_set_input (SIRAJ_EDITOR (self), self->entry, self->entry);
    g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (editor_changed), self);
    g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (write_out), self);
    g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (editor_activated), self);
    g_signal_connect_swapped (focus, "leave", G_CALLBACK (write_out), self);
    gtk_widget_add_controller (self->entry, focus);
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    gtk_widget_add_controller (self->entry, keys);
}
