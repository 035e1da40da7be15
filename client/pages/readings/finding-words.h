/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the validation found, in a word or two. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "Lower · Far more", in the language of the thread; "" for none.  Free with g_free(). */
char *finding_words (char *const *findings);

G_END_DECLS
