/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal, and one entry with its way to the document. */
#include "client/pages/accounting/accounting-pages.h"

#include "client/core/records.h"
#include "client/shell/card-page.h"
#include "client/shell/list-page.h"
#include "client/shell/list-pane.h"
#include "client/widgets/pieces.h"
#include "client/widgets/record-grid.h"
#include "common/types/accounting-types.h"
#include "common/types/cycles-types.h"

#define LINES_HEIGHT_PX 130

/* The list */

static const Column columns[] = {
    { "id", 8 },
    { "entry_date", 11, COLUMN_SORT },
    { "kind", 16 },
    { "source", 12 },
    { "source_number", 20 },
    { "account_number", 13 },
    { "customer_name", 24, COLUMN_EXPAND },
    { "station_name", 14 },
    { "class_name", 10, COLUMN_HIDDEN },
    { "description", 24, COLUMN_HIDDEN },
    { "created_by_name", 14, COLUMN_HIDDEN },
    { "amount_minor", 15 },
};

static const ListFilter filters[] = {
    { "from", "entry_date", N_ ("From the day") },
    { "to", "entry_date", N_ ("To the day") },
    { "account_code", "account_number", N_ ("Account code") },
    { "source" },
    { "station_id", "id", N_ ("Station"), { "/api/v1/stations" } },
};

static const ListPageSpec list_spec = {
    .title = N_ ("Journal"),
    .icon_name = "x-office-address-book-symbolic",
    .path = "/api/v1/journal-entries",
    .record = &journal_entry_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "-entry_date",
    .opens = "entry",
    .empty_hint =
        N_ ("Entries are made by what happens: a run issues invoices, a payment is taken."),
    .sum_label = N_ ("Posted"),
};

SirajPage *
journal_page_new (const PageContext *context)
{
    return list_page_new (context, &list_spec);
}

/* One entry */

#define SIRAJ_TYPE_ENTRY_PAGE (entry_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajEntryPage, entry_page, SIRAJ, ENTRY_PAGE, SirajCardPage)

struct _SirajEntryPage {
    SirajCardPage parent_instance;
    GtkWidget *facts;
    GtkWidget *document;
    GtkWidget *reverses;
    GtkWidget *reversed_by;
    GtkWidget *invoices;
    GListStore *lines;
};

G_DEFINE_FINAL_TYPE (SirajEntryPage, entry_page, SIRAJ_TYPE_CARD_PAGE)

static const CardPageSpec spec = {
    .title = N_ ("Entry"),
    .icon_name = "x-office-address-book-symbolic",
    .path = "/api/v1/journal-entries",
    .record = &journal_entry_record,
};

static const char *const members[] = {
    "entry_date",  "kind",           "amount_minor",   "source",          "source_number",
    "batch_no",    "account_number", "customer_name",  "station_name",    "class_name",
    "description", "reverses_id",    "reversed_by_id", "created_by_name", "created_at",
    NULL,
};

static const Column line_columns[] = {
    { "account_code", 10 },
    { "account_name", 36, COLUMN_EXPAND },
    { "posting_key", 20 },
    { "debit_minor", 16, COLUMN_DASH },
    { "credit_minor", 16, COLUMN_DASH },
};

static const char *const document_pages[] = {
    [JOURNAL_SOURCE_INVOICES] = "invoice",  [JOURNAL_SOURCE_PAYMENTS] = "payment",
    [JOURNAL_SOURCE_BILLING_RUNS] = "run",  [JOURNAL_SOURCE_ACCOUNTS] = "account",
    [JOURNAL_SOURCE_ACCRUALS] = "accruals",
};

/* What a batch of a run posted is the sum of these. */
static const Column invoice_columns[] = {
    { "number", 22 },      { "account_number", 13 }, { "customer_name", 26, COLUMN_EXPAND },
    { "energy_wh", 14 },   { "net_minor", 14 },      { "tax_minor", 12, COLUMN_DASH },
    { "total_minor", 15 },
};
static const ListPaneSpec invoices_spec = {
    .path = "/api/v1/journal-entries",
    .record = &entry_invoice_record,
    .columns = invoice_columns,
    .n_columns = G_N_ELEMENTS (invoice_columns),
    .opens = "invoice",
    .empty_hint = N_ ("No invoice stands behind this entry."),
};

static const JournalEntry *
entry_of (SirajEntryPage *self)
{
    return card_page_get_data (SIRAJ_CARD_PAGE (self));
}

static void
entry_page_show (SirajCardPage *card, gconstpointer data)
{
    SirajEntryPage *self = SIRAJ_ENTRY_PAGE (card);
    const JournalEntry *entry = data;

    record_grid_show (SIRAJ_RECORD_GRID (self->facts), entry);
    records_fill_store (self->lines, &journal_line_record, entry->lines);
    gtk_widget_set_visible (self->document, entry->source != ENUM_NONE);
    gtk_widget_set_visible (self->invoices, entry->source == JOURNAL_SOURCE_BILLING_RUNS);
    gtk_widget_set_visible (self->reverses, entry->reverses_id != 0);
    gtk_widget_set_visible (self->reversed_by, entry->reversed_by_id != 0);
}

static void
open_document (SirajEntryPage *self)
{
    const JournalEntry *entry = entry_of (self);

    if (entry->source == JOURNAL_SOURCE_ACCRUALS)
        page_open (SIRAJ_PAGE (self), &(PageLocation) { "accruals", 0, NULL });
    else
        page_open_id (SIRAJ_PAGE (self), document_pages[entry->source], entry->source_id);
}

static void
open_reverses (SirajEntryPage *self)
{
    page_open_id (SIRAJ_PAGE (self), "entry", entry_of (self)->reverses_id);
}

static void
open_reversed_by (SirajEntryPage *self)
{
    page_open_id (SIRAJ_PAGE (self), "entry", entry_of (self)->reversed_by_id);
}

static void
entry_page_finalize (GObject *object)
{
    g_object_unref (SIRAJ_ENTRY_PAGE (object)->lines);
    G_OBJECT_CLASS (entry_page_parent_class)->finalize (object);
}

static void
entry_page_class_init (SirajEntryPageClass *class)
{
    G_OBJECT_CLASS (class)->finalize = entry_page_finalize;
    SIRAJ_CARD_PAGE_CLASS (class)->show = entry_page_show;
}

static void
entry_page_init (SirajEntryPage *self)
{
}

SirajPage *
entry_page_new (const PageContext *context)
{
    SirajEntryPage *self = g_object_new (SIRAJ_TYPE_ENTRY_PAGE, NULL);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
    g_autofree char *invoices = g_strdup_printf (
        "/api/v1/journal-entries/%" G_GINT64_FORMAT "/invoices", context->location->id);
    GtkWidget *table;

    card_page_setup (SIRAJ_CARD_PAGE (self), context, &spec);
    self->facts = record_grid_new (&journal_entry_record, members, 3);
    self->lines = g_list_store_new (SIRAJ_TYPE_ITEM);
    table = table_new (G_LIST_MODEL (self->lines), &journal_line_record, line_columns,
                       G_N_ELEMENTS (line_columns));
    self->document = card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("Open the _document"),
                                        G_CALLBACK (open_document));
    self->reverses = card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("Open the entry it _reverses"),
                                        G_CALLBACK (open_reverses));
    self->reversed_by =
        card_page_add_act (SIRAJ_CARD_PAGE (self), tr ("Open the entry that reverses it"),
                           G_CALLBACK (open_reversed_by));
    self->invoices = list_pane_new_at (SIRAJ_PAGE (self), &invoices_spec, invoices);
    list_pane_set_heading (SIRAJ_LIST_PANE (self->invoices), N_ ("Invoices behind it"));
    gtk_widget_set_vexpand (self->invoices, TRUE);
    gtk_widget_set_visible (self->invoices, FALSE);
    gtk_widget_set_size_request (table, -1, LINES_HEIGHT_PX);
    gtk_widget_add_css_class (body, "form");
    gtk_box_append (GTK_BOX (body), self->facts);
    gtk_box_append (GTK_BOX (body), label_new (tr ("Lines"), "heading"));
    gtk_box_append (GTK_BOX (body), table);
    gtk_box_append (GTK_BOX (body), self->invoices);
    card_page_set_body (SIRAJ_CARD_PAGE (self), body);
    return SIRAJ_PAGE (self);
}
