/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts, watches and ends one worker process. */
#define G_LOG_DOMAIN "siraj-jobs"

#include "server/core/worker-process.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define DELAY_MIN_MS 200
#define DELAY_MAX_MS 2000
#define HEALTHY_US (G_GINT64_CONSTANT (10) * G_USEC_PER_SEC)
#define STOP_LIMIT_US (G_GINT64_CONSTANT (8) * G_USEC_PER_SEC)
#define STEP_US 5000

struct WorkerProcess {
    char **argv;
    GPid pid; /* 0 when it is not running */
    guint watch;
    guint restart;
    guint delay_ms;
    gint64 started_at;
    gint64 asked_at; /* to stop; 0: it shall run */
};

static void spawn (WorkerProcess *self);

static void
child_setup (gpointer user_data)
{
    sigset_t none;

    sigemptyset (&none);
    sigprocmask (SIG_SETMASK, &none, NULL);
    prctl (PR_SET_PDEATHSIG, SIGTERM);
    if (getppid () != GPOINTER_TO_INT (user_data)) {
        _exit (125); /* the parent died before it was set */
    }
}

static gboolean
on_restart (gpointer user_data)
{
    WorkerProcess *self = user_data;

    self->restart = 0;
    spawn (self);
    return G_SOURCE_REMOVE;
}

static void
restart_later (WorkerProcess *self)
{
    if (g_get_monotonic_time () - self->started_at > HEALTHY_US) {
        self->delay_ms = DELAY_MIN_MS;
    }
    self->restart = g_timeout_add (self->delay_ms, on_restart, self);
    self->delay_ms = MIN (self->delay_ms * 2, DELAY_MAX_MS);
}

static void
on_ended (GPid pid, int status, gpointer user_data)
{
    WorkerProcess *self = user_data;
    g_autoptr (GError) error = NULL;

    g_spawn_check_wait_status (status, &error);
    self->pid = 0;
    self->watch = 0;
    if (self->asked_at == 0) {
        g_warning ("the worker process has ended and is started again: %s",
                   error != NULL ? error->message : "exit status 0");
        restart_later (self);
    }
}

static void
spawn (WorkerProcess *self)
{
    g_autoptr (GError) error = NULL;

    self->started_at = g_get_monotonic_time ();
    if (!g_spawn_async (NULL, self->argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, child_setup,
                        GINT_TO_POINTER (getpid ()), &self->pid, &error)) {
        g_warning ("the worker process cannot be started: %s", error->message);
        self->pid = 0;
        restart_later (self);
        return;
    }
    self->watch = g_child_watch_add (self->pid, on_ended, self);
}

WorkerProcess *
worker_process_start (const char *const *command)
{
    WorkerProcess *self = g_new0 (WorkerProcess, 1);

    self->argv = g_strdupv ((char **)command);
    self->delay_ms = DELAY_MIN_MS;
    spawn (self);
    return self;
}

void
worker_process_ask_to_stop (WorkerProcess *self)
{
    if (self->asked_at != 0) {
        return;
    }
    self->asked_at = g_get_monotonic_time ();
    g_clear_handle_id (&self->restart, g_source_remove);
    if (self->pid != 0) {
        kill (self->pid, SIGTERM);
    }
}

static void
await_end (const WorkerProcess *self)
{
    while (waitpid (self->pid, NULL, WNOHANG) == 0) {
        if (g_get_monotonic_time () - self->asked_at > STOP_LIMIT_US) {
            g_warning ("the worker process does not end and is killed");
            kill (self->pid, SIGKILL);
            waitpid (self->pid, NULL, 0);
            break;
        }
        g_usleep (STEP_US);
    }
}

void
worker_process_stop (WorkerProcess *self)
{
    if (self == NULL) {
        return;
    }
    worker_process_ask_to_stop (self);
    g_clear_handle_id (&self->watch, g_source_remove);
    if (self->pid != 0) {
        await_end (self);
    }
    g_strfreev (self->argv);
    g_free (self);
}
