/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as people read them.  Every number comes inside an isolate, so that it keeps its order in
 * Arabic text; what an entry edits has none (the *_plain functions). */
#pragma once

#include "common/base/money.h"
#include "common/schema/field.h"

G_BEGIN_DECLS

/* What the company signed in to decides: one desktop, one company at a time. */
void format_set_company (const Currency *currency, int utc_offset_minutes);
const Currency *format_get_currency (void);

/* @sentence with its instants ("2025-08-31T10:11:12Z") in local time; owned. */
char *format_local_times (const char *sentence);

/* Any field of a record; "" for none. */
char *format_field (const Field *field, gconstpointer data);
/* The same without isolates, grouping and units: what stands in an entry. */
char *format_field_plain (const Field *field, gconstpointer data);

char *format_money (gint64 amount_minor);          /* "1,234.50" */
char *format_money_currency (gint64 amount_minor); /* with the currency's short name */
char *format_energy (gint64 energy_wh);            /* "1,234.5", kWh */
char *format_rate (gint64 rate_micro_per_kwh);
char *format_percent (gint64 basis_points);
char *format_integer (gint64 value);
char *format_date (Date date);
char *format_instant (Instant instant);

/* A text of any language: foreign names and runs of digits are isolated, Arabic stays as it is. */
char *format_text (const char *text);

/* TRUE when the text has a letter that is written from right to left. */
gboolean format_is_right_to_left (const char *text);

/* "50 of about 12,400". */
char *format_count (guint shown, gint64 count, gboolean exact);

/* TRUE when the text has a digit outside an isolate (what tests look for). */
gboolean format_has_bare_digit (const char *text);

G_END_DECLS
