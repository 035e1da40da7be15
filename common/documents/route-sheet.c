/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheet that a reader takes along. */
#include "common/documents/route-sheet.h"

#include "common/base/language.h"
#include "common/base/quantity.h"
#include "common/documents/letterhead.h"
#include "common/types/meters-types.h"
#include "common/types/readings-types.h"

#define MARGIN 28.0
#define FOOT 30.0
#define LABEL_WIDTH 64.0
#define SIGN_HEIGHT 40.0

static const TableColumn columns[] = {
    { N_ ("Order"), 32, ALIGN_NUMBER },    { N_ ("Place"), 0, ALIGN_START },
    { N_ ("Customer"), 112, ALIGN_START }, { N_ ("Meter and point"), 74, ALIGN_START },
    { N_ ("Register"), 50, ALIGN_START },  { N_ ("Previous reading"), 62, ALIGN_NUMBER },
    { N_ ("Reading"), 78, ALIGN_START },   { N_ ("Remark"), 62, ALIGN_START },
};
static const Table table = { columns, G_N_ELEMENTS (columns), 8.5 };

static const char *
register_words (const RouteRow *row)
{
    int code;

    return enumeration_find (&register_code_enum, row->register_code, &code)
               ? tr (enumeration_label (&register_code_enum, code))
               : row->register_code;
}

/* The value over its day: two lines leave the height that a hand needs to write in. */
static char *
previous (const RouteRow *row)
{
    g_autofree char *number = decimal_format (row->previous_value, 3, 0, TRUE);
    g_autofree char *value = print_code (number);
    g_autofree char *day = print_date (row->previous_date);

    return g_strdup_printf ("%s\n%s", value, day);
}

/* The number on the meter over that on its box: two lines, as the customer has. */
static char *
meter_and_point (const RouteRow *row)
{
    g_autofree char *meter = print_code (row->meter_number);
    g_autofree char *point = print_code (row->point_number);

    if (row->point_number == NULL)
        return g_steal_pointer (&meter);
    return g_strdup_printf ("%s\n%s", meter, point);
}

static void
draw_row (Flow *flow, const RouteRow *row)
{
    g_autofree char *number = row->route_sequence != INT64_NONE
                                  ? decimal_format (row->route_sequence, 0, 0, FALSE)
                                  : NULL;
    g_autofree char *order = print_code (number);
    g_autofree char *account = print_code (row->account_number);
    g_autofree char *customer =
        g_strdup_printf ("%s\n%s", row->customer_name != NULL ? row->customer_name : "", account);
    g_autofree char *meter = meter_and_point (row);
    g_autofree char *before = previous (row);
    char *const cells[] = {
        order,  row->address, customer,         meter, (char *)register_words (row),
        before, NULL,         row->visit_remark
    };

    table_row (flow, &table, cells, FALSE);
}

static void
draw_route (Flow *flow, const RouteSheet *document)
{
    g_autofree char *from = print_date (document->from);
    g_autofree char *to = print_date (document->to);
    g_autofree char *count = decimal_format (document->rows->len, 0, 0, TRUE);
    double half = flow->width / 2;
    LabelValue start[] = {
        { N_ ("Route"), g_strdup (document->route_name) },
        { N_ ("Station"), g_strdup (document->station_name) },
        { N_ ("Registers"), print_code (count) },
    };
    LabelValue end[] = {
        { N_ ("Reader"), print_name (document->reader_name) },
        { N_ ("Reading window"), g_strdup_printf ("%s – %s", from, to) },
        { N_ ("Read on"), g_strdup ("........................................") },
    };
    double a = pen_label_values (flow->pen, start, G_N_ELEMENTS (start), LABEL_WIDTH,
                                 (Box) { flow->x, flow->y, half - 8, 0 });
    double b = pen_label_values (flow->pen, end, G_N_ELEMENTS (end), LABEL_WIDTH,
                                 (Box) { flow->x + half, flow->y, half, 0 });

    flow->y += MAX (a, b) + 6;
}

static void
page_head (Flow *flow, gconstpointer data)
{
    const RouteSheet *document = data;

    if (sheet_n_pages (pen_sheet (flow->pen)) > 1) {
        letterhead_short (flow, document->header, tr ("Reading sheet"), document->route_name);
        return;
    }
    letterhead_full (flow, document->header, tr ("Reading sheet"));
    draw_route (flow, document);
}

static void
draw_signature (Flow *flow)
{
    const TextStyle style = { .size_pt = 9 };
    g_autofree char *sign = g_strdup_printf ("%s: ........................................",
                                             tr ("Signature of the reader"));

    flow_need (flow, SIGN_HEIGHT);
    flow->y += SIGN_HEIGHT / 2;
    flow_text (flow, sign, &style, 0);
}

Sheet *
route_sheet_compose (Press *press, const RouteSheet *document)
{
    g_autoptr (Sheet) sheet = sheet_new (SHEET_A4_WIDTH, SHEET_A4_HEIGHT);
    g_autoptr (Pen) pen = pen_new (press, sheet);
    Flow flow = { .pen = pen,
                  .x = MARGIN,
                  .width = SHEET_A4_WIDTH - 2 * MARGIN,
                  .top = MARGIN,
                  .bottom = SHEET_A4_HEIGHT - MARGIN - FOOT,
                  .page_head = page_head,
                  .document = document };

    flow_new_page (&flow);
    table_head (&flow, &table);
    for (guint i = 0; i < document->rows->len; i++)
        draw_row (&flow, document->rows->pdata[i]);
    draw_signature (&flow);
    letterhead_feet (&flow, document->header);
    return g_steal_pointer (&sheet);
}
