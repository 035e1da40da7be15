/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes problem details. */
#include "server/core/problem.h"

#include "common/base/language.h"
#include "common/schema/json.h"

static SirajError
code_of (const GError *error)
{
    return error->domain == SIRAJ_ERROR ? (SirajError)error->code : SIRAJ_ERROR_INTERNAL;
}

guint
problem_status (const GError *error)
{
    return siraj_error_status (code_of (error));
}

static const char *
detail_of (const GError *error)
{
    if (code_of (error) != SIRAJ_ERROR_INTERNAL)
        return error->message;
    return tr ("The fault was recorded; name the request number to your administrator.");
}

void
problem_append (GString *out, const GError *error, const char *request_id)
{
    SirajError code = code_of (error);

    g_string_append_printf (out, "{\"type\":\"urn:siraj:%s\",\"title\":", siraj_error_name (code));
    json_append_string (out, siraj_error_title (code));
    g_string_append_printf (out,
                            ",\"status\":%u,\"code\":\"%s\",\"detail\":", siraj_error_status (code),
                            siraj_error_name (code));
    json_append_string (out, detail_of (error));
    g_string_append (out, ",\"field\":");
    json_append_string (out, refusal_field (error));
    g_string_append (out, ",\"request_id\":");
    json_append_string (out, request_id);
    g_string_append_c (out, '}');
}
