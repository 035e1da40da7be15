/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A payment as its receipt. */
#include "client/pages/payments/receipt-print.h"

#include "client/shell/printing.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"

#define GROUP "receipts"
#define KEY "paper"

Sheet *
receipt_sheet_new (SirajSession *session, const Payment *payment, gint64 given_minor,
                   ReceiptPaper paper)
{
    const ReceiptDetails details = {
        .tendered_minor = given_minor > 0 ? given_minor : INT64_NONE,
        .change_minor =
            given_minor > payment->amount_minor ? given_minor - payment->amount_minor : 0,
    };
    const PrintOrder order = printing_order (session, FALSE);
    g_autoptr (Press) press = press_new ();
    g_autoptr (ReceiptDocument) document = receipt_document_of (
        client_session_get_company_record (session), payment, &details, &order);

    return receipt_compose (press, document, paper);
}

ReceiptPaper
receipt_paper (SirajSettings *settings)
{
    return settings_get_int (settings, GROUP, KEY, RECEIPT_PAPER_80MM) == RECEIPT_PAPER_HALF_A4
               ? RECEIPT_PAPER_HALF_A4
               : RECEIPT_PAPER_80MM;
}

static void
paper_chosen (GtkDropDown *choice, GParamSpec *pspec, gpointer user_data)
{
    settings_set_int (SIRAJ_SETTINGS (user_data), GROUP, KEY,
                      (int)gtk_drop_down_get_selected (choice));
}

GtkWidget *
receipt_paper_choice_new (SirajSettings *settings)
{
    const char *const papers[] = { tr ("Roll"), tr ("Half a sheet"), NULL };
    GtkWidget *choice = gtk_drop_down_new_from_strings (papers);

    gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), receipt_paper (settings));
    widget_set_accessible_name (choice, tr ("Paper"));
    g_signal_connect_object (choice, "notify::selected", G_CALLBACK (paper_chosen), settings, 0);
    return choice;
}

static void
print_failed (const GError *error, gpointer user_data)
{
    page_report (SIRAJ_PAGE (user_data), error);
}

void
receipt_print (SirajPage *page, const Payment *payment, gint64 given_minor)
{
    ReceiptPaper paper = receipt_paper (page_get_settings (page));

    printing_print (GTK_WIDGET (page),
                    receipt_sheet_new (page_get_session (page), payment, given_minor, paper),
                    payment->number, print_failed, page);
}
