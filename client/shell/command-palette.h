/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ctrl+K: goes anywhere.  Pages and commands of this program at once, records of the server as one
 * types. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/session.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_COMMAND_PALETTE (command_palette_get_type ())
G_DECLARE_FINAL_TYPE (SirajCommandPalette, command_palette, SIRAJ, COMMAND_PALETTE, GtkWidget)

/* Signals: "chosen" (location text, as page_location_parse() reads it); "command" (action name);
 * "leave". */
GtkWidget *command_palette_new (SirajSession *session);
/* Empties it and takes the keyboard. */
void command_palette_begin (SirajCommandPalette *self);

G_END_DECLS
