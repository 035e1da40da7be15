/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Members of one JSON object as labelled fields that wrap to any width.  Only the members it shows
 * are touched. */
#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

#include "common/schema/enumeration.h"

G_BEGIN_DECLS

typedef enum {
    JSON_FORM_TEXT,
    JSON_FORM_NUMBER, /* the member is what is typed × 10 ^ scale */
    JSON_FORM_DATE,   /* ISO text */
    JSON_FORM_CHOICE, /* a word of the enumeration */
    JSON_FORM_SWITCH,
} JsonFormKind;

typedef struct {
    const char *member;
    const char *label; /* message id */
    JsonFormKind kind;
    guint scale;
    guint chars;
    const Enumeration *choices;
} JsonFormField;

#define SIRAJ_TYPE_JSON_FORM (json_form_get_type ())
G_DECLARE_FINAL_TYPE (SirajJsonForm, json_form, SIRAJ, JSON_FORM, GtkWidget)

/* @object is edited in place; @fields live as long as the program.  Signal "changed" with the
 * member's name. */
GtkWidget *json_form_new (const JsonFormField *fields, guint n_fields, JsonObject *object);
void json_form_set_editable (SirajJsonForm *self, gboolean editable);
/* The editor of a member, or NULL. */
GtkWidget *json_form_find (SirajJsonForm *self, const char *member);

G_END_DECLS
