/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain, its table of refusals, and the member a refusal is about. */
#include "common/base/error.h"

#include "common/base/language.h"

typedef struct {
    char *field;
} SirajErrorPrivate;

static void
siraj_error_private_init (SirajErrorPrivate *self)
{
    self->field = NULL;
}

static void
siraj_error_private_copy (const SirajErrorPrivate *from, SirajErrorPrivate *to)
{
    to->field = g_strdup (from->field);
}

static void
siraj_error_private_clear (SirajErrorPrivate *self)
{
    g_free (self->field);
}

G_DEFINE_EXTENDED_ERROR (SirajError, siraj_error)

typedef struct {
    const char *name;
    guint status;
    const char *title;
} Refusal;

static const Refusal refusals[] = {
#define REFUSAL(name, status, title) { #name, status, title },
#include "common/base/error-codes.def"
#undef REFUSAL
};

G_STATIC_ASSERT (G_N_ELEMENTS (refusals) == SIRAJ_N_ERRORS);

/* A code from nowhere is our own fault and is answered like one. */
static const Refusal *
refusal_of (SirajError code)
{
    g_return_val_if_fail ((guint)code < SIRAJ_N_ERRORS, &refusals[SIRAJ_ERROR_INTERNAL]);
    return &refusals[code];
}

const char *
siraj_error_name (SirajError code)
{
    return refusal_of (code)->name;
}

guint
siraj_error_status (SirajError code)
{
    return refusal_of (code)->status;
}

const char *
siraj_error_title (SirajError code)
{
    return tr (refusal_of (code)->title);
}

int
siraj_error_from_name (const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
        if (g_strcmp0 (refusals[i].name, name) == 0)
            return (int)i;
    }
    return -1;
}

gboolean
refuse (GError **error, SirajError code, const char *field, const char *format, ...)
{
    if (error == NULL)
        return FALSE;

    va_list arguments;
    va_start (arguments, format);
    g_propagate_error (error, g_error_new_valist (SIRAJ_ERROR, code, tr (format), arguments));
    va_end (arguments);
    if (field != NULL)
        refusal_set_field (*error, field);
    return FALSE;
}

const char *
refusal_field (const GError *error)
{
    if (error == NULL || error->domain != SIRAJ_ERROR)
        return NULL;
    return siraj_error_get_private (error)->field;
}

void
refusal_set_field (GError *error, const char *field)
{
    if (error == NULL || error->domain != SIRAJ_ERROR)
        return;
    SirajErrorPrivate *self = siraj_error_get_private (error);
    if (self->field == NULL)
        self->field = g_strdup (field);
}
