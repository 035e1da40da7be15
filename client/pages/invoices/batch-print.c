/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which invoices go into one file; the server makes it, sorted by route. */
#include "client/pages/invoices/batch-print.h"

#include "client/shell/form-dialog.h"
#include "common/types/templates-types.h"

#include <json-glib/json-glib.h>

static const FormField which[] = {
    { "run_id", 0, { "/api/v1/runs", NULL, "period_key" } },
    { "class_id", 0, { "/api/v1/classes" } },
    { "station_id", 0, { "/api/v1/stations" } },
    { "route_id", 0, { "/api/v1/routes" } },
    { "from" },
    { "to" },
    { "only_unprinted" },
};
static const FormSection sections[] = {
    { N_ ("Invoices"), 2, FORM_OPEN, FORM_FIELDS (which) },
};
static const FormLayout layout = { FORM_FIELDS (sections) };
static const FormDialogSpec spec = {
    .title = N_ ("Print many invoices"),
    .effect = N_ ("One file is made, in the order of the routes. What was printed before is marked "
                  "as a duplicate."),
    .action = N_ ("_Make the file"),
    .record = &print_request_record,
    .layout = &layout,
};

static void
started (SirajPage *page, const ApiAnswer *answer)
{
    JsonObject *job = api_answer_object (answer);

    page_tell_changed (page, "jobs");
    if (job != NULL)
        page_open_id (page, "job", json_object_get_int_member (job, "id"));
}

void
batch_print_open (SirajPage *page)
{
    g_autoptr (PrintRequest) initial = print_request_new ();

    initial->only_unprinted = TRUE;
    form_dialog_open (page, &spec, &(FormDialogCall) { "/api/v1/invoices/batch", initial, NULL },
                      started);
}
