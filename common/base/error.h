/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one error domain of Siraj: every refusal a user can meet has its own code. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SIRAJ_ERROR (siraj_error_quark ())

typedef enum {
#define REFUSAL(name, status, title) SIRAJ_ERROR_##name,
#include "common/base/error-codes.def"
#undef REFUSAL
    SIRAJ_N_ERRORS
} SirajError;

/* An error may name the member at fault and tell the way out; both may be NULL. */
GQuark siraj_error_quark (void);

/* The name on the wire ("FEE_NOT_PAID"), never NULL. */
const char *siraj_error_name (SirajError code);

/* The HTTP status the refusal is answered with. */
guint siraj_error_status (SirajError code);

/* A short title in the language of the thread (see language.h). */
const char *siraj_error_title (SirajError code);

/* The code with this wire name, or -1. */
int siraj_error_from_name (const char *name);

/* Sets @error and returns FALSE, so that a rule can end with `return refuse (…)`.  @field is the
 * member at fault or NULL.  @format is a message id in English: it is translated into the language
 * of the thread before it is filled in, and names the rule, the value found and the way out. */
gboolean refuse (GError **error, SirajError code, const char *field, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* The member named by refuse(), or NULL for errors of any other domain. */
const char *refusal_field (const GError *error);

/* Names the member of an error that was raised without one (a value parser does not know where its
 * text came from); an error that has a field keeps it. */
void refusal_set_field (GError *error, const char *field);

G_END_DECLS
