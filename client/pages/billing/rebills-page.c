/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods that were billed again, and the start of one. */
#include "client/pages/billing/billing-pages.h"

#include "client/core/records.h"
#include "client/shell/form-dialog.h"
#include "client/shell/list-page.h"
#include "common/types/corrections-types.h"

#define SIRAJ_TYPE_REBILLS_PAGE (rebills_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajRebillsPage, rebills_page, SIRAJ, REBILLS_PAGE, SirajListPage)

struct _SirajRebillsPage {
    SirajListPage parent_instance;
};

G_DEFINE_FINAL_TYPE (SirajRebillsPage, rebills_page, SIRAJ_TYPE_LIST_PAGE)

static const Column columns[] = {
    { "id", 7 },
    { "period_key", 12 },
    { "cycle_name", 12 },
    { "reason", 26, COLUMN_EXPAND },
    { "class_name", 12, COLUMN_DASH },
    { "step", 12, COLUMN_BADGE },
    { "state", 10, COLUMN_BADGE },
    { "differing", 9, COLUMN_DASH },
    { "applied", 12, COLUMN_DASH },
    { "difference_minor", 17, COLUMN_DASH },
    { "created_by_name", 14, COLUMN_HIDDEN },
    { "created_at", 18, COLUMN_SORT },
};

static const ListFilter filters[] = {
    { "cycle_id", NULL, NULL, { "/api/v1/cycles" } },
};

static const ListPageSpec spec = {
    .title = N_ ("Billing again"),
    .icon_name = "edit-undo-symbolic",
    .path = "/api/v1/mass-rebills",
    .record = &mass_rebill_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-created_at",
    .opens = "rebill",
    .creates = "rebill",
    .new_label = N_ ("Try billing again"),
    .new_permission = "invoices.cancel",
    .empty_hint = N_ ("After a decision that reaches back, a whole period is billed again: first "
                      "tried, then carried out, and undone if need be."),
};

/* Starting */

static const FormField fields[] = {
    { "cycle_id", 1, { "/api/v1/cycles" } },   { "period_key" },
    { "class_id", 1, { "/api/v1/classes" } },  { "station_id", 1, { "/api/v1/stations" } },
    { "tariff_id", 1, { "/api/v1/tariffs" } }, { "reason" },
};
static const FormSection sections[] = {
    { N_ ("What is billed again"), 1, FORM_OPEN, FORM_FIELDS (fields) },
};
static const FormLayout layout = { sections, G_N_ELEMENTS (sections) };

static const FormDialogSpec start_spec = {
    .title = N_ ("Try billing a period again"),
    .effect = N_ ("Every bill of the period is computed again by what is known now, and nothing is "
                  "written: you see each difference before you carry it out."),
    .action = N_ ("_Try it"),
    .record = &mass_rebill_request_record,
    .layout = &layout,
};

static void
started (SirajPage *page, const ApiAnswer *answer)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (MassRebill) rebill = record_from_answer (answer, &mass_rebill_record, &error);

    page_model_reload (list_page_get_model (SIRAJ_LIST_PAGE (page)));
    if (rebill != NULL)
        page_open_id (page, "rebill", rebill->id);
    else
        page_report (page, error);
}

static void
rebills_page_create (SirajPage *page)
{
    if (client_session_may (page_get_session (page), spec.new_permission))
        form_dialog_open (page, &start_spec,
                          &(FormDialogCall) { "/api/v1/mass-rebills", NULL, NULL }, started);
}

static void
rebills_page_class_init (SirajRebillsPageClass *class)
{
    SIRAJ_PAGE_CLASS (class)->create = rebills_page_create;
}

static void
rebills_page_init (SirajRebillsPage *self)
{
}

SirajPage *
rebills_page_new (const PageContext *context)
{
    SirajRebillsPage *self = g_object_new (SIRAJ_TYPE_REBILLS_PAGE, NULL);

    list_page_setup (SIRAJ_LIST_PAGE (self), context, &spec);
    return SIRAJ_PAGE (self);
}
