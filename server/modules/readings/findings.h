/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Findings of the validation in words. */
#pragma once

#include "server/engine/validation.h"

G_BEGIN_DECLS

/* The words of the bits, as stored and sent: "high", "rollover"; NULL-terminated, owned. */
char **findings_words (guint findings);

/* The same as sentences in the language of the thread, with the numbers that caused them. */
char **findings_messages (const ReadingCheck *check, const ReadingFindings *result);

/* The refusal of a reading that is none. Always FALSE. */
gboolean findings_refuse (const ReadingCheck *check, const ReadingFindings *result, GError **error);

G_END_DECLS
