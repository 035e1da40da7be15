/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record in a tab that is read and acted on, never edited: an invoice, a receipt, an entry, a
 * run. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

typedef struct {
    const char *title;        /* message id of the kind: "Invoice" */
    const char *title_member; /* member that names the record in its tab; NULL: title and id */
    const char *icon_name;
    const char *path; /* GET path/{id}, POST path/{id}/verb */
    const Record *record;
    const char *list; /* page whose rows these are: told after every act */
} CardPageSpec;

#define SIRAJ_TYPE_CARD_PAGE (card_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (SirajCardPage, card_page, SIRAJ, CARD_PAGE, SirajPage)

struct _SirajCardPageClass {
    SirajPageClass parent_class;
    void (*show) (SirajCardPage *self, gconstpointer data); /* the record came, or came again */
};

/* For subclasses, after g_object_new(); @spec lives as long as the program.  The record is asked
 * for when the page has its body. */
void card_page_setup (SirajCardPage *self, const PageContext *context, const CardPageSpec *spec);
/* What the page shows; loads the record. */
void card_page_set_body (SirajCardPage *self, GtkWidget *body);
/* Buttons in the foot, in the order of reading. */
void card_page_add_tool (SirajCardPage *self, GtkWidget *tool);
GtkWidget *card_page_add_button (SirajCardPage *self, const char *label, GCallback clicked);
/* What only some records allow: hidden until the page shows it. */
GtkWidget *card_page_add_act (SirajCardPage *self, const char *label, GCallback clicked);

/* The record, borrowed; NULL while it loads. */
gconstpointer card_page_get_data (SirajCardPage *self);
void card_page_reload (SirajCardPage *self);
void card_page_say (SirajCardPage *self, const char *text);
void card_page_report (SirajCardPage *self, const GError *error);

typedef struct {
    const char *verb;    /* "cancel", or NULL with @path */
    const char *path;    /* instead of path/{id}/verb */
    const char *body;    /* JSON or NULL */
    const char *said;    /* message id shown when it is done */
    gboolean versioned;  /* sends the version that is on screen */
    gboolean idempotent; /* makes money: one key until an answer has come */
} CardAct;

/* Does it at the server, says so and loads the record again.  Errors stand in the foot. */
void card_page_act (SirajCardPage *self, const CardAct *act);

G_END_DECLS
