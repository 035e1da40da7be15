/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every rounding mode by a table, and splits that always add up. */
#include "common/base/rounding.h"

#define SEED 20250831
#define N_SPLITS 100000
#define MAX_PARTS 12

/* The results in the order of the modes: half up, half even, down, up. */
static const struct {
    gint64 numerator;
    gint64 denominator;
    gint64 results[4];
} divisions[] = {
    { 0, 7, { 0, 0, 0, 0 } },
    { 10, 5, { 2, 2, 2, 2 } },
    { 1, 2, { 1, 0, 0, 1 } },
    { 3, 2, { 2, 2, 1, 2 } },
    { 5, 2, { 3, 2, 2, 3 } },
    { 7, 5, { 1, 1, 1, 2 } },
    { 8, 5, { 2, 2, 1, 2 } },
    { 149, 100, { 1, 1, 1, 2 } },
    { 150, 100, { 2, 2, 1, 2 } },
    { 250, 100, { 3, 2, 2, 3 } },
    { -1, 2, { -1, 0, 0, -1 } },
    { -3, 2, { -2, -2, -1, -2 } },
    { -5, 2, { -3, -2, -2, -3 } },
    { -7, 5, { -1, -1, -1, -2 } },
    { -8, 5, { -2, -2, -1, -2 } },
    { -251, 100, { -3, -3, -2, -3 } },
    { 1, 3, { 0, 0, 0, 1 } },
    { 2, 3, { 1, 1, 0, 1 } },
    { G_MAXINT64, 1, { G_MAXINT64, G_MAXINT64, G_MAXINT64, G_MAXINT64 } },
    { G_MININT64, 1, { G_MININT64, G_MININT64, G_MININT64, G_MININT64 } },
};

static void
test_divide (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (divisions); i++) {
        for (Rounding rounding = ROUNDING_HALF_UP; rounding <= ROUNDING_UP; rounding++) {
            gint64 result = 42;
            g_assert_true (rounding_divide (divisions[i].numerator, divisions[i].denominator,
                                            rounding, &result));
            g_assert_cmpint (result, ==, divisions[i].results[rounding]);
        }
    }
}

static void
test_divide_overflow (void)
{
    const Wide beyond = (Wide)G_MAXINT64 + 1;
    const Wide widest = (Wide)(~(unsigned __int128)0 >> 1);
    gint64 result = 42;

    g_assert_false (rounding_divide (beyond, 1, ROUNDING_DOWN, &result));
    g_assert_false (rounding_divide (-beyond - 1, 1, ROUNDING_DOWN, &result));
    g_assert_false (rounding_divide (beyond * 2 - 1, 2, ROUNDING_HALF_UP, &result));
    g_assert_false (rounding_divide (widest, 3, ROUNDING_HALF_UP, &result));
    g_assert_cmpint (result, ==, 42);
    g_assert_true (rounding_divide (beyond * 2 - 1, 2, ROUNDING_DOWN, &result));
    g_assert_cmpint (result, ==, G_MAXINT64);
    g_assert_true (rounding_divide (widest, widest, ROUNDING_HALF_UP, &result));
    g_assert_cmpint (result, ==, 1);
    g_assert_true (rounding_divide (widest - 1, widest, ROUNDING_HALF_EVEN, &result));
    g_assert_cmpint (result, ==, 1);
}

static void
test_to_unit (void)
{
    gint64 result = 42;

    g_assert_true (rounding_to_unit (12350, 100, ROUNDING_HALF_UP, &result));
    g_assert_cmpint (result, ==, 12400);
    g_assert_true (rounding_to_unit (-12350, 100, ROUNDING_HALF_EVEN, &result));
    g_assert_cmpint (result, ==, -12400);
    g_assert_true (rounding_to_unit (12399, 100, ROUNDING_DOWN, &result));
    g_assert_cmpint (result, ==, 12300);
    g_assert_true (rounding_to_unit (1, 250000, ROUNDING_UP, &result));
    g_assert_cmpint (result, ==, 250000);
    g_assert_false (rounding_to_unit (G_MAXINT64, 1000, ROUNDING_UP, &result));
    g_assert_cmpint (result, ==, 250000);
}

static void
test_split (void)
{
    static const gint64 thirds[] = { 1, 1, 1 };
    static const gint64 uneven[] = { 50, 0, 30, 20 };
    static const gint64 nothing[] = { 0, 0 };
    static const gint64 negative[] = { 2, -1 };
    static const gint64 huge[] = { G_MAXINT64, G_MAXINT64 };
    gint64 parts[4];

    g_assert_true (rounding_split (100, thirds, 3, parts));
    g_assert_cmpint (parts[0], ==, 34);
    g_assert_cmpint (parts[1], ==, 33);
    g_assert_cmpint (parts[2], ==, 33);
    g_assert_true (rounding_split (-101, thirds, 3, parts));
    g_assert_cmpint (parts[0], ==, -34);
    g_assert_cmpint (parts[1], ==, -34);
    g_assert_cmpint (parts[2], ==, -33);
    g_assert_true (rounding_split (7, uneven, 4, parts));
    g_assert_cmpint (parts[0], ==, 4);
    g_assert_cmpint (parts[1], ==, 0);
    g_assert_cmpint (parts[2], ==, 2);
    g_assert_cmpint (parts[3], ==, 1);
    g_assert_true (rounding_split (G_MININT64, huge, 2, parts));
    g_assert_cmpint (parts[0], ==, G_MININT64 / 2);
    g_assert_false (rounding_split (5, nothing, 2, parts));
    g_assert_false (rounding_split (5, negative, 2, parts));
    g_assert_false (rounding_split (5, nothing, 0, parts));
}

/* A number of any size, small ones as often as large ones. */
static gint64
random_int64 (GRand *random)
{
    gint64 value = (gint64)(((guint64)g_rand_int (random) << 32) | g_rand_int (random));
    return value >> g_rand_int_range (random, 0, 63);
}

static void
check_split (GRand *random)
{
    gint64 weights[MAX_PARTS];
    gint64 parts[MAX_PARTS];
    guint n = (guint)g_rand_int_range (random, 1, MAX_PARTS + 1);
    gint64 total = random_int64 (random);
    Wide weight_sum = 0;
    Wide part_sum = 0;

    for (guint i = 0; i < n; i++) {
        weights[i] = random_int64 (random) & G_MAXINT64;
        weight_sum += weights[i];
    }
    if (weight_sum == 0)
        return;
    g_assert_true (rounding_split (total, weights, n, parts));
    for (guint i = 0; i < n; i++) {
        Wide exact = (Wide)total * weights[i] / weight_sum;
        g_assert_true (parts[i] - exact <= 1 && exact - parts[i] <= 1);
        g_assert_true (weights[i] != 0 || parts[i] == 0);
        part_sum += parts[i];
    }
    g_assert_true (part_sum == total);
}

static void
test_split_adds_up (void)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

    g_test_message ("seed %d", SEED);
    for (guint i = 0; i < N_SPLITS; i++)
        check_split (random);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/rounding/divide", test_divide);
    g_test_add_func ("/rounding/divide-overflow", test_divide_overflow);
    g_test_add_func ("/rounding/to-unit", test_to_unit);
    g_test_add_func ("/rounding/split", test_split);
    g_test_add_func ("/rounding/split-adds-up", test_split_adds_up);
    return g_test_run ();
}
