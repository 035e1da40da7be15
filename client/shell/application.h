/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program: its options, its one session, its keys. */
#pragma once

#include <adwaita.h>

#include "client/core/settings.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_APPLICATION (application_get_type ())
G_DECLARE_FINAL_TYPE (SirajApplication, application, SIRAJ, APPLICATION, AdwApplication)

/* Options of the command line; all may be NULL. */
typedef struct {
    char *server;
    char *user;
    char *password;
    char *page;       /* location to open first: "customer/12" */
    char *screenshot; /* PNG to write when the page has settled; then the program ends */
    char *size;       /* "1366x768" */
} ApplicationOptions;

/* @options lives as long as the application. */
SirajApplication *application_new (SirajSettings *settings, const ApplicationOptions *options);

G_END_DECLS
