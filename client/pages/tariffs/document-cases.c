/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The golden cases of a tariff document: a bill in a row, with a column for everything that the
 * version prices. */
#include "client/core/format.h"
#include "client/pages/tariffs/document-view.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"

#define KWH_SCALE 3
#define RATE_SCALE 6

/* Shown where the document has @part: an object, or a list with an element whose @member is @word
 * (NULL: anything).  No part: always. */
typedef struct {
    JsonGridColumn column;
    const char *part;
    const char *member;
    const char *word;
    gboolean money; /* in the scale of the company's currency */
} CaseColumn;

static const CaseColumn case_columns[] = {
    { { "note", N_ ("Note"), 0, 16, TRUE } },
    { { "energy_wh", N_ ("kWh"), KWH_SCALE, 8 } },
    { { "peak_wh", N_ ("Peak hours"), KWH_SCALE, 8 }, "components", "register_class", "peak" },
    { { "shoulder_wh", N_ ("Day hours"), KWH_SCALE, 8 },
      "components",
      "register_class",
      "shoulder" },
    { { "off_peak_wh", N_ ("Night hours"), KWH_SCALE, 8 },
      "components",
      "register_class",
      "off_peak" },
    { { "reactive_varh", N_ ("Reactive kvarh"), KWH_SCALE, 8 }, "power_factor" },
    { { "demand_w", N_ ("Demand kW"), KWH_SCALE, 7 }, "demand" },
    { { "contracted_w", N_ ("Contracted kW"), KWH_SCALE, 7 }, "demand" },
    { { "days", N_ ("Days"), 0, 5 } },
    { { "amperes", N_ ("Amperes"), 0, 6 }, "charges", "selector", "amperes" },
    { { "contracted_va", N_ ("Contracted kVA"), KWH_SCALE, 6 }, "charges", "selector", "va" },
    { { "period_price_micro", N_ ("Period price"), RATE_SCALE, 8 }, "components", "price_name" },
    { { "expected_net_minor", N_ ("Expected before tax"), 0, 12 }, .money = TRUE },
    { { "expected_total_minor", N_ ("Expected total"), 0, 12 }, .money = TRUE },
};

static gboolean
has_element (JsonArray *list, const char *member, const char *word)
{
    for (guint i = 0; list != NULL && i < json_array_get_length (list); i++) {
        JsonObject *element = json_array_get_object_element (list, i);
        JsonNode *node = json_object_get_member (element, member);

        if (node == NULL || JSON_NODE_HOLDS_NULL (node))
            continue;
        if (word == NULL || g_strcmp0 (json_node_get_string (node), word) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_shown (const CaseColumn *column, JsonObject *document, JsonArray *cases)
{
    if (column->part == NULL || has_element (cases, column->column.member, NULL))
        return TRUE;
    if (column->member == NULL)
        return json_object_of (document, column->part) != NULL;
    return has_element (json_array_of (document, column->part), column->member, column->word);
}

static void
add_grid (DocumentView *self, JsonArray *cases)
{
    JsonGridColumn columns[G_N_ELEMENTS (case_columns)];
    JsonGridSpec spec = { .columns = columns };

    for (guint i = 0; i < G_N_ELEMENTS (case_columns); i++) {
        if (!is_shown (&case_columns[i], self->root, cases))
            continue;
        columns[spec.n_columns] = case_columns[i].column;
        if (case_columns[i].money)
            columns[spec.n_columns].scale = format_get_currency ()->scale;
        spec.n_columns++;
    }
    document_view_add_grid (self, "cases", &spec, cases);
}

void
document_fill_cases (DocumentView *self)
{
    JsonArray *cases = json_array_of (self->root, "cases");

    if (cases == NULL) {
        cases = json_array_new ();
        json_object_set_array_member (self->root, "cases", cases);
    }
    if (json_array_get_length (cases) == 0)
        gtk_box_append (GTK_BOX (self->box),
                        label_new (tr ("No case yet: add a bill that was checked by hand; without "
                                       "one the version cannot be put in force."),
                                   "dim-label"));
    add_grid (self, cases);
}
