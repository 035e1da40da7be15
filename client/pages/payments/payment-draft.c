/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A payment before it is taken. */
#include "client/pages/payments/payment-draft.h"

#include "common/schema/json.h"

gint64
payment_draft_sum_open (const GPtrArray *invoices, const gboolean *ticked)
{
    gint64 sum_minor = 0;

    for (guint i = 0; invoices != NULL && i < invoices->len; i++) {
        const Invoice *invoice = invoices->pdata[i];

        if (ticked == NULL || ticked[i])
            sum_minor += invoice->open_minor;
    }
    return sum_minor;
}

GPtrArray *
payment_draft_allocate (const GPtrArray *invoices, const gboolean *ticked, gint64 amount_minor)
{
    GPtrArray *allocations = g_ptr_array_new_with_free_func (allocation_record.destroy);
    gint64 rest_minor = amount_minor;

    for (guint i = 0; i < invoices->len && rest_minor > 0; i++) {
        const Invoice *invoice = invoices->pdata[i];
        AllocationRow *row;

        if (!ticked[i])
            continue;
        row = allocation_new ();
        row->invoice_id = invoice->id;
        row->amount_minor = MIN (invoice->open_minor, rest_minor);
        rest_minor -= row->amount_minor;
        g_ptr_array_add (allocations, row);
    }
    return allocations;
}

char *
payment_draft_to_json (const PaymentRequest *request, gboolean with_tenders)
{
    PaymentRequest sent = *request;
    GString *body = g_string_new (NULL);

    if (!with_tenders)
        sent.tenders = NULL;
    json_append_input (body, &payment_request_record, &sent);
    return g_string_free (body, FALSE);
}
