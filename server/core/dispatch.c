/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queues between the main thread and the workers.  They are pthread mutexes and conditions, not
 * GLib's, because a thread sanitizer understands those. */
#define G_LOG_DOMAIN "siraj-dispatch"

#include "server/core/dispatch.h"

#include "server/core/worker.h"

#include <pthread.h>

typedef struct {
    Request *first;
    Request *last;
    guint n;
} Queue;

struct Dispatch {
    pthread_mutex_t mutex; /* of waiting and stopping */
    pthread_cond_t arrived;
    Queue waiting;
    gboolean stopping;

    pthread_mutex_t done_mutex;
    Queue done;
    GSource *wake_up; /* of the main context */

    DispatchAnswered answered;
    gpointer data;
    WorkerOptions worker_options;
    DbOptions db;
    SessionCache *sessions;
    pthread_t *threads;
    guint n_threads;
};

static void
queue_push (Queue *queue, Request *request)
{
    request->next = NULL;
    if (queue->last != NULL)
        queue->last->next = request;
    else
        queue->first = request;
    queue->last = request;
    queue->n++;
}

static Request *
queue_pop (Queue *queue)
{
    Request *request = queue->first;

    if (request == NULL)
        return NULL;
    queue->first = request->next;
    if (queue->first == NULL)
        queue->last = NULL;
    queue->n--;
    request->next = NULL;
    return request;
}

/* Back to the main thread */

/* The first answer wakes the main loop, the others of the moment ride along. */
static void
dispatch_done (Dispatch *dispatch, Request *request)
{
    gboolean was_empty;

    pthread_mutex_lock (&dispatch->done_mutex);
    was_empty = dispatch->done.first == NULL;
    queue_push (&dispatch->done, request);
    pthread_mutex_unlock (&dispatch->done_mutex);
    if (was_empty)
        g_source_set_ready_time (dispatch->wake_up, 0);
}

static gboolean
on_wake_up (gpointer data)
{
    Dispatch *dispatch = data;
    Queue done;

    g_source_set_ready_time (dispatch->wake_up, -1);
    pthread_mutex_lock (&dispatch->done_mutex);
    done = dispatch->done;
    dispatch->done = (Queue) { 0 };
    pthread_mutex_unlock (&dispatch->done_mutex);
    for (Request *request = queue_pop (&done); request != NULL; request = queue_pop (&done))
        dispatch->answered (request, dispatch->data);
    return G_SOURCE_CONTINUE;
}

static gboolean
wake_up_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
    return callback (data);
}

static GSourceFuncs wake_up_funcs = { .dispatch = wake_up_dispatch };

/* To the workers */

/* Waits for the next request; NULL when the queue is empty and nothing more will come. */
static Request *
dispatch_next (Dispatch *dispatch)
{
    Request *request;

    pthread_mutex_lock (&dispatch->mutex);
    while ((request = queue_pop (&dispatch->waiting)) == NULL && !dispatch->stopping)
        pthread_cond_wait (&dispatch->arrived, &dispatch->mutex);
    pthread_mutex_unlock (&dispatch->mutex);
    return request;
}

static void *
worker_main (void *data)
{
    Dispatch *dispatch = data;
    g_autoptr (Worker) worker = worker_new (&dispatch->worker_options);
    Request *request;

    while ((request = dispatch_next (dispatch)) != NULL) {
        worker_carry_out (worker, request);
        dispatch_done (dispatch, request);
        worker_settle (worker);
    }
    return NULL;
}

gboolean
dispatch_push (Dispatch *dispatch, Request *request)
{
    gboolean taken;

    pthread_mutex_lock (&dispatch->mutex);
    taken = dispatch->waiting.n < DISPATCH_MAX_WAITING;
    if (taken)
        queue_push (&dispatch->waiting, request);
    pthread_mutex_unlock (&dispatch->mutex);
    if (taken)
        pthread_cond_signal (&dispatch->arrived);
    return taken;
}

guint
dispatch_waiting (Dispatch *dispatch)
{
    guint n;

    pthread_mutex_lock (&dispatch->mutex);
    n = dispatch->waiting.n;
    pthread_mutex_unlock (&dispatch->mutex);
    return n;
}

static void
dispatch_start (Dispatch *dispatch, guint n_workers)
{
    dispatch->threads = g_new0 (pthread_t, n_workers);
    for (guint i = 0; i < n_workers; i++) {
        if (pthread_create (&dispatch->threads[i], NULL, worker_main, dispatch) != 0)
            g_error ("could not start a worker thread");
        dispatch->n_threads++;
    }
}

Dispatch *
dispatch_new (const DispatchOptions *options)
{
    Dispatch *dispatch = g_new0 (Dispatch, 1);

    pthread_mutex_init (&dispatch->mutex, NULL);
    pthread_cond_init (&dispatch->arrived, NULL);
    pthread_mutex_init (&dispatch->done_mutex, NULL);
    dispatch->answered = options->answered;
    dispatch->data = options->data;
    if (options->lookup != NULL)
        dispatch->sessions = session_cache_new (options->lookup);
    if (options->db != NULL) {
        dispatch->db = *options->db;
        dispatch->db.conninfo = g_strdup (options->db->conninfo);
        dispatch->db.role = g_strdup (options->db->role);
        dispatch->worker_options.db = &dispatch->db;
    }
    dispatch->worker_options.sessions = dispatch->sessions;
    dispatch->worker_options.currency = options->currency;

    dispatch->wake_up = g_source_new (&wake_up_funcs, sizeof (GSource));
    g_source_set_callback (dispatch->wake_up, on_wake_up, dispatch, NULL);
    g_source_attach (dispatch->wake_up, NULL);
    dispatch_start (dispatch, options->n_workers);
    return dispatch;
}

void
dispatch_free (Dispatch *dispatch)
{
    Request *request;

    pthread_mutex_lock (&dispatch->mutex);
    dispatch->stopping = TRUE;
    pthread_mutex_unlock (&dispatch->mutex);
    pthread_cond_broadcast (&dispatch->arrived);
    for (guint i = 0; i < dispatch->n_threads; i++)
        pthread_join (dispatch->threads[i], NULL);
    g_source_destroy (dispatch->wake_up);
    g_source_unref (dispatch->wake_up);
    while ((request = queue_pop (&dispatch->done)) != NULL)
        request_free (request);
    g_clear_pointer (&dispatch->sessions, session_cache_free);
    pthread_mutex_destroy (&dispatch->mutex);
    pthread_mutex_destroy (&dispatch->done_mutex);
    pthread_cond_destroy (&dispatch->arrived);
    g_free ((char *)dispatch->db.conninfo);
    g_free ((char *)dispatch->db.role);
    g_free (dispatch->threads);
    g_free (dispatch);
}
