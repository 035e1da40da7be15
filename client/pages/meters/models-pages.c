/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Meter models: what meters of one make have in common, and the registers they open. */
#include "client/pages/meters/meters-pages.h"

#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "common/types/meters-types.h"

#define MODEL_ICON "power-profile-balanced-symbolic"
#define DIGITS 6

static const Column columns[] = {
    { "code", 16, COLUMN_SORT },
    { "name", 34, COLUMN_EXPAND },
    { "manufacturer", 20 },
    { "phases", 8 },
    { "digits", 8 },
    { "decimals", 8, COLUMN_DASH },
    { "active", 10 },
};
static const ListPageSpec list_spec = {
    .title = N_ ("Meter models"),
    .icon_name = MODEL_ICON,
    .path = "/api/v1/meter-models",
    .record = &meter_model_record,
    LIST_COLUMNS (columns),
    .sort = "code",
    .search_hint = N_ ("Code or name"),
    .opens = "meter-model",
    .creates = "meter-model",
    .new_label = N_ ("New meter model"),
    .new_permission = "meters.write",
    .empty_hint = N_ ("A model says which registers its meters have: a total, peak and off-peak, "
                      "reactive energy, the maximum demand."),
};

static const FormField make[] = {
    { "code" },
    { "active" },
    { "name" },
    { "manufacturer" },
};
static const FormField counting[] = {
    { "phases" },
    { "digits" },
    { "decimals" },
};
static const FormField registers[] = { { "registers", 2 } };
static const FormSection sections[] = {
    { N_ ("Meter model"), 2, FORM_OPEN, FORM_FIELDS (make) },
    { N_ ("Counting"), 2, FORM_OPEN, FORM_FIELDS (counting) },
    { N_ ("Registers that each meter opens (digits 0: as the model)"), 2, FORM_OPEN,
      FORM_FIELDS (registers) },
};
static const FormLayout layout = { FORM_FIELDS (sections) };
static const FormPageSpec form_spec = {
    .title_new = N_ ("New meter model"),
    .title_member = "name",
    .icon_name = MODEL_ICON,
    .path = "/api/v1/meter-models",
    .record = &meter_model_record,
    .layout = &layout,
    .write_permission = "meters.write",
    .list = "meter-models",
};

SirajPage *
meter_models_page_new (const PageContext *context)
{
    return list_page_new (context, &list_spec);
}

/* Most meters count everything in one register. */
static void
start_new (SirajFormPage *page)
{
    g_autoptr (MeterModel) initial = meter_model_new ();
    ModelRegister *total = model_register_new ();

    total->code = REGISTER_CODE_TOTAL;
    initial->active = TRUE;
    initial->phases = 1;
    initial->digits = DIGITS;
    initial->registers = g_ptr_array_new_with_free_func (model_register_record.destroy);
    g_ptr_array_add (initial->registers, total);
    form_page_set_initial (page, initial);
}

SirajPage *
meter_model_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &form_spec);

    if (context->location->id == 0)
        start_new (SIRAJ_FORM_PAGE (page));
    return page;
}
