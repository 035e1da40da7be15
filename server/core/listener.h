/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our own acceptor before SoupServer: connection cap, absolute deadlines, recovery from a lack of
 * descriptors, TLS.  Belongs to the main thread. */
#pragma once

#include "common/base/error.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct Listener Listener;
typedef struct Connection Connection;

/* Where the one request of a connection stands; each phase has its deadline. */
typedef enum {
    PHASE_HEADERS, /* 10 s, TLS handshake included */
    PHASE_BODY,    /* 30 s */
    PHASE_WORK,    /* none: the worker has its own */
    PHASE_ANSWER,  /* 30 s for each 64 KiB that the caller takes */
    PHASE_LINGER,  /* 1 s: refused, waiting for the caller to hear of it */
    N_PHASES,
} ConnectionPhase;

typedef struct {
    const char *host; /* an IP address */
    guint16 port;     /* 0: any */
    guint max_connections;
    const char *tls_certificate; /* PEM files; NULL: plain HTTP */
    const char *tls_key;
} ListenerOptions;

/* Listens and hands accepted connections to @server.  Errors: INVALID_VALUE that tells the address
 * or the file and what is wrong with it. */
Listener *listener_new (SoupServer *server, const ListenerOptions *options, GError **error);
guint16 listener_port (const Listener *listener);
guint listener_connections (const Listener *listener);

/* Reads the certificate again; what runs keeps the old one, and so does everybody on an error. */
gboolean listener_reload_certificate (Listener *listener, GError **error);

/* Takes whom the kernel has let in already and then accepts no more; what was accepted goes on, who
 * has sent nothing yet gets a second more. */
void listener_drain (Listener *listener);
void listener_free (Listener *listener);

/* The connection of a message that came through a listener. */
Connection *connection_of (SoupServerMessage *message);
void connection_enter (Connection *connection, ConnectionPhase phase);
/* The caller took so many bytes of the answer. */
void connection_progress (Connection *connection, guint bytes);
/* Takes the connection away from SoupServer, sends @bytes as far as the socket takes them at once,
 * and closes it as soon as the caller has heard (1 s at most). */
void connection_refuse (Connection *connection, SoupServerMessage *message, const char *bytes,
                        gsize length);
/* "192.0.2.1", borrowed. */
const char *connection_peer (const Connection *connection);

G_END_DECLS
