/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a form and their places in its grids; part of form.c. */
#pragma once

#include "client/widgets/form.h"

G_BEGIN_DECLS

typedef struct {
    const Field *field;
    SirajEditor *editor;
    GtkWidget *label;   /* with the mnemonic */
    GtkWidget *cell;    /* editor, value and error, one above the other */
    GtkWidget *value;   /* what is shown when it cannot be edited */
    GtkWidget *message; /* the error */
    GtkWidget *section; /* its heading and grid; hidden when all its rows are */
    GtkWidget *fold;    /* expander of a folded section, or NULL */
    gboolean unreadable;
} FormRow;

typedef struct {
    void (*edited) (SirajForm *form, FormRow *row);
    void (*left) (SirajForm *form, FormRow *row);
    void (*activated) (SirajForm *form, FormRow *row);
} FormRowEvents;

typedef struct {
    SirajForm *form;
    const FormRowEvents *events;
    const Record *record;
    SirajApi *api;
    GPtrArray *rows; /* filled with FormRow */
} FormGrid;

GtkWidget *form_grid_new (const FormGrid *grid, const FormLayout *layout);

void form_row_show (FormRow *row, gconstpointer data, gboolean shown_only);
gboolean form_row_is_editable (FormRow *row);
/* NULL takes the error away. */
void form_row_set_error (FormRow *row, const char *message);
const char *form_row_get_error (FormRow *row);
/* Unfolds its section and gives it the focus. */
void form_row_reveal (FormRow *row);

G_END_DECLS
