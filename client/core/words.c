/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of open lists: a newer server may send one that is not here, and it is shown as is. */
#include "client/core/words.h"

#include "client/core/audit-types.h"
#include "common/types/accounting-types.h"
#include "common/types/customers-types.h"
#include "common/types/jobs-types.h"
#include "common/types/payments-types.h"

ENUMERATION_DEFINE (job_words, "job_kind", { 0, "billing_run", N_ ("Billing run") },
                    { 0, "invoice_print", N_ ("Printing of invoices") },
                    { 0, "recurring_invoices", N_ ("Recurring invoices") },
                    { 0, "accrual", N_ ("Unbilled energy") },
                    { 0, "mass_rebill", N_ ("Billing again") },
                    { 0, "billing_cycle", N_ ("Billing of a cycle") },
                    { 0, "import", N_ ("Import of a file") });

ENUMERATION_DEFINE (entry_words, "journal_kind", { 0, "invoices", N_ ("Invoices") },
                    { 0, "invoice", N_ ("Invoice") }, { 0, "advance", N_ ("Advances applied") },
                    { 0, "payment", N_ ("Payment") },
                    { 0, "cancellation", N_ ("Cancelled payment") },
                    { 0, "credit_note", N_ ("Credit note") },
                    { 0, "release", N_ ("Payment released") },
                    { 0, "accrual", N_ ("Accrual of unbilled energy") },
                    { 0, "accrual_reversal", N_ ("Reversal of an accrual") },
                    { 0, "transfer", N_ ("Transfer between classes") },
                    { 0, "class_transfer", N_ ("Transfer between classes") },
                    { 0, "reversal", N_ ("Reversal") });

ENUMERATION_DEFINE (
    key_words, "posting_key", { 0, "cash", N_ ("Cash") }, { 0, "bank", N_ ("Bank") },
    { 0, "cheques_in_hand", N_ ("Cheques in hand") }, { 0, "card_clearing", N_ ("Card clearing") },
    { 0, "wallet_clearing", N_ ("Mobile wallet clearing") },
    { 0, "meter_stock", N_ ("Meter stock") }, { 0, "receivable", N_ ("Customer receivables") },
    { 0, "allowance", N_ ("Allowance for doubtful debts") },
    { 0, "unbilled", N_ ("Unbilled energy") }, { 0, "deposits", N_ ("Customer deposits") },
    { 0, "advances", N_ ("Customer advances") }, { 0, "suspense", N_ ("Receipts in suspense") },
    { 0, "deferred", N_ ("Deferred prepaid revenue") }, { 0, "tax", N_ ("Sales tax") },
    { 0, "opening_equity", N_ ("Opening balances") },
    { 0, "revenue_energy", N_ ("Energy revenue") },
    { 0, "revenue_service", N_ ("Service revenue") },
    { 0, "revenue_fixed", N_ ("Fixed charge revenue") },
    { 0, "revenue_rent", N_ ("Meter rent revenue") },
    { 0, "revenue_penalty", N_ ("Penalty revenue") },
    { 0, "revenue_subscription", N_ ("New subscription revenue") },
    { 0, "revenue_upgrade", N_ ("Upgrade revenue") }, { 0, "revenue_meter", N_ ("Meter sales") },
    { 0, "rounding", N_ ("Rounding differences") }, { 0, "discount", N_ ("Discounts allowed") },
    { 0, "commission", N_ ("Gateway commission") },
    { 0, "cost_of_goods", N_ ("Cost of goods sold") }, { 0, "bad_debt", N_ ("Bad debts") });

/* Which member of which record holds which words. */
static const struct {
    const Record *record;
    const char *member;
    const Enumeration *words;
} holders[] = {
    { &job_record, "kind", &job_words },
    { &audit_line_record, "action", &job_words },
    { &journal_entry_record, "kind", &entry_words },
    { &journal_line_record, "posting_key", &key_words },
    { &posting_key_record, "key", &key_words },
    { &payment_method_record, "posting_key", &key_words },
    { &customer_class_record, "receivable_key", &key_words },
};

static const char *
find_label (const Enumeration *words, const char *text)
{
    for (guint i = 0; i < words->n_values; i++)
        if (g_str_equal (words->values[i].word, text))
            return tr (words->values[i].label);
    return NULL;
}

const char *
words_label (const Field *field, const char *text)
{
    for (guint i = 0; i < G_N_ELEMENTS (holders); i++) {
        const Record *record = holders[i].record;

        if (field >= record->fields && field < record->fields + record->n_fields &&
            g_str_equal (field->name, holders[i].member))
            return find_label (holders[i].words, text);
    }
    return NULL;
}
