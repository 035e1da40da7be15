/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thousands of payments in one transaction: each costs what the first cost. */
#include "server/core/local-postgres.h"
#include "server/core/migrate.h"
#include "server/modules/payments/payments.h"

#include "common/types/payments-types.h"

#include <glib/gstdio.h>
#include <locale.h>

#define FEW 400
#define MANY 4000
#define ACCOUNTS 4000
#define DEAREST 3 /* times what a payment costs among few */

static const char settings[] =
    "SELECT set_config('siraj.actor', '-1', true), set_config('siraj.stations', '*', true),"
    " set_config('siraj.action', 'test', true)";

/* Accounts that each owe one invoice of more than all payments. */
static const char utility[] =
    "SELECT ensure_invoice_partitions(202601);"
    "INSERT INTO stations (branch_id, code, name) VALUES (1, 'ST1', 'S');"
    "INSERT INTO customers (number, name, class_id, station_id, mobile, updated_by)"
    " VALUES ('C1', 'C', 1, 1, '+967777000001', -1);"
    "INSERT INTO accounts (id, number, customer_id, branch_id, station_id, class_id, updated_by)"
    " SELECT n, 'A' || n, 1, 1, 1, 1, -1 FROM generate_series(1, 4000) AS n;"
    "INSERT INTO invoices (id, account_id, branch_id, station_id, class_id, number, kind,"
    "  period_key, period_from, period_to, issue_date, due_date, energy_wh, net_minor, tax_minor,"
    "  total_minor, created_by)"
    " SELECT 2026015000000000 + n, n, 1, 1, 1, 'INV-2026-01-' || n, 'energy', '2026-01',"
    "  '2026-01-01', '2026-02-01', '2026-02-01', '2026-02-15', 1, 1000000, 0, 1000000, -1"
    " FROM generate_series(1, 4000) AS n;"
    "UPDATE account_balances SET receivable_minor = 1000000";

static LocalPostgres *postgres;

static Db *
connect (const char *role)
{
    DbOptions options = { .conninfo = local_postgres_conninfo (postgres), .role = role };
    g_autoptr (GError) error = NULL;
    Db *db = db_open (&options, &error);

    g_assert_no_error (error);
    return db;
}

static void
pay (Db *db, gint64 account_id)
{
    g_autoptr (PaymentRequest) request = payment_request_new ();
    g_autoptr (GError) error = NULL;
    PaymentTender *tender = payment_tender_new ();
    char *permissions[] = { (char *)"*", NULL };
    const Principal cashier = {
        .user_id = -1,
        .permissions = permissions,
        .all_stations = TRUE,
        .branch_id = 1,
    };
    Operation op = { .db = db, .principal = &cashier, .input = request, .now = g_get_real_time () };
    gint64 id;

    request->account_id = account_id;
    request->amount_minor = 100;
    request->tenders = g_ptr_array_new_with_free_func (payment_tender_record.destroy);
    tender->method_id = 1;
    tender->amount_minor = 100;
    g_ptr_array_add (request->tenders, tender);
    payments_record (&op, &id, &error);
    g_assert_no_error (error);
}

/* Microseconds a payment, the commit with its proofs included. */
static gint64
take (Db *db, guint n)
{
    g_autoptr (GError) error = NULL;
    gint64 began = g_get_monotonic_time ();

    db_begin (db, &error);
    db_execute (db, settings, &error);
    for (guint i = 0; i < n; i++) {
        pay (db, 1 + i % ACCOUNTS);
    }
    g_test_message ("%u payments: %" G_GINT64_FORMAT " us each before the commit", n,
                    (g_get_monotonic_time () - began) / n);
    db_commit (db, &error);
    g_assert_no_error (error);
    return (g_get_monotonic_time () - began) / n;
}

static void
test_many_cost_what_few_cost (void)
{
    g_autoptr (Db) db = connect ("siraj_app");
    gint64 few, many;

    take (db, FEW);
    few = take (db, FEW);
    many = take (db, MANY);
    g_test_message ("a payment among %d: %" G_GINT64_FORMAT " us, among %d: %" G_GINT64_FORMAT
                    " us",
                    FEW, few, MANY, many);
    g_assert_cmpint (many, <, DEAREST * few);
}

static void
prepare (const char *directory)
{
    g_autoptr (GError) error = NULL;

    postgres = local_postgres_start (directory, &error);
    g_assert_no_error (error);
    local_postgres_supervise (postgres);
    g_autoptr (Db) db = connect (NULL);
    migrate_run (db, &error);
    g_assert_no_error (error);
    db_begin (db, &error);
    db_execute (db, settings, &error);
    db_execute (db, utility, &error);
    db_commit (db, &error);
    g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
    g_autofree char *directory = g_dir_make_tmp ("siraj-payments-XXXXXX", NULL);
    g_autofree char *data_dir = g_build_filename (directory, "data", NULL);
    const char *const remove[] = { "rm", "-rf", directory, NULL };
    int status;

    setlocale (LC_ALL, "C.UTF-8");
    g_test_init (&argc, &argv, NULL);
    g_chmod (directory, 0755);
    prepare (data_dir);
    g_test_add_func ("/payments/many-cost-what-few-cost", test_many_cost_what_few_cost);
    status = g_test_run ();
    local_postgres_stop (postgres);
    g_spawn_sync ("/", (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                  NULL);
    return status;
}
