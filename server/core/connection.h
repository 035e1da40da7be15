/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One accepted connection: its phase and deadline.  Only the listener makes them. */
#pragma once

#include "server/core/listener.h"

G_BEGIN_DECLS

typedef struct {
    Connection *first;
    guint n;
} ConnectionList;

/* Follows the life of @socket; a message finds its connection by its @remote address. */
void connection_attach (ConnectionList *list, GSocket *socket, GSocketAddress *remote);
/* Shuts down what has outlived its deadline; SoupServer then sees the end and lets go. */
void connection_list_expire (ConnectionList *list, gint64 now_us);
/* Leaves a second to those who have sent no head yet. */
void connection_list_hurry (ConnectionList *list);
/* Lets go of all: they may outlive the list. */
void connection_list_clear (ConnectionList *list);

G_END_DECLS
