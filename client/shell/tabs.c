/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages that are open. */
#include "client/shell/tabs.h"

#include "client/shell/confirm.h"
#include "client/shell/registry.h"
#include "common/base/language.h"

struct _SirajTabs {
    GObject parent_instance;
    AdwTabView *view;
    SirajSession *session;
    SirajSettings *settings;
    gboolean quiet; /* closing or restoring many: nothing is asked or remembered */
};

enum { OPEN, TOAST, SELECTED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SirajTabs, tabs, G_TYPE_OBJECT)

static SirajPage *
nth_page (SirajTabs *self, int n)
{
    return SIRAJ_PAGE (adw_tab_page_get_child (adw_tab_view_get_nth_page (self->view, n)));
}

static int
count (SirajTabs *self)
{
    return adw_tab_view_get_n_pages (self->view);
}

SirajPage *
tabs_get_page (SirajTabs *self)
{
    AdwTabPage *tab = adw_tab_view_get_selected_page (self->view);

    return tab != NULL ? SIRAJ_PAGE (adw_tab_page_get_child (tab)) : NULL;
}

/* Remembering */

static char *
memory_group (SirajTabs *self)
{
    return g_strdup_printf ("tabs %s", client_session_get_username (self->session));
}

/* A record not saved yet has no place to come back to. */
static gboolean
is_remembered (SirajPage *page)
{
    const PageLocation *location = page_get_location (page);
    const PageEntry *entry = registry_find (location->page);

    return location->id != 0 || (entry != NULL && entry->group != GROUP_NONE);
}

static void
remember (SirajTabs *self)
{
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) places = NULL;
    g_autofree char *group = memory_group (self);
    SirajPage *front = tabs_get_page (self);

    if (self->quiet || !client_session_is_signed_in (self->session))
        return;
    for (int i = 0; i < count (self); i++) {
        SirajPage *page = nth_page (self, i);
        g_autofree char *place = page_location_format (page_get_location (page));

        if (is_remembered (page))
            g_strv_builder_add (builder, place);
        if (page == front)
            settings_set_string (self->settings, group, "front", place);
    }
    places = g_strv_builder_end (builder);
    settings_set_strings (self->settings, group, "open", (const char *const *)places);
}

void
tabs_restore (SirajTabs *self)
{
    g_autofree char *group = memory_group (self);
    g_auto (GStrv) places = settings_get_strings (self->settings, group, "open");
    g_autofree char *front = settings_get_string (self->settings, group, "front");
    g_autoptr (PageLocation) front_place = front != NULL ? page_location_parse (front) : NULL;

    self->quiet = TRUE;
    for (guint i = 0; places != NULL && places[i] != NULL; i++) {
        g_autoptr (PageLocation) where = page_location_parse (places[i]);
        const PageEntry *entry = where != NULL ? registry_find (where->page) : NULL;

        if (entry != NULL && client_session_may (self->session, entry->permission))
            tabs_open (self, where);
    }
    for (int i = 0; i < count (self) && front_place != NULL; i++)
        if (page_location_equal (page_get_location (nth_page (self, i)), front_place))
            adw_tab_view_set_selected_page (self->view, adw_tab_view_get_nth_page (self->view, i));
    self->quiet = FALSE;
}

/* What pages say */

static void
page_said_open (SirajPage *page, const PageLocation *where, gpointer user_data)
{
    g_signal_emit (user_data, signals[OPEN], 0, where);
}

static void
page_said_toast (SirajPage *page, const char *text, gpointer user_data)
{
    g_signal_emit (user_data, signals[TOAST], 0, text);
}

static void
page_said_changed (SirajPage *page, const char *what, gpointer user_data)
{
    SirajTabs *self = user_data;

    for (int i = 0; i < count (self); i++)
        if (nth_page (self, i) != page)
            page_changed_elsewhere (nth_page (self, i), what);
    remember (self);
}

static void
page_said_close (SirajPage *page, gpointer user_data)
{
    SirajTabs *self = user_data;

    adw_tab_view_close_page (self->view, adw_tab_view_get_page (self->view, GTK_WIDGET (page)));
}

static void
page_title_changed (SirajPage *page, GParamSpec *pspec, gpointer user_data)
{
    SirajTabs *self = user_data;

    if (page == tabs_get_page (self))
        g_signal_emit (self, signals[SELECTED], 0);
}

static void
page_dirty_changed (SirajPage *page, GParamSpec *pspec, AdwTabPage *tab)
{
    g_autoptr (GIcon) icon = g_themed_icon_new ("document-edit-symbolic");

    adw_tab_page_set_indicator_icon (tab, page_is_dirty (page) ? icon : NULL);
}

/* Opening and closing */

static void
add_tab (SirajTabs *self, SirajPage *page)
{
    AdwTabPage *tab = adw_tab_view_append (self->view, GTK_WIDGET (page));
    g_autoptr (GIcon) icon = g_themed_icon_new (page_get_icon_name (page));

    adw_tab_page_set_icon (tab, icon);
    g_object_bind_property (page, "title", tab, "title", G_BINDING_SYNC_CREATE);
    g_object_bind_property (page, "busy", tab, "loading", G_BINDING_SYNC_CREATE);
    g_signal_connect_object (page, "notify::dirty", G_CALLBACK (page_dirty_changed), tab, 0);
    g_signal_connect_object (page, "notify::title", G_CALLBACK (page_title_changed), self, 0);
    g_signal_connect_object (page, "open", G_CALLBACK (page_said_open), self, 0);
    g_signal_connect_object (page, "toast", G_CALLBACK (page_said_toast), self, 0);
    g_signal_connect_object (page, "changed", G_CALLBACK (page_said_changed), self, 0);
    g_signal_connect_object (page, "close", G_CALLBACK (page_said_close), self, 0);
    adw_tab_view_set_selected_page (self->view, tab);
}

SirajPage *
tabs_open (SirajTabs *self, const PageLocation *where)
{
    const PageEntry *entry = registry_find (where->page);
    gboolean makes_new = entry->group == GROUP_NONE && where->id == 0;
    SirajPage *page;

    for (int i = 0; i < count (self) && !makes_new; i++) {
        page = nth_page (self, i);
        if (!page_location_equal (page_get_location (page), where))
            continue;
        adw_tab_view_set_selected_page (self->view, adw_tab_view_get_nth_page (self->view, i));
        return page;
    }
    page = entry->create (&(PageContext) { self->session, self->settings, where });
    add_tab (self, page);
    return page;
}

static void
close_confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    AdwTabPage *tab = user_data;
    GtkWidget *view = gtk_widget_get_ancestor (adw_tab_page_get_child (tab), ADW_TYPE_TAB_VIEW);

    adw_tab_view_close_page_finish (ADW_TAB_VIEW (view), tab, yes);
}

static gboolean
tab_closing (AdwTabView *view, AdwTabPage *tab, gpointer user_data)
{
    SirajTabs *self = user_data;
    SirajPage *page = SIRAJ_PAGE (adw_tab_page_get_child (tab));

    if (self->quiet || !page_is_dirty (page)) {
        adw_tab_view_close_page_finish (view, tab, TRUE);
        return TRUE;
    }
    adw_tab_view_set_selected_page (view, tab);
    confirm_ask (GTK_WIDGET (page),
                 &(Question) { tr ("Close without saving?"),
                               tr ("What is typed here has not been saved."),
                               tr ("_Discard what is typed"), TRUE, FALSE },
                 close_confirmed, tab);
    return TRUE;
}

void
tabs_close_all (SirajTabs *self)
{
    self->quiet = TRUE;
    while (count (self) > 0)
        adw_tab_view_close_page (self->view, adw_tab_view_get_nth_page (self->view, 0));
    self->quiet = FALSE;
}

gboolean
tabs_any_dirty (SirajTabs *self)
{
    for (int i = 0; i < count (self); i++)
        if (page_is_dirty (nth_page (self, i)))
            return TRUE;
    return FALSE;
}

char *
tabs_dirty_titles (SirajTabs *self)
{
    GString *titles = g_string_new (NULL);

    for (int i = 0; i < count (self); i++)
        if (page_is_dirty (nth_page (self, i)))
            g_string_append_printf (titles, "%s%s", titles->len > 0 ? "\n" : "",
                                    page_get_title (nth_page (self, i)));
    return g_string_free (titles, titles->len == 0);
}

static void
selected (SirajTabs *self)
{
    SirajPage *page = tabs_get_page (self);

    g_signal_emit (self, signals[SELECTED], 0);
    remember (self);
    if (page != NULL)
        page_shown (page);
}

static void
tabs_dispose (GObject *object)
{
    SirajTabs *self = SIRAJ_TABS (object);

    g_clear_weak_pointer (&self->view);
    g_clear_object (&self->session);
    g_clear_object (&self->settings);
    G_OBJECT_CLASS (tabs_parent_class)->dispose (object);
}

static void
tabs_class_init (SirajTabsClass *class)
{
    G_OBJECT_CLASS (class)->dispose = tabs_dispose;
    signals[OPEN] = g_signal_new ("open", SIRAJ_TYPE_TABS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_POINTER);
    signals[TOAST] = g_signal_new ("toast", SIRAJ_TYPE_TABS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[SELECTED] = g_signal_new ("selected", SIRAJ_TYPE_TABS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                      NULL, G_TYPE_NONE, 0);
}

static void
tabs_init (SirajTabs *self)
{
}

SirajTabs *
tabs_new (AdwTabView *view, SirajSession *session, SirajSettings *settings)
{
    SirajTabs *self = g_object_new (SIRAJ_TYPE_TABS, NULL);

    g_set_weak_pointer (&self->view, view);
    self->session = g_object_ref (session);
    self->settings = g_object_ref (settings);
    g_signal_connect_object (view, "close-page", G_CALLBACK (tab_closing), self, 0);
    g_signal_connect_object (view, "notify::selected-page", G_CALLBACK (selected), self,
                             G_CONNECT_SWAPPED);
    return self;
}
