/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of the running thread, over one gettext catalogue that always answers in Arabic. */
#include "common/base/language.h"

#include <libintl.h>
#include <locale.h>

/* Holds the Language as a pointer; a thread that never set one finds NULL, which is Arabic. */
static GPrivate thread_language = G_PRIVATE_INIT (NULL);

G_STATIC_ASSERT (LANGUAGE_ARABIC == 0);

/* gettext looks at LANGUAGE only when the message locale is not "C", so a machine without any
 * locale (a container, a service with no LANG) is moved to C.UTF-8, which glibc has built in. */
static void
leave_c_locale (void)
{
    const char *messages = setlocale (LC_MESSAGES, NULL);
    if (messages != NULL && !g_str_equal (messages, "C") && !g_str_equal (messages, "POSIX"))
        return;
    setlocale (LC_CTYPE, "C.UTF-8");
    setlocale (LC_MESSAGES, "C.UTF-8");
}

void
language_init (const char *locale_dir)
{
    const char *build_tree = g_getenv ("SIRAJ_LOCALE_DIR");
    const char *installed = locale_dir != NULL ? locale_dir : LOCALE_DIR;

    g_setenv ("LANGUAGE", "ar", TRUE);
    setlocale (LC_ALL, "");
    leave_c_locale ();
    /* No locale may touch a number in JSON, SQL or printf. */
    setlocale (LC_NUMERIC, "C");

    bindtextdomain (GETTEXT_PACKAGE, build_tree != NULL ? build_tree : installed);
    bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
    textdomain (GETTEXT_PACKAGE);
}

void
language_set (Language language)
{
    g_private_set (&thread_language, GINT_TO_POINTER (language));
}

Language
language_get (void)
{
    return (Language)GPOINTER_TO_INT (g_private_get (&thread_language));
}

const char *
language_code (Language language)
{
    return language == LANGUAGE_ENGLISH ? "en" : "ar";
}

Language
language_from_header (const char *accept_language)
{
    if (accept_language == NULL)
        return LANGUAGE_ARABIC;
    /* The first choice decides: nobody who reads English lists Arabic before it. */
    while (*accept_language == ' ' || *accept_language == '\t')
        accept_language++;
    gboolean english = g_ascii_strncasecmp (accept_language, "en", 2) == 0;
    return english && !g_ascii_isalnum (accept_language[2]) ? LANGUAGE_ENGLISH : LANGUAGE_ARABIC;
}

const char *
tr (const char *msgid)
{
    /* gettext answers the empty id with the header of the catalogue. */
    if (*msgid == '\0' || language_get () == LANGUAGE_ENGLISH)
        return msgid;
    return dgettext (GETTEXT_PACKAGE, msgid);
}

const char *
tr_plural (const char *singular, const char *plural, gulong n)
{
    if (language_get () == LANGUAGE_ENGLISH)
        return n == 1 ? singular : plural;
    return dngettext (GETTEXT_PACKAGE, singular, plural, n);
}
