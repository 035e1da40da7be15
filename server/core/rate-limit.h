/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Token buckets keyed by a text: failed sign-ins by user or address, codes by telephone. */
#pragma once

#include <glib.h>
#include <pthread.h>

G_BEGIN_DECLS

/* A room keeps one as a static (a registry):
 *     static RateLimit limit = RATE_LIMIT_INIT (5, 60 * G_USEC_PER_SEC); */
typedef struct {
    guint burst;      /* tokens of a full bucket */
    gint64 refill_us; /* one token comes back in this time */
    pthread_mutex_t mutex;
    GHashTable *buckets;
} RateLimit;

#define RATE_LIMIT_INIT(burst_, refill_us_)                                                        \
    {                                                                                              \
        .burst = burst_, .refill_us = refill_us_, .mutex = PTHREAD_MUTEX_INITIALIZER               \
    }

/* Takes a token of @key at @now_us (any clock that does not run backwards).  FALSE, with the time
 * until the next one in @wait_us (may be NULL), when the bucket is empty.  Thread-safe; memory is
 * bounded: full buckets are forgotten. */
gboolean rate_limit_take (RateLimit *limit, const char *key, gint64 now_us, gint64 *wait_us);

/* TRUE when a token is there; takes none. */
gboolean rate_limit_peek (RateLimit *limit, const char *key, gint64 now_us, gint64 *wait_us);

/* Fills the bucket of @key again (a sign-in that succeeded). */
void rate_limit_forgive (RateLimit *limit, const char *key);

G_END_DECLS
