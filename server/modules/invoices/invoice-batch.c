/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many invoices in one PDF, made by a job.
 *
 * The pages go to a file as they are drawn, and what the job keeps between its chunks is the open
 * file: memory does not grow with the batch.  Printings are recorded chunk by chunk under the job,
 * so that a worker that begins anew finds its own and marks nothing as a duplicate. */
#define G_LOG_DOMAIN "siraj-invoices"

#include "server/modules/invoices/invoice-batch.h"

#include "common/base/language.h"
#include "common/base/text.h"
#include "common/documents/pdf.h"
#include "common/schema/json.h"
#include "server/modules/accounting/accounting.h"
#include "server/modules/invoices/invoice-prints.h"
#include "server/modules/invoices/invoices-columns.h"
#include "server/modules/invoices/invoices.h"
#include "server/modules/jobs/jobs.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define JOB_KIND "invoice_print"
#define CHUNK 25
/* Ten thousand sheets are twenty reams: more are printed by route or station. */
#define BATCH_MAX 10000

/* What a job remembers between its chunks. */
typedef struct {
    InvoicePrinter printer;
    PdfWriter *pdf;
    char *path;
    GArray *ids; /* gint64, in the order of printing */
    guint done;
    guint pages;
    guint copies;
} Batch;

/* Statements */

/* SQL is laid out by hand. */
/* clang-format off */

/* $1 run, $2 class, $3 station, $4 account, $5 route, $6 state, $7 q, $8 number, $9 from, $10 to,
 * $11 today, $12 only what was never printed, $13 the stations of who prints, NULL: all, $14 limit,
 * $15 job (what it has printed itself, before it began anew, is not printed yet).
 * In the order in which they are carried round: route, place in it, account. */
static const Statement batch_ids = {
    "invoices_batch_ids",
    "SELECT i.id FROM invoices i JOIN accounts a ON a.id = i.account_id"
    " LEFT JOIN service_agreements g ON g.id = i.agreement_id"
    " LEFT JOIN service_points p ON p.id = g.service_point_id"
    " LEFT JOIN routes r ON r.id = p.route_id"
    " WHERE i.kind <> 'credit_note'"
    "   AND ($1::bigint IS NULL OR i.run_id = $1)"
    "   AND ($2::bigint IS NULL OR i.class_id = $2)"
    "   AND ($3::bigint IS NULL OR i.station_id = $3)"
    "   AND ($4::bigint IS NULL OR i.account_id = $4)"
    "   AND ($5::bigint IS NULL OR p.route_id = $5)"
    "   AND CASE WHEN $6::text IS NULL THEN " INVOICE_STATE ("$11") " <> 'cancelled'"
    "            WHEN $6 = 'open' THEN i.settled_minor < i.total_minor"
    "            ELSE " INVOICE_STATE ("$11") " = $6 END"
    "   AND ($7::text IS NULL OR i.account_id IN (SELECT m FROM accounts_matching($7) AS m))"
    "   AND ($8::text IS NULL OR i.number LIKE upper($8) || '%')"
    "   AND ($9::date IS NULL OR i.issue_date >= $9)"
    "   AND ($10::date IS NULL OR i.issue_date <= $10)"
    "   AND (NOT $12::boolean"
    "        OR NOT EXISTS (SELECT FROM invoice_prints x WHERE x.invoice_id = i.id"
    "                       AND COALESCE(x.job_id, 0) <> COALESCE($15, -1)))"
    "   AND ($13::bigint[] IS NULL OR i.station_id = ANY ($13))"
    " ORDER BY r.code NULLS LAST, p.route_sequence NULLS LAST, a.number, i.id LIMIT $14",
    TRUE,
};
/* clang-format on */

/* $1 invoice, $2 job, $3 who; whether it was printed before by somebody else */
static const Statement batch_print = {
    "invoices_batch_print",
    "WITH made AS ("
    "  INSERT INTO invoice_prints (invoice_id, account_id, method, job_id, printed_by)"
    "  SELECT i.id, i.account_id, 'batch', $2, $3 FROM invoices i WHERE i.id = $1"
    "  ON CONFLICT (job_id, invoice_id) WHERE job_id IS NOT NULL DO NOTHING)"
    " SELECT EXISTS (SELECT FROM invoice_prints p"
    "                WHERE p.invoice_id = $1 AND p.job_id IS DISTINCT FROM $2)",
};

static const Statement batch_author = {
    "invoices_batch_author",
    "SELECT full_name FROM users WHERE id = $1",
};

const Statement *const invoice_batch_statements[] = {
    &batch_ids,
    &batch_print,
    &batch_author,
    NULL,
};

/* The selection */

typedef struct {
    const PrintRequest *request;
    const char *stations; /* "{1,2}" or NULL */
    Date today;
    gint64 limit;
    gint64 job_id; /* 0: none yet */
} Selection;

static gboolean
select_ids (Db *db, const Selection *selection, Rows **rows, GError **error)
{
    const PrintRequest *request = selection->request;
    g_autofree char *q = text_clean_number (request->q);
    gboolean is_number = invoices_is_number (q);
    const char *words = *q == '\0' || is_number ? NULL : q;

    return db_run (db, &batch_ids, rows, error, P_ID (request->run_id), P_ID (request->class_id),
                   P_ID (request->station_id), P_ID (request->account_id), P_ID (request->route_id),
                   P_TEXT (request->state), P_TEXT (words), P_TEXT (is_number ? q : NULL),
                   P_DATE (request->from), P_DATE (request->to), P_DATE (selection->today),
                   P_BOOLEAN (request->only_unprinted), P_TEXT (selection->stations),
                   P_INT64 (selection->limit), P_ID (selection->job_id));
}

static char *
stations_of (const Principal *principal)
{
    GString *text;

    if (principal->all_stations) {
        return NULL;
    }
    text = g_string_new ("{");
    for (guint i = 0; i < principal->n_stations; i++) {
        g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "",
                                principal->station_ids[i]);
    }
    g_string_append_c (text, '}');
    return g_string_free (text, FALSE);
}

/* What the job needs to know of who asked: it works with the rights of nobody. */
static char *
parameters_of (const Selection *selection)
{
    g_autoptr (GString) json = g_string_new ("{\"request\":");
    g_autofree char *today = date_format (selection->today);

    json_append_input (json, &print_request_record, selection->request);
    g_string_append_printf (json, ",\"today\":\"%s\",\"language\":\"%s\"", today,
                            language_code (language_get ()));
    if (selection->stations != NULL) {
        g_string_append_printf (json, ",\"stations\":\"%s\"", selection->stations);
    }
    g_string_append_c (json, '}');
    return g_string_free (g_steal_pointer (&json), FALSE);
}

static gboolean
check_count (gint64 n, GError **error)
{
    if (n == 0) {
        return refuse (error, SIRAJ_ERROR_NOTHING_TO_PRINT, NULL,
                       "No invoice fits the filters; change them or take out “only what was never "
                       "printed”");
    }
    if (n > BATCH_MAX) {
        return refuse (error, SIRAJ_ERROR_RANGE_TOO_LARGE, NULL,
                       "More than %d invoices fit the filters; print them by station or route",
                       BATCH_MAX);
    }
    return TRUE;
}

gboolean
invoices_start_batch (Operation *op, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autofree char *stations = stations_of (op->principal);
    g_autofree char *parameters = NULL;
    Selection selection = { op->input, stations, DATE_NONE, BATCH_MAX + 1, 0 };
    gint64 id;

    if (!accounting_today (op, &selection.today, error) ||
        !select_ids (op->db, &selection, &rows, error) || !check_count (rows_count (rows), error)) {
        return FALSE;
    }
    parameters = parameters_of (&selection);
    const JobRequest request = {
        .kind = JOB_KIND,
        .key = op->idempotency_key,
        .parameters = parameters,
        .created_by = op->principal->user_id,
        .scheduled_for = INSTANT_NONE,
    };
    return job_create (op->db, &request, &id, error) && jobs_answer_accepted (op, id, error);
}

/* The job */

static void
batch_free (gpointer data)
{
    Batch *self = data;

    pdf_writer_free (self->pdf);
    invoice_printer_clear (&self->printer);
    if (self->path != NULL) {
        g_unlink (self->path);
    }
    g_free (self->path);
    g_clear_pointer (&self->ids, g_array_unref);
    g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Batch, batch_free)

static gboolean
open_file (Batch *self, GError **error)
{
    int fd;

    self->path = g_build_filename (g_get_tmp_dir (), "siraj-print-XXXXXX", NULL);
    fd = g_mkstemp (self->path);
    if (fd < 0) {
        return refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "The file cannot be made: %s",
                       g_strerror (errno));
    }
    close (fd);
    self->pdf = pdf_writer_new (self->path, tr ("Invoices"));
    return TRUE;
}

static gboolean
read_ids (JobChunk *chunk, Batch *self, GError **error)
{
    JsonObject *parameters = chunk->parameters;
    g_autoptr (PrintRequest) request = print_request_new ();
    g_autoptr (Rows) rows = NULL;
    Selection selection = { request, NULL, DATE_NONE, BATCH_MAX, chunk->job->id };

    selection.stations = json_object_get_string_member_with_default (parameters, "stations", NULL);
    if (!date_parse (json_object_get_string_member_with_default (parameters, "today", ""),
                     &selection.today, error) ||
        !json_read_record (json_object_get_object_member (parameters, "request"),
                           &print_request_record, JSON_IN_CREATE, request, error) ||
        !select_ids (chunk->db, &selection, &rows, error)) {
        return FALSE;
    }
    self->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), (guint)rows_count (rows));
    for (int row = 0; row < rows_count (rows); row++) {
        gint64 id = rows_int64 (rows, row, 0);
        g_array_append_val (self->ids, id);
    }
    return TRUE;
}

/* The first chunk, or the first of a worker that begins anew. */
static Batch *
begin_batch (JobChunk *chunk, GError **error)
{
    g_autoptr (Batch) self = g_new0 (Batch, 1);

    if (!read_ids (chunk, self, error) ||
        !invoice_printer_init (chunk->db, &self->printer, error) || !open_file (self, error)) {
        return NULL;
    }
    return g_steal_pointer (&self);
}

static gboolean
print_one (JobChunk *chunk, Batch *self, Operation *op, gint64 id, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autoptr (Invoice) invoice = NULL;
    g_autoptr (Sheet) sheet = NULL;
    gboolean is_copy;

    if (!db_run (chunk->db, &batch_print, &rows, error, P_INT64 (id), P_INT64 (chunk->job->id),
                 P_INT64 (chunk->job->created_by))) {
        return FALSE;
    }
    is_copy = rows_boolean (rows, 0, 0);
    invoice = invoice_printer_load (op, &self->printer, id, error);
    sheet = invoice != NULL ? invoice_printer_compose (op, &self->printer, invoice, is_copy, error)
                            : NULL;
    if (sheet == NULL || !pdf_writer_add (self->pdf, sheet, error)) {
        return FALSE;
    }
    self->pages += sheet_n_pages (sheet);
    self->copies += is_copy ? 1 : 0;
    return TRUE;
}

static gboolean
print_some (JobChunk *chunk, Batch *self, GError **error)
{
    g_autoptr (Rows) author = NULL;
    guint end = MIN (self->done + CHUNK, self->ids->len);

    if (!db_run (chunk->db, &batch_author, &author, error, P_INT64 (chunk->job->created_by))) {
        return FALSE;
    }
    const Principal principal = {
        .user_id = chunk->job->created_by,
        .full_name = (char *)(rows_count (author) > 0 ? rows_text (author, 0, 0) : NULL),
    };
    Operation op = { .db = chunk->db, .principal = &principal, .now = g_get_real_time () };
    for (; self->done < end; self->done++) {
        gint64 id = g_array_index (self->ids, gint64, self->done);
        if (!print_one (chunk, self, &op, id, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
finish (JobChunk *chunk, Batch *self, GError **error)
{
    g_autofree char *name = g_strdup_printf ("invoices-%" G_GINT64_FORMAT ".pdf", chunk->job->id);
    g_autofree char *result = NULL;
    const JobFile file = { self->path, name, "application/pdf" };
    gint64 bytes;

    if (!pdf_writer_finish (self->pdf, NULL, error) ||
        !job_file_store (chunk, &file, &bytes, error)) {
        return FALSE;
    }
    result =
        g_strdup_printf ("{\"invoices\":%u,\"pages\":%u,\"copies\":%u,\"bytes\":%" G_GINT64_FORMAT
                         ",\"file\":\"%s\"}",
                         self->done, self->pages, self->copies, bytes, name);
    return job_finish (chunk, result, error);
}

static gboolean
run_chunk (JobChunk *chunk, GError **error)
{
    Batch *self = chunk->memory;
    gint64 before;

    if (self == NULL) {
        self = begin_batch (chunk, error);
        if (self == NULL) {
            return FALSE;
        }
        job_remember (chunk, self, batch_free);
    }
    before = chunk->job->progress_done;
    if (!print_some (chunk, self, error)) {
        return FALSE;
    }
    if (self->done == self->ids->len && !finish (chunk, self, error)) {
        return FALSE;
    }
    return job_progress (
        chunk, &(const JobProgress) { self->done - before, self->ids->len, NULL, NULL }, error);
}

static gboolean
run_batch (JobChunk *chunk, GError **error)
{
    Language before = language_get ();
    const char *code =
        json_object_get_string_member_with_default (chunk->parameters, "language", "ar");
    gboolean done;

    language_set (g_str_equal (code, "en") ? LANGUAGE_ENGLISH : LANGUAGE_ARABIC);
    done = run_chunk (chunk, error);
    language_set (before);
    return done;
}

const JobKind invoices_print_job_kind = { JOB_KIND, FALSE, run_batch };
