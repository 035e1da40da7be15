/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Oldest due first, then number; partial, chosen, advance; and what is refused. */
#include "server/engine/allocation.h"

#define SEED 20250831
#define N_RANDOM 100000
#define MAX_ITEMS 12

static void
test_oldest_first (void)
{
    OpenItem items[] = {
        { .id = 1, .due_date = 30, .number = 7, .open_minor = 1800 },
        { .id = 2, .due_date = 10, .number = 9, .open_minor = 2000 },
        { .id = 3, .due_date = 10, .number = 8, .open_minor = 500 },
    };
    gint64 advance_minor;

    g_assert_true (allocation_propose (3000, items, 3, &advance_minor, NULL));
    g_assert_cmpint (items[0].id, ==, 3);
    g_assert_cmpint (items[0].allocated_minor, ==, 500);
    g_assert_cmpint (items[1].id, ==, 2);
    g_assert_cmpint (items[1].allocated_minor, ==, 2000);
    g_assert_cmpint (items[2].id, ==, 1);
    g_assert_cmpint (items[2].allocated_minor, ==, 500);
    g_assert_cmpint (advance_minor, ==, 0);
    g_assert_true (allocation_propose (5000, items, 3, &advance_minor, NULL));
    g_assert_cmpint (advance_minor, ==, 700);
    g_assert_true (allocation_propose (5000, NULL, 0, &advance_minor, NULL));
    g_assert_cmpint (advance_minor, ==, 5000);
}

static void
test_chosen (void)
{
    OpenItem items[] = {
        { .id = 1, .due_date = 10, .number = 1, .open_minor = 1000 },
        { .id = 2, .due_date = 20, .number = 2, .open_minor = 1000, .chosen = TRUE },
    };
    gint64 advance_minor;

    g_assert_true (allocation_propose (1500, items, 2, &advance_minor, NULL));
    g_assert_cmpint (items[0].allocated_minor, ==, 0);
    g_assert_cmpint (items[1].allocated_minor, ==, 1000);
    g_assert_cmpint (advance_minor, ==, 500);
}

static void
test_by_hand (void)
{
    OpenItem items[] = { { .id = 1, .open_minor = 1000, .allocated_minor = 400 },
                         { .id = 2, .open_minor = 500, .allocated_minor = 500 } };
    gint64 advance_minor;
    g_autoptr (GError) item_error = NULL;
    g_autoptr (GError) sum_error = NULL;
    g_autoptr (GError) amount_error = NULL;

    g_assert_true (allocation_check (1000, items, 2, &advance_minor, NULL));
    g_assert_cmpint (advance_minor, ==, 100);
    g_assert_false (allocation_check (899, items, 2, &advance_minor, &sum_error));
    g_assert_error (sum_error, SIRAJ_ERROR, SIRAJ_ERROR_OVER_ALLOCATION);
    items[1].allocated_minor = 501;
    g_assert_false (allocation_check (5000, items, 2, &advance_minor, &item_error));
    g_assert_error (item_error, SIRAJ_ERROR, SIRAJ_ERROR_OVER_ALLOCATION);
    g_assert_cmpstr (refusal_field (item_error), ==, "allocations[1].amount_minor");
    g_assert_false (allocation_propose (0, items, 2, &advance_minor, &amount_error));
    g_assert_error (amount_error, SIRAJ_ERROR, SIRAJ_ERROR_AMOUNT_NOT_POSITIVE);
}

static void
test_random (void)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

    g_test_message ("seed %d", SEED);
    for (guint round = 0; round < N_RANDOM; round++) {
        OpenItem items[MAX_ITEMS];
        guint n = g_rand_int_range (random, 0, MAX_ITEMS + 1);
        gint64 amount_minor = g_rand_int_range (random, 1, 50000);
        gint64 sum_minor = 0;
        gint64 advance_minor;
        gint64 checked_minor;

        for (guint i = 0; i < n; i++)
            items[i] = (OpenItem) { .id = i,
                                    .due_date = g_rand_int_range (random, 0, 5),
                                    .number = g_rand_int_range (random, 0, 5),
                                    .open_minor = g_rand_int_range (random, -100, 9000) };
        g_assert_true (allocation_propose (amount_minor, items, n, &advance_minor, NULL));
        for (guint i = 0; i < n; i++) {
            sum_minor += items[i].allocated_minor;
            g_assert_cmpint (items[i].allocated_minor, <=, MAX (items[i].open_minor, 0));
            if (i > 0 && items[i].allocated_minor > 0)
                g_assert_cmpint (items[i - 1].allocated_minor, ==,
                                 MAX (items[i - 1].open_minor, 0));
        }
        g_assert_cmpint (sum_minor + advance_minor, ==, amount_minor);
        g_assert_true (allocation_check (amount_minor, items, n, &checked_minor, NULL));
        g_assert_cmpint (checked_minor, ==, advance_minor);
    }
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/engine/allocation/oldest-first", test_oldest_first);
    g_test_add_func ("/engine/allocation/chosen", test_chosen);
    g_test_add_func ("/engine/allocation/by-hand", test_by_hand);
    g_test_add_func ("/engine/allocation/random", test_random);
    return g_test_run ();
}
