/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is signed in, what the role may do, and for which company. */
#include "client/core/session.h"

#include "client/core/format.h"
#include "common/schema/json.h"
#include "common/types/users-types.h"

struct _SirajSession {
    GObject parent_instance;
    SirajApi *api;
    gboolean signed_in;
    char *username;
    char *full_name;
    char *place;
    Company *company;
    const Currency *currency;
    char **permissions;
};

G_DEFINE_FINAL_TYPE (SirajSession, client_session, G_TYPE_OBJECT)

static guint changed_signal;

static void
forget (SirajSession *self)
{
    self->signed_in = FALSE;
    g_clear_pointer (&self->username, g_free);
    g_clear_pointer (&self->full_name, g_free);
    g_clear_pointer (&self->place, g_free);
    g_clear_pointer (&self->company, company_free);
    g_clear_pointer (&self->permissions, g_strfreev);
}

static void
client_session_finalize (GObject *object)
{
    SirajSession *self = SIRAJ_SESSION (object);

    forget (self);
    g_object_unref (self->api);
    G_OBJECT_CLASS (client_session_parent_class)->finalize (object);
}

static void
client_session_class_init (SirajSessionClass *class)
{
    G_OBJECT_CLASS (class)->finalize = client_session_finalize;
    changed_signal = g_signal_new ("changed", SIRAJ_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
client_session_init (SirajSession *self)
{
    self->currency = currency_find ("YER");
}

SirajSession *
client_session_new (SirajApi *api)
{
    SirajSession *self = g_object_new (SIRAJ_TYPE_SESSION, NULL);

    self->api = g_object_ref (api);
    return self;
}

SirajApi *
client_session_get_api (SirajSession *self)
{
    return self->api;
}

/* The branch is where a person sits; the stations are what may be seen from there. */
static char *
place_of (const User *user)
{
    g_autofree char *stations = NULL;

    if (user->all_stations || user->stations == NULL)
        return g_strdup (user->branch_name);
    stations = g_strjoinv (" ", user->stations);
    return g_strdup_printf ("%s · %s", user->branch_name != NULL ? user->branch_name : "",
                            stations);
}

static void
take_company (SirajSession *self, const Company *company)
{
    const Currency *currency;

    if (company == NULL)
        return;
    self->company = record_copy (&company_record, company);
    currency = company->currency != NULL ? currency_find (company->currency) : NULL;
    if (currency != NULL)
        self->currency = currency;
    format_set_company (self->currency, (int)company->utc_offset_minutes);
}

static gboolean
take_answer (SirajSession *self, JsonObject *object, GError **error)
{
    g_autoptr (SignIn) sign_in = sign_in_new ();

    if (!json_read_record (object, &sign_in_record, JSON_IN_ANSWER, sign_in, error))
        return FALSE;
    if (sign_in->token == NULL || sign_in->user == NULL)
        return refuse (error, SIRAJ_ERROR_MALFORMED, NULL,
                       "The answer of the server has no session. Check the server's address.");
    forget (self);
    self->signed_in = TRUE;
    self->username = g_strdup (sign_in->user->username);
    self->full_name = g_strdup (sign_in->user->full_name);
    self->place = place_of (sign_in->user);
    self->permissions = g_steal_pointer (&sign_in->permissions);
    take_company (self, sign_in->company);
    g_signal_emit (self, changed_signal, 0);
    api_set_token (self->api, sign_in->token);
    return TRUE;
}

static void
sign_in_answered (GObject *source, GAsyncResult *result, gpointer user_data)
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
client_session_sign_in_async (SirajSession *self, const char *username, const char *password,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
    GTask *task = g_task_new (self, cancellable, callback, user_data);
    g_autoptr (GString) body = g_string_new ("{\"username\":");

    g_task_set_task_data (task, g_strdup (username), g_free);
    json_append_string (body, username);
    g_string_append (body, ",\"password\":");
    json_append_string (body, password);
    g_string_append (body, ",\"client\":\"Siraj " SIRAJ_VERSION "\"}");
    api_call_async (self->api, &(ApiRequest) { "POST", API_PATH_SESSIONS, body->str }, cancellable,
                    sign_in_answered, task);
}

gboolean
client_session_sign_in_finish (SirajSession *self, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean (G_TASK (result), error);
}

void
client_session_sign_out (SirajSession *self)
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
client_session_is_signed_in (SirajSession *self)
{
    return self->signed_in;
}

gboolean
client_session_may (SirajSession *self, const char *permission)
{
    if (permission == NULL)
        return TRUE;
    if (self->permissions == NULL)
        return FALSE;
    return g_strv_contains ((const char *const *)self->permissions, permission) ||
           g_strv_contains ((const char *const *)self->permissions, "*");
}

static const char *
text_or_empty (const char *text)
{
    return text != NULL ? text : "";
}

const char *
client_session_get_username (SirajSession *self)
{
    return text_or_empty (self->username);
}

const char *
client_session_get_full_name (SirajSession *self)
{
    return text_or_empty (self->full_name != NULL ? self->full_name : self->username);
}

const char *
client_session_get_place (SirajSession *self)
{
    return text_or_empty (self->place);
}

const char *
client_session_get_company (SirajSession *self)
{
    return text_or_empty (self->company != NULL ? self->company->name : NULL);
}

const Company *
client_session_get_company_record (SirajSession *self)
{
    return self->company;
}
