/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known about something, at a glance: a heading and pairs of label and value. */
#pragma once

#include <gtk/gtk.h>

#include "common/schema/field.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_FACTS (facts_get_type ())
G_DECLARE_FINAL_TYPE (SirajFacts, facts, SIRAJ, FACTS, GtkBox)

/* @title: message id, or NULL. */
GtkWidget *facts_new (const char *title);
void facts_clear (SirajFacts *self);
/* @label: message id; @value as shown: "" or NULL is left out.  Answers the value's label for a CSS
 * class, or NULL. */
GtkWidget *facts_add (SirajFacts *self, const char *label, const char *value);
/* The member of a record with its own label. */
GtkWidget *facts_add_field (SirajFacts *self, const Record *record, const char *member,
                            gconstpointer data);
/* A widget as the value (a badge). */
void facts_add_widget (SirajFacts *self, const char *label, GtkWidget *value);

G_END_DECLS
