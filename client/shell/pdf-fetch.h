/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A PDF of the server, to paper or into a file. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

/* GETs @path and asks for a printer, or where to save it; errors are reported on @page.  @title is
 * as shown, and the name of the file. */
void pdf_fetch_print (SirajPage *page, const char *path, const char *title);
void pdf_fetch_save (SirajPage *page, const char *path, const char *title);

G_END_DECLS
