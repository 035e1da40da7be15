/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two versions of a tariff side by side: where they differ, and what that comes to over the
 * consumption. */
#include "client/pages/tariffs/tariffs-pages.h"

#include "client/core/format.h"
#include "client/core/records.h"
#include "client/widgets/pieces.h"
#include "client/widgets/status-line.h"
#include "client/widgets/table.h"
#include "common/types/tariffs-types.h"

#define VERSIONS_PATH "/api/v1/tariff-versions"
#define MOST_VERSIONS 200

#define SIRAJ_TYPE_COMPARISON_PAGE (comparison_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajComparisonPage, comparison_page, SIRAJ, COMPARISON_PAGE, SirajPage)

struct _SirajComparisonPage {
    SirajPage parent_instance;
    GtkWidget *name;
    GtkWidget *choices[2]; /* the first and the second version */
    GtkWidget *line;
    GListStore *differences;
    GListStore *amounts;
    GPtrArray *versions; /* TariffVersionRow, the newest first; NULL until they came */
    gint64 tariff_id;
    gint64 wanted[2]; /* ids, 0: the page chooses */
    gboolean filling;
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
say (SirajComparisonPage *self, Tone tone, const char *text)
{
    status_line_set (SIRAJ_STATUS_LINE (self->line), tone, text);
}

static void
show (SirajComparisonPage *self, const VersionComparison *comparison)
{
    records_fill_store (self->differences, &version_difference_record,
                        comparison != NULL ? comparison->differences : NULL);
    records_fill_store (self->amounts, &compared_amount_record,
                        comparison != NULL ? comparison->amounts : NULL);
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
    show (self, comparison);
    if (comparison == NULL)
        status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
    else
        say (self, comparison->refusal != NULL ? TONE_WARNING : TONE_NEUTRAL, comparison->refusal);
}

static const TariffVersionRow *
chosen (SirajComparisonPage *self, guint side)
{
    guint at = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->choices[side]));

    return self->versions != NULL && at < self->versions->len
               ? g_ptr_array_index (self->versions, at)
               : NULL;
}

static void
compare (SirajComparisonPage *self)
{
    const TariffVersionRow *first = chosen (self, 0);
    const TariffVersionRow *second = chosen (self, 1);
    g_autofree char *path = NULL;

    if (self->filling || first == NULL || second == NULL)
        return;
    path = g_strdup_printf (VERSIONS_PATH "/%" G_GINT64_FORMAT "/comparison?with=%" G_GINT64_FORMAT,
                            first->id, second->id);
    page_set_busy (SIRAJ_PAGE (self), TRUE);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &(ApiRequest) { "GET", path },
                    page_get_cancellable (SIRAJ_PAGE (self)), answered, self);
}

/* The versions */

static guint
position_of (const GPtrArray *versions, gint64 id)
{
    for (guint i = 0; i < versions->len; i++)
        if (((const TariffVersionRow *)g_ptr_array_index (versions, i))->id == id)
            return i;
    return GTK_INVALID_LIST_POSITION;
}

/* The version that was in force before this one begins, or the newest before it. */
static guint
position_before (const GPtrArray *versions, const TariffVersionRow *row)
{
    guint best = GTK_INVALID_LIST_POSITION;

    for (guint i = 0; i < versions->len; i++) {
        const TariffVersionRow *other = g_ptr_array_index (versions, i);

        if (other->id == row->id || other->valid_from > row->valid_from)
            continue;
        if (other->state == TARIFF_STATE_ACTIVE)
            return i;
        if (best == GTK_INVALID_LIST_POSITION)
            best = i;
    }
    return best;
}

static char *
version_words (const TariffVersionRow *row)
{
    g_autofree char *from = format_date (row->valid_from);

    return g_strdup_printf ("%s · %s", from, enumeration_label (&tariff_state_enum, row->state));
}

/* What was chosen stays so when the versions come again. */
static void
remember (SirajComparisonPage *self)
{
    for (guint side = 0; side < G_N_ELEMENTS (self->choices); side++) {
        const TariffVersionRow *row = chosen (self, side);

        if (row != NULL)
            self->wanted[side] = row->id;
    }
}

static void
choose (SirajComparisonPage *self)
{
    guint second = position_of (self->versions, self->wanted[1]);
    guint first = position_of (self->versions, self->wanted[0]);

    if (second == GTK_INVALID_LIST_POSITION)
        second = 0;
    if (first == GTK_INVALID_LIST_POSITION)
        first = position_before (self->versions, g_ptr_array_index (self->versions, second));
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choices[0]), first);
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->choices[1]), second);
    if (first == GTK_INVALID_LIST_POSITION)
        say (self, TONE_WARNING,
             tr ("No version of this tariff came before it: choose another to compare it with."));
}

static void
fill_choices (SirajComparisonPage *self)
{
    self->filling = TRUE;
    for (guint side = 0; side < G_N_ELEMENTS (self->choices); side++) {
        g_autoptr (GtkStringList) words = gtk_string_list_new (NULL);

        for (guint i = 0; i < self->versions->len; i++)
            gtk_string_list_take (words, version_words (g_ptr_array_index (self->versions, i)));
        gtk_drop_down_set_model (GTK_DROP_DOWN (self->choices[side]), G_LIST_MODEL (words));
    }
    if (self->versions->len > 0) {
        const TariffVersionRow *row = g_ptr_array_index (self->versions, 0);
        g_autofree char *name = format_text (row->tariff_name);

        gtk_label_set_text (GTK_LABEL (self->name), name);
        choose (self);
    }
    self->filling = FALSE;
}

static void
versions_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajComparisonPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) versions = records_get_finish (result, &error);

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    if (versions == NULL) {
        status_line_set_error (SIRAJ_STATUS_LINE (self->line), error);
        return;
    }
    remember (self);
    g_clear_pointer (&self->versions, g_ptr_array_unref);
    self->versions = g_steal_pointer (&versions);
    fill_choices (self);
    compare (self);
}

static void
comparison_page_refresh (SirajPage *page)
{
    SirajComparisonPage *self = SIRAJ_COMPARISON_PAGE (page);
    g_autofree char *path =
        g_strdup_printf (VERSIONS_PATH "?sort=-valid_from&limit=%d&tariff_id=%" G_GINT64_FORMAT,
                         MOST_VERSIONS, self->tariff_id);

    page_set_busy (page, TRUE);
    records_get_async (page_get_api (page), path, &tariff_version_row_record,
                       page_get_cancellable (page), versions_came, self);
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
    g_clear_pointer (&self->versions, g_ptr_array_unref);
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

static gint64
query_id (GHashTable *params, const char *name)
{
    const char *text = params != NULL ? g_hash_table_lookup (params, name) : NULL;

    return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static void
take_query (SirajComparisonPage *self, const char *query)
{
    g_autoptr (GHashTable) params =
        query != NULL ? g_uri_parse_params (query, -1, "&", G_URI_PARAMS_WWW_FORM, NULL) : NULL;

    self->tariff_id = query_id (params, "tariff_id");
    self->wanted[0] = query_id (params, "first");
    self->wanted[1] = query_id (params, "second");
}

static GtkWidget *
make_choice (SirajComparisonPage *self, GtkWidget *head, const char *label)
{
    GtkWidget *choice = gtk_drop_down_new (NULL, NULL);

    widget_set_accessible_name (choice, label);
    gtk_box_append (GTK_BOX (head), label_new (label, "dim-label"));
    gtk_box_append (GTK_BOX (head), choice);
    g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (compare), self);
    return choice;
}

static GtkWidget *
make_head (SirajComparisonPage *self)
{
    GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

    self->name = label_new (NULL, "heading");
    gtk_label_set_ellipsize (GTK_LABEL (self->name), PANGO_ELLIPSIZE_END);
    gtk_widget_add_css_class (head, "tools");
    gtk_box_append (GTK_BOX (head), self->name);
    self->choices[0] = make_choice (self, head, tr ("First version"));
    self->choices[1] = make_choice (self, head, tr ("Second version"));
    return head;
}

static GtkWidget *
make_body (SirajComparisonPage *self)
{
    GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    GtkWidget *differences =
        table_new (G_LIST_MODEL (self->differences), &version_difference_record, difference_columns,
                   G_N_ELEMENTS (difference_columns));
    GtkWidget *amounts = table_new (G_LIST_MODEL (self->amounts), &compared_amount_record,
                                    amount_columns, G_N_ELEMENTS (amount_columns));

    gtk_widget_set_hexpand (differences, TRUE);
    gtk_widget_set_hexpand (amounts, TRUE);
    gtk_widget_set_vexpand (body, TRUE);
    gtk_box_append (GTK_BOX (body), differences);
    gtk_box_append (GTK_BOX (body), amounts);
    return body;
}

SirajPage *
comparison_page_new (const PageContext *context)
{
    SirajComparisonPage *self = g_object_new (SIRAJ_TYPE_COMPARISON_PAGE, NULL);

    page_setup (SIRAJ_PAGE (self), context, tr ("Comparison"), "accessories-calculator-symbolic");
    take_query (self, context->location->query);
    self->differences = g_list_store_new (SIRAJ_TYPE_ITEM);
    self->amounts = g_list_store_new (SIRAJ_TYPE_ITEM);
    self->line = status_line_new ();
    gtk_box_append (GTK_BOX (self), make_head (self));
    gtk_box_append (GTK_BOX (self), make_body (self));
    gtk_box_append (GTK_BOX (self), self->line);
    comparison_page_refresh (SIRAJ_PAGE (self));
    return SIRAJ_PAGE (self);
}
