/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDF by cairo; the fonts used are embedded in their subset. */
#include "common/documents/pdf.h"

#include <cairo-pdf.h>

struct PdfWriter {
    cairo_surface_t *surface;
    cairo_t *cr;
    GByteArray *bytes; /* NULL when a file is written */
};

static cairo_status_t
append_bytes (void *data, const unsigned char *bytes, unsigned int length)
{
    g_byte_array_append (data, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

PdfWriter *
pdf_writer_new (const char *path, const char *title)
{
    PdfWriter *self = g_new0 (PdfWriter, 1);
    if (path != NULL) {
        self->surface = cairo_pdf_surface_create (path, SHEET_A4_WIDTH, SHEET_A4_HEIGHT);
    } else {
        self->bytes = g_byte_array_new ();
        self->surface = cairo_pdf_surface_create_for_stream (append_bytes, self->bytes,
                                                             SHEET_A4_WIDTH, SHEET_A4_HEIGHT);
    }
    cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATOR, "Siraj");
    self->cr = cairo_create (self->surface);
    return self;
}

void
pdf_writer_free (PdfWriter *self)
{
    if (self == NULL)
        return;
    cairo_destroy (self->cr);
    cairo_surface_destroy (self->surface);
    g_clear_pointer (&self->bytes, g_byte_array_unref);
    g_free (self);
}

static gboolean
check_status (PdfWriter *self, GError **error)
{
    cairo_status_t status = cairo_surface_status (self->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_status (self->cr);
    if (status == CAIRO_STATUS_SUCCESS)
        return TRUE;
    return refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The PDF could not be written: %s",
                   cairo_status_to_string (status));
}

gboolean
pdf_writer_add (PdfWriter *self, const Sheet *sheet, GError **error)
{
    for (guint page = 0; page < sheet_n_pages (sheet); page++) {
        cairo_pdf_surface_set_size (self->surface, sheet_width (sheet), sheet_height (sheet));
        sheet_draw (sheet, page, self->cr);
        cairo_show_page (self->cr);
    }
    return check_status (self, error);
}

gboolean
pdf_writer_finish (PdfWriter *self, GBytes **bytes, GError **error)
{
    cairo_surface_finish (self->surface);
    if (cairo_surface_status (self->surface) != CAIRO_STATUS_SUCCESS)
        return check_status (self, error);
    if (bytes != NULL && self->bytes != NULL)
        *bytes = g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes));
    return TRUE;
}

static gboolean
write_sheet (PdfWriter *writer, const Sheet *sheet, GBytes **bytes, GError **error)
{
    return pdf_writer_add (writer, sheet, error) && pdf_writer_finish (writer, bytes, error);
}

GBytes *
pdf_from_sheet (const Sheet *sheet, const char *title, GError **error)
{
    g_autoptr (PdfWriter) writer = pdf_writer_new (NULL, title);
    g_autoptr (GBytes) bytes = NULL;
    if (!write_sheet (writer, sheet, &bytes, error))
        return NULL;
    return g_steal_pointer (&bytes);
}

gboolean
pdf_save_sheet (const Sheet *sheet, const char *title, const char *path, GError **error)
{
    g_autoptr (PdfWriter) writer = pdf_writer_new (path, title);
    return write_sheet (writer, sheet, NULL, error);
}
