/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An invoice template, and beside it a real invoice as the template prints it. */
#include "client/pages/templates/templates-pages.h"

#include "client/core/records.h"
#include "client/shell/form-page.h"
#include "client/shell/printing.h"
#include "client/widgets/pieces.h"
#include "client/widgets/sheet-view.h"
#include "common/base/language.h"
#include "common/documents/invoice.h"
#include "common/documents/logo.h"

#define ZOOM 0.92
#define PREVIEW_WIDTH_PX 570
#define NEWEST "/api/v1/invoices?sort=-issue_date&limit=1&count=0"

#define SIRAJ_TYPE_TEMPLATE_PAGE (template_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajTemplatePage, template_page, SIRAJ, TEMPLATE_PAGE, SirajFormPage)

struct _SirajTemplatePage {
    SirajFormPage parent_instance;
    GtkWidget *sheet;
    GtkWidget *no_logo;
    Invoice *invoice; /* shown; NULL until it has come */
    guint drawing;    /* idle source */
};

G_DEFINE_FINAL_TYPE (SirajTemplatePage, template_page, SIRAJ_TYPE_FORM_PAGE)

static const FormField names[] = {
    { "name" },   { "class_id", 0, { "/api/v1/classes", "class_name" } },
    { "paper" },  { "is_default" },
    { "active" },
};
static const FormField switches[] = {
    { "show_chart" },
    { "show_payments" },
    { "show_comparison" },
    { "show_explanation" },
};
static const FormField texts[] = {
    { "header" },
    { "how_to_pay" },
    { "terms" },
    { "footer" },
};
static const FormSection sections[] = {
    { N_ ("Template"), 1, FORM_OPEN, FORM_FIELDS (names) },
    { N_ ("What the bill shows"), 2, FORM_OPEN, FORM_FIELDS (switches) },
    { N_ ("Texts on the bill"), 1, FORM_OPEN, FORM_FIELDS (texts) },
};
static const FormLayout layout = { FORM_FIELDS (sections) };
static const FormPageSpec spec = {
    .title_new = N_ ("New template"),
    .title_member = "name",
    .icon_name = "document-page-setup-symbolic",
    .path = "/api/v1/invoice-templates",
    .record = &invoice_template_record,
    .layout = &layout,
    .write_permission = "templates.write",
    .list = "templates",
};

/* The preview */

static SirajForm *
form_of (SirajTemplatePage *self)
{
    return form_page_get_form (SIRAJ_FORM_PAGE (self));
}

static Sheet *
compose (SirajTemplatePage *self, GError **error)
{
    SirajSession *session = page_get_session (SIRAJ_PAGE (self));
    const PrintOrder order = printing_order (session, FALSE);
    g_autoptr (Press) press = press_new ();
    g_autoptr (InvoiceDocument) document = NULL;

    invoice_template_free (self->invoice->template);
    self->invoice->template =
        record_copy (&invoice_template_record, form_get_data (form_of (self)));
    document = invoice_document_of (client_session_get_company_record (session), self->invoice,
                                    &order, error);
    return document != NULL ? invoice_compose (press, document) : NULL;
}

static gboolean
draw (gpointer user_data)
{
    SirajTemplatePage *self = user_data;
    const InvoiceTemplate *template = form_get_data (form_of (self));
    g_autoptr (GError) error = NULL;

    self->drawing = 0;
    gtk_widget_set_visible (self->no_logo, template->logo_png != NULL);
    if (self->invoice != NULL) {
        sheet_view_set (SIRAJ_SHEET_VIEW (self->sheet), compose (self, &error));
        if (error != NULL)
            page_report (SIRAJ_PAGE (self), error);
    }
    return G_SOURCE_REMOVE;
}

/* Once for all that changes in one go, and never while a letter is typed. */
static void
draw_soon (SirajTemplatePage *self)
{
    if (self->drawing == 0)
        self->drawing = g_idle_add_full (G_PRIORITY_LOW, draw, self, NULL);
}

static void
invoice_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    SirajTemplatePage *self = user_data;

    if (answer == NULL) {
        if (!api_error_is_cancelled (error))
            page_report (SIRAJ_PAGE (self), error);
        return;
    }
    self->invoice = record_from_answer (answer, &invoice_record, NULL);
    draw_soon (self);
}

static void
newest_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) found = records_get_finish (result, &error);
    g_autofree char *path = NULL;

    if (found == NULL || found->len == 0)
        return; /* nothing has been billed yet: there is nothing to show */
    path = g_strdup_printf ("/api/v1/invoices/%" G_GINT64_FORMAT,
                            ((const Invoice *)found->pdata[0])->id);
    api_call_async (page_get_api (user_data), &(ApiRequest) { "GET", path },
                    page_get_cancellable (user_data), invoice_came, user_data);
}

/* The logo */

static void
take_logo (SirajTemplatePage *self, char *base64)
{
    InvoiceTemplate *changed =
        record_copy (&invoice_template_record, form_get_data (form_of (self)));

    g_free (changed->logo_png);
    changed->logo_png = base64;
    form_set_data (form_of (self), changed);
    invoice_template_free (changed);
    draw_soon (self);
}

static void
logo_chosen (GtkNativeDialog *dialog, int response, gpointer user_data)
{
    SirajTemplatePage *self = user_data;
    g_autoptr (GError) error = NULL;

    if (response == GTK_RESPONSE_ACCEPT) {
        g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
        g_autofree char *data = NULL;
        gsize length;

        if (g_file_load_contents (file, NULL, &data, &length, NULL, &error)) {
            g_autofree char *base64 = g_base64_encode ((const guchar *)data, length);

            if (logo_check (base64, TEMPLATE_LOGO_MAX_BYTES, NULL, &error))
                take_logo (self, g_steal_pointer (&base64));
        }
        if (error != NULL)
            page_report (SIRAJ_PAGE (self), error);
    }
    g_object_unref (dialog);
}

static void
choose_logo (SirajTemplatePage *self)
{
    GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
    GtkFileChooserNative *dialog =
        gtk_file_chooser_native_new (tr ("Choose a logo"), GTK_WINDOW (root),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, tr ("_Open"), tr ("_Cancel"));
    g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

    gtk_file_filter_add_mime_type (filter, "image/png");
    gtk_file_filter_set_name (filter, "PNG");
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
    g_signal_connect_object (dialog, "response", G_CALLBACK (logo_chosen), self, 0);
    gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
drop_logo (SirajTemplatePage *self)
{
    take_logo (self, NULL);
}

/* Making */

static GtkWidget *
make_preview (SirajTemplatePage *self)
{
    GtkWidget *scrolled = gtk_scrolled_window_new ();

    self->sheet = sheet_view_new (ZOOM, N_ ("Invoice"));
    gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->sheet);
    gtk_widget_set_size_request (scrolled, PREVIEW_WIDTH_PX, -1);
    gtk_widget_add_css_class (scrolled, "paper");
    return scrolled;
}

static void
template_page_dispose (GObject *object)
{
    SirajTemplatePage *self = SIRAJ_TEMPLATE_PAGE (object);

    g_clear_handle_id (&self->drawing, g_source_remove);
    g_clear_pointer (&self->invoice, invoice_free);
    G_OBJECT_CLASS (template_page_parent_class)->dispose (object);
}

static void
template_page_loaded (SirajFormPage *page, gconstpointer data)
{
    draw_soon (SIRAJ_TEMPLATE_PAGE (page));
}

static void
template_page_class_init (SirajTemplatePageClass *class)
{
    G_OBJECT_CLASS (class)->dispose = template_page_dispose;
    SIRAJ_FORM_PAGE_CLASS (class)->loaded = template_page_loaded;
}

static void
template_page_init (SirajTemplatePage *self)
{
}

SirajPage *
template_page_new (const PageContext *context)
{
    SirajTemplatePage *self = g_object_new (SIRAJ_TYPE_TEMPLATE_PAGE, NULL);
    SirajPage *page = SIRAJ_PAGE (self);
    g_autoptr (InvoiceTemplate) initial = invoice_template_new ();

    form_page_setup (SIRAJ_FORM_PAGE (self), context, &spec);
    form_page_set_side (SIRAJ_FORM_PAGE (self), make_preview (self));
    form_page_add_button (SIRAJ_FORM_PAGE (self), tr ("_Choose a logo"), spec.write_permission,
                          G_CALLBACK (choose_logo));
    self->no_logo = form_page_add_button (SIRAJ_FORM_PAGE (self), tr ("_Without a logo"),
                                          spec.write_permission, G_CALLBACK (drop_logo));
    g_signal_connect_swapped (form_of (self), "edited", G_CALLBACK (draw_soon), self);
    if (context->location->id == 0) {
        initial->active = TRUE;
        initial->show_chart = TRUE;
        initial->show_payments = TRUE;
        form_page_set_initial (SIRAJ_FORM_PAGE (self), initial);
    }
    records_get_async (page_get_api (page), NEWEST, &invoice_record, page_get_cancellable (page),
                       newest_came, self);
    return page;
}
