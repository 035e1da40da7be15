/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server counts, and the Prometheus text of it.  The process has one set (a registry); any
 * thread may count. */
#pragma once

#include "server/core/router.h"

G_BEGIN_DECLS

/* Why a connection or a request was turned away before it reached a worker. */
typedef enum {
    METRICS_PASSED,
    METRICS_REFUSED_METHOD,
    METRICS_REFUSED_FRAMING,
    METRICS_REFUSED_HEADERS,
    METRICS_REFUSED_URI,
    METRICS_REFUSED_BODY,
    METRICS_REFUSED_SLOW_HEADERS,
    METRICS_REFUSED_SLOW_BODY,
    METRICS_REFUSED_SLOW_READER,
    METRICS_REFUSED_CAP,
    METRICS_REFUSED_QUEUE_FULL,
    METRICS_N_REFUSALS,
} MetricsRefusal;

void metrics_count_refusal (MetricsRefusal reason);
/* @route NULL: no route was found. */
void metrics_count_request (const Route *route, guint status, gint64 duration_us);
void metrics_count_retry (const char *sqlstate);
void metrics_count_replay (void);

/* What is measured at the moment of asking. */
typedef struct {
    guint connections;
    guint queued;
    guint in_flight;
    gboolean ready;
} MetricsGauges;

/* The text exposition format 0.0.4; @extra (may be NULL) is appended as it is. */
char *metrics_print (const MetricsGauges *gauges, const char *extra);

G_END_DECLS
