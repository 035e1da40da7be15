/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A state as a small badge. */
#include "client/widgets/badge.h"

static const char *const tone_classes[] = {
    [TONE_NEUTRAL] = "tone-neutral", [TONE_GOOD] = "tone-good", [TONE_NOTICE] = "tone-notice",
    [TONE_WARNING] = "tone-warning", [TONE_BAD] = "tone-bad",   [TONE_MUTED] = "tone-muted",
};

typedef struct {
    const char *word; /* on the wire, whatever the enumeration */
    Tone tone;
} WordTone;

/* A word means the same in every room; one that is not here is neutral. */
static const WordTone word_tones[] = {
    { "active", TONE_GOOD },       { "paid", TONE_GOOD },           { "approved", TONE_GOOD },
    { "done", TONE_GOOD },         { "completed", TONE_GOOD },      { "accepted", TONE_GOOD },
    { "installed", TONE_GOOD },    { "valid", TONE_GOOD },          { "posted", TONE_GOOD },
    { "open", TONE_NOTICE },       { "new", TONE_NOTICE },          { "pending", TONE_NOTICE },
    { "running", TONE_NOTICE },    { "waiting", TONE_NOTICE },      { "queued", TONE_NOTICE },
    { "issued", TONE_NOTICE },     { "reading", TONE_NOTICE },      { "billing", TONE_NOTICE },
    { "partial", TONE_WARNING },   { "partly_paid", TONE_WARNING }, { "held", TONE_WARNING },
    { "suspended", TONE_WARNING }, { "estimated", TONE_WARNING },   { "locked", TONE_WARNING },
    { "review", TONE_WARNING },    { "exception", TONE_WARNING },   { "overdue", TONE_BAD },
    { "disconnected", TONE_BAD },  { "failed", TONE_BAD },          { "rejected", TONE_BAD },
    { "faulty", TONE_BAD },        { "cancelled", TONE_MUTED },     { "closed", TONE_MUTED },
    { "reversed", TONE_MUTED },    { "removed", TONE_MUTED },       { "ended", TONE_MUTED },
    { "inactive", TONE_MUTED },    { "retired", TONE_MUTED },       { "disabled", TONE_MUTED },
};

static Tone
tone_of_word (const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS (word_tones); i++)
        if (g_str_equal (word_tones[i].word, word))
            return word_tones[i].tone;
    return TONE_NEUTRAL;
}

GtkWidget *
badge_new (Tone tone, const char *text)
{
    GtkWidget *badge = gtk_label_new (NULL);

    gtk_widget_add_css_class (badge, "badge");
    gtk_widget_set_halign (badge, GTK_ALIGN_START);
    gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
    badge_set (badge, tone, text);
    return badge;
}

void
badge_set (GtkWidget *badge, Tone tone, const char *text)
{
    /* A class taken and given again would have the widget styled anew. */
    for (guint i = 0; i < G_N_ELEMENTS (tone_classes); i++) {
        if (i != tone)
            gtk_widget_remove_css_class (badge, tone_classes[i]);
    }
    gtk_widget_add_css_class (badge, tone_classes[tone]);
    gtk_label_set_text (GTK_LABEL (badge), text);
    gtk_widget_set_visible (badge, text != NULL && *text != '\0');
}

void
badge_set_value (GtkWidget *badge, const Enumeration *enumeration, int value)
{
    badge_set (badge, tone_of_word (enumeration_word (enumeration, value)),
               enumeration_label (enumeration, value));
}
