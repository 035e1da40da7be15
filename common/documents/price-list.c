/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prices in force on a day: a table for each tariff version. */
#include "common/documents/price-list.h"

#include "common/base/language.h"
#include "common/base/quantity.h"
#include "common/documents/letterhead.h"
#include "common/types/tariffs-types.h"

#define MARGIN 28.0
#define FOOT 30.0
#define LABEL_WIDTH 64.0
#define HEAD_HEIGHT 90.0

static const TableColumn columns[] = {
    { N_ ("Price"), 0, ALIGN_START },    { N_ ("From kWh"), 70, ALIGN_NUMBER },
    { N_ ("To kWh"), 70, ALIGN_NUMBER }, { N_ ("Price per kWh"), 80, ALIGN_NUMBER },
    { N_ ("Amount"), 80, ALIGN_NUMBER }, { N_ ("Tax"), 50, ALIGN_NUMBER },
};
static const Table table = { columns, G_N_ELEMENTS (columns), 9 };

/* NULL, which leaves the cell empty, where the price has no such number. */
static char *
print_optional (gint64 value, char *(*format) (gint64 value))
{
    g_autofree char *text = value != INT64_NONE ? format (value) : NULL;

    return text != NULL ? print_code (text) : NULL;
}

static char *
percent_with_sign (gint64 basis_points)
{
    g_autofree char *digits = percent_format (basis_points);

    return g_strdup_printf ("%s%%", digits);
}

static void
draw_price (Flow *flow, const PriceInForce *price, const Currency *currency)
{
    g_autofree char *from = print_optional (price->from_wh, energy_format_kwh);
    g_autofree char *to = print_optional (price->to_wh, energy_format_kwh);
    g_autofree char *rate = print_optional (price->rate_micro_per_kwh, rate_format);
    g_autofree char *tax = print_optional (price->tax_bp, percent_with_sign);
    g_autofree char *amount = price->amount_minor != INT64_NONE && currency != NULL
                                  ? print_money (price->amount_minor, currency)
                                  : NULL;
    char *const cells[] = { price->item, from, to, rate, amount, tax };

    table_row (flow, &table, cells, FALSE);
}

static char *
days_of (const PriceInForce *price)
{
    g_autofree char *from = print_date (price->valid_from);
    g_autofree char *to = price->valid_to != DATE_NONE ? print_date (price->valid_to) : NULL;

    return to != NULL ? g_strdup_printf ("%s – %s", from, to) : g_steal_pointer (&from);
}

/* What stands above the prices of a version. */
static void
draw_version (Flow *flow, const PriceInForce *first)
{
    const TextStyle title = { .size_pt = 11, .bold = TRUE };
    double half = flow->width / 2;
    LabelValue start[] = {
        { N_ ("Tariff code"), print_code (first->tariff_code) },
        { N_ ("Decision"), g_strdup (first->decision) },
    };
    LabelValue end[] = { { N_ ("Valid from"), days_of (first) } };
    double a, b;

    flow_need (flow, HEAD_HEIGHT);
    flow->y += 8;
    flow_text (flow, first->tariff_name, &title, 2);
    a = pen_label_values (flow->pen, start, G_N_ELEMENTS (start), LABEL_WIDTH,
                          (Box) { flow->x, flow->y, half - 8, 0 });
    b = pen_label_values (flow->pen, end, G_N_ELEMENTS (end), LABEL_WIDTH,
                          (Box) { flow->x + half, flow->y, half, 0 });
    flow->y += MAX (a, b) + 4;
    table_head (flow, &table);
}

static void
page_head (Flow *flow, gconstpointer data)
{
    const PriceList *document = data;
    g_autofree char *day = print_date (document->on);

    if (sheet_n_pages (pen_sheet (flow->pen)) > 1) {
        letterhead_short (flow, document->header, tr ("Prices in force"), day);
        return;
    }
    letterhead_full (flow, document->header, tr ("Prices in force"));
}

Sheet *
price_list_compose (Press *press, const PriceList *document)
{
    const Currency *currency = currency_find (document->header->currency);
    g_autoptr (Sheet) sheet = sheet_new (SHEET_A4_WIDTH, SHEET_A4_HEIGHT);
    g_autoptr (Pen) pen = pen_new (press, sheet);
    gint64 version_id = 0;
    Flow flow = { .pen = pen,
                  .x = MARGIN,
                  .width = SHEET_A4_WIDTH - 2 * MARGIN,
                  .top = MARGIN,
                  .bottom = SHEET_A4_HEIGHT - MARGIN - FOOT,
                  .page_head = page_head,
                  .document = document };

    flow_new_page (&flow);
    for (guint i = 0; i < document->prices->len; i++) {
        const PriceInForce *price = document->prices->pdata[i];

        if (price->version_id != version_id) {
            draw_version (&flow, price);
            version_id = price->version_id;
        }
        draw_price (&flow, price, currency);
    }
    letterhead_feet (&flow, document->header);
    return g_steal_pointer (&sheet);
}
