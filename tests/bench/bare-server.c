/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least a server must do: our listener, libsoup, two workers, one prepared SELECT, JSON by
 * hand.  What siraj-server answers per second is measured against it.
 *
 *     bare-server PORT CONNINFO SQL
 *
 * Every request runs SQL with the last segment of its path as $1 (bigint) and answers the rows as
 * objects of texts. */
#include "server/core/listener.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define N_WORKERS 2
#define MAX_CONNECTIONS 1000

typedef struct Job Job;
struct Job {
    SoupServerMessage *message;
    char *key;
    GString *answer;
    Job *next;
};

static struct {
    const char *conninfo;
    const char *sql;
    pthread_mutex_t mutex;
    pthread_cond_t arrived;
    Job *waiting;
    Job *done;
    GSource *wake_up;
} bare = { .mutex = PTHREAD_MUTEX_INITIALIZER, .arrived = PTHREAD_COND_INITIALIZER };

static void
append_rows (GString *out, const PGresult *rows)
{
    g_string_append_c (out, '[');
    for (int row = 0; row < PQntuples (rows); row++) {
        for (int column = 0; column < PQnfields (rows); column++) {
            g_string_append (out, column > 0 ? ",\"" : row > 0 ? "},{\"" : "{\"");
            g_string_append (out, PQfname (rows, column));
            g_string_append (out, "\":\"");
            g_string_append_len (out, PQgetvalue (rows, row, column),
                                 PQgetlength (rows, row, column));
            g_string_append_c (out, '"');
        }
    }
    g_string_append (out, PQntuples (rows) > 0 ? "}]" : "]");
}

static Job *
next_job (void)
{
    Job *job;

    pthread_mutex_lock (&bare.mutex);
    while (bare.waiting == NULL)
        pthread_cond_wait (&bare.arrived, &bare.mutex);
    job = bare.waiting;
    bare.waiting = job->next;
    pthread_mutex_unlock (&bare.mutex);
    return job;
}

static void
hand_back (Job *job)
{
    gboolean first;

    pthread_mutex_lock (&bare.mutex);
    first = bare.done == NULL;
    job->next = bare.done;
    bare.done = job;
    pthread_mutex_unlock (&bare.mutex);
    if (first)
        g_source_set_ready_time (bare.wake_up, 0);
}

static void *
worker_main (void *data)
{
    PGconn *connection = PQconnectdb (bare.conninfo);
    PGresult *prepared = PQprepare (connection, "one", bare.sql, 1, NULL);

    if (PQresultStatus (prepared) != PGRES_COMMAND_OK)
        g_error ("%s", PQerrorMessage (connection));
    PQclear (prepared);
    while (TRUE) {
        Job *job = next_job ();
        const char *values[] = { job->key };
        PGresult *rows = PQexecPrepared (connection, "one", 1, values, NULL, NULL, 0);

        job->answer = g_string_sized_new (1024);
        append_rows (job->answer, rows);
        PQclear (rows);
        hand_back (job);
    }
    return NULL;
}

static gboolean
on_wake_up (gpointer data)
{
    Job *job;

    g_source_set_ready_time (bare.wake_up, -1);
    pthread_mutex_lock (&bare.mutex);
    job = g_steal_pointer (&bare.done);
    pthread_mutex_unlock (&bare.mutex);
    while (job != NULL) {
        Job *next = job->next;
        gsize length = job->answer->len;

        soup_message_headers_replace (soup_server_message_get_response_headers (job->message),
                                      "Connection", "close");
        soup_server_message_set_status (job->message, 200, NULL);
        soup_server_message_set_response (job->message, "application/json", SOUP_MEMORY_TAKE,
                                          g_string_free (job->answer, FALSE), length);
        soup_server_message_unpause (job->message);
        g_object_unref (job->message);
        g_free (job->key);
        g_free (job);
        job = next;
    }
    return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_wake_up (GSource *source, GSourceFunc callback, gpointer data)
{
    return callback (data);
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
    Job *job = g_new0 (Job, 1);

    job->message = g_object_ref (message);
    job->key = g_strdup (strrchr (path, '/') + 1);
    soup_server_message_pause (message);
    pthread_mutex_lock (&bare.mutex);
    job->next = bare.waiting;
    bare.waiting = job;
    pthread_mutex_unlock (&bare.mutex);
    pthread_cond_signal (&bare.arrived);
}

int
main (int argc, char **argv)
{
    static GSourceFuncs funcs = { .dispatch = dispatch_wake_up };
    g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
    g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
    g_autoptr (GError) error = NULL;
    ListenerOptions options = { .host = "127.0.0.1", .max_connections = MAX_CONNECTIONS };
    pthread_t thread;

    if (argc != 4)
        return EXIT_FAILURE;
    options.port = (guint16)g_ascii_strtoull (argv[1], NULL, 10);
    bare.conninfo = argv[2];
    bare.sql = argv[3];
    bare.wake_up = g_source_new (&funcs, sizeof (GSource));
    g_source_set_callback (bare.wake_up, on_wake_up, NULL, NULL);
    g_source_attach (bare.wake_up, NULL);
    soup_server_add_handler (server, NULL, on_request, NULL, NULL);
    for (guint i = 0; i < N_WORKERS; i++)
        pthread_create (&thread, NULL, worker_main, NULL);
    if (listener_new (server, &options, &error) == NULL) {
        g_printerr ("bare-server: %s\n", error->message);
        return EXIT_FAILURE;
    }
    g_main_loop_run (loop);
    return EXIT_SUCCESS;
}
