/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A widget as a PNG. */
#include "client/shell/photo.h"

/* A window that nobody can see is never painted; waiting for it ends. */
#define PATIENCE_MS 2000

typedef struct {
    GtkWidget *widget;
    GskRenderNode *node;
    gboolean too_late;
} Exposure;

static void
expose (Exposure *self)
{
    g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (self->widget);
    g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

    gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), gtk_widget_get_width (self->widget),
                            gtk_widget_get_height (self->widget));
    g_clear_pointer (&self->node, gsk_render_node_unref);
    self->node = gtk_snapshot_to_node (snapshot);
}

static gboolean
give_up (gpointer user_data)
{
    Exposure *self = user_data;

    self->too_late = TRUE;
    return G_SOURCE_CONTINUE;
}

/* Just after a frame every widget has its place: at any other moment one that was shown or filled
 * since has none, and draws nothing. */
static GskRenderNode *
expose_after_frame (GtkWidget *widget)
{
    GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
    Exposure self = { .widget = widget };
    gulong handler = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (expose), &self);
    guint timeout = g_timeout_add (PATIENCE_MS, give_up, &self);

    while (self.node == NULL && !self.too_late) {
        gtk_widget_queue_draw (widget);
        gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_PAINT);
        g_main_context_iteration (NULL, TRUE);
    }
    g_source_remove (timeout);
    g_signal_handler_disconnect (clock, handler);
    return self.node;
}

gboolean
photo_save (GtkWidget *widget, const char *path, GError **error)
{
    GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
    g_autoptr (GskRenderNode) node = expose_after_frame (widget);
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
