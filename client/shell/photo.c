/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A widget as a PNG. */
#include "client/shell/photo.h"

/* A widget that was just shown draws nothing before its first frame; one that nobody can see never
 * has any, and waiting for it ends. */
#define PATIENCE_MS 2000
#define POLL_MS 20

static GskRenderNode *
expose (GtkWidget *widget)
{
    g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
    g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

    gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), gtk_widget_get_width (widget),
                            gtk_widget_get_height (widget));
    return gtk_snapshot_to_node (snapshot);
}

static gboolean
wake (gpointer user_data)
{
    return G_SOURCE_CONTINUE;
}

static GskRenderNode *
expose_in_time (GtkWidget *widget)
{
    gint64 deadline = g_get_monotonic_time () + PATIENCE_MS * G_TIME_SPAN_MILLISECOND;
    guint poll = g_timeout_add (POLL_MS, wake, NULL);
    GskRenderNode *node = expose (widget);

    while (node == NULL && g_get_monotonic_time () < deadline) {
        g_main_context_iteration (NULL, TRUE);
        node = expose (widget);
    }
    g_source_remove (poll);
    return node;
}

gboolean
photo_save (GtkWidget *widget, const char *path, GError **error)
{
    GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
    g_autoptr (GskRenderNode) node = expose_in_time (widget);
    g_autoptr (GdkTexture) texture = NULL;

    if (node == NULL) {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "there is nothing to draw");
        return FALSE;
    }
    texture = gsk_renderer_render_texture (
        renderer, node,
        &GRAPHENE_RECT_INIT (0, 0, (float)gtk_widget_get_width (widget),
                             (float)gtk_widget_get_height (widget)));
    if (gdk_texture_save_to_png (texture, path))
        return TRUE;
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "could not write %s", path);
    return FALSE;
}
