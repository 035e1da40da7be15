/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Versions and period prices brought from the database to where bills are computed without an
 * account. */
#include "server/modules/tariffs/price-basis.h"

#include "server/modules/tariffs/tariff-document.h"
#include "server/modules/tariffs/tariffs-sql.h"

#include <string.h>

TariffVersion *
price_basis_parse (const char *document, GError **error)
{
    GError *fault = NULL;
    TariffVersion *version = tariff_document_parse (document, strlen (document), &fault);

    if (version == NULL) {
        g_autofree char *path = g_strconcat ("document.", refusal_field (fault), NULL);

        g_propagate_error (error, fault);
        refusal_set_field (*error, path);
    }
    return version;
}

static void
clear_price (gpointer data)
{
    g_free (((QuotePrice *)data)->name);
}

void
price_basis_free (PriceBasis *self)
{
    g_clear_pointer (&self->version, tariff_version_free);
    g_clear_pointer (&self->prices, g_array_unref);
    g_free (self);
}
/* The unsaved document, the version named, or the version of the tariff in force on the day. */
static char *
choose_document (Operation *op, gint64 version_id, const char *document, Date day, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 tariff_id;

    if (document != NULL) {
        return g_strdup (document);
    }
    if (version_id != 0) {
        return db_one (op->db, &versions_get, (const Param[]) { P_INT64 (version_id) }, 1,
                       N_ ("Tariff version"), &rows, error)
                   ? g_strdup (rows_text (rows, 0, 8))
                   : NULL;
    }
    if (!operation_path_id (op, "id", &tariff_id, error) ||
        !db_one (op->db, &versions_in_force, (const Param[]) { P_INT64 (tariff_id), P_DATE (day) },
                 2, N_ ("Tariff version"), &rows, error)) {
        return NULL;
    }
    return g_strdup (rows_text (rows, 0, 0));
}

static gboolean
load_prices (Operation *op, PriceBasis *basis, Date from, Date to, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (op->db, &prices_between, &rows, error, P_DATE (from), P_DATE (to))) {
        return FALSE;
    }
    for (int i = 0; i < rows_count (rows); i++) {
        QuotePrice price = { g_strdup (rows_text (rows, i, 0)), rows_date (rows, i, 1),
                             rows_int64 (rows, i, 2) };

        g_array_append_val (basis->prices, price);
    }
    return TRUE;
}

PriceBasis *
price_basis_load (Operation *op, gint64 version_id, const char *text, Period period, GError **error)
{
    g_autoptr (PriceBasis) basis = g_new0 (PriceBasis, 1);
    g_autofree char *document = choose_document (op, version_id, text, period.from, error);
    g_autoptr (Rows) company = NULL;

    basis->prices = g_array_new (FALSE, FALSE, sizeof (QuotePrice));
    g_array_set_clear_func (basis->prices, clear_price);
    if (document == NULL) {
        return NULL;
    }
    basis->version = price_basis_parse (document, error);
    if (basis->version == NULL ||
        !db_one (op->db, &tariffs_company, NULL, 0, N_ ("Company"), &company, error) ||
        !load_prices (op, basis, period.from, period.to, error)) {
        return NULL;
    }
    basis->cash_unit_minor = rows_int64 (company, 0, 1);
    return g_steal_pointer (&basis);
}

QuoteInput
price_basis_input (const PriceBasis *self, const QuoteRequest *request)
{
    return (QuoteInput) {
        .version = self->version,
        .request = request,
        .cash_unit_minor = self->cash_unit_minor,
        .prices = (const QuotePrice *)(void *)self->prices->data,
        .n_prices = self->prices->len,
    };
}
