/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trial balance of some days, with the line that ties it to the customers. */
#include "client/pages/accounting/accounting-pages.h"

#include "client/core/format.h"
#include "client/core/records.h"
#include "client/widgets/badge.h"
#include "client/widgets/editor.h"
#include "client/widgets/pieces.h"
#include "client/widgets/status-line.h"
#include "client/widgets/table.h"
#include "common/types/accounting-types.h"

#define SIRAJ_TYPE_TRIAL_BALANCE_PAGE (trial_balance_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajTrialBalancePage, trial_balance_page, SIRAJ, TRIAL_BALANCE_PAGE,
                      SirajPage)

struct _SirajTrialBalancePage {
    SirajPage parent_instance;
    SirajEditor *from;
    SirajEditor *to;
    GtkWidget *line;
    GtkWidget *sums;
    GtkWidget *balanced;
    GtkWidget *tied;
    GListStore *rows;
    TrialBalance *asked; /* the days that were typed */
};

G_DEFINE_FINAL_TYPE (SirajTrialBalancePage, trial_balance_page, SIRAJ_TYPE_PAGE)

static const Column columns[] = {
    { "account_code", 10 },
    { "account_name", 34, COLUMN_EXPAND },
    { "kind", 12 },
    { "opening_minor", 17, COLUMN_DASH },
    { "debit_minor", 17, COLUMN_DASH },
    { "credit_minor", 17, COLUMN_DASH },
    { "closing_minor", 17, COLUMN_DASH },
};

/* The two proofs: debit equals credit, and the customers equal their control account. */
static void
show_proofs (SirajTrialBalancePage *self, const TrialBalance *balance)
{
    g_autofree char *debit = format_money (balance->debit_minor);
    g_autofree char *credit = format_money (balance->credit_minor);
    g_autofree char *customers = format_money (balance->subledger_minor);
    g_autofree char *control = format_money (balance->control_minor);
    g_autofree char *sums = g_strdup_printf (tr ("Debit %s · Credit %s"), debit, credit);
    gboolean balanced =
        balance->debit_minor == balance->credit_minor && balance->difference_minor == 0;
    gboolean tied = balance->subledger_minor == balance->control_minor;
    g_autofree char *tie = g_strdup_printf (tied ? tr ("Customers %s = control account %s")
                                                 : tr ("Customers %s ≠ control account %s"),
                                            customers, control);

    gtk_label_set_text (GTK_LABEL (self->sums), sums);
    badge_set (self->balanced, balanced ? TONE_GOOD : TONE_BAD,
               balanced ? tr ("In balance") : tr ("Out of balance"));
    badge_set (self->tied, tied ? TONE_GOOD : TONE_BAD, tie);
}

static void
loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajTrialBalancePage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (TrialBalance) balance = NULL;

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    balance = answer != NULL ? record_from_answer (answer, &trial_balance_record, &error) : NULL;
    if (balance == NULL) {
        status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
        return;
    }
    status_line_set (SIRAJ_STATUS_LINE (self->line), TONE_NEUTRAL, NULL);
    records_fill_store (self->rows, &trial_balance_row_record, balance->rows);
    editor_load (self->from, balance);
    editor_load (self->to, balance);
    show_proofs (self, balance);
}

static gboolean
store (SirajTrialBalancePage *self, SirajEditor *editor)
{
    g_autoptr (GError) error = NULL;
    gboolean good = editor_store (editor, self->asked, &error);

    editor_set_error (editor, !good);
    if (!good) {
        status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
        gtk_widget_grab_focus (GTK_WIDGET (editor));
    }
    return good;
}

static void
load (SirajTrialBalancePage *self)
{
    g_autofree char *from = NULL;
    g_autofree char *to = NULL;
    g_autoptr (GString) path = g_string_new ("/api/v1/trial-balance");

    if (!store (self, self->from) || !store (self, self->to))
        return;
    from = date_format (self->asked->from_date);
    to = date_format (self->asked->to_date);
    if (*from != '\0')
        g_string_append_printf (path, "?from=%s", from);
    if (*to != '\0')
        g_string_append_printf (path, "%cto=%s", *from != '\0' ? '&' : '?', to);
    page_set_busy (SIRAJ_PAGE (self), TRUE);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &(ApiRequest) { "GET", path->str },
                    page_get_cancellable (SIRAJ_PAGE (self)), loaded, self);
}

static void
row_activated (SirajTable *table, SirajItem *item, gpointer user_data)
{
    SirajTrialBalancePage *self = user_data;
    const TrialBalanceRow *row = item_get_data (item);
    g_autofree char *from = date_format (self->asked->from_date);
    g_autofree char *to = date_format (self->asked->to_date);
    g_autofree char *query =
        *from != '\0' && *to != '\0'
            ? g_strdup_printf ("account_code=%s&from=%s&to=%s", row->account_code, from, to)
            : g_strdup_printf ("account_code=%s", row->account_code);

    page_open (SIRAJ_PAGE (self), &(PageLocation) { "journal", 0, query });
}

static void
trial_balance_page_refresh (SirajPage *page)
{
    load (SIRAJ_TRIAL_BALANCE_PAGE (page));
}

static void
trial_balance_page_shown (SirajPage *page)
{
    gtk_widget_grab_focus (GTK_WIDGET (SIRAJ_TRIAL_BALANCE_PAGE (page)->from));
}

/* Making */

static SirajEditor *
add_day (SirajTrialBalancePage *self, GtkWidget *tools, const char *member)
{
    const Field *field = record_find_field (&trial_balance_record, member);
    SirajEditor *editor =
        editor_new (&trial_balance_record, field, NULL, page_get_api (SIRAJ_PAGE (self)));

    gtk_box_append (GTK_BOX (tools), label_new (tr (field->label), "field-label"));
    gtk_box_append (GTK_BOX (tools), GTK_WIDGET (editor));
    g_signal_connect_swapped (editor, "activated", G_CALLBACK (load), self);
    return editor;
}

static GtkWidget *
make_tools (SirajTrialBalancePage *self)
{
    GtkWidget *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *show = gtk_button_new_with_mnemonic (tr ("_Show"));

    self->from = add_day (self, tools, "from_date");
    self->to = add_day (self, tools, "to_date");
    self->line = status_line_new ();
    gtk_widget_set_hexpand (self->line, TRUE);
    gtk_widget_set_tooltip_text (show, "F5");
    gtk_widget_add_css_class (tools, "tools");
    gtk_box_append (GTK_BOX (tools), show);
    gtk_box_append (GTK_BOX (tools), self->line);
    g_signal_connect_swapped (show, "clicked", G_CALLBACK (load), self);
    return tools;
}

static GtkWidget *
make_foot (SirajTrialBalancePage *self)
{
    GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

    self->sums = label_new (NULL, "heading");
    self->balanced = badge_new (TONE_NEUTRAL, NULL);
    self->tied = badge_new (TONE_NEUTRAL, NULL);
    gtk_widget_add_css_class (foot, "foot");
    gtk_box_append (GTK_BOX (foot), self->sums);
    gtk_box_append (GTK_BOX (foot), self->balanced);
    gtk_box_append (GTK_BOX (foot), self->tied);
    return foot;
}

static void
trial_balance_page_finalize (GObject *object)
{
    SirajTrialBalancePage *self = SIRAJ_TRIAL_BALANCE_PAGE (object);

    g_object_unref (self->rows);
    trial_balance_free (self->asked);
    G_OBJECT_CLASS (trial_balance_page_parent_class)->finalize (object);
}

static void
trial_balance_page_class_init (SirajTrialBalancePageClass *class)
{
    G_OBJECT_CLASS (class)->finalize = trial_balance_page_finalize;
    SIRAJ_PAGE_CLASS (class)->refresh = trial_balance_page_refresh;
    SIRAJ_PAGE_CLASS (class)->shown = trial_balance_page_shown;
}

static void
trial_balance_page_init (SirajTrialBalancePage *self)
{
    self->asked = trial_balance_new ();
    self->rows = g_list_store_new (SIRAJ_TYPE_ITEM);
}

SirajPage *
trial_balance_page_new (const PageContext *context)
{
    SirajTrialBalancePage *self = g_object_new (SIRAJ_TYPE_TRIAL_BALANCE_PAGE, NULL);
    GtkWidget *table = table_new (G_LIST_MODEL (self->rows), &trial_balance_row_record, columns,
                                  G_N_ELEMENTS (columns));

    page_setup (SIRAJ_PAGE (self), context, tr ("Trial balance"), "x-office-spreadsheet-symbolic");
    gtk_widget_set_vexpand (table, TRUE);
    g_signal_connect (table, "activated", G_CALLBACK (row_activated), self);
    gtk_box_append (GTK_BOX (self), make_tools (self));
    gtk_box_append (GTK_BOX (self), table);
    gtk_box_append (GTK_BOX (self), make_foot (self));
    load (self);
    return SIRAJ_PAGE (self);
}
