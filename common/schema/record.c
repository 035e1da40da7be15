/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records by their field tables: made, freed, copied, compared, and their members read and set. */
#include "common/schema/field.h"

const Field *
record_find_field (const Record *record, const char *name)
{
    for (guint i = 0; i < record->n_fields; i++) {
        if (g_strcmp0 (record->fields[i].name, name) == 0)
            return &record->fields[i];
    }
    return NULL;
}

gpointer
record_new (const Record *record)
{
    gpointer data = g_malloc0 (record->size);

    for (guint i = 0; i < record->n_fields; i++)
        field_set_none (&record->fields[i], data);
    return data;
}

void
record_free (const Record *record, gpointer data)
{
    if (data == NULL)
        return;
    for (guint i = 0; i < record->n_fields; i++)
        field_set_none (&record->fields[i], data);
    g_free (data);
}

gpointer
record_copy (const Record *record, gconstpointer data)
{
    if (data == NULL)
        return NULL;
    gpointer copy = record_new (record);
    for (guint i = 0; i < record->n_fields; i++)
        field_copy (&record->fields[i], copy, data);
    return copy;
}

static gboolean
lists_equal (const Record *record, const GPtrArray *a, const GPtrArray *b)
{
    guint n = a != NULL ? a->len : 0;

    if (n != (b != NULL ? b->len : 0))
        return FALSE;
    for (guint i = 0; i < n; i++) {
        if (!record_equal (record, g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
            return FALSE;
    }
    return TRUE;
}

static gboolean
texts_equal (char *const *a, char *const *b)
{
    static char *const none[] = { NULL };

    return g_strv_equal ((const char *const *)(a != NULL ? a : none),
                         (const char *const *)(b != NULL ? b : none));
}

gboolean
field_equal (const Field *field, gconstpointer a, gconstpointer b)
{
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        return g_strcmp0 (field_get_text (field, a), field_get_text (field, b)) == 0;
    case FIELD_KIND_LIST:
        return lists_equal (field->record, FIELD_MEMBER (a, field, GPtrArray *),
                            FIELD_MEMBER (b, field, GPtrArray *));
    case FIELD_KIND_RECORD:
        return record_equal (field->record, FIELD_MEMBER (a, field, gpointer),
                             FIELD_MEMBER (b, field, gpointer));
    case FIELD_KIND_TEXTS:
        return texts_equal (FIELD_MEMBER (a, field, char **), FIELD_MEMBER (b, field, char **));
    default:
        return field_get_int64 (field, a) == field_get_int64 (field, b);
    }
}

gboolean
record_equal (const Record *record, gconstpointer a, gconstpointer b)
{
    if (a == b)
        return TRUE;
    if (a == NULL || b == NULL)
        return FALSE;
    for (guint i = 0; i < record->n_fields; i++) {
        if (!field_equal (&record->fields[i], a, b))
            return FALSE;
    }
    return TRUE;
}

gint64
field_get_int64 (const Field *field, gconstpointer data)
{
    switch (field->kind) {
    case FIELD_KIND_BOOLEAN:
        return FIELD_MEMBER (data, field, gboolean) != FALSE;
    case FIELD_KIND_DATE:
        return FIELD_MEMBER (data, field, Date);
    case FIELD_KIND_ENUM:
        return FIELD_MEMBER (data, field, int);
    case FIELD_KIND_TEXT:
    case FIELD_KIND_LIST:
    case FIELD_KIND_RECORD:
    case FIELD_KIND_TEXTS:
        g_return_val_if_reached (0);
    default:
        return FIELD_MEMBER (data, field, gint64);
    }
}

const char *
field_get_text (const Field *field, gconstpointer data)
{
    g_return_val_if_fail (field->kind == FIELD_KIND_TEXT, NULL);
    return FIELD_MEMBER (data, field, char *);
}

gboolean
field_is_none (const Field *field, gconstpointer data)
{
    switch (field->kind) {
    case FIELD_KIND_ID:
        return field_get_int64 (field, data) == 0;
    case FIELD_KIND_BOOLEAN:
        return FALSE;
    case FIELD_KIND_TEXT:
        return FIELD_MEMBER (data, field, char *) == NULL;
    case FIELD_KIND_DATE:
        return FIELD_MEMBER (data, field, Date) == DATE_NONE;
    case FIELD_KIND_ENUM:
        return FIELD_MEMBER (data, field, int) == ENUM_NONE;
    case FIELD_KIND_LIST: {
        const GPtrArray *items = FIELD_MEMBER (data, field, GPtrArray *);
        return items == NULL || items->len == 0;
    }
    case FIELD_KIND_RECORD:
        return FIELD_MEMBER (data, field, gpointer) == NULL;
    case FIELD_KIND_TEXTS: {
        char *const *texts = FIELD_MEMBER (data, field, char **);
        return texts == NULL || texts[0] == NULL;
    }
    default:
        return field_get_int64 (field, data) == INT64_NONE;
    }
}

void
field_set_int64 (const Field *field, gpointer data, gint64 value)
{
    switch (field->kind) {
    case FIELD_KIND_BOOLEAN:
        FIELD_MEMBER (data, field, gboolean) = value != 0;
        break;
    case FIELD_KIND_DATE:
    case FIELD_KIND_ENUM:
        g_return_if_fail (value >= G_MININT32 && value <= G_MAXINT32);
        FIELD_MEMBER (data, field, gint32) = (gint32)value;
        break;
    case FIELD_KIND_TEXT:
    case FIELD_KIND_LIST:
    case FIELD_KIND_RECORD:
    case FIELD_KIND_TEXTS:
        g_return_if_reached ();
    default:
        FIELD_MEMBER (data, field, gint64) = value;
    }
}

void
field_set_text (const Field *field, gpointer data, const char *value)
{
    g_return_if_fail (field->kind == FIELD_KIND_TEXT);

    char **text = &FIELD_MEMBER (data, field, char *);
    char *copy = value != NULL && *value != '\0' ? g_strdup (value) : NULL;
    g_free (*text);
    *text = copy;
}

/* What an enumeration member begins with. */
static int
first_choice (const Field *field)
{
    if ((field->flags & FIELD_OPTIONAL) != 0 || field->enumeration->n_values == 0)
        return ENUM_NONE;
    return field->enumeration->values[0].value;
}

static void
set_record (const Field *field, gpointer data, gpointer record)
{
    gpointer *member = &FIELD_MEMBER (data, field, gpointer);

    record_free (field->record, *member);
    *member = record;
}

void
field_set_none (const Field *field, gpointer data)
{
    switch (field->kind) {
    case FIELD_KIND_ID:
    case FIELD_KIND_BOOLEAN:
        field_set_int64 (field, data, 0);
        break;
    case FIELD_KIND_TEXT:
        field_set_text (field, data, NULL);
        break;
    case FIELD_KIND_DATE:
        field_set_int64 (field, data, DATE_NONE);
        break;
    case FIELD_KIND_INSTANT:
        field_set_int64 (field, data, INSTANT_NONE);
        break;
    case FIELD_KIND_ENUM:
        field_set_int64 (field, data, first_choice (field));
        break;
    case FIELD_KIND_LIST:
        g_clear_pointer (&FIELD_MEMBER (data, field, GPtrArray *), g_ptr_array_unref);
        break;
    case FIELD_KIND_RECORD:
        set_record (field, data, NULL);
        break;
    case FIELD_KIND_TEXTS:
        g_clear_pointer (&FIELD_MEMBER (data, field, char **), g_strfreev);
        break;
    default:
        field_set_int64 (field, data, (field->flags & FIELD_OPTIONAL) != 0 ? INT64_NONE : 0);
    }
}

static GPtrArray *
copy_list (const Record *record, const GPtrArray *items)
{
    if (items == NULL)
        return NULL;
    GPtrArray *copy = g_ptr_array_new_full (items->len, record->destroy);
    for (guint i = 0; i < items->len; i++)
        g_ptr_array_add (copy, record_copy (record, g_ptr_array_index (items, i)));
    return copy;
}

void
field_copy (const Field *field, gpointer to, gconstpointer from)
{
    if (to == from)
        return;
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        field_set_text (field, to, field_get_text (field, from));
        break;
    case FIELD_KIND_LIST: {
        GPtrArray *copy = copy_list (field->record, FIELD_MEMBER (from, field, GPtrArray *));
        field_set_none (field, to);
        FIELD_MEMBER (to, field, GPtrArray *) = copy;
        break;
    }
    case FIELD_KIND_RECORD:
        set_record (field, to, record_copy (field->record, FIELD_MEMBER (from, field, gpointer)));
        break;
    case FIELD_KIND_TEXTS: {
        char **copy = g_strdupv (FIELD_MEMBER (from, field, char **));
        field_set_none (field, to);
        FIELD_MEMBER (to, field, char **) = copy;
        break;
    }
    default:
        field_set_int64 (field, to, field_get_int64 (field, from));
    }
}
