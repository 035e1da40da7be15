/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paging against a server: next, previous, sort, filters, errors, answers that come too late. */
#include "client/core/page-model.h"
#include "common/types/customers-types.h"
#include "tests/client/fake-server.h"
#include "tests/client/ui-support.h"

#define PATH "/api/v1/customers"

static const char first_page[] =
    "{\"items\":[{\"id\":1,\"name\":\"أحمد\",\"state\":\"active\"},"
    "{\"id\":2,\"name\":\"بدر\",\"state\":\"closed\"}],\"next\":\"c1\",\"previous\":null,"
    "\"count\":12400,\"count_exact\":false,\"sum_minor\":900}";
static const char second_page[] =
    "{\"items\":[{\"id\":3,\"name\":\"تغريد\",\"state\":\"active\"}],\"next\":null,"
    "\"previous\":\"c0\",\"count\":12400,\"count_exact\":false,\"sum_minor\":900}";

typedef struct {
    FakeServer *server;
    SirajApi *api;
    SirajPageModel *model;
} Fixture;

static gboolean
is_idle (gpointer user_data)
{
    return !page_model_is_loading (user_data);
}

static void
settle (Fixture *fixture)
{
    g_assert_true (ui_wait (is_idle, fixture->model));
}

static guint
n_rows (Fixture *fixture)
{
    return g_list_model_get_n_items (page_model_get_items (fixture->model));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
    fixture->server = fake_server_new ();
    fake_server_answer (fixture->server, "GET", PATH, 200, first_page);
    fixture->api = api_new (fake_server_address (fixture->server));
    fixture->model = page_model_new (fixture->api, PATH, &customer_record);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
    settle (fixture);
    g_object_unref (fixture->model);
    g_object_unref (fixture->api);
    fake_server_free (fixture->server);
}

static void
test_paging (Fixture *fixture, gconstpointer data)
{
    g_assert_cmpuint (fake_server_count (fixture->server, "GET"), ==, 0);
    page_model_reload (fixture->model);
    settle (fixture);
    g_assert_no_error (page_model_get_error (fixture->model));
    g_assert_cmpuint (n_rows (fixture), ==, 2);
    g_assert_true (page_model_has_next (fixture->model));
    g_assert_false (page_model_has_previous (fixture->model));
    g_assert_cmpint (page_model_get_count (fixture->model), ==, 12400);
    g_assert_false (page_model_count_is_exact (fixture->model));
    g_assert_cmpint (page_model_get_sum_minor (fixture->model), ==, 900);

    fake_server_answer (fixture->server, "GET", PATH, 200, second_page);
    page_model_next (fixture->model);
    g_assert_cmpuint (n_rows (fixture), ==, 2); /* the old rows stay while the new ones load */
    settle (fixture);
    g_assert_cmpuint (n_rows (fixture), ==, 1);
    g_assert_cmpstr (fake_server_last_path (fixture->server, "GET"), ==,
                     PATH "?limit=50&after=c1&count=0");
    page_model_previous (fixture->model);
    settle (fixture);
    g_assert_cmpstr (fake_server_last_path (fixture->server, "GET"), ==,
                     PATH "?limit=50&before=c0&count=0");
}

static void
test_query (Fixture *fixture, gconstpointer data)
{
    page_model_set (fixture->model, "sort", "-name");
    page_model_set (fixture->model, "q", "أحمد & بدر");
    page_model_reload (fixture->model);
    settle (fixture);
    g_assert_nonnull (strstr (fake_server_last_path (fixture->server, "GET"), "%20%26%20"));
    page_model_next (fixture->model);
    page_model_set (fixture->model, "q", "");
    settle (fixture);
    g_assert_cmpstr (fake_server_last_path (fixture->server, "GET"), ==,
                     PATH "?sort=-name&limit=50");
}

static void
test_overtaken (Fixture *fixture, gconstpointer data)
{
    page_model_reload (fixture->model);
    for (guint i = 0; i < 5; i++)
        page_model_set (fixture->model, "q", i % 2 == 0 ? "a" : "b");
    settle (fixture);
    g_assert_cmpuint (n_rows (fixture), ==, 2);
    g_assert_cmpstr (fake_server_last_path (fixture->server, "GET"), ==, PATH "?q=a&limit=50");
}

static void
test_error_keeps_rows (Fixture *fixture, gconstpointer data)
{
    page_model_reload (fixture->model);
    settle (fixture);
    fake_server_answer (fixture->server, "GET", PATH, 500,
                        "{\"code\":\"INTERNAL\",\"detail\":\"خلل\"}");
    page_model_reload (fixture->model);
    settle (fixture);
    g_assert_error (page_model_get_error (fixture->model), SIRAJ_ERROR, SIRAJ_ERROR_INTERNAL);
    g_assert_cmpstr (page_model_get_error (fixture->model)->message, ==, "خلل");
    g_assert_cmpuint (n_rows (fixture), ==, 2);
    g_assert_cmpint (api_get_state (fixture->api), ==, API_STATE_TROUBLED);
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
    api_set_server (fixture->api, "http://127.0.0.1:9");
    page_model_reload (fixture->model);
    settle (fixture);
    g_assert_error (page_model_get_error (fixture->model), SIRAJ_ERROR, SIRAJ_ERROR_UNAVAILABLE);
    g_assert_cmpint (api_get_state (fixture->api), ==, API_STATE_OFFLINE);
}

/* An expired session holds calls back until the next sign-in. */
static void
test_expired (Fixture *fixture, gconstpointer data)
{
    g_autofree char *bearer = NULL;

    api_set_token (fixture->api, "old");
    fake_server_answer (fixture->server, "GET", PATH, 401, "{\"code\":\"SESSION_EXPIRED\"}");
    page_model_reload (fixture->model);
    ui_spin (300);
    g_assert_true (page_model_is_loading (fixture->model));
    g_assert_cmpint (api_get_state (fixture->api), ==, API_STATE_EXPIRED);
    fake_server_answer (fixture->server, "GET", PATH, 200, first_page);
    api_set_token (fixture->api, "new");
    settle (fixture);
    g_assert_cmpuint (n_rows (fixture), ==, 2);
    bearer = fake_server_last_header (fixture->server, "GET", "Authorization");
    g_assert_cmpstr (bearer, ==, "Bearer new");
}

#define ADD(name, test) g_test_add ("/page-model/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
    ui_init (&argc, &argv, LANGUAGE_ARABIC);
    ADD ("paging", test_paging);
    ADD ("query", test_query);
    ADD ("overtaken", test_overtaken);
    ADD ("error-keeps-rows", test_error_keeps_rows);
    ADD ("offline", test_offline);
    ADD ("expired", test_expired);
    return g_test_run ();
}
