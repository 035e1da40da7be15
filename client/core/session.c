/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is signed in, what the role may do, and for which company. */
#include "client/core/session.h"

#include "client/core/format.h"
#include "common/schema/json.h"

struct _SirajSession {
    GObject parent_instance;
    SirajApi *api;
    gboolean signed_in;
    char *username;
    char *full_name;
    char *station;
    char *company;
    const Currency *currency;
    char **permissions;
};

G_DEFINE_FINAL_TYPE (SirajSession, session, G_TYPE_OBJECT)

static guint changed_signal;

static void
forget (SirajSession *self)
{
    self->signed_in = FALSE;
    g_clear_pointer (&self->username, g_free);
    g_clear_pointer (&self->full_name, g_free);
    g_clear_pointer (&self->station, g_free);
    g_clear_pointer (&self->company, g_free);
    g_clear_pointer (&self->permissions, g_strfreev);
}

static void
session_finalize (GObject *object)
{
    SirajSession *self = SIRAJ_SESSION (object);

    forget (self);
    g_object_unref (self->api);
    G_OBJECT_CLASS (session_parent_class)->finalize (object);
}

static void
session_class_init (SirajSessionClass *class)
{
    G_OBJECT_CLASS (class)->finalize = session_finalize;
    changed_signal = g_signal_new ("changed", SIRAJ_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
session_init (SirajSession *self)
{
    self->currency = currency_find ("YER");
}

SirajSession *
session_new (SirajApi *api)
{
    SirajSession *self = g_object_new (SIRAJ_TYPE_SESSION, NULL);

    self->api = g_object_ref (api);
    return self;
}

SirajApi *
session_get_api (SirajSession *self)
{
    return self->api;
}

static JsonObject *
member_object (JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member (object, name);

    return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static char *
dup_member (JsonObject *object, const char *name)
{
    if (object == NULL)
        return NULL;
    return g_strdup (json_object_get_string_member_with_default (object, name, NULL));
}

static void
take_company (SirajSession *self, JsonObject *company)
{
    const Currency *currency;
    int utc_offset_minutes = 180;

    if (company == NULL)
        return;
    self->company = dup_member (company, "name");
    currency
        = currency_find (json_object_get_string_member_with_default (company, "currency", "YER"));
    if (currency != NULL)
        self->currency = currency;
    utc_offset_minutes = (int)json_object_get_int_member_with_default (
        company, "utc_offset_minutes", utc_offset_minutes);
    format_set_company (self->currency, utc_offset_minutes);
}

static void
take_permissions (SirajSession *self, JsonObject *object)
{
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    JsonNode *node = json_object_get_member (object, "permissions");
    JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                    : NULL;
    guint n = array != NULL ? json_array_get_length (array) : 0;

    for (guint i = 0; i < n; i++)
        g_strv_builder_add (builder, json_array_get_string_element (array, i));
    self->permissions = g_strv_builder_end (builder);
}

static gboolean
take_answer (SirajSession *self, JsonObject *object, GError **error)
{
    const char *token = json_object_get_string_member_with_default (object, "token", NULL);
    JsonObject *user = member_object (object, "user");

    if (token == NULL)
        return refuse (error, SIRAJ_ERROR_MALFORMED, NULL,
                       "The answer of the server has no session. Check the server's address.");
    forget (self);
    self->signed_in = TRUE;
    self->username = dup_member (user, "username");
    self->full_name = dup_member (user, "full_name");
    self->station = dup_member (user, "station_name");
    take_company (self, member_object (object, "company"));
    take_permissions (self, object);
    g_signal_emit (self, changed_signal, 0);
    api_set_token (self->api, token);
    return TRUE;
}

static void
signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GTask) task = user_data;
    SirajSession *self = g_task_get_source_object (task);
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    const char *typed_name = g_task_get_task_data (task);
    JsonObject *object = answer != NULL ? api_answer_object (answer) : NULL;

    if (answer != NULL && object == NULL)
        refuse (&error, SIRAJ_ERROR_MALFORMED, NULL,
                "The answer of the server has no session. Check the server's address.");
    /* Calls held back belong to the one who made them: another user must not send them. */
    if (error == NULL && self->username != NULL && g_strcmp0 (self->username, typed_name) != 0)
        api_drop_waiting (self->api);
    if (error != NULL || !take_answer (self, object, &error))
        g_task_return_error (task, g_steal_pointer (&error));
    else
        g_task_return_boolean (task, TRUE);
}

void
session_sign_in_async (SirajSession *self, const char *username, const char *password,
                       GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
    GTask *task = g_task_new (self, cancellable, callback, user_data);
    g_autoptr (GString) body = g_string_new ("{\"username\":");

    g_task_set_task_data (task, g_strdup (username), g_free);
    json_append_string (body, username);
    g_string_append (body, ",\"password\":");
    json_append_string (body, password);
    g_string_append_c (body, '}');
    api_call_async (self->api, &(ApiRequest) { "POST", API_PATH_SESSIONS, body->str }, cancellable,
                    signed_in, task);
}

gboolean
session_sign_in_finish (SirajSession *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}

void
session_sign_out (SirajSession *self)
{
    if (!self->signed_in)
        return;
    api_drop_waiting (self->api);
    api_call_async (self->api, &(ApiRequest) { "DELETE", API_PATH_SESSIONS "/current" }, NULL, NULL,
                    NULL);
    api_set_token (self->api, NULL);
    forget (self);
    g_signal_emit (self, changed_signal, 0);
}

gboolean
session_is_signed_in (SirajSession *self)
{
    return self->signed_in;
}

gboolean
session_may (SirajSession *self, const char *permission)
{
    if (permission == NULL)
        return TRUE;
    if (self->permissions == NULL)
        return FALSE;
    return g_strv_contains ((const char *const *)self->permissions, permission)
           || g_strv_contains ((const char *const *)self->permissions, "*");
}

static const char *
text_or_empty (const char *text)
{
    return text != NULL ? text : "";
}

const char *
session_get_username (SirajSession *self)
{
    return text_or_empty (self->username);
}

const char *
session_get_full_name (SirajSession *self)
{
    return text_or_empty (self->full_name != NULL ? self->full_name : self->username);
}

const char *
session_get_station (SirajSession *self)
{
    return text_or_empty (self->station);
}

const char *
session_get_company (SirajSession *self)
{
    return text_or_empty (self->company);
}

const Currency *
session_get_currency (SirajSession *self)
{
    return self->currency;
}
