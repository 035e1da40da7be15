/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How readings are taken: the remarks of readers, when a reading is missing, what is plausible. */
#include "client/pages/readings/readings-pages.h"
#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "common/base/language.h"
#include "common/types/readings-types.h"

#define REMARK_ICON "user-available-symbolic"
#define RULE_ICON "accessories-calculator-symbolic"
#define SETTINGS_ICON "emblem-system-symbolic"

/* Remarks */

static const Column remark_columns[] = {
    { "code", 12, COLUMN_SORT }, { "name", 32, COLUMN_EXPAND }, { "name_en", 24 },
    { "prevents_reading", 18 },  { "needs_review", 22 },        { "active", 10 },
};
static const ListPageSpec remarks_spec = {
    .title = N_ ("Reading remarks"),
    .icon_name = REMARK_ICON,
    .path = "/api/v1/reading-remarks",
    .record = &reading_remark_record,
    LIST_COLUMNS (remark_columns),
    .sort = "code",
    .search_hint = N_ ("Code or name"),
    .opens = "reading-remark",
    .creates = "reading-remark",
    .new_label = N_ ("New remark"),
    .new_permission = "settings.write",
    .empty_hint = N_ ("A remark says what a reader met: a closed door, a broken display."),
};
static const FormField remark_names[] = {
    { "code" },
    { "active" },
    { "name" },
    { "name_en" },
};
static const FormField remark_effects[] = {
    { "prevents_reading" },
    { "needs_review" },
};
static const FormSection remark_sections[] = {
    { N_ ("Remark"), 2, FORM_OPEN, FORM_FIELDS (remark_names) },
    { N_ ("What follows from it"), 1, FORM_OPEN, FORM_FIELDS (remark_effects) },
};
static const FormLayout remark_layout = { FORM_FIELDS (remark_sections) };
static const FormPageSpec remark_spec = {
    .title_new = N_ ("New remark"),
    .title_member = "name",
    .icon_name = REMARK_ICON,
    .path = "/api/v1/reading-remarks",
    .record = &reading_remark_record,
    .layout = &remark_layout,
    .write_permission = "settings.write",
    .list = "reading-remarks",
};

SirajPage *
reading_remarks_page_new (const PageContext *context)
{
    return list_page_new (context, &remarks_spec);
}

SirajPage *
reading_remark_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &remark_spec);
    g_autoptr (ReadingRemark) initial = reading_remark_new ();

    initial->active = TRUE;
    if (context->location->id == 0)
        form_page_set_initial (SIRAJ_FORM_PAGE (page), initial);
    return page;
}

/* Rules of estimates */

static const Column rule_columns[] = {
    { "class_name", 24 },
    { "cycle_name", 24 },
    { "policy", 24 },
    { "most_estimates", 16 },
};
static const ListPageSpec rules_spec = {
    .title = N_ ("Estimate rules"),
    .icon_name = RULE_ICON,
    .path = "/api/v1/estimate-rules",
    .record = &estimate_rule_record,
    LIST_COLUMNS (rule_columns),
    .opens = "estimate-rule",
    .creates = "estimate-rule",
    .new_label = N_ ("New estimate rule"),
    .new_permission = "settings.write",
    .empty_hint = N_ ("Without a rule the choice of each billing run holds for everybody. A rule "
                      "decides for a class or a cycle, and how many estimates may follow one "
                      "another."),
};
static const FormField rule_scope[] = {
    { "class_id", 0, { "/api/v1/classes", "class_name" } },
    { "cycle_id", 0, { "/api/v1/cycles", "cycle_name" } },
};
static const FormField rule_effects[] = {
    { "policy" },
    { "most_estimates" },
};
static const FormSection rule_sections[] = {
    { N_ ("Whom it is for (empty: everybody)"), 2, FORM_OPEN, FORM_FIELDS (rule_scope) },
    { N_ ("When a reading is missing"), 2, FORM_OPEN, FORM_FIELDS (rule_effects) },
};
static const FormLayout rule_layout = { FORM_FIELDS (rule_sections) };
static const FormPageSpec rule_spec = {
    .title_new = N_ ("New estimate rule"),
    .title_member = "class_name",
    .icon_name = RULE_ICON,
    .path = "/api/v1/estimate-rules",
    .record = &estimate_rule_record,
    .layout = &rule_layout,
    .write_permission = "settings.write",
    .list = "estimate-rules",
};

SirajPage *
estimate_rules_page_new (const PageContext *context)
{
    SirajPage *page = list_page_new (context, &rules_spec);

    page_model_set_limit (list_page_get_model (SIRAJ_LIST_PAGE (page)), PAGE_MODEL_WHOLE);
    return page;
}

SirajPage *
estimate_rule_page_new (const PageContext *context)
{
    return form_page_new (context, &rule_spec);
}

/* Settings */

static const FormField plausible[] = {
    { "high_percent" }, { "low_percent" },      { "high_least_wh" },
    { "most_zeros" },   { "pattern_readings" },
};
static const FormField sources[] = {
    { "customer_readings" },
    { "clock_tolerance_minutes" },
};
static const FormSection settings_sections[] = {
    { N_ ("A reading is held for review when it is"), 2, FORM_OPEN, FORM_FIELDS (plausible) },
    { N_ ("Customers and meters that send readings"), 2, FORM_OPEN, FORM_FIELDS (sources) },
};
static const FormLayout settings_layout = { FORM_FIELDS (settings_sections) };
static const FormPageSpec settings_spec = {
    .title_new = N_ ("Reading settings"),
    .icon_name = SETTINGS_ICON,
    .path = "/api/v1/reading-settings",
    .record = &reading_settings_record,
    .layout = &settings_layout,
    .write_permission = "settings.write",
    .single = TRUE,
};

SirajPage *
reading_settings_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &settings_spec);

    page_set_title (page, tr ("Reading settings"));
    return page;
}
