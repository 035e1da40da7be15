/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in a tab.  A page is a vertical box with a title, what the keys do, and a guard for
 * what has not been saved. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/session.h"
#include "client/core/settings.h"

G_BEGIN_DECLS

/* Where one is: a page of the registry, the record it shows, what it was asked. */
typedef struct {
    const char *page;  /* "customers" */
    gint64 id;         /* 0: a list, or a new record */
    const char *query; /* "account_id=12", or NULL */
} PageLocation;

PageLocation *page_location_copy (const PageLocation *location);
void page_location_free (PageLocation *location);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PageLocation, page_location_free)
gboolean page_location_equal (const PageLocation *a, const PageLocation *b);
/* "customers", "customer/12", "invoices?account_id=12", and back; NULL for anything else. */
char *page_location_format (const PageLocation *location);
PageLocation *page_location_parse (const char *text);

/* What every page is made with. */
typedef struct {
    SirajSession *session;
    SirajSettings *settings;
    const PageLocation *location;
} PageContext;

#define SIRAJ_TYPE_PAGE (page_get_type ())
G_DECLARE_DERIVABLE_TYPE (SirajPage, page, SIRAJ, PAGE, GtkBox)

struct _SirajPageClass {
    GtkBoxClass parent_class;
    void (*shown) (SirajPage *self);                  /* its tab came to the front */
    void (*refresh) (SirajPage *self);                /* F5 */
    void (*find) (SirajPage *self);                   /* Ctrl+F */
    void (*create) (SirajPage *self);                 /* Ctrl+N */
    void (*save) (SirajPage *self);                   /* Ctrl+S */
    gboolean (*escape) (SirajPage *self);             /* Esc; TRUE when it did something */
    void (*print) (SirajPage *self);                  /* Ctrl+P */
    void (*told) (SirajPage *self, const char *page); /* records of @page changed elsewhere */
};

/* For subclasses: gives the page its place in the world; call it first after g_object_new(). */
void page_setup (SirajPage *self, const PageContext *context, const char *title,
                 const char *icon_name);

SirajSession *page_get_session (SirajPage *self);
SirajApi *page_get_api (SirajPage *self);
SirajSettings *page_get_settings (SirajPage *self);
const PageLocation *page_get_location (SirajPage *self);

/* Properties "title", "icon-name", "dirty", "busy" drive the tab.  The title is shown as given. */
void page_set_title (SirajPage *self, const char *title);
const char *page_get_title (SirajPage *self);
const char *page_get_icon_name (SirajPage *self);
/* A page that is not saved asks before it closes. */
void page_set_dirty (SirajPage *self, gboolean dirty);
gboolean page_is_dirty (SirajPage *self);
void page_set_busy (SirajPage *self, gboolean busy);
gboolean page_is_busy (SirajPage *self);
/* A new record got its id: the tab is remembered under it. */
void page_set_id (SirajPage *self, gint64 id);

/* Opens another page in a tab (or brings its tab to the front). */
void page_open (SirajPage *self, const PageLocation *where);
void page_open_id (SirajPage *self, const char *page, gint64 id);
/* Closes this tab; asks first when it is dirty. */
void page_close (SirajPage *self);
/* Tells lists that records like this changed ("customers"), so that they load again when shown. */
void page_tell_changed (SirajPage *self, const char *page);

/* A short message over the window; an error as its sentence. */
void page_toast (SirajPage *self, const char *text);
void page_report (SirajPage *self, const GError *error);

/* Cancelled when the page closes: give it to every api_call_async() of the page.  A callback looks
 * at api_error_is_cancelled() before it touches the page. */
GCancellable *page_get_cancellable (SirajPage *self);

/* What the keys do; the window calls them. */
void page_shown (SirajPage *self);
void page_refresh (SirajPage *self);
void page_find (SirajPage *self);
void page_create (SirajPage *self);
void page_save (SirajPage *self);
gboolean page_escape (SirajPage *self);
void page_print (SirajPage *self);
/* Another page told of a change. */
void page_changed_elsewhere (SirajPage *self, const char *page);

G_END_DECLS
