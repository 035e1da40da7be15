/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printed reading sheet: every register has its line, over as many pages as it takes.  With
 * SIRAJ_SAMPLES set to a folder, its pages are written there for the eye. */
#include <string.h>

#include "common/base/language.h"
#include "common/documents/route-sheet.h"
#include "common/types/readings-types.h"

#define REGISTERS 60

static RouteRow *
make_row (guint number)
{
    RouteRow *row = route_row_new ();

    row->route_sequence = number * 10;
    row->meter_number = g_strdup_printf ("M%u", 4000 + number / 2);
    row->register_code = g_strdup (number % 2 == 0 ? "peak" : "off_peak");
    row->customer_name = g_strdup ("عبدالرحمن صالح الحكيمي");
    row->account_number = g_strdup_printf ("1000%u", number);
    row->point_number = g_strdup_printf ("P%05u", number);
    row->address = g_strdup ("حي الثورة - شارع فلسطين");
    row->previous_date = date_new (2026, 10, 31);
    row->previous_value = G_GINT64_CONSTANT (12345678) + number * 1000;
    return row;
}

static guint
count_texts (const Sheet *sheet, const char *text)
{
    guint found = 0;

    for (guint page = 0; page < sheet_n_pages (sheet); page++) {
        guint n_items;
        const SheetItem *items = sheet_items (sheet, page, &n_items);

        for (guint i = 0; i < n_items; i++)
            if (items[i].layout != NULL &&
                strstr (pango_layout_get_text (items[i].layout), text) != NULL)
                found++;
    }
    return found;
}

static void
save_pages (const Sheet *sheet)
{
    const char *folder = g_getenv ("SIRAJ_SAMPLES");

    for (guint page = 0; folder != NULL && page < sheet_n_pages (sheet); page++) {
        g_autofree char *path = g_strdup_printf ("%s/route-sheet-%u.png", folder, page + 1);
        cairo_surface_t *image = sheet_to_image (sheet, page, 1000);

        cairo_surface_write_to_png (image, path);
        cairo_surface_destroy (image);
    }
}

static void
test_every_register (void)
{
    g_autoptr (DocumentHeader) header = document_header_new ();
    g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (route_row_record.destroy);
    g_autoptr (Press) press = press_new ();
    g_autoptr (Sheet) sheet = NULL;

    language_set (LANGUAGE_ARABIC);
    header->company_name = g_strdup ("مؤسسة كهرباء تهامة");
    header->number = g_strdup ("ST1-1");
    header->printed_by = g_strdup ("أحمد");
    for (guint i = 1; i <= REGISTERS; i++)
        g_ptr_array_add (rows, make_row (i));
    sheet = route_sheet_compose (press, &(RouteSheet) { .header = header,
                                                        .route_name = "خط سير 1",
                                                        .station_name = "محطة الحالي",
                                                        .from = date_new (2026, 11, 14),
                                                        .to = date_new (2026, 11, 23),
                                                        .rows = rows });
    g_assert_cmpuint (sheet_n_pages (sheet), >=, 2);
    g_assert_cmpuint (count_texts (sheet, "2026-10-31"), ==, REGISTERS);
    /* What a reader finds his way by: the point's number and the meter's. */
    g_assert_cmpuint (count_texts (sheet, "P000"), ==, REGISTERS);
    g_assert_cmpuint (count_texts (sheet, "M40"), ==, REGISTERS);
    save_pages (sheet);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    language_init (g_getenv ("SIRAJ_LOCALE_DIR"));
    g_test_add_func ("/documents/route-sheet", test_every_register);
    return g_test_run ();
}
