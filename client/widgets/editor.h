/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field being edited: a widget that loads a member from a record and stores it back.  The
 * kinds live in widgets/editors/. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/api.h"
#include "common/schema/field.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_EDITOR (editor_get_type ())
G_DECLARE_DERIVABLE_TYPE (SirajEditor, editor, SIRAJ, EDITOR, GtkWidget)

struct _SirajEditorClass {
    GtkWidgetClass parent_class;
    /* Shows the member; user signals stay quiet. */
    void (*load) (SirajEditor *self, gconstpointer data);
    /* Puts what is shown into the member.  Error: INVALID_VALUE, OUT_OF_RANGE. */
    gboolean (*store) (SirajEditor *self, gpointer data, GError **error);
};

/* Where a lookup finds its rows. */
typedef struct {
    const char *path;   /* list path, searched with ?q= */
    const char *shows;  /* member of the form's record with the text of the chosen row, or NULL */
    const char *member; /* member of the list's rows shown as their text; NULL: "name" */
} Lookup;

/* The editor that fits the field: text, long text, number, money, date, choice, boolean; an ID with
 * a @lookup searches as one types; texts are a check list of the lookup's rows; records are
 * rows of editors.  Signals "changed" (by the user) and "activated" (Enter). */
SirajEditor *editor_new (const Record *record, const Field *field, const Lookup *lookup,
                         SirajApi *api);

const Field *editor_get_field (SirajEditor *self);
void editor_load (SirajEditor *self, gconstpointer data);
gboolean editor_store (SirajEditor *self, gpointer data, GError **error);
/* The widget that takes the keyboard (mnemonics, accessible name). */
GtkWidget *editor_get_input (SirajEditor *self);
/* The text that names what is chosen ("نشط"), for chips; free with g_free(). */
char *editor_dup_text (SirajEditor *self);
void editor_set_error (SirajEditor *self, gboolean wrong);

/* One more check of an editor of texts whose lookup has the path "": the page names what there is.
 * @label as shown. */
void editor_add_check (SirajEditor *self, const char *word, const char *label);

/* For the kinds: sets the child, tells of a change and of Enter. */
void editor_set_input (SirajEditor *self, GtkWidget *child, GtkWidget *input);
void editor_changed (SirajEditor *self);
void editor_activated (SirajEditor *self);
gboolean editor_is_loading (SirajEditor *self);

G_END_DECLS
