/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desktop remembers on this machine. */
#define G_LOG_DOMAIN "siraj-settings"

#include "client/core/settings.h"

#define SAVE_DELAY_MS 500

struct _SirajSettings {
    GObject parent_instance;
    GKeyFile *file;
    char *path;
    guint save_source;
};

G_DEFINE_FINAL_TYPE (SirajSettings, settings, G_TYPE_OBJECT)

static gboolean
save_now (gpointer user_data)
{
    SirajSettings *self = user_data;
    g_autofree char *folder = g_path_get_dirname (self->path);
    g_autoptr (GError) error = NULL;

    self->save_source = 0;
    g_mkdir_with_parents (folder, 0700);
    if (!g_key_file_save_to_file (self->file, self->path, &error))
        g_warning ("could not save %s: %s", self->path, error->message);
    return G_SOURCE_REMOVE;
}

static void
save_soon (SirajSettings *self)
{
    if (self->path != NULL && self->save_source == 0)
        self->save_source = g_timeout_add (SAVE_DELAY_MS, save_now, self);
}

void
settings_flush (SirajSettings *self)
{
    if (self->save_source == 0)
        return;
    g_source_remove (self->save_source);
    save_now (self);
}

static void
settings_finalize (GObject *object)
{
    SirajSettings *self = SIRAJ_SETTINGS (object);

    settings_flush (self);
    g_key_file_unref (self->file);
    g_free (self->path);
    G_OBJECT_CLASS (settings_parent_class)->finalize (object);
}

static void
settings_class_init (SirajSettingsClass *class)
{
    G_OBJECT_CLASS (class)->finalize = settings_finalize;
}

static void
settings_init (SirajSettings *self)
{
    self->file = g_key_file_new ();
}

SirajSettings *
settings_new (const char *path)
{
    SirajSettings *self = g_object_new (SIRAJ_TYPE_SETTINGS, NULL);

    self->path = g_strdup (path);
    if (path != NULL)
        g_key_file_load_from_file (self->file, path, G_KEY_FILE_NONE, NULL);
    return self;
}

char *
settings_default_path (void)
{
    return g_build_filename (g_get_user_config_dir (), "siraj", "desktop.ini", NULL);
}

char *
settings_get_string (SirajSettings *self, const char *group, const char *key)
{
    return g_key_file_get_string (self->file, group, key, NULL);
}

void
settings_set_string (SirajSettings *self, const char *group, const char *key, const char *value)
{
    if (value == NULL)
        g_key_file_remove_key (self->file, group, key, NULL);
    else
        g_key_file_set_string (self->file, group, key, value);
    save_soon (self);
}

int
settings_get_int (SirajSettings *self, const char *group, const char *key, int fallback)
{
    g_autoptr (GError) error = NULL;
    int value = g_key_file_get_integer (self->file, group, key, &error);

    return error == NULL ? value : fallback;
}

void
settings_set_int (SirajSettings *self, const char *group, const char *key, int value)
{
    g_key_file_set_integer (self->file, group, key, value);
    save_soon (self);
}

char **
settings_get_strings (SirajSettings *self, const char *group, const char *key)
{
    return g_key_file_get_string_list (self->file, group, key, NULL, NULL);
}

void
settings_set_strings (SirajSettings *self, const char *group, const char *key,
                      const char *const *values)
{
    g_key_file_set_string_list (self->file, group, key, values, g_strv_length ((char **)values));
    save_soon (self);
}
