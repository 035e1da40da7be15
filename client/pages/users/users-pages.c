/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users and roles: a list and a form each. */
#include "client/pages/users/users-pages.h"

#include "client/shell/confirm.h"
#include "client/shell/form-page.h"
#include "client/widgets/pieces.h"
#include "client/shell/list-page.h"
#include "client/shell/list-pane.h"
#include "common/api/permissions.h"
#include "common/base/language.h"
#include "common/types/users-types.h"

#define USER_ICON "avatar-default-symbolic"
#define ROLE_ICON "security-high-symbolic"

/* Users */

static const Column user_columns[] = {
    { "username", 16, COLUMN_SORT }, { "full_name", 30, COLUMN_SORT | COLUMN_EXPAND },
    { "branch_name", 22 },           { "mobile", 16 },
    { "all_stations", 10 },          { "active", 8 },
};
static const ListFilter user_filters[] = { { "active" } };
static const ListPageSpec users_spec = {
    .title = N_ ("Users"),
    .icon_name = "system-users-symbolic",
    .path = "/api/v1/users",
    .record = &user_record,
    LIST_COLUMNS (user_columns),
    LIST_FILTERS (user_filters),
    .sort = "username",
    .search_hint = N_ ("User name or full name"),
    .opens = "user",
    .creates = "user",
    .new_label = N_ ("New user"),
    .new_permission = "users.write",
};

static const FormField user_who[] = {
    { "username" }, { "full_name" }, { "mobile" },
    { "email" },    { "password" },  { "must_change_password" },
};
static const FormField user_place[] = {
    { "branch_id", 0, { "/api/v1/branches", "branch_name" } },
    { "active" },
    { "roles", 2, { "/api/v1/roles" } },
};
static const FormField user_scope[] = {
    { "all_stations", 2 },
    { "stations", 2, { "/api/v1/stations?limit=200" } },
};
static const FormSection user_sections[] = {
    { N_ ("User"), 2, FORM_OPEN, FORM_FIELDS (user_who) },
    { N_ ("Branch and roles"), 2, FORM_OPEN, FORM_FIELDS (user_place) },
    { N_ ("Stations this user sees"), 2, FORM_OPEN, FORM_FIELDS (user_scope) },
};
static const FormLayout user_layout = { FORM_FIELDS (user_sections) };
static const FormPageSpec user_spec = {
    .title_new = N_ ("New user"),
    .title_member = "full_name",
    .icon_name = USER_ICON,
    .path = "/api/v1/users",
    .record = &user_record,
    .layout = &user_layout,
    .write_permission = "users.write",
    .list = "users",
};

static const Column session_columns[] = {
    { "client", 26, COLUMN_EXPAND }, { "address", 20 },    { "created_at", 18 },
    { "last_used_at", 18 },          { "expires_at", 18 },
};
static const ListPaneSpec sessions_spec = {
    .path = "/api/v1/users",
    .record = &session_record,
    .columns = session_columns,
    .n_columns = G_N_ELEMENTS (session_columns),
    .whole = TRUE,
    .empty_hint = N_ ("This user is not signed in anywhere."),
};

SirajPage *
users_page_new (const PageContext *context)
{
    return list_page_new (context, &users_spec);
}

static void
ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    if (error != NULL)
        page_report (user_data, error);
    else
        page_toast (user_data, tr ("The user is signed out everywhere."));
}

static void
end_confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    SirajPage *page = user_data;
    g_autofree char *path = g_strdup_printf ("/api/v1/users/%" G_GINT64_FORMAT "/sessions",
                                             page_get_location (page)->id);

    if (yes)
        api_call_async (page_get_api (page), &(ApiRequest) { "DELETE", path },
                        page_get_cancellable (page), ended, page);
}

static void
end_clicked (SirajPage *page)
{
    confirm_ask (GTK_WIDGET (page),
                 &(Question) { tr ("Sign this user out everywhere?"),
                               tr ("What is typed and not saved on those machines waits there "
                                   "for a new sign-in."),
                               tr ("_Sign out everywhere"), TRUE, FALSE },
                 end_confirmed, page);
}

static void
add_sessions (SirajPage *page, gint64 id)
{
    g_autofree char *path = g_strdup_printf ("/api/v1/users/%" G_GINT64_FORMAT "/sessions", id);
    GtkWidget *pane = list_pane_new_at (page, &sessions_spec, path);
    GtkWidget *end = button_new (tr ("_Sign out everywhere"), G_CALLBACK (end_clicked), page);

    gtk_widget_add_css_class (end, "destructive-action");
    gtk_widget_set_visible (end, client_session_may (page_get_session (page), "users.write"));
    list_pane_set_heading (SIRAJ_LIST_PANE (pane), N_ ("Signed in at"));
    list_pane_add_tool (SIRAJ_LIST_PANE (pane), end);
    list_pane_reload (SIRAJ_LIST_PANE (pane));
    form_page_add_tab (SIRAJ_FORM_PAGE (page), N_ ("Sessions"), pane);
}

SirajPage *
user_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &user_spec);
    g_autoptr (User) initial = user_new ();

    initial->active = TRUE;
    initial->must_change_password = TRUE;
    if (context->location->id == 0)
        form_page_set_initial (SIRAJ_FORM_PAGE (page), initial);
    else
        add_sessions (page, context->location->id);
    return page;
}

/* Roles */

static const Column role_columns[] = {
    { "code", 24, COLUMN_SORT },
    { "name", 30, COLUMN_EXPAND },
    { "users_count", 10, COLUMN_DASH },
    { "system", 12 },
};
static const ListPageSpec roles_spec = {
    .title = N_ ("Roles"),
    .icon_name = ROLE_ICON,
    .path = "/api/v1/roles",
    .record = &role_record,
    LIST_COLUMNS (role_columns),
    .sort = "code",
    .opens = "role",
    .creates = "role",
    .new_label = N_ ("New role"),
    .new_permission = "roles.write",
};
static const FormField role_names[] = {
    { "code" },
    { "users_count" },
    { "name" },
    { "name_en" },
};
static const FormField role_permissions[] = { { "permissions", 1, { "" } } };
static const FormSection role_sections[] = {
    { N_ ("Role"), 2, FORM_OPEN, FORM_FIELDS (role_names) },
    { N_ ("What this role may do"), 1, FORM_OPEN, FORM_FIELDS (role_permissions) },
};
static const FormLayout role_layout = { FORM_FIELDS (role_sections) };
static const FormPageSpec role_spec = {
    .title_new = N_ ("New role"),
    .title_member = "name",
    .icon_name = ROLE_ICON,
    .path = "/api/v1/roles",
    .record = &role_record,
    .layout = &role_layout,
    .write_permission = "roles.write",
    .list = "roles",
};

SirajPage *
roles_page_new (const PageContext *context)
{
    return list_page_new (context, &roles_spec);
}

SirajPage *
role_page_new (const PageContext *context)
{
    SirajPage *page = form_page_new (context, &role_spec);
    SirajForm *form = form_page_get_form (SIRAJ_FORM_PAGE (page));
    SirajEditor *editor = form_get_editor (form, "permissions");
    guint n;
    const Permission *permissions = permission_list (&n);

    for (guint i = 0; i < n; i++)
        editor_add_check (editor, permissions[i].name, tr (permissions[i].label));
    return page;
}
