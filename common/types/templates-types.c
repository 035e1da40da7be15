/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of invoice templates and printings. */
#include "common/types/templates-types.h"

ENUMERATION_DEFINE (template_paper_enum, "template_paper",
                    { TEMPLATE_PAPER_A4, "a4", N_ ("Whole A4 sheet") },
                    { TEMPLATE_PAPER_HALF_A4, "half_a4", N_ ("Half an A4 sheet") });

ENUMERATION_DEFINE (print_method_enum, "print_method",
                    { PRINT_METHOD_PRINT, "print", N_ ("Printed at a desk") },
                    { PRINT_METHOD_BATCH, "batch", N_ ("Printed in a batch") },
                    { PRINT_METHOD_FILE, "file", N_ ("Saved as a file") });

RECORD_DEFINE (
    invoice_template, InvoiceTemplate, FIELD_ID (InvoiceTemplate, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_TEXT (InvoiceTemplate, name, N_ ("Template"), FIELD_REQUIRED),
    FIELD_ID (InvoiceTemplate, class_id, N_ ("Class"), FIELD_PLAIN),
    FIELD_TEXT (InvoiceTemplate, class_name, N_ ("Class"), FIELD_READ_ONLY),
    FIELD_BOOLEAN (InvoiceTemplate, is_default, N_ ("For every class without its own"),
                   FIELD_PLAIN),
    FIELD_ENUM (InvoiceTemplate, paper, N_ ("Paper"), template_paper_enum, FIELD_PLAIN),
    FIELD_TEXT (InvoiceTemplate, header, N_ ("Notice above the bill"), FIELD_LONG),
    FIELD_TEXT (InvoiceTemplate, footer, N_ ("Line under every page"), FIELD_LONG),
    FIELD_TEXT (InvoiceTemplate, how_to_pay, N_ ("How to pay"), FIELD_LONG),
    FIELD_TEXT (InvoiceTemplate, terms, N_ ("Terms"), FIELD_LONG),
    FIELD_TEXT (InvoiceTemplate, logo_png, N_ ("Logo"), FIELD_PLAIN),
    FIELD_BOOLEAN (InvoiceTemplate, show_chart, N_ ("Chart of consumption"), FIELD_PLAIN),
    FIELD_BOOLEAN (InvoiceTemplate, show_payments, N_ ("Last payments"), FIELD_PLAIN),
    FIELD_BOOLEAN (InvoiceTemplate, show_comparison, N_ ("Comparison with the bill before"),
                   FIELD_PLAIN),
    FIELD_BOOLEAN (InvoiceTemplate, show_explanation, N_ ("How each line came about"), FIELD_PLAIN),
    FIELD_BOOLEAN (InvoiceTemplate, active, N_ ("In use"), FIELD_PLAIN),
    FIELD_TEXT (InvoiceTemplate, updated_by_name, N_ ("Changed by"), FIELD_READ_ONLY),
    FIELD_INSTANT (InvoiceTemplate, updated_at, N_ ("Changed at"), FIELD_READ_ONLY),
    FIELD_INTEGER (InvoiceTemplate, version, N_ ("Version"), FIELD_READ_ONLY))

RECORD_DEFINE (invoice_print, InvoicePrint, FIELD_ID (InvoicePrint, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ID (InvoicePrint, invoice_id, N_ ("Invoice"), FIELD_READ_ONLY),
               FIELD_ENUM (InvoicePrint, method, N_ ("Method"), print_method_enum, FIELD_PLAIN),
               FIELD_BOOLEAN (InvoicePrint, is_copy, N_ ("Duplicate"), FIELD_READ_ONLY),
               FIELD_TEXT (InvoicePrint, printed_by_name, N_ ("Printed by"), FIELD_READ_ONLY),
               FIELD_INSTANT (InvoicePrint, printed_at, N_ ("Printed at"), FIELD_READ_ONLY))

RECORD_DEFINE (print_request, PrintRequest,
               FIELD_ID (PrintRequest, run_id, N_ ("Run"), FIELD_PLAIN),
               FIELD_ID (PrintRequest, class_id, N_ ("Class"), FIELD_PLAIN),
               FIELD_ID (PrintRequest, station_id, N_ ("Station"), FIELD_PLAIN),
               FIELD_ID (PrintRequest, route_id, N_ ("Route"), FIELD_PLAIN),
               FIELD_ID (PrintRequest, account_id, N_ ("Account"), FIELD_PLAIN),
               FIELD_TEXT (PrintRequest, state, N_ ("State"), FIELD_PLAIN),
               FIELD_TEXT (PrintRequest, q, N_ ("Search"), FIELD_PLAIN),
               FIELD_DATE (PrintRequest, from, N_ ("From the day"), FIELD_OPTIONAL),
               FIELD_DATE (PrintRequest, to, N_ ("To the day"), FIELD_OPTIONAL),
               FIELD_BOOLEAN (PrintRequest, only_unprinted, N_ ("Only what was never printed"),
                              FIELD_PLAIN))
