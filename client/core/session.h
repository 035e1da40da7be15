/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is signed in, what the role may do, and for which company. */
#pragma once

#include "client/core/api.h"
#include "common/base/money.h"
#include "common/types/users-types.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_SESSION (client_session_get_type ())
G_DECLARE_FINAL_TYPE (SirajSession, client_session, SIRAJ, SESSION, GObject)

SirajSession *client_session_new (SirajApi *api);
SirajApi *client_session_get_api (SirajSession *self);

/* POST /api/v1/sessions.  The token stays in memory only.  Signal "changed" on success. */
void client_session_sign_in_async (SirajSession *self, const char *username, const char *password,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean client_session_sign_in_finish (SirajSession *self, GAsyncResult *result, GError **error);

/* Ends the session at the server without waiting for the answer, and forgets it here. */
void client_session_sign_out (SirajSession *self);
gboolean client_session_is_signed_in (SirajSession *self);

/* TRUE for NULL (no permission needed) and for a role with "*". */
gboolean client_session_may (SirajSession *self, const char *permission);

/* Borrowed; "" when nobody is signed in. */
const char *client_session_get_username (SirajSession *self);
const char *client_session_get_full_name (SirajSession *self);
/* The branch, and the stations where they are not all. */
const char *client_session_get_place (SirajSession *self);
const char *client_session_get_company (SirajSession *self);
/* The issuer of documents; NULL when nobody has signed in. */
const Company *client_session_get_company_record (SirajSession *self);

G_END_DECLS
