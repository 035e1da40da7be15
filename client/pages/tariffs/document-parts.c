/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which parts a tariff document has, and by which fields each is edited. */
#include "client/core/format.h"
#include "client/pages/tariffs/document-view.h"
#include "client/pages/tariffs/tariff-terms.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"

#define KWH_SCALE 3
#define RATE_SCALE 6
#define PERCENT_SCALE 2

static const JsonFormField component_fields[] = {
    { "name", N_ ("Name"), JSON_FORM_TEXT, 0, 16 },
    { "register_class", N_ ("Register"), JSON_FORM_CHOICE, 0, 0, &tariff_register_enum },
    { "addition", N_ ("On top of another"), JSON_FORM_SWITCH },
    { "price_name", N_ ("Period price"), JSON_FORM_TEXT, 0, 8 },
    { "tax_bp", N_ ("Tax %"), JSON_FORM_NUMBER, PERCENT_SCALE, 5 },
};
static const JsonGridColumn block_columns[] = {
    { "rate_micro_per_kwh", N_ ("Price per kWh"), RATE_SCALE, 10 },
    { "tax_bp", N_ ("Tax %"), PERCENT_SCALE, 6 },
};
static const JsonFormField charge_fields[] = {
    { "name", N_ ("Name"), JSON_FORM_TEXT, 0, 16 },
    { "kind", N_ ("Kind"), JSON_FORM_CHOICE, 0, 0, &tariff_charge_enum },
    { "selector", N_ ("Chosen by"), JSON_FORM_CHOICE, 0, 0, &tariff_selector_enum },
    { "basis", N_ ("Basis"), JSON_FORM_CHOICE, 0, 0, &tariff_basis_words_enum },
    { "percent_of", N_ ("Percentage of"), JSON_FORM_CHOICE, 0, 0, &tariff_charge_base_enum },
    { "tax_bp", N_ ("Tax %"), JSON_FORM_NUMBER, PERCENT_SCALE, 5 },
};
static const JsonFormField discount_fields[] = {
    { "name", N_ ("Name"), JSON_FORM_TEXT, 0, 16 },
    { "percent_bp", N_ ("Percentage"), JSON_FORM_NUMBER, PERCENT_SCALE, 6 },
    { "from", N_ ("From"), JSON_FORM_DATE, 0, 10 },
    { "to", N_ ("To"), JSON_FORM_DATE, 0, 10 },
    { "yearly_from", N_ ("Every year from (month and day: 501)"), JSON_FORM_NUMBER, 0, 5 },
    { "yearly_to", N_ ("Every year to"), JSON_FORM_NUMBER, 0, 5 },
};
static const JsonFormField demand_fields[] = {
    { "name", N_ ("Name"), JSON_FORM_TEXT, 0, 16 },
    { "rate_micro_per_kw", N_ ("Price per kW"), JSON_FORM_NUMBER, RATE_SCALE, 10 },
    { "contracted_share_bp", N_ ("Share of the contracted load"), JSON_FORM_NUMBER, PERCENT_SCALE,
      6 },
    { "basis", N_ ("Basis"), JSON_FORM_CHOICE, 0, 0, &tariff_basis_words_enum },
    { "tax_bp", N_ ("Tax %"), JSON_FORM_NUMBER, PERCENT_SCALE, 5 },
};
static const JsonFormField power_factor_fields[] = {
    { "name", N_ ("Name"), JSON_FORM_TEXT, 0, 16 },
    { "reference_bp", N_ ("Reference"), JSON_FORM_NUMBER, PERCENT_SCALE, 6 },
    { "penalty_bp", N_ ("Penalty per hundredth"), JSON_FORM_NUMBER, PERCENT_SCALE, 6 },
    { "severe_below_bp", N_ ("Severe below"), JSON_FORM_NUMBER, PERCENT_SCALE, 6 },
    { "severe_bp", N_ ("Severe penalty per hundredth"), JSON_FORM_NUMBER, PERCENT_SCALE, 6 },
    { "bonus_up_to_bp", N_ ("Bonus up to"), JSON_FORM_NUMBER, PERCENT_SCALE, 6 },
    { "bonus_bp", N_ ("Bonus per hundredth"), JSON_FORM_NUMBER, PERCENT_SCALE, 6 },
    { "tax_bp", N_ ("Tax %"), JSON_FORM_NUMBER, PERCENT_SCALE, 5 },
};
static const JsonFormField rule_fields[] = {
    { "attribute", N_ ("Attribute"), JSON_FORM_TEXT, 0, 14 },
    { "test", N_ ("Test"), JSON_FORM_CHOICE, 0, 0, &tariff_rule_enum },
    { "value", N_ ("Value"), JSON_FORM_TEXT, 0, 14 },
};

#define BLOCK "{\"from_wh\":0,\"to_wh\":null,\"rate_micro_per_kwh\":0}"
#define BAND "{\"from_wh\":0,\"to_wh\":null,\"blocks\":[" BLOCK "]}"
#define COMPONENT "{\"addition\":true,\"bands\":[" BAND "]}"
#define CHARGE                                                                                     \
    "{\"kind\":\"fee\",\"selector\":\"nothing\",\"basis\":\"month\","                              \
    "\"steps\":[{\"above\":0,\"up_to\":null,\"amount_minor\":0}]}"

#define FORM(fields) fields, G_N_ELEMENTS (fields)

/* Prices */

static char *
limit_text (JsonObject *object, const char *member)
{
    JsonNode *node = json_object_get_member (object, member);

    return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? format_energy (json_node_get_int (node))
                                                        : g_strdup (tr ("open"));
}

/* A band says for which consumption its blocks hold. */
static void
fill_band (DocumentView *self, JsonObject *band, const char *path, gboolean alone)
{
    const JsonGridSpec spec = { "from_wh", "to_wh", KWH_SCALE, FORM (block_columns) };
    g_autofree char *from = limit_text (band, "from_wh");
    g_autofree char *to = limit_text (band, "to_wh");
    g_autofree char *title = g_strdup_printf (tr ("Consumption from %s to %s kWh"), from, to);
    g_autofree char *blocks_path = g_strconcat (path, ".blocks", NULL);
    JsonArray *blocks = json_array_of (band, "blocks");

    if (!alone)
        gtk_box_append (GTK_BOX (self->box), label_new (title, "dim-label"));
    if (blocks != NULL)
        document_view_add_grid (self, blocks_path, &spec, blocks);
}

/* New bands come without blocks. */
static void
bands_changed (SirajJsonGrid *grid, gpointer user_data)
{
    DocumentView *self = user_data;
    JsonArray *bands = json_grid_get_rows (grid);

    for (guint i = 0; i < json_array_get_length (bands); i++) {
        JsonObject *band = json_array_get_object_element (bands, i);

        if (json_array_of (band, "blocks") == NULL) {
            JsonNode *blocks = json_from_string ("[" BLOCK "]", NULL);
            json_object_set_member (band, "blocks", blocks);
            self->reshaped (self->owner);
        }
    }
}

static void
fill_bands (DocumentView *self, JsonObject *component, const char *path)
{
    const JsonGridSpec limits = { "from_wh", "to_wh", KWH_SCALE, NULL, 0 };
    JsonArray *bands = json_array_of (component, "bands");
    guint n = bands != NULL ? json_array_get_length (bands) : 0;
    g_autofree char *bands_path = g_strconcat (path, ".bands", NULL);

    if (n > 1) {
        GtkWidget *grid;

        gtk_box_append (
            GTK_BOX (self->box),
            label_new (tr ("The consumption chooses its list of blocks:"), "dim-label"));
        grid = document_view_add_grid (self, bands_path, &limits, bands);
        g_signal_connect (grid, "changed", G_CALLBACK (bands_changed), self);
        g_signal_connect_swapped (grid, "reshaped", G_CALLBACK (self->reshaped), self->owner);
    }
    for (guint i = 0; i < n; i++) {
        g_autofree char *band_path = g_strdup_printf ("%s[%u]", bands_path, i);

        fill_band (self, json_array_get_object_element (bands, i), band_path, n == 1);
    }
    if (n == 0)
        document_view_add_new (self, tr ("Add blocks"), component, "bands", BAND, NULL);
    else if (n == 1)
        document_view_add_new (self, tr ("Another list of blocks by consumption"), component,
                               "bands", BAND, NULL);
}

void
document_fill_prices (DocumentView *self)
{
    JsonArray *components = json_array_of (self->root, "components");
    guint n = components != NULL ? json_array_get_length (components) : 0;

    for (guint i = 0; i < n; i++) {
        JsonObject *component = json_array_get_object_element (components, i);
        g_autofree char *path = g_strdup_printf ("components[%u]", i);
        g_autofree char *name =
            format_text (json_object_get_string_member_with_default (component, "name", ""));

        document_view_add_head (self, name, components, i);
        document_view_add_form (self, path, FORM (component_fields), component);
        fill_bands (self, component, path);
    }
    document_view_add_new (self, tr ("Add a price per kWh"), self->root, "components", COMPONENT,
                           N_ ("Addition"));
}

/* Charges */

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
fill_charge (DocumentView *self, JsonArray *charges, guint i)
{
    JsonObject *charge = json_array_get_object_element (charges, i);
    guint scale = selector_scale (charge);
    guint money_scale = format_get_currency ()->scale;
    const JsonGridColumn step_columns[] = {
        { "amount_minor", N_ ("Amount"), money_scale, 11 },
        { "unit", N_ ("Unit"), scale, 6 },
        { "per_unit_minor", N_ ("Amount per unit"), money_scale, 11 },
        { "percent_bp", N_ ("Percentage"), PERCENT_SCALE, 6 },
    };
    const JsonGridSpec spec = { "above", "up_to", scale, FORM (step_columns) };
    JsonArray *steps = json_array_of (charge, "steps");
    g_autofree char *path = g_strdup_printf ("charges[%u]", i);
    g_autofree char *steps_path = g_strconcat (path, ".steps", NULL);
    g_autofree char *name =
        format_text (json_object_get_string_member_with_default (charge, "name", ""));

    document_view_add_head (self, name, charges, i);
    document_view_add_form (self, path, FORM (charge_fields), charge);
    if (steps != NULL)
        document_view_add_grid (self, steps_path, &spec, steps);
}

void
document_fill_charges (DocumentView *self)
{
    JsonArray *charges = json_array_of (self->root, "charges");
    guint n = charges != NULL ? json_array_get_length (charges) : 0;

    for (guint i = 0; i < n; i++)
        fill_charge (self, charges, i);
    if (n == 0)
        gtk_box_append (GTK_BOX (self->box),
                        label_new (tr ("No charges: the bill is its energy alone."), "dim-label"));
    document_view_add_new (self, tr ("Add a charge"), self->root, "charges", CHARGE, N_ ("Fee"));
}

/* The rest */

static void
fill_list (DocumentView *self, const char *member, const char *title, const JsonFormField *fields,
           guint n_fields)
{
    JsonArray *list = json_array_of (self->root, member);

    for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
        g_autofree char *path = g_strdup_printf ("%s[%u]", member, i);

        document_view_add_head (self, title, list, i);
        document_view_add_form (self, path, fields, n_fields,
                                json_array_get_object_element (list, i));
    }
}

static void
fill_object (DocumentView *self, const char *member, const char *title, const JsonFormField *fields,
             guint n_fields)
{
    JsonObject *object = json_object_of (self->root, member);

    if (object == NULL)
        return;
    gtk_box_append (GTK_BOX (self->box), label_new (title, "heading"));
    document_view_add_form (self, member, fields, n_fields, object);
}

void
document_fill_extras (DocumentView *self)
{
    fill_list (self, "discounts", tr ("Discount"), FORM (discount_fields));
    document_view_add_new (self, tr ("Add a discount"), self->root, "discounts",
                           "{\"percent_bp\":0}", N_ ("Discount"));
    fill_object (self, "demand", tr ("Demand"), FORM (demand_fields));
    document_view_add_object (self, tr ("Price the maximum demand"), "demand",
                              "{\"rate_micro_per_kw\":0,\"basis\":\"month\"}", N_ ("Demand"));
    fill_object (self, "power_factor", tr ("Power factor"), FORM (power_factor_fields));
    document_view_add_object (self, tr ("Price the power factor"), "power_factor",
                              "{\"reference_bp\":9000,\"penalty_bp\":100}", N_ ("Power factor"));
    fill_list (self, "rules", tr ("Who may have it"), FORM (rule_fields));
    document_view_add_new (self, tr ("Add a condition"), self->root, "rules",
                           "{\"attribute\":\"\",\"test\":\"equal\",\"value\":\"\"}", NULL);
}
