/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit trail as people read it: its tables by name. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

/* The tables of the trail, by their words in the database. */
extern const Enumeration audit_subject_enum;

typedef struct {
    gint64 id;
    Instant at;
    gint64 actor_id;
    char *actor_name;
    int subject;
    gint64 subject_id;
    char *subject_name;
    char *action;
    char *before; /* JSON text */
    char *after;  /* JSON text */
    char *names;  /* JSON text: {"station_id:3":"…"}, what the members above refer to */
    Date day;     /* never answered: what the trail is filtered by */
} AuditLine;
RECORD_DECLARE (audit_line, AuditLine);

/* The record whose members the rows of a table have, for their labels and kinds; NULL where there
 * is none. */
const Record *audit_subject_record (int subject);

G_END_DECLS
