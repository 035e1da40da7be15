/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail: who changed what and when; what was before and after stands below the rows. */
#include "client/shell/audit-diff.h"
#include "client/pages/users/users-pages.h"
#include "client/shell/list-page.h"

static const Column columns[] = {
    { "at", 18, COLUMN_SORT }, { "actor_name", 22 },
    { "subject", 18 },         { "subject_name", 34, COLUMN_EXPAND },
    { "action", 34 },          { "subject_id", 10, COLUMN_HIDDEN },
};

static const ListFilter filters[] = {
    { "subject" },
    { "actor_id", "id", N_ ("User"), { "/api/v1/users", NULL, "full_name" } },
    { "from", "day", N_ ("From") },
    { "to", "day", N_ ("To") },
};

static const ListPageSpec spec = {
    .title = N_ ("Audit trail"),
    .icon_name = "document-open-recent-symbolic",
    .path = "/api/v1/audit",
    .record = &audit_line_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-at",
    .empty_hint = N_ ("Every change of a record leaves a line here."),
};

static void
selected (SirajTable *table, gpointer user_data)
{
    SirajItem *item = table_get_selected (table);

    audit_diff_show (user_data, item != NULL ? item_get_data (item) : NULL);
}

SirajPage *
audit_page_new (const PageContext *context)
{
    SirajPage *page = list_page_new (context, &spec);
    GtkWidget *diff = audit_diff_new ();

    g_signal_connect_object (list_page_get_table (SIRAJ_LIST_PAGE (page)), "selected",
                             G_CALLBACK (selected), diff, 0);
    gtk_box_append (GTK_BOX (page), diff);
    return page;
}
