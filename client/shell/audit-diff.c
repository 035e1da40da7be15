/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the audit trail in words. */
#include "client/shell/audit-diff.h"

#include <json-glib/json-glib.h>

#include "client/core/format.h"
#include "client/core/words.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"

#define HEIGHT_PX 190
#define VALUE_CHARS 48

struct _SirajAuditDiff {
    GtkWidget parent_instance;
    GtkWidget *title;
    GtkWidget *grid;
    int lines;
};

G_DEFINE_FINAL_TYPE (SirajAuditDiff, audit_diff, GTK_TYPE_WIDGET)

/* Members that say nothing about what was done. */
static const char *const silent[] = { "id",         "version",    "created_at", "created_by",
                                      "updated_at", "updated_by", NULL };

/* Values */

/* "Station Hada (3)" where the number refers to a record that is known by name. */
static char *
reference_words (JsonObject *names, const char *member, gint64 id)
{
    g_autofree char *key = g_strdup_printf ("%s:%" G_GINT64_FORMAT, member, id);
    const char *name =
        names != NULL ? json_object_get_string_member_with_default (names, key, NULL) : NULL;
    g_autofree char *text = name != NULL ? format_text (name) : NULL;
    g_autofree char *number = name != NULL ? format_integer (id) : NULL;

    return name != NULL ? g_strdup_printf ("%s (%s)", text, number) : NULL;
}

static char *
integer_words (const Field *field, gint64 value)
{
    switch (field != NULL ? field->kind : FIELD_KIND_INTEGER) {
    case FIELD_KIND_MONEY:
        return format_money (value);
    case FIELD_KIND_ENERGY:
        return format_energy (value);
    case FIELD_KIND_RATE:
        return format_rate (value);
    case FIELD_KIND_PERCENT:
        return format_percent (value);
    default:
        return format_integer (value);
    }
}

static char *
text_words (const Field *field, const char *text)
{
    const char *word = field != NULL ? words_label (field, text) : NULL;
    Instant instant;
    Date date;
    int value;

    if (word != NULL)
        return g_strdup (word);
    if (field != NULL && field->kind == FIELD_KIND_INSTANT && instant_parse (text, &instant, NULL))
        return format_instant (instant);
    if (field != NULL && field->kind == FIELD_KIND_DATE && date_parse (text, &date, NULL))
        return format_date (date);
    if (field != NULL && field->kind == FIELD_KIND_ENUM &&
        enumeration_find (field->enumeration, text, &value))
        return g_strdup (enumeration_label (field->enumeration, value));
    return format_text (text);
}

static char *
value_words (const Field *field, JsonNode *node)
{
    g_autofree char *text = NULL;

    if (node == NULL || JSON_NODE_HOLDS_NULL (node))
        return g_strdup ("–");
    if (!JSON_NODE_HOLDS_VALUE (node)) {
        text = json_to_string (node, FALSE);
        return format_text (text);
    }
    switch (json_node_get_value_type (node)) {
    case G_TYPE_BOOLEAN:
        return g_strdup (json_node_get_boolean (node) ? tr ("Yes") : tr ("No"));
    case G_TYPE_INT64:
        return integer_words (field, json_node_get_int (node));
    case G_TYPE_STRING:
        return text_words (field, json_node_get_string (node));
    default:
        text = json_to_string (node, FALSE);
        return format_text (text);
    }
}

/* The grid */

static void
clear (SirajAuditDiff *self)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
        gtk_grid_remove (GTK_GRID (self->grid), child);
    self->lines = 0;
}

static void
put (SirajAuditDiff *self, int column, const char *text, const char *css_class)
{
    GtkWidget *label = label_new (text, css_class);

    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_max_width_chars (GTK_LABEL (label), VALUE_CHARS);
    gtk_widget_set_valign (label, GTK_ALIGN_START);
    gtk_grid_attach (GTK_GRID (self->grid), label, column, self->lines, 1, 1);
}

/* What a line holds, parsed: NULL where there is none. */
typedef struct {
    const Record *record;
    JsonObject *before;
    JsonObject *after;
    JsonObject *names;
} Sides;

static char *
side_words (const Sides *sides, JsonObject *side, const Field *field, const char *name)
{
    JsonNode *node = side != NULL ? json_object_get_member (side, name) : NULL;
    char *words = NULL;

    if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
        json_node_get_value_type (node) == G_TYPE_INT64)
        words = reference_words (sides->names, name, json_node_get_int (node));
    return words != NULL ? words : value_words (field, node);
}

static void
add_member (SirajAuditDiff *self, const Sides *sides, const char *name)
{
    const Field *field = sides->record != NULL ? record_find_field (sides->record, name) : NULL;
    g_autofree char *old_words = side_words (sides, sides->before, field, name);
    g_autofree char *new_words = side_words (sides, sides->after, field, name);

    if (g_str_equal (old_words, new_words))
        return;
    put (self, 0, field != NULL ? tr (field->label) : name, "dim-label");
    if (sides->before != NULL)
        put (self, 1, old_words, "before");
    if (sides->after != NULL)
        put (self, 2, new_words, "after");
    self->lines++;
}

static JsonObject *
parse (const char *text, JsonNode **node)
{
    *node = text != NULL ? json_from_string (text, NULL) : NULL;
    return *node != NULL && JSON_NODE_HOLDS_OBJECT (*node) ? json_node_get_object (*node) : NULL;
}

static void
add_members (SirajAuditDiff *self, const AuditLine *line)
{
    g_autoptr (JsonNode) before_node = NULL;
    g_autoptr (JsonNode) after_node = NULL;
    g_autoptr (JsonNode) names_node = NULL;
    const Sides sides = { audit_subject_record (line->subject), parse (line->before, &before_node),
                          parse (line->after, &after_node), parse (line->names, &names_node) };
    JsonObject *whole = sides.after != NULL ? sides.after : sides.before;
    g_autoptr (GList) members = whole != NULL ? json_object_get_members (whole) : NULL;

    put (self, 0, "", NULL);
    if (sides.before != NULL)
        put (self, 1, tr ("Before"), "dim-label");
    if (sides.after != NULL)
        put (self, 2, tr ("After"), "dim-label");
    self->lines++;
    for (GList *l = members; l != NULL; l = l->next)
        if (!g_strv_contains (silent, l->data))
            add_member (self, &sides, l->data);
}

static char *
title_words (const AuditLine *line)
{
    const char *done = line->before == NULL  ? tr ("Made")
                       : line->after == NULL ? tr ("Deleted")
                                             : tr ("Changed");
    g_autofree char *when = format_instant (line->at);
    g_autofree char *who =
        format_text (line->actor_name != NULL ? line->actor_name : tr ("The program itself"));

    return g_strdup_printf ("%s: %s · %s · %s",
                            enumeration_label (&audit_subject_enum, line->subject), done, who,
                            when);
}

void
audit_diff_show (SirajAuditDiff *self, const AuditLine *line)
{
    g_autofree char *title = NULL;

    clear (self);
    if (line == NULL) {
        gtk_label_set_text (GTK_LABEL (self->title),
                            tr ("Choose a line to see what was before and after."));
        return;
    }
    title = title_words (line);
    gtk_label_set_text (GTK_LABEL (self->title), title);
    add_members (self, line);
}

static void
audit_diff_dispose (GObject *object)
{
    widget_drop_children (GTK_WIDGET (object));
    G_OBJECT_CLASS (audit_diff_parent_class)->dispose (object);
}

static void
audit_diff_class_init (SirajAuditDiffClass *class)
{
    G_OBJECT_CLASS (class)->dispose = audit_diff_dispose;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
}

static void
audit_diff_init (SirajAuditDiff *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    self->title = label_new (NULL, "heading");
    self->grid = gtk_grid_new ();
    gtk_grid_set_column_spacing (GTK_GRID (self->grid), 24);
    gtk_grid_set_row_spacing (GTK_GRID (self->grid), 3);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->grid);
    gtk_widget_set_vexpand (scrolled, TRUE);
    gtk_widget_set_size_request (box, -1, HEIGHT_PX);
    gtk_widget_add_css_class (box, "diff");
    gtk_box_append (GTK_BOX (box), self->title);
    gtk_box_append (GTK_BOX (box), scrolled);
    gtk_widget_set_parent (box, GTK_WIDGET (self));
}

GtkWidget *
audit_diff_new (void)
{
    SirajAuditDiff *self = g_object_new (SIRAJ_TYPE_AUDIT_DIFF, NULL);

    audit_diff_show (self, NULL);
    return GTK_WIDGET (self);
}
