/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A view of the tariff document being edited: forms and grids over parts of one JSON tree, with
 * buttons that add, move and remove those parts. */
#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

#include "client/pages/tariffs/json-form.h"
#include "client/pages/tariffs/json-grid.h"

G_BEGIN_DECLS

typedef struct {
    GtkWidget *box; /* what is filled */
    const char *name;
    JsonObject *root;
    gboolean editable;
    void (*changed) (gpointer owner);  /* a value */
    void (*reshaped) (gpointer owner); /* parts came, went or moved: fill again, but later */
    gpointer owner;
} DocumentView;

JsonArray *json_array_of (JsonObject *object, const char *member);
JsonObject *json_object_of (JsonObject *object, const char *member);

/* Puts a form or a grid into the view; @path ("charges[1].steps") is where its faults are told. */
GtkWidget *document_view_add_form (DocumentView *self, const char *path,
                                   const JsonFormField *fields, guint n_fields, JsonObject *object);
GtkWidget *document_view_add_grid (DocumentView *self, const char *path, const JsonGridSpec *spec,
                                   JsonArray *rows);

/* @title with buttons that move the element up and remove it. */
void document_view_add_head (DocumentView *self, const char *title, JsonArray *array, guint index);

/* A button that adds an element made of the JSON @pattern to the list @member of @object; its name
 * is @name where there is one. */
void document_view_add_new (DocumentView *self, const char *label, JsonObject *object,
                            const char *member, const char *pattern, const char *name);
/* The same for a member that is one object, with a button to take it away again. */
void document_view_add_object (DocumentView *self, const char *label, const char *member,
                               const char *pattern, const char *name);

/* Marks the field at @path with @message and brings it into sight; FALSE when it is not here. */
gboolean document_view_show_fault (DocumentView *self, const char *path, const char *message);

/* The rooms of the document. */
void document_fill_prices (DocumentView *self);
void document_fill_charges (DocumentView *self);
void document_fill_extras (DocumentView *self);
void document_fill_cases (DocumentView *self);

G_END_DECLS
