/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where two versions differ, member by member, and what that comes to over the consumption. */
#include "server/modules/tariffs/comparison.h"

#include "common/base/language.h"
#include "common/base/quantity.h"
#include "server/core/record-operations.h"
#include "server/modules/tariffs/price-basis.h"
#include "server/modules/tariffs/tariff-document.h"
#include "server/modules/tariffs/tariffs-sql.h"

#include <stdlib.h>
#include <string.h>

#define RATE_SCALE 6
#define RATE_DECIMALS 2
#define MAX_AMOUNTS 60

/* A breaker and a load that nearly every tariff has a step for; the comparison is of prices, and
 * both sides get the same. */
#define USUAL_AMPERES 10
#define USUAL_LOAD_W 5000

static const gint64 ladder_kwh[] = { 0,    50,   100,  150,  200,  300,  400,  500,  650,  800,
                                     1000, 1500, 2000, 3000, 4000, 5000, 6000, 8000, 10000 };

typedef struct {
    const Currency *currency;
    GPtrArray *differences;
} Walk;

static char *
member_text (const Walk *walk, const Field *field, gconstpointer data)
{
    gint64 value;

    if (data == NULL || field_is_none (field, data))
        return NULL;
    if (field->kind == FIELD_KIND_TEXT)
        return g_strdup (field_get_text (field, data));
    value = field_get_int64 (field, data);
    switch (field->kind) {
    case FIELD_KIND_DATE:
        return date_format ((Date)value);
    case FIELD_KIND_MONEY:
        return money_format (value, walk->currency);
    case FIELD_KIND_ENERGY:
        return energy_format_kwh (value);
    case FIELD_KIND_RATE:
        return decimal_format (value, RATE_SCALE, RATE_DECIMALS, TRUE);
    case FIELD_KIND_PERCENT:
        return percent_format (value);
    case FIELD_KIND_ENUM:
        return g_strdup (enumeration_label (field->enumeration, (int)value));
    case FIELD_KIND_BOOLEAN:
        return g_strdup (value != 0 ? tr ("Yes") : tr ("No"));
    default:
        return decimal_format (value, 0, 0, TRUE);
    }
}

static void
add_difference (Walk *walk, const char *path, const char *words, char *first, char *second)
{
    VersionDifference *difference = version_difference_new ();

    difference->path = g_strdup (path);
    difference->member = g_strdup (words);
    difference->first = first;
    difference->second = second;
    g_ptr_array_add (walk->differences, difference);
}

static void walk_records (Walk *walk, const Record *record, const char *path, const char *words,
                          gconstpointer pair[2]);

/* Rows at the same place are compared; what is longer has rows the other has not. */
static void
walk_list (Walk *walk, const Field *field, const char *path, const char *words,
           gconstpointer pair[2])
{
    const GPtrArray *first = pair[0] != NULL ? FIELD_MEMBER (pair[0], field, GPtrArray *) : NULL;
    const GPtrArray *second = pair[1] != NULL ? FIELD_MEMBER (pair[1], field, GPtrArray *) : NULL;
    guint n = MAX (list_length (first), list_length (second));

    for (guint i = 0; i < n; i++) {
        g_autofree char *row_path = g_strdup_printf ("%s[%u]", path, i);
        g_autofree char *row_words = g_strdup_printf ("%s %u", words, i + 1);
        gconstpointer rows[2] = {
            i < list_length (first) ? g_ptr_array_index (first, i) : NULL,
            i < list_length (second) ? g_ptr_array_index (second, i) : NULL,
        };

        walk_records (walk, field->record, row_path, row_words, rows);
    }
}

static void
walk_field (Walk *walk, const Field *field, const char *path, const char *words,
            gconstpointer pair[2])
{
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;

    if (field->kind == FIELD_KIND_LIST) {
        walk_list (walk, field, path, words, pair);
        return;
    }
    if (field->kind == FIELD_KIND_RECORD) {
        gconstpointer records[2] = {
            pair[0] != NULL ? FIELD_MEMBER (pair[0], field, gpointer) : NULL,
            pair[1] != NULL ? FIELD_MEMBER (pair[1], field, gpointer) : NULL,
        };
        walk_records (walk, field->record, path, words, records);
        return;
    }
    first = member_text (walk, field, pair[0]);
    second = member_text (walk, field, pair[1]);
    if (g_strcmp0 (first, second) != 0)
        add_difference (walk, path, words, g_steal_pointer (&first), g_steal_pointer (&second));
}

static void
walk_records (Walk *walk, const Record *record, const char *path, const char *words,
              gconstpointer pair[2])
{
    if (pair[0] == NULL && pair[1] == NULL)
        return;
    for (guint i = 0; i < record->n_fields; i++) {
        const Field *field = &record->fields[i];
        g_autofree char *field_path =
            *path != '\0' ? g_strdup_printf ("%s.%s", path, field->name) : g_strdup (field->name);
        g_autofree char *field_words = *words != '\0'
                                           ? g_strdup_printf ("%s › %s", words, tr (field->label))
                                           : g_strdup (tr (field->label));

        walk_field (walk, field, field_path, field_words, pair);
    }
}

/* Cases prove a version; they are no price of it. */
static void
walk_versions (Walk *walk, const TariffVersion *first, const TariffVersion *second)
{
    gconstpointer pair[2] = { first, second };

    for (guint i = 0; i < tariff_version_record.n_fields; i++) {
        const Field *field = &tariff_version_record.fields[i];

        if (strcmp (field->name, "cases") != 0)
            walk_field (walk, field, field->name, tr (field->label), pair);
    }
}

/* Amounts */

static int
compare_energy (const void *a, const void *b)
{
    gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;

    return (x > y) - (x < y);
}

static void
add_limit (GArray *energies, gint64 limit_wh)
{
    if (limit_wh != TARIFF_OPEN && limit_wh > 0)
        g_array_append_val (energies, limit_wh);
}

/* Where a version changes its price, so that no step of it is missed. */
static void
add_limits (GArray *energies, const TariffVersion *version)
{
    for (guint c = 0; c < list_length (version->components); c++) {
        const TariffComponent *component = g_ptr_array_index (version->components, c);

        for (guint b = 0; b < list_length (component->bands); b++) {
            const TariffBand *band = g_ptr_array_index (component->bands, b);

            add_limit (energies, band->to_wh);
            for (guint k = 0; k < list_length (band->blocks); k++)
                add_limit (energies, ((TariffBlock *)g_ptr_array_index (band->blocks, k))->to_wh);
        }
    }
}

static GArray *
choose_energies (const TariffVersion *first, const TariffVersion *second)
{
    g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));
    GArray *energies = g_array_new (FALSE, FALSE, sizeof (gint64));

    for (guint i = 0; i < G_N_ELEMENTS (ladder_kwh); i++) {
        gint64 energy_wh = ladder_kwh[i] * WH_PER_KWH;

        g_array_append_val (all, energy_wh);
    }
    add_limits (all, first);
    add_limits (all, second);
    qsort (all->data, all->len, sizeof (gint64), compare_energy);
    for (guint i = 0; i < all->len && energies->len < MAX_AMOUNTS; i++) {
        gint64 energy_wh = g_array_index (all, gint64, i);

        if (i == 0 || energy_wh != g_array_index (all, gint64, i - 1))
            g_array_append_val (energies, energy_wh);
    }
    return energies;
}

static gboolean
price (const PriceBasis *basis, Date from, const GArray *energies, gint64 *totals_minor,
       GError **error)
{
    g_autoptr (QuoteRequest) request = quote_request_new ();

    request->from_date = from;
    request->to_date = date_add_months (from, 1);
    request->breaker_amperes = USUAL_AMPERES;
    request->contracted_load_w = USUAL_LOAD_W;
    request->demand_w = USUAL_LOAD_W;
    request->power_factor_bp = BASIS_POINTS;
    const QuoteInput input = price_basis_input (basis, request);
    return quote_totals (&input, (const gint64 *)(void *)energies->data, energies->len,
                         totals_minor, error);
}

static gboolean
fill_amounts (const PriceBasis *first, const PriceBasis *second, VersionComparison *comparison,
              GError **error)
{
    g_autoptr (GArray) energies = choose_energies (first->version, second->version);
    gint64 first_minor[MAX_AMOUNTS];
    gint64 second_minor[MAX_AMOUNTS];

    if (!price (first, comparison->first_from, energies, first_minor, error) ||
        !price (second, comparison->second_from, energies, second_minor, error))
        return FALSE;
    for (guint i = 0; i < energies->len; i++) {
        ComparedAmount *amount = compared_amount_new ();

        amount->energy_wh = g_array_index (energies, gint64, i);
        amount->first_minor = first_minor[i];
        amount->second_minor = second_minor[i];
        amount->difference_minor = second_minor[i] - first_minor[i];
        g_ptr_array_add (comparison->amounts, amount);
    }
    return TRUE;
}

/* The version's own first month. */
static PriceBasis *
load_version (Operation *op, gint64 id, char **name, Date *from, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autoptr (TariffVersionRow) row = NULL;

    if (!db_one (op->db, &versions_get, (const Param[]) { P_INT64 (id) }, 1, N_ ("Tariff version"),
                 &rows, error))
        return NULL;
    row = rows_record (rows, 0, &tariff_version_row_record);
    *name = g_strdup (row->tariff_name);
    *from = row->valid_from;
    return price_basis_load (op, id, NULL, (Period) { *from, date_add_months (*from, 1) }, error);
}

gboolean
versions_compare (Operation *op, GError **error)
{
    g_autoptr (VersionComparison) comparison = version_comparison_new ();
    g_autoptr (PriceBasis) first = NULL;
    g_autoptr (PriceBasis) second = NULL;
    g_autoptr (GError) fault = NULL;

    if (!operation_path_id (op, "id", &comparison->first_id, error) ||
        !operation_query_id (op, "with", &comparison->second_id, error))
        return FALSE;
    if (comparison->second_id == 0)
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, "with",
                       "Name the version to compare with: ?with=ID.");
    first = load_version (op, comparison->first_id, &comparison->first_name,
                          &comparison->first_from, error);
    if (first != NULL)
        second = load_version (op, comparison->second_id, &comparison->second_name,
                               &comparison->second_from, error);
    if (second == NULL)
        return FALSE;
    comparison->differences = g_ptr_array_new_with_free_func (version_difference_record.destroy);
    comparison->amounts = g_ptr_array_new_with_free_func (compared_amount_record.destroy);
    Walk walk = { currency_find (first->version->currency), comparison->differences };
    walk_versions (&walk, first->version, second->version);
    if (!fill_amounts (first, second, comparison, &fault))
        comparison->refusal = g_strdup (fault->message);
    operation_answer_record (op, &version_comparison_record, comparison);
    return TRUE;
}
