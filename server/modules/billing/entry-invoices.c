/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From an entry of the journal to the invoices that it sums up. */
#include "server/core/list.h"
#include "server/modules/billing/accrual.h"

/* SQL is laid out to be read. */
/* clang-format off */

/* A part of a run has a block of 32 768 ids in the month of its issue; a single document is its
 * entry's source; a part of a rebill has its number at each of its items.  $4 entry */
#define ENTRY_INVOICES(compare, direction)                                                         \
    "SELECT i.id, i.number, i.account_id, a.number AS account_number, c.name AS customer_name,"    \
    "  i.period_key, i.energy_wh, i.net_minor, i.tax_minor, i.total_minor,"                        \
    "  CASE i.kind WHEN 'credit_note' THEN 0 ELSE i.total_minor - i.settled_minor END"             \
    "    AS open_minor, i.id::text AS sort_key"                                                    \
    " FROM journal_entries e"                                                                      \
    " CROSS JOIN LATERAL (SELECT e.source_id AS low, e.source_id AS high"                          \
    "     WHERE e.source = 'invoices'"                                                             \
    "   UNION ALL SELECT m.first_id, m.first_id + 32767"                                           \
    "   FROM (SELECT to_char(e.entry_date, 'YYYYMM')::bigint * 10000000000"                        \
    "           + k.id_block * 32768 AS first_id FROM billing_chunks k"                            \
    "         WHERE e.source = 'billing_runs' AND e.kind = 'invoices'"                             \
    "           AND k.run_id = e.source_id AND k.chunk_no = e.batch_no) AS m"                      \
    "   UNION ALL SELECT d.id, d.id FROM mass_rebill_items x"                                      \
    "   CROSS JOIN LATERAL (SELECT CASE WHEN x.batch_no = e.batch_no THEN x.replacement_id"        \
    "          ELSE x.restored_id END AS id WHERE e.kind = 'invoices'"                             \
    "        UNION ALL SELECT n.id FROM invoices n"                                                \
    "        WHERE e.kind = 'credit_note' AND n.account_id = x.account_id AND n.reverses_id ="     \
    "          CASE WHEN x.batch_no = e.batch_no THEN x.invoice_id ELSE x.replacement_id END"      \
    "       ) AS d"                                                                                \
    "   WHERE e.source = 'mass_rebills' AND x.mass_rebill_id = e.source_id"                        \
    "     AND e.batch_no IN (x.batch_no, x.undo_batch_no)) AS r"                                   \
    " JOIN invoices i ON i.id BETWEEN r.low AND r.high"                                            \
    "   AND (e.source = 'invoices' OR (i.branch_id = e.branch_id AND i.station_id = e.station_id"  \
    "        AND i.class_id = e.class_id AND (e.source <> 'billing_runs'"                          \
    "                                         OR i.run_id = e.source_id)))"                        \
    " JOIN accounts a ON a.id = i.account_id JOIN customers c ON c.id = a.customer_id"             \
    " WHERE e.id = $4::bigint AND ($2::text IS NULL OR i.id " compare " $3::bigint)"               \
    " ORDER BY i.id " direction " LIMIT $1::bigint"

const Statement entry_invoices_oldest = {
    "entry_invoices_oldest",
    ENTRY_INVOICES (">", "ASC"),
    .custom_plan = TRUE,
};
const Statement entry_invoices_newest = {
    "entry_invoices_newest",
    ENTRY_INVOICES ("<", "DESC"),
    .custom_plan = TRUE,
};
/* clang-format on */

static const ListSort entry_sorts[] = {
    { "id", &entry_invoices_oldest, &entry_invoices_newest },
};
static const char *const entry_filters[] = { "entry_id", NULL };
static const ListSpec entry_list = {
    &entry_invoice_record, entry_sorts, G_N_ELEMENTS (entry_sorts), entry_filters, NULL,
};

gboolean
entry_invoices_list (Operation *op, GError **error)
{
    g_autofree char *entry = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    entry = g_strdup_printf ("%" G_GINT64_FORMAT, id);
    return list_answer (op, &entry_list, (const char *[]) { entry, NULL }, error);
}
