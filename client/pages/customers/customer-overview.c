/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first screen of a customer's card. */
#include "client/pages/customers/customer-overview.h"

#include "client/core/format.h"
#include "client/core/records.h"
#include "client/widgets/badge.h"
#include "client/widgets/chart.h"
#include "client/widgets/facts.h"
#include "client/widgets/pieces.h"
#include "client/widgets/table.h"
#include "common/types/billing-types.h"
#include "common/types/readings-types.h"
#include "common/types/subscriptions-types.h"

#define SHOWN_READINGS 12
#define CHART_HEIGHT_PX 150

struct _SirajCustomerOverview {
    GtkBox parent_instance;
    SirajPage *page;
    GtkWidget *who;
    GtkWidget *where;
    GtkWidget *money;
    GtkWidget *chart;
    GtkWidget *chart_empty;
    GtkWidget *open_title;
    GtkWidget *open_table; /* hidden when nothing is open */
    GListStore *open;      /* SirajItem of Invoice */
    GListStore *readings;  /* SirajItem of Reading */
    GCancellable *asking;
};

G_DEFINE_FINAL_TYPE (SirajCustomerOverview, customer_overview, GTK_TYPE_BOX)

static const Column open_columns[] = {
    { "number", 16, COLUMN_EXPAND }, { "issue_date", 12 }, { "due_date", 12 }, { "open_minor", 13 },
    { "state", 10, COLUMN_BADGE },
};

static const Column reading_columns[] = {
    { "read_on", 12 },
    { "value", 11 },
    { "consumption_wh", 12 },
    { "kind", 10 },
    { "state", 14, COLUMN_BADGE | COLUMN_EXPAND },
};

/* Who and where */

static void
show_who (SirajCustomerOverview *self, const Customer *customer)
{
    SirajFacts *who = SIRAJ_FACTS (self->who);
    static const char *const members[] = {
        "class_name", "mobile", "phone", "identity_number", "tax_number", "notes",
    };

    facts_clear (who);
    for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        facts_add_field (who, &customer_record, members[i], customer);
}

static void
show_where (SirajCustomerOverview *self, const Customer *customer, const Account *account)
{
    SirajFacts *where = SIRAJ_FACTS (self->where);

    facts_clear (where);
    facts_add_field (where, &customer_record, "station_name", customer);
    facts_add_field (where, &customer_record, "city", customer);
    facts_add_field (where, &customer_record, "district", customer);
    if (account == NULL)
        facts_add_field (where, &customer_record, "address", customer);
}

/* Money */

static char *
since_words (const Account *account)
{
    g_autofree char *day = format_date (account->oldest_due_date);
    Date today = instant_date (g_get_real_time (), 0);
    gint64 days = MAX (0, today - account->oldest_due_date);
    g_autofree char *count = format_integer (days);

    return g_strdup_printf (tr_plural ("%s (%s day)", "%s (%s days)", (gulong)days), day, count);
}

static void
show_payment (SirajFacts *money, const Account *account)
{
    g_autofree char *amount = NULL;
    g_autofree char *day = NULL;
    g_autofree char *words = NULL;

    if (account->last_payment_date == DATE_NONE)
        return;
    amount = format_money_currency (account->last_payment_minor);
    day = format_date (account->last_payment_date);
    words = g_strdup_printf ("%s · %s", amount, day);
    facts_add (money, N_ ("Last payment"), words);
}

static void
show_owed (SirajFacts *money, const Account *account)
{
    gboolean owes = account->receivable_minor > 0;
    g_autofree char *owed = format_money_currency (account->receivable_minor);
    GtkWidget *value = facts_add (money, N_ ("Owed"), owes ? owed : tr ("Nothing"));

    gtk_widget_add_css_class (value, "owed");
    gtk_widget_add_css_class (value, account->overdue_minor > 0 ? "tone-bad-text" : "plain-text");
    if (account->overdue_minor > 0) {
        g_autofree char *overdue = format_money_currency (account->overdue_minor);
        g_autofree char *since = since_words (account);

        facts_add (money, N_ ("Of it overdue"), overdue);
        facts_add (money, N_ ("Since"), since);
    } else if (owes && account->oldest_due_date != DATE_NONE) {
        g_autofree char *due = format_date (account->oldest_due_date);

        facts_add (money, N_ ("Due"), due);
    }
}

static void
show_money (SirajCustomerOverview *self, const Account *account)
{
    SirajFacts *money = SIRAJ_FACTS (self->money);

    facts_clear (money);
    if (account == NULL) {
        facts_add (money, N_ ("Account"), tr ("None yet: conclude an agreement."));
        return;
    }
    show_owed (money, account);
    if (account->advance_minor > 0) {
        g_autofree char *advance = format_money_currency (account->advance_minor);

        facts_add (money, N_ ("Paid ahead"), advance);
    }
    show_payment (money, account);
    facts_add_field (money, &account_record, "number", account);
    if (account->billing_hold)
        facts_add (money, N_ ("Billing hold"),
                   account->hold_reason != NULL ? account->hold_reason : tr ("Yes"));
}

/* What the server tells of the account */

static void
show_agreements (SirajCustomerOverview *self, GPtrArray *agreements)
{
    SirajFacts *where = SIRAJ_FACTS (self->where);
    static const char *const members[] = {
        "address",           "service_point_number", "meter_number", "tariff_name",
        "contracted_load_w", "cycle_name",           "billed_date",
    };

    for (guint i = 0; i < agreements->len; i++) {
        const ServiceAgreement *agreement = agreements->pdata[i];

        if (agreement->state == AGREEMENT_STATE_TERMINATED)
            continue;
        for (guint j = 0; j < G_N_ELEMENTS (members); j++)
            facts_add_field (where, &service_agreement_record, members[j], agreement);
    }
}

/* "08": the bars stand in order, the year is on the readings beside them. */
static char *
month_of (Date date)
{
    int year, month, day;
    g_autofree char *text = NULL;

    date_split (date, &year, &month, &day);
    text = g_strdup_printf ("%02d/%02d", month, year % 100);
    return format_text (text);
}

static void
show_readings (SirajCustomerOverview *self, GPtrArray *readings)
{
    guint bars = 0;

    g_list_store_remove_all (self->readings);
    chart_clear (SIRAJ_CHART (self->chart));
    for (guint i = readings->len; i > 0; i--) {
        const Reading *reading = readings->pdata[i - 1];
        g_autofree char *month = month_of (reading->read_on);

        if (reading->state != READING_STATE_ACCEPTED || reading->kind == READING_KIND_INITIAL ||
            reading->consumption_wh == INT64_NONE)
            continue;
        chart_add (SIRAJ_CHART (self->chart), month, reading->consumption_wh);
        bars++;
    }
    for (guint i = 0; i < MIN (readings->len, 4); i++) {
        g_autoptr (SirajItem) item =
            item_new (&reading_record, record_copy (&reading_record, readings->pdata[i]));

        g_list_store_append (self->readings, item);
    }
    gtk_widget_set_visible (self->chart, bars > 0);
    gtk_widget_set_visible (self->chart_empty, bars == 0);
}

static void
show_invoices (SirajCustomerOverview *self, GPtrArray *invoices)
{
    g_list_store_remove_all (self->open);
    for (guint i = 0; i < invoices->len; i++) {
        g_autoptr (SirajItem) item =
            item_new (&invoice_record, record_copy (&invoice_record, invoices->pdata[i]));

        g_list_store_append (self->open, item);
    }
    gtk_widget_set_visible (self->open_table, invoices->len > 0);
    gtk_label_set_text (GTK_LABEL (self->open_title),
                        invoices->len > 0 ? tr ("Open invoices") : tr ("No invoice is open"));
}

typedef void (*ShowRecords) (SirajCustomerOverview *self, GPtrArray *records);

static void
show_answer (GAsyncResult *result, gpointer user_data, ShowRecords show)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) records = records_get_finish (result, &error);

    if (api_error_is_cancelled (error))
        return;
    if (records != NULL)
        show (user_data, records);
    else
        page_report (SIRAJ_CUSTOMER_OVERVIEW (user_data)->page, error);
}

static void
agreements_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    show_answer (result, user_data, show_agreements);
}

static void
readings_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    show_answer (result, user_data, show_readings);
}

static void
invoices_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    show_answer (result, user_data, show_invoices);
}

typedef struct {
    const char *permission;
    const char *path; /* the account's id goes behind it */
    const Record *record;
    GAsyncReadyCallback came;
} Question;

static const Question questions[] = {
    { "subscriptions.read", "/api/v1/agreements?account_id=", &service_agreement_record,
      agreements_came },
    { "readings.read", "/api/v1/readings?sort=-read_on&limit=13&count=0&account_id=",
      &reading_record, readings_came },
    { "invoices.read", "/api/v1/invoices?state=open&sort=due_date&limit=20&count=0&account_id=",
      &invoice_record, invoices_came },
};

static void
ask (SirajCustomerOverview *self, const Question *question, gint64 account_id)
{
    g_autofree char *path = g_strdup_printf ("%s%" G_GINT64_FORMAT, question->path, account_id);

    if (client_session_may (page_get_session (self->page), question->permission))
        records_get_async (page_get_api (self->page), path, question->record, self->asking,
                           question->came, self);
}

void
customer_overview_show (SirajCustomerOverview *self, const Customer *customer,
                        const Account *account)
{
    g_cancellable_cancel (self->asking);
    g_object_unref (self->asking);
    self->asking = g_cancellable_new ();
    show_who (self, customer);
    show_where (self, customer, account);
    show_money (self, account);
    g_list_store_remove_all (self->open);
    g_list_store_remove_all (self->readings);
    for (guint i = 0; i < G_N_ELEMENTS (questions) && account != NULL; i++)
        ask (self, &questions[i], account->id);
}

/* Making */

static void
open_activated (SirajTable *table, SirajItem *item, gpointer user_data)
{
    page_open_id (SIRAJ_CUSTOMER_OVERVIEW (user_data)->page, "invoice", item_get_id (item));
}

static GtkWidget *
make_facts (SirajCustomerOverview *self)
{
    GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

    self->money = facts_new (N_ ("Account"));
    self->who = facts_new (N_ ("Who"));
    self->where = facts_new (N_ ("Where"));
    gtk_box_append (GTK_BOX (column), self->money);
    gtk_box_append (GTK_BOX (column), self->who);
    gtk_box_append (GTK_BOX (column), self->where);
    return column;
}

static GtkWidget *
make_table (GListStore *rows, const Record *record, const Column *columns, guint n_columns)
{
    GtkWidget *table = table_new (G_LIST_MODEL (rows), record, columns, n_columns);

    gtk_widget_set_vexpand (table, TRUE);
    gtk_widget_add_css_class (table, "framed");
    return table;
}

static GtkWidget *
make_history (SirajCustomerOverview *self)
{
    GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

    self->chart = chart_new (CHART_BARS, N_ ("Consumption of the last months in kWh"));
    chart_set_scale (SIRAJ_CHART (self->chart), 1000);
    gtk_widget_set_size_request (self->chart, -1, CHART_HEIGHT_PX);
    self->chart_empty = label_new (tr ("There is no reading to compare yet."), "dim-label");
    self->open_title = label_new (tr ("Open invoices"), "heading");
    gtk_box_append (GTK_BOX (column), label_new (tr ("Consumption (kWh)"), "heading"));
    gtk_box_append (GTK_BOX (column), self->chart);
    gtk_box_append (GTK_BOX (column), self->chart_empty);
    gtk_box_append (GTK_BOX (column), label_new (tr ("Last readings"), "heading"));
    gtk_box_append (GTK_BOX (column), make_table (self->readings, &reading_record, reading_columns,
                                                  G_N_ELEMENTS (reading_columns)));
    gtk_box_append (GTK_BOX (column), self->open_title);
    self->open_table =
        make_table (self->open, &invoice_record, open_columns, G_N_ELEMENTS (open_columns));
    g_signal_connect (self->open_table, "activated", G_CALLBACK (open_activated), self);
    gtk_box_append (GTK_BOX (column), self->open_table);
    gtk_widget_set_hexpand (column, TRUE);
    return column;
}

static void
customer_overview_dispose (GObject *object)
{
    g_cancellable_cancel (SIRAJ_CUSTOMER_OVERVIEW (object)->asking);
    G_OBJECT_CLASS (customer_overview_parent_class)->dispose (object);
}

static void
customer_overview_finalize (GObject *object)
{
    SirajCustomerOverview *self = SIRAJ_CUSTOMER_OVERVIEW (object);

    g_object_unref (self->open);
    g_object_unref (self->readings);
    g_object_unref (self->asking);
    G_OBJECT_CLASS (customer_overview_parent_class)->finalize (object);
}

static void
customer_overview_class_init (SirajCustomerOverviewClass *class)
{
    G_OBJECT_CLASS (class)->dispose = customer_overview_dispose;
    G_OBJECT_CLASS (class)->finalize = customer_overview_finalize;
}

/* At large text a column is taller than the window: it scrolls, the window does not grow. */
static GtkWidget *
scrolling (GtkWidget *column)
{
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                    GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), column);
    return scrolled;
}

static void
customer_overview_init (SirajCustomerOverview *self)
{
    self->asking = g_cancellable_new ();
    self->open = g_list_store_new (SIRAJ_TYPE_ITEM);
    self->readings = g_list_store_new (SIRAJ_TYPE_ITEM);
    gtk_box_set_spacing (GTK_BOX (self), 24);
    gtk_widget_add_css_class (GTK_WIDGET (self), "overview");
    gtk_box_append (GTK_BOX (self), scrolling (make_facts (self)));
    gtk_box_append (GTK_BOX (self), scrolling (make_history (self)));
}

GtkWidget *
customer_overview_new (SirajPage *page)
{
    SirajCustomerOverview *self = g_object_new (SIRAJ_TYPE_CUSTOMER_OVERVIEW, NULL);

    self->page = page;
    return GTK_WIDGET (self);
}
