/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets as PDF, one or a whole batch in one file; no display is needed. */
#pragma once

#include "common/base/error.h"
#include "common/documents/sheet.h"

G_BEGIN_DECLS

typedef struct PdfWriter PdfWriter;

/* To the file @path, or to memory when it is NULL.  Pages are written as they are added, so a batch
 * of any length needs the memory of one document (and of the bytes, in memory). */
PdfWriter *pdf_writer_new (const char *path, const char *title);
void pdf_writer_free (PdfWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfWriter, pdf_writer_free)

/* Appends every page of @sheet at its own size; the sheet may be freed afterwards. */
gboolean pdf_writer_add (PdfWriter *self, const Sheet *sheet, GError **error);
/* Closes the PDF.  @bytes (may be NULL) receives it when it was written to memory.  Error: INTERNAL
 * with cairo's reason (a full disk). */
gboolean pdf_writer_finish (PdfWriter *self, GBytes **bytes, GError **error);

/* One sheet to memory (NULL on error, owned) or to a file. */
GBytes *pdf_from_sheet (const Sheet *sheet, const char *title, GError **error);
gboolean pdf_save_sheet (const Sheet *sheet, const char *title, const char *path, GError **error);

G_END_DECLS
