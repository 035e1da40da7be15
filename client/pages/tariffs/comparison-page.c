/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two versions side by side: where they differ, and what that comes to over the consumption. */
#include "client/pages/tariffs/tariffs-pages.h"

#include "client/core/format.h"
#include "client/core/records.h"
#include "client/widgets/pieces.h"
#include "client/widgets/status-line.h"
#include "client/widgets/table.h"
#include "common/types/tariffs-types.h"

#define SIRAJ_TYPE_COMPARISON_PAGE (comparison_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajComparisonPage, comparison_page, SIRAJ, COMPARISON_PAGE, SirajPage)

struct _SirajComparisonPage {
    SirajPage parent_instance;
    GtkWidget *title;
    GtkWidget *line;
    GListStore *differences;
    GListStore *amounts;
    char *path;
};

G_DEFINE_FINAL_TYPE (SirajComparisonPage, comparison_page, SIRAJ_TYPE_PAGE)

static const Column difference_columns[] = {
    { "member", 34, COLUMN_EXPAND },
    { "first", 14 },
    { "second", 14 },
};
static const Column amount_columns[] = {
    { "energy_wh", 9 },
    { "first_minor", 11 },
    { "second_minor", 11 },
    { "difference_minor", 11, COLUMN_DASH },
};

static void
show (SirajComparisonPage *self, const VersionComparison *comparison)
{
    g_autofree char *first = format_date (comparison->first_from);
    g_autofree char *second = format_date (comparison->second_from);
    g_autofree char *first_name = format_text (comparison->first_name);
    g_autofree char *second_name = format_text (comparison->second_name);
    /* Translators: tariff and day of the first version, then of the second */
    g_autofree char *title = g_strdup_printf (tr ("First: %s from %s · Second: %s from %s"),
                                              first_name, first, second_name, second);

    gtk_label_set_text (GTK_LABEL (self->title), title);
    records_fill_store (self->differences, &version_difference_record, comparison->differences);
    records_fill_store (self->amounts, &compared_amount_record, comparison->amounts);
    status_line_set (SIRAJ_STATUS_LINE (self->line),
                     comparison->refusal != NULL ? TONE_WARNING : TONE_NEUTRAL,
                     comparison->refusal);
}

static void
answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajComparisonPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (VersionComparison) comparison = NULL;

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    comparison =
        answer != NULL ? record_from_answer (answer, &version_comparison_record, &error) : NULL;
    if (comparison != NULL)
        show (self, comparison);
    else
        status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
}

static void
comparison_page_refresh (SirajPage *page)
{
    SirajComparisonPage *self = SIRAJ_COMPARISON_PAGE (page);

    page_set_busy (page, TRUE);
    api_call_async (page_get_api (page), &(ApiRequest) { "GET", self->path },
                    page_get_cancellable (page), answered, self);
}

static gboolean
comparison_page_escape (SirajPage *page)
{
    page_close (page);
    return TRUE;
}

static void
comparison_page_finalize (GObject *object)
{
    SirajComparisonPage *self = SIRAJ_COMPARISON_PAGE (object);

    g_clear_object (&self->differences);
    g_clear_object (&self->amounts);
    g_free (self->path);
    G_OBJECT_CLASS (comparison_page_parent_class)->finalize (object);
}

static void
comparison_page_class_init (SirajComparisonPageClass *class)
{
    SirajPageClass *page_class = SIRAJ_PAGE_CLASS (class);

    G_OBJECT_CLASS (class)->finalize = comparison_page_finalize;
    page_class->refresh = comparison_page_refresh;
    page_class->escape = comparison_page_escape;
}

static void
comparison_page_init (SirajComparisonPage *self)
{
}

static void
take_query (SirajComparisonPage *self, const char *query)
{
    g_autoptr (GHashTable) params =
        query != NULL ? g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL) : NULL;
    const char *first = params != NULL ? g_hash_table_lookup (params, "first") : NULL;
    const char *second = params != NULL ? g_hash_table_lookup (params, "second") : NULL;

    self->path = g_strdup_printf ("/api/v1/tariff-versions/%s/comparison?with=%s",
                                  first != NULL ? first : "0", second != NULL ? second : "0");
}

SirajPage *
comparison_page_new (const PageContext *context)
{
    SirajComparisonPage *self = g_object_new (SIRAJ_TYPE_COMPARISON_PAGE, NULL);
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *differences;
    GtkWidget *amounts;

    page_setup (SIRAJ_PAGE (self), context, tr ("Comparison"), "accessories-calculator-symbolic");
    take_query (self, context->location->query);
    self->differences = g_list_store_new (SIRAJ_TYPE_ITEM);
    self->amounts = g_list_store_new (SIRAJ_TYPE_ITEM);
    self->title = label_new (NULL, "heading");
    self->line = status_line_new ();
    differences = table_new (G_LIST_MODEL (self->differences), &version_difference_record,
                             difference_columns, G_N_ELEMENTS (difference_columns));
    amounts = table_new (G_LIST_MODEL (self->amounts), &compared_amount_record, amount_columns,
                         G_N_ELEMENTS (amount_columns));
    gtk_label_set_ellipsize (GTK_LABEL (self->title), PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class (self->title, "tools");
    gtk_widget_set_hexpand (differences, TRUE);
    gtk_widget_set_hexpand (amounts, TRUE);
    gtk_widget_set_vexpand (body, TRUE);
    gtk_box_append (GTK_BOX (body), differences);
    gtk_box_append (GTK_BOX (body), amounts);
    gtk_box_append (GTK_BOX (self), self->title);
    gtk_box_append (GTK_BOX (self), body);
    gtk_box_append (GTK_BOX (self), self->line);
    comparison_page_refresh (SIRAJ_PAGE (self));
    return SIRAJ_PAGE (self);
}
