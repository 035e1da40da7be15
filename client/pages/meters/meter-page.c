/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of a meter: data, installations, registers, readings; install, exchange, remove. */
#include "client/pages/meters/meter-actions.h"
#include "client/pages/meters/meters-pages.h"
#include "client/shell/audit-history.h"
#include "client/shell/form-page.h"
#include "client/shell/list-pane.h"
#include "common/base/language.h"
#include "common/types/readings-types.h"

#define DIGITS 6
#define MULTIPLIER_MILLI 1000

struct _SirajMeterPage {
    SirajFormPage parent_instance;
    GtkWidget *install; /* NULL until the meter exists */
    GtkWidget *exchange;
    GtkWidget *remove;
    GtkWidget *installations;
    GtkWidget *registers;
    GtkWidget *readings;
};

#define SIRAJ_TYPE_METER_PAGE (meter_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajMeterPage, meter_page, SIRAJ, METER_PAGE, SirajFormPage)
G_DEFINE_FINAL_TYPE (SirajMeterPage, meter_page, SIRAJ_TYPE_FORM_PAGE)

static const FormField plate[] = {
    { "number" },       { "kind" },  { "model_id", 0, { "/api/v1/meter-models", "model_name" } },
    { "manufacturer" }, { "model" },
};
static const FormField counting[] = {
    { "digits" },
    { "decimals" },
    { "multiplier_milli" },
    { "phases" },
};
static const FormField keeping[] = {
    { "station_id", 0, { "/api/v1/stations", "station_name" } },
    { "state" },
    { "condition" },
    { "warranty_end" },
};
static const FormField notes[] = { { "notes", 2 } };
static const FormField hanging[] = {
    { "service_point_number" }, { "installed_on" }, { "customer_name" },
    { "account_number" },       { "latest_value" }, { "latest_date" },
};
static const FormSection sections[] = {
    { N_ ("Plate"), 2, FORM_OPEN, FORM_FIELDS (plate) },
    { N_ ("Where it hangs"), 2, FORM_OPEN, FORM_FIELDS (hanging) },
    { N_ ("Counting"), 2, FORM_OPEN, FORM_FIELDS (counting) },
    { N_ ("Where it is kept"), 2, FORM_OPEN, FORM_FIELDS (keeping) },
    { N_ ("Notes"), 2, FORM_FOLDED, FORM_FIELDS (notes) },
};
static const FormLayout layout = { FORM_FIELDS (sections) };
static const FormPageSpec spec = {
    .title_new = N_ ("Register a meter"),
    .title_member = "number",
    .icon_name = "power-profile-balanced-symbolic",
    .path = "/api/v1/meters",
    .record = &meter_record,
    .layout = &layout,
    .write_permission = "meters.write",
    .list = "meters",
};

static const Column installation_columns[] = {
    { "service_point_number", 16 },
    { "installed_on", 14 },
    { "removed_on", 14 },
    { "removal_reason", 40, COLUMN_EXPAND },
};
static const ListPaneSpec installations_spec = {
    .path = "/api/v1/installations",
    .record = &meter_installation_record,
    .columns = installation_columns,
    .n_columns = G_N_ELEMENTS (installation_columns),
    .whole = TRUE,
    .empty_hint = N_ ("The meter has not been installed anywhere yet."),
};
static const Column register_columns[] = {
    { "code", 10, COLUMN_EXPAND }, { "opened_on", 13 },        { "opening_value", 13 },
    { "latest_date", 13 },         { "latest_value", 13 },     { "billed_date", 13 },
    { "billed_value", 13 },        { "daily_average_wh", 13 }, { "closed_on", 13 },
};
static const ListPaneSpec registers_spec = {
    .path = "/api/v1/registers",
    .record = &register_record,
    .columns = register_columns,
    .n_columns = G_N_ELEMENTS (register_columns),
    .whole = TRUE,
    .empty_hint = N_ ("A register is opened when the meter is installed."),
};
static const Column reading_columns[] = {
    { "read_on", 13, COLUMN_SORT },
    { "register_code", 9 },
    { "previous_value", 13 },
    { "value", 13 },
    { "consumption_wh", 13 },
    { "kind", 11 },
    { "method", 11 },
    { "entered_by_name", 20, COLUMN_EXPAND },
    { "state", 14, COLUMN_BADGE },
};
static const ListPaneSpec readings_spec = {
    .path = "/api/v1/readings",
    .record = &reading_record,
    .columns = reading_columns,
    .n_columns = G_N_ELEMENTS (reading_columns),
    .sort = "-read_on",
    .empty_hint = N_ ("Choose a register above to see what it showed."),
};

static const Meter *
meter_of (SirajMeterPage *self)
{
    return form_page_get_data (SIRAJ_FORM_PAGE (self));
}

static void
install_clicked (SirajMeterPage *self)
{
    meter_install (SIRAJ_PAGE (self), meter_of (self));
}

static void
exchange_clicked (SirajMeterPage *self)
{
    meter_exchange (SIRAJ_PAGE (self), meter_of (self));
}

static void
remove_clicked (SirajMeterPage *self)
{
    meter_remove (SIRAJ_PAGE (self), meter_of (self));
}

/* Readings are those of the register that is selected; the first one is by itself. */
static void
register_selected (SirajListPane *pane, SirajItem *item, gpointer user_data)
{
    SirajMeterPage *self = user_data;

    if (item != NULL)
        list_pane_set (SIRAJ_LIST_PANE (self->readings), "register_id", item_get_id (item));
}

static void
add_tabs (SirajMeterPage *self, gint64 id)
{
    SirajPage *page = SIRAJ_PAGE (self);
    GtkWidget *both = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

    self->installations = list_pane_new (page, &installations_spec);
    self->registers = list_pane_new (page, &registers_spec);
    self->readings = list_pane_new (page, &readings_spec);
    list_pane_set (SIRAJ_LIST_PANE (self->installations), "meter_id", id);
    list_pane_set (SIRAJ_LIST_PANE (self->registers), "meter_id", id);
    list_pane_set_heading (SIRAJ_LIST_PANE (self->registers), N_ ("Meter registers"));
    list_pane_set_heading (SIRAJ_LIST_PANE (self->readings), N_ ("Readings"));
    g_signal_connect (self->registers, "selected", G_CALLBACK (register_selected), self);
    gtk_box_append (GTK_BOX (both), self->registers);
    gtk_widget_set_visible (self->readings,
                            client_session_may (page_get_session (page), "readings.read"));
    gtk_box_append (GTK_BOX (both), self->readings);
    form_page_add_tab (SIRAJ_FORM_PAGE (self), N_ ("Registers and readings"), both);
    form_page_add_tab (SIRAJ_FORM_PAGE (self), N_ ("Installations"), self->installations);
    if (client_session_may (page_get_session (page), "audit.read"))
        form_page_add_tab (SIRAJ_FORM_PAGE (self), N_ ("History"),
                           audit_history_new (page, "meters", id));
}

static void
show_actions (SirajMeterPage *self, const Meter *meter)
{
    gboolean may = client_session_may (page_get_session (SIRAJ_PAGE (self)), "meters.write");
    gboolean hangs = meter->state == METER_STATE_INSTALLED;
    gboolean stored = meter->state == METER_STATE_IN_STORE || meter->state == METER_STATE_ISSUED;

    gtk_widget_set_visible (self->install, may && stored);
    gtk_widget_set_visible (self->exchange, may && hangs);
    gtk_widget_set_visible (self->remove, may && hangs);
}

static void
meter_page_loaded (SirajFormPage *page, gconstpointer data)
{
    SirajMeterPage *self = SIRAJ_METER_PAGE (page);
    const Meter *meter = data;

    if (self->install == NULL) {
        self->install = form_page_add_button (SIRAJ_FORM_PAGE (self), tr ("_Install…"), NULL,
                                              G_CALLBACK (install_clicked));
        self->exchange = form_page_add_button (SIRAJ_FORM_PAGE (self), tr ("_Exchange…"), NULL,
                                               G_CALLBACK (exchange_clicked));
        self->remove = form_page_add_button (SIRAJ_FORM_PAGE (self), tr ("_Remove…"), NULL,
                                             G_CALLBACK (remove_clicked));
        add_tabs (self, meter->id);
    } else {
        list_pane_reload (SIRAJ_LIST_PANE (self->installations));
        list_pane_reload (SIRAJ_LIST_PANE (self->registers));
    }
    show_actions (self, meter);
}

static void
meter_page_class_init (SirajMeterPageClass *class)
{
    SIRAJ_FORM_PAGE_CLASS (class)->loaded = meter_page_loaded;
}

static void
meter_page_init (SirajMeterPage *self)
{
}

SirajPage *
meter_page_new (const PageContext *context)
{
    SirajMeterPage *self = g_object_new (SIRAJ_TYPE_METER_PAGE, NULL);
    g_autoptr (Meter) initial = meter_new ();

    form_page_setup (SIRAJ_FORM_PAGE (self), context, &spec);
    initial->digits = DIGITS;
    initial->phases = 1;
    initial->multiplier_milli = MULTIPLIER_MILLI;
    if (context->location->id == 0)
        form_page_set_initial (SIRAJ_FORM_PAGE (self), initial);
    return SIRAJ_PAGE (self);
}
