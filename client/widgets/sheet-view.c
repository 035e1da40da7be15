/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A composed document on screen. */
#include "client/widgets/sheet-view.h"

#include <math.h>

#include "client/widgets/pieces.h"
#include "common/base/language.h"

#define PAGE_GAP_PX 12

struct _SirajSheetView {
    GtkWidget parent_instance;
    Sheet *sheet;
    double zoom;
};

G_DEFINE_FINAL_TYPE (SirajSheetView, sheet_view, GTK_TYPE_WIDGET)

static int
page_width (SirajSheetView *self)
{
    return self->sheet != NULL ? (int)ceil (sheet_width (self->sheet) * self->zoom) : 0;
}

static int
page_height (SirajSheetView *self)
{
    return self->sheet != NULL ? (int)ceil (sheet_height (self->sheet) * self->zoom) : 0;
}

static void
sheet_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                    int *natural, int *minimum_baseline, int *natural_baseline)
{
    SirajSheetView *self = SIRAJ_SHEET_VIEW (widget);
    int n_pages = self->sheet != NULL ? (int)sheet_n_pages (self->sheet) : 0;

    *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                              ? page_width (self)
                              : n_pages * (page_height (self) + PAGE_GAP_PX);
}

static void
sheet_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
    SirajSheetView *self = SIRAJ_SHEET_VIEW (widget);
    float x = (float)(gtk_widget_get_width (widget) - page_width (self)) / 2;
    guint n_pages = self->sheet != NULL ? sheet_n_pages (self->sheet) : 0;

    for (guint page = 0; page < n_pages; page++) {
        graphene_rect_t box =
            GRAPHENE_RECT_INIT (MAX (x, 0), (float)((int)page * (page_height (self) + PAGE_GAP_PX)),
                                (float)page_width (self), (float)page_height (self));
        cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &box);

        cairo_translate (cr, box.origin.x, box.origin.y);
        cairo_set_source_rgb (cr, 1, 1, 1);
        cairo_paint (cr);
        cairo_scale (cr, self->zoom, self->zoom);
        sheet_draw (self->sheet, page, cr);
        cairo_destroy (cr);
    }
}

void
sheet_view_set (SirajSheetView *self, Sheet *sheet)
{
    g_clear_pointer (&self->sheet, sheet_free);
    self->sheet = sheet;
    gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
sheet_view_finalize (GObject *object)
{
    g_clear_pointer (&SIRAJ_SHEET_VIEW (object)->sheet, sheet_free);
    G_OBJECT_CLASS (sheet_view_parent_class)->finalize (object);
}

static void
sheet_view_class_init (SirajSheetViewClass *class)
{
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

    G_OBJECT_CLASS (class)->finalize = sheet_view_finalize;
    widget_class->measure = sheet_view_measure;
    widget_class->snapshot = sheet_view_snapshot;
    gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sheet_view_init (SirajSheetView *self)
{
}

GtkWidget *
sheet_view_new (double zoom, const char *description)
{
    SirajSheetView *self = g_object_new (SIRAJ_TYPE_SHEET_VIEW, NULL);

    self->zoom = zoom;
    widget_set_accessible_name (GTK_WIDGET (self), tr (description));
    return GTK_WIDGET (self);
}
