/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A widget as a PNG. */
#include "client/shell/photo.h"

gboolean
photo_save (GtkWidget *widget, const char *path, GError **error)
{
    g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
    g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
    int width = gtk_widget_get_width (widget);
    int height = gtk_widget_get_height (widget);
    GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
    g_autoptr (GskRenderNode) node = NULL;
    g_autoptr (GdkTexture) texture = NULL;

    gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
    node = gtk_snapshot_to_node (snapshot);
    if (node == NULL) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "there is nothing to draw");
        return FALSE;
    }
    texture =
        gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
    if (gdk_texture_save_to_png (texture, path))
        return TRUE;
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "could not write %s", path);
    return FALSE;
}
