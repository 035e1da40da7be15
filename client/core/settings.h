/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desktop remembers on this machine: one key file, saved soon after a change. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SIRAJ_TYPE_SETTINGS (settings_get_type ())
G_DECLARE_FINAL_TYPE (SirajSettings, settings, SIRAJ, SETTINGS, GObject)

/* @path NULL keeps everything in memory (tests). */
SirajSettings *settings_new (const char *path);
/* $XDG_CONFIG_HOME/siraj/desktop.ini */
char *settings_default_path (void);

/* The value, or the default where there is none. */
char *settings_get_string (SirajSettings *self, const char *group, const char *key);
void settings_set_string (SirajSettings *self, const char *group, const char *key,
                          const char *value);
int settings_get_int (SirajSettings *self, const char *group, const char *key, int fallback);
void settings_set_int (SirajSettings *self, const char *group, const char *key, int value);
char **settings_get_strings (SirajSettings *self, const char *group, const char *key);
void settings_set_strings (SirajSettings *self, const char *group, const char *key,
                           const char *const *values);

/* Writes now what would be written soon. */
void settings_flush (SirajSettings *self);

G_END_DECLS
