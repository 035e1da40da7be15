/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of the program as people say them: kinds of jobs and entries, posting keys. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

/* What @text means in a member that holds a word of the program, in the language of the thread;
 * NULL for any other member, and for a word that somebody has made himself. */
const char *words_label (const Field *field, const char *text);

G_END_DECLS
