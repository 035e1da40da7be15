/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tariff document in the hands of a person: prices, charges, terms and cases as grids and a form,
 * and the JSON itself for what they do not show.  Members that no grid shows are never lost. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/api.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_DOCUMENT_EDITOR (document_editor_get_type ())
G_DECLARE_FINAL_TYPE (SirajDocumentEditor, document_editor, SIRAJ, DOCUMENT_EDITOR, GtkWidget)

/* Signal "changed": by the user. */
GtkWidget *document_editor_new (SirajApi *api);
/* FALSE with an error when @text is no JSON object. */
gboolean document_editor_load (SirajDocumentEditor *self, const char *text, GError **error);
/* The document as it stands, owned; NULL with an error while the JSON view holds something else. */
char *document_editor_dup (SirajDocumentEditor *self, GError **error);
/* Marks the field that the refusal names and brings it into sight; FALSE when none is shown. */
gboolean document_editor_show_fault (SirajDocumentEditor *self, const GError *error);
void document_editor_set_editable (SirajDocumentEditor *self, gboolean editable);

G_END_DECLS
