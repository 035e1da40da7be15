/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accepts connections for SoupServer, whose own acceptor leaks and dies (libsoup 3.2). */
#define G_LOG_DOMAIN "siraj-listener"

#include "server/core/listener.h"

#include "server/core/connection.h"
#include "server/core/metrics.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#define BACKLOG 1024
#define ACCEPTS_PER_WAKE_UP 16
#define REARM_MS 100
#define TICK_MS 250

struct Listener {
    SoupServer *server;
    GSocket *socket;
    GSource *source; /* NULL while nothing is accepted */
    guint rearm_id;
    guint tick_id;
    guint max_connections;
    ConnectionList connections;
    char *certificate_file;
    char *key_file;
    GTlsCertificate *certificate;
};

static void listener_arm (Listener *listener);

static void
listener_disarm (Listener *listener)
{
    if (listener->source == NULL)
        return;
    g_source_destroy (listener->source);
    g_clear_pointer (&listener->source, g_source_unref);
}

static gboolean
on_rearm (gpointer data)
{
    Listener *listener = data;

    listener->rearm_id = 0;
    listener_arm (listener);
    return G_SOURCE_REMOVE;
}

/* The kernel keeps the callers waiting; trying again at once would only burn the processor. */
static void
listener_pause (Listener *listener)
{
    listener_disarm (listener);
    if (listener->rearm_id == 0)
        listener->rearm_id = g_timeout_add (REARM_MS, on_rearm, listener);
}

/* "database" must be NULL at construction: reading the system's certificates costs 6 ms a time. */
static GIOStream *
wrap_tls (Listener *listener, GSocketConnection *plain, GError **error)
{
    static const char *const protocols[] = { "http/1.1", NULL };
    GType type = g_tls_backend_get_server_connection_type (g_tls_backend_get_default ());

    return g_initable_new (type, NULL, error, "base-io-stream", plain, "certificate",
                           listener->certificate, "database", NULL, "advertised-protocols",
                           protocols, NULL);
}

static gboolean
listener_take (Listener *listener, GSocket *socket, GError **error)
{
    g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, error);
    g_autoptr (GSocketAddress) remote = NULL;
    g_autoptr (GSocketConnection) plain = NULL;
    g_autoptr (GIOStream) stream = NULL;

    if (local != NULL)
        remote = g_socket_get_remote_address (socket, error);
    if (remote == NULL)
        return FALSE;
    g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
    plain = g_socket_connection_factory_create_connection (socket);
    stream = listener->certificate != NULL ? wrap_tls (listener, plain, error)
                                           : G_IO_STREAM (g_object_ref (plain));
    if (stream == NULL)
        return FALSE;
    connection_attach (&listener->connections, socket, remote);
    return soup_server_accept_iostream (listener->server, stream, local, remote, error);
}

static gboolean
listener_accept (Listener *listener, guint at_most)
{
    for (guint i = 0; i < at_most; i++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (GSocket) socket = NULL;

        if (listener->connections.n >= listener->max_connections) {
            metrics_count_refusal (METRICS_REFUSED_CAP);
            listener_pause (listener);
            return G_SOURCE_REMOVE;
        }
        socket = g_socket_accept (listener->socket, NULL, &error);
        if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
            return G_SOURCE_CONTINUE;
        if (socket == NULL) {
            g_warning ("could not accept a connection: %s", error->message);
            listener_pause (listener);
            return G_SOURCE_REMOVE;
        }
        if (!listener_take (listener, socket, &error))
            g_debug ("a connection was lost at once: %s", error->message);
    }
    return G_SOURCE_CONTINUE;
}

static gboolean
on_ready (GSocket *listening, GIOCondition condition, gpointer data)
{
    return listener_accept (data, ACCEPTS_PER_WAKE_UP);
}

static void
listener_arm (Listener *listener)
{
    if (listener->source != NULL || listener->socket == NULL)
        return;
    listener->source = g_socket_create_source (listener->socket, G_IO_IN, NULL);
    g_source_set_callback (listener->source, G_SOURCE_FUNC (on_ready), listener, NULL);
    g_source_attach (listener->source, NULL);
}

static gboolean
on_tick (gpointer data)
{
    Listener *listener = data;

    connection_list_expire (&listener->connections, g_get_monotonic_time ());
    return G_SOURCE_CONTINUE;
}

static gboolean
listener_bind (Listener *listener, const ListenerOptions *options, GError **error)
{
    g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (options->host);
    g_autoptr (GSocketAddress) address = g_inet_socket_address_new (inet, options->port);
    g_autoptr (GError) local_error = NULL;

    listener->socket = g_socket_new (g_inet_address_get_family (inet), G_SOCKET_TYPE_STREAM,
                                     G_SOCKET_PROTOCOL_TCP, &local_error);
    if (listener->socket != NULL) {
        g_socket_set_blocking (listener->socket, FALSE);
        g_socket_set_listen_backlog (listener->socket, BACKLOG);
        if (g_socket_bind (listener->socket, address, TRUE, &local_error) &&
            g_socket_listen (listener->socket, &local_error))
            return TRUE;
    }
    return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "listen", "Cannot listen on %s port %u: %s",
                   options->host, options->port, local_error->message);
}

gboolean
listener_reload_certificate (Listener *listener, GError **error)
{
    g_autoptr (GError) local_error = NULL;
    g_autoptr (GTlsCertificate) certificate = NULL;

    if (listener->certificate_file == NULL)
        return TRUE;
    certificate = g_tls_certificate_new_from_files (listener->certificate_file, listener->key_file,
                                                    &local_error);
    if (certificate == NULL)
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "tls-certificate",
                       "The certificate %s and key %s cannot be used: %s",
                       listener->certificate_file, listener->key_file, local_error->message);
    g_set_object (&listener->certificate, certificate);
    return TRUE;
}

Listener *
listener_new (SoupServer *server, const ListenerOptions *options, GError **error)
{
    Listener *listener = g_new0 (Listener, 1);

    listener->server = g_object_ref (server);
    listener->max_connections = options->max_connections;
    listener->certificate_file = g_strdup (options->tls_certificate);
    listener->key_file = g_strdup (options->tls_key);
    if (!listener_reload_certificate (listener, error) ||
        !listener_bind (listener, options, error)) {
        listener_free (listener);
        return NULL;
    }
    listener_arm (listener);
    listener->tick_id = g_timeout_add (TICK_MS, on_tick, listener);
    return listener;
}

guint16
listener_port (const Listener *listener)
{
    g_autoptr (GSocketAddress) address = g_socket_get_local_address (listener->socket, NULL);

    return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

guint
listener_connections (const Listener *listener)
{
    return listener->connections.n;
}

static void
listener_close (Listener *listener)
{
    listener_disarm (listener);
    g_clear_handle_id (&listener->rearm_id, g_source_remove);
    if (listener->socket != NULL)
        g_socket_close (listener->socket, NULL);
    g_clear_object (&listener->socket);
}

void
listener_drain (Listener *listener)
{
    listener_accept (listener, BACKLOG);
    listener_close (listener);
    connection_list_hurry (&listener->connections);
}

void
listener_free (Listener *listener)
{
    listener_close (listener);
    g_clear_handle_id (&listener->tick_id, g_source_remove);
    connection_list_clear (&listener->connections);
    g_clear_object (&listener->certificate);
    g_clear_object (&listener->server);
    g_free (listener->certificate_file);
    g_free (listener->key_file);
    g_free (listener);
}
