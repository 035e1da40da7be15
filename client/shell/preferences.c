/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each person may choose. */
#include "client/shell/preferences.h"

#include <adwaita.h>

#include "common/base/language.h"

#define GROUP "appearance"
#define BASE_DPI (96 * 1024)

static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                          ADW_COLOR_SCHEME_FORCE_DARK };
static const int scales_percent[] = { 100, 125, 150 };

char *
preferences_language (SirajSettings *settings)
{
    char *language = settings_get_string (settings, GROUP, "language");

    return language != NULL ? language : g_strdup ("ar");
}

void
preferences_apply (SirajSettings *settings)
{
    int scheme = settings_get_int (settings, GROUP, "scheme", 0);
    int scale_percent = settings_get_int (settings, GROUP, "scale_percent", 100);

    adw_style_manager_set_color_scheme (
        adw_style_manager_get_default (),
        schemes[CLAMP (scheme, 0, (int)G_N_ELEMENTS (schemes) - 1)]);
    /* A base line between two rows of pixels loses the dots of small letters. */
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi",
                  BASE_DPI / 100 * CLAMP (scale_percent, 100, 150), "gtk-hint-font-metrics", TRUE,
                  NULL);
}

static void
language_chosen (AdwComboRow *row, GParamSpec *pspec, SirajSettings *settings)
{
    settings_set_string (settings, GROUP, "language",
                         adw_combo_row_get_selected (row) == 0 ? "ar" : "en");
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), tr ("From the next start on"));
}

static void
scheme_chosen (AdwComboRow *row, GParamSpec *pspec, SirajSettings *settings)
{
    settings_set_int (settings, GROUP, "scheme", (int)adw_combo_row_get_selected (row));
    preferences_apply (settings);
}

static void
scale_chosen (AdwComboRow *row, GParamSpec *pspec, SirajSettings *settings)
{
    settings_set_int (settings, GROUP, "scale_percent",
                      scales_percent[adw_combo_row_get_selected (row)]);
    preferences_apply (settings);
}

static guint
scale_index (SirajSettings *settings)
{
    int scale_percent = settings_get_int (settings, GROUP, "scale_percent", 100);

    for (guint i = 0; i < G_N_ELEMENTS (scales_percent); i++)
        if (scales_percent[i] == scale_percent)
            return i;
    return 0;
}

static AdwComboRow *
add_row (GtkWidget *group, const char *title, const char *const *choices, guint selected)
{
    GtkWidget *row = adw_combo_row_new ();
    g_autoptr (GtkStringList) list = gtk_string_list_new (choices);

    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
    adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (list));
    adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    return ADW_COMBO_ROW (row);
}

void
preferences_show (GtkWindow *parent, SirajSettings *settings)
{
    GtkWidget *window = adw_preferences_window_new ();
    GtkWidget *page = adw_preferences_page_new ();
    GtkWidget *group = adw_preferences_group_new ();
    g_autofree char *language = preferences_language (settings);
    const char *languages[] = { tr ("Arabic"), "English", NULL };
    const char *scheme_names[] = { tr ("As the system"), tr ("Light"), tr ("Dark"), NULL };
    const char *scale_names[] = { tr ("Normal"), tr ("Large"), tr ("Very large"), NULL };
    AdwComboRow *row;

    row = add_row (group, tr ("Language"), languages, g_str_equal (language, "en") ? 1 : 0);
    g_signal_connect (row, "notify::selected", G_CALLBACK (language_chosen), settings);
    row = add_row (group, tr ("Colours"), scheme_names,
                   (guint)CLAMP (settings_get_int (settings, GROUP, "scheme", 0), 0, 2));
    g_signal_connect (row, "notify::selected", G_CALLBACK (scheme_chosen), settings);
    row = add_row (group, tr ("Size of text"), scale_names, scale_index (settings));
    g_signal_connect (row, "notify::selected", G_CALLBACK (scale_chosen), settings);
    adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
    adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));
    adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
    gtk_window_set_title (GTK_WINDOW (window), tr ("Preferences"));
    gtk_window_set_default_size (GTK_WINDOW (window), 480, 320);
    gtk_window_set_transient_for (GTK_WINDOW (window), parent);
    gtk_window_set_modal (GTK_WINDOW (window), TRUE);
    gtk_window_present (GTK_WINDOW (window));
}
