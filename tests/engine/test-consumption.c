/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From readings to segments: rollover, multiplier, exchange, estimates, and nothing lost. */
#include "server/engine/consumption.h"

#define MAX_SEGMENTS 16
#define UNIT WH_PER_KWH

typedef struct {
    MeterRegister registers[2];
    RegisterReading readings[8];
    ConsumptionInput input;
    Segment items[MAX_SEGMENTS];
    Segments segments;
} Scene;

static void
scene_init (Scene *scene)
{
    *scene = (Scene) { .segments = { scene->items, 0, MAX_SEGMENTS } };
    scene->input = (ConsumptionInput) { .period = { 100, 130 },
                                        .registers = scene->registers,
                                        .readings = scene->readings };
}

static void
add_register (Scene *scene, gint64 meter_id, gint64 multiplier, Date from, Date to)
{
    scene->registers[scene->input.n_registers++] =
        (MeterRegister) { .meter_id = meter_id,
                          .register_class = REGISTER_TOTAL,
                          .digits = 5,
                          .multiplier_milli = multiplier * 1000,
                          .installed = { from, to } };
}

static RegisterReading *
add_reading (Scene *scene, gint64 meter_id, Date date, gint64 units)
{
    RegisterReading *reading = &scene->readings[scene->input.n_readings++];

    *reading =
        (RegisterReading) { .id = date, .meter_id = meter_id, .date = date, .value = units * UNIT };
    return reading;
}

static gint64
build (Scene *scene)
{
    g_autoptr (GError) error = NULL;
    gint64 sum_wh = 0;

    scene->segments.n = 0;
    if (!consumption_build (&scene->input, &scene->segments, &error))
        g_error ("%s", error->message);
    for (guint i = 0; i < scene->segments.n; i++)
        sum_wh += scene->items[i].quantity;
    g_assert_true (consumption_check (scene->items, scene->segments.n, scene->input.period,
                                      &scene->input.period, 1, &error));
    return sum_wh;
}

static void
assert_refused (Scene *scene, SirajError code)
{
    g_autoptr (GError) error = NULL;

    scene->segments.n = 0;
    g_assert_false (consumption_build (&scene->input, &scene->segments, &error));
    g_assert_error (error, SIRAJ_ERROR, (gint)code);
}

static void
test_plain (void)
{
    Scene scene;

    scene_init (&scene);
    add_register (&scene, 1, 40, 0, DATE_NONE);
    add_reading (&scene, 1, 70, 900);
    add_reading (&scene, 1, 100, 1000);
    add_reading (&scene, 1, 112, 1010);
    add_reading (&scene, 1, 130, 1025);
    add_reading (&scene, 1, 160, 2000);
    g_assert_cmpint (build (&scene), ==, 25 * 40 * UNIT);
    g_assert_cmpuint (scene.segments.n, ==, 2);
    g_assert_cmpint (scene.items[1].period.from, ==, 112);
    g_assert_cmpint (scene.items[1].from_reading_id, ==, 112);
}

static void
test_rollover (void)
{
    Scene scene;
    RegisterReading *last;

    scene_init (&scene);
    add_register (&scene, 1, 1, 0, DATE_NONE);
    add_reading (&scene, 1, 100, 99990);
    last = add_reading (&scene, 1, 130, 20);
    assert_refused (&scene, SIRAJ_ERROR_READING_LOWER);
    last->rollover = TRUE;
    g_assert_cmpint (build (&scene), ==, 30 * UNIT);
    g_assert_true (scene.items[0].rollover);
}

/* The old meter's last reading and the new one's first are of one day; both count. */
static void
test_exchange (void)
{
    Scene scene;

    scene_init (&scene);
    add_register (&scene, 1, 1, 0, 115);
    add_register (&scene, 2, 10, 115, DATE_NONE);
    add_reading (&scene, 1, 100, 5000);
    add_reading (&scene, 1, 115, 5040);
    add_reading (&scene, 2, 115, 7);
    add_reading (&scene, 2, 130, 9);
    g_assert_cmpint (build (&scene), ==, (40 + 20) * UNIT);
    scene.input.n_readings--;
    assert_refused (&scene, SIRAJ_ERROR_READING_MISSING);
    scene.input.n_readings = 1;
    assert_refused (&scene, SIRAJ_ERROR_READING_MISSING);
}

static void
test_two_readings_of_a_day (void)
{
    Scene scene;

    scene_init (&scene);
    add_register (&scene, 1, 1, 0, DATE_NONE);
    add_reading (&scene, 1, 100, 1);
    add_reading (&scene, 1, 130, 5);
    add_reading (&scene, 1, 130, 6);
    assert_refused (&scene, SIRAJ_ERROR_SEGMENT_OVERLAP);
}

static void
test_demand_is_no_difference (void)
{
    Scene scene;

    scene_init (&scene);
    add_register (&scene, 1, 1, 0, DATE_NONE);
    add_register (&scene, 1, 100, 0, DATE_NONE);
    scene.registers[1].register_class = REGISTER_DEMAND;
    add_reading (&scene, 1, 100, 0);
    add_reading (&scene, 1, 100, 3)->register_class = REGISTER_DEMAND;
    add_reading (&scene, 1, 130, 10);
    add_reading (&scene, 1, 130, 2)->register_class = REGISTER_DEMAND;
    build (&scene);
    g_assert_cmpint (scene.items[1].quantity, ==, 2 * 100 * 1000);
}

/* An estimate is taken back by the next real reading: nothing twice, nothing lost. */
static void
test_estimate (void)
{
    const EstimatePolicy policy = {
        .history_wh = 300 * UNIT, .history_days = 30, .consecutive = 0, .most_consecutive = 2
    };
    const EstimatePolicy spent = {
        .history_wh = 1, .history_days = 1, .consecutive = 2, .most_consecutive = 2
    };
    RegisterReading estimate;
    g_autoptr (GError) error = NULL;
    Scene scene;

    scene_init (&scene);
    add_register (&scene, 1, 1, 0, DATE_NONE);
    add_reading (&scene, 1, 100, 99900);
    g_assert_true (consumption_estimate (&scene.registers[0], &scene.readings[0], 115, &policy,
                                         &estimate, NULL));
    g_assert_cmpint (estimate.value, ==, 50 * UNIT);
    g_assert_true (estimate.rollover && estimate.estimated);
    scene.readings[scene.input.n_readings++] = estimate;
    add_reading (&scene, 1, 130, 80);
    g_assert_cmpint (build (&scene), ==, 180 * UNIT);
    g_assert_true (scene.items[0].estimated && scene.items[1].estimated);
    scene.readings[2].value = 40 * UNIT;
    assert_refused (&scene, SIRAJ_ERROR_READING_LOWER);
    scene.input.replace_estimates = TRUE;
    g_assert_cmpint (build (&scene), ==, 140 * UNIT);
    g_assert_cmpuint (scene.segments.n, ==, 1);
    g_assert_false (scene.items[0].estimated);
    g_assert_false (consumption_estimate (&scene.registers[0], &scene.readings[0], 115, &spent,
                                          &estimate, &error));
    g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_ESTIMATE_LIMIT);
}

/* A multiplier with a fraction: the parts still add up to the whole. */
static void
test_fraction_of_multiplier (void)
{
    Scene scene;

    scene_init (&scene);
    add_register (&scene, 1, 1, 0, DATE_NONE);
    scene.registers[0].multiplier_milli = 1333;
    add_reading (&scene, 1, 100, 0)->value = 1001;
    add_reading (&scene, 1, 112, 0)->value = 2002;
    add_reading (&scene, 1, 130, 0)->value = 3004;
    g_assert_cmpint (build (&scene), ==, 3004 * 1333 / 1000 - 1001 * 1333 / 1000);
}

static void
test_check (void)
{
    const Segment segments[] = { { .meter_id = 1, .period = { 100, 110 } },
                                 { .meter_id = 2, .period = { 115, 130 } },
                                 { .meter_id = 1, .period = { 109, 115 } } };
    const Period period = { 100, 130 };
    const Period service[] = { { 90, 110 }, { 115, 140 } };
    g_autoptr (GError) missing = NULL;
    g_autoptr (GError) overlap = NULL;

    g_assert_true (consumption_check (segments, 2, period, service, 2, NULL));
    g_assert_false (consumption_check (segments, 2, period, &period, 1, &missing));
    g_assert_error (missing, SIRAJ_ERROR, SIRAJ_ERROR_SEGMENT_MISSING);
    g_assert_false (consumption_check (segments, 3, period, &period, 1, &overlap));
    g_assert_error (overlap, SIRAJ_ERROR, SIRAJ_ERROR_SEGMENT_OVERLAP);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/engine/consumption/plain", test_plain);
    g_test_add_func ("/engine/consumption/rollover", test_rollover);
    g_test_add_func ("/engine/consumption/exchange", test_exchange);
    g_test_add_func ("/engine/consumption/two-readings-of-a-day", test_two_readings_of_a_day);
    g_test_add_func ("/engine/consumption/demand", test_demand_is_no_difference);
    g_test_add_func ("/engine/consumption/estimate", test_estimate);
    g_test_add_func ("/engine/consumption/multiplier", test_fraction_of_multiplier);
    g_test_add_func ("/engine/consumption/check", test_check);
    return g_test_run ();
}
