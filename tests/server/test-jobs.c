/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs worked by real worker processes (this program again) that are killed at random. */
#include "server/core/job-worker.h"
#include "server/core/local-postgres.h"
#include "server/core/migrate.h"
#include "server/core/worker-process.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNKS 200
#define KILLS 12
#define SEED 20250831

static LocalPostgres *postgres;
static char *data_dir;
static char *program;

static GLogWriterOutput
tell (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
    for (gsize i = 0; i < n_fields; i++) {
        if (strcmp (fields[i].key, "MESSAGE") == 0 && level <= G_LOG_LEVEL_MESSAGE) {
            g_printerr ("# %d: %s\n", (int)getpid (), (const char *)fields[i].value);
        }
    }
    return G_LOG_WRITER_HANDLED;
}

/* The kinds of this test */

static const Statement count_up = {
    "test_count_up", "INSERT INTO work_done (job_id, chunk, who) VALUES ($1, $2, pg_backend_pid())"
};
static const Statement lay_out = {
    "test_lay_out",
    "INSERT INTO work_chunks (job_id, chunk) SELECT $1, i FROM generate_series(0, $2::int - 1) AS i"
    " WHERE NOT EXISTS (SELECT FROM work_chunks WHERE job_id = $1)",
};
static const Statement take_chunk = {
    "test_take_chunk",
    "SELECT chunk FROM work_chunks WHERE job_id = $1 AND NOT done"
    " ORDER BY chunk LIMIT 1 FOR UPDATE SKIP LOCKED",
};
static const Statement chunk_done = {
    "test_chunk_done", "UPDATE work_chunks SET done = TRUE WHERE job_id = $1 AND chunk = $2"
};
static const Statement chunks_left = {
    "test_chunks_left",
    "SELECT count(*) FILTER (WHERE NOT done), count(*) FROM work_chunks WHERE job_id = $1"
};

/* One worker at a time: a number a chunk, the next one in the cursor. */
static gboolean
run_alone (JobChunk *chunk, GError **error)
{
    gint64 next = chunk->cursor == NULL ? 0 : json_object_get_int_member (chunk->cursor, "next");

    if (next == CHUNKS) {
        return job_finish (chunk, "{\"sum\": 1}", error);
    }
    g_autofree char *cursor = g_strdup_printf ("{\"next\": %" G_GINT64_FORMAT "}", next + 1);
    JobProgress progress = { .done = 1, .total = CHUNKS, .cursor = cursor };
    if (!db_run (chunk->db, &count_up, NULL, error, P_INT64 (chunk->job->id), P_INT64 (next))) {
        return FALSE;
    }
    g_usleep (1000);
    return job_progress (chunk, &progress, error);
}

static gboolean
take (JobChunk *chunk, gint64 *number, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    g_autoptr (Rows) left = NULL;

    *number = -1;
    if (!db_run (chunk->db, &take_chunk, &rows, error, P_INT64 (chunk->job->id))) {
        return FALSE;
    }
    if (rows_count (rows) > 0) {
        *number = rows_int64 (rows, 0, 0);
        return TRUE;
    }
    if (!db_run (chunk->db, &chunks_left, &left, error, P_INT64 (chunk->job->id))) {
        return FALSE;
    }
    if (rows_int64 (left, 0, 1) == 0) {
        return job_lock (chunk, error) && db_run (chunk->db, &lay_out, NULL, error,
                                                  P_INT64 (chunk->job->id), P_INT64 (CHUNKS));
    }
    return rows_int64 (left, 0, 0) == 0 ? job_finish (chunk, NULL, error) : job_wait (chunk);
}

static gboolean
run_shared (JobChunk *chunk, GError **error)
{
    JobProgress progress = { .done = 1, .total = CHUNKS };
    gint64 number;

    if (!take (chunk, &number, error)) {
        return FALSE;
    }
    if (number < 0) {
        return TRUE;
    }
    g_usleep (1000);
    return db_run (chunk->db, &count_up, NULL, error, P_INT64 (chunk->job->id), P_INT64 (number)) &&
           db_run (chunk->db, &chunk_done, NULL, error, P_INT64 (chunk->job->id),
                   P_INT64 (number)) &&
           job_progress (chunk, &progress, error);
}

static gboolean
run_refusing (JobChunk *chunk, GError **error)
{
    g_autoptr (GError) reason = NULL;

    if (chunk->cursor == NULL) {
        JobProgress progress = { .done = 1, .total = INT64_NONE, .cursor = "{\"x\": 1}" };
        refuse (&reason, SIRAJ_ERROR_TARIFF_MISSING, NULL, "no tariff");
        return job_fail_subject (chunk, "account 7", reason, error) &&
               job_progress (chunk, &progress, error);
    }
    return refuse (error, SIRAJ_ERROR_PERIOD_CLOSED, NULL, "the period is closed");
}

static gboolean
run_endless (JobChunk *chunk, GError **error)
{
    JobProgress progress = { .done = 1, .total = INT64_NONE };

    g_usleep (5000);
    return job_progress (chunk, &progress, error);
}

static gboolean
run_crashing (JobChunk *chunk, GError **error)
{
    kill (getpid (), SIGKILL);
    return TRUE;
}

static const JobKind alone_kind = { "alone", FALSE, run_alone };
static const JobKind shared_kind = { "shared", TRUE, run_shared };
static const JobKind refusing_kind = { "refusing", FALSE, run_refusing };
static const JobKind endless_kind = { "endless", FALSE, run_endless };
static const JobKind crashing_kind = { "crashing", FALSE, run_crashing };
static const JobKind *const kinds[] = { &alone_kind,   &shared_kind,   &refusing_kind,
                                        &endless_kind, &crashing_kind, NULL };

/* Helpers */

static Db *
open_as (const char *role)
{
    DbOptions options = { .conninfo = local_postgres_conninfo (postgres),
                          .role = role,
                          .bulk = TRUE };
    g_autoptr (GError) error = NULL;
    Db *db = db_open (&options, &error);

    g_assert_no_error (error);
    return db;
}

static gint64
create (Db *db, const char *kind)
{
    JobRequest request = {
        .kind = kind, .key = "test", .created_by = 1, .scheduled_for = INSTANT_NONE
    };
    g_autoptr (GError) error = NULL;
    gint64 id = 0;

    job_create (db, &request, &id, &error);
    g_assert_no_error (error);
    return id;
}

static Job *
load (Db *db, gint64 id)
{
    static const Statement statement = { "test_load", "SELECT * FROM jobs WHERE id = $1" };
    g_autoptr (Rows) rows = NULL;
    g_autoptr (GError) error = NULL;

    if (!db_is_alive (db) && !db_reopen (db, NULL)) {
        return NULL;
    }
    if (!db_run (db, &statement, &rows, &error, P_INT64 (id))) {
        return NULL;
    }
    return rows_record (rows, 0, &job_record);
}

static gint64
scalar (Db *db, const char *sql, gint64 id)
{
    Statement statement = { "test_scalar", sql, TRUE };
    g_autoptr (Rows) rows = NULL;
    g_autoptr (GError) error = NULL;

    db_run (db, g_memdup2 (&statement, sizeof statement), &rows, &error, P_INT64 (id));
    g_assert_no_error (error);
    return rows_int64 (rows, 0, 0);
}

static WorkerProcess *
start_worker (void)
{
    const char *const argv[] = { program, "--work", data_dir, NULL };

    return worker_process_start (argv);
}

static void
turn (guint ms)
{
    gint64 until = g_get_monotonic_time () + ms * G_GINT64_CONSTANT (1000);

    while (g_get_monotonic_time () < until) {
        g_main_context_iteration (NULL, FALSE);
        g_usleep (1000);
    }
}

/* The process ids of our children that are workers. */
static void
kill_a_worker (GRand *rand)
{
    g_autofree char *path = g_strdup_printf ("/proc/self/task/%d/children", (int)getpid ());
    g_autofree char *text = NULL;
    g_autoptr (GArray) pids = g_array_new (FALSE, FALSE, sizeof (int));

    g_file_get_contents (path, &text, NULL, NULL);
    g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);
    for (guint i = 0; words[i] != NULL; i++) {
        g_autofree char *command_path = g_strdup_printf ("/proc/%s/cmdline", words[i]);
        g_autofree char *command = NULL;
        int pid = (int)g_ascii_strtoll (words[i], NULL, 10);
        if (g_file_get_contents (command_path, &command, NULL, NULL) &&
            strcmp (command, program) == 0) {
            g_array_append_val (pids, pid);
        }
    }
    if (pids->len > 0) {
        kill (g_array_index (pids, int, g_rand_int_range (rand, 0, pids->len)), SIGKILL);
    }
}

static JobState
await_end (Db *db, gint64 id, GRand *rand)
{
    gint64 start = g_get_monotonic_time ();

    for (guint kills = 0;; kills++) {
        turn (rand != NULL ? g_rand_int_range (rand, 20, 120) : 10);
        g_autoptr (Job) job = load (db, id);
        if (job != NULL && job->state != JOB_QUEUED && job->state != JOB_RUNNING) {
            return job->state;
        }
        g_assert_cmpint (g_get_monotonic_time () - start, <, 40 * G_USEC_PER_SEC);
        if (rand != NULL && kills < KILLS) {
            kill_a_worker (rand);
        }
    }
}

static void
assert_each_once (Db *db, gint64 id)
{
    g_autoptr (Job) job = load (db, id);

    g_assert_cmpint (job->progress_done, ==, CHUNKS);
    g_assert_cmpint (job->progress_total, ==, CHUNKS);
    g_assert_cmpint (scalar (db, "SELECT count(*) FROM work_done WHERE job_id = $1", id), ==,
                     CHUNKS);
    g_assert_cmpint (
        scalar (db, "SELECT count(DISTINCT chunk) FROM work_done WHERE job_id = $1", id), ==,
        CHUNKS);
}

/* Tests */

static void
test_alone (void)
{
    g_autoptr (Db) db = open_as ("siraj_app");
    WorkerProcess *worker = start_worker ();
    gint64 id = create (db, "alone");
    JobRequest again = { .kind = "alone", .key = "test", .scheduled_for = INSTANT_NONE };
    g_autoptr (GError) error = NULL;

    g_assert_false (job_create (db, &again, &id, &error));
    g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_DUPLICATE);
    g_assert_cmpint (await_end (db, id, NULL), ==, JOB_COMPLETED);
    assert_each_once (db, id);
    g_autoptr (Job) job = load (db, id);
    g_assert_cmpstr (job->result, ==, "{\"sum\": 1}");
    worker_process_stop (worker);
}

static void
test_killed (gconstpointer kind)
{
    g_autoptr (Db) db = open_as ("siraj_app");
    g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
    WorkerProcess *workers[] = { start_worker (), start_worker () };
    gint64 id = create (db, kind);

    g_assert_cmpint (await_end (db, id, rand), ==, JOB_COMPLETED);
    assert_each_once (db, id);
    worker_process_stop (workers[0]);
    worker_process_stop (workers[1]);
}

static void
test_shared_by_two (void)
{
    g_autoptr (Db) db = open_as ("siraj_app");
    WorkerProcess *workers[] = { start_worker (), start_worker () };

    turn (100);
    gint64 id = create (db, "shared");
    g_assert_cmpint (await_end (db, id, NULL), ==, JOB_COMPLETED);
    assert_each_once (db, id);
    g_assert_cmpint (scalar (db, "SELECT count(DISTINCT who) FROM work_done WHERE job_id = $1", id),
                     ==, 2);
    worker_process_stop (workers[0]);
    worker_process_stop (workers[1]);
}

static void
kill_database (void)
{
    g_autofree char *path = g_build_filename (data_dir, "postgres", "postmaster.pid", NULL);
    g_autofree char *text = NULL;

    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    kill ((pid_t)g_ascii_strtoll (text, NULL, 10), SIGKILL);
}

static void
test_database_killed (void)
{
    g_autoptr (Db) db = open_as ("siraj_app");
    WorkerProcess *worker = start_worker ();
    gint64 id = create (db, "alone");

    turn (200);
    kill_database ();
    g_assert_cmpint (await_end (db, id, NULL), ==, JOB_COMPLETED);
    assert_each_once (db, id);
    worker_process_stop (worker);
}

static void
test_refused (void)
{
    g_autoptr (Db) db = open_as ("siraj_app");
    WorkerProcess *worker = start_worker ();
    gint64 id = create (db, "refusing");

    g_assert_cmpint (await_end (db, id, NULL), ==, JOB_FAILED);
    g_autoptr (Job) job = load (db, id);
    g_assert_cmpstr (job->error_code, ==, "PERIOD_CLOSED");
    g_assert_cmpint (scalar (db,
                             "SELECT count(*) FROM job_failures WHERE job_id = $1"
                             " AND subject = 'account 7' AND code = 'TARIFF_MISSING'",
                             id),
                     ==, 1);
    worker_process_stop (worker);
}

static void
test_cancelled (void)
{
    static const Statement cancel = { "test_cancel",
                                      "UPDATE jobs SET cancel_requested = TRUE WHERE id = $1" };
    g_autoptr (Db) db = open_as ("siraj_app");
    WorkerProcess *worker = start_worker ();
    gint64 id = create (db, "endless");

    turn (200);
    g_assert_true (db_run (db, &cancel, NULL, NULL, P_INT64 (id)));
    g_assert_cmpint (await_end (db, id, NULL), ==, JOB_CANCELLED);
    worker_process_stop (worker);
}

/* A chunk that kills every worker ends as failed instead of going round for ever. */
static void
test_crashing (void)
{
    static const Statement nearly = { "test_nearly",
                                      "UPDATE jobs SET attempts = 23 WHERE id = $1" };
    g_autoptr (Db) db = open_as ("siraj_app");
    gint64 id = create (db, "crashing");

    g_assert_true (db_run (db, &nearly, NULL, NULL, P_INT64 (id)));
    WorkerProcess *worker = start_worker ();
    g_assert_cmpint (await_end (db, id, NULL), ==, JOB_FAILED);
    g_autoptr (Job) job = load (db, id);
    g_assert_cmpstr (job->error_code, ==, "JOB_CRASHED");
    worker_process_stop (worker);
}

static int
work (const char *directory)
{
    g_autoptr (GError) error = NULL;
    g_autofree char *conninfo = local_postgres_attach (directory, 10000, &error);
    JobWorkerOptions options = { conninfo, kinds };

    if (conninfo == NULL) {
        g_printerr ("# %s\n", error->message);
        return 1;
    }
    return job_worker_run (&options);
}

static void
prepare (void)
{
    g_autoptr (GError) error = NULL;
    DbOptions options = { .bulk = TRUE };

    data_dir = g_strdup ("/var/tmp/siraj-jobs-XXXXXX");
    g_assert_nonnull (g_mkdtemp (data_dir));
    g_chmod (data_dir, 0755);
    postgres = local_postgres_start (data_dir, &error);
    g_assert_no_error (error);
    local_postgres_supervise (postgres);
    options.conninfo = local_postgres_conninfo (postgres);
    g_autoptr (Db) db = db_open (&options, &error);
    g_assert_no_error (error);
    migrate_run (db, &error);
    g_assert_no_error (error);
    db_execute (
        db,
        "CREATE TABLE work_done (job_id bigint, chunk bigint, who int);"
        "CREATE TABLE work_chunks (job_id bigint, chunk bigint, done boolean DEFAULT FALSE);"
        "GRANT ALL ON work_done, work_chunks TO siraj_app, siraj_work",
        &error);
    g_assert_no_error (error);
}

static void
clear (void)
{
    const char *argv[] = { "rm", "-rf", data_dir, NULL };

    g_clear_pointer (&postgres, local_postgres_stop);
    g_spawn_sync ("/", (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                  NULL);
    g_free (data_dir);
    g_free (program);
}

int
main (int argc, char **argv)
{
    setlocale (LC_ALL, "C.UTF-8");
    g_log_set_writer_func (tell, NULL, NULL);
    if (argc == 3 && strcmp (argv[1], "--work") == 0) {
        return work (argv[2]);
    }
    program = g_file_read_link ("/proc/self/exe", NULL);
    g_test_init (&argc, &argv, NULL);
    g_test_message ("seed %d", SEED);
    prepare ();
    g_test_add_func ("/jobs/alone", test_alone);
    g_test_add_func ("/jobs/shared-by-two", test_shared_by_two);
    g_test_add_data_func ("/jobs/killed/alone", "alone", test_killed);
    g_test_add_data_func ("/jobs/killed/shared", "shared", test_killed);
    g_test_add_func ("/jobs/database-killed", test_database_killed);
    g_test_add_func ("/jobs/refused", test_refused);
    g_test_add_func ("/jobs/cancelled", test_cancelled);
    g_test_add_func ("/jobs/crashing", test_crashing);
    int status = g_test_run ();
    clear ();
    return status;
}
