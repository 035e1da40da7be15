/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A refusal as the caller gets it: RFC 9457 problem details in the language of the thread. */
#pragma once

#include "common/base/error.h"

G_BEGIN_DECLS

#define PROBLEM_TYPE "application/problem+json"

/* The status of @error; 500 for errors of other domains. */
guint problem_status (const GError *error);

/* Appends {"type","title","status","code","detail","field","request_id"}.  What is no refusal, or
 * an INTERNAL one, is told only as "recorded under this request": its text is for the log. */
void problem_append (GString *out, const GError *error, const char *request_id);

G_END_DECLS
