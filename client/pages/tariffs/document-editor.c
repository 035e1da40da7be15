/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tariff document in the hands of a person. */
#include "client/pages/tariffs/document-editor.h"

#include "client/core/format.h"
#include "client/pages/tariffs/json-grid.h"
#include "client/pages/tariffs/tariff-terms.h"
#include "client/widgets/form.h"
#include "client/widgets/pieces.h"
#include "common/base/quantity.h"
#include "common/schema/json.h"

#define KWH_SCALE 3
#define RATE_SCALE 6
#define PERCENT_SCALE 2

struct _SirajDocumentEditor {
    GtkWidget parent_instance;
    SirajApi *api;
    GtkWidget *stack;
    GtkWidget *prices;
    GtkWidget *charges;
    GtkWidget *cases;
    GtkWidget *form;
    GtkWidget *json;
    JsonNode *document;
    gboolean editable;
    gboolean filling;
    gboolean json_typed; /* the JSON view is ahead of the tree */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (SirajDocumentEditor, document_editor, GTK_TYPE_WIDGET)

/* Money columns take the scale of the company's currency when they are made. */
static const JsonGridColumn block_columns[] = {
    { "rate_micro_per_kwh", N_ ("Price per kWh"), RATE_SCALE, 10 },
    { "tax_bp", N_ ("Tax %"), PERCENT_SCALE, 6 },
};

static JsonGridColumn step_columns[] = {
    { "amount_minor", N_ ("Amount"), 2, 11 },
    { "unit", N_ ("Unit"), 0, 6 },
    { "per_unit_minor", N_ ("Amount per unit"), 2, 11 },
    { "percent_bp", N_ ("Percentage"), PERCENT_SCALE, 6 },
};

static JsonGridColumn case_columns[] = {
    { "note", N_ ("Note"), 0, 16, TRUE },
    { "energy_wh", N_ ("kWh"), KWH_SCALE, 8 },
    { "days", N_ ("Days"), 0, 5 },
    { "amperes", N_ ("Amperes"), 0, 6 },
    { "expected_net_minor", N_ ("Expected before tax"), 2, 12 },
    { "expected_total_minor", N_ ("Expected total"), 2, 12 },
};

static const FormField term_fields[] = {
    { "name" },        { "decision" },   { "valid_from" },    { "valid_to" },
    { "limit_basis" }, { "basis_days" }, { "minimum_minor" }, { "maximum_minor" },
};
static const FormField reckoning_fields[] = {
    { "rounding_policy" },
    { "rounding" },
    { "rounding_unit_minor" },
    { "tax_policy" },
};
static const FormSection sections[] = {
    { N_ ("Validity and limits"), 2, FORM_OPEN, FORM_FIELDS (term_fields) },
    { N_ ("Rounding and tax"), 2, FORM_OPEN, FORM_FIELDS (reckoning_fields) },
};
static const FormLayout layout = { sections, G_N_ELEMENTS (sections) };

static JsonObject *
root_of (SirajDocumentEditor *self)
{
    return json_node_get_object (self->document);
}

static JsonArray *
array_of (JsonObject *object, const char *member)
{
    JsonNode *node = json_object_get_member (object, member);

    return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* The JSON view */

static char *
print_document (SirajDocumentEditor *self)
{
    g_autoptr (JsonGenerator) generator = json_generator_new ();

    json_generator_set_pretty (generator, TRUE);
    json_generator_set_root (generator, self->document);
    return json_generator_to_data (generator, NULL);
}

static void
show_json (SirajDocumentEditor *self)
{
    g_autofree char *text = print_document (self);

    self->filling = TRUE;
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->json)), text, -1);
    self->filling = FALSE;
    self->json_typed = FALSE;
}

static void
tell_changed (SirajDocumentEditor *self)
{
    if (self->filling)
        return;
    show_json (self);
    g_signal_emit (self, changed_signal, 0);
}

static void
json_changed (SirajDocumentEditor *self)
{
    if (self->filling)
        return;
    self->json_typed = TRUE;
    g_signal_emit (self, changed_signal, 0);
}

/* Grids */

static void
clear_box (GtkWidget *box)
{
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child (box)) != NULL)
        gtk_box_remove (GTK_BOX (box), child);
}

static void
add_grid (SirajDocumentEditor *self, GtkWidget *box, const JsonGridSpec *spec, JsonArray *rows)
{
    GtkWidget *grid = json_grid_new (spec, rows);

    json_grid_set_editable (SIRAJ_JSON_GRID (grid), self->editable);
    g_signal_connect_swapped (grid, "changed", G_CALLBACK (tell_changed), self);
    gtk_box_append (GTK_BOX (box), grid);
}

static char *
limit_text (JsonObject *object, const char *member)
{
    gint64 value =
        json_object_has_member (object, member) && !json_object_get_null_member (object, member)
            ? json_object_get_int_member (object, member)
            : INT64_NONE;

    return value != INT64_NONE ? format_energy (value) : g_strdup (tr ("open"));
}

/* A band says for which consumption its blocks hold; a tariff with one band needs no word of it. */
static void
add_band (SirajDocumentEditor *self, JsonObject *band, gboolean alone)
{
    const JsonGridSpec spec = { "from_wh", "to_wh", KWH_SCALE, block_columns,
                                G_N_ELEMENTS (block_columns) };
    g_autofree char *from = limit_text (band, "from_wh");
    g_autofree char *to = limit_text (band, "to_wh");
    g_autofree char *title = g_strdup_printf (tr ("Consumption from %s to %s kWh"), from, to);
    JsonArray *blocks = array_of (band, "blocks");

    if (!alone)
        gtk_box_append (GTK_BOX (self->prices), label_new (title, "dim-label"));
    if (blocks != NULL)
        add_grid (self, self->prices, &spec, blocks);
}

static void
fill_prices (SirajDocumentEditor *self)
{
    JsonArray *components = array_of (root_of (self), "components");
    guint n = components != NULL ? json_array_get_length (components) : 0;

    clear_box (self->prices);
    for (guint i = 0; i < n; i++) {
        JsonObject *component = json_array_get_object_element (components, i);
        JsonArray *bands = array_of (component, "bands");
        guint n_bands = bands != NULL ? json_array_get_length (bands) : 0;
        g_autofree char *name =
            format_text (json_object_get_string_member_with_default (component, "name", ""));

        gtk_box_append (GTK_BOX (self->prices), label_new (name, "heading"));
        for (guint j = 0; j < n_bands; j++)
            add_band (self, json_array_get_object_element (bands, j), n_bands == 1);
    }
}

/* The steps of a charge count what it is chosen by. */
static guint
selector_scale (JsonObject *charge)
{
    const char *selector = json_object_get_string_member_with_default (charge, "selector", "");

    if (g_str_equal (selector, "energy") || g_str_equal (selector, "va"))
        return KWH_SCALE;
    return g_str_equal (selector, "value") ? format_get_currency ()->scale : 0;
}

static void
fill_charges (SirajDocumentEditor *self)
{
    JsonArray *charges = array_of (root_of (self), "charges");
    guint n = charges != NULL ? json_array_get_length (charges) : 0;

    clear_box (self->charges);
    for (guint i = 0; i < n; i++) {
        JsonObject *charge = json_array_get_object_element (charges, i);
        const JsonGridSpec spec = { "above", "up_to", selector_scale (charge), step_columns,
                                    G_N_ELEMENTS (step_columns) };
        JsonArray *steps = array_of (charge, "steps");
        g_autofree char *name =
            format_text (json_object_get_string_member_with_default (charge, "name", ""));
        const char *word = json_object_get_string_member_with_default (charge, "kind", "");
        int kind = ENUM_NONE;
        g_autofree char *title = NULL;

        enumeration_find (&tariff_charge_enum, word, &kind);
        title = g_strdup_printf ("%s · %s", name,
                                 kind != ENUM_NONE ? enumeration_label (&tariff_charge_enum, kind)
                                                   : "");
        gtk_box_append (GTK_BOX (self->charges), label_new (title, "heading"));
        if (steps != NULL)
            add_grid (self, self->charges, &spec, steps);
    }
    if (n == 0)
        gtk_box_append (GTK_BOX (self->charges),
                        label_new (tr ("No charges: the bill is its energy alone."), "dim-label"));
}

static void
fill_cases (SirajDocumentEditor *self)
{
    const JsonGridSpec spec = { NULL, NULL, 0, case_columns, G_N_ELEMENTS (case_columns) };
    JsonArray *cases = array_of (root_of (self), "cases");

    clear_box (self->cases);
    if (cases == NULL) {
        cases = json_array_new ();
        json_object_set_array_member (root_of (self), "cases", cases);
    }
    if (json_array_get_length (cases) == 0)
        json_array_add_object_element (cases, json_object_new ());
    add_grid (self, self->cases, &spec, cases);
}

static void
fill_terms (SirajDocumentEditor *self)
{
    g_autoptr (TariffTerms) terms = tariff_terms_new ();

    json_read_record (root_of (self), &tariff_terms_record, JSON_IN_ANSWER, terms, NULL);
    form_load (SIRAJ_FORM (self->form), terms);
    form_set_read_only (SIRAJ_FORM (self->form), !self->editable);
}

static void
terms_edited (SirajForm *form, const char *name, gpointer user_data)
{
    SirajDocumentEditor *self = user_data;

    if (self->filling || self->document == NULL)
        return;
    tariff_terms_store (form_get_data (form), root_of (self));
    tell_changed (self);
}

static void
fill (SirajDocumentEditor *self)
{
    self->filling = TRUE;
    fill_prices (self);
    fill_charges (self);
    fill_cases (self);
    fill_terms (self);
    self->filling = FALSE;
}

/* Loading */

static gboolean
take_text (SirajDocumentEditor *self, const char *text, GError **error)
{
    JsonNode *node = json_parse (text, strlen (text), error);

    if (node == NULL)
        return FALSE;
    if (!JSON_NODE_HOLDS_OBJECT (node)) {
        json_node_unref (node);
        return refuse (error, SIRAJ_ERROR_MALFORMED, "document",
                       "A tariff document is a JSON object in braces.");
    }
    g_clear_pointer (&self->document, json_node_unref);
    self->document = node;
    return TRUE;
}

gboolean
document_editor_load (SirajDocumentEditor *self, const char *text, GError **error)
{
    if (!take_text (self, text, error))
        return FALSE;
    fill (self);
    show_json (self);
    return TRUE;
}

static char *
typed_json (SirajDocumentEditor *self)
{
    GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->json));
    GtkTextIter start, end;

    gtk_text_buffer_get_bounds (buffer, &start, &end);
    return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

char *
document_editor_dup (SirajDocumentEditor *self, GError **error)
{
    g_autofree char *typed = NULL;

    if (self->json_typed) {
        typed = typed_json (self);
        if (!take_text (self, typed, error))
            return NULL;
    }
    return json_to_string (self->document, FALSE);
}

/* Leaving the JSON view brings the grids up to what was typed there. */
static void
view_changed (SirajDocumentEditor *self)
{
    const char *name = gtk_stack_get_visible_child_name (GTK_STACK (self->stack));
    g_autofree char *typed = NULL;

    if (!self->json_typed || self->document == NULL || g_strcmp0 (name, "json") == 0)
        return;
    typed = typed_json (self);
    if (take_text (self, typed, NULL)) {
        fill (self);
        self->json_typed = FALSE;
    } else {
        gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "json");
    }
}

void
document_editor_set_editable (SirajDocumentEditor *self, gboolean editable)
{
    self->editable = editable;
    gtk_text_view_set_editable (GTK_TEXT_VIEW (self->json), editable);
    if (self->document != NULL)
        fill (self);
}

/* Class */

static GtkWidget *
add_view (SirajDocumentEditor *self, const char *name, const char *title, GtkWidget *child)
{
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), child);
    gtk_stack_add_titled (GTK_STACK (self->stack), scrolled, name, title);
    return child;
}

static GtkWidget *
view_box (void)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

    gtk_widget_add_css_class (box, "form");
    return box;
}

static void
document_editor_dispose (GObject *object)
{
    SirajDocumentEditor *self = SIRAJ_DOCUMENT_EDITOR (object);

    widget_drop_children (GTK_WIDGET (self));
    g_clear_pointer (&self->document, json_node_unref);
    g_clear_object (&self->api);
    G_OBJECT_CLASS (document_editor_parent_class)->dispose (object);
}

static void
document_editor_class_init (SirajDocumentEditorClass *class)
{
    G_OBJECT_CLASS (class)->dispose = document_editor_dispose;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    changed_signal = g_signal_new ("changed", SIRAJ_TYPE_DOCUMENT_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
document_editor_init (SirajDocumentEditor *self)
{
}

static void
use_currency (guint scale)
{
    step_columns[0].scale = step_columns[2].scale = scale;
    case_columns[4].scale = case_columns[5].scale = scale;
}

GtkWidget *
document_editor_new (SirajApi *api)
{
    SirajDocumentEditor *self = g_object_new (SIRAJ_TYPE_DOCUMENT_EDITOR, NULL);
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *switcher = gtk_stack_switcher_new ();

    use_currency (format_get_currency ()->scale);
    self->api = g_object_ref (api);
    self->stack = gtk_stack_new ();
    gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (self->stack));
    gtk_widget_set_halign (switcher, GTK_ALIGN_START);
    gtk_widget_add_css_class (switcher, "card-tabs");
    self->prices = add_view (self, "prices", tr ("Prices"), view_box ());
    self->charges = add_view (self, "charges", tr ("Charges"), view_box ());
    self->form =
        add_view (self, "terms", tr ("Terms"), form_new (&tariff_terms_record, &layout, api));
    self->cases = add_view (self, "cases", tr ("Golden cases"), view_box ());
    self->json = add_view (self, "json", tr ("Document"), gtk_text_view_new ());
    gtk_text_view_set_monospace (GTK_TEXT_VIEW (self->json), TRUE);
    gtk_widget_set_direction (self->json, GTK_TEXT_DIR_LTR);
    widget_set_accessible_name (self->json, tr ("Document"));
    gtk_widget_set_vexpand (self->stack, TRUE);
    gtk_box_append (GTK_BOX (box), switcher);
    gtk_box_append (GTK_BOX (box), self->stack);
    gtk_widget_set_parent (box, GTK_WIDGET (self));
    g_signal_connect (self->form, "edited", G_CALLBACK (terms_edited), self);
    g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->json)), "changed",
                              G_CALLBACK (json_changed), self);
    g_signal_connect_swapped (self->stack, "notify::visible-child", G_CALLBACK (view_changed),
                              self);
    return GTK_WIDGET (self);
}
