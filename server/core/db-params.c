/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters in text form, and parameters out of a record's members. */
#define G_LOG_DOMAIN "siraj-db"

#include "server/core/db-private.h"

#include "common/schema/json.h"

#define MICROSECONDS_PER_DAY (G_GINT64_CONSTANT (86400) * 1000000)

static void
write_date (char *buffer, gsize size, Date date)
{
    int year, month, day;

    date_split (date, &year, &month, &day);
    g_snprintf (buffer, size, "%04d-%02d-%02d", year, month, day);
}

static void
write_instant (char *buffer, gsize size, Instant instant)
{
    gint64 days = instant / MICROSECONDS_PER_DAY;
    gint64 rest = instant % MICROSECONDS_PER_DAY;
    int year, month, day;

    if (rest < 0) {
        days--;
        rest += MICROSECONDS_PER_DAY;
    }
    date_split ((Date)days, &year, &month, &day);
    int seconds = (int)(rest / 1000000);
    g_snprintf (buffer, size, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", year, month, day,
                seconds / 3600, seconds / 60 % 60, seconds % 60, (int)(rest % 1000000));
}

static const char *
encode (const Param *param, char *buffer, gsize size)
{
    switch (param->kind) {
    case PARAM_NULL:
        return NULL;
    case PARAM_TEXT:
        return param->text;
    case PARAM_INT64:
        if (param->number == INT64_NONE) {
            return NULL;
        }
        g_snprintf (buffer, size, "%" G_GINT64_FORMAT, param->number);
        return buffer;
    case PARAM_DATE:
        if (param->number == DATE_NONE) {
            return NULL;
        }
        write_date (buffer, size, (Date)param->number);
        return buffer;
    case PARAM_INSTANT:
        if (param->number == INSTANT_NONE) {
            return NULL;
        }
        write_instant (buffer, size, param->number);
        return buffer;
    case PARAM_BOOLEAN:
        return param->number != 0 ? "t" : "f";
    }
    g_return_val_if_reached (NULL);
}

gboolean
param_values_encode (ParamValues *self, const Param *params, guint n_params)
{
    g_return_val_if_fail (n_params <= DB_MAX_PARAMS, FALSE);

    self->n = n_params;
    self->custom_plan = FALSE;
    for (guint i = 0; i < n_params; i++) {
        self->values[i] = encode (&params[i], self->buffers[i], sizeof self->buffers[i]);
    }
    return TRUE;
}

Param
db_param_id (gint64 value)
{
    return value == 0 || value == INT64_NONE ? (Param) { .kind = PARAM_NULL } : P_INT64 (value);
}

/* Lists, records and text vectors are jsonb columns. */
static Param
param_from_json (const Field *field, gconstpointer data, GPtrArray *made)
{
    GString *json = g_string_new (NULL);

    json_append_field (json, field, data);
    char *text = g_string_free (json, FALSE);
    g_ptr_array_add (made, text);
    return P_TEXT (text);
}

Param
param_from_field (const Field *field, gconstpointer data, GPtrArray *made)
{
    switch (field->kind) {
    case FIELD_KIND_TEXT:
        return P_TEXT (field_get_text (field, data));
    case FIELD_KIND_LIST:
    case FIELD_KIND_TEXTS:
    case FIELD_KIND_RECORD:
        if (field->kind == FIELD_KIND_RECORD && field_is_none (field, data)) {
            return (Param) { .kind = PARAM_NULL };
        }
        return param_from_json (field, data, made);
    case FIELD_KIND_BOOLEAN:
        return P_BOOLEAN (field_get_int64 (field, data));
    default:
        break;
    }
    if (field_is_none (field, data)) {
        return (Param) { .kind = PARAM_NULL };
    }
    gint64 number = field_get_int64 (field, data);
    switch (field->kind) {
    case FIELD_KIND_DATE:
        return P_DATE ((Date)number);
    case FIELD_KIND_INSTANT:
        return P_INSTANT (number);
    case FIELD_KIND_ENUM:
        return P_TEXT (enumeration_word (field->enumeration, (int)number));
    case FIELD_KIND_ID:
        return P_ID (number);
    default:
        return P_INT64 (number);
    }
}
