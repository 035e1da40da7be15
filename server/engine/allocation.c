/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Oldest first, partial, chosen, and the advance that is left. */
#include "server/engine/allocation.h"

static int
compare_items (gconstpointer a, gconstpointer b, gpointer unused)
{
    const OpenItem *first = a;
    const OpenItem *second = b;

    if (first->due_date != second->due_date)
        return first->due_date < second->due_date ? -1 : 1;
    if (first->number != second->number)
        return first->number < second->number ? -1 : 1;
    return first->id < second->id ? -1 : first->id > second->id;
}

static gboolean
check_amount (gint64 amount_minor, GError **error)
{
    if (amount_minor > 0)
        return TRUE;
    return refuse (error, SIRAJ_ERROR_AMOUNT_NOT_POSITIVE, "amount_minor",
                   "A payment is more than zero: enter the amount received.");
}

static gboolean
any_chosen (const OpenItem *items, guint n_items)
{
    for (guint i = 0; i < n_items; i++)
        if (items[i].chosen)
            return TRUE;
    return FALSE;
}

gboolean
allocation_propose (gint64 amount_minor, OpenItem *items, guint n_items, gint64 *advance_minor,
                    GError **error)
{
    gboolean only_chosen = any_chosen (items, n_items);
    gint64 left_minor = amount_minor;

    if (!check_amount (amount_minor, error))
        return FALSE;
    if (n_items > 1)
        g_qsort_with_data (items, (int)n_items, sizeof *items, compare_items, NULL);
    for (guint i = 0; i < n_items; i++) {
        gboolean wanted = items[i].chosen || !only_chosen;

        items[i].allocated_minor = wanted ? MIN (left_minor, MAX (items[i].open_minor, 0)) : 0;
        left_minor -= items[i].allocated_minor;
    }
    *advance_minor = left_minor;
    return TRUE;
}

gboolean
allocation_check (gint64 amount_minor, const OpenItem *items, guint n_items, gint64 *advance_minor,
                  GError **error)
{
    gint64 left_minor = amount_minor;

    if (!check_amount (amount_minor, error))
        return FALSE;
    for (guint i = 0; i < n_items; i++) {
        if (items[i].allocated_minor < 0 ||
            items[i].allocated_minor > MAX (items[i].open_minor, 0)) {
            g_autofree char *field = g_strdup_printf ("allocations[%u].amount_minor", i);
            return refuse (error, SIRAJ_ERROR_OVER_ALLOCATION, field,
                           "An invoice would be given more than it still owes: lower the amount.");
        }
        if (items[i].allocated_minor > left_minor)
            return refuse (error, SIRAJ_ERROR_OVER_ALLOCATION, "allocations",
                           "The invoices would be given more than was paid: lower one of the "
                           "amounts.");
        left_minor -= items[i].allocated_minor;
    }
    *advance_minor = left_minor;
    return TRUE;
}
