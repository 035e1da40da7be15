/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents to paper and to files.  Printing always asks by the system's dialog: GTK 4.8 cannot be
 * trusted to print silently on a named printer. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/session.h"
#include "common/documents/records.h"
#include "common/documents/sheet.h"

G_BEGIN_DECLS

/* An error of the printer or the file (borrowed); not called when all went well. */
typedef void (*PrintingFailed) (const GError *error, gpointer user_data);

/* Takes @sheet.  @parent is the window's widget; @owner lives until the dialog has ended. */
void printing_print (GtkWidget *parent, Sheet *sheet, const char *title, PrintingFailed failed,
                     gpointer owner);
/* Asks where to and writes a PDF. */
void printing_save (GtkWidget *parent, Sheet *sheet, const char *title, PrintingFailed failed,
                    gpointer owner);

/* The same with a PDF that the server made. */
void printing_print_pdf (GtkWidget *parent, GBytes *pdf, const char *title, PrintingFailed failed,
                         gpointer owner);
void printing_save_pdf (GtkWidget *parent, GBytes *pdf, const char *title, PrintingFailed failed,
                        gpointer owner);

/* Who prints now: the user of the session. */
PrintOrder printing_order (SirajSession *session, gboolean is_copy);

G_END_DECLS
