/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents to paper and to files. */
#include "client/shell/printing.h"

#include "common/base/language.h"
#include "common/documents/pdf.h"

#include <glib/gstdio.h>
#include <gtk/gtkunixprint.h>
#include <unistd.h>

typedef struct {
    Sheet *sheet;
    GBytes *pdf; /* instead of a sheet */
    char *path;  /* of the PDF while it is printed */
    char *title;
    PrintingFailed failed;
    GObject *owner;
} Print;

static void
print_free (Print *self)
{
    g_clear_pointer (&self->sheet, sheet_free);
    g_clear_pointer (&self->pdf, g_bytes_unref);
    if (self->path != NULL)
        g_remove (self->path);
    g_free (self->path);
    g_free (self->title);
    g_object_unref (self->owner);
    g_free (self);
}

static Print *
print_new (Sheet *sheet, const char *title, PrintingFailed failed, gpointer owner)
{
    Print *self = g_new0 (Print, 1);

    self->sheet = sheet;
    self->title = g_strdup (title);
    self->failed = failed;
    self->owner = g_object_ref (owner);
    return self;
}

static GtkWindow *
window_of (GtkWidget *widget)
{
    GtkRoot *root = gtk_widget_get_root (widget);

    return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* Paper */

static void
draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
    const Print *self = user_data;

    sheet_draw (self->sheet, (guint)page, gtk_print_context_get_cairo_context (context));
}

static void
printed (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer user_data)
{
    Print *self = user_data;
    g_autoptr (GError) error = NULL;

    if (result == GTK_PRINT_OPERATION_RESULT_ERROR) {
        gtk_print_operation_get_error (operation, &error);
        self->failed (error, self->owner);
    }
}

/* The paper is as large as the document: a roll is cut where its text ends. */
static GtkPageSetup *
page_setup_for (const Sheet *sheet)
{
    GtkPageSetup *setup = gtk_page_setup_new ();
    g_autoptr (GtkPaperSize) paper = gtk_paper_size_new_custom (
        "siraj", "Siraj", sheet_width (sheet), sheet_height (sheet), GTK_UNIT_POINTS);

    gtk_page_setup_set_paper_size (setup, paper);
    gtk_page_setup_set_top_margin (setup, 0, GTK_UNIT_POINTS);
    gtk_page_setup_set_bottom_margin (setup, 0, GTK_UNIT_POINTS);
    gtk_page_setup_set_left_margin (setup, 0, GTK_UNIT_POINTS);
    gtk_page_setup_set_right_margin (setup, 0, GTK_UNIT_POINTS);
    return setup;
}

void
printing_print (GtkWidget *parent, Sheet *sheet, const char *title, PrintingFailed failed,
                gpointer owner)
{
    Print *print = print_new (sheet, title, failed, owner);
    g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
    g_autoptr (GtkPageSetup) setup = page_setup_for (sheet);

    gtk_print_operation_set_job_name (operation, title);
    gtk_print_operation_set_n_pages (operation, (int)sheet_n_pages (sheet));
    gtk_print_operation_set_default_page_setup (operation, setup);
    gtk_print_operation_set_use_full_page (operation, TRUE);
    gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
    gtk_print_operation_set_allow_async (operation, TRUE);
    g_object_set_data_full (G_OBJECT (operation), "print", print, (GDestroyNotify)print_free);
    g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page), print);
    g_signal_connect (operation, "done", G_CALLBACK (printed), print);
    gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, window_of (parent),
                             NULL);
}

/* A PDF goes to the printer as it is: CUPS knows what to do with it. */

static void
pdf_sent (GtkPrintJob *job, gpointer user_data, const GError *error)
{
    Print *self = user_data;

    if (error != NULL)
        self->failed (error, self->owner);
}

static gboolean
send_pdf (Print *self, GtkPrintJob *job, GError **error)
{
    gsize length;
    const char *data = g_bytes_get_data (self->pdf, &length);
    int fd = g_file_open_tmp ("siraj-print-XXXXXX.pdf", &self->path, error);

    if (fd < 0)
        return FALSE;
    close (fd);
    return g_file_set_contents (self->path, data, (gssize)length, error) &&
           gtk_print_job_set_source_file (job, self->path, error);
}

static void
printer_chosen (GtkDialog *dialog, int response, gpointer user_data)
{
    GtkPrintUnixDialog *chosen = GTK_PRINT_UNIX_DIALOG (dialog);
    Print *self = user_data;
    g_autoptr (GError) error = NULL;
    GtkPrintJob *job;

    if (response == GTK_RESPONSE_OK) {
        job = gtk_print_job_new (self->title, gtk_print_unix_dialog_get_selected_printer (chosen),
                                 gtk_print_unix_dialog_get_settings (chosen),
                                 gtk_print_unix_dialog_get_page_setup (chosen));
        if (send_pdf (self, job, &error)) {
            gtk_print_job_send (job, pdf_sent, self, (GDestroyNotify)print_free);
        } else {
            self->failed (error, self->owner);
            print_free (self);
        }
        g_object_unref (job);
    } else {
        print_free (self);
    }
    gtk_window_destroy (GTK_WINDOW (dialog));
}

static Print *
pdf_print_new (GBytes *pdf, const char *title, PrintingFailed failed, gpointer owner)
{
    Print *self = print_new (NULL, title, failed, owner);

    self->pdf = g_bytes_ref (pdf);
    return self;
}

void
printing_print_pdf (GtkWidget *parent, GBytes *pdf, const char *title, PrintingFailed failed,
                    gpointer owner)
{
    GtkWidget *dialog = gtk_print_unix_dialog_new (tr ("Print"), window_of (parent));

    gtk_print_unix_dialog_set_manual_capabilities (GTK_PRINT_UNIX_DIALOG (dialog),
                                                   GTK_PRINT_CAPABILITY_GENERATE_PDF);
    g_signal_connect (dialog, "response", G_CALLBACK (printer_chosen),
                      pdf_print_new (pdf, title, failed, owner));
    gtk_window_present (GTK_WINDOW (dialog));
}

/* Files */

static gboolean
write_file (const Print *self, const char *path, GError **error)
{
    gsize length;
    const char *data;

    if (self->pdf == NULL)
        return pdf_save_sheet (self->sheet, self->title, path, error);
    data = g_bytes_get_data (self->pdf, &length);
    return g_file_set_contents (path, data, (gssize)length, error);
}

static void
file_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
    Print *self = user_data;
    g_autoptr (GError) error = NULL;

    if (response == GTK_RESPONSE_ACCEPT) {
        g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
        g_autofree char *path = g_file_get_path (file);

        if (path == NULL)
            refuse (&error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                    "The file is not on this machine; choose another place.");
        if (error != NULL || !write_file (self, path, &error))
            self->failed (error, self->owner);
    }
    g_object_unref (dialog);
    print_free (self);
}

/* Takes @print. */
static void
ask_where (GtkWidget *parent, Print *print)
{
    GtkFileChooserNative *dialog =
        gtk_file_chooser_native_new (tr ("Save as PDF"), window_of (parent),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, tr ("_Save"), tr ("_Cancel"));
    g_autofree char *name = g_strconcat (print->title, ".pdf", NULL);

    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
    g_signal_connect (dialog, "response", G_CALLBACK (file_chosen), print);
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
printing_save (GtkWidget *parent, Sheet *sheet, const char *title, PrintingFailed failed,
               gpointer owner)
{
    ask_where (parent, print_new (sheet, title, failed, owner));
}

void
printing_save_pdf (GtkWidget *parent, GBytes *pdf, const char *title, PrintingFailed failed,
                   gpointer owner)
{
    ask_where (parent, pdf_print_new (pdf, title, failed, owner));
}

PrintOrder
printing_order (SirajSession *session, gboolean is_copy)
{
    return (PrintOrder) { client_session_get_full_name (session), g_get_real_time (), is_copy };
}
