/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A state as a small badge: word and colour, never colour alone. */
#pragma once

#include <gtk/gtk.h>

#include "common/schema/enumeration.h"

G_BEGIN_DECLS

typedef enum {
    TONE_NEUTRAL,
    TONE_GOOD,
    TONE_NOTICE, /* waits for someone */
    TONE_WARNING,
    TONE_BAD,
    TONE_MUTED, /* over and done with */
} Tone;

/* A GtkLabel with the badge's look. */
GtkWidget *badge_new (Tone tone, const char *text);
void badge_set (GtkWidget *badge, Tone tone, const char *text);
/* Word and colour of a value; TONE_NEUTRAL for words without a meaning of their own. */
void badge_set_value (GtkWidget *badge, const Enumeration *enumeration, int value);

G_END_DECLS
