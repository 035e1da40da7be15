/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as people read them, with every number in an isolate. */
#include "client/core/format.h"

#include "client/core/words.h"
#include "common/base/quantity.h"
#include "common/base/text.h"

#define MICROSECONDS_PER_MINUTE (60 * G_USEC_PER_SEC)
#define MINUTES_PER_DAY 1440

/* Set once by the session, read by every label. */
static struct {
    const Currency *currency;
    int utc_offset_minutes;
} company = { NULL, 180 };

void
format_set_company (const Currency *currency, int utc_offset_minutes)
{
    company.currency = currency;
    company.utc_offset_minutes = utc_offset_minutes;
}

const Currency *
format_get_currency (void)
{
    return company.currency != NULL ? company.currency : currency_find ("YER");
}

/* Isolates and frees what a plain formatter gave. */
static char *
isolated (char *text)
{
    char *result = text[0] != '\0' ? text_isolate (text) : g_strdup ("");

    g_free (text);
    return result;
}

char *
format_money (gint64 amount_minor)
{
    return isolated (money_format (amount_minor, format_get_currency ()));
}

char *
format_money_currency (gint64 amount_minor)
{
    g_autofree char *amount = format_money (amount_minor);

    return g_strdup_printf ("%s %s", amount, tr (format_get_currency ()->symbol));
}

char *
format_energy (gint64 energy_wh)
{
    return isolated (energy_format_kwh (energy_wh));
}

char *
format_rate (gint64 rate_micro_per_kwh)
{
    return isolated (rate_format (rate_micro_per_kwh));
}

char *
format_percent (gint64 basis_points)
{
    g_autofree char *number = percent_format (basis_points);

    return isolated (g_strconcat (number, "%", NULL));
}

char *
format_integer (gint64 value)
{
    return isolated (decimal_format (value, 0, 0, TRUE));
}

char *
format_date (Date date)
{
    return isolated (date_format (date));
}

static char *
clock_text (Instant instant)
{
    gint64 minutes = instant / MICROSECONDS_PER_MINUTE + company.utc_offset_minutes;
    int of_day = (int)((minutes % MINUTES_PER_DAY + MINUTES_PER_DAY) % MINUTES_PER_DAY);

    return g_strdup_printf ("%02d:%02d", of_day / 60, of_day % 60);
}

char *
format_instant (Instant instant)
{
    g_autofree char *day = NULL;
    g_autofree char *clock = NULL;

    if (instant == INSTANT_NONE)
        return g_strdup ("");
    day = date_format (instant_date (instant, company.utc_offset_minutes));
    clock = clock_text (instant);
    return isolated (g_strconcat (day, " ", clock, NULL));
}

static gboolean
put_local_time (const GMatchInfo *match, GString *out, gpointer user_data)
{
    g_autofree char *text = g_match_info_fetch (match, 0);
    g_autofree char *local = NULL;
    Instant instant;

    if (instant_parse (text, &instant, NULL))
        local = format_instant (instant);
    g_string_append (out, local != NULL ? local : text);
    return FALSE;
}

char *
format_local_times (const char *sentence)
{
    g_autoptr (GRegex) instants = g_regex_new ("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", 0, 0, NULL);

    return g_regex_replace_eval (instants, sentence, -1, 0, 0, put_local_time, NULL, NULL);
}

/* Text */

static gboolean
is_right_to_left (gunichar c)
{
    return (c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
           (c >= 0xFE70 && c <= 0xFEFC);
}

gboolean
format_is_right_to_left (const char *text)
{
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
        if (is_right_to_left (g_utf8_get_char (p)))
            return TRUE;
    return FALSE;
}

/* The bytes of the number or Latin code that begins @text ("+967 777 123", "2025-08-31", "-3.5",
 * "ST4-1"), 0 if none. */
static gsize
number_length (const char *text)
{
    gsize end = 0;
    gsize i = *text == '+' || *text == '-' ? 1 : 0;

    if (i == 1 ? !g_ascii_isdigit (text[1]) : !g_ascii_isalnum (*text))
        return 0;
    for (; g_ascii_isalnum (text[i]) || (text[i] != '\0' && strchr (".,:/-+ %", text[i]) != NULL);
         i++)
        if (g_ascii_isalnum (text[i]) || text[i] == '%')
            end = i + 1;
    return end;
}

static char *
isolate_numbers (const char *text)
{
    GString *out = g_string_new (NULL);

    while (*text != '\0') {
        gsize number = number_length (text);
        const char *next = number > 0 ? text + number : g_utf8_next_char (text);

        if (number > 0)
            g_string_append (out, TEXT_LRI);
        g_string_append_len (out, text, next - text);
        if (number > 0)
            g_string_append (out, TEXT_PDI);
        text = next;
    }
    return g_string_free (out, FALSE);
}

char *
format_text (const char *text)
{
    if (text == NULL || *text == '\0')
        return g_strdup ("");
    if (strstr (text, TEXT_PDI) != NULL)
        return g_strdup (text);
    if (format_is_right_to_left (text))
        return isolate_numbers (text);
    return number_length (text) > 0 && !g_ascii_isalpha (*text) ? text_isolate (text)
                                                                : text_isolate_name (text);
}

/* A digit after a Latin letter ("F6", "Smith 24") takes its direction from it (UAX #9, W7). */
gboolean
format_has_bare_digit (const char *text)
{
    int depth = 0;
    gboolean after_latin = FALSE;

    for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
        gunichar c = g_utf8_get_char (p);

        if (c >= 0x2066 && c <= 0x2068)
            depth++;
        else if (c == 0x2069)
            depth--;
        else if (depth == 0 && g_unichar_isdigit (c) && !after_latin)
            return TRUE;
        else if (g_unichar_isalpha (c))
            after_latin = !is_right_to_left (c);
    }
    return FALSE;
}

char *
format_count (guint shown, gint64 count, gboolean exact)
{
    g_autofree char *some = format_integer (shown);
    g_autofree char *all = count >= 0 ? format_integer (count) : NULL;

    if (all == NULL || (exact && count == shown))
        return g_strdup_printf (tr_plural ("%s row", "%s rows", shown), some);
    /* Translators: 50 of 120; 50 of about 12,400 */
    return g_strdup_printf (exact ? tr ("%s of %s") : tr ("%s of about %s"), some, all);
}

/* Fields */

static char *
format_kind (const Field *field, gconstpointer data)
{
    gint64 value = field_get_int64 (field, data);

    switch (field->kind) {
    case FIELD_KIND_MONEY:
        return format_money (value);
    case FIELD_KIND_ENERGY:
        return format_energy (value);
    case FIELD_KIND_RATE:
        return format_rate (value);
    case FIELD_KIND_PERCENT:
        return format_percent (value);
    case FIELD_KIND_DATE:
        return format_date ((Date)value);
    case FIELD_KIND_INSTANT:
        return format_instant (value);
    case FIELD_KIND_BOOLEAN:
        return g_strdup (value != 0 ? tr ("Yes") : tr ("No"));
    case FIELD_KIND_ENUM:
        return g_strdup (enumeration_label (field->enumeration, (int)value));
    default:
        return format_integer (value);
    }
}

static gboolean
is_compound (const Field *field)
{
    return field->kind == FIELD_KIND_LIST || field->kind == FIELD_KIND_RECORD ||
           field->kind == FIELD_KIND_TEXTS;
}

char *
format_field (const Field *field, gconstpointer data)
{
    if (is_compound (field) || field_is_none (field, data))
        return g_strdup ("");
    if (field->kind == FIELD_KIND_TEXT) {
        const char *text = field_get_text (field, data);
        const char *word = words_label (field, text);

        return word != NULL ? g_strdup (word) : format_text (text);
    }
    return format_kind (field, data);
}

char *
format_field_plain (const Field *field, gconstpointer data)
{
    gint64 value;

    if (is_compound (field) || field_is_none (field, data))
        return g_strdup ("");
    if (field->kind == FIELD_KIND_TEXT)
        return g_strdup (field_get_text (field, data));
    value = field_get_int64 (field, data);
    switch (field->kind) {
    case FIELD_KIND_MONEY:
        return money_format_plain (value, format_get_currency ());
    case FIELD_KIND_ENERGY:
        return decimal_format (value, 3, 0, FALSE);
    case FIELD_KIND_RATE:
        return decimal_format (value, 6, 0, FALSE);
    case FIELD_KIND_PERCENT:
        return decimal_format (value, 2, 0, FALSE);
    case FIELD_KIND_DATE:
        return date_format ((Date)value);
    default:
        return decimal_format (value, 0, 0, FALSE);
    }
}
