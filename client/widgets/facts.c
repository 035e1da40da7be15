/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of a record to be read. */
#include "client/widgets/facts.h"

#include "client/core/format.h"
#include "client/widgets/badge.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"

typedef struct {
    const Field *field;
    GtkWidget *label;
    GtkWidget *value;
} Fact;

struct _SirajFacts {
    GtkWidget parent_instance;
    GtkWidget *grid;
    guint columns;
    GArray *facts;
};

G_DEFINE_FINAL_TYPE (SirajFacts, facts, GTK_TYPE_WIDGET)

/* What is there closes up: the pairs that have a value are placed one after the other. */
static void
place (SirajFacts *self)
{
    guint n = 0;

    for (guint i = 0; i < self->facts->len; i++) {
        const Fact *fact = &g_array_index (self->facts, Fact, i);

        gtk_grid_remove (GTK_GRID (self->grid), fact->label);
        gtk_grid_remove (GTK_GRID (self->grid), fact->value);
    }
    for (guint i = 0; i < self->facts->len; i++) {
        const Fact *fact = &g_array_index (self->facts, Fact, i);
        guint at = gtk_widget_get_visible (fact->value) ? n++ : 0;
        int column = (int)(at % self->columns) * 2;
        int row = (int)(at / self->columns);

        gtk_grid_attach (GTK_GRID (self->grid), fact->label, column, row, 1, 1);
        gtk_grid_attach (GTK_GRID (self->grid), fact->value, column + 1, row, 1, 1);
    }
}

static void
show_fact (const Fact *fact, gconstpointer data)
{
    gboolean none = data == NULL || field_is_none (fact->field, data);
    g_autofree char *text = none ? g_strdup ("") : format_field (fact->field, data);

    if (fact->field->kind == FIELD_KIND_ENUM && !none)
        badge_set_value (fact->value, fact->field->enumeration,
                         (int)field_get_int64 (fact->field, data));
    else
        gtk_label_set_text (GTK_LABEL (fact->value), text);
    gtk_widget_set_visible (fact->value, *text != '\0');
    gtk_widget_set_visible (fact->label, *text != '\0');
}

void
facts_show (SirajFacts *self, gconstpointer data)
{
    for (guint i = 0; i < self->facts->len; i++) {
        Fact *fact = &g_array_index (self->facts, Fact, i);

        g_object_ref (fact->label);
        g_object_ref (fact->value);
        show_fact (fact, data);
    }
    place (self);
    for (guint i = 0; i < self->facts->len; i++) {
        g_object_unref (g_array_index (self->facts, Fact, i).label);
        g_object_unref (g_array_index (self->facts, Fact, i).value);
    }
}

static void
facts_dispose (GObject *object)
{
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (facts_parent_class)->dispose (object);
}

static void
facts_finalize (GObject *object)
{
    g_array_unref (SIRAJ_FACTS (object)->facts);
    G_OBJECT_CLASS (facts_parent_class)->finalize (object);
}

static void
facts_class_init (SirajFactsClass *class)
{
    G_OBJECT_CLASS (class)->dispose = facts_dispose;
    G_OBJECT_CLASS (class)->finalize = facts_finalize;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
facts_init (SirajFacts *self)
{
    self->facts = g_array_new (FALSE, FALSE, sizeof (Fact));
    self->grid = gtk_grid_new ();
    gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
    gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
    gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

static void
add_fact (SirajFacts *self, const Field *field)
{
    Fact fact = { field, label_new (tr (field->label), "field-label"), NULL };

    if (field->kind == FIELD_KIND_ENUM) {
        fact.value = badge_new (TONE_NEUTRAL, NULL);
    } else {
        fact.value = label_new (NULL, "field-value");
        gtk_label_set_wrap (GTK_LABEL (fact.value), TRUE);
        gtk_label_set_max_width_chars (GTK_LABEL (fact.value), 40);
        gtk_widget_set_hexpand (fact.value, TRUE);
    }
    gtk_grid_attach (GTK_GRID (self->grid), fact.label, 0, 0, 1, 1);
    gtk_grid_attach (GTK_GRID (self->grid), fact.value, 1, 0, 1, 1);
    g_array_append_val (self->facts, fact);
}

GtkWidget *
facts_new (const Record *record, const char *const *members, guint columns)
{
    SirajFacts *self = g_object_new (SIRAJ_TYPE_FACTS, NULL);

    self->columns = MAX (columns, 1);
    for (guint i = 0; members[i] != NULL; i++) {
        const Field *field = record_find_field (record, members[i]);

        g_assert (field != NULL);
        add_fact (self, field);
    }
    return GTK_WIDGET (self);
}
