/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Token buckets: a bucket is the instant at which it is full again, nothing else. */
#include "server/core/rate-limit.h"

#define MAX_BUCKETS 100000

static gboolean
is_full (gpointer key, gpointer value, gpointer data)
{
    const gint64 *full_at_us = value;
    const gint64 *now_us = data;

    return *full_at_us <= *now_us;
}

/* A flood of keys may not eat the memory: full buckets go first, then all of them. */
static void
make_room (RateLimit *limit, gint64 now_us)
{
    if (g_hash_table_size (limit->buckets) < MAX_BUCKETS)
        return;
    g_hash_table_foreach_remove (limit->buckets, is_full, &now_us);
    if (g_hash_table_size (limit->buckets) >= MAX_BUCKETS)
        g_hash_table_remove_all (limit->buckets);
}

static gint64 *
bucket_locked (RateLimit *limit, const char *key)
{
    if (limit->buckets == NULL)
        limit->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    return g_hash_table_lookup (limit->buckets, key);
}

/* What the bucket would be after one more token, or the wait until it may be taken. */
static gboolean
next_full_at (const RateLimit *limit, const gint64 *full_at_us, gint64 now_us, gint64 *next_us,
              gint64 *wait_us)
{
    gint64 from = full_at_us != NULL && *full_at_us > now_us ? *full_at_us : now_us;
    gint64 over;

    *next_us = from + limit->refill_us;
    over = *next_us - now_us - (gint64)limit->burst * limit->refill_us;
    if (wait_us != NULL)
        *wait_us = MAX (over, 0);
    return over <= 0;
}

gboolean
rate_limit_take (RateLimit *limit, const char *key, gint64 now_us, gint64 *wait_us)
{
    gint64 *full_at_us;
    gint64 next_us;
    gboolean granted;

    pthread_mutex_lock (&limit->mutex);
    full_at_us = bucket_locked (limit, key);
    granted = next_full_at (limit, full_at_us, now_us, &next_us, wait_us);
    if (granted && full_at_us != NULL) {
        *full_at_us = next_us;
    } else if (granted) {
        make_room (limit, now_us);
        g_hash_table_insert (limit->buckets, g_strdup (key), g_memdup2 (&next_us, sizeof next_us));
    }
    pthread_mutex_unlock (&limit->mutex);
    return granted;
}

gboolean
rate_limit_peek (RateLimit *limit, const char *key, gint64 now_us, gint64 *wait_us)
{
    gint64 next_us;
    gboolean granted;

    pthread_mutex_lock (&limit->mutex);
    granted = next_full_at (limit, bucket_locked (limit, key), now_us, &next_us, wait_us);
    pthread_mutex_unlock (&limit->mutex);
    return granted;
}

void
rate_limit_forgive (RateLimit *limit, const char *key)
{
    pthread_mutex_lock (&limit->mutex);
    if (bucket_locked (limit, key) != NULL)
        g_hash_table_remove (limit->buckets, key);
    pthread_mutex_unlock (&limit->mutex);
}
