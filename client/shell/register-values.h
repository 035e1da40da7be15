/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the registers of a meter show: a field for each, with what it showed before. */
#pragma once

#include <gtk/gtk.h>

#include "common/types/meters-types.h"

G_BEGIN_DECLS

typedef enum {
    REGISTER_VALUES_OPENING,    /* first readings, named by the register's code */
    REGISTER_VALUES_FINAL,      /* last readings, named by the register's code */
    REGISTER_VALUES_OF_REGISTER /* last readings, named by the register's id */
} RegisterValuesKind;

#define SIRAJ_TYPE_REGISTER_VALUES (register_values_get_type ())
G_DECLARE_FINAL_TYPE (SirajRegisterValues, register_values, SIRAJ, REGISTER_VALUES, GtkBox)

/* Signals: "activated": Enter in the last field. */
GtkWidget *register_values_new (RegisterValuesKind kind, const char *title_msgid);

/* Shows a field for each of @registers (Register, copied), instead of those before. */
void register_values_show (SirajRegisterValues *self, const GPtrArray *registers);
/* The same for a meter that is about to open its registers; NULL: none is chosen. */
void register_values_show_meter (SirajRegisterValues *self, const Meter *meter);

/* The values as a JSON array of their records; NULL with the sentence shown and the field focused
 * when one is missing or no number.  Free with g_free(). */
char *register_values_to_json (SirajRegisterValues *self);
/* Shows a sentence below the fields and puts the keyboard on the first; NULL takes it away. */
void register_values_set_error (SirajRegisterValues *self, const char *message);
gboolean register_values_is_dirty (SirajRegisterValues *self);
gboolean register_values_focus (SirajRegisterValues *self);

/* The field of a register, for tests. */
GtkWidget *register_values_get_entry (SirajRegisterValues *self, guint index);

G_END_DECLS
