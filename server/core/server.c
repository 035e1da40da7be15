/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The serve loop. */
#define G_LOG_DOMAIN "siraj-server"

#include "server/core/server.h"

#include "server/core/front.h"
#include "server/core/log.h"
#include "server/core/openapi.h"
#include "server/core/worker-process.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define WANTED_DESCRIPTORS 8192
#define RESERVED_DESCRIPTORS 128
#define MAX_CONNECTIONS 4096
#define MAX_METRICS_CONNECTIONS 32
#define DRAIN_LIMIT_US (9 * G_USEC_PER_SEC)
#define DRAIN_PERIOD_MS 20
#define FLUSH_PERIOD_MS 1000

typedef struct {
    GMainLoop *loop;
    Router *router;
    char *openapi;
    HealthOptions health_options;
    Health *health;
    Front *front;
    SoupServer *public_server;
    SoupServer *metrics_server;
    Listener *listener;
    Listener *metrics_listener; /* NULL when its address is taken */
    GPtrArray *job_workers;
    gint64 drain_until_us; /* 0: serving */
} Server;

/* As many descriptors as we are allowed; what the database and the files need is kept back. */
static guint
connection_cap (void)
{
    struct rlimit limit;

    if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
        return MAX_CONNECTIONS / 8;
    if (limit.rlim_cur < WANTED_DESCRIPTORS) {
        limit.rlim_cur = MIN (limit.rlim_max, WANTED_DESCRIPTORS);
        setrlimit (RLIMIT_NOFILE, &limit);
        getrlimit (RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur <= 2 * RESERVED_DESCRIPTORS)
        return MAX (limit.rlim_cur / 2, 8);
    return MIN (limit.rlim_cur - RESERVED_DESCRIPTORS, MAX_CONNECTIONS);
}

/* The readiness protocol of systemd; nothing happens where it does not wait for us. */
static void
notify_supervisor (const char *state)
{
    const char *path = g_getenv ("NOTIFY_SOCKET");
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd;

    if (path == NULL || strlen (path) >= sizeof address.sun_path)
        return;
    fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    memcpy (address.sun_path, path, strlen (path));
    if (address.sun_path[0] == '@')
        address.sun_path[0] = '\0';
    if (sendto (fd, state, strlen (state), MSG_NOSIGNAL, (const struct sockaddr *)&address,
                offsetof (struct sockaddr_un, sun_path) + strlen (path)) < 0)
        g_warning ("could not tell the supervisor: %s", g_strerror (errno));
    close (fd);
}

/* Draining: no new connections, everybody who is inside gets an answer. */

static gboolean
is_drained (const Server *server)
{
    return listener_connections (server->listener) == 0 && front_in_flight (server->front) == 0;
}

static gboolean
on_drain_tick (gpointer data)
{
    Server *server = data;

    if (!is_drained (server) && g_get_monotonic_time () < server->drain_until_us)
        return G_SOURCE_CONTINUE;
    g_main_loop_quit (server->loop);
    return G_SOURCE_REMOVE;
}

static gboolean
on_stop (gpointer data)
{
    Server *server = data;

    if (server->drain_until_us != 0)
        return G_SOURCE_CONTINUE;
    g_message ("stopping: %u requests in flight", front_in_flight (server->front));
    notify_supervisor ("STOPPING=1");
    server->drain_until_us = g_get_monotonic_time () + DRAIN_LIMIT_US;
    health_drain (server->health);
    for (guint i = 0; i < server->job_workers->len; i++)
        worker_process_ask_to_stop (g_ptr_array_index (server->job_workers, i));
    listener_drain (server->listener);
    g_timeout_add (DRAIN_PERIOD_MS, on_drain_tick, server);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_reload (gpointer data)
{
    Server *server = data;
    g_autoptr (GError) error = NULL;

    if (listener_reload_certificate (server->listener, &error))
        g_message ("the certificate was read again");
    else
        g_warning ("the old certificate stays: %s", error->message);
    return G_SOURCE_CONTINUE;
}

static gboolean
on_flush (gpointer data)
{
    log_flush ();
    return G_SOURCE_CONTINUE;
}

static gboolean
open_listener (Server *server, const Config *config, GError **error)
{
    g_autofree char *host = NULL;
    ListenerOptions options = {
        .max_connections = connection_cap (),
        .tls_certificate = config->tls_certificate,
        .tls_key = config->tls_key,
    };

    if (!config_parse_address (config->listen, "listen", &host, &options.port, error))
        return FALSE;
    options.host = host;
    server->listener = listener_new (server->public_server, &options, error);
    if (server->listener == NULL)
        return FALSE;
    front_watch (server->front, server->listener);
    g_message ("listening on %s port %u%s, at most %u connections", host,
               listener_port (server->listener), config->tls_certificate != NULL ? " with TLS" : "",
               options.max_connections);
    return TRUE;
}

/* A second server on one machine finds the address taken: it serves, unseen. */
static gboolean
open_metrics_listener (Server *server, const Config *config, GError **error)
{
    g_autofree char *host = NULL;
    g_autoptr (GError) local_error = NULL;
    ListenerOptions options = { .max_connections = MAX_METRICS_CONNECTIONS };

    if (!config_parse_address (config->metrics_listen, "metrics-listen", &host, &options.port,
                               error))
        return FALSE;
    options.host = host;
    server->metrics_listener = listener_new (server->metrics_server, &options, &local_error);
    if (server->metrics_listener == NULL)
        g_warning ("metrics are not served: %s", local_error->message);
    else
        g_message ("metrics on %s port %u", host, listener_port (server->metrics_listener));
    return TRUE;
}

static void
server_assemble (Server *server, const Config *config, const Module *const *modules,
                 const ServerHooks *hooks)
{
    FrontOptions front = {
        .language = config->language,
        .dispatch = {
            .n_workers = config->workers,
            .db = hooks->db,
            .lookup = hooks->principal,
            .currency = hooks->currency,
        },
    };

    server->loop = g_main_loop_new (NULL, FALSE);
    server->router = router_new (modules);
    server->openapi = openapi_print (modules);
    server->health_options = hooks->health;
    if (server->health_options.db == NULL)
        server->health_options.db = hooks->db;
    server->health = health_new (&server->health_options);
    front.router = server->router;
    front.health = server->health;
    front.openapi = server->openapi;
    server->front = front_new (&front);
    server->public_server = front_public_server (server->front);
    server->metrics_server = front_metrics_server (server->front);
}

static void
server_clear (Server *server)
{
    g_clear_pointer (&server->job_workers, g_ptr_array_unref);
    g_clear_pointer (&server->listener, listener_free);
    g_clear_pointer (&server->metrics_listener, listener_free);
    g_clear_pointer (&server->front, front_free);
    g_clear_object (&server->public_server);
    g_clear_object (&server->metrics_server);
    g_clear_pointer (&server->health, health_free);
    g_clear_pointer (&server->router, router_free);
    g_clear_pointer (&server->openapi, g_free);
    g_clear_pointer (&server->loop, g_main_loop_unref);
    log_flush ();
}

static void
server_loop (Server *server)
{
    const guint sources[] = {
        g_unix_signal_add (SIGTERM, on_stop, server),
        g_unix_signal_add (SIGINT, on_stop, server),
        g_unix_signal_add (SIGHUP, on_reload, server),
        g_timeout_add (FLUSH_PERIOD_MS, on_flush, NULL),
    };

    notify_supervisor ("READY=1");
    g_main_loop_run (server->loop);
    for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
        g_source_remove (sources[i]);
}

static void
start_job_workers (Server *server, const Config *config, const ServerHooks *hooks)
{
    for (int i = 0; hooks->worker_command != NULL && i < config->job_workers; i++)
        g_ptr_array_add (server->job_workers, worker_process_start (hooks->worker_command));
}

gboolean
server_run (const Config *config, const Module *const *modules, const ServerHooks *hooks,
            GError **error)
{
    Server server = { 0 };
    gboolean begun;

    g_unsetenv ("SOUP_SERVER_HTTP2"); /* has memory faults */
    signal (SIGPIPE, SIG_IGN);
    server.job_workers = g_ptr_array_new_with_free_func ((GDestroyNotify)worker_process_stop);
    server_assemble (&server, config, modules, hooks);
    begun =
        open_listener (&server, config, error) && open_metrics_listener (&server, config, error);
    if (begun) {
        start_job_workers (&server, config, hooks);
        server_loop (&server);
        g_message ("stopped");
    }
    server_clear (&server);
    return begun;
}
