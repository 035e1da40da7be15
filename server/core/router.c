/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tree of path segments; each node holds the routes of its path, one a method. */
#define G_LOG_DOMAIN "siraj-router"

#include "server/core/router.h"

#include <string.h>

#define MAX_SEGMENTS 16

typedef struct Node Node;
struct Node {
    GHashTable *children; /* segment → Node */
    Node *any;            /* what stands for {name} */
    GPtrArray *routes;    /* const Route *, one a method */
};

struct Router {
    Node *root;
    GPtrArray *routes;   /* const Route *, all */
    GHashTable *indexes; /* const Route * → position */
};

static void
node_free (Node *node)
{
    if (node == NULL)
        return;
    g_hash_table_unref (node->children);
    node_free (node->any);
    g_ptr_array_unref (node->routes);
    g_free (node);
}

static Node *
node_new (void)
{
    Node *node = g_new0 (Node, 1);

    node->children =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)node_free);
    node->routes = g_ptr_array_new ();
    return node;
}

static gboolean
is_parameter (const char *segment)
{
    return segment[0] == '{';
}

static Node *
node_grow (Node *node, const char *segment)
{
    Node *child;

    if (is_parameter (segment)) {
        if (node->any == NULL)
            node->any = node_new ();
        return node->any;
    }
    child = g_hash_table_lookup (node->children, segment);
    if (child == NULL) {
        child = node_new ();
        g_hash_table_insert (node->children, g_strdup (segment), child);
    }
    return child;
}

static const Route *
node_route (const Node *node, const char *method)
{
    for (guint i = 0; i < node->routes->len; i++) {
        const Route *route = g_ptr_array_index (node->routes, i);

        if (g_str_equal (route->method, method))
            return route;
    }
    return NULL;
}

static void
check_route (const Route *route)
{
    if (route->path[0] != '/')
        g_error ("route %s %s: the path begins with a slash", route->method, route->path);
    if ((route->flags & OPEN) && (route->permission != NULL || (route->flags & IDEMPOTENT)))
        g_error ("route %s %s: an open route has no permission and no key", route->method,
                 route->path);
    if ((route->flags & IDEMPOTENT) && !(route->flags & (WRITES | CREATES)))
        g_error ("route %s %s: a key belongs to a route that writes", route->method, route->path);
    if ((route->flags & RAW) && route->input != NULL)
        g_error ("route %s %s: a raw body has no record", route->method, route->path);
}

static void
router_add (Router *router, const Route *route)
{
    g_auto (GStrv) segments = g_strsplit (route->path + 1, "/", -1);
    Node *node = router->root;

    check_route (route);
    for (char **segment = segments; *segment != NULL; segment++)
        node = node_grow (node, *segment);
    if (node_route (node, route->method) != NULL)
        g_error ("route %s %s stands twice", route->method, route->path);
    g_ptr_array_add (node->routes, (gpointer)route);
    g_hash_table_insert (router->indexes, (gpointer)route, GUINT_TO_POINTER (router->routes->len));
    g_ptr_array_add (router->routes, (gpointer)route);
}

Router *
router_new (const Module *const *modules)
{
    Router *router = g_new0 (Router, 1);

    router->root = node_new ();
    router->routes = g_ptr_array_new ();
    router->indexes = g_hash_table_new (NULL, NULL);
    for (; *modules != NULL; modules++)
        for (guint i = 0; i < (*modules)->n_routes; i++)
            router_add (router, &(*modules)->routes[i]);
    return router;
}

void
router_free (Router *router)
{
    node_free (router->root);
    g_ptr_array_unref (router->routes);
    g_hash_table_unref (router->indexes);
    g_free (router);
}

static gboolean
is_clean (const char *text)
{
    if (text == NULL || !g_utf8_validate (text, -1, NULL))
        return FALSE;
    for (; *text != '\0'; text++)
        if ((guchar)*text < 0x20 || *text == 0x7f)
            return FALSE;
    return TRUE;
}

/* Cuts the next segment off *@path, decoded; NULL when its escapes are wrong. */
static char *
next_segment (const char **path)
{
    const char *start = *path + 1;
    const char *end = start + strcspn (start, "/");

    *path = end;
    return g_uri_unescape_segment (start, end, NULL);
}

/* Walks down to the node of @path; the values of its parameters are gathered in order. */
static const Node *
router_walk (const Router *router, const char *path, GPtrArray *values, GError **error)
{
    const Node *node = router->root;

    for (guint depth = 0; node != NULL && *path == '/' && depth < MAX_SEGMENTS; depth++) {
        g_autofree char *segment = next_segment (&path);
        const Node *child;

        if (!is_clean (segment)) {
            refuse (error, SIRAJ_ERROR_MALFORMED, NULL,
                    "The path is not clean UTF-8 without control characters");
            return NULL;
        }
        child = g_hash_table_lookup (node->children, segment);
        if (child == NULL && node->any != NULL && segment[0] != '\0') {
            child = node->any;
            g_ptr_array_add (values, g_steal_pointer (&segment));
        }
        node = child;
    }
    if (node == NULL || *path != '\0' || node->routes->len == 0) {
        refuse (error, SIRAJ_ERROR_NOT_FOUND, NULL, "There is nothing at this address");
        return NULL;
    }
    return node;
}

static char *
allowed_methods (const Node *node)
{
    g_autoptr (GString) allow = g_string_new (NULL);

    for (guint i = 0; i < node->routes->len; i++) {
        const Route *route = g_ptr_array_index (node->routes, i);

        g_string_append_printf (allow, "%s%s", i > 0 ? ", " : "", route->method);
    }
    return g_string_free (g_steal_pointer (&allow), FALSE);
}

/* Names the values by the {names} of the route's own path. */
static GHashTable *
name_parameters (const Route *route, GPtrArray *values)
{
    GHashTable *parameters;
    const char *open = route->path;

    if (values->len == 0)
        return NULL;
    parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < values->len && (open = strchr (open, '{')) != NULL; i++) {
        const char *close;

        open++;
        close = open + strcspn (open, "}");
        g_hash_table_insert (parameters, g_strndup (open, close - open),
                             g_strdup (g_ptr_array_index (values, i)));
    }
    return parameters;
}

const Route *
router_match (const Router *router, const char *method, const char *path, GHashTable **parameters,
              char **allow, GError **error)
{
    g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
    const Node *node;
    const Route *route;

    *parameters = NULL;
    *allow = NULL;
    node = router_walk (router, path, values, error);
    if (node == NULL)
        return NULL;
    route = node_route (node, method);
    if (route == NULL) {
        *allow = allowed_methods (node);
        refuse (error, SIRAJ_ERROR_METHOD_NOT_ALLOWED, NULL, "%s is not allowed here, only %s",
                method, *allow);
        return NULL;
    }
    *parameters = name_parameters (route, values);
    return route;
}

guint
router_count (const Router *router)
{
    return router->routes->len;
}

const Route *
router_route (const Router *router, guint index)
{
    return g_ptr_array_index (router->routes, index);
}

guint
router_index (const Router *router, const Route *route)
{
    return GPOINTER_TO_UINT (g_hash_table_lookup (router->indexes, route));
}
