/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of the registry alone in a window, signed in to a server of the test's own. */
#pragma once

#include "client/shell/page.h"
#include "tests/client/fake-server.h"

G_BEGIN_DECLS

typedef struct {
    FakeServer *server;
    SirajSession *session;
    SirajSettings *settings;
    GtkWidget *window;
    SirajPage *page;
} PageFixture;

/* For g_test_add(). */
void page_fixture_set_up (PageFixture *fixture, gconstpointer data);
void page_fixture_tear_down (PageFixture *fixture, gconstpointer data);

/* "customer/12": made as the tabs would make it, shown and settled. */
void page_fixture_open (PageFixture *fixture, const char *location);
/* Lets its calls be answered. */
void page_fixture_settle (PageFixture *fixture);

/* A key as the keyboard of @widget would bring it to a controller in the capture phase. */
void page_fixture_press (GtkWidget *widget, guint keyval);

G_END_DECLS
