/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small pieces every screen is put together from. */
#include "client/widgets/pieces.h"

#include "client/core/format.h"

void
widget_drop_children (GtkWidget *widget)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (widget)) != NULL)
        gtk_widget_unparent (child);
}

void
widget_set_open (GtkWidget *widget, gboolean open)
{
    GtkRoot *root = gtk_widget_get_root (widget);
    GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

    if (!open && focus != NULL && gtk_widget_is_ancestor (focus, widget))
        gtk_root_set_focus (root, NULL);
    gtk_widget_set_sensitive (widget, open);
}

void
widget_set_accessible_name (GtkWidget *widget, const char *label)
{
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                    -1);
}

GtkWidget *
icon_button_new (const char *icon_name, const char *label, const char *action)
{
    GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

    gtk_widget_add_css_class (button, "flat");
    gtk_widget_set_tooltip_text (button, label);
    widget_set_accessible_name (button, label);
    if (action != NULL)
        gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
    return button;
}

GtkWidget *
button_new (const char *label, GCallback clicked, gpointer target)
{
    GtkWidget *button = gtk_button_new_with_mnemonic (label);

    g_signal_connect_swapped (button, "clicked", clicked, target);
    return button;
}

GtkWidget *
label_new (const char *text, const char *css_class)
{
    GtkWidget *label = gtk_label_new (text);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    if (css_class != NULL)
        gtk_widget_add_css_class (label, css_class);
    return label;
}

float
physical_right (GtkWidget *widget)
{
    return gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? 0 : 1;
}

/* The direction of an entry is that of the text inside it: the entry's own does nothing. */
void
entry_set_left_to_right (GtkWidget *entry)
{
    GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (entry));

    gtk_widget_set_direction (GTK_WIDGET (delegate), GTK_TEXT_DIR_LTR);
    gtk_editable_set_alignment (GTK_EDITABLE (entry), 1);
}

static void
follow_text (GtkEditable *editable)
{
    GtkWidget *delegate = GTK_WIDGET (gtk_editable_get_delegate (editable));
    GtkTextDirection around = gtk_widget_get_direction (GTK_WIDGET (editable));
    const char *text = gtk_editable_get_text (editable);
    gboolean foreign = *text != '\0' && !format_is_right_to_left (text);

    gtk_widget_set_direction (delegate, foreign ? GTK_TEXT_DIR_LTR : around);
    gtk_editable_set_alignment (editable, foreign && around == GTK_TEXT_DIR_RTL ? 1 : 0);
}

void
entry_follow_text (GtkWidget *entry)
{
    g_signal_connect (entry, "changed", G_CALLBACK (follow_text), NULL);
}
