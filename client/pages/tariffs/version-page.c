/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tariff version: its document in an editor, what it would cost beside it, and its life: saved
 * as a draft, proved by its cases, put in force by a second person, withdrawn, copied. */
#include "client/pages/tariffs/tariffs-pages.h"

#include "client/core/format.h"
#include "client/core/records.h"
#include "client/pages/tariffs/document-editor.h"
#include "client/pages/tariffs/version-draft.h"
#include "client/pages/tariffs/what-if.h"
#include "client/shell/confirm.h"
#include "client/widgets/badge.h"
#include "client/widgets/pieces.h"
#include "client/widgets/status-line.h"
#include "common/schema/json.h"
#include "common/types/tariffs-types.h"

#define VERSIONS_PATH "/api/v1/tariff-versions"
#define WHAT_IF_WIDTH_PX 340

#define SIRAJ_TYPE_VERSION_PAGE (version_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajVersionPage, version_page, SIRAJ, VERSION_PAGE, SirajPage)

struct _SirajVersionPage {
    SirajPage parent_instance;
    GtkWidget *editor;
    GtkWidget *what_if;
    GtkWidget *state;
    GtkWidget *name;
    GtkWidget *line;
    GtkWidget *save;
    GtkWidget *check;
    GtkWidget *copy;
    GtkWidget *compare;
    GtkWidget *activate;
    GtkWidget *withdraw;
    GtkWidget *report;
    GtkWidget *report_text;
    gint64 tariff_id;
    TariffVersionRow *row; /* as the server has it; NULL for a new draft */
    const char *verb;      /* of the act that is being asked about */
};

G_DEFINE_FINAL_TYPE (SirajVersionPage, version_page, SIRAJ_TYPE_PAGE)

static void
say (SirajVersionPage *self, Tone tone, const char *text)
{
    status_line_set (SIRAJ_STATUS_LINE (self->line), tone, text);
}

static void
report (SirajVersionPage *self, const GError *error)
{
    status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
    document_editor_show_fault (SIRAJ_DOCUMENT_EDITOR (self->editor), error);
}

static gboolean
may (SirajVersionPage *self, const char *permission)
{
    return client_session_may (page_get_session (SIRAJ_PAGE (self)), permission);
}

static gboolean
is_draft (SirajVersionPage *self)
{
    return self->row == NULL || self->row->state == TARIFF_STATE_DRAFT;
}

static void
show_tools (SirajVersionPage *self)
{
    gboolean stored = self->row != NULL;
    gboolean draft = is_draft (self);

    gtk_widget_set_visible (self->save, draft && may (self, "tariffs.write"));
    gtk_widget_set_visible (self->check, stored);
    gtk_widget_set_visible (self->copy, stored && may (self, "tariffs.write"));
    gtk_widget_set_visible (self->compare, stored);
    gtk_widget_set_visible (self->activate, stored && draft && may (self, "tariffs.activate"));
    gtk_widget_set_visible (self->withdraw, stored && !self->row->used &&
                                                self->row->state == TARIFF_STATE_ACTIVE &&
                                                may (self, "tariffs.activate"));
    document_editor_set_editable (SIRAJ_DOCUMENT_EDITOR (self->editor),
                                  draft && may (self, "tariffs.write"));
    badge_set_value (self->state, &tariff_state_enum,
                     stored ? self->row->state : TARIFF_STATE_DRAFT);
}

static void
price (SirajVersionPage *self)
{
    g_autofree char *document = document_editor_dup (SIRAJ_DOCUMENT_EDITOR (self->editor), NULL);

    if (document != NULL)
        what_if_set (SIRAJ_WHAT_IF (self->what_if), self->tariff_id, document);
}

static void
load_document (SirajVersionPage *self, const char *text)
{
    g_autoptr (GError) error = NULL;

    if (document_editor_load (SIRAJ_DOCUMENT_EDITOR (self->editor), text, &error))
        price (self);
    else
        report (self, error);
}

static void
document_changed (SirajVersionPage *self)
{
    page_set_dirty (SIRAJ_PAGE (self), is_draft (self));
    gtk_widget_set_visible (self->report, FALSE);
    price (self);
}

static void
pricing_failed (SirajWhatIf *what_if, const GError *error, gpointer user_data)
{
    status_line_set_error (SIRAJ_STATUS_LINE (SIRAJ_VERSION_PAGE (user_data)->line), error);
}

static void
priced (SirajVersionPage *self)
{
    say (self, TONE_NEUTRAL, NULL);
}

/* Loading */

static void
show_name (SirajVersionPage *self, const char *tariff, const char *day)
{
    g_autofree char *name = format_text (tariff);
    g_autofree char *from = format_text (day);
    g_autofree char *title = g_strdup_printf ("%s %s", name, from);

    gtk_label_set_text (GTK_LABEL (self->name), title);
    page_set_title (SIRAJ_PAGE (self), title);
}

/* Takes @row. */
static void
take_row (SirajVersionPage *self, TariffVersionRow *row)
{
    g_autofree char *from = date_format (row->valid_from);

    tariff_version_row_free (self->row);
    self->row = row;
    self->tariff_id = row->tariff_id;
    page_set_id (SIRAJ_PAGE (self), row->id);
    page_set_dirty (SIRAJ_PAGE (self), FALSE);
    show_name (self, row->tariff_name, from);
    load_document (self, row->document);
    show_tools (self);
}

static TariffVersionRow *
read_row (SirajVersionPage *self, const ApiAnswer *answer, GError **error)
{
    TariffVersionRow *row =
        answer != NULL ? record_from_answer (answer, &tariff_version_row_record, error) : NULL;

    page_set_busy (SIRAJ_PAGE (self), FALSE);
    return row;
}

static void
row_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajVersionPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    TariffVersionRow *row;

    if (api_error_is_cancelled (error))
        return;
    row = read_row (self, answer, &error);
    if (row == NULL) {
        report (self, error);
        return;
    }
    take_row (self, row);
    page_tell_changed (SIRAJ_PAGE (self), "tariffs");
}

static void
saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajVersionPage *self = user_data;

    row_answered (source, result, user_data);
    if (!page_is_dirty (SIRAJ_PAGE (self)) && self->row != NULL)
        say (self, TONE_GOOD, tr ("Saved."));
}

static void
call (SirajVersionPage *self, const ApiRequest *request, GAsyncReadyCallback answered)
{
    page_set_busy (SIRAJ_PAGE (self), TRUE);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), request,
                    page_get_cancellable (SIRAJ_PAGE (self)), answered, self);
}

static void
load (SirajVersionPage *self)
{
    g_autofree char *path = g_strdup_printf (VERSIONS_PATH "/%" G_GINT64_FORMAT,
                                             page_get_location (SIRAJ_PAGE (self))->id);

    call (self, &(ApiRequest) { "GET", path }, row_answered);
}

/* A new draft: a copy of a version, or the smallest document of a tariff. */

static void
copied (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajVersionPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (TariffVersionRow) row = NULL;

    if (api_error_is_cancelled (error))
        return;
    row = read_row (self, answer, &error);
    if (row == NULL) {
        report (self, error);
        return;
    }
    show_name (self, row->tariff_name, tr ("(copy)"));
    load_document (self, row->document);
    show_tools (self);
    page_set_dirty (SIRAJ_PAGE (self), TRUE);
}

static void
tariff_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajVersionPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (Tariff) tariff = NULL;
    g_autofree char *document = NULL;

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    tariff = answer != NULL ? record_from_answer (answer, &tariff_record, &error) : NULL;
    if (tariff == NULL) {
        report (self, error);
        return;
    }
    document = version_draft_document (tariff);
    show_name (self, tariff->name, tr ("(new version)"));
    load_document (self, document);
    show_tools (self);
}

static void
begin (SirajVersionPage *self, const char *query)
{
    g_autoptr (GHashTable) params =
        query != NULL ? g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL) : NULL;
    const char *tariff = params != NULL ? g_hash_table_lookup (params, "tariff_id") : NULL;
    const char *copy = params != NULL ? g_hash_table_lookup (params, "copy") : NULL;
    g_autofree char *path = NULL;

    self->tariff_id = tariff != NULL ? g_ascii_strtoll (tariff, NULL, 10) : 0;
    path = copy != NULL ? g_strconcat (VERSIONS_PATH "/", copy, NULL)
                        : g_strdup_printf ("/api/v1/tariffs/%" G_GINT64_FORMAT, self->tariff_id);
    call (self, &(ApiRequest) { "GET", path }, copy != NULL ? copied : tariff_answered);
}

/* Acts */

static void
version_page_save (SirajPage *page)
{
    SirajVersionPage *self = SIRAJ_VERSION_PAGE (page);
    g_autoptr (GError) error = NULL;
    g_autofree char *document = document_editor_dup (SIRAJ_DOCUMENT_EDITOR (self->editor), &error);
    g_autoptr (GString) body = g_string_new ("{\"document\":");
    g_autofree char *path = NULL;

    if (!is_draft (self) || !may (self, "tariffs.write") || page_is_busy (page))
        return;
    if (document == NULL) {
        report (self, error);
        return;
    }
    json_append_string (body, document);
    g_string_append_c (body, '}');
    path = self->row != NULL
               ? g_strdup_printf (VERSIONS_PATH "/%" G_GINT64_FORMAT, self->row->id)
               : g_strdup_printf ("/api/v1/tariffs/%" G_GINT64_FORMAT "/versions", self->tariff_id);
    call (self,
          &(ApiRequest) { .method = self->row != NULL ? "PATCH" : "POST",
                          .path = path,
                          .body = body->str,
                          .if_match = self->row != NULL ? self->row->version : 0 },
          saved);
}

static void
act (SirajVersionPage *self, const char *verb, GAsyncReadyCallback answered)
{
    g_autofree char *path =
        g_strdup_printf (VERSIONS_PATH "/%" G_GINT64_FORMAT "/%s", self->row->id, verb);

    call (self, &(ApiRequest) { .method = "POST", .path = path, .if_match = self->row->version },
          answered);
}

static void
checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajVersionPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (CaseReport) cases = NULL;
    g_autofree char *text = NULL;

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    cases = answer != NULL ? record_from_answer (answer, &case_report_record, &error) : NULL;
    if (cases == NULL) {
        report (self, error);
        return;
    }
    text = format_text (cases->report);
    gtk_label_set_text (GTK_LABEL (self->report_text), text);
    gtk_widget_set_visible (self->report, TRUE);
    say (self, cases->passed ? TONE_GOOD : TONE_BAD,
         cases->passed ? tr ("Every golden case passed.") : tr ("A golden case failed."));
}

static void
check (SirajVersionPage *self)
{
    if (page_is_dirty (SIRAJ_PAGE (self)))
        say (self, TONE_WARNING, tr ("Save first: the cases of the saved document are run."));
    else
        act (self, "check", checked);
}

static void
copy (SirajVersionPage *self)
{
    g_autofree char *query = g_strdup_printf (
        "tariff_id=%" G_GINT64_FORMAT "&copy=%" G_GINT64_FORMAT, self->tariff_id, self->row->id);

    page_open (SIRAJ_PAGE (self), &(PageLocation) { "tariff-version", 0, query });
}

static void
compare (SirajVersionPage *self)
{
    g_autofree char *query = g_strdup_printf (
        "tariff_id=%" G_GINT64_FORMAT "&second=%" G_GINT64_FORMAT, self->tariff_id, self->row->id);

    page_open (SIRAJ_PAGE (self), &(PageLocation) { "tariff-comparison", 0, query });
}

static void
confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    SirajVersionPage *self = user_data;

    if (yes)
        act (self, self->verb, row_answered);
}

static void
activate (SirajVersionPage *self)
{
    g_autofree char *day = format_date (self->row->valid_from);
    g_autofree char *body = g_strdup_printf (
        tr ("From %s on it prices every bill of the tariff, and the version before "
            "it ends there. It cannot be changed once it has billed."),
        day);

    self->verb = "activate";
    confirm_ask (GTK_WIDGET (self),
                 &(Question) { tr ("Put this version in force?"), body, tr ("_Put it in force"),
                               TRUE, FALSE },
                 confirmed, self);
}

static void
withdraw (SirajVersionPage *self)
{
    self->verb = "withdraw";
    confirm_ask (GTK_WIDGET (self),
                 &(Question) { tr ("Withdraw this version?"),
                               tr ("It prices nothing any more. It has not billed yet."),
                               tr ("_Withdraw it"), TRUE, FALSE },
                 confirmed, self);
}

static void
version_page_refresh (SirajPage *page)
{
    if (SIRAJ_VERSION_PAGE (page)->row != NULL && !page_is_dirty (page))
        load (SIRAJ_VERSION_PAGE (page));
}

static gboolean
version_page_escape (SirajPage *page)
{
    page_close (page);
    return TRUE;
}

/* Making */

static GtkWidget *
add_button (SirajVersionPage *self, GtkWidget *foot, const char *label, GCallback clicked)
{
    GtkWidget *button = button_new (label, clicked, self);

    gtk_widget_set_visible (button, FALSE);
    gtk_box_append (GTK_BOX (foot), button);
    return button;
}

static GtkWidget *
make_foot (SirajVersionPage *self)
{
    GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

    self->save = add_button (self, foot, tr ("_Save"), G_CALLBACK (page_save));
    self->check = add_button (self, foot, tr ("_Run the golden cases"), G_CALLBACK (check));
    self->copy = add_button (self, foot, tr ("_Copy into a new version"), G_CALLBACK (copy));
    self->compare =
        add_button (self, foot, tr ("Com_pare with another version"), G_CALLBACK (compare));
    self->activate = add_button (self, foot, tr ("_Put it in force"), G_CALLBACK (activate));
    self->withdraw = add_button (self, foot, tr ("_Withdraw it"), G_CALLBACK (withdraw));
    self->line = status_line_new ();
    gtk_widget_add_css_class (self->save, "suggested-action");
    gtk_widget_set_tooltip_text (self->save, "Ctrl+S");
    gtk_widget_add_css_class (self->withdraw, "destructive-action");
    gtk_widget_set_hexpand (self->line, TRUE);
    gtk_widget_add_css_class (foot, "foot");
    gtk_box_append (GTK_BOX (foot), self->line);
    return foot;
}

static GtkWidget *
make_head (SirajVersionPage *self)
{
    GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
    GtkWidget *keys = label_new (
        tr ("Enter: next row · Ctrl+Enter: add a row · Ctrl+Delete: remove it"), "dim-label");

    self->name = label_new (NULL, "heading");
    self->state = badge_new (TONE_NEUTRAL, NULL);
    gtk_label_set_ellipsize (GTK_LABEL (keys), PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class (head, "tools");
    gtk_box_append (GTK_BOX (head), self->name);
    gtk_box_append (GTK_BOX (head), self->state);
    gtk_box_append (GTK_BOX (head), keys);
    return head;
}

static GtkWidget *
make_left (SirajVersionPage *self)
{
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

    self->editor = document_editor_new (page_get_api (SIRAJ_PAGE (self)));
    self->report = gtk_scrolled_window_new ();
    self->report_text = label_new (NULL, "numeric");
    gtk_widget_set_valign (self->report_text, GTK_ALIGN_START);
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->report), self->report_text);
    gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->report), 160);
    gtk_widget_add_css_class (self->report, "form");
    gtk_widget_set_visible (self->report, FALSE);
    gtk_widget_set_hexpand (box, TRUE);
    gtk_widget_set_vexpand (self->editor, TRUE);
    gtk_box_append (GTK_BOX (box), make_head (self));
    gtk_box_append (GTK_BOX (box), self->editor);
    gtk_box_append (GTK_BOX (box), self->report);
    return box;
}

static void
version_page_finalize (GObject *object)
{
    tariff_version_row_free (SIRAJ_VERSION_PAGE (object)->row);
    G_OBJECT_CLASS (version_page_parent_class)->finalize (object);
}

static void
version_page_class_init (SirajVersionPageClass *class)
{
    SirajPageClass *page_class = SIRAJ_PAGE_CLASS (class);

    G_OBJECT_CLASS (class)->finalize = version_page_finalize;
    page_class->save = version_page_save;
    page_class->refresh = version_page_refresh;
    page_class->escape = version_page_escape;
}

static void
version_page_init (SirajVersionPage *self)
{
}

SirajPage *
version_page_new (const PageContext *context)
{
    SirajVersionPage *self = g_object_new (SIRAJ_TYPE_VERSION_PAGE, NULL);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

    page_setup (SIRAJ_PAGE (self), context, tr ("Tariff version"),
                "accessories-calculator-symbolic");
    self->what_if = what_if_new (page_get_api (SIRAJ_PAGE (self)));
    gtk_widget_set_size_request (self->what_if, WHAT_IF_WIDTH_PX, -1);
    gtk_widget_set_vexpand (body, TRUE);
    gtk_box_append (GTK_BOX (body), make_left (self));
    gtk_box_append (GTK_BOX (body), self->what_if);
    gtk_box_append (GTK_BOX (self), body);
    gtk_box_append (GTK_BOX (self), make_foot (self));
    g_signal_connect_swapped (self->editor, "changed", G_CALLBACK (document_changed), self);
    g_signal_connect (self->what_if, "failed", G_CALLBACK (pricing_failed), self);
    g_signal_connect_swapped (self->what_if, "priced", G_CALLBACK (priced), self);
    if (context->location->id != 0)
        load (self);
    else
        begin (self, context->location->query);
    return SIRAJ_PAGE (self);
}
