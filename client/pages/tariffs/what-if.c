/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What would this much cost? */
#include "client/pages/tariffs/what-if.h"

#include "client/core/format.h"
#include "client/core/records.h"
#include "client/widgets/badge.h"
#include "client/widgets/chart.h"
#include "client/widgets/pieces.h"
#include "client/widgets/table.h"
#include "common/base/quantity.h"
#include "common/base/text.h"
#include "common/types/tariffs-types.h"

#define TYPING_RESTS_MS 250
#define MIN_CURVE_WH (100 * 1000)
#define MAX_CLIFFS 4

struct _SirajWhatIf {
    GtkWidget parent_instance;
    SirajApi *api;
    GCancellable *asking;
    guint source;
    gint64 tariff_id;
    char *document;
    GtkWidget *energy;
    GtkWidget *days;
    GtkWidget *amperes;
    GtkWidget *total;
    GtkWidget *net;
    GtkWidget *cliffs;
    GtkWidget *chart;
    GListStore *lines;
};

enum { FAILED, PRICED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajWhatIf, what_if, GTK_TYPE_WIDGET)

static const Column columns[] = {
    { "description", 14, COLUMN_HIDDEN },
    { "explanation", 22, COLUMN_EXPAND | COLUMN_WRAP },
    { "amount_minor", 11 },
};

static gint64
typed (GtkWidget *entry, guint scale, gint64 fallback)
{
    g_autofree char *text = text_clean_number (gtk_editable_get_text (GTK_EDITABLE (entry)));
    gint64 value;

    return *text != '\0' && decimal_parse (text, scale, &value, NULL) ? value : fallback;
}

static Date
today (void)
{
    return (Date)(g_get_real_time () / (G_GINT64_CONSTANT (86400) * 1000000));
}

/* Showing */

static void
show_quote (SirajWhatIf *self, const Quote *quote)
{
    g_autofree char *total = format_money_currency (quote->total_minor);
    g_autofree char *net = format_money (quote->net_minor);
    g_autofree char *tax = format_money (quote->tax_minor);
    g_autofree char *parts = g_strdup_printf (tr ("Before tax %s · Tax %s"), net, tax);

    gtk_label_set_text (GTK_LABEL (self->total), total);
    gtk_label_set_text (GTK_LABEL (self->net), parts);
    records_fill_store (self->lines, &quote_line_record, quote->lines);
}

/* A cliff is named by the consumption after which one kWh more costs out of proportion. */
static void
add_cliff (SirajWhatIf *self, const CurvePoint *before, const CurvePoint *point)
{
    g_autofree char *energy = format_energy (before->energy_wh);
    g_autofree char *jump = format_money (point->total_minor - before->total_minor);
    g_autofree char *text =
        g_strdup_printf (tr ("After %s kWh the next one costs %s"), energy, jump);

    gtk_box_append (GTK_BOX (self->cliffs), badge_new (TONE_WARNING, text));
}

static void
show_curve (SirajWhatIf *self, const Curve *curve)
{
    GtkWidget *child;
    guint n_cliffs = 0;

    while ((child = gtk_widget_get_first_child (self->cliffs)) != NULL)
        gtk_box_remove (GTK_BOX (self->cliffs), child);
    chart_clear (SIRAJ_CHART (self->chart));
    for (guint i = 0; curve->points != NULL && i < curve->points->len; i++) {
        const CurvePoint *point = curve->points->pdata[i];
        g_autofree char *energy = format_energy (point->energy_wh);

        chart_add (SIRAJ_CHART (self->chart), energy, point->total_minor);
        if (point->cliff)
            chart_mark_last (SIRAJ_CHART (self->chart));
        if (point->cliff && i > 0 && n_cliffs++ < MAX_CLIFFS)
            add_cliff (self, curve->points->pdata[i - 1], point);
    }
}

/* Asking */

static void
curve_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajWhatIf *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (Curve) curve = NULL;

    if (api_error_is_cancelled (error))
        return;
    curve = answer != NULL ? record_from_answer (answer, &curve_record, &error) : NULL;
    if (curve != NULL)
        show_curve (self, curve);
}

static void
quote_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajWhatIf *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (Quote) quote = NULL;

    if (api_error_is_cancelled (error))
        return;
    quote = answer != NULL ? record_from_answer (answer, &quote_record, &error) : NULL;
    if (quote == NULL) {
        g_signal_emit (self, signals[FAILED], 0, error);
        return;
    }
    show_quote (self, quote);
    g_signal_emit (self, signals[PRICED], 0);
}

static void
post (SirajWhatIf *self, const char *verb, char *body, GAsyncReadyCallback answered)
{
    g_autofree char *owned = body;
    g_autofree char *path =
        g_strdup_printf ("/api/v1/tariffs/%" G_GINT64_FORMAT "/%s", self->tariff_id, verb);

    api_call_async (self->api, &(ApiRequest) { "POST", path, body }, self->asking, answered, self);
}

static gboolean
ask (gpointer user_data)
{
    SirajWhatIf *self = user_data;
    Date from = date_month_start (today ());
    gint64 days = MAX (typed (self->days, 0, 30), 1);
    gint64 energy_wh = MAX (typed (self->energy, 3, 0), 0);
    gint64 amperes = typed (self->amperes, 0, INT64_NONE);
    g_autoptr (QuoteRequest) quote = quote_request_new ();
    g_autoptr (CurveRequest) curve = curve_request_new ();

    self->source = 0;
    quote->document = g_strdup (self->document);
    quote->from_date = curve->from_date = from;
    quote->to_date = curve->to_date = from + (Date)MIN (days, 3660);
    quote->energy_wh = energy_wh;
    quote->breaker_amperes = curve->breaker_amperes = amperes;
    curve->document = g_strdup (self->document);
    curve->up_to_wh = MAX (energy_wh + energy_wh / 2, MIN_CURVE_WH);
    self->asking = g_cancellable_new ();
    post (self, "quote", record_to_body (&quote_request_record, quote), quote_answered);
    post (self, "curve", record_to_body (&curve_request_record, curve), curve_answered);
    return G_SOURCE_REMOVE;
}

static void
stop (SirajWhatIf *self)
{
    g_clear_handle_id (&self->source, g_source_remove);
    if (self->asking != NULL)
        g_cancellable_cancel (self->asking);
    g_clear_object (&self->asking);
}

static void
ask_soon (SirajWhatIf *self)
{
    stop (self);
    if (self->document != NULL)
        self->source = g_timeout_add (TYPING_RESTS_MS, ask, self);
}

void
what_if_set (SirajWhatIf *self, gint64 tariff_id, const char *document)
{
    self->tariff_id = tariff_id;
    g_free (self->document);
    self->document = g_strdup (document);
    ask_soon (self);
}

const char *
what_if_get_total (SirajWhatIf *self)
{
    return gtk_label_get_text (GTK_LABEL (self->total));
}

/* Class */

static GtkWidget *
add_entry (SirajWhatIf *self, GtkWidget *box, const char *label, const char *text)
{
    GtkWidget *entry = gtk_entry_new ();

    gtk_editable_set_text (GTK_EDITABLE (entry), text);
    gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
    gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 6);
    gtk_widget_add_css_class (entry, "numeric");
    entry_set_left_to_right (entry);
    widget_set_accessible_name (entry, label);
    gtk_box_append (GTK_BOX (box), label_new (label, "field-label"));
    gtk_box_append (GTK_BOX (box), entry);
    g_signal_connect_swapped (entry, "changed", G_CALLBACK (ask_soon), self);
    return entry;
}

static void
what_if_dispose (GObject *object)
{
    SirajWhatIf *self = SIRAJ_WHAT_IF (object);

    stop (self);
    widget_drop_children (GTK_WIDGET (self));
    g_clear_object (&self->api);
    g_clear_object (&self->lines);
    g_clear_pointer (&self->document, g_free);
    G_OBJECT_CLASS (what_if_parent_class)->dispose (object);
}

static void
what_if_class_init (SirajWhatIfClass *class)
{
    G_OBJECT_CLASS (class)->dispose = what_if_dispose;
    gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
    signals[FAILED] = g_signal_new ("failed", SIRAJ_TYPE_WHAT_IF, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
    signals[PRICED] = g_signal_new ("priced", SIRAJ_TYPE_WHAT_IF, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_asked (SirajWhatIf *self)
{
    GtkWidget *asked = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

    self->energy = add_entry (self, asked, tr ("kWh"), "300");
    self->days = add_entry (self, asked, tr ("Days"), "30");
    self->amperes = add_entry (self, asked, tr ("Amperes"), "");
    return asked;
}

static void
what_if_init (SirajWhatIf *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
    GtkWidget *table;

    self->lines = g_list_store_new (SIRAJ_TYPE_ITEM);
    table =
        table_new (G_LIST_MODEL (self->lines), &quote_line_record, columns, G_N_ELEMENTS (columns));
    self->total = label_new ("–", "title-2");
    self->net = label_new (NULL, "dim-label");
    self->chart = chart_new (CHART_LINE, N_ ("The amount over the consumption"));
    self->cliffs = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
    chart_set_scale (SIRAJ_CHART (self->chart), currency_factor (format_get_currency ()));
    gtk_widget_set_vexpand (table, TRUE);
    gtk_widget_add_css_class (box, "desk");
    gtk_box_append (GTK_BOX (box), label_new (tr ("What would it cost?"), "heading"));
    gtk_box_append (GTK_BOX (box), make_asked (self));
    gtk_box_append (GTK_BOX (box), self->total);
    gtk_box_append (GTK_BOX (box), self->net);
    gtk_box_append (GTK_BOX (box), table);
    gtk_box_append (GTK_BOX (box), self->chart);
    gtk_box_append (GTK_BOX (box), self->cliffs);
    gtk_widget_set_parent (box, GTK_WIDGET (self));
}

GtkWidget *
what_if_new (SirajApi *api)
{
    SirajWhatIf *self = g_object_new (SIRAJ_TYPE_WHAT_IF, NULL);

    self->api = g_object_ref (api);
    return GTK_WIDGET (self);
}
