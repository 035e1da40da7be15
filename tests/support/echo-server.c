/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's core with a few routes of its own: what the gate, the queues and the loop are tested
 * and measured with.
 *
 *     echo-server [--conninfo CONNINFO] [the options of siraj-server serve]
 *
 * Without --conninfo there is no database, and the routes under /api/v1/echo need none.  With it,
 * the bearer token "user-N" is the session of user N; user 2 may only read. */
#include "common/base/language.h"
#include "common/schema/json.h"
#include "server/core/list.h"
#include "server/core/log.h"
#include "server/core/server.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    gint64 id;
    char *text;
    gint64 amount_minor;
    gint64 version;
} Echo;

RECORD_DECLARE (echo, Echo)
RECORD_DEFINE (echo, Echo, FIELD_ID (Echo, id, N_ ("Number"), FIELD_READ_ONLY),
               FIELD_TEXT (Echo, text, N_ ("Text"), FIELD_REQUIRED),
               FIELD_MONEY (Echo, amount_minor, N_ ("Amount"), FIELD_PLAIN),
               FIELD_INTEGER (Echo, version, N_ ("Version"), FIELD_READ_ONLY))

/* Without a database */

static gboolean
echo_post (Operation *op, GError **error)
{
    operation_answer_record (op, &echo_record, op->input);
    op->status = 201;
    op->location = g_strdup ("/api/v1/echo/1");
    return TRUE;
}

static gboolean
echo_path (Operation *op, GError **error)
{
    g_autoptr (Echo) echo = echo_new ();

    if (!operation_path_id (op, "id", &echo->id, error))
        return FALSE;
    echo->text = g_strdup (operation_query (op, "text"));
    echo->version = 7;
    operation_answer_record (op, &echo_record, echo);
    return TRUE;
}

static gboolean
echo_sleep (Operation *op, GError **error)
{
    gint64 time_ms = 0;

    if (!operation_path_id (op, "ms", &time_ms, error))
        return FALSE;
    g_usleep ((gulong)time_ms * 1000);
    g_string_append (op->answer, "{\"slept\":true}");
    return TRUE;
}

static gboolean
echo_length (Operation *op, GError **error)
{
    g_string_append_printf (op->answer, "{\"length\":%" G_GSIZE_FORMAT "}", op->body_length);
    return TRUE;
}

static gboolean
echo_large (Operation *op, GError **error)
{
    gint64 size = 0;

    if (!operation_path_id (op, "size", &size, error))
        return FALSE;
    g_string_set_size (op->answer, size);
    memset (op->answer->str, 'x', size);
    op->answer_type = g_strdup ("text/plain");
    return TRUE;
}

/* With a database: table echo (id, text, amount_minor, version). */

static const Statement echo_get = {
    "echo_get", "SELECT id, text, amount_minor, version FROM echo WHERE id = $1"
};
static const Statement echo_insert = { "echo_insert",
                                       "INSERT INTO echo (text, amount_minor) VALUES ($1, $2)"
                                       " RETURNING id, text, amount_minor, version" };
static const Statement echo_by_text = {
    "echo_by_text", "SELECT id, text, amount_minor, version, text AS sort_key FROM echo"
                    " WHERE ($2::text IS NULL OR (text, id) > ($2, $3::bigint))"
                    "   AND ($4::text IS NULL OR text LIKE $4 || '%')"
                    " ORDER BY text, id LIMIT $1"
};
static const Statement echo_by_text_back = {
    "echo_by_text_back", "SELECT id, text, amount_minor, version, text AS sort_key FROM echo"
                         " WHERE ($2::text IS NULL OR (text, id) < ($2, $3::bigint))"
                         "   AND ($4::text IS NULL OR text LIKE $4 || '%')"
                         " ORDER BY text DESC, id DESC LIMIT $1"
};
static const Statement echo_count = { "echo_count",
                                      "SELECT count (*), sum (amount_minor) AS sum_minor FROM echo"
                                      " WHERE $1::text IS NULL OR text LIKE $1 || '%'" };

static gboolean
echo_read_row (Operation *op, GError **error)
{
    g_autoptr (Rows) rows = NULL;
    gint64 id = 0;

    if (!operation_path_id (op, "id", &id, error) ||
        !db_one (op->db, &echo_get, (const Param[]) { P_INT64 (id) }, 1, N_ ("Row"), &rows, error))
        return FALSE;
    operation_answer_row (op, &echo_record, rows);
    return TRUE;
}

static gboolean
echo_add_row (Operation *op, GError **error)
{
    const Echo *echo = op->input;
    g_autoptr (Rows) rows = NULL;

    if (!db_run (op->db, &echo_insert, &rows, error, P_TEXT (echo->text),
                 P_INT64 (echo->amount_minor)))
        return FALSE;
    if (echo->amount_minor < 0)
        return refuse (error, SIRAJ_ERROR_OUT_OF_RANGE, "amount_minor",
                       "the amount is below zero; send it without a sign");
    operation_answer_row (op, &echo_record, rows);
    op->status = 201;
    return TRUE;
}

/* Two callers with the same rows in opposite orders meet in a deadlock. */
static const Statement echo_raise = {
    "echo_raise", "UPDATE echo SET amount_minor = amount_minor + 1 WHERE id = $1"
};
static const Statement echo_pause = { "echo_pause", "SELECT pg_sleep (0.2)" };

static gboolean
echo_raise_two (Operation *op, GError **error)
{
    gint64 id = 0, other_id = 0;

    if (!operation_path_id (op, "id", &id, error) ||
        !operation_path_id (op, "other_id", &other_id, error) ||
        !db_run (op->db, &echo_raise, NULL, error, P_INT64 (id)) ||
        !db_run_params (op->db, &echo_pause, NULL, 0, NULL, error) ||
        !db_run (op->db, &echo_raise, NULL, error, P_INT64 (other_id)))
        return FALSE;
    return TRUE;
}

static const ListSort sorts[] = { { "text", &echo_by_text, &echo_by_text_back } };
static const char *const filters[] = { "text", NULL };
static const ListSpec echo_spec = { &echo_record, sorts, 1, filters, &echo_count };

static gboolean
echo_list_rows (Operation *op, GError **error)
{
    return list_answer (op, &echo_spec, NULL, error);
}

static const char *const list_query[] = { LIST_QUERY, "text", NULL };
static const char *const text_query[] = { "text", NULL };

static const Route routes[] = {
    { "POST", "/api/v1/echo", NULL, CREATES | OPEN, &echo_record, &echo_record, echo_post,
      N_ ("Answer what was sent"), NULL },
    { "GET", "/api/v1/echo/{id}", NULL, OPEN, NULL, &echo_record, echo_path, N_ ("Answer a number"),
      text_query },
    { "PATCH", "/api/v1/echo/{id}", NULL, WRITES | OPEN | VERSIONED, &echo_record, &echo_record,
      echo_post, N_ ("Answer what was changed"), NULL },
    { "GET", "/api/v1/echo/sleep/{ms}", NULL, OPEN | ANSWERS_FILE, NULL, NULL, echo_sleep,
      N_ ("Wait"), NULL },
    { "GET", "/api/v1/echo/large/{size}", NULL, OPEN | ANSWERS_FILE, NULL, NULL, echo_large,
      N_ ("Answer much"), NULL },
    { "POST", "/api/v1/echo/small", NULL, WRITES | OPEN | RAW | ANSWERS_FILE, NULL, NULL,
      echo_length, N_ ("Count a body of 1 MiB"), NULL },
    { "POST", "/api/v1/echo/import", NULL, WRITES | OPEN | RAW | LARGE | ANSWERS_FILE, NULL, NULL,
      echo_length, N_ ("Count a body of 64 MiB"), NULL },
    { "GET", "/api/v1/rows", "rows.read", READS | ANSWERS_LIST, NULL, &echo_record, echo_list_rows,
      N_ ("List rows"), list_query },
    { "GET", "/api/v1/rows/{id}", "rows.read", READS, NULL, &echo_record, echo_read_row,
      N_ ("Read a row"), NULL },
    { "POST", "/api/v1/rows", "rows.write", CREATES | IDEMPOTENT, &echo_record, &echo_record,
      echo_add_row, N_ ("Add a row"), NULL },
    { "POST", "/api/v1/rows/{id}/raise/{other_id}", "rows.write", WRITES, NULL, NULL,
      echo_raise_two, N_ ("Raise two rows"), NULL },
};

static const Module echo_module = { "echo", routes, G_N_ELEMENTS (routes), NULL };
static const Module *const modules[] = { &echo_module, NULL };

static const Statement session_find = { "session_find", "SELECT $1::bigint" };

/* Stands for the look-up of the users room: a test signs in by writing "user-N", and the hash tells
 * which of the first thousand users that is. */
static gboolean
find_principal (Db *db, const guint8 hash[SESSION_HASH_BYTES], Principal **principal,
                GError **error)
{
    guint8 other[SESSION_HASH_BYTES];

    for (gint64 id = 1; id <= 1000; id++) {
        g_autofree char *token = g_strdup_printf ("user-%" G_GINT64_FORMAT, id);

        session_token_hash (token, other);
        if (memcmp (hash, other, sizeof other) != 0)
            continue;
        if (db != NULL && !db_run (db, &session_find, NULL, error, P_INT64 (id)))
            return FALSE;
        *principal = principal_new ();
        (*principal)->user_id = id;
        (*principal)->session_id = id;
        (*principal)->username = g_steal_pointer (&token);
        (*principal)->permissions = g_strsplit (id == 2 ? "rows.read" : "*", " ", -1);
        (*principal)->all_stations = TRUE;
        return TRUE;
    }
    return refuse (error, SIRAJ_ERROR_NOT_SIGNED_IN, NULL, "there is no such session; sign in");
}

static gboolean
serve (char ***argv, GError **error)
{
    g_autoptr (GOptionContext) context = g_option_context_new (NULL);
    g_autofree char *conninfo = NULL;
    g_autoptr (Config) config = NULL;
    DbOptions db = { .statement_timeout_ms = 5000 };
    ServerHooks hooks = { .principal = find_principal, .currency = currency_find ("YER") };
    const GOptionEntry entries[] = { { "conninfo", 0, 0, G_OPTION_ARG_STRING, &conninfo,
                                       "Use this database", "CONNINFO" },
                                     G_OPTION_ENTRY_NULL };

    g_option_context_add_main_entries (context, entries, NULL);
    config = config_load (context, argv, error);
    if (config == NULL)
        return FALSE;
    db.conninfo = conninfo;
    hooks.db = conninfo != NULL ? &db : NULL;
    return server_run (config, modules, &hooks, error);
}

int
main (int argc, char **argv)
{
    g_auto (GStrv) arguments = g_strdupv (argv);
    g_autoptr (GError) error = NULL;

    log_init ();
    language_init (NULL);
    if (serve (&arguments, &error))
        return EXIT_SUCCESS;
    g_printerr ("echo-server: %s\n", error->message);
    return EXIT_FAILURE;
}
