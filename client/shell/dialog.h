/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window of one act, over the page it belongs to: a body, a foot with the line for errors and the
 * button that names the effect, Ctrl+S for that button and Escape to give up. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

/* The functions get the dialog that was begun. */
typedef struct {
    const char *title;   /* message id: "Remove the meter" */
    const char *action;  /* message id of the button */
    const char *give_up; /* message id of the other one; NULL: "_Cancel" */
    gboolean dangerous;
    int width_px;
    void (*send) (gpointer dialog);         /* only while the button is open */
    gboolean (*is_dirty) (gpointer dialog); /* asked before it closes; NULL: nothing is lost */
    GDestroyNotify free;                    /* of what embeds the dialog, with its window */
} DialogSpec;

/* Stands first in the struct of the dialog that embeds it. */
typedef struct {
    DialogSpec spec;
    SirajPage *page;
    char *key; /* the same for every try */
    GtkWidget *window;
    GtkWidget *line;
    GtkWidget *action;
    GCancellable *cancellable;
} Dialog;

void dialog_begin (Dialog *self, SirajPage *page, const DialogSpec *spec);
/* Opens it with @body over its foot. */
void dialog_present (Dialog *self, GtkWidget *body);
/* A line of words that wraps; nothing where @text is NULL. */
void dialog_add_words (GtkWidget *box, const char *text, const char *css_class);
/* Calls the API with the key of the dialog, the button closed until dialog_unlock(). */
void dialog_send (Dialog *self, const char *path, const char *body, GAsyncReadyCallback answered);
/* The button, where it is open: for Enter at the end of a form. */
void dialog_activate (Dialog *self);
void dialog_unlock (Dialog *self);
void dialog_report (Dialog *self, const GError *error);
/* Closes it, which frees it.  Returns a reference to its page, or NULL where that is gone. */
SirajPage *dialog_finish (Dialog *self);
/* What dialog_begin() made; for the free function of the spec. */
void dialog_clear (Dialog *self);

G_END_DECLS
