/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing many invoices into one file. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

/* Asks which invoices, and opens the job that prints them. */
void batch_print_open (SirajPage *page);

G_END_DECLS
