/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The remarks as a short menu. */
#include "client/pages/readings/remark-picker.h"

#include "client/core/format.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"

#define REMARK "remark"
#define MAX_DIGIT 9

typedef struct {
    RemarkPicked picked;
    gpointer user_data;
    GtkWidget *box;
} Picker;

static void
pick (GtkWidget *popover, GtkWidget *button)
{
    Picker *self = g_object_get_data (G_OBJECT (popover), "picker");

    gtk_popover_popdown (GTK_POPOVER (popover));
    self->picked (g_object_get_data (G_OBJECT (button), REMARK), self->user_data);
}

static void
button_clicked (GtkWidget *button, GtkWidget *popover)
{
    pick (popover, button);
}

/* The digit that stands before a remark, in either keyboard's digits. */
static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    GtkWidget *popover = user_data;
    Picker *self = g_object_get_data (G_OBJECT (popover), "picker");
    int digit = g_unichar_digit_value (gdk_keyval_to_unicode (keyval));
    GtkWidget *button = gtk_widget_get_first_child (self->box);

    if (digit < 1)
        return FALSE;
    for (int i = 1; i < digit && button != NULL; i++)
        button = gtk_widget_get_next_sibling (button);
    if (button == NULL)
        return FALSE;
    pick (popover, button);
    return TRUE;
}

static void
add_remark (Picker *self, GtkWidget *popover, const ReadingRemark *remark, guint number)
{
    gboolean in_english = language_get () == LANGUAGE_ENGLISH && remark->name_en != NULL;
    g_autofree char *plain =
        number <= MAX_DIGIT
            ? g_strdup_printf ("%u   %s", number, in_english ? remark->name_en : remark->name)
            : g_strdup (in_english ? remark->name_en : remark->name);
    g_autofree char *shown = format_text (plain);
    GtkWidget *button = gtk_button_new ();

    gtk_button_set_child (GTK_BUTTON (button), label_new (shown, NULL));
    gtk_widget_add_css_class (button, "flat");
    g_object_set_data (G_OBJECT (button), REMARK, (gpointer)remark);
    g_signal_connect (button, "clicked", G_CALLBACK (button_clicked), popover);
    gtk_box_append (GTK_BOX (self->box), button);
}

GtkWidget *
remark_picker_new (const GPtrArray *remarks, RemarkPicked picked, gpointer user_data)
{
    GtkWidget *popover = gtk_popover_new ();
    GtkEventController *keys = gtk_event_controller_key_new ();
    Picker *self = g_new0 (Picker, 1);
    guint number = 0;

    *self = (Picker) { picked, user_data, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0) };
    g_object_set_data_full (G_OBJECT (popover), "picker", self, g_free);
    for (guint i = 0; i < remarks->len; i++) {
        const ReadingRemark *remark = remarks->pdata[i];

        if (remark->active && remark->prevents_reading)
            add_remark (self, popover, remark, ++number);
    }
    gtk_popover_set_child (GTK_POPOVER (popover), self->box);
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), popover);
    gtk_widget_add_controller (popover, keys);
    return popover;
}
