/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server in the test's own process: answers what it was told to, and remembers what was asked. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct FakeServer FakeServer;

FakeServer *fake_server_new (void);
void fake_server_free (FakeServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeServer, fake_server_free)

/* "http://127.0.0.1:12345" */
const char *fake_server_address (FakeServer *self);

/* From now on @method of @path (without its query) is answered with this.  @json is copied; NULL is
 * an empty body.  4xx and 5xx are problems. */
void fake_server_answer (FakeServer *self, const char *method, const char *path, guint status,
                         const char *json);
/* An ETag for all answers, 0 = none. */
void fake_server_set_version (FakeServer *self, gint64 version);
/* Answers sessions, company, jobs as a server does after a sign-in as a user with all rights. */
void fake_server_be_usual (FakeServer *self);

/* The last request of that method: path with query, body and a header; "" when there was none. */
const char *fake_server_last_path (FakeServer *self, const char *method);
const char *fake_server_last_body (FakeServer *self, const char *method);
char *fake_server_last_header (FakeServer *self, const char *method, const char *name);
guint fake_server_count (FakeServer *self, const char *method);

G_END_DECLS
