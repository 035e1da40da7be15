/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each person may choose: language, light or dark, size of text. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/settings.h"

G_BEGIN_DECLS

void preferences_show (GtkWindow *parent, SirajSettings *settings);
/* Puts the choices of colour and text size into force. */
void preferences_apply (SirajSettings *settings);
/* "ar" or "en". */
char *preferences_language (SirajSettings *settings);

G_END_DECLS
