/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One act with a few members in a window of its own: its button names the effect, errors stand
 * beside their fields, and it closes only when the server has done it. */
#pragma once

#include "client/shell/page.h"
#include "client/widgets/form.h"

G_BEGIN_DECLS

typedef struct {
    const char *title;  /* message id: "Remove the meter" */
    const char *effect; /* message id: what follows from it; NULL: nothing to say */
    const char *action; /* message id of the button: "_Remove and bill what was used" */
    gboolean dangerous;
    const Record *record;
    const FormLayout *layout;
} FormDialogSpec;

/* Where it is sent, and what it starts with.  Everything is copied. */
typedef struct {
    const char *path;      /* POST */
    gconstpointer initial; /* NULL: empty */
    const char *subject;   /* as shown, under the title: which meter; may be NULL */
} FormDialogCall;

/* @answer is borrowed. Not called when it was given up or the page is gone. */
typedef void (*FormDialogDone) (SirajPage *page, const ApiAnswer *answer);

/* @spec lives as long as the program. */
void form_dialog_open (SirajPage *page, const FormDialogSpec *spec, const FormDialogCall *call,
                       FormDialogDone done);

G_END_DECLS
