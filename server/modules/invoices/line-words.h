/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bill's line in the words of the caller's language: on invoices and in a quote alike. */
#pragma once

#include "common/base/date.h"
#include "common/base/money.h"
#include "server/modules/invoices/line-trace.h"

G_BEGIN_DECLS

typedef struct {
    const char *kind;      /* a word of line_kind_enum */
    const char *component; /* name that the tariff gives the line, or NULL */
    gint64 block_from_wh;  /* INT64_NONE: no block */
    gint64 block_to_wh;    /* INT64_NONE: open */
    gint64 quantity;       /* Wh; W of demand lines; count of the others */
    gint64 rate_micro;     /* 0: none */
    gint64 days;           /* 0: none */
    gint64 amount_minor;
    gint64 tax_bp;
    LineTrace trace; /* how it came about; LINE_TRACE_NO_REASON where that is not known */
} LineWords;

/* What the line is for: "Energy, from 100 to 350 kWh".  Owned. */
char *line_description (const LineWords *line);

/* How its amount came about: "Second block: 150 kWh × 0.30 = 45.00", numbers isolated for
 * Arabic; NULL where there is nothing to explain.  Owned. */
char *line_explanation (const LineWords *line, const Currency *currency);

/* line_explanation() for a line that has a trace.  Owned. */
char *line_explain_trace (const LineWords *line, const Currency *currency);

G_END_DECLS
