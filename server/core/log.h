/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log of the server: one JSON object a line on stderr.  Nothing secret is ever handed to it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes GLib's structured log write JSON lines.  Fields whose key begins with SIRAJ_ become members
 * ("SIRAJ_ROUTE" → "route"); debug lines are written only for the domains of G_MESSAGES_DEBUG. */
void log_init (void);

/* The request that the calling thread works for: it is named in each of its lines; NULL for none.
 * Borrowed until it is replaced. */
void log_set_request (const char *request_id);

/* What is told about an answered request. */
typedef struct {
    const char *request_id;
    const char *method;
    const char *path; /* the route's template, never the path itself: it may name a customer */
    guint status;
    gint64 duration_us;
    gint64 user_id;
} LogRequest;

/* One line for each request, held in a buffer until it is full, a second has passed
 * (log_flush() by the serve loop) or another line is written. */
void log_request (const LogRequest *request);

void log_flush (void);

G_END_DECLS
