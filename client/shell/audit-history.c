/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What happened to one record. */
#include "client/shell/audit-history.h"

#include "client/shell/audit-diff.h"
#include "client/shell/list-pane.h"

static const Column columns[] = {
    { "at", 18 },
    { "actor_name", 26 },
    { "action", 40, COLUMN_EXPAND },
};
static const ListPaneSpec spec = {
    .path = "/api/v1/audit",
    .record = &audit_line_record,
    .columns = columns,
    .n_columns = G_N_ELEMENTS (columns),
    .sort = "-at",
};

static void
selected (SirajListPane *pane, SirajItem *item, gpointer user_data)
{
    audit_diff_show (user_data, item != NULL ? item_get_data (item) : NULL);
}

GtkWidget *
audit_history_new (SirajPage *page, const char *subject, gint64 subject_id)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *pane = list_pane_new (page, &spec);
    GtkWidget *diff = audit_diff_new ();

    list_pane_set_text (SIRAJ_LIST_PANE (pane), "subject", subject);
    list_pane_set (SIRAJ_LIST_PANE (pane), "subject_id", subject_id);
    g_signal_connect_object (pane, "selected", G_CALLBACK (selected), diff, 0);
    gtk_box_append (GTK_BOX (box), pane);
    gtk_box_append (GTK_BOX (box), diff);
    return box;
}
