/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The router, without a socket. */
#include "server/core/router.h"

static gboolean
nothing (Operation *op, GError **error)
{
    return TRUE;
}

static const Route routes[] = {
    { "GET", "/api/v1/things", NULL, READS, NULL, NULL, nothing, NULL, NULL },
    { "POST", "/api/v1/things", NULL, CREATES, NULL, NULL, nothing, NULL, NULL },
    { "GET", "/api/v1/things/{id}", NULL, READS, NULL, NULL, nothing, NULL, NULL },
    { "DELETE", "/api/v1/things/{id}", NULL, WRITES, NULL, NULL, nothing, NULL, NULL },
    { "GET", "/api/v1/things/current", NULL, READS, NULL, NULL, nothing, NULL, NULL },
    { "GET", "/api/v1/things/{thing_id}/parts/{part_id}", NULL, READS, NULL, NULL, nothing, NULL,
      NULL },
};
static const Module module = { "things", routes, G_N_ELEMENTS (routes), NULL };
static const Module *const modules[] = { &module, NULL };

static const struct {
    const char *method;
    const char *path;
    int route; /* -1: none */
    SirajError code;
    const char *first; /* value of the first parameter, or NULL */
} cases[] = {
    { "GET", "/api/v1/things", 0, 0, NULL },
    { "POST", "/api/v1/things", 1, 0, NULL },
    { "GET", "/api/v1/things/12", 2, 0, "12" },
    { "GET", "/api/v1/things/%31%32", 2, 0, "12" },
    { "GET", "/api/v1/things/a%2Fb", 2, 0, "a/b" },
    { "GET", "/api/v1/things/..", 2, 0, ".." },
    { "GET", "/api/v1/things/current", 4, 0, NULL },
    { "GET", "/api/v1/things/3/parts/4", 5, 0, "3" },
    { "DELETE", "/api/v1/things/12", 3, 0, "12" },
    { "PUT", "/api/v1/things/12", -1, SIRAJ_ERROR_METHOD_NOT_ALLOWED, NULL },
    { "get", "/api/v1/things", -1, SIRAJ_ERROR_METHOD_NOT_ALLOWED, NULL },
    { "GET", "/api/v1/things/", -1, SIRAJ_ERROR_NOT_FOUND, NULL },
    { "GET", "/api/v1//things", -1, SIRAJ_ERROR_NOT_FOUND, NULL },
    { "GET", "/api/v1", -1, SIRAJ_ERROR_NOT_FOUND, NULL },
    { "GET", "/", -1, SIRAJ_ERROR_NOT_FOUND, NULL },
    { "GET", "", -1, SIRAJ_ERROR_NOT_FOUND, NULL },
    { "GET", "/api/v1/things/3/parts", -1, SIRAJ_ERROR_NOT_FOUND, NULL },
    { "GET", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18", -1, SIRAJ_ERROR_NOT_FOUND, NULL },
    { "GET", "/api/v1/things/%00", -1, SIRAJ_ERROR_MALFORMED, NULL },
    { "GET", "/api/v1/things/%zz", -1, SIRAJ_ERROR_MALFORMED, NULL },
    { "GET", "/api/v1/things/%0a", -1, SIRAJ_ERROR_MALFORMED, NULL },
    { "GET", "/api/v1/things/%ff", -1, SIRAJ_ERROR_MALFORMED, NULL },
    { "GET", "/api/v1/things/%", -1, SIRAJ_ERROR_MALFORMED, NULL },
};

static void
test_match (void)
{
    g_autoptr (Router) router = router_new (modules);

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (GHashTable) parameters = NULL;
        g_autofree char *allow = NULL;
        g_autoptr (GError) error = NULL;
        const Route *route =
            router_match (router, cases[i].method, cases[i].path, &parameters, &allow, &error);

        g_test_message ("%s %s", cases[i].method, cases[i].path);
        if (cases[i].route < 0) {
            g_assert_null (route);
            g_assert_error (error, SIRAJ_ERROR, (int)cases[i].code);
            continue;
        }
        g_assert_no_error (error);
        g_assert_true (route == &routes[cases[i].route]);
        g_assert_true ((parameters != NULL) == (cases[i].first != NULL));
        if (parameters != NULL && cases[i].route != 5)
            g_assert_cmpstr (g_hash_table_lookup (parameters, "id"), ==, cases[i].first);
    }
}

static void
test_parameters_have_the_names_of_their_route (void)
{
    g_autoptr (Router) router = router_new (modules);
    g_autoptr (GHashTable) parameters = NULL;
    g_autofree char *allow = NULL;

    g_assert_nonnull (
        router_match (router, "GET", "/api/v1/things/3/parts/4", &parameters, &allow, NULL));
    g_assert_cmpuint (g_hash_table_size (parameters), ==, 2);
    g_assert_cmpstr (g_hash_table_lookup (parameters, "thing_id"), ==, "3");
    g_assert_cmpstr (g_hash_table_lookup (parameters, "part_id"), ==, "4");
}

static void
test_allow_names_the_methods (void)
{
    g_autoptr (Router) router = router_new (modules);
    g_autoptr (GHashTable) parameters = NULL;
    g_autofree char *allow = NULL;

    g_assert_null (router_match (router, "PATCH", "/api/v1/things/1", &parameters, &allow, NULL));
    g_assert_cmpstr (allow, ==, "GET, DELETE");
}

static void
test_index (void)
{
    g_autoptr (Router) router = router_new (modules);

    g_assert_cmpuint (router_count (router), ==, G_N_ELEMENTS (routes));
    for (guint i = 0; i < router_count (router); i++)
        g_assert_cmpuint (router_index (router, router_route (router, i)), ==, i);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/router/match", test_match);
    g_test_add_func ("/router/parameters-have-the-names-of-their-route",
                     test_parameters_have_the_names_of_their_route);
    g_test_add_func ("/router/allow-names-the-methods", test_allow_names_the_methods);
    g_test_add_func ("/router/index", test_index);
    return g_test_run ();
}
