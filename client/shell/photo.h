/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A widget as a PNG: what tests and the documentation look at. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Draws @widget as it stands into the file; it must be realized. */
gboolean photo_save (GtkWidget *widget, const char *path, GError **error);

G_END_DECLS
