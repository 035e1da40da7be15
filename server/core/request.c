/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of a request's copies. */
#define G_LOG_DOMAIN "siraj-request"

#include "server/core/request.h"

#include "common/base/id.h"
#include "server/core/problem.h"

#define BUSY_RETRY_AFTER_S 1

Request *
request_new (void)
{
    Request *request = g_slice_new0 (Request);
    g_autofree char *id = id_new_uuid ();

    g_strlcpy (request->id, id, sizeof request->id);
    request->started_us = g_get_monotonic_time ();
    request->now = g_get_real_time ();
    return request;
}

void
request_free (Request *request)
{
    g_free (request->target);
    g_clear_pointer (&request->path, g_hash_table_unref);
    g_free (request->query);
    g_free (request->token);
    g_clear_pointer (&request->body, g_bytes_unref);
    g_free (request->content_type);
    g_free (request->idempotency_key);
    g_free (request->if_match);
    g_free (request->peer);
    g_free (request->user_agent);
    if (request->answer != NULL)
        g_string_free (request->answer, TRUE);
    g_free (request->answer_type);
    g_free (request->file_name);
    g_free (request->location);
    g_free (request->allow);
    g_slice_free (Request, request);
}

void
request_answer_error (Request *request, const GError *error)
{
    if (request->answer == NULL)
        request->answer = g_string_sized_new (512);
    g_string_truncate (request->answer, 0);
    problem_append (request->answer, error, request->id);
    request->status = problem_status (error);
    g_free (request->answer_type);
    request->answer_type = g_strdup (PROBLEM_TYPE);
    g_clear_pointer (&request->location, g_free);
    g_clear_pointer (&request->file_name, g_free);
    request->version = 0;
    if (request->status == 503 || request->status == 429)
        request->retry_after_s = BUSY_RETRY_AFTER_S;
    if (problem_status (error) == 500)
        g_warning ("internal error: %s", error->message);
}
