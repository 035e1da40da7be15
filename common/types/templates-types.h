/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How invoices look on paper, on the wire. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef enum {
    TEMPLATE_PAPER_A4,
    TEMPLATE_PAPER_HALF_A4, /* half a sheet a page */
} TemplatePaper;
extern const Enumeration template_paper_enum;

/* One for a class of customers, or the default, which serves every class without its own. */
typedef struct {
    gint64 id;
    char *name;
    gint64 class_id; /* 0: none */
    char *class_name;
    gboolean is_default;
    int paper;
    char *header; /* a notice above the bill */
    char *footer; /* under every page */
    char *how_to_pay;
    char *terms;
    char *logo_png; /* base64 */
    gboolean show_chart;
    gboolean show_payments;
    gboolean show_comparison;
    gboolean show_explanation;
    gboolean active;
    char *updated_by_name;
    Instant updated_at;
    gint64 version;
} InvoiceTemplate;
RECORD_DECLARE (invoice_template, InvoiceTemplate);

/* Of what a notice and the rest may be long, in characters. */
#define TEMPLATE_HEADER_MAX 500
#define TEMPLATE_FOOTER_MAX 300
#define TEMPLATE_HOW_TO_PAY_MAX 1000
#define TEMPLATE_TERMS_MAX 4000
#define TEMPLATE_LOGO_MAX_BYTES (128 * 1024)

typedef enum {
    PRINT_METHOD_PRINT, /* on a desk's printer */
    PRINT_METHOD_BATCH, /* in a file of many */
    PRINT_METHOD_FILE,  /* saved as a file of its own */
} PrintMethod;
extern const Enumeration print_method_enum;

/* One printing of an invoice: the first is the original. */
typedef struct {
    gint64 id;
    gint64 invoice_id;
    int method;
    gboolean is_copy;
    char *printed_by_name;
    Instant printed_at;
} InvoicePrint;
RECORD_DECLARE (invoice_print, InvoicePrint);

/* Which invoices go into one file: the filters of their list. */
typedef struct {
    gint64 run_id;
    gint64 class_id;
    gint64 station_id;
    gint64 route_id;
    gint64 account_id;
    char *state;
    char *q;
    Date from;
    Date to;
    gboolean only_unprinted;
} PrintRequest;
RECORD_DECLARE (print_request, PrintRequest);

G_END_DECLS
