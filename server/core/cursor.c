/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cursors as "order LF id LF key", in base64url without padding; a NULL key has no second LF. */
#include "server/core/cursor.h"

#include <string.h>

#define MAX_CURSOR_BYTES 2048

static void
swap (char *text, char a, char b)
{
    for (char *at = strchr (text, a); at != NULL; at = strchr (at, a))
        *at = b;
}

char *
cursor_format (const char *sort, gint64 id, const char *key)
{
    g_autofree char *plain = g_strdup_printf ("%s\n%" G_GINT64_FORMAT "%s%s", sort, id,
                                              key != NULL ? "\n" : "", key != NULL ? key : "");
    char *text = g_base64_encode ((const guchar *)plain, strlen (plain));

    swap (text, '+', '-');
    swap (text, '/', '_');
    text[strcspn (text, "=")] = '\0';
    return text;
}

/* base64url to a NUL-terminated text, or NULL. */
static char *
decode (const char *text)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    gsize length = strlen (text);
    g_autofree char *padded = NULL;
    g_autofree guchar *bytes = NULL;
    gsize n = 0;

    if (length == 0 || length > MAX_CURSOR_BYTES || length % 4 == 1 ||
        strspn (text, alphabet) != length)
        return NULL;
    padded = g_strconcat (text, &"==="[length % 4 == 0 ? 3 : length % 4 - 1], NULL);
    swap (padded, '-', '+');
    swap (padded, '_', '/');
    bytes = g_base64_decode (padded, &n);
    if (memchr (bytes, '\0', n) != NULL || !g_utf8_validate ((const char *)bytes, n, NULL))
        return NULL;
    return g_strndup ((const char *)bytes, n);
}

static gboolean
split (const char *plain, const char *sort, Cursor *cursor)
{
    g_auto (GStrv) parts = plain != NULL ? g_strsplit (plain, "\n", 3) : NULL;

    if (parts == NULL || g_strv_length (parts) < 2 || !g_str_equal (parts[0], sort) ||
        !g_ascii_string_to_signed (parts[1], 10, 1, G_MAXINT64, &cursor->id, NULL))
        return FALSE;
    cursor->key = g_strdup (parts[2]);
    return TRUE;
}

gboolean
cursor_parse (const char *text, const char *sort, const char *parameter, Cursor *cursor,
              GError **error)
{
    g_autofree char *plain = decode (text);

    if (!split (plain, sort, cursor))
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, parameter,
                       "This is no page of the list in this order; begin at the first page");
    return TRUE;
}

void
cursor_clear (Cursor *cursor)
{
    g_clear_pointer (&cursor->key, g_free);
}
