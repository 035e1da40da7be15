/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a chunk is priced by: tariff versions, period prices, classes, branches; and the memory
 * that a worker keeps from chunk to chunk. */
#define G_LOG_DOMAIN "siraj-billing"

#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/run.h"
#include "server/modules/tariffs/tariffs.h"

/* Tariffs */

/* A version that has billed never changes, and one that has not changes its row's version: a
 * document is parsed once a worker. */
static const TariffVersion *
parse_once (Db *db, RunPrices *prices, gint64 id, gint64 row_version, GError **error)
{
    g_autofree char *key =
        g_strdup_printf ("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, id, row_version);
    TariffVersion *version = g_hash_table_lookup (prices->parsed, key);
    g_autoptr (GError) unreadable = NULL;
    g_autoptr (Rows) rows = NULL;
    const char *text;

    if (version != NULL || !db_run (db, &run_document, &rows, error, P_INT64 (id))) {
        return version;
    }
    text = rows_count (rows) == 1 ? rows_text (rows, 0, 0) : "";
    version = tariff_document_parse (text, strlen (text), &unreadable);
    if (version == NULL) {
        g_warning ("tariff version %" G_GINT64_FORMAT ": %s", id, unreadable->message);
        return NULL;
    }
    g_hash_table_insert (prices->parsed, g_steal_pointer (&key), version);
    return version;
}

static gboolean
load_versions (Db *db, const Run *run, RunPrices *prices, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autoptr (GError) lost = NULL;

    if (!db_run (db, &run_versions, &rows, error, P_DATE (run->window.to))) {
        return FALSE;
    }
    g_array_set_size (prices->versions, 0);
    for (int i = 0; i < rows_count (rows); i++) {
        Date valid_to = rows_date (rows, i, 3);
        PricedVersion version = {
            .id = rows_int64 (rows, i, 0),
            .tariff_id = rows_int64 (rows, i, 1),
            .period = { rows_date (rows, i, 2), valid_to != DATE_NONE ? valid_to : G_MAXINT32 },
            .used = rows_boolean (rows, i, 4),
        };
        version.version = parse_once (db, prices, version.id, rows_int64 (rows, i, 5), &lost);
        if (lost != NULL) {
            g_propagate_error (error, g_steal_pointer (&lost));
            return FALSE;
        }
        g_array_append_val (prices->versions, version);
    }
    return TRUE;
}

static gboolean
load_period_prices (Db *db, const Run *run, RunPrices *prices, GError **error)
{
    g_clear_pointer (&prices->price_rows, PQclear);
    if (!db_run (db, &run_period_prices, &prices->price_rows, error, P_DATE (run->period.from),
                 P_DATE (run->window.to))) {
        return FALSE;
    }
    g_array_set_size (prices->prices, 0);
    for (int i = 0; i < rows_count (prices->price_rows); i++) {
        const Rows *rows = prices->price_rows;
        PeriodPrice price = {
            .name = rows_text (rows, i, 0),
            .period = { rows_date (rows, i, 1), rows_date (rows, i, 2) },
            .rate_micro_per_kwh = rows_int64 (rows, i, 3),
        };
        g_array_append_val (prices->prices, price);
    }
    return TRUE;
}

/* Classes and branches */

static void
clear_class (gpointer data)
{
    g_free (((RunClass *)data)->receivable_key);
}

static void
clear_branch (gpointer data)
{
    g_free (((RunBranch *)data)->code);
}

static gboolean
load_classes (Db *db, const Run *run, RunPrices *prices, GError **error)
{
    g_autoptr (Rows) classes = NULL;
    g_autoptr (Rows) branches = NULL;

    if (!db_run_params (db, &run_classes, NULL, 0, &classes, error) ||
        !db_run_params (db, &run_branches, NULL, 0, &branches, error)) {
        return FALSE;
    }
    g_array_set_size (prices->classes, 0);
    for (int i = 0; i < rows_count (classes); i++) {
        int due_days = run->due_days >= 0 ? run->due_days : (int)rows_int64 (classes, i, 1);
        RunClass one = { rows_int64 (classes, i, 0), due_days,
                         g_strdup (rows_text (classes, i, 2)) };
        g_array_append_val (prices->classes, one);
    }
    g_array_set_size (prices->branches, 0);
    for (int i = 0; i < rows_count (branches); i++) {
        RunBranch one = { rows_int64 (branches, i, 0), g_strdup (rows_text (branches, i, 1)), 0,
                          0 };
        g_array_append_val (prices->branches, one);
    }
    return TRUE;
}

gboolean
run_load_prices (Db *db, const Run *run, RunPrices *prices, GError **error)
{
    return load_versions (db, run, prices, error) && load_period_prices (db, run, prices, error) &&
           load_classes (db, run, prices, error);
}

/* Finding: the lists are short */

PricedVersion *
run_find_versions (const RunPrices *prices, gint64 tariff_id, guint *n)
{
    PricedVersion *first = NULL;

    *n = 0;
    for (guint i = 0; i < prices->versions->len; i++) {
        PricedVersion *one = &g_array_index (prices->versions, PricedVersion, i);

        if (one->tariff_id == tariff_id) {
            first = first != NULL ? first : one;
            (*n)++;
        } else if (first != NULL) {
            break;
        }
    }
    return first;
}

const RunClass *
run_find_class (const RunPrices *prices, gint64 id)
{
    for (guint i = 0; i < prices->classes->len; i++) {
        const RunClass *one = &g_array_index (prices->classes, RunClass, i);

        if (one->id == id) {
            return one;
        }
    }
    return NULL;
}

RunBranch *
run_find_branch (const RunPrices *prices, gint64 id)
{
    for (guint i = 0; i < prices->branches->len; i++) {
        RunBranch *one = &g_array_index (prices->branches, RunBranch, i);

        if (one->id == id) {
            return one;
        }
    }
    return NULL;
}

/* The memory of a worker */

static void
clear_exception (gpointer data)
{
    g_free (((RunException *)data)->detail);
}

static void
workspace_free (gpointer data)
{
    RunWorkspace *work = data;
    GArray *arrays[] = {
        work->rows.agreements, work->rows.registers,    work->rows.terms,
        work->rows.readings,   work->prices.versions,   work->prices.prices,
        work->prices.classes,  work->prices.branches,   work->output.invoices,
        work->output.groups,   work->output.exceptions, work->meters,
        work->readings,        work->segments,          work->terms,
        work->rows.rules,      work->rows.credits,      work->output.estimates,
        work->output.credits,
    };

    for (guint i = 0; i < G_N_ELEMENTS (arrays); i++) {
        g_array_unref (arrays[i]);
    }
    g_clear_pointer (&work->rows.agreement_rows, PQclear);
    g_clear_pointer (&work->prices.price_rows, PQclear);
    g_hash_table_unref (work->prices.parsed);
    copy_clear (&work->output.bills);
    copy_clear (&work->output.lines);
    copy_clear (&work->output.segments);
    copy_clear (&work->output.copy);
    g_free (work);
}

static RunWorkspace *
workspace_new (void)
{
    RunWorkspace *work = g_new0 (RunWorkspace, 1);

    work->rows.agreements = g_array_new (FALSE, FALSE, sizeof (AgreementRow));
    work->rows.registers = g_array_new (FALSE, FALSE, sizeof (RegisterRow));
    work->rows.terms = g_array_new (FALSE, FALSE, sizeof (TermRow));
    work->rows.readings = g_array_new (FALSE, FALSE, sizeof (ReadingRow));
    work->rows.rules = g_array_new (FALSE, FALSE, sizeof (EstimateRule));
    work->rows.credits = g_array_new (FALSE, FALSE, sizeof (CreditRow));
    work->prices.versions = g_array_new (FALSE, FALSE, sizeof (PricedVersion));
    work->prices.prices = g_array_new (FALSE, FALSE, sizeof (PeriodPrice));
    work->prices.classes = g_array_new (FALSE, FALSE, sizeof (RunClass));
    g_array_set_clear_func (work->prices.classes, clear_class);
    work->prices.branches = g_array_new (FALSE, FALSE, sizeof (RunBranch));
    g_array_set_clear_func (work->prices.branches, clear_branch);
    work->prices.parsed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                 (GDestroyNotify)tariff_version_free);
    work->output.invoices = g_array_new (FALSE, FALSE, sizeof (RunInvoice));
    work->output.groups = g_array_new (FALSE, FALSE, sizeof (RunGroup));
    work->output.exceptions = g_array_new (FALSE, FALSE, sizeof (RunException));
    g_array_set_clear_func (work->output.exceptions, clear_exception);
    work->output.estimates = g_array_new (FALSE, FALSE, sizeof (RunEstimate));
    work->output.credits = g_array_new (FALSE, FALSE, sizeof (RunCredit));
    work->meters = g_array_new (FALSE, FALSE, sizeof (MeterRegister));
    work->readings = g_array_new (FALSE, FALSE, sizeof (RegisterReading));
    work->segments = g_array_new (FALSE, FALSE, sizeof (Segment));
    work->terms = g_array_new (FALSE, FALSE, sizeof (BillTerm));
    return work;
}

RunWorkspace *
run_workspace (void)
{
    static GPrivate of_thread = G_PRIVATE_INIT (workspace_free);
    RunWorkspace *work = g_private_get (&of_thread);

    if (work == NULL) {
        work = workspace_new ();
        g_private_set (&of_thread, work);
    }
    return work;
}
