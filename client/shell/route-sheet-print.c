/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reading sheet of a route on paper. */
#include "client/shell/route-sheet-print.h"

#include "client/core/page-model.h"
#include "client/core/records.h"
#include "client/shell/printing.h"
#include "common/base/language.h"
#include "common/documents/route-sheet.h"
#include "common/types/readings-types.h"

typedef struct {
    SirajPage *page;
    RouteSheetOrder order;
    JsonObject *route; /* as it came: its record has a Box, and so has paper */
    GPtrArray *rows;   /* RouteRow, of the pages that have come */
} Work;

static void
work_free (Work *self)
{
    g_clear_pointer (&self->route, json_object_unref);
    g_ptr_array_unref (self->rows);
    g_object_unref (self->page);
    g_free (self);
}

static const char *
text_of (Work *self, const char *member)
{
    return json_object_get_string_member_with_default (self->route, member, NULL);
}

static void
fail (Work *self, const GError *error)
{
    if (!api_error_is_cancelled (error)) {
        page_set_busy (self->page, FALSE);
        page_report (self->page, error);
    }
    work_free (self);
}

static void
print_failed (const GError *error, gpointer user_data)
{
    page_report (SIRAJ_PAGE (user_data), error);
}

/* Printing */

static DocumentHeader *
header_of (SirajSession *session, const char *route_code)
{
    const Company *company = client_session_get_company_record (session);
    const PrintOrder order = printing_order (session, FALSE);
    DocumentHeader *header = document_header_new ();
    gboolean in_english = language_get () == LANGUAGE_ENGLISH && company->name_en != NULL;

    header->company_name = g_strdup (in_english ? company->name_en : company->name);
    header->company_address = g_strdup (company->address);
    header->company_phone = g_strdup (company->phone);
    header->company_tax_number = g_strdup (company->tax_number);
    header->utc_offset_minutes = company->utc_offset_minutes;
    header->number = g_strdup (route_code);
    header->printed_by = g_strdup (order.printed_by);
    header->printed_at = order.printed_at;
    return header;
}

static void
print (Work *self)
{
    g_autoptr (DocumentHeader) header =
        header_of (page_get_session (self->page), text_of (self, "code"));
    g_autoptr (Press) press = press_new ();
    const RouteSheet document = {
        .header = header,
        .route_name = text_of (self, "name"),
        .station_name = text_of (self, "station_name"),
        .reader_name = text_of (self, "reader_name"),
        .from = self->order.from,
        .to = self->order.to,
        .rows = self->rows,
    };

    page_set_busy (self->page, FALSE);
    if (self->rows->len == 0)
        page_toast (self->page, tr ("Nothing to read: there is no sheet to print."));
    else
        printing_print (GTK_WIDGET (self->page), route_sheet_compose (press, &document),
                        document.route_name, print_failed, self->page);
    work_free (self);
}

/* Fetching */

static void ask_rows (Work *self, const char *after);

static void
rows_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Work *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    g_autoptr (GPtrArray) rows =
        answer != NULL ? records_from_answer (answer, &route_row_record, &error) : NULL;
    const char *next;

    if (rows == NULL) {
        fail (self, error);
        return;
    }
    for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add (self->rows, record_copy (&route_row_record, rows->pdata[i]));
    next = json_object_get_string_member_with_default (api_answer_object (answer), "next", NULL);
    if (next != NULL)
        ask_rows (self, next);
    else
        print (self);
}

static void
ask_rows (Work *self, const char *after)
{
    const RouteSheetOrder *order = &self->order;
    g_autoptr (GString) path = g_string_new (NULL);
    g_autofree char *from = date_format (order->from);
    g_autofree char *to = date_format (order->to);

    g_string_printf (path, "/api/v1/routes/%" G_GINT64_FORMAT "/sheet?from=%s&to=%s&limit=%d%s",
                     order->route_id, from, to, PAGE_MODEL_MAX_ROWS,
                     order->unread ? "&unread=true" : "");
    if (order->cycle_id != 0)
        g_string_append_printf (path, "&cycle_id=%" G_GINT64_FORMAT, order->cycle_id);
    if (after != NULL) {
        g_autofree char *escaped = g_uri_escape_string (after, NULL, FALSE);

        g_string_append_printf (path, "&after=%s", escaped);
    }
    api_call_async (page_get_api (self->page), &(ApiRequest) { "GET", path->str },
                    page_get_cancellable (self->page), rows_came, self);
}

static void
route_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Work *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (answer == NULL || api_answer_object (answer) == NULL) {
        fail (self, error);
        return;
    }
    self->route = json_object_ref (api_answer_object (answer));
    ask_rows (self, NULL);
}

void
route_sheet_print (SirajPage *page, const RouteSheetOrder *order)
{
    Work *self = g_new0 (Work, 1);
    g_autofree char *path = g_strdup_printf ("/api/v1/routes/%" G_GINT64_FORMAT, order->route_id);

    self->page = g_object_ref (page);
    self->order = *order;
    self->rows = g_ptr_array_new_with_free_func (route_row_record.destroy);
    page_set_busy (page, TRUE);
    api_call_async (page_get_api (page), &(ApiRequest) { "GET", path }, page_get_cancellable (page),
                    route_came, self);
}
