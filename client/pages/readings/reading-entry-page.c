/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typing readings in route order: choose the route and the day, then only digits and Enter. */
#include "client/core/format.h"
#include "client/core/page-model.h"
#include "client/core/records.h"
#include "client/pages/readings/entry-grid.h"
#include "client/pages/readings/readings-pages.h"
#include "client/shell/route-sheet-print.h"
#include "client/shell/confirm.h"
#include "client/widgets/form.h"
#include "client/widgets/pieces.h"
#include "client/widgets/search-entry.h"
#include "client/widgets/status-line.h"
#include "client/widgets/status-page.h"
#include "common/base/language.h"
#include "common/types/geography-types.h"
#include "common/types/readings-types.h"

#define SHEET_ROWS PAGE_MODEL_MAX_ROWS
#define WINDOW_DAYS 9 /* the shortest cycle has ten days */

/* What is read, and when; never sent. */
typedef struct {
    gint64 route_id;
    char *route_name;
    Date read_on;
    Date since;
    gint64 cycle_id; /* 0: all */
    char *cycle_name;
    gboolean unread;
} SheetChoice;
RECORD_DECLARE (sheet_choice, SheetChoice)

RECORD_DEFINE (sheet_choice, SheetChoice,
               FIELD_ID (SheetChoice, route_id, N_ ("Route"), FIELD_REQUIRED),
               FIELD_TEXT (SheetChoice, route_name, N_ ("Route"), FIELD_READ_ONLY),
               FIELD_DATE (SheetChoice, read_on, N_ ("Read on"), FIELD_REQUIRED),
               FIELD_DATE (SheetChoice, since, N_ ("Since"), FIELD_REQUIRED),
               FIELD_ID (SheetChoice, cycle_id, N_ ("Billing cycle"), FIELD_PLAIN),
               FIELD_TEXT (SheetChoice, cycle_name, N_ ("Billing cycle"), FIELD_READ_ONLY),
               FIELD_BOOLEAN (SheetChoice, unread, N_ ("Only what is not read"), FIELD_PLAIN))

static const FormField choice_fields[] = {
    { "route_id", 0, { "/api/v1/routes", "route_name" } }, { "read_on" }, { "since" },
    { "cycle_id", 0, { "/api/v1/cycles", "cycle_name" } }, { "unread" },
};
static const FormSection choice_sections[] = {
    { N_ ("Route and day"), 3, FORM_OPEN, FORM_FIELDS (choice_fields) },
};
static const FormLayout choice_layout = { FORM_FIELDS (choice_sections) };

struct _SirajReadingEntryPage {
    SirajPage parent_instance;
    SirajPageModel *model; /* the sheet, SHEET_ROWS lines at a time; NULL: none chosen */
    GtkWidget *choice;
    GtkWidget *stack;
    GtkWidget *grid;
    GtkWidget *status;
    GtkWidget *foot;
    GtkWidget *progress;
    GtkWidget *bar;
    GtkWidget *scan;
    GtkWidget *line;
    GtkWidget *next;
    GtkWidget *previous;
    Date read_on;    /* the day that the window was moved for last */
    gboolean at_end; /* Enter on the last line, whose answer has not come yet */
};

#define SIRAJ_TYPE_READING_ENTRY_PAGE (reading_entry_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajReadingEntryPage, reading_entry_page, SIRAJ, READING_ENTRY_PAGE,
                      SirajPage)
G_DEFINE_FINAL_TYPE (SirajReadingEntryPage, reading_entry_page, SIRAJ_TYPE_PAGE)

static SirajEntryGrid *
grid_of (SirajReadingEntryPage *self)
{
    return SIRAJ_ENTRY_GRID (self->grid);
}

/* The end of the sheet, once the last values are stored: the next lines, or what is left. */
static void
past_end (SirajReadingEntryPage *self)
{
    self->at_end = entry_grid_is_dirty (grid_of (self));
    if (self->at_end) {
        if (page_model_has_next (self->model)) /* what is typed meanwhile is not for this line */
            gtk_widget_grab_focus (self->next);
        return;
    }
    if (page_model_has_next (self->model))
        page_model_next (self->model);
    else if (!entry_grid_focus_unread (grid_of (self)))
        status_line_set (SIRAJ_STATUS_LINE (self->line), TONE_GOOD,
                         entry_grid_count_visited (grid_of (self)) == 0
                             ? tr ("Every meter of this sheet is read.")
                             : tr ("Every meter of this sheet is read or has a remark."));
}

/* Progress */

static void
show_progress (SirajReadingEntryPage *self)
{
    guint all = entry_grid_count (grid_of (self));
    guint read = entry_grid_count_read (grid_of (self));
    guint held = entry_grid_count_held (grid_of (self));
    g_autofree char *read_text = format_integer (read);
    g_autofree char *all_text = format_integer (all);
    g_autofree char *held_text = format_integer (held);
    g_autofree char *words = held > 0 ? g_strdup_printf (tr ("%s of %s read · %s held for review"),
                                                         read_text, all_text, held_text)
                                      : g_strdup_printf (tr ("%s of %s read"), read_text, all_text);

    gtk_label_set_text (GTK_LABEL (self->progress), words);
    if (self->at_end)
        past_end (self);
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), all > 0 ? (double)read / all : 0);
    page_set_dirty (SIRAJ_PAGE (self), entry_grid_is_dirty (grid_of (self)));
}

static GPtrArray *
rows_of (SirajPageModel *model)
{
    GListModel *items = page_model_get_items (model);
    guint n = g_list_model_get_n_items (items);
    GPtrArray *rows = g_ptr_array_sized_new (n);

    for (guint i = 0; i < n; i++) {
        g_autoptr (SirajItem) item = g_list_model_get_item (items, i);

        g_ptr_array_add (rows, (gpointer)item_get_data (item));
    }
    return rows;
}

static void
show_sheet (SirajReadingEntryPage *self)
{
    const SheetChoice *choice = form_get_data (SIRAJ_FORM (self->choice));
    g_autoptr (GPtrArray) rows = rows_of (self->model);

    self->at_end = FALSE;
    gtk_widget_set_visible (self->foot, rows->len > 0);
    gtk_widget_set_visible (self->next, page_model_has_next (self->model));
    gtk_widget_set_visible (self->previous, page_model_has_previous (self->model));
    if (rows->len == 0) {
        status_page_set (SIRAJ_STATUS_PAGE (self->status), NULL, tr ("Nothing to read"),
                         tr ("No meter hangs on the service points of this route."), NULL);
        gtk_stack_set_visible_child (GTK_STACK (self->stack), self->status);
        return;
    }
    gtk_stack_set_visible_child (GTK_STACK (self->stack), self->grid);
    entry_grid_show (grid_of (self), rows, choice->read_on);
}

static void
model_changed (SirajReadingEntryPage *self)
{
    gboolean loading = page_model_is_loading (self->model);
    const GError *error = page_model_get_error (self->model);

    page_set_busy (SIRAJ_PAGE (self), loading);
    if (loading)
        return;
    if (error == NULL) {
        show_sheet (self);
        return;
    }
    status_page_set_error (SIRAJ_STATUS_PAGE (self->status), error);
    gtk_stack_set_visible_child (GTK_STACK (self->stack), self->status);
}

/* Choosing */

static void
open_sheet (SirajReadingEntryPage *self)
{
    const SheetChoice *choice = form_get_data (SIRAJ_FORM (self->choice));
    g_autofree char *path =
        g_strdup_printf ("/api/v1/routes/%" G_GINT64_FORMAT "/sheet", choice->route_id);
    g_autofree char *from = date_format (choice->since);
    g_autofree char *to = date_format (choice->read_on);

    if (self->model != NULL)
        g_signal_handlers_disconnect_by_data (self->model, self);
    g_clear_object (&self->model);
    self->model = page_model_new (page_get_api (SIRAJ_PAGE (self)), path, &route_row_record);
    page_model_set_limit (self->model, SHEET_ROWS);
    page_model_set (self->model, "from", from);
    page_model_set (self->model, "to", to);
    page_model_set (self->model, "unread", choice->unread ? "true" : NULL);
    if (choice->cycle_id != 0) {
        g_autofree char *cycle = g_strdup_printf ("%" G_GINT64_FORMAT, choice->cycle_id);

        page_model_set (self->model, "cycle_id", cycle);
    }
    g_signal_connect_object (self->model, "changed", G_CALLBACK (model_changed), self,
                             G_CONNECT_SWAPPED);
    page_model_reload (self->model);
}

static void
discard_confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    if (yes)
        open_sheet (user_data);
}

static void
choose (SirajReadingEntryPage *self)
{
    g_autofree char *body = NULL;

    form_clear_errors (SIRAJ_FORM (self->choice));
    body = form_collect (SIRAJ_FORM (self->choice));
    if (body == NULL)
        return;
    if (!entry_grid_is_dirty (grid_of (self)))
        open_sheet (self);
    else
        confirm_ask (self->grid,
                     &(Question) { tr ("Leave this sheet?"),
                                   tr ("A value on it has not been stored."),
                                   tr ("_Discard what is typed"), TRUE, FALSE },
                     discard_confirmed, self);
}

/* Another day moves the window along with it. */
static void
choice_edited (SirajForm *form, const char *name, gpointer user_data)
{
    SirajReadingEntryPage *self = user_data;
    const SheetChoice *choice = form_get_data (form);
    g_autoptr (SheetChoice) moved = NULL;

    if (choice->read_on == DATE_NONE || choice->read_on == self->read_on)
        return;
    self->read_on = choice->read_on;
    moved = record_copy (&sheet_choice_record, choice);
    moved->since = moved->read_on - WINDOW_DAYS;
    editor_load (form_get_editor (form, "since"), moved);
    editor_store (form_get_editor (form, "since"), (gpointer)choice, NULL);
}

/* Scanning */

static void
scanned (SirajSearchEntry *entry, const char *text, gpointer user_data)
{
    SirajReadingEntryPage *self = user_data;
    g_autofree char *shown = format_text (text);
    g_autofree char *words = NULL;

    if (*text == '\0')
        return;
    if (entry_grid_focus_meter (grid_of (self), text)) {
        status_line_set (SIRAJ_STATUS_LINE (self->line), TONE_NEUTRAL, NULL);
        search_entry_set_text (entry, NULL);
        return;
    }
    words = g_strdup_printf (tr ("Meter %s is not on this sheet."), shown);
    status_line_set (SIRAJ_STATUS_LINE (self->line), TONE_WARNING, words);
}

/* Keys */

static void
reading_entry_page_find (SirajPage *page)
{
    gtk_widget_grab_focus (SIRAJ_READING_ENTRY_PAGE (page)->scan);
}

/* What stands on screen, as paper for a reader. */
static void
reading_entry_page_print (SirajPage *page)
{
    SirajReadingEntryPage *self = SIRAJ_READING_ENTRY_PAGE (page);
    const SheetChoice *choice = form_get_data (SIRAJ_FORM (self->choice));

    if (self->model != NULL)
        route_sheet_print (page,
                           &(RouteSheetOrder) { choice->route_id, choice->since, choice->read_on,
                                                choice->cycle_id, choice->unread });
}

static void
reading_entry_page_refresh (SirajPage *page)
{
    choose (SIRAJ_READING_ENTRY_PAGE (page));
}

static void
reading_entry_page_shown (SirajPage *page)
{
    SirajReadingEntryPage *self = SIRAJ_READING_ENTRY_PAGE (page);

    if (entry_grid_count (grid_of (self)) == 0)
        form_focus_first (SIRAJ_FORM (self->choice));
    else
        entry_grid_focus_unread (grid_of (self));
}

/* Making */

static GtkWidget *
make_choice (SirajReadingEntryPage *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *open = gtk_button_new_with_mnemonic (tr ("_Open the sheet"));
    g_autoptr (SheetChoice) initial = sheet_choice_new ();

    initial->read_on = instant_date (g_get_real_time (), 0);
    initial->since = initial->read_on - WINDOW_DAYS;
    self->read_on = initial->read_on;
    self->choice =
        form_new (&sheet_choice_record, &choice_layout, page_get_api (SIRAJ_PAGE (self)));
    form_set_initial (SIRAJ_FORM (self->choice), initial);
    gtk_widget_set_hexpand (self->choice, TRUE);
    gtk_widget_set_valign (open, GTK_ALIGN_END);
    gtk_widget_set_margin_bottom (open, 12);
    gtk_widget_set_margin_end (open, 12);
    gtk_widget_add_css_class (open, "suggested-action");
    gtk_widget_add_css_class (box, "sheet-choice");
    gtk_box_append (GTK_BOX (box), self->choice);
    gtk_box_append (GTK_BOX (box), open);
    g_signal_connect_swapped (open, "clicked", G_CALLBACK (choose), self);
    g_signal_connect_swapped (self->choice, "save", G_CALLBACK (choose), self);
    g_signal_connect (self->choice, "edited", G_CALLBACK (choice_edited), self);
    return box;
}

static GtkWidget *
make_foot (SirajReadingEntryPage *self)
{
    GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *print;

    self->progress = label_new (NULL, "heading");
    self->bar = gtk_progress_bar_new ();
    self->scan = search_entry_new (N_ ("Scan or type a meter (Ctrl+F)"));
    self->line = status_line_new ();
    self->previous = gtk_button_new_with_mnemonic (tr ("_Earlier lines"));
    self->next = gtk_button_new_with_mnemonic (tr ("_Next lines"));
    print = icon_button_new ("printer-symbolic", tr ("Print the reading sheet"), NULL);
    g_signal_connect_swapped (print, "clicked", G_CALLBACK (page_print), self);
    gtk_widget_set_valign (self->bar, GTK_ALIGN_CENTER);
    gtk_widget_set_size_request (self->bar, 160, -1);
    gtk_widget_set_hexpand (self->line, TRUE);
    gtk_widget_add_css_class (foot, "foot");
    gtk_box_append (GTK_BOX (foot), self->progress);
    gtk_box_append (GTK_BOX (foot), self->bar);
    gtk_box_append (GTK_BOX (foot), self->line);
    gtk_box_append (GTK_BOX (foot), self->scan);
    gtk_box_append (GTK_BOX (foot), print);
    gtk_box_append (GTK_BOX (foot), self->previous);
    gtk_box_append (GTK_BOX (foot), self->next);
    return foot;
}

static void
go_next (SirajReadingEntryPage *self)
{
    if (!entry_grid_is_dirty (grid_of (self)))
        page_model_next (self->model);
}

static void
go_previous (SirajReadingEntryPage *self)
{
    if (!entry_grid_is_dirty (grid_of (self)))
        page_model_previous (self->model);
}

static void
watch (SirajReadingEntryPage *self)
{
    g_signal_connect_swapped (self->grid, "changed", G_CALLBACK (show_progress), self);
    g_signal_connect_swapped (self->grid, "past-end", G_CALLBACK (past_end), self);
    g_signal_connect (self->scan, "searched", G_CALLBACK (scanned), self);
    g_signal_connect_swapped (self->next, "clicked", G_CALLBACK (go_next), self);
    g_signal_connect_swapped (self->previous, "clicked", G_CALLBACK (go_previous), self);
    g_signal_connect_swapped (self->status, "action", G_CALLBACK (choose), self);
}

static void
reading_entry_page_dispose (GObject *object)
{
    SirajReadingEntryPage *self = SIRAJ_READING_ENTRY_PAGE (object);

    if (self->grid != NULL)
        g_signal_handlers_disconnect_by_data (self->grid, self);
    g_clear_object (&self->model);
    G_OBJECT_CLASS (reading_entry_page_parent_class)->dispose (object);
}

static void
reading_entry_page_class_init (SirajReadingEntryPageClass *class)
{
    SirajPageClass *page_class = SIRAJ_PAGE_CLASS (class);

    G_OBJECT_CLASS (class)->dispose = reading_entry_page_dispose;
    page_class->find = reading_entry_page_find;
    page_class->refresh = reading_entry_page_refresh;
    page_class->shown = reading_entry_page_shown;
    page_class->print = reading_entry_page_print;
}

static void
reading_entry_page_init (SirajReadingEntryPage *self)
{
}

/* "route_id=3" of the location opens its sheet at once; "from", "to" and "cycle_id" narrow it. */
static void
route_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajReadingEntryPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (ReadingRoute) route = NULL;
    g_autoptr (SheetChoice) choice = NULL;

    if (api_error_is_cancelled (error))
        return;
    route = answer != NULL ? record_from_answer (answer, &reading_route_record, &error) : NULL;
    if (route == NULL) {
        page_report (SIRAJ_PAGE (self), error);
        return;
    }
    choice = record_copy (&sheet_choice_record, form_get_data (SIRAJ_FORM (self->choice)));
    choice->route_id = route->id;
    choice->route_name = g_strdup (route->name);
    form_set_initial (SIRAJ_FORM (self->choice), choice);
    open_sheet (self);
}

/* The window and the cycle of the query, where it has them. */
static void
choose_window (SirajReadingEntryPage *self, GHashTable *params)
{
    g_autoptr (SheetChoice) choice =
        record_copy (&sheet_choice_record, form_get_data (SIRAJ_FORM (self->choice)));
    const char *from = g_hash_table_lookup (params, "from");
    const char *to = g_hash_table_lookup (params, "to");
    const char *cycle = g_hash_table_lookup (params, "cycle_id");

    if (from != NULL)
        date_parse (from, &choice->since, NULL);
    if (to != NULL)
        date_parse (to, &choice->read_on, NULL);
    if (cycle != NULL &&
        g_ascii_string_to_signed (cycle, 10, 1, G_MAXINT64, &choice->cycle_id, NULL))
        choice->cycle_name = g_strdup (g_hash_table_lookup (params, "cycle_name"));
    self->read_on = choice->read_on;
    form_set_initial (SIRAJ_FORM (self->choice), choice);
}

static void
apply_query (SirajReadingEntryPage *self, const char *query)
{
    g_autoptr (GHashTable) params =
        g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
    const char *route = params != NULL ? g_hash_table_lookup (params, "route_id") : NULL;
    g_autofree char *path = NULL;

    if (route == NULL || !g_ascii_string_to_unsigned (route, 10, 1, G_MAXINT64, NULL, NULL))
        return;
    choose_window (self, params);
    path = g_strconcat ("/api/v1/routes/", route, NULL);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &(ApiRequest) { "GET", path },
                    page_get_cancellable (SIRAJ_PAGE (self)), route_came, self);
}

SirajPage *
reading_entry_page_new (const PageContext *context)
{
    SirajReadingEntryPage *self = g_object_new (SIRAJ_TYPE_READING_ENTRY_PAGE, NULL);

    page_setup (SIRAJ_PAGE (self), context, tr ("Enter readings"), "document-edit-symbolic");
    self->stack = gtk_stack_new ();
    self->status = status_page_new ();
    self->grid = entry_grid_new (page_get_api (SIRAJ_PAGE (self)));
    gtk_stack_add_child (GTK_STACK (self->stack), self->status);
    gtk_stack_add_child (GTK_STACK (self->stack), self->grid);
    gtk_widget_set_vexpand (self->stack, TRUE);
    status_page_set (SIRAJ_STATUS_PAGE (self->status), "document-edit-symbolic",
                     tr ("Choose a route"),
                     tr ("Then type what each meter shows and press Enter. The arrows go up and "
                         "down; what is held for review can stay where it is."),
                     NULL);
    gtk_box_append (GTK_BOX (self), make_choice (self));
    gtk_box_append (GTK_BOX (self), self->stack);
    self->foot = make_foot (self);
    gtk_box_append (GTK_BOX (self), self->foot);
    gtk_widget_set_visible (self->foot, FALSE);
    watch (self);
    if (context->location->query != NULL)
        apply_query (self, context->location->query);
    return SIRAJ_PAGE (self);
}
