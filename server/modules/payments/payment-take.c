/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preview and taking of a payment: document, allocations, balances and ledger at once. */
#include "common/schema/json.h"
#include "server/modules/payments/payments-private.h"
#include "server/modules/payments/payments-sql.h"
#include "server/modules/payments/payments.h"

static gint64
balance_after (const PaymentPlan *plan)
{
    return plan->receivable_minor - plan->advance_minor - plan->request->amount_minor;
}

gboolean
payments_preview (Operation *op, GError **error)
{
    g_auto (PaymentPlan) plan = { 0 };
    AllocationPreview preview = { 0 };

    if (!payment_plan_make (op, FALSE, &plan, error)) {
        return FALSE;
    }
    preview.amount_minor = plan.request->amount_minor;
    preview.receivable_minor = plan.receivable_minor;
    preview.advance_minor = plan.advance_minor;
    preview.to_advance_minor = plan.to_advance_minor;
    preview.balance_after_minor = balance_after (&plan);
    preview.allocations = plan.allocations;
    operation_answer_record (op, &allocation_preview_record, &preview);
    return TRUE;
}

static gboolean
insert_payment (Operation *op, const PaymentPlan *plan, gint64 *id, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autoptr (GString) tenders = g_string_new (NULL);
    g_autoptr (GString) allocations = g_string_new (NULL);
    const PaymentRequest *request = plan->request;

    json_append_list (tenders, &payment_tender_record, request->tenders);
    json_append_list (allocations, &allocation_record, plan->allocations);
    if (!db_run (op->db, &payments_insert, &rows, error, P_INT64 (request->account_id),
                 P_INT64 (plan->station_id), P_INT64 (op->principal->branch_id),
                 P_DATE (plan->received_on), P_INSTANT (op->now), P_INT64 (request->amount_minor),
                 P_INT64 (balance_after (plan)), P_TEXT (request->payer), P_TEXT (request->notes),
                 P_INT64 (op->principal->user_id), P_TEXT (tenders->str), P_TEXT (allocations->str),
                 P_INT64 (plan->allocated_minor), P_INT64 (plan->to_advance_minor))) {
        return FALSE;
    }
    *id = rows_int64 (rows, 0, 0);
    return TRUE;
}

/* Dr the tenders, Cr receivable of the class and customers' advances. */
static gboolean
post_payment (Operation *op, const PaymentPlan *plan, gint64 id, GError **error)
{
    JournalPosting postings[MAX_TENDERS + 2];
    guint n = plan->n_tenders;
    const JournalHeader header = {
        .entry_date = plan->received_on,
        .kind = "payment",
        .branch_id = op->principal->branch_id,
        .station_id = plan->station_id,
        .class_id = plan->class_id,
        .source = "payments",
        .source_id = id,
        .batch_no = INT64_NONE,
        .account_id = plan->request->account_id,
        .created_by = op->principal->user_id,
    };

    for (guint i = 0; i < n; i++) {
        postings[i] = plan->tenders[i];
    }
    postings[n++] = journal_credit (plan->receivable_key, plan->allocated_minor);
    postings[n++] = journal_credit (POSTING_ADVANCES, plan->to_advance_minor);
    return journal_post (op->db, &header, postings, n, NULL, error);
}

gboolean
payments_record (Operation *op, gint64 *id, GError **error)
{
    g_auto (PaymentPlan) plan = { 0 };

    return payment_plan_make (op, TRUE, &plan, error) && insert_payment (op, &plan, id, error) &&
           post_payment (op, &plan, *id, error);
}

gboolean
payments_take (Operation *op, GError **error)
{
    gint64 id = 0;

    return payments_record (op, &id, error) && payment_answer (op, id, TRUE, error);
}
