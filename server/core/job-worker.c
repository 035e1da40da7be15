/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop of a worker process. */
#define G_LOG_DOMAIN "siraj-jobs"

#include "server/core/job-worker.h"

#include "common/schema/json.h"
#include "server/core/dispatch-sql.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define POLL_MS 1000
#define RECONNECT_MAX_MS 2000
#define MAX_CRASHES 25 /* chunks begun in a row by workers that died in them */
#define MAX_FAULTS 3   /* internal errors in a row */
#define RETRY_DELAY_MS 1000
#define WATCH_US (100 * 1000)

typedef struct {
    const JobKind *const *kinds;
    char *kind_names; /* "{bill-run,import}" */
    Db *db;
    int signals;
    int listening;        /* process id of the backend that LISTENs for us */
    GHashTable *memories; /* job id → Memory: what chunks left for the next ones */
} JobWorker;

typedef struct {
    gpointer data;
    GDestroyNotify forget;
} Memory;

typedef enum {
    TAKEN_NOTHING, /* nothing could be done for this job now */
    TAKEN_CHUNK,
} Taken;

/* $1 kinds */
static const Statement candidates_statement = {
    "jobs_candidates",
    "SELECT id, kind FROM jobs"
    " WHERE state IN ('queued', 'running') AND scheduled_for <= clock_timestamp ()"
    "   AND kind = ANY ($1::text[])"
    " ORDER BY heartbeat_at NULLS FIRST, id LIMIT 16",
};

/* The session holds it from taking a job to the end of the chunk; it goes with the connection. */
static const Statement hold_statement = {
    "jobs_hold",
    "SELECT pg_try_advisory_lock (hashtextextended ('siraj job', $1))",
};
static const Statement release_statement = {
    "jobs_release",
    "SELECT pg_advisory_unlock (hashtextextended ('siraj job', $1))",
};

/* Committed before the chunk, so that a chunk that kills its workers is found out. */
static const Statement begin_statement = {
    "jobs_begin",
    "UPDATE jobs SET state = 'running', started_at = coalesce (started_at, clock_timestamp ()),"
    " heartbeat_at = clock_timestamp (), attempts = attempts + 1"
    " WHERE id = $1 AND state IN ('queued', 'running') AND scheduled_for <= clock_timestamp ()"
    " RETURNING *",
};

/* $1 id, $2 done */
static const Statement chunk_end_statement = {
    "jobs_chunk_end",
    "UPDATE jobs SET attempts = 0, heartbeat_at = clock_timestamp (),"
    " state = CASE WHEN $2::boolean AND state = 'running' THEN 'completed' ELSE state END,"
    " finished_at = CASE WHEN $2::boolean THEN clock_timestamp () ELSE finished_at END"
    " WHERE id = $1",
};

/* Nothing was done: the attempt does not count. */
static const Statement wait_statement = {
    "jobs_wait",
    "UPDATE jobs SET attempts = greatest (attempts - 1, 0) WHERE id = $1",
};

/* $1 id, $2 state, $3 code, $4 text */
static const Statement end_statement = {
    "jobs_end",
    "UPDATE jobs SET state = $2, error_code = $3, error_text = $4, finished_at = clock_timestamp ()"
    " WHERE id = $1 AND state IN ('queued', 'running')",
};

/* $1 id, $2 milliseconds */
static const Statement later_statement = {
    "jobs_later",
    "UPDATE jobs SET scheduled_for = clock_timestamp () + $2::bigint * interval '1 millisecond'"
    " WHERE id = $1 AND state = 'running'",
};

static const Statement watch_statement = {
    "jobs_watch",
    "SELECT * FROM jobs WHERE id = $1",
};

static const Statement stop_statement = {
    "jobs_stop",
    "UPDATE jobs SET cancel_requested = TRUE WHERE id = $1 AND state IN ('queued', 'running')",
};

const Statement *const job_worker_statements[] = {
    &candidates_statement,
    &hold_statement,
    &release_statement,
    &begin_statement,
    &chunk_end_statement,
    &wait_statement,
    &end_statement,
    &later_statement,
    &watch_statement,
    &stop_statement,
    NULL,
};

static const JobKind *
find_kind (const JobWorker *self, const char *name)
{
    for (guint i = 0; self->kinds[i] != NULL; i++) {
        if (strcmp (self->kinds[i]->kind, name) == 0) {
            return self->kinds[i];
        }
    }
    return NULL;
}

static void
memory_free (Memory *self)
{
    if (self->data != NULL) {
        self->forget (self->data);
    }
    g_free (self);
}

static GHashTable *
memories_new (void)
{
    return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)memory_free);
}

static gboolean
remembers (const JobWorker *self, gint64 id)
{
    return g_hash_table_contains (self->memories, &id);
}

/* Gives the chunk what its last one left; it owns it until keep_memory(). */
static void
take_memory (JobWorker *self, JobChunk *chunk)
{
    Memory *memory = g_hash_table_lookup (self->memories, &chunk->job->id);

    if (memory != NULL) {
        chunk->memory = g_steal_pointer (&memory->data);
        chunk->forget = memory->forget;
    }
}

static void
keep_memory (JobWorker *self, JobChunk *chunk, gboolean goes_on)
{
    Memory *memory;

    if (chunk->memory != NULL && !goes_on) {
        chunk->forget (chunk->memory);
        chunk->memory = NULL;
    }
    if (chunk->memory == NULL) {
        g_hash_table_remove (self->memories, &chunk->job->id);
        return;
    }
    memory = g_new0 (Memory, 1);
    memory->data = chunk->memory;
    memory->forget = chunk->forget;
    g_hash_table_replace (self->memories, g_memdup2 (&chunk->job->id, sizeof (gint64)), memory);
}

/* Signals and waiting */

static int
open_signals (void)
{
    sigset_t signals;

    sigemptyset (&signals);
    sigaddset (&signals, SIGTERM);
    sigaddset (&signals, SIGINT);
    sigprocmask (SIG_BLOCK, &signals, NULL);
    return signalfd (-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Waits for a signal, or for the database when @socket ≥ 0. */
static void
pause_for (const JobWorker *self, int socket, guint timeout_ms)
{
    struct pollfd fds[] = { { self->signals, POLLIN, 0 }, { socket, POLLIN, 0 } };

    poll (fds, G_N_ELEMENTS (fds), (int)timeout_ms); /* poll() leaves negative descriptors out */
}

/* The signal stays to be read, so that every look finds it. */
static gboolean
should_stop (const JobWorker *self)
{
    struct pollfd fd = { self->signals, POLLIN, 0 };

    return poll (&fd, 1, 0) > 0;
}

static void
wait_for_work (JobWorker *self)
{
    PGconn *link = db_connection (self->db, NULL);

    if (link == NULL) {
        return;
    }
    if (self->listening != PQbackendPID (link)) {
        if (db_execute (self->db, "LISTEN siraj_jobs", NULL)) {
            self->listening = PQbackendPID (link);
        }
        return; /* something may have come before */
    }
    pause_for (self, PQsocket (link), POLL_MS);
    PQconsumeInput (link);
    for (PGnotify *notice; (notice = PQnotifies (link)) != NULL;) {
        PQfreemem (notice);
    }
}

/* Ends of jobs */

static void
end_job (JobWorker *self, const Job *job, JobState state, int code, const char *text)
{
    g_autoptr (GError) error = NULL;
    const char *name = code >= 0 ? siraj_error_name (code) : NULL;

    g_message ("job %" G_GINT64_FORMAT " (%s): %s %s", job->id, job->kind,
               enumeration_word (&job_state_enum, state), name != NULL ? name : "");
    if (!db_run (self->db, &end_statement, NULL, &error, P_INT64 (job->id),
                 P_ENUM (job_state_enum, state), P_TEXT (name), P_TEXT (text))) {
        g_warning ("job %" G_GINT64_FORMAT ": %s", job->id, error->message);
    }
}

/* Conflicts and a database out of reach are tried again; so is an internal error, a few times. */
static void
take_failure (JobWorker *self, const Job *job, const GError *failure)
{
    gboolean refusal = failure->domain == SIRAJ_ERROR && failure->code != SIRAJ_ERROR_INTERNAL &&
                       failure->code != SIRAJ_ERROR_UNAVAILABLE;
    gboolean internal = !g_error_matches (failure, SIRAJ_ERROR, SIRAJ_ERROR_UNAVAILABLE);

    if (!db_is_alive (self->db)) {
        return; /* the next worker to reach the database goes on */
    }
    if (refusal || (internal && job->attempts >= MAX_FAULTS)) {
        int code = failure->domain == SIRAJ_ERROR ? failure->code : SIRAJ_ERROR_INTERNAL;
        end_job (self, job, JOB_FAILED, code, failure->message);
        return;
    }
    g_info ("job %" G_GINT64_FORMAT " is tried again: %s", job->id, failure->message);
    db_run (self->db, &later_statement, NULL, NULL, P_INT64 (job->id),
            P_INT64 (internal ? RETRY_DELAY_MS * job->attempts : g_random_int_range (2, 50)));
}

/* Chunks */

static JsonNode *
parse_object (const char *text, JsonObject **object)
{
    JsonNode *node = text == NULL ? NULL : json_parse (text, strlen (text), NULL);

    *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    return node;
}

static void
begin_chunk (JobWorker *self, const Job *job)
{
    g_autofree char *request = g_strdup_printf ("job-%" G_GINT64_FORMAT, job->id);
    const Param who[] = { P_INT64 (job->created_by), P_TEXT ("*"), P_TEXT (request),
                          P_TEXT (job->kind) };

    db_begin_with (self->db, FALSE, &dispatch_settings, who, G_N_ELEMENTS (who));
}

static gboolean
commit_chunk (JobWorker *self, const JobChunk *chunk, GError **error)
{
    gboolean done = chunk->outcome == JOB_OUTCOME_DONE;

    return db_run (self->db, &chunk_end_statement, NULL, error, P_INT64 (chunk->job->id),
                   P_BOOLEAN (done)) &&
           db_commit (self->db, error);
}

static Taken
run_chunk (JobWorker *self, const JobKind *kind, const Job *job, const char *cursor)
{
    JobChunk chunk = { .db = self->db, .job = job, .outcome = JOB_OUTCOME_MORE };
    g_autoptr (JsonNode) parameters = parse_object (job->parameters, &chunk.parameters);
    g_autoptr (JsonNode) cursor_node = parse_object (cursor, &chunk.cursor);
    g_autoptr (GError) error = NULL;

    take_memory (self, &chunk);
    begin_chunk (self, job);
    gboolean done = kind->run (&chunk, &error);
    if (done && chunk.outcome == JOB_OUTCOME_WAIT) {
        keep_memory (self, &chunk, TRUE);
        db_rollback (self->db);
        db_run (self->db, &wait_statement, NULL, NULL, P_INT64 (job->id));
        return TAKEN_NOTHING;
    }
    done = done && commit_chunk (self, &chunk, &error);
    keep_memory (self, &chunk, done && chunk.outcome == JOB_OUTCOME_MORE);
    if (!done) {
        db_rollback (self->db);
        take_failure (self, job, error);
        return TAKEN_CHUNK;
    }
    if (chunk.outcome == JOB_OUTCOME_DONE) {
        g_message ("job %" G_GINT64_FORMAT " (%s): completed", job->id, job->kind);
    }
    return TAKEN_CHUNK;
}

static Taken
work_on (JobWorker *self, const JobKind *kind, gint64 id)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run (self->db, &begin_statement, &rows, NULL, P_INT64 (id)) || rows_count (rows) == 0) {
        return TAKEN_NOTHING;
    }
    g_autoptr (Job) job = rows_record (rows, 0, &job_record);
    if (job->cancel_requested) {
        g_hash_table_remove (self->memories, &id);
        end_job (self, job, JOB_CANCELLED, -1, NULL);
        return TAKEN_CHUNK;
    }
    if (job->attempts > MAX_CRASHES) {
        end_job (self, job, JOB_FAILED, SIRAJ_ERROR_JOB_CRASHED,
                 tr ("A part of the work ended its process again and again; see the server's log"));
        return TAKEN_CHUNK;
    }
    return run_chunk (self, kind, job, rows_text (rows, 0, PQfnumber (rows, "cursor")));
}

static gboolean
hold (JobWorker *self, gint64 id)
{
    g_autoptr (Rows) rows = NULL;

    return db_run (self->db, &hold_statement, &rows, NULL, P_INT64 (id)) &&
           rows_boolean (rows, 0, 0);
}

static Taken
take (JobWorker *self, const JobKind *kind, gint64 id)
{
    if (kind->shared) {
        return work_on (self, kind, id);
    }
    if (!remembers (self, id) && !hold (self, id)) {
        return TAKEN_NOTHING;
    }
    Taken taken = work_on (self, kind, id);
    if (!db_is_alive (self->db)) {
        g_hash_table_remove_all (self->memories); /* the locks went with the session */
    } else if (!remembers (self, id)) {
        db_run (self->db, &release_statement, NULL, NULL, P_INT64 (id));
    }
    return taken;
}

/* One chunk of the job that has waited longest and can go on. */
static Taken
work_once (JobWorker *self)
{
    g_autoptr (Rows) rows = NULL;
    g_autoptr (GError) error = NULL;

    if (!db_run (self->db, &candidates_statement, &rows, &error, P_TEXT (self->kind_names))) {
        g_warning ("jobs: %s", error->message);
        pause_for (self, -1, POLL_MS);
        return TAKEN_NOTHING;
    }
    for (int row = 0; row < rows_count (rows) && db_is_alive (self->db); row++) {
        const JobKind *kind = find_kind (self, rows_text (rows, row, 1));
        if (kind != NULL && take (self, kind, rows_int64 (rows, row, 0)) == TAKEN_CHUNK) {
            return TAKEN_CHUNK;
        }
    }
    return TAKEN_NOTHING;
}

/* The process */

static gboolean
connect_database (JobWorker *self, const char *conninfo)
{
    DbOptions options = { .conninfo = conninfo, .role = "siraj_work", .bulk = TRUE };
    guint delay_ms = 50;

    while (!should_stop (self)) {
        g_autoptr (GError) error = NULL;
        if (self->db == NULL) {
            self->db = db_open (&options, &error);
        } else {
            db_reopen (self->db, &error);
        }
        if (self->db != NULL && db_is_alive (self->db)) {
            return TRUE;
        }
        pause_for (self, -1, delay_ms);
        delay_ms = MIN (delay_ms * 2, RECONNECT_MAX_MS);
    }
    return FALSE;
}

static char *
join_kinds (const JobKind *const *kinds)
{
    GString *names = g_string_new ("{");

    for (guint i = 0; kinds[i] != NULL; i++) {
        g_string_append_printf (names, "%s%s", i == 0 ? "" : ",", kinds[i]->kind);
    }
    g_string_append_c (names, '}');
    return g_string_free (names, FALSE);
}

/* Chores a second after the last ones; @due_us keeps the time. */
static void
do_chores (JobWorker *self, const JobChore *chores, gint64 *due_us)
{
    if (chores == NULL || g_get_monotonic_time () < *due_us) {
        return;
    }
    *due_us = g_get_monotonic_time () + G_USEC_PER_SEC;
    for (guint i = 0; chores[i].name != NULL && db_is_alive (self->db); i++) {
        g_autoptr (GError) error = NULL;

        if (!db_begin (self->db, &error) || !chores[i].run (self->db, &error) ||
            !db_commit (self->db, &error)) {
            g_warning ("%s: %s", chores[i].name, error->message);
            db_rollback (self->db);
        }
    }
}

int
job_worker_run (const JobWorkerOptions *options)
{
    JobWorker self = { .kinds = options->kinds, .signals = open_signals () };
    gint64 chores_due_us = 0;

    self.kind_names = join_kinds (options->kinds);
    self.memories = memories_new ();
    while (!should_stop (&self)) {
        if ((self.db == NULL || !db_is_alive (self.db)) &&
            !connect_database (&self, options->conninfo)) {
            break;
        }
        do_chores (&self, options->chores, &chores_due_us);
        if (work_once (&self) == TAKEN_NOTHING && db_is_alive (self.db)) {
            wait_for_work (&self);
        }
    }
    g_hash_table_unref (self.memories);
    db_close (self.db);
    g_free (self.kind_names);
    close (self.signals);
    return 0;
}

/* One job alone */

static Job *
watch (JobWorker *self, gint64 id, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    const Param params[] = { P_INT64 (id) };

    if (!db_one (self->db, &watch_statement, params, 1, N_ ("Job"), &rows, error)) {
        return NULL;
    }
    return rows_record (rows, 0, &job_record);
}

static gboolean
has_ended (const Job *job)
{
    return job->state != JOB_QUEUED && job->state != JOB_RUNNING;
}

static Job *
work_to_the_end (JobWorker *self, gint64 id, JobToldFunc told, gpointer data, GError **error)
{
    while (TRUE) {
        g_autoptr (Job) job = watch (self, id, error);
        const JobKind *kind = job != NULL ? find_kind (self, job->kind) : NULL;

        if (job == NULL) {
            return NULL;
        }
        told (job, data);
        if (has_ended (job)) {
            return g_steal_pointer (&job);
        }
        if (should_stop (self)) {
            db_run (self->db, &stop_statement, NULL, NULL, P_INT64 (id));
        }
        if (kind == NULL || take (self, kind, id) == TAKEN_NOTHING) {
            g_usleep (WATCH_US); /* others are at it */
        }
    }
}

typedef struct {
    const JobWorkerOptions *options;
    gint64 job_id;
    int signals;
} Hand;

static Job *
lend_hand (const Hand *hand, JobToldFunc told, gpointer data, GError **error)
{
    const DbOptions db_options = { .conninfo = hand->options->conninfo,
                                   .role = "siraj_work",
                                   .bulk = TRUE };
    JobWorker self = { .kinds = hand->options->kinds, .signals = hand->signals };
    Job *job = NULL;

    self.memories = memories_new ();
    self.db = db_open (&db_options, error);
    if (self.db != NULL) {
        job = work_to_the_end (&self, hand->job_id, told, data, error);
    }
    g_hash_table_unref (self.memories);
    db_close (self.db);
    return job;
}

static void
tell_nobody (const Job *job G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
}

/* What it leaves undone is done by the first hand. */
static gpointer
further_hand (gpointer data)
{
    const Hand *hand = data;
    g_autoptr (GError) error = NULL;
    g_autoptr (Job) job = lend_hand (hand, tell_nobody, NULL, &error);

    if (job == NULL) {
        g_warning ("job %" G_GINT64_FORMAT ": one worker less: %s", hand->job_id, error->message);
    }
    return NULL;
}

Job *
job_worker_run_one (const JobWorkerOptions *options, gint64 id, JobToldFunc told, gpointer data,
                    GError **error)
{
    Hand hand = { options, id, open_signals () };
    guint n_further = MAX (options->hands, 1) - 1;
    g_autofree GThread **further = g_new (GThread *, n_further);
    Job *job;

    for (guint i = 0; i < n_further; i++) {
        further[i] = g_thread_new ("siraj-job", further_hand, &hand);
    }
    job = lend_hand (&hand, told, data, error);
    for (guint i = 0; i < n_further; i++) {
        g_thread_join (further[i]);
    }
    close (hand.signals);
    return job;
}
