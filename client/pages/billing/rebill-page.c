/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One period that is billed again: what the trial has found, carrying it out, undoing it. */
#include "client/pages/billing/billing-pages.h"

#include "client/core/format.h"
#include "client/shell/card-page.h"
#include "client/shell/confirm.h"
#include "client/shell/list-pane.h"
#include "client/widgets/badge.h"
#include "client/widgets/job-bar.h"
#include "client/widgets/pieces.h"
#include "client/widgets/record-grid.h"
#include "common/types/corrections-types.h"

#define SIRAJ_TYPE_REBILL_PAGE (rebill_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajRebillPage, rebill_page, SIRAJ, REBILL_PAGE, SirajCardPage)

struct _SirajRebillPage {
    SirajCardPage parent_instance;
    GtkWidget *bar;
    GtkWidget *facts;
    GtkWidget *items;
    GtkWidget *apply;
    GtkWidget *undo;
    gboolean following;
};

G_DEFINE_FINAL_TYPE (SirajRebillPage, rebill_page, SIRAJ_TYPE_CARD_PAGE)

static const CardPageSpec spec = {
    .title = N_ ("Billing again"),
    .icon_name = "edit-undo-symbolic",
    .path = "/api/v1/mass-rebills",
    .record = &mass_rebill_record,
    .list = "rebills",
};

static const char *const members[] = {
    "step",
    "state",
    "period_key",
    "cycle_name",
    "class_name",
    "tariff_name",
    "station_name",
    "reason",
    "bills",
    "differing",
    "same",
    "refused",
    "applied",
    "undone",
    "old_total_minor",
    "new_total_minor",
    "difference_minor",
    "created_by_name",
    "created_at",
    NULL,
};

static const Column columns[] = {
    { "account_number", 12 },
    { "customer_name", 24, COLUMN_EXPAND },
    { "invoice_number", 20 },
    { "state", 12, COLUMN_BADGE },
    { "old_total_minor", 13 },
    { "new_total_minor", 13, COLUMN_DASH },
    { "difference_minor", 13, COLUMN_DASH | COLUMN_SORT },
    { "message", 16 },
    { "detail", 30, COLUMN_HIDDEN },
};

static const MassRebill *
rebill_of (SirajRebillPage *self)
{
    return card_page_get_data (SIRAJ_CARD_PAGE (self));
}

/* Showing */

static void
finished (SirajRebillPage *self)
{
    self->following = FALSE;
    card_page_reload (SIRAJ_CARD_PAGE (self));
    page_tell_changed (SIRAJ_PAGE (self), "rebills");
    page_tell_changed (SIRAJ_PAGE (self), "invoices");
}

/* What may come next, as the server has it. */
static gboolean
may_apply (const MassRebill *rebill)
{
    return rebill->differing > rebill->applied + rebill->undone &&
           ((rebill->step == MASS_REBILL_STEP_PREVIEW && rebill->state == MASS_REBILL_STATE_DONE) ||
            (rebill->step == MASS_REBILL_STEP_APPLY && rebill->state == MASS_REBILL_STATE_STOPPED));
}

static gboolean
may_undo (const MassRebill *rebill)
{
    return rebill->applied > 0 && rebill->state != MASS_REBILL_STATE_RUNNING &&
           (rebill->step == MASS_REBILL_STEP_APPLY ||
            (rebill->step == MASS_REBILL_STEP_UNDO && rebill->state == MASS_REBILL_STATE_STOPPED));
}

static void
rebill_page_show (SirajCardPage *card, gconstpointer data)
{
    SirajRebillPage *self = SIRAJ_REBILL_PAGE (card);
    const MassRebill *rebill = data;
    gboolean running = rebill->state == MASS_REBILL_STATE_RUNNING;
    gboolean permitted =
        client_session_may (page_get_session (SIRAJ_PAGE (self)), "invoices.cancel");

    record_grid_show (SIRAJ_RECORD_GRID (self->facts), rebill);
    gtk_widget_set_visible (self->bar, running);
    gtk_widget_set_visible (self->apply, permitted && may_apply (rebill));
    gtk_widget_set_visible (self->undo, permitted && may_undo (rebill));
    list_pane_reload (SIRAJ_LIST_PANE (self->items));
    if (running && !self->following && rebill->job_id != 0) {
        self->following = TRUE;
        job_bar_follow (SIRAJ_JOB_BAR (self->bar), rebill->job_id);
    }
}

static void
item_activated (SirajListPane *pane, SirajItem *item, gpointer user_data)
{
    const MassRebillItem *row = item_get_data (item);

    page_open_id (SIRAJ_PAGE (user_data), "invoice",
                  row->restored_id != 0      ? row->restored_id
                  : row->replacement_id != 0 ? row->replacement_id
                                             : row->invoice_id);
}

/* Steps */

static void
apply_confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    if (yes)
        card_page_act (SIRAJ_CARD_PAGE (user_data),
                       &(CardAct) { .verb = "apply",
                                    .said = N_ ("The bills are being issued again."),
                                    .idempotent = TRUE });
}

static void
apply (SirajRebillPage *self)
{
    const MassRebill *rebill = rebill_of (self);
    g_autofree char *bills = format_integer (rebill->differing);
    g_autofree char *difference = format_money_currency (rebill->difference_minor);
    g_autofree char *body = g_strdup_printf (
        tr ("%s bills are cancelled and issued again; the difference is %s in all. What was paid "
            "settles the new bills. It can be undone as a whole."),
        bills, difference);

    confirm_ask (GTK_WIDGET (self),
                 &(Question) { tr ("Bill these accounts again?"), body,
                               tr ("_Cancel the bills and issue them again"), TRUE, FALSE },
                 apply_confirmed, self);
}

static void
undo_confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    if (yes)
        card_page_act (SIRAJ_CARD_PAGE (user_data),
                       &(CardAct) { .verb = "undo",
                                    .said = N_ ("The first bills are being issued anew."),
                                    .idempotent = TRUE });
}

static void
undo (SirajRebillPage *self)
{
    confirm_ask (GTK_WIDGET (self),
                 &(Question) { tr ("Undo the whole of it?"),
                               tr ("The new bills are cancelled and the first ones issued anew, "
                                   "with what had been paid of them. Accounts that were paid or "
                                   "billed since are left as they are and listed."),
                               tr ("_Undo it"), TRUE, FALSE },
                 undo_confirmed, self);
}

/* Making */

static GtkWidget *
make_items (SirajRebillPage *self, gint64 id)
{
    static const ListPaneSpec items_spec = {
        .path = "/api/v1/mass-rebills",
        .record = &mass_rebill_item_record,
        .columns = columns,
        .n_columns = G_N_ELEMENTS (columns),
        .sort = "-movement",
        .empty_hint = N_ ("No bill of the period is in this scope."),
    };
    g_autofree char *path = g_strdup_printf ("/api/v1/mass-rebills/%" G_GINT64_FORMAT "/items", id);

    self->items = list_pane_new_at (SIRAJ_PAGE (self), &items_spec, path);
    list_pane_set_heading (SIRAJ_LIST_PANE (self->items), N_ ("Bills, what moves most first"));
    g_signal_connect (self->items, "activated", G_CALLBACK (item_activated), self);
    gtk_widget_set_vexpand (self->items, TRUE);
    return self->items;
}

static void
rebill_page_class_init (SirajRebillPageClass *class)
{
    SIRAJ_CARD_PAGE_CLASS (class)->show = rebill_page_show;
}

static void
rebill_page_init (SirajRebillPage *self)
{
}

SirajPage *
rebill_page_new (const PageContext *context)
{
    SirajRebillPage *self = g_object_new (SIRAJ_TYPE_REBILL_PAGE, NULL);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

    card_page_setup (SIRAJ_CARD_PAGE (self), context, &spec);
    self->bar = job_bar_new (page_get_api (SIRAJ_PAGE (self)));
    self->facts = record_grid_new (&mass_rebill_record, members, 3);
    gtk_widget_add_css_class (body, "form");
    gtk_box_append (GTK_BOX (body), self->bar);
    gtk_box_append (GTK_BOX (body), self->facts);
    gtk_box_append (GTK_BOX (body), make_items (self, context->location->id));
    g_signal_connect_swapped (self->bar, "finished", G_CALLBACK (finished), self);
    self->apply =
        card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("_Carry it out"), G_CALLBACK (apply));
    gtk_widget_add_css_class (self->apply, "suggested-action");
    self->undo = card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("_Undo it"), G_CALLBACK (undo));
    gtk_widget_add_css_class (self->undo, "destructive-action");
    card_page_set_body (SIRAJ_CARD_PAGE (self), body);
    return SIRAJ_PAGE (self);
}
