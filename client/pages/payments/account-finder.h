/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the account that pays: one box for number, name, phone, meter or invoice, and the hits
 * under it.  Enter on the only hit takes it. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/api.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_ACCOUNT_FINDER (account_finder_get_type ())
G_DECLARE_FINAL_TYPE (SirajAccountFinder, account_finder, SIRAJ, ACCOUNT_FINDER, GtkWidget)

/* Signals: "found" (Account *, borrowed); "failed" (const GError *, borrowed). */
GtkWidget *account_finder_new (SirajApi *api);
/* Empties the box and takes the keyboard: the next customer, please. */
void account_finder_begin (SirajAccountFinder *self);
/* Reads the account with this id as if it had been found. */
void account_finder_take (SirajAccountFinder *self, gint64 account_id);

G_END_DECLS
