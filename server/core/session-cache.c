/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remembers principals by the hash of their session token. */
#include "server/core/session-cache.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#define TIME_TO_LIVE_US (2 * G_USEC_PER_SEC)
#define MAX_ENTRIES 10000
/* After a forgetting nothing is kept for as long as its transaction may take to commit. */
#define QUIET_US (1 * G_USEC_PER_SEC)

typedef struct {
    guint8 hash[SESSION_HASH_BYTES];
    Principal *principal;
    gint64 expires_us;
} Entry;

struct SessionCache {
    PrincipalLookup lookup;
    pthread_mutex_t mutex;
    GHashTable *entries; /* Entry → itself, by hash */
    guint64 generation;  /* grows at every forgetting */
    gint64 quiet_until_us;
};

Principal *
principal_new (void)
{
    return g_atomic_rc_box_new0 (Principal);
}

Principal *
principal_ref (Principal *principal)
{
    return g_atomic_rc_box_acquire (principal);
}

static void
principal_clear (gpointer data)
{
    Principal *principal = data;

    g_free (principal->username);
    g_free (principal->full_name);
    g_strfreev (principal->permissions);
    g_free (principal->station_ids);
}

void
principal_unref (Principal *principal)
{
    g_atomic_rc_box_release_full (principal, principal_clear);
}

void
session_token_hash (const char *token, guint8 hash[SESSION_HASH_BYTES])
{
    crypto_hash_sha256 (hash, (const guint8 *)token, strlen (token));
}

/* A SHA-256 is spread evenly already. */
static guint
entry_hash (gconstpointer key)
{
    const Entry *entry = key;
    guint value;

    memcpy (&value, entry->hash, sizeof value);
    return value;
}

static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
    const Entry *left = a, *right = b;

    return sodium_memcmp (left->hash, right->hash, SESSION_HASH_BYTES) == 0;
}

static void
entry_free (gpointer data)
{
    Entry *entry = data;

    principal_unref (entry->principal);
    g_free (entry);
}

SessionCache *
session_cache_new (PrincipalLookup lookup)
{
    SessionCache *cache = g_new0 (SessionCache, 1);

    cache->lookup = lookup;
    pthread_mutex_init (&cache->mutex, NULL);
    cache->entries = g_hash_table_new_full (entry_hash, entry_equal, entry_free, NULL);
    return cache;
}

void
session_cache_free (SessionCache *cache)
{
    g_hash_table_unref (cache->entries);
    pthread_mutex_destroy (&cache->mutex);
    g_free (cache);
}

static Principal *
find (SessionCache *cache, const Entry *wanted, guint64 *generation)
{
    Principal *principal = NULL;
    const Entry *entry;

    pthread_mutex_lock (&cache->mutex);
    *generation = cache->generation;
    entry = g_hash_table_lookup (cache->entries, wanted);
    if (entry != NULL && entry->expires_us > g_get_monotonic_time ())
        principal = principal_ref (entry->principal);
    pthread_mutex_unlock (&cache->mutex);
    return principal;
}

static gboolean
is_stale (gpointer key, gpointer value, gpointer now_us)
{
    const Entry *entry = key;

    return entry->expires_us <= *(const gint64 *)now_us;
}

/* What was read before a forgetting may be what had to be forgotten: it is used once, not kept. */
static void
keep (SessionCache *cache, const Entry *wanted, Principal *principal, guint64 generation)
{
    gint64 now_us = g_get_monotonic_time ();
    Entry *entry;

    pthread_mutex_lock (&cache->mutex);
    if (g_hash_table_size (cache->entries) >= MAX_ENTRIES)
        g_hash_table_foreach_remove (cache->entries, is_stale, &now_us);
    if (cache->generation == generation && now_us >= cache->quiet_until_us &&
        g_hash_table_size (cache->entries) < MAX_ENTRIES) {
        entry = g_memdup2 (wanted, sizeof *wanted);
        entry->principal = principal_ref (principal);
        entry->expires_us = now_us + TIME_TO_LIVE_US;
        g_hash_table_replace (cache->entries, entry, entry);
    }
    pthread_mutex_unlock (&cache->mutex);
}

Principal *
session_cache_principal (SessionCache *cache, Db *db, const char *token, GError **error)
{
    g_autoptr (Principal) principal = NULL;
    Entry wanted = { 0 };
    guint64 generation;

    session_token_hash (token, wanted.hash);
    principal = find (cache, &wanted, &generation);
    if (principal != NULL)
        return g_steal_pointer (&principal);
    if (!cache->lookup (db, wanted.hash, &principal, error))
        return NULL;
    keep (cache, &wanted, principal, generation);
    return g_steal_pointer (&principal);
}

static gboolean
is_of_session (gpointer key, gpointer value, gpointer session_id)
{
    const Entry *entry = key;

    return entry->principal->session_id == *(const gint64 *)session_id;
}

static gboolean
is_of_user (gpointer key, gpointer value, gpointer user_id)
{
    const Entry *entry = key;

    return entry->principal->user_id == *(const gint64 *)user_id;
}

static void
forget (SessionCache *cache, GHRFunc matches, gint64 id)
{
    if (cache == NULL)
        return;
    pthread_mutex_lock (&cache->mutex);
    cache->generation++;
    cache->quiet_until_us = g_get_monotonic_time () + QUIET_US;
    g_hash_table_foreach_remove (cache->entries, matches, &id);
    pthread_mutex_unlock (&cache->mutex);
}

void
session_cache_forget_session (SessionCache *cache, gint64 session_id)
{
    forget (cache, is_of_session, session_id);
}

void
session_cache_forget_user (SessionCache *cache, gint64 user_id)
{
    forget (cache, is_of_user, user_id);
}
