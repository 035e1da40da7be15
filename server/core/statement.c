/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers :member placeholders and remembers the outcome for the whole process. */
#define G_LOG_DOMAIN "siraj-db"

#include "server/core/statement.h"

#include <string.h>

typedef struct {
    GString *sql;
    GPtrArray *members;
    guint highest; /* largest $n that was written by hand */
} Parse;

static gboolean
is_word (char c)
{
    return g_ascii_isalnum (c) || c == '_' || (guchar)c >= 0x80;
}

/* Each skip_…() gets the first byte of a token and returns the byte behind it. */

static const char *
skip_quoted (const char *at, char quote, gboolean backslash)
{
    for (at++; *at != '\0'; at++) {
        if (backslash && *at == '\\' && at[1] != '\0') {
            at++;
        } else if (*at == quote && at[1] == quote) {
            at++;
        } else if (*at == quote) {
            return at + 1;
        }
    }
    return at;
}

static const char *
skip_line (const char *at)
{
    return at + strcspn (at, "\n");
}

static const char *
skip_block_comment (const char *at)
{
    guint depth = 0;

    while (*at != '\0') {
        if (at[0] == '/' && at[1] == '*') {
            depth++;
            at += 2;
        } else if (at[0] == '*' && at[1] == '/') {
            depth--;
            at += 2;
            if (depth == 0) {
                return at;
            }
        } else {
            at++;
        }
    }
    return at;
}

static const char *
skip_dollar_quote (const char *at)
{
    const char *tag_end = at + 1;

    while (is_word (*tag_end)) {
        tag_end++;
    }
    if (*tag_end != '$') {
        return at + 1;
    }
    g_autofree char *tag = g_strndup (at, tag_end + 1 - at);
    const char *close = strstr (tag_end + 1, tag);
    return close == NULL ? at + strlen (at) : close + strlen (tag);
}

static const char *
take_number (Parse *parse, const char *at)
{
    char *end;
    guint64 number = g_ascii_strtoull (at + 1, &end, 10);

    parse->highest = MAX (parse->highest, (guint)number);
    return end;
}

static guint
member_number (Parse *parse, const char *name, gsize length)
{
    for (guint i = 0; i < parse->members->len; i++) {
        const char *known = g_ptr_array_index (parse->members, i);
        if (strlen (known) == length && memcmp (known, name, length) == 0) {
            return i + 1;
        }
    }
    g_ptr_array_add (parse->members, g_strndup (name, length));
    return parse->members->len;
}

static const char *
take_member (Parse *parse, const char *at)
{
    const char *end = at + 1;

    while (is_word (*end)) {
        end++;
    }
    g_string_append_printf (parse->sql, "$%u", member_number (parse, at + 1, end - at - 1));
    return end;
}

static gboolean
starts_member (const char *at, char before)
{
    gboolean after_value = is_word (before) || strchr ("])\":$", before) != NULL;

    return *at == ':' && g_ascii_isalpha (at[1]) && (before == '\0' || !after_value);
}

/* Returns the byte behind the token at @at; a placeholder has been written to parse->sql, every
 * other token is still to be copied. */
static const char *
next_token (Parse *parse, const char *at, char before)
{
    switch (*at) {
    case '\'':
        return skip_quoted (at, '\'', before == 'E' || before == 'e');
    case '"':
        return skip_quoted (at, '"', FALSE);
    case '$':
        if (g_ascii_isdigit (at[1])) {
            return take_number (parse, at);
        }
        return is_word (before) ? at + 1 : skip_dollar_quote (at);
    case '-':
        return at[1] == '-' ? skip_line (at) : at + 1;
    case '/':
        return at[1] == '*' ? skip_block_comment (at) : at + 1;
    default:
        return at + 1;
    }
}

StatementText *
statement_text_parse (const Statement *statement)
{
    StatementText *self = g_new0 (StatementText, 1);
    Parse parse = { g_string_new (NULL), g_ptr_array_new (), 0 };
    const char *at = statement->sql;
    char before = '\0';

    while (*at != '\0') {
        const char *end;
        if (starts_member (at, before)) {
            end = take_member (&parse, at);
        } else {
            end = next_token (&parse, at, before);
            g_string_append_len (parse.sql, at, end - at);
        }
        before = end[-1];
        at = end;
    }
    if (parse.members->len > 0 && parse.highest > 0) {
        g_error ("statement %s mixes $n and :member", statement->name);
    }
    self->statement = statement;
    self->sql = g_string_free (parse.sql, FALSE);
    self->n_params = MAX (parse.highest, parse.members->len);
    if (parse.members->len > 0) {
        g_ptr_array_add (parse.members, NULL);
        self->members = (char **)g_ptr_array_free (parse.members, FALSE);
    } else {
        g_ptr_array_free (parse.members, TRUE);
    }
    return self;
}

void
statement_text_free (StatementText *self)
{
    if (self != NULL) {
        g_free (self->sql);
        g_strfreev (self->members);
        g_free (self);
    }
}

const StatementText *
statement_text (const Statement *statement)
{
    static GMutex lock;
    static GHashTable *registry;
    StatementText *text;

    g_mutex_lock (&lock);
    if (registry == NULL) {
        registry = g_hash_table_new (NULL, NULL);
    }
    text = g_hash_table_lookup (registry, statement);
    if (text == NULL) {
        text = statement_text_parse (statement);
        g_hash_table_insert (registry, (gpointer)statement, text);
    }
    g_mutex_unlock (&lock);
    return text;
}
