/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Schedules: the worker's look at them, and what people see and start. */
#define G_LOG_DOMAIN "siraj-jobs"

#include "server/modules/jobs/schedules.h"

#include "common/schema/json.h"
#include "common/types/jobs-types.h"
#include "server/core/dispatch-sql.h"
#include "server/core/list.h"
#include "server/modules/jobs/jobs-sql.h"
#include "server/modules/jobs/jobs.h"

#define PROGRAM_ACTOR (-1)
#define AFTER_REFUSAL_US (10 * 60 * G_USEC_PER_SEC)

static const ScheduleKind *
find_kind (const char *kind)
{
    for (guint i = 0; registry_schedule_kinds[i] != NULL; i++) {
        if (g_str_equal (registry_schedule_kinds[i]->kind, kind)) {
            return registry_schedule_kinds[i];
        }
    }
    return NULL;
}

/* Looking */

static gboolean
keep_look (Db *db, const ScheduleLook *look, const GError *refusal, GError **error)
{
    const char *code = NULL;

    if (refusal != NULL) {
        code = siraj_error_name (refusal->domain == SIRAJ_ERROR ? refusal->code
                                                                : SIRAJ_ERROR_INTERNAL);
        g_warning ("schedule %" G_GINT64_FORMAT ": %s", look->id, refusal->message);
    }
    return db_run (db, &schedules_looked, NULL, error, P_INT64 (look->id), P_ID (look->job_id),
                   P_INSTANT (look->due_at), P_INSTANT (look->look_at), P_TEXT (code),
                   P_TEXT (refusal != NULL ? refusal->message : NULL));
}

/* What a refused look had begun is undone; the row stays locked and tells the reason. */
static gboolean
refused (Db *db, ScheduleLook *look, const GError *refusal, GError **error)
{
    look->job_id = 0;
    look->look_at = look->now + AFTER_REFUSAL_US;
    return db_run_params (db, &schedules_undo, NULL, 0, NULL, error) &&
           keep_look (db, look, refusal, error);
}

gboolean
schedules_look (Db *db, GError **error)
{
    const Param who[] = { P_INT64 (PROGRAM_ACTOR), P_TEXT ("*"), P_TEXT ("schedule"),
                          P_TEXT ("schedule") };
    g_autoptr (GError) refusal = NULL;
    g_autoptr (Rows) rows = NULL;
    const ScheduleKind *kind;
    ScheduleLook look;

    if (!db_run_params (db, &schedules_take, NULL, 0, &rows, error) || rows_count (rows) == 0) {
        return rows != NULL;
    }
    look = (ScheduleLook) {
        .id = rows_int64 (rows, 0, 0),
        .subject_id = rows_int64 (rows, 0, 2),
        .created_by = PROGRAM_ACTOR,
        .now = rows_instant (rows, 0, 3),
        .due_at = rows_is_null (rows, 0, 4) ? INSTANT_NONE : rows_instant (rows, 0, 4),
    };
    look.look_at = look.now + AFTER_REFUSAL_US;
    kind = find_kind (rows_text (rows, 0, 1));
    if (!db_run_params (db, &dispatch_settings, who, G_N_ELEMENTS (who), NULL, error) ||
        !db_run_params (db, &schedules_begin, NULL, 0, NULL, error)) {
        return FALSE;
    }
    if (kind != NULL && !kind->look (db, &look, &refusal)) {
        return refused (db, &look, refusal, error);
    }
    return keep_look (db, &look, NULL, error);
}

gboolean
schedules_set (Db *db, const ScheduleRow *row, GError **error)
{
    return db_run (db, &schedules_put, NULL, error, P_TEXT (row->kind), P_INT64 (row->subject_id),
                   P_TEXT (row->name), P_BOOLEAN (row->active));
}

/* Operations */

/* {"billing":"Billing of a cycle",…} in the caller's language, as a parameter of the statements. */
static char *
kinds_in_words (void)
{
    GString *json = g_string_new ("{");

    for (guint i = 0; registry_schedule_kinds[i] != NULL; i++) {
        if (i > 0) {
            g_string_append_c (json, ',');
        }
        json_append_string (json, registry_schedule_kinds[i]->kind);
        g_string_append_c (json, ':');
        json_append_string (json, tr (registry_schedule_kinds[i]->label));
    }
    g_string_append_c (json, '}');
    return g_string_free (json, FALSE);
}

static const char *const schedule_filters[] = { "words", NULL };
static const ListSort schedule_sorts[] = { { "id", &schedules_oldest, &schedules_newest } };
static const ListSpec schedule_list = {
    &job_schedule_record, schedule_sorts, G_N_ELEMENTS (schedule_sorts), schedule_filters, NULL,
};

gboolean
schedules_list (Operation *op, GError **error)
{
    g_autofree char *words = kinds_in_words ();
    const char *values[] = { words, NULL };

    return list_answer (op, &schedule_list, values, error);
}

static gboolean
answer_schedule (Operation *op, gint64 id, GError **error)
{
    g_autofree char *words = kinds_in_words ();
    g_autoptr (Rows) rows = NULL;

    if (!db_one (op->db, &schedules_get, (const Param[]) { P_INT64 (id), P_TEXT (words) }, 2,
                 N_ ("Schedule"), &rows, error)) {
        return FALSE;
    }
    operation_answer_row (op, &job_schedule_record, rows);
    return TRUE;
}

gboolean
schedules_read (Operation *op, GError **error)
{
    gint64 id;

    return operation_path_id (op, "id", &id, error) && answer_schedule (op, id, error);
}

static gboolean
check_allowed (Operation *op, const ScheduleKind *kind, GError **error)
{
    if (kind == NULL) {
        return refuse (error, SIRAJ_ERROR_NOT_FOUND, NULL,
                       "This program no longer does this work.");
    }
    if (!principal_may (op->principal, kind->permission) || !op->principal->all_stations) {
        return refuse (error, SIRAJ_ERROR_PERMISSION_DENIED, NULL,
                       "Starting this work needs the permission %s and every station; ask a "
                       "manager.",
                       kind->permission);
    }
    return TRUE;
}

/* What keeps it from starting is refused at once: running already, done already. */
gboolean
schedules_run (Operation *op, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    ScheduleLook look = { .by_hand = TRUE, .now = op->now, .due_at = INSTANT_NONE };
    const ScheduleKind *kind;

    if (!operation_path_id (op, "id", &look.id, error) ||
        !db_one (op->db, &schedules_lock, (const Param[]) { P_INT64 (look.id) }, 1, N_ ("Schedule"),
                 &rows, error)) {
        return FALSE;
    }
    kind = find_kind (rows_text (rows, 0, 0));
    look.subject_id = rows_int64 (rows, 0, 1);
    look.created_by = op->principal->user_id;
    look.look_at = op->now;
    return check_allowed (op, kind, error) && kind->look (op->db, &look, error) &&
           keep_look (op->db, &look, NULL, error) && jobs_answer_accepted (op, look.job_id, error);
}

/* Work of a subject is switched where the subject is planned. */
gboolean
schedules_switch (Operation *op, GError **error)
{
    const ScheduleSwitch *wanted = op->input;
    g_autoptr (Rows) rows = NULL;
    gint64 id;

    if (!operation_path_id (op, "id", &id, error) ||
        !db_one (op->db, &schedules_lock, (const Param[]) { P_INT64 (id) }, 1, N_ ("Schedule"),
                 &rows, error)) {
        return FALSE;
    }
    if (rows_int64 (rows, 0, 1) != 0) {
        return refuse (error, SIRAJ_ERROR_INVALID_VALUE, "active",
                       "This schedule follows the settings of a billing cycle; change it there.");
    }
    return db_run (op->db, &schedules_set_active, NULL, error, P_INT64 (id),
                   P_BOOLEAN (wanted->active)) &&
           answer_schedule (op, id, error);
}
