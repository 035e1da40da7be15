/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a statement as PostgreSQL takes it: :member placeholders are numbered once. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

typedef struct {
    const Statement *statement;
    char *sql;      /* with $1 … $n only */
    char **members; /* the member behind $1, $2 …, NULL-terminated; NULL: bound by position */
    guint n_params;
} StatementText;

/* Numbers the placeholders of @statement->sql.  A placeholder is a colon directly before a letter
 * that follows neither a word, a closing bracket nor another colon; strings, quoted names, dollar
 * quotes and comments are left alone.  The same member keeps its number.  Free with
 * statement_text_free(). Mixing $1 and :member in one statement is a programmer's error. */
StatementText *statement_text_parse (const Statement *statement);
void statement_text_free (StatementText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StatementText, statement_text_free)

/* The same from the registry of the process: parsed once, borrowed for ever, safe in any thread. */
const StatementText *statement_text (const Statement *statement);

G_END_DECLS
