/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Install, exchange and remove. */
#include "client/pages/meters/meter-actions.h"

#include "client/core/format.h"
#include "client/shell/registers-dialog.h"
#include "common/base/language.h"

static const FormField install_fields[] = {
    { "service_point_id", 0, { "/api/v1/points", NULL, "number" } },
    { "installed_on" },
};
static const FormSection install_sections[] = {
    { N_ ("Installation"), 1, FORM_OPEN, FORM_FIELDS (install_fields) },
};
static const FormLayout install_layout = { FORM_FIELDS (install_sections) };
static const RegistersDialogSpec install_dialog = {
    .form = {
        .title = N_ ("Install the meter"),
        .effect = N_ ("The first reading is recorded and the point counts as connected. Everything "
                      "drawn from then on is billed to the agreement of the point."),
        .action = N_ ("_Install and connect the point"),
        .record = &install_request_record,
        .layout = &install_layout,
    },
    .openings = "opening_values",
};

static const FormField exchange_fields[] = {
    { "exchanged_on" },
    { "new_meter_id", 0, { "/api/v1/meters?state=in_store", NULL, "number" } },
    { "condition" },
    { "reason" },
};
static const FormSection exchange_sections[] = {
    { N_ ("Exchange"), 1, FORM_OPEN, FORM_FIELDS (exchange_fields) },
};
static const FormLayout exchange_layout = { FORM_FIELDS (exchange_sections) };
static const RegistersDialogSpec exchange_dialog = {
    .form = {
        .title = N_ ("Exchange the meter"),
        .effect = N_ ("The old meter leaves with its last reading and the new one begins at the "
                      "same moment: nothing that was drawn is lost. The next bill shows both."),
        .action = N_ ("_Exchange and record both readings"),
        .record = &exchange_request_record,
        .layout = &exchange_layout,
    },
    .finals = "final_values",
    .openings = "opening_values",
    .chosen = "new_meter_id",
};

static const FormField remove_fields[] = {
    { "removed_on" },
    { "condition" },
    { "reason" },
};
static const FormSection remove_sections[] = {
    { N_ ("Removal"), 1, FORM_OPEN, FORM_FIELDS (remove_fields) },
};
static const FormLayout remove_layout = { FORM_FIELDS (remove_sections) };
static const RegistersDialogSpec remove_dialog = {
    .form = {
        .title = N_ ("Remove the meter"),
        .effect = N_ ("The point has no meter afterwards and counts as disconnected. What was "
                      "drawn up to the last reading is billed."),
        .action = N_ ("_Remove and disconnect the point"),
        .dangerous = TRUE,
        .record = &remove_request_record,
        .layout = &remove_layout,
    },
    .finals = "final_values",
};

static char *
subject_of (const Meter *meter)
{
    g_autofree char *number = format_text (meter->number);
    g_autofree char *customer = format_text (meter->customer_name);

    if (*customer == '\0')
        return g_strdup_printf (tr ("Meter %s"), number);
    return g_strdup_printf (tr ("Meter %s · %s"), number, customer);
}

static char *
registers_path (const Meter *meter)
{
    return g_strdup_printf ("/api/v1/registers?meter_id=%" G_GINT64_FORMAT, meter->id);
}

static void
done (SirajPage *page, const char *words)
{
    page_refresh (page);
    page_tell_changed (page, "meters");
    page_toast (page, words);
}

static void
installed (SirajPage *page, const ApiAnswer *answer)
{
    done (page, tr ("The meter is installed."));
}

static void
exchanged (SirajPage *page, const ApiAnswer *answer)
{
    done (page, tr ("The meter is exchanged."));
}

static void
removed (SirajPage *page, const ApiAnswer *answer)
{
    done (page, tr ("The meter is removed."));
}

static Date
today (void)
{
    return instant_date (g_get_real_time (), 0);
}

void
meter_install (SirajPage *page, const Meter *meter)
{
    g_autoptr (InstallRequest) initial = install_request_new ();
    g_autofree char *subject = subject_of (meter);

    initial->meter_id = meter->id;
    initial->installed_on = today ();
    registers_dialog_open (page, &install_dialog,
                           &(RegistersDialogCall) {
                               .call = { "/api/v1/installations", initial, subject },
                               .opening = meter,
                           },
                           installed);
}

void
meter_exchange (SirajPage *page, const Meter *meter)
{
    g_autoptr (ExchangeRequest) initial = exchange_request_new ();
    g_autofree char *subject = subject_of (meter);
    g_autofree char *registers = registers_path (meter);

    initial->old_meter_id = meter->id;
    initial->service_point_id = meter->service_point_id;
    initial->exchanged_on = today ();
    registers_dialog_open (page, &exchange_dialog,
                           &(RegistersDialogCall) {
                               .call = { "/api/v1/installations/exchange", initial, subject },
                               .registers = registers,
                           },
                           exchanged);
}

void
meter_remove (SirajPage *page, const Meter *meter)
{
    g_autoptr (RemoveRequest) initial = remove_request_new ();
    g_autofree char *subject = subject_of (meter);
    g_autofree char *registers = registers_path (meter);
    g_autofree char *path =
        g_strdup_printf ("/api/v1/meters/%" G_GINT64_FORMAT "/remove", meter->id);

    initial->removed_on = today ();
    registers_dialog_open (page, &remove_dialog,
                           &(RegistersDialogCall) {
                               .call = { path, initial, subject },
                               .registers = registers,
                           },
                           removed);
}
