/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of the running thread: a server answers two callers in two languages at once. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GETTEXT_PACKAGE "siraj"

typedef enum { LANGUAGE_ARABIC, LANGUAGE_ENGLISH } Language;

/* Marks a message id for translation where it stands in a table. */
#ifndef N_
#define N_(string) (string)
#endif

/* Binds the catalogue and makes gettext answer in Arabic whatever locales the machine has; call it
 * first in main(), before any thread.  @locale_dir NULL means the installed one; the environment
 * variable SIRAJ_LOCALE_DIR wins (a build tree). */
void language_init (const char *locale_dir);

/* The language of the calling thread; Arabic until set. */
void language_set (Language language);
Language language_get (void);

/* "ar" or "en", and back from an Accept-Language header (anything but English is Arabic). */
const char *language_code (Language language);
Language language_from_header (const char *accept_language);

/* @msgid in the language of the thread; borrowed, never NULL. */
const char *tr (const char *msgid) G_GNUC_FORMAT (1);
const char *tr_plural (const char *singular, const char *plural, gulong n) G_GNUC_FORMAT (1)
    G_GNUC_FORMAT (2);

G_END_DECLS
