/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at a request's head before SoupServer reads its body: framing, sizes, methods. */
#pragma once

#include "server/core/metrics.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define GATE_BODY_BYTES (1024 * 1024)
#define GATE_LARGE_BODY_BYTES (64 * 1024 * 1024)

/* How large the body of a request may be that is larger than GATE_BODY_BYTES. */
typedef guint64 (*GateLimit) (const char *method, const char *path, gpointer data);

/* Watches every request of @server. */
void gate_install (SoupServer *server, GateLimit limit, gpointer data);

/* What is wrong with a head, or METRICS_PASSED and the length of its body.  Pure. */
MetricsRefusal gate_check (const char *method, const char *path, const char *query,
                           SoupMessageHeaders *headers, guint64 *length_bytes);

G_END_DECLS
