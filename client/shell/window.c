/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window: who is signed in, what is open, and what the keys reach. */
#define G_LOG_DOMAIN "siraj-window"

#include "client/shell/window.h"

#include "client/core/format.h"
#include "client/shell/command-palette.h"
#include "client/shell/confirm.h"
#include "client/shell/jobs-button.h"
#include "client/shell/login.h"
#include "client/shell/preferences.h"
#include "client/shell/registry.h"
#include "client/shell/sidebar.h"
#include "client/shell/tabs.h"
#include "client/widgets/badge.h"
#include "client/widgets/pieces.h"

#define TOAST_S 5

struct _SirajWindow {
    AdwApplicationWindow parent_instance;
    SirajSession *session;
    SirajSettings *settings;
    SirajTabs *open; /* what stands in the tab view */
    char *start;
    gboolean quitting;

    GtkWidget *covers;
    GtkWidget *toasts;
    GtkWidget *header;
    GtkWidget *fold;
    GtkWidget *place;
    GtkWidget *company;
    GtkWidget *station;
    GtkWidget *search;
    GtkWidget *user_button;
    GtkWidget *user_name;
    GtkWidget *status;
    GtkWidget *stack;
    GtkWidget *login_place;
    GtkWidget *sidebar_place;
    GtkWidget *tab_bar;
    GtkWidget *tabs;

    GtkWidget *login;
    GtkWidget *sidebar;
    GtkWidget *state_badge;
    GtkWidget *login_cover; /* over the window while the session has expired */
    GtkWidget *login_again;
    GtkWidget *palette_cover;
    GtkWidget *palette;
    GtkWidget *focus_before; /* weak; where typing goes on when a cover leaves */
};

G_DEFINE_FINAL_TYPE (SirajWindow, window, ADW_TYPE_APPLICATION_WINDOW)

static SirajApi *
api_of (SirajWindow *self)
{
    return client_session_get_api (self->session);
}

static void
toast (SirajWindow *self, const char *text)
{
    g_autofree char *shown = format_text (text);
    g_autofree char *escaped = g_markup_escape_text (shown, -1);
    AdwToast *message = adw_toast_new (escaped);

    adw_toast_set_timeout (message, TOAST_S);
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), message);
}

/* Header */

static void
show_state (SirajWindow *self)
{
    switch (api_get_state (api_of (self))) {
    case API_STATE_OFFLINE:
        badge_set (self->state_badge, TONE_BAD, tr ("The server does not answer"));
        break;
    case API_STATE_TROUBLED:
        badge_set (self->state_badge, TONE_WARNING, tr ("The server has a fault"));
        break;
    case API_STATE_EXPIRED:
        badge_set (self->state_badge, TONE_WARNING, tr ("Session expired"));
        break;
    case API_STATE_READY:
        badge_set (self->state_badge, TONE_GOOD, tr ("Connected"));
        break;
    }
}

static void
show_who (SirajWindow *self)
{
    gboolean signed_in = client_session_is_signed_in (self->session);
    GtkWidget *only_at_work[] = { self->fold, self->place, self->search, self->user_button,
                                  self->status };
    g_autofree char *company = format_text (client_session_get_company (self->session));
    g_autofree char *station = format_text (client_session_get_place (self->session));
    g_autofree char *user = format_text (client_session_get_full_name (self->session));

    for (guint i = 0; i < G_N_ELEMENTS (only_at_work); i++)
        gtk_widget_set_visible (only_at_work[i], signed_in);
    gtk_label_set_text (GTK_LABEL (self->company), company);
    gtk_label_set_text (GTK_LABEL (self->station), station);
    gtk_widget_set_visible (self->station, *station != '\0');
    gtk_label_set_text (GTK_LABEL (self->user_name), user);
    widget_set_accessible_name (self->user_button, user);
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), signed_in ? "work" : "login");
}

/* Covers */

static void
show_cover (SirajWindow *self, GtkWidget *cover)
{
    if (gtk_widget_get_visible (cover))
        return;
    g_set_weak_pointer (&self->focus_before, gtk_window_get_focus (GTK_WINDOW (self)));
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
    gtk_widget_set_visible (cover, TRUE);
    gtk_widget_set_sensitive (self->toasts, FALSE);
}

static void
hide_cover (SirajWindow *self, GtkWidget *cover)
{
    gtk_widget_set_visible (cover, FALSE);
    if (gtk_widget_get_visible (self->login_cover) || gtk_widget_get_visible (self->palette_cover))
        return;
    gtk_widget_set_sensitive (self->toasts, TRUE);
    if (self->focus_before != NULL)
        gtk_widget_grab_focus (self->focus_before);
    g_clear_weak_pointer (&self->focus_before);
}

static void
palette_left (SirajWindow *self)
{
    hide_cover (self, self->palette_cover);
}

static void
palette_chosen (SirajCommandPalette *palette, const char *place, gpointer user_data)
{
    SirajWindow *self = user_data;
    g_autoptr (PageLocation) where = page_location_parse (place);

    g_clear_weak_pointer (&self->focus_before);
    hide_cover (self, self->palette_cover);
    if (where != NULL)
        window_open (self, where);
}

static void
palette_commanded (SirajCommandPalette *palette, const char *action, gpointer user_data)
{
    SirajWindow *self = user_data;

    hide_cover (self, self->palette_cover);
    gtk_widget_activate_action (GTK_WIDGET (self), action, NULL);
}

static void
state_changed (SirajWindow *self)
{
    show_state (self);
    if (api_get_state (api_of (self)) == API_STATE_EXPIRED) {
        gtk_widget_set_visible (self->palette_cover, FALSE);
        show_cover (self, self->login_cover);
        login_again (SIRAJ_LOGIN (self->login_again), client_session_get_username (self->session));
    }
}

static void
signed_in_again (SirajWindow *self)
{
    hide_cover (self, self->login_cover);
}

/* Signing in and out */

static void
open_first_page (SirajWindow *self)
{
    guint n;
    const PageEntry *entries = registry_list (&n);

    for (guint i = 0; i < n; i++) {
        if (entries[i].group == GROUP_NONE ||
            !client_session_may (self->session, entries[i].permission))
            continue;
        window_open (self, &(PageLocation) { entries[i].id, 0, NULL });
        return;
    }
}

static void
start_work (SirajWindow *self)
{
    g_autoptr (PageLocation) start = self->start != NULL ? page_location_parse (self->start) : NULL;

    show_who (self);
    sidebar_fill (SIRAJ_SIDEBAR (self->sidebar), self->session);
    if (start != NULL)
        window_open (self, start);
    else
        tabs_restore (self->open);
    if (tabs_get_page (self->open) == NULL)
        open_first_page (self);
}

static void
sign_out (gboolean yes, const char *reason, gpointer user_data)
{
    SirajWindow *self = user_data;

    if (!yes)
        return;
    tabs_close_all (self->open);
    hide_cover (self, self->login_cover);
    client_session_sign_out (self->session);
    show_who (self);
    login_begin (SIRAJ_LOGIN (self->login));
}

/* What would be lost is named before it is. */
static void
ask_about_dirty (SirajWindow *self, const char *action, AnswerFunc answered)
{
    g_autofree char *names = tabs_dirty_titles (self->open);

    if (names == NULL) {
        answered (TRUE, NULL, self);
        return;
    }
    confirm_ask (GTK_WIDGET (self),
                 &(Question) { tr ("Something has not been saved"), names, action, TRUE, FALSE },
                 answered, self);
}

static void
sign_out_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
    ask_about_dirty (SIRAJ_WINDOW (widget), tr ("_Sign out and discard it"), sign_out);
}

static void
another_user (SirajWindow *self)
{
    ask_about_dirty (self, tr ("_Sign out and discard it"), sign_out);
}

/* Closing */

static void
quit (gboolean yes, const char *reason, gpointer user_data)
{
    SirajWindow *self = user_data;

    if (!yes)
        return;
    self->quitting = TRUE;
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
window_close_request (GtkWindow *window)
{
    SirajWindow *self = SIRAJ_WINDOW (window);
    int width, height;

    if (!self->quitting && tabs_any_dirty (self->open)) {
        ask_about_dirty (self, tr ("_Close and discard it"), quit);
        return TRUE;
    }
    gtk_window_get_default_size (window, &width, &height);
    settings_set_int (self->settings, "window", "width", width);
    settings_set_int (self->settings, "window", "height", height);
    settings_set_int (self->settings, "window", "maximized", gtk_window_is_maximized (window));
    settings_flush (self->settings);
    return GTK_WINDOW_CLASS (window_parent_class)->close_request (window);
}

/* Pages */

SirajPage *
window_open (SirajWindow *self, const PageLocation *where)
{
    const PageEntry *entry = registry_find (where->page);

    if (entry == NULL || !client_session_may (self->session, entry->permission)) {
        toast (self, tr ("Your role may not open this page."));
        return NULL;
    }
    return tabs_open (self->open, where);
}

static void
page_wants_open (SirajTabs *tabs, const PageLocation *where, gpointer user_data)
{
    window_open (user_data, where);
}

static void
page_wants_toast (SirajTabs *tabs, const char *text, gpointer user_data)
{
    toast (user_data, text);
}

static void
page_selected (SirajTabs *tabs, gpointer user_data)
{
    SirajWindow *self = user_data;
    SirajPage *page = tabs_get_page (tabs);
    g_autofree char *title = NULL;

    sidebar_mark (SIRAJ_SIDEBAR (self->sidebar),
                  page != NULL ? page_get_location (page)->page : NULL);
    title = page != NULL ? g_strdup_printf ("%s — %s", page_get_title (page), tr ("Siraj"))
                         : g_strdup (tr ("Siraj"));
    gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
sidebar_opened (SirajSidebar *sidebar, const char *page, gpointer user_data)
{
    window_open (user_data, &(PageLocation) { page, 0, NULL });
}

SirajPage *
window_get_page (SirajWindow *self)
{
    return tabs_get_page (self->open);
}

/* Actions */

static void
page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
    static const struct {
        const char *name;
        void (*run) (SirajPage *page);
    } actions[] = {
        { "win.refresh", page_refresh }, { "win.find", page_find },   { "win.create", page_create },
        { "win.save", page_save },       { "win.print", page_print }, { "win.close", page_close },
    };
    SirajWindow *self = SIRAJ_WINDOW (widget);
    SirajPage *page = tabs_get_page (self->open);

    if (page == NULL || gtk_widget_get_visible (self->login_cover))
        return;
    for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
        if (g_str_equal (actions[i].name, name))
            actions[i].run (page);
}

static void
palette_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
    SirajWindow *self = SIRAJ_WINDOW (widget);

    if (!client_session_is_signed_in (self->session) || gtk_widget_get_visible (self->login_cover))
        return;
    show_cover (self, self->palette_cover);
    command_palette_begin (SIRAJ_COMMAND_PALETTE (self->palette));
}

static void
fold_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
    SirajWindow *self = SIRAJ_WINDOW (widget);
    gboolean folded = !sidebar_is_folded (SIRAJ_SIDEBAR (self->sidebar));

    sidebar_set_folded (SIRAJ_SIDEBAR (self->sidebar), folded);
    settings_set_int (self->settings, "window", "folded", folded);
}

static void
sidebar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
    sidebar_focus_filter (SIRAJ_SIDEBAR (SIRAJ_WINDOW (widget)->sidebar));
}

static void
preferences_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
    preferences_show (GTK_WINDOW (widget), SIRAJ_WINDOW (widget)->settings);
}

static void
about_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
    adw_show_about_window (GTK_WINDOW (widget), "application-name", tr ("Siraj"),
                           "application-icon", "org.sirajbilling.Siraj", "version", SIRAJ_VERSION,
                           "license-type", GTK_LICENSE_GPL_3_0, "comments",
                           tr ("Customers and billing for electricity utilities"), NULL);
}

static gboolean
escape_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
                gpointer user_data)
{
    SirajWindow *self = user_data;
    SirajPage *page = tabs_get_page (self->open);

    if (keyval != GDK_KEY_Escape || page == NULL)
        return FALSE;
    return page_escape (page);
}

/* Making */

static GtkWidget *
add_cover (SirajWindow *self, GtkWidget *child)
{
    GtkWidget *cover = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

    gtk_widget_add_css_class (cover, "cover");
    gtk_widget_set_hexpand (child, TRUE);
    gtk_box_append (GTK_BOX (cover), child);
    gtk_widget_set_visible (cover, FALSE);
    gtk_overlay_add_overlay (GTK_OVERLAY (self->covers), cover);
    return cover;
}

static void
make_covers (SirajWindow *self)
{
    self->login_again = login_new (self->session, self->settings);
    gtk_widget_set_vexpand (self->login_again, TRUE);
    self->login_cover = add_cover (self, self->login_again);
    g_signal_connect_swapped (self->login_again, "done", G_CALLBACK (signed_in_again), self);
    g_signal_connect_swapped (self->login_again, "leave", G_CALLBACK (another_user), self);
    self->palette = command_palette_new (self->session);
    self->palette_cover = add_cover (self, self->palette);
    g_signal_connect_swapped (self->palette, "leave", G_CALLBACK (palette_left), self);
    g_signal_connect (self->palette, "chosen", G_CALLBACK (palette_chosen), self);
    g_signal_connect (self->palette, "command", G_CALLBACK (palette_commanded), self);
}

static void
make_places (SirajWindow *self)
{
    self->login = login_new (self->session, self->settings);
    gtk_widget_set_hexpand (self->login, TRUE);
    gtk_box_append (GTK_BOX (self->login_place), self->login);
    g_signal_connect_swapped (self->login, "done", G_CALLBACK (start_work), self);
    self->sidebar = sidebar_new ();
    gtk_box_append (GTK_BOX (self->sidebar_place), self->sidebar);
    sidebar_set_folded (SIRAJ_SIDEBAR (self->sidebar),
                        settings_get_int (self->settings, "window", "folded", FALSE) != 0);
    g_signal_connect (self->sidebar, "opened", G_CALLBACK (sidebar_opened), self);
    self->state_badge = badge_new (TONE_NEUTRAL, NULL);
    gtk_box_append (GTK_BOX (self->status), jobs_button_new (self->session));
    gtk_box_append (GTK_BOX (self->status), self->state_badge);
}

static void
make_tabs (SirajWindow *self)
{
    self->open = tabs_new (ADW_TAB_VIEW (self->tabs), self->session, self->settings);
    g_signal_connect (self->open, "open", G_CALLBACK (page_wants_open), self);
    g_signal_connect (self->open, "toast", G_CALLBACK (page_wants_toast), self);
    g_signal_connect (self->open, "selected", G_CALLBACK (page_selected), self);
}

static void
restore_size (SirajWindow *self)
{
    gtk_window_set_default_size (GTK_WINDOW (self),
                                 settings_get_int (self->settings, "window", "width", 1280),
                                 settings_get_int (self->settings, "window", "height", 760));
    if (settings_get_int (self->settings, "window", "maximized", FALSE))
        gtk_window_maximize (GTK_WINDOW (self));
}

static void
add_help (SirajWindow *self)
{
    g_autoptr (GtkBuilder) builder =
        gtk_builder_new_from_resource ("/org/sirajbilling/Siraj/ui/help-overlay.ui");

    gtk_application_window_set_help_overlay (
        GTK_APPLICATION_WINDOW (self),
        GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
}

SirajWindow *
window_new (GtkApplication *application, SirajSession *session, SirajSettings *settings)
{
    SirajWindow *self = g_object_new (SIRAJ_TYPE_WINDOW, "application", application, NULL);

    self->session = g_object_ref (session);
    self->settings = g_object_ref (settings);
    make_places (self);
    make_tabs (self);
    make_covers (self);
    add_help (self);
    restore_size (self);
    g_signal_connect_object (api_of (self), "notify::state", G_CALLBACK (state_changed), self,
                             G_CONNECT_SWAPPED);
    show_state (self);
    show_who (self);
    login_begin (SIRAJ_LOGIN (self->login));
    return self;
}

void
window_sign_in (SirajWindow *self, const char *username, const char *password)
{
    login_with (SIRAJ_LOGIN (self->login), username, password);
}

void
window_set_start (SirajWindow *self, const char *location)
{
    g_free (self->start);
    self->start = g_strdup (location);
}

static void
window_dispose (GObject *object)
{
    SirajWindow *self = SIRAJ_WINDOW (object);

    g_clear_weak_pointer (&self->focus_before);
    if (self->open != NULL)
        g_signal_handlers_disconnect_by_data (self->open, self);
    g_clear_object (&self->open);
    g_clear_object (&self->session);
    g_clear_object (&self->settings);
    g_clear_pointer (&self->start, g_free);
    G_OBJECT_CLASS (window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
    gtk_widget_class_bind_template_child (class, SirajWindow, covers);
    gtk_widget_class_bind_template_child (class, SirajWindow, toasts);
    gtk_widget_class_bind_template_child (class, SirajWindow, header);
    gtk_widget_class_bind_template_child (class, SirajWindow, fold);
    gtk_widget_class_bind_template_child (class, SirajWindow, place);
    gtk_widget_class_bind_template_child (class, SirajWindow, company);
    gtk_widget_class_bind_template_child (class, SirajWindow, station);
    gtk_widget_class_bind_template_child (class, SirajWindow, search);
    gtk_widget_class_bind_template_child (class, SirajWindow, user_button);
    gtk_widget_class_bind_template_child (class, SirajWindow, user_name);
    gtk_widget_class_bind_template_child (class, SirajWindow, status);
    gtk_widget_class_bind_template_child (class, SirajWindow, stack);
    gtk_widget_class_bind_template_child (class, SirajWindow, login_place);
    gtk_widget_class_bind_template_child (class, SirajWindow, sidebar_place);
    gtk_widget_class_bind_template_child (class, SirajWindow, tab_bar);
    gtk_widget_class_bind_template_child (class, SirajWindow, tabs);
}

static void
window_class_init (SirajWindowClass *class)
{
    static const char *const page_actions[] = { "win.refresh", "win.find",  "win.create",
                                                "win.save",    "win.print", "win.close" };
    GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

    G_OBJECT_CLASS (class)->dispose = window_dispose;
    GTK_WINDOW_CLASS (class)->close_request = window_close_request;
    gtk_widget_class_set_template_from_resource (widget_class,
                                                 "/org/sirajbilling/Siraj/ui/window.ui");
    bind_children (widget_class);
    for (guint i = 0; i < G_N_ELEMENTS (page_actions); i++)
        gtk_widget_class_install_action (widget_class, page_actions[i], NULL, page_action);
    gtk_widget_class_install_action (widget_class, "win.palette", NULL, palette_action);
    gtk_widget_class_install_action (widget_class, "win.fold", NULL, fold_action);
    gtk_widget_class_install_action (widget_class, "win.sidebar", NULL, sidebar_action);
    gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);
    gtk_widget_class_install_action (widget_class, "win.about", NULL, about_action);
    gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, sign_out_action);
}

static void
window_init (SirajWindow *self)
{
    GtkEventController *keys = gtk_event_controller_key_new ();

    gtk_widget_init_template (GTK_WIDGET (self));
    g_signal_connect (keys, "key-pressed", G_CALLBACK (escape_pressed), self);
    gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
