/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pango set up for paper: no hinting, no rounding to pixels, physical alignment. */
#define G_LOG_DOMAIN "siraj-documents"

#include "common/documents/press.h"

#include "common/base/language.h"
#include "common/documents/logo.h"
#include "common/documents/pen.h"

/* fontconfig takes the first that is installed and looks for missing letters further on.  Not the
 * "UI" cut: it sets a wide gap before a final ain. */
#define PAPER_FONTS "Noto Sans Arabic,Noto Sans,Noto Naskh Arabic,Amiri,sans-serif"
/* Of the letters' size: the font's own 1.8 is made for vowelled text, and would cost a page. */
#define LINE_HEIGHT 1.42
/* Enough for the labels and the values that repeat; a batch never grows it further. */
#define MAX_SHAPED 1024

struct Press {
    PangoContext *context;
    GHashTable *shaped; /* key text → PangoLayout */
    GHashTable *images; /* base64 → cairo_surface_t, or NULL when it is no image */
    gboolean rtl;
};

static PangoContext *
paper_context_new (gboolean rtl)
{
    PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
    cairo_font_options_t *options = cairo_font_options_create ();
    cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options (context, options);
    cairo_font_options_destroy (options);
    pango_cairo_context_set_resolution (context, 72);
    pango_context_set_round_glyph_positions (context, FALSE);
    pango_context_set_base_dir (context, rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_context_set_language (context, pango_language_from_string (rtl ? "ar" : "en"));
    return context;
}

static void
release_image (gpointer image)
{
    if (image != NULL)
        cairo_surface_destroy (image);
}

Press *
press_new (void)
{
    Press *self = g_new0 (Press, 1);
    self->rtl = language_get () == LANGUAGE_ARABIC;
    self->context = paper_context_new (self->rtl);
    self->shaped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
    self->images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, release_image);
    return self;
}

void
press_free (Press *self)
{
    if (self == NULL)
        return;
    g_hash_table_unref (self->shaped);
    g_hash_table_unref (self->images);
    g_object_unref (self->context);
    g_free (self);
}

gboolean
press_is_rtl (const Press *self)
{
    return self->rtl;
}

static PangoAlignment
physical_alignment (const Press *self, Align align)
{
    switch (align) {
    case ALIGN_CENTER:
        return PANGO_ALIGN_CENTER;
    case ALIGN_NUMBER:
        return PANGO_ALIGN_RIGHT;
    case ALIGN_END:
        return self->rtl ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
    case ALIGN_START:
        break;
    }
    return self->rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

static void
set_line_height (PangoLayout *layout, double height)
{
    PangoAttrList *attributes = pango_attr_list_new ();
    pango_attr_list_insert (attributes,
                            pango_attr_line_height_new_absolute ((int)(height * PANGO_SCALE)));
    pango_layout_set_attributes (layout, attributes);
    pango_attr_list_unref (attributes);
}

static PangoLayout *
shape (const Press *self, const char *text, const TextStyle *style, int width)
{
    PangoLayout *layout = pango_layout_new (self->context);
    PangoFontDescription *font = pango_font_description_new ();
    pango_font_description_set_family_static (font, PAPER_FONTS);
    pango_font_description_set_size (font, (int)(style->size_pt * PANGO_SCALE));
    if (style->bold)
        pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description (layout, font);
    pango_font_description_free (font);
    pango_layout_set_auto_dir (layout, FALSE);
    pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    set_line_height (layout, style->size_pt * LINE_HEIGHT);
    pango_layout_set_alignment (layout, physical_alignment (self, style->align));
    pango_layout_set_width (layout, width);
    pango_layout_set_text (layout, text, -1);
    return layout;
}

PangoLayout *
press_layout (Press *self, const char *text, const TextStyle *style, double width)
{
    int width_units = width < 0 ? -1 : (int)(width * PANGO_SCALE);
    g_autofree char *key = g_strdup_printf ("%d %d %d %d %s", (int)(style->size_pt * PANGO_SCALE),
                                            style->bold, style->align, width_units, text);
    PangoLayout *layout = g_hash_table_lookup (self->shaped, key);
    if (layout == NULL) {
        if (g_hash_table_size (self->shaped) >= MAX_SHAPED)
            g_hash_table_remove_all (self->shaped);
        layout = shape (self, text, style, width_units);
        g_hash_table_insert (self->shaped, g_steal_pointer (&key), layout);
    }
    return g_object_ref (layout);
}

cairo_surface_t *
press_image (Press *self, const char *base64)
{
    gpointer image = NULL;
    if (!g_hash_table_lookup_extended (self->images, base64, NULL, &image)) {
        image = logo_decode (base64);
        if (image == NULL)
            g_warning ("a logo cannot be read");
        g_hash_table_insert (self->images, g_strdup (base64), image);
    }
    return image != NULL ? cairo_surface_reference (image) : NULL;
}
