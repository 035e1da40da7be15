/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands where rows or a form would. */
#include "client/widgets/status-page.h"

#include "client/core/format.h"
#include "client/widgets/pieces.h"
#include "common/base/error.h"
#include "common/base/language.h"

#define ICON_PX 64
#define DETAIL_CHARS 60

struct _SirajStatusPage {
    GtkWidget parent_instance;
    GtkWidget *icon;
    GtkWidget *title;
    GtkWidget *detail;
    GtkWidget *action;
};

static guint action_signal;

G_DEFINE_FINAL_TYPE (SirajStatusPage, status_page, GTK_TYPE_WIDGET)

static void
set_text (GtkWidget *label, const char *text)
{
    g_autofree char *shown = format_text (text);

    gtk_label_set_text (GTK_LABEL (label), shown);
    gtk_widget_set_visible (label, text != NULL);
}

void
status_page_set (SirajStatusPage *self, const char *icon_name, const char *title,
                 const char *detail, const char *action_label)
{
    gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
    gtk_widget_set_visible (self->icon, icon_name != NULL);
    set_text (self->title, title);
    set_text (self->detail, detail);
    gtk_button_set_label (GTK_BUTTON (self->action), action_label != NULL ? action_label : "");
    gtk_widget_set_visible (self->action, action_label != NULL);
}

void
status_page_set_error (SirajStatusPage *self, const GError *error)
{
    gboolean offline = g_error_matches (error, SIRAJ_ERROR, SIRAJ_ERROR_UNAVAILABLE);
    gboolean ours = error->domain == SIRAJ_ERROR;

    status_page_set (self, offline ? "network-offline-symbolic" : "dialog-warning-symbolic",
                     ours ? siraj_error_title (error->code) : tr ("It could not be shown"),
                     error->message, tr ("Try again"));
}

static void
clicked (SirajStatusPage *self)
{
    g_signal_emit (self, action_signal, 0);
}

static void
status_page_dispose (GObject *object)
{
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (status_page_parent_class)->dispose (object);
}

static void
status_page_class_init (SirajStatusPageClass *class)
{
    G_OBJECT_CLASS (class)->dispose = status_page_dispose;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    action_signal = g_signal_new ("action", SIRAJ_TYPE_STATUS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
status_page_init (SirajStatusPage *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

    self->icon = gtk_image_new ();
    gtk_image_set_pixel_size (GTK_IMAGE (self->icon), ICON_PX);
    gtk_widget_add_css_class (self->icon, "dim-label");
    self->title = gtk_label_new (NULL);
    gtk_widget_add_css_class (self->title, "title-3");
    self->detail = gtk_label_new (NULL);
    gtk_label_set_wrap (GTK_LABEL (self->detail), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (self->detail), DETAIL_CHARS);
    gtk_label_set_justify (GTK_LABEL (self->detail), GTK_JUSTIFY_CENTER);
    self->action = gtk_button_new ();
    gtk_widget_set_halign (self->action, GTK_ALIGN_CENTER);
    gtk_box_append (GTK_BOX (box), self->icon);
    gtk_box_append (GTK_BOX (box), self->title);
    gtk_box_append (GTK_BOX (box), self->detail);
    gtk_box_append (GTK_BOX (box), self->action);
    gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
    gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
    gtk_widget_set_vexpand (box, TRUE);
    gtk_widget_set_hexpand (box, TRUE);
    gtk_widget_set_parent (box, GTK_WIDGET (self));
    g_signal_connect_swapped (self->action, "clicked", G_CALLBACK (clicked), self);
}

GtkWidget *
status_page_new (void)
{
    return g_object_new (SIRAJ_TYPE_STATUS_PAGE, NULL);
}
