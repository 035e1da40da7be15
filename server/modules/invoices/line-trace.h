/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a line keeps of its computing, as text beside its amount: "block step=2 part=45 of=30". */
#pragma once

#include "server/engine/price.h"

G_BEGIN_DECLS

#define LINE_TRACE_SIZE 304
#define LINE_TRACE_NO_REASON (-1)

/* Members that the reason does not speak of are 0; see LineReason for what each one needs. */
typedef struct {
    gint64 reason;    /* LineReason, or LINE_TRACE_NO_REASON */
    gint64 step;      /* block or step, from 1 */
    gint64 chosen_by; /* what found the step: Wh, minor units, A or VA; power factor in bp */
    gint64 from;      /* limits of that step or band, scaled to the days */
    gint64 to;        /* 0: open */
    gint64 base_minor;
    gint64 limit_minor;
    gint64 percent_bp;
    gint64 part; /* limits or amount are those of the tariff × part ÷ of; 0: as they stand */
    gint64 of;
} LineTrace;

/* The trace of an engine's line. */
LineTrace line_trace_of (const BillLine *line);

/* Writes @trace and its end into @text.  No allocation: it is done for every line of a run. */
void line_trace_write (const LineTrace *trace, char text[LINE_TRACE_SIZE]);

/* What line_trace_write() wrote; words and members not known here are passed over.  NULL: no
 * reason. */
LineTrace line_trace_read (const char *text);

G_END_DECLS
