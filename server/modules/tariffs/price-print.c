/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prices in force on a day as a PDF. */
#include "server/modules/tariffs/price-print.h"

#include "common/documents/pdf.h"
#include "common/documents/price-list.h"
#include "common/documents/records.h"
#include "server/modules/invoices/invoices.h"
#include "server/modules/tariffs/tariffs-sql.h"
#include "server/modules/users/users.h"

#define MOST_PRICES 5000

static gboolean
print (Operation *op, const PriceList *list, GError **error)
{
    g_autoptr (Press) press = press_new ();
    g_autoptr (Sheet) sheet = price_list_compose (press, list);
    g_autofree char *name = g_strdup_printf ("prices-%s", list->header->number);
    g_autoptr (GBytes) bytes = pdf_from_sheet (sheet, name, error);

    if (bytes != NULL) {
        operation_answer_pdf (op, bytes, name);
    }
    return bytes != NULL;
}

gboolean
prices_print (Operation *op, GError **error)
{
    const PrintOrder order = { op->principal->full_name, op->now, FALSE };
    g_autoptr (Company) company = users_load_company (op->db, error);
    g_autoptr (DocumentHeader) header = NULL;
    g_autoptr (GPtrArray) prices = NULL;
    g_autoptr (Rows) rows = NULL;
    g_autofree char *number = NULL;
    Date on = DATE_NONE;

    if (company == NULL || !operation_query_date (op, "on", &on, error)) {
        return FALSE;
    }
    if (on == DATE_NONE) {
        on = instant_date (op->now, company->utc_offset_minutes);
    }
    if (!db_run (op->db, &in_force_by_code, &rows, error, P_INT64 (MOST_PRICES), P_TEXT (NULL),
                 P_ID (0), P_DATE (on))) {
        return FALSE;
    }
    prices = rows_list (rows, &price_in_force_record);
    number = date_format (on);
    header = document_header_of (company, number, &order);
    return print (op, &(PriceList) { header, on, prices }, error);
}
