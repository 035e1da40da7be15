/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Password rules and hashing by libsodium. */
#include "server/modules/users/password.h"

#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <string.h>

#define PASSES 2
#define MEMORY_BYTES (64u * 1024 * 1024)
#define AT_ONCE 2
#define MIN_LENGTH 10

/* A registry of the process: how many hashes may run, and the hash of a password nobody knows. */
static sem_t places;
static char nobody[crypto_pwhash_STRBYTES];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void
start (void)
{
    char secret[32];

    if (sodium_init () < 0 || sem_init (&places, 0, AT_ONCE) != 0) {
        g_error ("libsodium cannot be started");
    }
    randombytes_buf (secret, sizeof secret);
    if (crypto_pwhash_str (nobody, secret, sizeof secret, PASSES, MEMORY_BYTES) != 0) {
        g_error ("no memory to hash a password");
    }
}

static void
enter (void)
{
    pthread_once (&once, start);
    while (sem_wait (&places) != 0) {
        /* interrupted by a signal */
    }
}

static void
leave (void)
{
    sem_post (&places);
}

char *
password_hash (const char *password)
{
    char text[crypto_pwhash_STRBYTES];
    int failed;

    enter ();
    failed = crypto_pwhash_str (text, password, strlen (password), PASSES, MEMORY_BYTES);
    leave ();
    if (failed != 0) {
        g_error ("no memory to hash a password");
    }
    return g_strdup (text);
}

gboolean
password_verify (const char *hash, const char *password)
{
    int different;

    enter ();
    different =
        crypto_pwhash_str_verify (hash != NULL ? hash : nobody, password, strlen (password));
    leave ();
    return hash != NULL && different == 0;
}

static guint
kinds_of_characters (const char *password)
{
    gboolean letter = FALSE, digit = FALSE, other = FALSE;

    for (const char *p = password; *p != '\0'; p = g_utf8_next_char (p)) {
        gunichar c = g_utf8_get_char (p);

        letter |= g_unichar_isalpha (c);
        digit |= g_unichar_isdigit (c);
        other |= !g_unichar_isalnum (c);
    }
    return letter + digit + other;
}

gboolean
password_check (const char *password, const char *username, GError **error)
{
    glong length = g_utf8_strlen (password, -1);

    if (length < MIN_LENGTH) {
        return refuse (error, SIRAJ_ERROR_WEAK_PASSWORD, "password",
                       "A password needs at least %d characters; this one has %ld.", MIN_LENGTH,
                       length);
    }
    if (kinds_of_characters (password) < 2) {
        return refuse (error, SIRAJ_ERROR_WEAK_PASSWORD, "password",
                       "A password needs letters and digits or signs; this one has only one kind.");
    }
    if (username != NULL && strstr (password, username) != NULL) {
        return refuse (error, SIRAJ_ERROR_WEAK_PASSWORD, "password",
                       "A password must not contain the user name “%s”.", username);
    }
    return TRUE;
}
