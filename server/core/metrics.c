/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counters behind one mutex: a request takes it once. */
#include "server/core/metrics.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static const char *const refusal_names[METRICS_N_REFUSALS] = {
    [METRICS_PASSED] = "none",
    [METRICS_REFUSED_METHOD] = "method",
    [METRICS_REFUSED_FRAMING] = "framing",
    [METRICS_REFUSED_HEADERS] = "headers",
    [METRICS_REFUSED_URI] = "uri",
    [METRICS_REFUSED_BODY] = "body",
    [METRICS_REFUSED_SLOW_HEADERS] = "slow_headers",
    [METRICS_REFUSED_SLOW_BODY] = "slow_body",
    [METRICS_REFUSED_SLOW_READER] = "slow_reader",
    [METRICS_REFUSED_CAP] = "connections",
    [METRICS_REFUSED_QUEUE_FULL] = "queue",
};

static const gint64 bucket_limits_us[] = { 1000,   2500,   5000,   10000,   25000,   50000,
                                           100000, 250000, 500000, 1000000, 2500000, 5000000 };
#define N_BUCKETS G_N_ELEMENTS (bucket_limits_us)

typedef struct {
    const Route *route;
    guint status;
} RequestKey;

static struct {
    pthread_mutex_t mutex;
    guint64 refusals[METRICS_N_REFUSALS];
    guint64 buckets[N_BUCKETS + 1];
    gint64 total_us;
    guint64 replays;
    GHashTable *requests; /* RequestKey → guint64 */
    GHashTable *retries;  /* SQLSTATE → guint64 */
} counters = { .mutex = PTHREAD_MUTEX_INITIALIZER };

static guint
request_key_hash (gconstpointer data)
{
    const RequestKey *key = data;

    return g_direct_hash (key->route) ^ key->status;
}

static gboolean
request_key_equal (gconstpointer a, gconstpointer b)
{
    const RequestKey *left = a, *right = b;

    return left->route == right->route && left->status == right->status;
}

void
metrics_count_refusal (MetricsRefusal reason)
{
    pthread_mutex_lock (&counters.mutex);
    counters.refusals[reason]++;
    pthread_mutex_unlock (&counters.mutex);
}

static void
count_key (const RequestKey *key)
{
    guint64 *count;

    if (counters.requests == NULL)
        counters.requests =
            g_hash_table_new_full (request_key_hash, request_key_equal, g_free, g_free);
    count = g_hash_table_lookup (counters.requests, key);
    if (count == NULL) {
        count = g_new0 (guint64, 1);
        g_hash_table_insert (counters.requests, g_memdup2 (key, sizeof *key), count);
    }
    ++*count;
}

void
metrics_count_request (const Route *route, guint status, gint64 duration_us)
{
    const RequestKey key = { route, status };
    guint bucket = 0;

    while (bucket < N_BUCKETS && duration_us > bucket_limits_us[bucket])
        bucket++;
    pthread_mutex_lock (&counters.mutex);
    count_key (&key);
    counters.buckets[bucket]++;
    counters.total_us += duration_us;
    pthread_mutex_unlock (&counters.mutex);
}

void
metrics_count_retry (const char *sqlstate)
{
    guint64 *count;

    pthread_mutex_lock (&counters.mutex);
    if (counters.retries == NULL)
        counters.retries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    count = g_hash_table_lookup (counters.retries, sqlstate);
    if (count == NULL) {
        count = g_new0 (guint64, 1);
        g_hash_table_insert (counters.retries, g_strdup (sqlstate), count);
    }
    ++*count;
    pthread_mutex_unlock (&counters.mutex);
}

void
metrics_count_replay (void)
{
    pthread_mutex_lock (&counters.mutex);
    counters.replays++;
    pthread_mutex_unlock (&counters.mutex);
}

static void
append_head (GString *out, const char *name, const char *type, const char *help)
{
    g_string_append_printf (out, "# HELP siraj_%s %s\n# TYPE siraj_%s %s\n", name, help, name,
                            type);
}

static void
append_gauge (GString *out, const char *name, const char *help, gint64 value)
{
    append_head (out, name, "gauge", help);
    g_string_append_printf (out, "siraj_%s %" G_GINT64_FORMAT "\n", name, value);
}

static void
append_requests (GString *out)
{
    GHashTableIter iter;
    gpointer key, value;

    append_head (out, "requests_total", "counter", "Answered requests");
    if (counters.requests == NULL)
        return;
    g_hash_table_iter_init (&iter, counters.requests);
    while (g_hash_table_iter_next (&iter, &key, &value)) {
        const RequestKey *request = key;

        g_string_append_printf (
            out,
            "siraj_requests_total{method=\"%s\",route=\"%s\",code=\"%u\"} %" G_GUINT64_FORMAT "\n",
            request->route != NULL ? request->route->method : "",
            request->route != NULL ? request->route->path : "", request->status,
            *(const guint64 *)value);
    }
}

/* Prometheus wants seconds; whole microseconds are written as a decimal without floating point. */
static void
append_seconds (GString *out, gint64 time_us)
{
    g_string_append_printf (out, "%" G_GINT64_FORMAT ".%06" G_GINT64_FORMAT,
                            time_us / G_USEC_PER_SEC, time_us % G_USEC_PER_SEC);
}

static void
append_durations (GString *out)
{
    guint64 sum = 0;

    append_head (out, "request_duration_seconds", "histogram", "From the head to the answer");
    for (guint i = 0; i < N_BUCKETS; i++) {
        sum += counters.buckets[i];
        g_string_append (out, "siraj_request_duration_seconds_bucket{le=\"");
        append_seconds (out, bucket_limits_us[i]);
        g_string_append_printf (out, "\"} %" G_GUINT64_FORMAT "\n", sum);
    }
    sum += counters.buckets[N_BUCKETS];
    g_string_append_printf (
        out, "siraj_request_duration_seconds_bucket{le=\"+Inf\"} %" G_GUINT64_FORMAT "\n", sum);
    g_string_append (out, "siraj_request_duration_seconds_sum ");
    append_seconds (out, counters.total_us);
    g_string_append_printf (out, "\nsiraj_request_duration_seconds_count %" G_GUINT64_FORMAT "\n",
                            sum);
}

static void
append_small_counters (GString *out)
{
    GHashTableIter iter;
    gpointer key, value;

    append_head (out, "refusals_total", "counter", "Turned away before a worker, by reason");
    for (guint i = METRICS_PASSED + 1; i < METRICS_N_REFUSALS; i++)
        g_string_append_printf (out, "siraj_refusals_total{reason=\"%s\"} %" G_GUINT64_FORMAT "\n",
                                refusal_names[i], counters.refusals[i]);
    append_head (out, "idempotent_replays_total", "counter", "Answers given again");
    g_string_append_printf (out, "siraj_idempotent_replays_total %" G_GUINT64_FORMAT "\n",
                            counters.replays);
    append_head (out, "transaction_retries_total", "counter", "Transactions run again");
    if (counters.retries == NULL)
        return;
    g_hash_table_iter_init (&iter, counters.retries);
    while (g_hash_table_iter_next (&iter, &key, &value))
        g_string_append_printf (
            out, "siraj_transaction_retries_total{sqlstate=\"%s\"} %" G_GUINT64_FORMAT "\n",
            (const char *)key, *(const guint64 *)value);
}

static gint64
resident_bytes (void)
{
    g_autofree char *text = NULL;
    gint64 pages = 0;

    if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) ||
        sscanf (text, "%*d %" G_GINT64_FORMAT, &pages) != 1)
        return 0;
    return pages * sysconf (_SC_PAGESIZE);
}

char *
metrics_print (const MetricsGauges *gauges, const char *extra)
{
    g_autoptr (GString) out = g_string_sized_new (8192);

    pthread_mutex_lock (&counters.mutex);
    append_requests (out);
    append_durations (out);
    append_small_counters (out);
    pthread_mutex_unlock (&counters.mutex);
    append_gauge (out, "connections", "Open connections", gauges->connections);
    append_gauge (out, "queued_requests", "Requests that wait for a worker", gauges->queued);
    append_gauge (out, "requests_in_flight", "Requests taken and not answered", gauges->in_flight);
    append_gauge (out, "ready", "1 when requests are welcome", gauges->ready ? 1 : 0);
    append_gauge (out, "resident_bytes", "Memory of the process", resident_bytes ());
    if (extra != NULL)
        g_string_append (out, extra);
    return g_string_free (g_steal_pointer (&out), FALSE);
}
