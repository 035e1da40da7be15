/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker process that `serve` starts and watches. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct WorkerProcess WorkerProcess;

/* Starts @command (NULL-terminated: the program's own path, "work", its options) and starts it
 * again with back-off whenever it ends.  Belongs to the main thread and its loop; the worker is
 * told to end when that thread ends. */
WorkerProcess *worker_process_start (const char *const *command);

/* SIGTERM: the chunk at hand is finished, nothing is started again. Does not wait. */
void worker_process_ask_to_stop (WorkerProcess *self);

/* Asks if nobody has, waits until 8 s after the asking, then SIGKILL (which loses nothing);
 * frees. */
void worker_process_stop (WorkerProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WorkerProcess, worker_process_stop)

G_END_DECLS
