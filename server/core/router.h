/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a method and a path to the route that answers them: pure, knows no socket, no database. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

typedef struct Router Router;

/* Gathers the routes of @modules (NULL-terminated).  Two routes of one method and path, or a route
 * that contradicts itself, end the program: it is a fault of the program. */
Router *router_new (const Module *const *modules);
void router_free (Router *router);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Router, router_free)

/* Finds the route of a raw (percent-encoded) path.  @parameters gets the decoded path parameters,
 * owned, or NULL when the route has none.  Errors: NOT_FOUND; METHOD_NOT_ALLOWED, with the methods
 * that are allowed in @allow, owned; MALFORMED for a segment that is no clean UTF-8. */
const Route *router_match (const Router *router, const char *method, const char *path,
                           GHashTable **parameters, char **allow, GError **error);

/* All routes, in the order of the modules. */
guint router_count (const Router *router);
const Route *router_route (const Router *router, guint index);
/* The position of @route in that order. */
guint router_index (const Router *router, const Route *route);

G_END_DECLS
