/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of jobs. */
#include "common/types/jobs-types.h"

ENUMERATION_DEFINE (job_state_enum, "job_state", { JOB_QUEUED, "queued", N_ ("Waiting") },
                    { JOB_RUNNING, "running", N_ ("Running") },
                    { JOB_COMPLETED, "completed", N_ ("Completed") },
                    { JOB_FAILED, "failed", N_ ("Failed") },
                    { JOB_CANCELLED, "cancelled", N_ ("Cancelled") });

RECORD_DEFINE (
    job, Job, FIELD_ID (Job, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_TEXT (Job, kind, N_ ("Job"), FIELD_READ_ONLY),
    FIELD_TEXT (Job, key, N_ ("Subject"), FIELD_READ_ONLY),
    FIELD_ENUM (Job, state, N_ ("State"), job_state_enum, FIELD_READ_ONLY),
    FIELD_TEXT (Job, stage, N_ ("Stage"), FIELD_READ_ONLY),
    FIELD_INTEGER (Job, progress_done, N_ ("Done"), FIELD_READ_ONLY),
    FIELD_INTEGER (Job, progress_total, N_ ("Of"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_INTEGER (Job, failures_count, N_ ("Left aside"), FIELD_READ_ONLY),
    FIELD_TEXT (Job, parameters, N_ ("Parameters"), FIELD_READ_ONLY),
    FIELD_TEXT (Job, result, N_ ("Result"), FIELD_READ_ONLY),
    FIELD_TEXT (Job, error_code, N_ ("Error code"), FIELD_READ_ONLY),
    FIELD_TEXT (Job, error_text, N_ ("Reason"), FIELD_READ_ONLY | FIELD_LONG),
    FIELD_BOOLEAN (Job, cancel_requested, N_ ("Cancellation requested"), FIELD_READ_ONLY),
    FIELD_INTEGER (Job, attempts, N_ ("Attempts"), FIELD_READ_ONLY),
    /* -1 is the program itself, which is no record. */
    FIELD_INTEGER (Job, created_by, N_ ("Started by"), FIELD_READ_ONLY),
    FIELD_TEXT (Job, created_by_name, N_ ("Started by"), FIELD_READ_ONLY),
    FIELD_INSTANT (Job, created_at, N_ ("Created at"), FIELD_READ_ONLY),
    FIELD_INSTANT (Job, scheduled_for, N_ ("Scheduled for"), FIELD_READ_ONLY),
    FIELD_INSTANT (Job, started_at, N_ ("Started at"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_INSTANT (Job, heartbeat_at, N_ ("Last sign of life"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_INSTANT (Job, finished_at, N_ ("Finished at"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_ID (Job, schedule_id, N_ ("Schedule"), FIELD_READ_ONLY));

RECORD_DEFINE (job_failure, JobFailure, FIELD_ID (JobFailure, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_TEXT (JobFailure, subject, N_ ("Subject"), FIELD_READ_ONLY),
               FIELD_TEXT (JobFailure, code, N_ ("Error code"), FIELD_READ_ONLY),
               FIELD_TEXT (JobFailure, text, N_ ("Reason"), FIELD_READ_ONLY | FIELD_LONG),
               FIELD_INSTANT (JobFailure, created_at, N_ ("Created at"), FIELD_READ_ONLY));

ENUMERATION_DEFINE (schedule_state_enum, "schedule_state",
                    { SCHEDULE_OFF, "off", N_ ("Switched off") },
                    { SCHEDULE_WAITING, "waiting", N_ ("Waiting for its time") },
                    { SCHEDULE_RUNNING, "running", N_ ("Running") },
                    { SCHEDULE_FAILED, "failed", N_ ("Failed") },
                    { SCHEDULE_LATE, "late", N_ ("Late") });

RECORD_DEFINE (
    job_schedule, JobSchedule, FIELD_ID (JobSchedule, id, N_ ("Id"), FIELD_READ_ONLY),
    FIELD_TEXT (JobSchedule, kind, N_ ("Kind"), FIELD_READ_ONLY),
    FIELD_TEXT (JobSchedule, label, N_ ("Work"), FIELD_READ_ONLY),
    FIELD_ID (JobSchedule, subject_id, N_ ("Subject"), FIELD_READ_ONLY),
    FIELD_TEXT (JobSchedule, name, N_ ("Of"), FIELD_READ_ONLY),
    FIELD_ENUM (JobSchedule, state, N_ ("State"), schedule_state_enum, FIELD_READ_ONLY),
    FIELD_INSTANT (JobSchedule, due_at, N_ ("Next run"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_INSTANT (JobSchedule, last_run_at, N_ ("Last run"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_ID (JobSchedule, last_job_id, N_ ("Job"), FIELD_READ_ONLY),
    FIELD_ENUM (JobSchedule, last_state, N_ ("Its outcome"), job_state_enum,
                FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_INSTANT (JobSchedule, failed_at, N_ ("Failed at"), FIELD_READ_ONLY | FIELD_OPTIONAL),
    FIELD_TEXT (JobSchedule, error_code, N_ ("Error code"), FIELD_READ_ONLY),
    FIELD_TEXT (JobSchedule, error_text, N_ ("Reason"), FIELD_READ_ONLY | FIELD_LONG),
    FIELD_INTEGER (JobSchedule, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (schedule_switch, ScheduleSwitch,
               FIELD_BOOLEAN (ScheduleSwitch, active, N_ ("Active"), FIELD_REQUIRED));
