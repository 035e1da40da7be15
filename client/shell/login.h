/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who are you?  The first page, and the cover over the window when a session has expired. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/session.h"
#include "client/core/settings.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_LOGIN (login_get_type ())
G_DECLARE_FINAL_TYPE (SirajLogin, login, SIRAJ, LOGIN, GtkWidget)

/* Signals: "done" after a sign-in; "leave": another user wants to sign in. */
GtkWidget *login_new (SirajSession *session, SirajSettings *settings);

/* The session of @username has expired: only the password is asked again. */
void login_again (SirajLogin *self, const char *username);
/* Empties the password and puts the focus where typing begins. */
void login_begin (SirajLogin *self);
/* Fills both entries and signs in (options of the command line). */
void login_with (SirajLogin *self, const char *username, const char *password);

G_END_DECLS
