/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The company, its branches and stations. */
#include "client/pages/geography/geography-pages.h"

#include "client/shell/form-page.h"
#include "client/shell/list-page.h"
#include "common/types/users-types.h"

#define COMPANY_ICON "user-home-symbolic"
#define BRANCH_ICON "go-home-symbolic"
#define STATION_ICON "weather-storm-symbolic"

/* Company */

static const FormField company_names[] = {
    { "name" }, { "name_en" }, { "tax_number" }, { "phone" }, { "address", 2 },
};
static const FormField company_money[] = {
    { "currency" },
    { "cash_unit_minor" },
    { "apply_advances" },
    { "estimates_limit" },
};
static const FormField company_place[] = {
    { "country_prefix" },
    { "utc_offset_minutes" },
    { "einvoice_profile" },
};
static const FormSection company_sections[] = {
    { N_ ("On every document"), 2, FORM_OPEN, FORM_FIELDS (company_names) },
    { N_ ("Money and bills"), 2, FORM_OPEN, FORM_FIELDS (company_money) },
    { N_ ("Country"), 2, FORM_FOLDED, FORM_FIELDS (company_place) },
};
static const FormLayout company_layout = { FORM_FIELDS (company_sections) };
static const FormPageSpec company_spec = {
    .title_new = N_ ("Company"),
    .title_member = "name",
    .icon_name = COMPANY_ICON,
    .path = "/api/v1/company",
    .record = &company_record,
    .layout = &company_layout,
    .write_permission = "company.write",
    .single = TRUE,
};

SirajPage *
company_page_new (const PageContext *context)
{
    return form_page_new (context, &company_spec);
}

/* Branches */

static const Column branch_columns[] = {
    { "code", 14, COLUMN_SORT },
    { "name", 50 },
};
static const ListPageSpec branches_spec = {
    .title = N_ ("Branches"),
    .icon_name = BRANCH_ICON,
    .path = "/api/v1/branches",
    .record = &branch_record,
    LIST_COLUMNS (branch_columns),
    .sort = "code",
    .search_hint = N_ ("Code or name"),
    .opens = "branch",
    .creates = "branch",
    .new_label = N_ ("New branch"),
    .new_permission = "company.write",
};
static const FormField branch_fields[] = { { "code" }, { "name" } };
static const FormSection branch_sections[] = {
    { N_ ("Branch"), 2, FORM_OPEN, FORM_FIELDS (branch_fields) },
};
static const FormLayout branch_layout = { FORM_FIELDS (branch_sections) };
static const FormPageSpec branch_spec = {
    .title_new = N_ ("New branch"),
    .title_member = "name",
    .icon_name = BRANCH_ICON,
    .path = "/api/v1/branches",
    .record = &branch_record,
    .layout = &branch_layout,
    .write_permission = "company.write",
    .list = "branches",
};

SirajPage *
branches_page_new (const PageContext *context)
{
    return list_page_new (context, &branches_spec);
}

SirajPage *
branch_page_new (const PageContext *context)
{
    return form_page_new (context, &branch_spec);
}

/* Stations */

static const Column station_columns[] = {
    { "code", 14, COLUMN_SORT },
    { "name", 40 },
    { "branch_name", 30 },
};
static const ListPageSpec stations_spec = {
    .title = N_ ("Stations"),
    .icon_name = STATION_ICON,
    .path = "/api/v1/stations",
    .record = &station_record,
    LIST_COLUMNS (station_columns),
    .sort = "code",
    .search_hint = N_ ("Code or name"),
    .opens = "station",
    .creates = "station",
    .new_label = N_ ("New station"),
    .new_permission = "company.write",
    .empty_hint = N_ ("A station is a part of the network, and what its staff may see."),
};
static const FormField station_fields[] = {
    { "branch_id", 0, { "/api/v1/branches", "branch_name" } },
    { "code" },
    { "name", 2 },
};
static const FormSection station_sections[] = {
    { N_ ("Station"), 2, FORM_OPEN, FORM_FIELDS (station_fields) },
};
static const FormLayout station_layout = { FORM_FIELDS (station_sections) };
static const FormPageSpec station_spec = {
    .title_new = N_ ("New station"),
    .title_member = "name",
    .icon_name = STATION_ICON,
    .path = "/api/v1/stations",
    .record = &station_record,
    .layout = &station_layout,
    .write_permission = "company.write",
    .list = "stations",
};

SirajPage *
stations_page_new (const PageContext *context)
{
    return list_page_new (context, &stations_spec);
}

SirajPage *
station_page_new (const PageContext *context)
{
    return form_page_new (context, &station_spec);
}
