/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of bills in words, and the posting key of every kind. */
#include "common/base/language.h"
#include "common/base/text.h"
#include "common/schema/field.h"
#include "server/modules/invoices/line-words.h"
#include "server/modules/invoices/posting.h"

typedef struct {
    const char *title;
    LineWords line;
    const char *description;
    const char *explanation; /* NULL: none */
} Case;

static const Case cases[] = {
    { "block",
      { "energy", "energy", 100000, 350000, 150000, 300000, 30, 4500, 0 },
      "Energy, from 100 to 350 kWh",
      "150 kWh × 0.30 = 45.00" },
    { "first block",
      { "energy", NULL, 0, 100000, 100000, 180000, 30, 1800, 0 },
      "Energy, up to 100 kWh",
      "100 kWh × 0.18 = 18.00" },
    { "last block",
      { "energy", "Peak", 350000, INT64_NONE, 1500, 1000000, 30, 150, 0 },
      "Peak, above 350 kWh",
      "1.5 kWh × 1.00 = 1.50" },
    { "flat",
      { "energy", NULL, INT64_NONE, INT64_NONE, 2000, 500000, 30, 100, 0 },
      "Energy",
      "2 kWh × 0.50 = 1.00" },
    { "credited",
      { "energy", NULL, INT64_NONE, INT64_NONE, -2000, 500000, 30, -100, 0 },
      "Energy",
      "-2 kWh × 0.50 = -1.00" },
    { "demand",
      { "demand", NULL, INT64_NONE, INT64_NONE, 12500, 10000000, 30, 12500, 0 },
      "Demand",
      "12.5 kW × 10.00 = 125.00" },
    { "fixed charge",
      { "fixed", NULL, INT64_NONE, INT64_NONE, 0, 0, 10, 500, 0 },
      "Fixed charge",
      "for 10 days: 5.00" },
    { "tax", { "tax", NULL, INT64_NONE, INT64_NONE, 0, 0, 30, 15, 1500 }, "Tax 15%", NULL },
    { "unknown kind", { "gift", NULL, INT64_NONE, INT64_NONE, 0, 0, 0, 1, 0 }, "gift", NULL },
};

/* Without the isolates, which the eye does not see. */
static char *
visible (char *owned)
{
    g_autofree char *text = owned;
    g_autoptr (GString) out = g_string_new (text);

    g_string_replace (out, TEXT_LRI, "", 0);
    g_string_replace (out, TEXT_FSI, "", 0);
    g_string_replace (out, TEXT_PDI, "", 0);
    return text != NULL ? g_strdup (out->str) : NULL;
}

static void
test_words (gconstpointer data)
{
    const Case *self = data;
    g_autofree char *description = visible (line_description (&self->line));
    g_autofree char *explanation = visible (line_explanation (&self->line, currency_find ("SAR")));

    g_assert_cmpstr (description, ==, self->description);
    g_assert_cmpstr (explanation, ==, self->explanation);
}

static void
test_every_kind_is_posted (void)
{
    for (int kind = 0; kind < LINE_N_KINDS; kind++) {
        g_assert_nonnull (line_posting_key (kind));
        g_assert_nonnull (enumeration_word (&line_kind_enum, kind));
    }
    g_assert_cmpstr (line_posting_key (LINE_TAX), ==, "tax");
    g_assert_cmpstr (line_posting_key (LINE_ENERGY), ==, "revenue_energy");
    g_assert_cmpstr (line_posting_key (LINE_RENT), ==, "revenue_rent");
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    language_init (NULL);
    language_set (LANGUAGE_ENGLISH);
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *path = g_strdup_printf ("/line-words/%s", cases[i].title);
        g_test_add_data_func (path, &cases[i], test_words);
    }
    g_test_add_func ("/posting/every-kind", test_every_kind_is_posted);
    return g_test_run ();
}
