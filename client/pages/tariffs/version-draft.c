/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a new version of a tariff begins with. */
#include "client/pages/tariffs/version-draft.h"

#include "client/core/format.h"
#include "common/base/language.h"
#include "common/schema/json.h"

/* What a new version begins with, for the tariff that is being drafted. */
#define NEW_DOCUMENT                                                                               \
    "{\"code\":%s,\"name\":%s,\"currency\":\"%s\",\"decision\":\"\",\"valid_from\":\"%s\","        \
    "\"limit_basis\":\"month\",\"basis_days\":30,\"rounding_policy\":\"lines\","                   \
    "\"rounding\":\"half_up\",\"rounding_unit_minor\":1,\"tax_policy\":\"group\","                 \
    "\"components\":[{\"name\":%s,\"bands\":[{\"from_wh\":0,\"to_wh\":null,\"blocks\":["           \
    "{\"from_wh\":0,\"to_wh\":null,\"rate_micro_per_kwh\":0}]}]}],\"charges\":[],\"cases\":[]}"

char *
version_draft_document (const Tariff *tariff)
{
    g_autoptr (GDateTime) now = g_date_time_new_now_local ();
    g_autoptr (GString) code = g_string_new (NULL);
    g_autoptr (GString) name = g_string_new (NULL);
    g_autoptr (GString) energy = g_string_new (NULL);
    g_autofree char *from = g_date_time_format (now, "%Y-%m-01");

    json_append_string (code, tariff->code);
    json_append_string (name, tariff->name);
    json_append_string (energy, tr ("Energy"));
    return g_strdup_printf (NEW_DOCUMENT, code->str, name->str, format_get_currency ()->code, from,
                            energy->str);
}
