/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form from a record's field table and a static layout: labels with mnemonics, editors, errors
 * beside their fields, and what has changed. */
#pragma once

#include "client/widgets/editor.h"

G_BEGIN_DECLS

typedef struct {
    const char *name; /* member of the record */
    guint span;       /* columns it takes; 0 = 1 */
    Lookup lookup;    /* of an ID: { "/api/v1/stations", "station_name" } */
} FormField;

typedef enum {
    FORM_OPEN = 0,
    FORM_FOLDED = 1 << 0, /* rarely used: folded until opened or in error */
} FormFlags;

typedef struct {
    const char *title; /* message id */
    guint columns;     /* of label and editor side by side: 1 to 3 */
    FormFlags flags;
    const FormField *fields;
    guint n_fields;
} FormSection;

typedef struct {
    const FormSection *sections;
    guint n_sections;
} FormLayout;

/* { N_ ("Identity"), 2, FORM_OPEN, FORM_FIELDS (identity) } */
#define FORM_FIELDS(array) (array), G_N_ELEMENTS (array)

#define SIRAJ_TYPE_FORM (form_get_type ())
G_DECLARE_FINAL_TYPE (SirajForm, form, SIRAJ, FORM, GtkWidget)

/* Signals: "edited" (name): the user changed a member; "save": Enter on the last editor.
 * Property "dirty". */
GtkWidget *form_new (const Record *record, const FormLayout *layout, SirajApi *api);

/* Shows a record (copied) as the unchanged state; NULL is an empty record to be created. */
void form_load (SirajForm *self, gconstpointer data);
/* The record with what is typed, borrowed; members whose text is wrong keep their last value. */
gconstpointer form_get_data (SirajForm *self);
/* A new record that starts with these members (copied): nothing is changed yet. */
void form_set_initial (SirajForm *self, gconstpointer data);
/* Shows members as if typed: a copy of form_get_data() that the caller has changed. */
void form_set_data (SirajForm *self, gconstpointer data);
gboolean form_is_dirty (SirajForm *self);

/* The JSON body to send: every member that is set of a new record, only the changed ones of a
 * loaded one.  NULL with errors placed beside their fields and the first one focused. */
char *form_collect (SirajForm *self);

/* Places a refusal beside the field it names and focuses it; FALSE when the form has no such field
 * (the caller shows it elsewhere). */
gboolean form_set_error (SirajForm *self, const GError *error);
void form_clear_errors (SirajForm *self);
void form_focus_first (SirajForm *self);

/* The editor of a member, or NULL. */
SirajEditor *form_get_editor (SirajForm *self, const char *name);
/* The sentence shown beside a member, or NULL. */
const char *form_get_error (SirajForm *self, const char *name);
/* Shows values that cannot be edited (no permission, closed). */
void form_set_read_only (SirajForm *self, gboolean read_only);

G_END_DECLS
