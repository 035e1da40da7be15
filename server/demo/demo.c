/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the demonstration utility from its beginning to the month that is left to bill. */
#include "server/demo/demo.h"

#include "server/commands/commands.h"
#include "server/engine/cycle.h"
#include "server/modules/imports/imports.h"

#include "common/base/language.h"

#include <glib/gstdio.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define UTC_OFFSET_MINUTES 180
#define FOLDER_MODE 0755
#define TEN_DAYS_MONTHS 2 /* of the private station, the last ones */
/* After the period's end: the bills come on the fourth, people pay in the weeks after. */
#define PAY_FROM_DAYS 4
#define PAY_TO_DAYS 27
#define TEN_DAYS_PAY_FROM 1
#define TEN_DAYS_PAY_TO 8

typedef struct {
    const DemoOptions *options;
    DemoHistory history;
    char *folder;
    Date start; /* of the first month */
    Date today;
} Demo;

static void
say (const char *text, gint64 count)
{
    g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, count);

    printf ("%s: %s\n", text, number);
    fflush (stdout);
}

/* Files */

static gboolean
load_file (Demo *self, const char *kind, const char *name, const char *text, GError **error)
{
    g_autofree char *path = g_build_filename (self->folder, name, NULL);
    const ImportRequest request = {
        .kind = kind,
        .bytes = text,
        .length = strlen (text),
        .now = self->options->now,
    };
    g_autoptr (ImportReport) report = NULL;

    if (!g_file_set_contents (path, text, -1, error) ||
        !database_begin_as_program (self->history.db, "import", error)) {
        return FALSE;
    }
    report = imports_run (self->history.db, &request, error);
    if (report == NULL) {
        return FALSE;
    }
    for (guint i = 0; i < report->rows->len; i++) {
        const ImportRow *row = report->rows->pdata[i];

        if (row->state == IMPORT_ROW_REFUSED) {
            return refuse (error, SIRAJ_ERROR_INTERNAL, NULL,
                           "Line %" PRId64 " of %s was refused: %s", row->line, path, row->message);
        }
    }
    return db_commit (self->history.db, error);
}

static gboolean
load_customers (Demo *self, GError **error)
{
    g_autoptr (GString) customers = g_string_new (NULL);
    g_autoptr (GString) meters = g_string_new (NULL);
    DemoHistory *history = &self->history;

    history->customers = demo_customers_new (
        self->options, self->start, date_add_months (self->start, DEMO_MONTHS - TEN_DAYS_MONTHS),
        customers, meters);
    history->by_number = g_hash_table_new (g_str_hash, g_str_equal);
    for (guint i = 0; i < history->customers->len; i++) {
        DemoCustomer *customer = history->customers->pdata[i];

        g_hash_table_insert (history->by_number, customer->account_number, customer);
    }
    if (!load_file (self, "customers", "customers.csv", customers->str, error)) {
        return FALSE;
    }
    say (tr ("Customers"), history->customers->len);
    if (!load_file (self, "meters", "meters.csv", meters->str, error)) {
        return FALSE;
    }
    say (tr ("Meters"), history->customers->len);
    return TRUE;
}

/* Months */

static gboolean
read_period (Demo *self, gboolean ten_days, const char *key, Period period, gboolean last,
             GError **error)
{
    g_autofree char *text = demo_readings_csv (self->history.customers, ten_days, period, last);
    g_autofree char *name = g_strdup_printf ("readings-%s.csv", key);

    return load_file (self, "readings", name, text, error);
}

/* Those of the private station in one month. */
static gboolean
live_ten_days (Demo *self, guint month, GError **error)
{
    Date first = date_add_months (self->start, (int)month);
    Period period = cycle_period_at (CYCLE_TEN_DAYS, first);

    for (guint i = 0; i < 3; i++, period = cycle_next (CYCLE_TEN_DAYS, period)) {
        g_autofree char *key = cycle_key (CYCLE_TEN_DAYS, period);
        Period days = { period.to + TEN_DAYS_PAY_FROM, period.to + TEN_DAYS_PAY_TO };

        if (!read_period (self, TRUE, key, period, FALSE, error) ||
            !demo_bill (&self->history, "D", key, error)) {
            return FALSE;
        }
        if (days.to <= self->today && !demo_pay (&self->history, TRUE, month, days, error)) {
            return FALSE;
        }
    }
    return TRUE;
}

/* The last month is read, not billed: that is left for whoever tries the program. */
static gboolean
live_month (Demo *self, guint month, GError **error)
{
    Period period = cycle_period_at (CYCLE_MONTH, date_add_months (self->start, (int)month));
    g_autofree char *key = cycle_key (CYCLE_MONTH, period);
    Period days = { period.to + PAY_FROM_DAYS, period.to + PAY_TO_DAYS };
    gboolean last = month == DEMO_MONTHS - 1;

    if (month >= DEMO_MONTHS - TEN_DAYS_MONTHS && !live_ten_days (self, month, error)) {
        return FALSE;
    }
    if (!read_period (self, FALSE, key, period, last, error)) {
        return FALSE;
    }
    if (!last && (!demo_bill (&self->history, "M", key, error) ||
                  !demo_pay (&self->history, FALSE, month, days, error))) {
        return FALSE;
    }
    printf ("%s\n", key);
    fflush (stdout);
    return TRUE;
}

/* The whole */

static gboolean
begin (Demo *self, GError **error)
{
    Db *db = self->history.db;
    g_autoptr (Rows) rows = NULL;

    if (!database_begin_as_program (db, "demo", error) || !demo_check_empty (db, error) ||
        !demo_set_up (db, error) ||
        !db_one (db, &demo_cashier, (const Param[]) { P_TEXT ("cashier") }, 1, N_ ("User"), &rows,
                 error)) {
        return FALSE;
    }
    self->history.cashier_id = rows_int64 (rows, 0, 0);
    return db_commit (db, error);
}

/* What `./dev run` reads: the period to bill, and who signs in. */
static gboolean
write_summary (Demo *self, GError **error)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autofree char *path = g_build_filename (self->options->directory, "demonstration.ini", NULL);
    Period period = cycle_period_at (CYCLE_MONTH, date_add_months (self->start, DEMO_MONTHS - 1));
    g_autofree char *key = cycle_key (CYCLE_MONTH, period);

    g_key_file_set_string (file, "demonstration", "cycle", "M");
    g_key_file_set_string (file, "demonstration", "period", key);
    g_key_file_set_string (file, "demonstration", "user", DEMO_USER);
    g_key_file_set_string (file, "demonstration", "password", DEMO_PASSWORD);
    demo_write_users (file);
    return g_key_file_save_to_file (file, path, error);
}

static gboolean
live (Demo *self, GError **error)
{
    if (!begin (self, error) || !load_customers (self, error)) {
        return FALSE;
    }
    for (guint month = 0; month < DEMO_MONTHS; month++) {
        if (!live_month (self, month, error)) {
            return FALSE;
        }
    }
    say (tr ("Bills"), self->history.bills);
    say (tr ("Payments"), self->history.payments);
    return write_summary (self, error);
}

static void
demo_clear (Demo *self)
{
    g_clear_pointer (&self->history.db, db_close);
    g_clear_pointer (&self->history.by_number, g_hash_table_unref);
    g_clear_pointer (&self->history.customers, g_ptr_array_unref);
    g_free (self->folder);
}

gboolean
demo_make (const DemoOptions *options, GError **error)
{
    const DbOptions connection = { .conninfo = options->conninfo,
                                   .role = "siraj_app",
                                   .bulk = TRUE };
    Demo self = {
        .options = options,
        .folder = g_build_filename (options->directory, "demonstration", NULL),
        .today = instant_date (options->now, UTC_OFFSET_MINUTES),
        .history = { .options = options, .dice = dice_new (options->seed) },
    };
    gboolean done;

    self.start = date_add_months (date_month_start (self.today), -DEMO_MONTHS);
    self.history.db = db_open (&connection, error);
    done = self.history.db != NULL;
    if (done && g_mkdir_with_parents (self.folder, FOLDER_MODE) != 0) {
        done = refuse (error, SIRAJ_ERROR_INTERNAL, NULL, "%s cannot be made: %s", self.folder,
                       g_strerror (errno));
    }
    done = done && live (&self, error);
    demo_clear (&self);
    return done;
}
