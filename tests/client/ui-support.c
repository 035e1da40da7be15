/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every test of the desktop needs. */
#include "tests/client/ui-support.h"

#include <adwaita.h>

#include "client/core/format.h"
#include "client/shell/photo.h"
#include "client/widgets/editor.h"

#define NO_DISPLAY 77
#define PATIENCE_MS 10000

static void
load_style (void)
{
    g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

    gtk_css_provider_load_from_resource (provider, "/org/sirajbilling/Siraj/style.css");
    gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                                GTK_STYLE_PROVIDER (provider),
                                                GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
ui_init (int *argc, char ***argv, Language language)
{
    g_test_init (argc, argv, NULL);
    language_init (NULL);
    language_set (language);
    g_setenv ("LANGUAGE", language_code (language), TRUE);
    gtk_disable_setlocale ();
    if (!gtk_init_check ())
        exit (NO_DISPLAY);
    adw_init ();
    load_style ();
    /* The translation that says so may not be installed where tests run. */
    gtk_widget_set_default_direction (language == LANGUAGE_ARABIC ? GTK_TEXT_DIR_RTL
                                                                  : GTK_TEXT_DIR_LTR);
    g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

/* Patience */

static gboolean
time_is_up (gpointer user_data)
{
    *(gboolean *)user_data = TRUE;
    return G_SOURCE_REMOVE;
}

void
ui_spin (guint ms)
{
    gboolean over = FALSE;

    g_timeout_add (ms, time_is_up, &over);
    while (!over)
        g_main_context_iteration (NULL, TRUE);
}

gboolean
ui_wait (UiDone done, gpointer user_data)
{
    gint64 end = g_get_monotonic_time () + PATIENCE_MS * 1000;

    while (!done (user_data)) {
        if (g_get_monotonic_time () > end)
            return FALSE;
        ui_spin (10);
    }
    return TRUE;
}

static gboolean
is_drawn (gpointer user_data)
{
    return gtk_widget_get_mapped (user_data) && gtk_widget_get_width (user_data) > 0;
}

GtkWidget *
ui_show (GtkWidget *child, int width, int height)
{
    GtkWidget *window = gtk_window_new ();

    gtk_window_set_default_size (GTK_WINDOW (window), width, height);
    gtk_window_set_child (GTK_WINDOW (window), child);
    gtk_window_present (GTK_WINDOW (window));
    g_assert_true (ui_wait (is_drawn, child));
    ui_spin (50);
    return window;
}

void
ui_close (GtkWidget *window)
{
    gtk_window_destroy (GTK_WINDOW (window));
    ui_spin (20);
}

/* Fingers */

void
ui_click (GtkWidget *button)
{
    g_assert_true (gtk_widget_is_sensitive (button));
    g_signal_emit_by_name (button, "clicked");
    ui_spin (10);
}

static GtkWidget *
input_of (GtkWidget *widget)
{
    return SIRAJ_IS_EDITOR (widget) ? editor_get_input (SIRAJ_EDITOR (widget)) : widget;
}

void
ui_type (GtkWidget *entry, const char *text)
{
    GtkWidget *input = input_of (entry);

    g_assert_true (GTK_IS_EDITABLE (input));
    gtk_editable_set_text (GTK_EDITABLE (input), text);
    ui_spin (10);
}

void
ui_enter (GtkWidget *entry)
{
    g_signal_emit_by_name (input_of (entry), "activate");
    ui_spin (10);
}

void
ui_action (GtkWidget *widget, const char *name)
{
    g_assert_true (gtk_widget_activate_action (widget, name, NULL));
    ui_spin (10);
}

/* Eyes */

typedef gboolean (*Matches) (GtkWidget *widget, gconstpointer wanted);

static GtkWidget *
find (GtkWidget *root, Matches matches, gconstpointer wanted)
{
    GtkWidget *found = matches (root, wanted) ? root : NULL;

    for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
         child = gtk_widget_get_next_sibling (child))
        found = find (child, matches, wanted);
    return found;
}

static gboolean
has_type (GtkWidget *widget, gconstpointer wanted)
{
    return g_type_is_a (G_OBJECT_TYPE (widget), GPOINTER_TO_SIZE (wanted));
}

/* The text of a label, or of a cell without its mark of direction (U+200E, U+200F), or NULL. */
static const char *
shown_text (GtkWidget *widget)
{
    const char *text;

    if (GTK_IS_LABEL (widget))
        return gtk_label_get_text (GTK_LABEL (widget));
    if (!GTK_IS_INSCRIPTION (widget))
        return NULL;
    text = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
    if (text != NULL &&
        (g_str_has_prefix (text, "\342\200\216") || g_str_has_prefix (text, "\342\200\217")))
        text = g_utf8_next_char (text);
    return text;
}

static gboolean
has_text (GtkWidget *widget, gconstpointer wanted)
{
    if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
        return g_str_equal (gtk_button_get_label (GTK_BUTTON (widget)), wanted);
    return g_strcmp0 (shown_text (widget), wanted) == 0;
}

GtkWidget *
ui_find_type (GtkWidget *root, GType type)
{
    return find (root, has_type, GSIZE_TO_POINTER (type));
}

GtkWidget *
ui_find_text (GtkWidget *root, const char *text)
{
    return find (root, has_text, text);
}

static void
check_digits (GtkWidget *widget)
{
    const char *text = shown_text (widget);

    if (text == NULL || !gtk_widget_get_mapped (widget))
        return;
    if (language_get () == LANGUAGE_ARABIC && format_has_bare_digit (text))
        g_error ("a digit outside an isolate: %s", text);
}

/* Buttons of our own with nothing but an icon, and editors, have the name their tooltip or label
 * says; what GTK puts inside its widgets is its own affair. */
static void
check_name (GtkWidget *widget)
{
    const char *name = NULL;
    GtkWidget *spoken = widget;

    if (gtk_widget_get_ancestor (widget, ADW_TYPE_TAB_BAR) != NULL ||
        gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) != NULL)
        return;

    if (SIRAJ_IS_EDITOR (widget)) {
        spoken = editor_get_input (SIRAJ_EDITOR (widget));
        name = tr (editor_get_field (SIRAJ_EDITOR (widget))->label);
    } else if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL &&
               gtk_widget_get_tooltip_text (widget) != NULL) {
        name = gtk_widget_get_tooltip_text (widget);
    }
    if (name != NULL)
        gtk_test_accessible_assert_property (GTK_ACCESSIBLE (spoken), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                             name);
}

void
ui_check_texts (GtkWidget *root)
{
    check_digits (root);
    check_name (root);
    for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
         child = gtk_widget_get_next_sibling (child))
        ui_check_texts (child);
}

void
ui_photo (GtkWidget *widget, const char *name)
{
    const char *build = g_getenv ("SIRAJ_BUILD");
    g_autofree char *folder = g_build_filename (build != NULL ? build : ".", "pictures", NULL);
    g_autofree char *file = g_strdup_printf ("%s-%s.png", name, language_code (language_get ()));
    g_autofree char *path = g_build_filename (folder, file, NULL);
    g_autoptr (GError) error = NULL;

    g_mkdir_with_parents (folder, 0755);
    ui_spin (50);
    photo_save (widget, path, &error);
    g_assert_no_error (error);
}
