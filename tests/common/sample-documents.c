/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents of a made-up utility, for tests and for the eye. */
#include "tests/common/sample-documents.h"

static DocumentHeader *
sample_header (const char *number, const char *qr_payload)
{
    DocumentHeader *header = document_header_new ();
    header->company_name = g_strdup ("المؤسسة العامة للكهرباء – عدن");
    header->company_address = g_strdup ("عدن، خور مكسر، شارع الملكة أروى");
    header->company_phone = g_strdup ("+967 2 234 567");
    header->company_tax_number = g_strdup ("310122393500003");
    header->footer = g_strdup ("نشكركم على ترشيد الاستهلاك · الطوارئ على مدار الساعة: 177");
    header->currency = g_strdup ("YER");
    header->utc_offset_minutes = 180;
    header->number = g_strdup (number);
    header->branch = g_strdup ("خور مكسر");
    header->printed_by = g_strdup ("سالم باعوضة");
    header->printed_at =
        (gint64)date_new (2025, 9, 3) * 86400 * G_USEC_PER_SEC + (gint64)9 * 3600 * G_USEC_PER_SEC;
    header->qr_payload = g_strdup (qr_payload);
    return header;
}

static void
add_reading (InvoiceDocument *invoice, const char *register_name, gint64 previous_wh,
             gint64 current_wh, gboolean is_estimated)
{
    InvoiceReading *reading = invoice_reading_new ();
    reading->meter_number = g_strdup ("MTR-88 1234");
    reading->register_name = g_strdup (register_name);
    reading->previous_date = date_new (2025, 8, 1);
    reading->current_date = date_new (2025, 9, 1);
    reading->previous_reading_wh = previous_wh;
    reading->current_reading_wh = current_wh;
    reading->multiplier = 1;
    reading->energy_wh = current_wh - previous_wh;
    reading->is_estimated = is_estimated;
    g_ptr_array_add (invoice->readings, reading);
}

static void
add_block (InvoiceDocument *invoice, const char *description, gint64 energy_wh, gint64 rate_micro)
{
    InvoicePrintLine *line = invoice_print_line_new ();
    line->description = g_strdup (description);
    line->quantity_milli = energy_wh;
    line->unit = g_strdup ("ك.و.س");
    line->rate_micro = rate_micro;
    line->amount_minor = energy_wh * rate_micro / 10000000;
    line->tax_bp = 500;
    invoice->subtotal_minor += line->amount_minor;
    g_ptr_array_add (invoice->lines, line);
}

static void
add_fee (InvoiceDocument *invoice, const char *description, gint64 amount_minor, gint64 tax_bp)
{
    InvoicePrintLine *line = invoice_print_line_new ();
    line->description = g_strdup (description);
    line->amount_minor = amount_minor;
    line->tax_bp = tax_bp;
    invoice->subtotal_minor += amount_minor;
    g_ptr_array_add (invoice->lines, line);
}

static void
add_months (InvoiceDocument *invoice)
{
    static const gint64 kwh[] = { 310, 280, 255, 190, 175, 182, 240, 330, 468, 540, 612, 588 };
    Date month = date_new (2024, 9, 1);
    for (guint i = 0; i < G_N_ELEMENTS (kwh); i++) {
        InvoiceMonth *item = invoice_month_new ();
        item->month = date_add_months (month, (int)i);
        item->energy_wh = kwh[i] * 1000 - (i == 11 ? 500 : 0);
        g_ptr_array_add (invoice->consumption, item);
    }
}

static void
close_invoice (InvoiceDocument *invoice)
{
    InvoiceTaxTotal *tax = invoice_tax_total_new ();
    tax->tax_bp = 500;
    tax->taxable_minor = invoice->subtotal_minor - 30000;
    tax->tax_minor = tax->taxable_minor / 20;
    g_ptr_array_add (invoice->taxes, tax);
    gint64 exact_minor = invoice->subtotal_minor + tax->tax_minor;
    invoice->total_minor = (exact_minor + 50) / 100 * 100;
    invoice->rounding_minor = invoice->total_minor - exact_minor;
    InvoicePayment *payment = invoice_payment_new ();
    payment->receipt_number = g_strdup ("RC-2025-004512");
    payment->date = date_new (2025, 8, 17);
    payment->amount_minor = 1450000;
    g_ptr_array_add (invoice->payments, payment);
    invoice->previous_balance_minor = 1529025;
    invoice->due_minor =
        invoice->previous_balance_minor - payment->amount_minor + invoice->total_minor;
}

static GPtrArray *
list_new (GDestroyNotify free_item)
{
    return g_ptr_array_new_with_free_func (free_item);
}

static void
fill_parties (InvoiceDocument *invoice)
{
    invoice->issue_date = date_new (2025, 9, 2);
    invoice->due_date = date_new (2025, 9, 17);
    invoice->customer_name = g_strdup ("أحمد عبد الله سالم الحداد");
    invoice->customer_number = g_strdup ("0001234");
    invoice->customer_phone = g_strdup ("+967 771 234 567");
    invoice->customer_class = g_strdup ("منزلي");
    invoice->account_number = g_strdup ("01-0000001");
    invoice->agreement_number = g_strdup ("AG-2019-00077");
    invoice->service_address = g_strdup ("خور مكسر، حي السلام، عمارة 14، شقة 3، بجانب مسجد النور");
    invoice->period_from = date_new (2025, 8, 1);
    invoice->period_to = date_new (2025, 9, 1);
    invoice->how_to_pay = g_strdup ("• نقدًا في أي مكتب تحصيل أو لدى المتحصّل\n"
                                    "• عبر المحافظ الإلكترونية برقم الحساب\n"
                                    "• امسح الرمز لفتح صفحة الدفع");
}

InvoiceDocument *
sample_invoice (guint n_extra_lines)
{
    InvoiceDocument *invoice = invoice_document_new ();
    invoice->header =
        sample_header ("INV-2025-000100", "https://pay.example.org/i/INV-2025-000100");
    invoice->readings = list_new ((GDestroyNotify)invoice_reading_free);
    invoice->lines = list_new ((GDestroyNotify)invoice_print_line_free);
    invoice->taxes = list_new ((GDestroyNotify)invoice_tax_total_free);
    invoice->payments = list_new ((GDestroyNotify)invoice_payment_free);
    invoice->consumption = list_new ((GDestroyNotify)invoice_month_free);
    fill_parties (invoice);
    add_reading (invoice, "نهاري", 12041000, 12441000, FALSE);
    add_reading (invoice, "ليلي", 3310000, 3497500, TRUE);
    add_block (invoice, "الشريحة الأولى", 200000, 17000000);
    add_block (invoice, "الشريحة الثانية", 200000, 28000000);
    add_block (invoice, "الشريحة الثالثة (ما زاد على 400 ك.و.س)", 187500, 38960000);
    add_fee (invoice, "رسم الخدمة الثابت", 50000, 500);
    add_fee (invoice, "رسم النظافة", 30000, INT64_NONE);
    for (guint i = 0; i < n_extra_lines; i++)
        add_fee (invoice, "إيجار مكوّن إضافي على نقطة الخدمة", 1000, 500);
    add_months (invoice);
    close_invoice (invoice);
    return invoice;
}

InvoiceDocument *
sample_credit_note (void)
{
    InvoiceDocument *note = sample_invoice (0);
    note->kind = INVOICE_DOCUMENT_CREDIT_NOTE;
    note->corrected_number = g_strdup ("INV-2025-000099");
    note->header->is_copy = TRUE;
    note->due_date = DATE_NONE;
    g_ptr_array_set_size (note->readings, 0);
    g_ptr_array_set_size (note->lines, 0);
    g_ptr_array_set_size (note->taxes, 0);
    g_ptr_array_set_size (note->consumption, 0);
    note->subtotal_minor = 0;
    note->rounding_minor = 0;
    add_block (note, "تصحيح القراءة الحالية: الشريحة الثالثة", -20000, 38960000);
    note->total_minor = note->subtotal_minor;
    g_clear_pointer (&note->how_to_pay, g_free);
    return note;
}

static void
add_allocation (ReceiptDocument *receipt, const char *number, gint64 amount_minor,
                gint64 remaining_minor)
{
    ReceiptAllocation *allocation = receipt_allocation_new ();
    allocation->invoice_number = g_strdup (number);
    allocation->due_date = date_new (2025, 9, 17);
    allocation->amount_minor = amount_minor;
    allocation->remaining_minor = remaining_minor;
    g_ptr_array_add (receipt->allocations, allocation);
}

ReceiptDocument *
sample_receipt (void)
{
    ReceiptDocument *receipt = receipt_document_new ();
    receipt->header = sample_header ("RC-2025-004777", "https://pay.example.org/r/RC-2025-004777");
    receipt->allocations = list_new ((GDestroyNotify)receipt_allocation_free);
    receipt->received_at = receipt->header->printed_at - (gint64)60 * G_USEC_PER_SEC;
    receipt->customer_name = g_strdup ("أحمد عبد الله سالم الحداد");
    receipt->customer_phone = g_strdup ("+967 771 234 567");
    receipt->account_number = g_strdup ("01-0000001");
    receipt->meter_number = g_strdup ("MTR-88 1234");
    receipt->method = g_strdup ("نقدًا");
    receipt->cashier = g_strdup ("منى القدسي");
    receipt->paid_minor = 1500000;
    receipt->tendered_minor = 2000000;
    receipt->change_minor = 500000;
    add_allocation (receipt, "INV-2025-000099", 79025, 0);
    add_allocation (receipt, "INV-2025-000100", 1420975, 325125);
    receipt->balance_minor = 325125;
    return receipt;
}
