/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before what cannot be undone: the button names the effect, a reason may be wanted. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct {
    const char *heading; /* all texts as shown, already translated */
    const char *body;
    const char *action; /* "Cancel the invoice and reverse its entry" */
    gboolean dangerous;
    gboolean wants_reason; /* the action stays closed until something is typed */
} Question;

/* @reason is NULL unless one was wanted. */
typedef void (*AnswerFunc) (gboolean yes, const char *reason, gpointer user_data);

/* Calls @answered once, never when @parent is gone before an answer. */
void confirm_ask (GtkWidget *parent, const Question *question, AnswerFunc answered,
                  gpointer user_data);

G_END_DECLS
