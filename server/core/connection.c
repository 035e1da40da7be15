/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The deadlines of a connection and the way it is refused. */
#define G_LOG_DOMAIN "siraj-listener"

#include "server/core/connection.h"

#include "server/core/metrics.h"

#define PROGRESS_BYTES (64 * 1024)
#define HURRY_US (1 * G_USEC_PER_SEC)
#define LINGER_BYTES (256 * 1024)

static const gint64 phase_limit_us[N_PHASES] = {
    [PHASE_HEADERS] = 10 * G_USEC_PER_SEC, [PHASE_BODY] = 30 * G_USEC_PER_SEC,  [PHASE_WORK] = 0,
    [PHASE_ANSWER] = 30 * G_USEC_PER_SEC,  [PHASE_LINGER] = 1 * G_USEC_PER_SEC,
};

struct Connection {
    ConnectionList *list; /* NULL when the listener has gone */
    Connection *previous;
    Connection *next;
    GSocket *socket; /* not owned: it owns us; NULL when it has gone */
    char *peer;
    ConnectionPhase phase;
    gint64 deadline_us; /* 0: none */
    guint taken_bytes;  /* since the deadline was last moved */
    gsize linger_left_bytes;
};

static GQuark
connection_quark (void)
{
    static GQuark quark;

    if (quark == 0)
        quark = g_quark_from_static_string ("siraj-connection");
    return quark;
}

static void
list_remove (Connection *connection)
{
    ConnectionList *list = connection->list;

    if (list == NULL)
        return;
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        list->first = connection->next;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
    list->n--;
    connection->list = NULL;
}

static void
list_add (ConnectionList *list, Connection *connection)
{
    connection->list = list;
    connection->next = list->first;
    if (list->first != NULL)
        list->first->previous = connection;
    list->first = connection;
    list->n++;
}

static void
connection_clear (gpointer data)
{
    Connection *connection = data;

    g_free (connection->peer);
}

static void
connection_unref (gpointer data)
{
    g_rc_box_release_full (data, connection_clear);
}

static void
on_socket_gone (gpointer data)
{
    Connection *connection = data;

    connection->socket = NULL;
    list_remove (connection);
    connection_unref (connection);
}

void
connection_attach (ConnectionList *list, GSocket *socket, GSocketAddress *remote)
{
    Connection *connection = g_rc_box_new0 (Connection);

    connection->socket = socket;
    if (G_IS_INET_SOCKET_ADDRESS (remote))
        connection->peer = g_inet_address_to_string (
            g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
    list_add (list, connection);
    connection_enter (connection, PHASE_HEADERS);
    g_object_set_qdata_full (G_OBJECT (socket), connection_quark (), connection, on_socket_gone);
    g_object_set_qdata_full (G_OBJECT (remote), connection_quark (), g_rc_box_acquire (connection),
                             connection_unref);
}

Connection *
connection_of (SoupServerMessage *message)
{
    GSocketAddress *remote = soup_server_message_get_remote_address (message);

    return g_object_get_qdata (G_OBJECT (remote), connection_quark ());
}

const char *
connection_peer (const Connection *connection)
{
    return connection->peer != NULL ? connection->peer : "";
}

void
connection_enter (Connection *connection, ConnectionPhase phase)
{
    gint64 limit_us = phase_limit_us[phase];

    connection->phase = phase;
    connection->taken_bytes = 0;
    connection->deadline_us = limit_us > 0 ? g_get_monotonic_time () + limit_us : 0;
}

void
connection_progress (Connection *connection, guint bytes)
{
    connection->taken_bytes += bytes;
    if (connection->phase == PHASE_ANSWER && connection->taken_bytes >= PROGRESS_BYTES)
        connection_enter (connection, PHASE_ANSWER);
}

static void
count_expiry (const Connection *connection)
{
    static const MetricsRefusal reasons[N_PHASES] = {
        [PHASE_HEADERS] = METRICS_REFUSED_SLOW_HEADERS,
        [PHASE_BODY] = METRICS_REFUSED_SLOW_BODY,
        [PHASE_ANSWER] = METRICS_REFUSED_SLOW_READER,
    };

    if (connection->phase != PHASE_LINGER)
        metrics_count_refusal (reasons[connection->phase]);
}

void
connection_list_expire (ConnectionList *list, gint64 now_us)
{
    for (Connection *one = list->first; one != NULL; one = one->next) {
        if (one->deadline_us == 0 || now_us < one->deadline_us)
            continue;
        count_expiry (one);
        one->deadline_us = 0;
        g_socket_shutdown (one->socket, TRUE, TRUE, NULL);
    }
}

void
connection_list_hurry (ConnectionList *list)
{
    gint64 soon_us = g_get_monotonic_time () + HURRY_US;

    for (Connection *one = list->first; one != NULL; one = one->next)
        if (one->phase == PHASE_HEADERS && one->deadline_us > soon_us)
            one->deadline_us = soon_us;
}

void
connection_list_clear (ConnectionList *list)
{
    while (list->first != NULL)
        list_remove (list->first);
}

/* Throws away what a refused caller still sends, so that closing does not reset the connection
 * before he has read why. */
static gboolean
on_linger (GSocket *socket, GIOCondition condition, gpointer stream)
{
    Connection *connection = g_object_get_qdata (G_OBJECT (socket), connection_quark ());
    g_autoptr (GError) error = NULL;
    char waste[16384];
    gssize length = g_socket_receive (socket, waste, sizeof waste, NULL, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;
    if (length <= 0 || connection->linger_left_bytes < (gsize)length) {
        g_io_stream_close (stream, NULL, NULL);
        return G_SOURCE_REMOVE;
    }
    connection->linger_left_bytes -= length;
    return G_SOURCE_CONTINUE;
}

void
connection_refuse (Connection *connection, SoupServerMessage *message, const char *bytes,
                   gsize length)
{
    g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
    g_autoptr (GSource) source = NULL;
    GOutputStream *out;

    if (stream == NULL || connection->socket == NULL)
        return;
    out = g_io_stream_get_output_stream (stream);
    g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (out), bytes, length, NULL,
                                                NULL);
    g_socket_shutdown (connection->socket, FALSE, TRUE, NULL);
    g_socket_set_blocking (connection->socket, FALSE);
    connection_enter (connection, PHASE_LINGER);
    connection->linger_left_bytes = LINGER_BYTES;
    source = g_socket_create_source (connection->socket, G_IO_IN, NULL);
    g_source_set_callback (source, G_SOURCE_FUNC (on_linger), g_steal_pointer (&stream),
                           g_object_unref);
    g_source_attach (source, NULL);
}
