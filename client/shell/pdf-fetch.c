/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A PDF of the server, to paper or into a file. */
#include "client/shell/pdf-fetch.h"

#include "client/shell/printing.h"

typedef void (*TakePdf) (GtkWidget *parent, GBytes *pdf, const char *title, PrintingFailed failed,
                         gpointer owner);

typedef struct {
    SirajPage *page;
    char *title;
    TakePdf take;
} Fetch;

static void
fetch_free (Fetch *self)
{
    g_object_unref (self->page);
    g_free (self->title);
    g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)

static void
failed (const GError *error, gpointer user_data)
{
    page_report (SIRAJ_PAGE (user_data), error);
}

static void
came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (Fetch) self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (self->page, FALSE);
    if (answer == NULL)
        page_report (self->page, error);
    else
        self->take (GTK_WIDGET (self->page), answer->bytes, self->title, failed, self->page);
}

static void
fetch (SirajPage *page, const char *path, const char *title, TakePdf take)
{
    Fetch *self = g_new0 (Fetch, 1);

    self->page = g_object_ref (page);
    self->title = g_strdup (title);
    self->take = take;
    page_set_busy (page, TRUE);
    api_call_async (page_get_api (page), &(ApiRequest) { "GET", path }, page_get_cancellable (page),
                    came, self);
}

void
pdf_fetch_print (SirajPage *page, const char *path, const char *title)
{
    fetch (page, path, title, printing_print_pdf);
}

void
pdf_fetch_save (SirajPage *page, const char *path, const char *title)
{
    fetch (page, path, title, printing_save_pdf);
}
