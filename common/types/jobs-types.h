/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long and scheduled work on the wire, and the subjects it left aside. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef enum { JOB_QUEUED, JOB_RUNNING, JOB_COMPLETED, JOB_FAILED, JOB_CANCELLED } JobState;

extern const Enumeration job_state_enum;

typedef struct {
    gint64 id;
    char *kind; /* "bill-run" */
    char *key;  /* what it is about: one job of a kind and key at a time */
    int state;
    char *stage;
    gint64 progress_done;
    gint64 progress_total; /* none until it is known */
    gint64 failures_count; /* subjects left aside */
    char *parameters;      /* JSON text */
    char *result;          /* JSON text */
    char *error_code;
    char *error_text;
    gboolean cancel_requested;
    gint64 attempts;
    gint64 created_by;
    char *created_by_name;
    Instant created_at;
    Instant scheduled_for;
    Instant started_at;
    Instant heartbeat_at;
    Instant finished_at;
    gint64 schedule_id; /* that began it by itself */
} Job;
RECORD_DECLARE (job, Job);

typedef struct {
    gint64 id;
    char *subject; /* "account 1234" */
    char *code;    /* a refusal's name */
    char *text;
    Instant created_at;
} JobFailure;
RECORD_DECLARE (job_failure, JobFailure);

typedef enum {
    SCHEDULE_OFF,
    SCHEDULE_WAITING,
    SCHEDULE_RUNNING,
    SCHEDULE_FAILED,
    SCHEDULE_LATE,
} ScheduleState;

extern const Enumeration schedule_state_enum;

/* Work that begins by itself. */
typedef struct {
    gint64 id;
    char *kind;
    char *label; /* the kind in words */
    gint64 subject_id;
    char *name; /* of the subject */
    int state;
    Instant due_at;
    Instant last_run_at;
    gint64 last_job_id;
    int last_state;
    Instant failed_at; /* since then it has not begun, or its job ended */
    char *error_code;
    char *error_text;
    gint64 version;
} JobSchedule;
RECORD_DECLARE (job_schedule, JobSchedule);

typedef struct {
    gboolean active;
} ScheduleSwitch;
RECORD_DECLARE (schedule_switch, ScheduleSwitch);

G_END_DECLS
