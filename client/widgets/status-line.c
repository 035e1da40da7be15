/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line that says what just happened. */
#include "client/widgets/status-line.h"

#include "client/core/format.h"
#include "client/widgets/pieces.h"

#define SHOWN_S 8

struct _SirajStatusLine {
    GtkWidget parent_instance;
    GtkWidget *label;
    guint fading;
};

G_DEFINE_FINAL_TYPE (SirajStatusLine, status_line, GTK_TYPE_WIDGET)

static gboolean
fade (gpointer user_data)
{
    SirajStatusLine *self = user_data;

    self->fading = 0;
    badge_set (self->label, TONE_NEUTRAL, "");
    return G_SOURCE_REMOVE;
}

void
status_line_set (SirajStatusLine *self, Tone tone, const char *text)
{
    g_autofree char *shown = format_text (text);

    g_clear_handle_id (&self->fading, g_source_remove);
    /* An empty label that wraps is measured a pixel higher for a width than without one. */
    gtk_label_set_wrap (GTK_LABEL (self->label), text != NULL && *text != '\0');
    badge_set (self->label, tone, shown);
    if (tone != TONE_BAD && text != NULL)
        self->fading = g_timeout_add_seconds (SHOWN_S, fade, self);
}

void
status_line_set_error (SirajStatusLine *self, const GError *error)
{
    status_line_set (self, TONE_BAD, error->message);
}

static void
status_line_dispose (GObject *object)
{
    SirajStatusLine *self = SIRAJ_STATUS_LINE (object);

    g_clear_handle_id (&self->fading, g_source_remove);
    widget_drop_children (GTK_WIDGET (self));
    G_OBJECT_CLASS (status_line_parent_class)->dispose (object);
}

static void
status_line_class_init (SirajStatusLineClass *class)
{
    G_OBJECT_CLASS (class)->dispose = status_line_dispose;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
status_line_init (SirajStatusLine *self)
{
    self->label = badge_new (TONE_NEUTRAL, "");
    gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
status_line_new (void)
{
    return g_object_new (SIRAJ_TYPE_STATUS_LINE, NULL);
}
