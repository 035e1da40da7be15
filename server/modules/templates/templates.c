/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invoice templates; exactly one of them is the default. */
#include "server/modules/templates/templates.h"

#include "common/documents/logo.h"
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/templates/templates-sql.h"

#define TEMPLATES_PATH "/api/v1/invoice-templates"

static const RecordSpec template_spec = {
    &invoice_template_record, N_ ("Template"),   TEMPLATES_PATH,
    &templates_get,           &templates_insert, &templates_update,
};
static const ListSort template_sorts[] = {
    { "name", &templates_by_name, &templates_by_name_desc },
};
static const char *const template_filters[] = { "q", "active", NULL };
static const ListSpec template_list = {
    &invoice_template_record, template_sorts, G_N_ELEMENTS (template_sorts), template_filters, NULL,
};

InvoiceTemplate *
templates_for_class (Db *db, gint64 class_id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_one (db, &templates_of_class, (const Param[]) { P_INT64 (class_id) }, 1,
                 N_ ("Template"), &rows, error)) {
        return NULL;
    }
    return rows_record (rows, 0, &invoice_template_record);
}

static gboolean
check_length (const char *member, const char *text, glong limit, GError **error)
{
    glong length = text != NULL ? g_utf8_strlen (text, -1) : 0;

    if (length > limit) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, member,
                       "This text has %ld characters and may have %ld; shorten it", length, limit);
    }
    return TRUE;
}

static gboolean
check_template (const InvoiceTemplate *template, GError **error)
{
    return check_length ("header", template->header, TEMPLATE_HEADER_MAX, error) &&
           check_length ("footer", template->footer, TEMPLATE_FOOTER_MAX, error) &&
           check_length ("how_to_pay", template->how_to_pay, TEMPLATE_HOW_TO_PAY_MAX, error) &&
           check_length ("terms", template->terms, TEMPLATE_TERMS_MAX, error) &&
           (template->logo_png == NULL ||
            logo_check (template->logo_png, TEMPLATE_LOGO_MAX_BYTES, "logo_png", error));
}

/* The default goes from one template to another, it is never only taken away. */
static gboolean
take_default (Operation *op, const InvoiceTemplate *template, gboolean was_default, GError **error)
{
    if (was_default && !(template->is_default && template->active)) {
        return refuse (error, SIRAJ_ERROR_TEMPLATE_DEFAULT_NEEDED,
                       template->is_default ? "active" : "is_default",
                       "Classes without a template of their own are printed by the default one; "
                       "make another template the default first");
    }
    if (template->is_default && !template->active) {
        return refuse (error, SIRAJ_ERROR_TEMPLATE_DEFAULT_NEEDED, "active",
                       "The default template must be in use; leave it in use or choose another "
                       "default");
    }
    return !template->is_default || was_default ||
           db_run (op->db, &templates_clear_default, NULL, error, P_INT64 (template->id));
}

static gboolean
templates_list (Operation *op, GError **error)
{
    return list_answer (op, &template_list, NULL, error);
}

static gboolean
templates_read (Operation *op, GError **error)
{
    return record_get (op, &template_spec, error);
}

/* What is not said is as most bills are. */
static void
fill_switches (Operation *op, InvoiceTemplate *template)
{
    template->active = !operation_sent (op, "active") || template->active;
    template->show_chart = !operation_sent (op, "show_chart") || template->show_chart;
    template->show_payments = !operation_sent (op, "show_payments") || template->show_payments;
}

static gboolean
templates_create (Operation *op, GError **error)
{
    fill_switches (op, op->input);
    return check_template (op->input, error) && take_default (op, op->input, FALSE, error) &&
           record_create (op, &template_spec, error);
}

static gboolean
templates_change (Operation *op, GError **error)
{
    g_autoptr (InvoiceTemplate) template = NULL;
    gboolean was_default;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error)) {
        return FALSE;
    }
    template = record_load (op, &template_spec, id, error);
    if (template == NULL || !record_check_version (op, &template_spec, template, error)) {
        return FALSE;
    }
    was_default = template->is_default;
    record_merge (op, &template_spec, template);
    return check_template (template, error) && take_default (op, template, was_default, error) &&
           record_store (op, &template_spec, template, error) &&
           record_answer (op, &template_spec, id, error);
}

static const char *const list_query[] = { LIST_QUERY, "q", "active", NULL };

static const Route routes[] = {
    { "GET", TEMPLATES_PATH, "templates.read", READS | ANSWERS_LIST, NULL, &invoice_template_record,
      templates_list, N_ ("List invoice templates, without their texts"), list_query },
    { "POST", TEMPLATES_PATH, "templates.write", WRITES | CREATES, &invoice_template_record,
      &invoice_template_record, templates_create, N_ ("Create an invoice template") },
    { "GET", TEMPLATES_PATH "/{id}", "templates.read", READS, NULL, &invoice_template_record,
      templates_read, N_ ("Read an invoice template") },
    { "PATCH", TEMPLATES_PATH "/{id}", "templates.write", WRITES | VERSIONED,
      &invoice_template_record, &invoice_template_record, templates_change,
      N_ ("Change an invoice template") },
};

const Module templates_module = { "templates", routes, G_N_ELEMENTS (routes),
                                  templates_statements };
