/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of printed documents: company, number, who printed it and when. */
#include "common/base/money.h"
#include "common/documents/qr.h"
#include "server/modules/invoices/invoices.h"

/* A line that a telephone reads and a clerk can check: company, number, date, total. */
static char *
plain_payload (const DocumentHeader *header, const DocumentIdentity *identity)
{
    const Currency *currency = currency_find (header->currency);
    g_autofree char *date = date_format (identity->date);
    g_autofree char *total = NULL;

    if (currency == NULL) {
        return NULL;
    }
    total = money_format_plain (identity->total_minor, currency);
    return g_strdup_printf ("%s | %s | %s | %s %s", header->company_name, identity->number, date,
                            total, header->currency);
}

DocumentHeader *
document_header_of (Operation *op, const Company *company, const DocumentIdentity *identity)
{
    DocumentHeader *header = document_header_new ();
    gboolean in_english = language_get () == LANGUAGE_ENGLISH && company->name_en != NULL;

    header->company_name = g_strdup (in_english ? company->name_en : company->name);
    header->company_address = g_strdup (company->address);
    header->company_phone = g_strdup (company->phone);
    header->company_tax_number = g_strdup (company->tax_number);
    header->currency = g_strdup (company->currency);
    header->utc_offset_minutes = company->utc_offset_minutes;
    header->number = g_strdup (identity->number);
    header->branch = g_strdup (identity->branch);
    header->printed_by = g_strdup (op->principal->full_name);
    header->printed_at = op->now;
    header->is_copy = identity->is_copy;
    header->is_cancelled = identity->is_cancelled;
    header->qr_payload = plain_payload (header, identity);
    return header;
}

void
operation_answer_pdf (Operation *op, GBytes *bytes, const char *name)
{
    gsize length;
    const char *data = g_bytes_get_data (bytes, &length);

    g_string_append_len (op->answer, data, length);
    g_free (op->answer_type);
    op->answer_type = g_strdup ("application/pdf");
    g_free (op->file_name);
    op->file_name = g_strdup_printf ("%s.pdf", name);
}
