/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Look-ups in enumeration tables. */
#define G_LOG_DOMAIN "siraj-schema"

#include "common/schema/enumeration.h"

static const EnumerationValue *
find_value (const Enumeration *enumeration, int value)
{
    for (guint i = 0; i < enumeration->n_values; i++) {
        if (enumeration->values[i].value == value)
            return &enumeration->values[i];
    }
    g_error ("%d is not a value of the enumeration %s", value, enumeration->name);
}

const char *
enumeration_word (const Enumeration *enumeration, int value)
{
    return find_value (enumeration, value)->word;
}

const char *
enumeration_label (const Enumeration *enumeration, int value)
{
    return tr (find_value (enumeration, value)->label);
}

gboolean
enumeration_find (const Enumeration *enumeration, const char *word, int *value)
{
    for (guint i = 0; i < enumeration->n_values; i++) {
        if (g_strcmp0 (enumeration->values[i].word, word) == 0) {
            *value = enumeration->values[i].value;
            return TRUE;
        }
    }
    return FALSE;
}

gboolean
enumeration_parse (const Enumeration *enumeration, const char *word, int *value, GError **error)
{
    if (enumeration_find (enumeration, word, value))
        return TRUE;

    g_autoptr (GString) words = g_string_new (NULL);
    for (guint i = 0; i < enumeration->n_values; i++)
        g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", enumeration->values[i].word);
    return refuse (error, SIRAJ_ERROR_INVALID_VALUE, NULL,
                   "“%s” is not one of the choices: send one of %s", word != NULL ? word : "",
                   words->str);
}
