/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks the database each second, so that nobody has to wait for the answer. */
#define G_LOG_DOMAIN "siraj-health"

#include "server/core/health.h"

#include "server/core/dispatch-sql.h"

#include <pthread.h>
#include <sys/statvfs.h>

#define READY_PERIOD_MS 1000
#define UNREADY_PERIOD_MS 200
#define GAUGES_PERIOD_US (15 * G_USEC_PER_SEC)
#define MIN_FREE_PERCENT 5

struct Health {
    const HealthOptions *options;
    pthread_t thread;
    pthread_mutex_t mutex; /* of everything below */
    pthread_cond_t stop;
    gboolean stopping;
    gboolean draining;
    gboolean ready;
    char *reason;
    char *gauges;

    Db *db;           /* of the thread */
    gint64 gauges_us; /* when they were last read */
};

static gboolean
check_disk (const char *path, GError **error)
{
    struct statvfs disk;

    if (path == NULL || statvfs (path, &disk) != 0 || disk.f_blocks == 0)
        return TRUE;
    if (disk.f_bavail / (disk.f_blocks / 100 + 1) >= MIN_FREE_PERCENT)
        return TRUE;
    return refuse (error, SIRAJ_ERROR_UNAVAILABLE, NULL, "Less than %d %% of the disk is free",
                   MIN_FREE_PERCENT);
}

static gboolean
check_database (Health *health, GError **error)
{
    const HealthOptions *options = health->options;

    if (options->db == NULL)
        return TRUE;
    if (health->db == NULL)
        health->db = db_open (options->db, error);
    else if (!db_is_alive (health->db) && !db_reopen (health->db, error))
        return FALSE;
    if (health->db == NULL || !db_run_params (health->db, &health_ping, NULL, 0, NULL, error))
        return FALSE;
    return options->check == NULL || options->check (health->db, error);
}

static void
read_gauges (Health *health)
{
    gint64 now_us = g_get_monotonic_time ();
    GString *text;

    if (health->options->gauges == NULL || health->db == NULL ||
        (health->gauges_us != 0 && now_us - health->gauges_us < GAUGES_PERIOD_US))
        return;
    text = g_string_new (NULL);
    health->options->gauges (health->db, text);
    health->gauges_us = now_us;
    pthread_mutex_lock (&health->mutex);
    g_free (health->gauges);
    health->gauges = g_string_free (text, FALSE);
    pthread_mutex_unlock (&health->mutex);
}

static gboolean
look (Health *health)
{
    g_autoptr (GError) error = NULL;
    gboolean ready =
        check_database (health, &error) && check_disk (health->options->disk_path, &error);
    gboolean changed;

    pthread_mutex_lock (&health->mutex);
    changed = ready != health->ready;
    health->ready = ready;
    g_free (health->reason);
    health->reason = g_strdup (ready ? "" : error->message);
    pthread_mutex_unlock (&health->mutex);
    if (changed && ready)
        g_info ("ready");
    else if (changed)
        g_warning ("not ready: %s", error->message);
    return ready;
}

/* Waits for the next look; FALSE when there will be none. */
static gboolean
rest (Health *health, guint period_ms)
{
    struct timespec until;
    gboolean stopping;

    clock_gettime (CLOCK_REALTIME, &until);
    until.tv_nsec += (long)(period_ms % 1000) * 1000000;
    until.tv_sec += period_ms / 1000 + until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock (&health->mutex);
    if (!health->stopping)
        pthread_cond_timedwait (&health->stop, &health->mutex, &until);
    stopping = health->stopping;
    pthread_mutex_unlock (&health->mutex);
    return !stopping;
}

static void *
health_main (void *data)
{
    Health *health = data;
    gboolean ready;

    language_set (LANGUAGE_ENGLISH); /* reasons are for operators and logs */
    do {
        ready = look (health);
        if (ready)
            read_gauges (health);
    } while (rest (health, ready ? READY_PERIOD_MS : UNREADY_PERIOD_MS));
    g_clear_pointer (&health->db, db_close);
    return NULL;
}

Health *
health_new (const HealthOptions *options)
{
    Health *health = g_new0 (Health, 1);

    health->options = options;
    health->reason = g_strdup ("starting");
    pthread_mutex_init (&health->mutex, NULL);
    pthread_cond_init (&health->stop, NULL);
    if (pthread_create (&health->thread, NULL, health_main, health) != 0)
        g_error ("could not start the health thread");
    return health;
}

void
health_free (Health *health)
{
    pthread_mutex_lock (&health->mutex);
    health->stopping = TRUE;
    pthread_mutex_unlock (&health->mutex);
    pthread_cond_signal (&health->stop);
    pthread_join (health->thread, NULL);
    pthread_mutex_destroy (&health->mutex);
    pthread_cond_destroy (&health->stop);
    g_free (health->reason);
    g_free (health->gauges);
    g_free (health);
}

gboolean
health_is_ready (Health *health)
{
    gboolean ready;

    pthread_mutex_lock (&health->mutex);
    ready = health->ready && !health->draining;
    pthread_mutex_unlock (&health->mutex);
    return ready;
}

char *
health_reason (Health *health)
{
    char *reason;

    pthread_mutex_lock (&health->mutex);
    reason = g_strdup (health->draining ? "draining" : health->reason);
    pthread_mutex_unlock (&health->mutex);
    return reason;
}

char *
health_gauges (Health *health)
{
    char *gauges;

    pthread_mutex_lock (&health->mutex);
    gauges = g_strdup (health->gauges);
    pthread_mutex_unlock (&health->mutex);
    return gauges;
}

void
health_drain (Health *health)
{
    pthread_mutex_lock (&health->mutex);
    health->draining = TRUE;
    pthread_mutex_unlock (&health->mutex);
}
