/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Periods that are billed again: lists, and the start of each step. */
#include "server/modules/billing/mass-rebill.h"

#include "common/schema/json.h"
#include "common/types/corrections-types.h"
#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/billing/billing-sql.h"
#include "server/modules/billing/billing.h"
#include "server/modules/invoices/invoices.h"

#define PATH_MASS "/api/v1/mass-rebills"

/* Lists */

static const ListSort rebill_sorts[] = {
    { "created_at", &mass_rebills_oldest, &mass_rebills_newest },
};
static const char *const rebill_filters[] = { "cycle_id", NULL };
static const ListSpec rebill_list = {
    &mass_rebill_record, rebill_sorts,        G_N_ELEMENTS (rebill_sorts),
    rebill_filters,      &mass_rebills_count,
};

gboolean
mass_rebills_list (Operation *op, GError **error)
{
    return list_answer (op, &rebill_list, NULL, error);
}

static const RecordSpec rebill_spec = {
    &mass_rebill_record, N_ ("Rebill"), PATH_MASS, &mass_rebill_get, NULL, NULL,
};

gboolean
mass_rebills_read (Operation *op, GError **error)
{
    return record_get (op, &rebill_spec, error);
}

static const ListSort item_sorts[] = {
    { "id", &mass_items_by_id, &mass_items_by_id_desc },
    { "difference_minor", &mass_items_by_difference, &mass_items_by_difference_desc },
    { "movement", &mass_items_by_movement, &mass_items_by_movement_desc },
};
static const char *const item_filters[] = { "mass_rebill_id", "state", "words", NULL };
static const ListSpec item_list = {
    &mass_rebill_item_record, item_sorts, G_N_ELEMENTS (item_sorts), item_filters,
    &mass_items_count,
};

/* {"LATER_BILL":"A later bill …",…} in the caller's language, so that a page is answered straight
 * from its rows. */
static char *
codes_in_words (void)
{
    GString *json = g_string_new (NULL);

    for (int code = 0; code < SIRAJ_N_ERRORS; code++) {
        g_string_append_c (json, code == 0 ? '{' : ',');
        json_append_string (json, siraj_error_name (code));
        g_string_append_c (json, ':');
        json_append_string (json, siraj_error_title (code));
    }
    g_string_append_c (json, '}');
    return g_string_free (json, FALSE);
}

gboolean
mass_rebills_items (Operation *op, GError **error)
{
    g_autofree char *words = codes_in_words ();
    const char *values[] = {
        g_hash_table_lookup (op->path, "id"),
        operation_query (op, "state"),
        words,
        NULL,
    };
    gint64 id;

    return operation_path_id (op, "id", &id, error) && list_answer (op, &item_list, values, error);
}

/* Steps */

static gboolean
check_scope (Operation *op, const MassRebillRequest *request, GError **error)
{
    static const char *const members[] = { "cycle_id", NULL, "class_id", "station_id",
                                           "tariff_id" };
    g_autoptr (Rows) rows = NULL;

    if (!billing_check_station (op->principal, request->station_id, error) ||
        !db_run (op->db, &mass_rebill_scope, &rows, error, P_INT64 (request->cycle_id),
                 P_TEXT (request->period_key), P_ID (request->class_id), P_ID (request->station_id),
                 P_ID (request->tariff_id))) {
        return FALSE;
    }
    for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
        if (members[i] != NULL && !rows_boolean (rows, 0, (int)i)) {
            return refuse (error, SIRAJ_ERROR_NOT_FOUND, members[i],
                           "What was named does not exist; choose another one");
        }
    }
    return rows_boolean (rows, 0, 1) ||
           refuse (error, SIRAJ_ERROR_NOT_FOUND, "period_key",
                   "The period %s of this cycle has not been billed; there is nothing to bill "
                   "again",
                   request->period_key);
}

static gboolean
begin_step (Operation *op, gint64 id, int step, GError **error)
{
    g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, id);
    g_autofree char *parameters = g_strdup_printf ("{\"mass_rebill_id\":%" G_GINT64_FORMAT "}", id);
    const JobRequest job = {
        .kind = mass_rebill_job_kind.kind,
        .key = key,
        .parameters = parameters,
        .created_by = op->principal->user_id,
        .scheduled_for = INSTANT_NONE,
    };
    gint64 job_id;

    if (!job_create (op->db, &job, &job_id, error) ||
        !db_run (op->db, &mass_rebill_set_job, NULL, error, P_INT64 (id), P_INT64 (job_id),
                 P_ENUM (mass_rebill_step_enum, step))) {
        return FALSE;
    }
    op->status = 202;
    op->location = g_strdup_printf (PATH_MASS "/%" G_GINT64_FORMAT, id);
    return record_answer (op, &rebill_spec, id, error);
}

gboolean
mass_rebills_start (Operation *op, GError **error)
{
    const MassRebillRequest *request = op->input;
    g_autofree char *reason = NULL;
    g_autoptr (Rows) rows = NULL;

    return invoices_read_reason (request->reason, &reason, error) &&
           check_scope (op, request, error) &&
           db_run (op->db, &mass_rebill_insert, &rows, error, P_INT64 (request->cycle_id),
                   P_TEXT (request->period_key), P_ID (request->class_id),
                   P_ID (request->station_id), P_ID (request->tariff_id), P_TEXT (reason),
                   P_INT64 (op->principal->user_id)) &&
           begin_step (op, rows_int64 (rows, 0, 0), MASS_REBILL_STEP_PREVIEW, error);
}

/* The step that was stopped may go on, and the one after a step that is done may begin. */
static gboolean
go_on (Operation *op, int step, int before, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gboolean done, running;
    int reached;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) ||
        !db_one (op->db, &mass_rebill_lock, (const Param[]) { P_INT64 (id) }, 1, N_ ("Rebill"),
                 &rows, error)) {
        return FALSE;
    }
    reached = rows_enum (rows, 0, 0, &mass_rebill_step_enum);
    done = rows_boolean (rows, 0, 1);
    running = !done && rows_boolean (rows, 0, 2);
    if (!billing_check_station (op->principal, rows_int64 (rows, 0, 3), error)) {
        return FALSE;
    }
    if (running || (reached == step && done) || (reached != step && reached != before) ||
        (reached == before && before == MASS_REBILL_STEP_PREVIEW && !done)) {
        return refuse (error, SIRAJ_ERROR_REBILL_STATE, NULL,
                       "The rebill is at the step “%s”: a trial is carried out when it is done, "
                       "and what was carried out can be undone once",
                       enumeration_label (&mass_rebill_step_enum, reached));
    }
    return begin_step (op, id, step, error);
}

gboolean
mass_rebills_apply (Operation *op, GError **error)
{
    return go_on (op, MASS_REBILL_STEP_APPLY, MASS_REBILL_STEP_PREVIEW, error);
}

gboolean
mass_rebills_undo (Operation *op, GError **error)
{
    return go_on (op, MASS_REBILL_STEP_UNDO, MASS_REBILL_STEP_APPLY, error);
}
