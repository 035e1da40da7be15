/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents to paper and to files. */
#include "client/shell/printing.h"

#include "common/base/language.h"
#include "common/documents/pdf.h"

typedef struct {
    Sheet *sheet;
    char *title;
    PrintingFailed failed;
    GObject *owner;
} Print;

static void
print_free (Print *self)
{
    sheet_free (self->sheet);
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

/* Files */

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
        if (error != NULL || !pdf_save_sheet (self->sheet, self->title, path, &error))
            self->failed (error, self->owner);
    }
    g_object_unref (dialog);
    print_free (self);
}

void
printing_save (GtkWidget *parent, Sheet *sheet, const char *title, PrintingFailed failed,
               gpointer owner)
{
    GtkFileChooserNative *dialog =
        gtk_file_chooser_native_new (tr ("Save as PDF"), window_of (parent),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, tr ("_Save"), tr ("_Cancel"));
    g_autofree char *name = g_strconcat (title, ".pdf", NULL);

    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
    g_signal_connect (dialog, "response", G_CALLBACK (file_chosen),
                      print_new (sheet, title, failed, owner));
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

PrintOrder
printing_order (SirajSession *session, gboolean is_copy)
{
    return (PrintOrder) { client_session_get_full_name (session), g_get_real_time (), is_copy };
}
