/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server in the test's own process. */
#include "tests/client/fake-server.h"

#include <libsoup/soup.h>

typedef struct {
    guint status;
    char *json;
} Answer;

typedef struct {
    char *path;
    char *body;
    SoupMessageHeaders *headers;
    guint count;
} Seen;

struct FakeServer {
    SoupServer *soup;
    char *address;
    gint64 version;
    GHashTable *answers; /* "GET /path" → Answer */
    GHashTable *seen;    /* method → Seen */
};

static void
answer_free (Answer *answer)
{
    g_free (answer->json);
    g_free (answer);
}

static void
seen_free (Seen *seen)
{
    g_free (seen->path);
    g_free (seen->body);
    g_clear_pointer (&seen->headers, soup_message_headers_unref);
    g_free (seen);
}

static Seen *
seen_of (FakeServer *self, const char *method)
{
    Seen *seen = g_hash_table_lookup (self->seen, method);

    if (seen == NULL) {
        seen = g_new0 (Seen, 1);
        g_hash_table_insert (self->seen, g_strdup (method), seen);
    }
    return seen;
}

static void
remember (FakeServer *self, SoupServerMessage *message)
{
    Seen *seen = seen_of (self, soup_server_message_get_method (message));
    GUri *uri = soup_server_message_get_uri (message);
    SoupMessageBody *body = soup_server_message_get_request_body (message);

    g_free (seen->path);
    g_free (seen->body);
    g_clear_pointer (&seen->headers, soup_message_headers_unref);
    seen->path = g_uri_get_query (uri) != NULL
                     ? g_strconcat (g_uri_get_path (uri), "?", g_uri_get_query (uri), NULL)
                     : g_strdup (g_uri_get_path (uri));
    seen->body = g_strndup (body->data != NULL ? body->data : "", (gsize)body->length);
    seen->headers = soup_message_headers_ref (soup_server_message_get_request_headers (message));
    seen->count++;
}

static void
handle (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
        gpointer user_data)
{
    FakeServer *self = user_data;
    g_autofree char *key =
        g_strdup_printf ("%s %s", soup_server_message_get_method (message), path);
    Answer *answer = g_hash_table_lookup (self->answers, key);
    SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
    const char *json = answer != NULL ? answer->json : "{\"code\":\"NOT_FOUND\"}";
    guint status = answer != NULL ? answer->status : 404;

    remember (self, message);
    soup_server_message_set_status (message, status, NULL);
    if (self->version != 0) {
        g_autofree char *tag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", self->version);

        soup_message_headers_replace (headers, "ETag", tag);
    }
    if (json != NULL)
        soup_server_message_set_response (
            message, status >= 400 ? "application/problem+json" : "application/json",
            SOUP_MEMORY_COPY, json, strlen (json));
}

FakeServer *
fake_server_new (void)
{
    FakeServer *self = g_new0 (FakeServer, 1);
    GSList *uris;
    g_autoptr (GError) error = NULL;

    self->soup = soup_server_new (NULL, NULL);
    self->answers =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)answer_free);
    self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)seen_free);
    soup_server_add_handler (self->soup, NULL, handle, self, NULL);
    soup_server_listen_local (self->soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
    g_assert_no_error (error);
    uris = soup_server_get_uris (self->soup);
    self->address = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
    g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
    return self;
}

void
fake_server_free (FakeServer *self)
{
    soup_server_disconnect (self->soup);
    g_object_unref (self->soup);
    g_hash_table_unref (self->answers);
    g_hash_table_unref (self->seen);
    g_free (self->address);
    g_free (self);
}

const char *
fake_server_address (FakeServer *self)
{
    return self->address;
}

void
fake_server_answer (FakeServer *self, const char *method, const char *path, guint status,
                    const char *json)
{
    Answer *answer = g_new0 (Answer, 1);

    answer->status = status;
    answer->json = g_strdup (json);
    g_hash_table_insert (self->answers, g_strdup_printf ("%s %s", method, path), answer);
}

void
fake_server_set_version (FakeServer *self, gint64 version)
{
    self->version = version;
}

void
fake_server_be_usual (FakeServer *self)
{
    fake_server_answer (self, "GET", "/livez", 200, "{}");
    fake_server_answer (self, "DELETE", "/api/v1/sessions/current", 204, NULL);
    fake_server_answer (self, "GET", "/api/v1/jobs", 200,
                        "{\"items\":[],\"next\":null,\"previous\":null,\"count\":0,"
                        "\"count_exact\":true}");
    fake_server_answer (self, "POST", "/api/v1/sessions", 201,
                        "{\"token\":\"one\",\"user\":{\"id\":1,\"username\":\"ahmed\","
                        "\"full_name\":\"أحمد سالم\",\"branch_name\":\"فرع عدن\","
                        "\"all_stations\":true,\"active\":true},\"permissions\":[\"*\"],"
                        "\"company\":{\"id\":1,\"name\":\"مؤسسة الكهرباء\",\"currency\":\"YER\","
                        "\"utc_offset_minutes\":180}}");
}

const char *
fake_server_last_path (FakeServer *self, const char *method)
{
    Seen *seen = seen_of (self, method);

    return seen->path != NULL ? seen->path : "";
}

const char *
fake_server_last_body (FakeServer *self, const char *method)
{
    Seen *seen = seen_of (self, method);

    return seen->body != NULL ? seen->body : "";
}

char *
fake_server_last_header (FakeServer *self, const char *method, const char *name)
{
    Seen *seen = seen_of (self, method);

    return g_strdup (seen->headers != NULL ? soup_message_headers_get_one (seen->headers, name)
                                           : "");
}

guint
fake_server_count (FakeServer *self, const char *method)
{
    return seen_of (self, method)->count;
}
