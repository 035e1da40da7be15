/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line under a list. */
#include "client/widgets/pager.h"

#include "client/core/format.h"
#include "client/widgets/pieces.h"

struct _SirajPager {
    GtkWidget parent_instance;
    SirajPageModel *model;
    const char *sum_label;
    GtkWidget *count;
    GtkWidget *sum;
    GtkWidget *first;
    GtkWidget *previous;
    GtkWidget *next;
};

G_DEFINE_FINAL_TYPE (SirajPager, pager, GTK_TYPE_WIDGET)

static void
show_sum (SirajPager *self)
{
    gint64 sum_minor = page_model_get_sum_minor (self->model);
    gboolean shown = self->sum_label != NULL && sum_minor != INT64_NONE;
    g_autofree char *amount = shown ? format_money_currency (sum_minor) : NULL;
    g_autofree char *text = shown ? g_strdup_printf ("%s: %s", tr (self->sum_label), amount) : NULL;

    gtk_label_set_text (GTK_LABEL (self->sum), text);
    gtk_widget_set_visible (self->sum, shown);
}

static void
update (SirajPager *self)
{
    GListModel *items = page_model_get_items (self->model);
    g_autofree char *count =
        format_count (g_list_model_get_n_items (items), page_model_get_count (self->model),
                      page_model_count_is_exact (self->model));

    gtk_label_set_text (GTK_LABEL (self->count), page_model_is_loaded (self->model) ? count : NULL);
    show_sum (self);
    gtk_widget_set_sensitive (self->first, page_model_has_previous (self->model));
    gtk_widget_set_sensitive (self->previous, page_model_has_previous (self->model));
    gtk_widget_set_sensitive (self->next, page_model_has_next (self->model));
}

static void
pager_dispose (GObject *object)
{
    SirajPager *self = SIRAJ_PAGER (object);

    widget_drop_children (GTK_WIDGET (self));
    g_clear_object (&self->model);
    G_OBJECT_CLASS (pager_parent_class)->dispose (object);
}

static void
pager_class_init (SirajPagerClass *class)
{
    G_OBJECT_CLASS (class)->dispose = pager_dispose;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
pager_init (SirajPager *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

    self->count = label_new (NULL, "count");
    self->sum = label_new (NULL, "sum");
    self->first = icon_button_new ("go-first-symbolic", tr ("First page"), NULL);
    self->previous =
        icon_button_new ("go-previous-symbolic", tr ("Previous page (Alt+Page Up)"), NULL);
    self->next = icon_button_new ("go-next-symbolic", tr ("Next page (Alt+Page Down)"), NULL);
    gtk_box_append (GTK_BOX (box), self->count);
    gtk_widget_set_hexpand (self->sum, TRUE);
    gtk_widget_set_halign (self->sum, GTK_ALIGN_START);
    gtk_box_append (GTK_BOX (box), self->sum);
    gtk_box_append (GTK_BOX (buttons), self->first);
    gtk_box_append (GTK_BOX (buttons), self->previous);
    gtk_box_append (GTK_BOX (buttons), self->next);
    gtk_widget_set_hexpand (buttons, TRUE);
    gtk_widget_set_halign (buttons, GTK_ALIGN_END);
    gtk_box_append (GTK_BOX (box), buttons);
    gtk_widget_add_css_class (box, "pager");
    gtk_widget_set_parent (box, GTK_WIDGET (self));
}

GtkWidget *
pager_new (SirajPageModel *model, const char *sum_label)
{
    SirajPager *self = g_object_new (SIRAJ_TYPE_PAGER, NULL);

    self->model = g_object_ref (model);
    self->sum_label = sum_label;
    g_signal_connect_object (self->first, "clicked", G_CALLBACK (page_model_first), model,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->previous, "clicked", G_CALLBACK (page_model_previous), model,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->next, "clicked", G_CALLBACK (page_model_next), model,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (model, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    update (self);
    return GTK_WIDGET (self);
}
