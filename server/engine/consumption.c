/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Segments between readings, their check, and estimates. */
#include "server/engine/consumption.h"

#include "common/base/language.h"

#define MAX_DIGITS 12
#define MULTIPLIER_ONE 1000

gint64
register_full_scale (guint digits)
{
    gint64 scale = WH_PER_KWH;

    for (guint i = 0; i < MIN (digits, MAX_DIGITS); i++)
        scale *= 10;
    return scale;
}

static gboolean
refuse_day (GError **error, SirajError code, const char *format, Date day)
{
    g_autofree char *text = date_format (day);

    return refuse (error, code, "readings", format, text);
}

/* Rounded down as a value, not as a difference, so that the steps of a register always add up to
 * the way from its first reading to its last, whatever the multiplier. */
static gboolean
multiplied (const MeterRegister *meter, gint64 value, gint64 *quantity)
{
    return rounding_divide ((Wide)value * meter->multiplier_milli, MULTIPLIER_ONE, ROUNDING_DOWN,
                            quantity);
}

static gboolean
refuse_too_large (GError **error, Date day)
{
    return refuse_day (error, SIRAJ_ERROR_OUT_OF_RANGE,
                       N_ ("The consumption up to %s is too large to be true."), day);
}

/* What a counter moved between two values of its face. */
static gboolean
counted (const MeterRegister *meter, const RegisterReading *from, const RegisterReading *to,
         gint64 *quantity, GError **error)
{
    gint64 end = to->value + (to->rollover ? register_full_scale (meter->digits) : 0);
    gint64 from_quantity;
    gint64 end_quantity;

    if (end < from->value)
        return refuse_day (error, SIRAJ_ERROR_READING_LOWER,
                           N_ ("The reading of %s is lower than the one before: correct it, or "
                               "confirm that the register passed zero."),
                           to->date);
    if (!multiplied (meter, from->value, &from_quantity) ||
        !multiplied (meter, end, &end_quantity) ||
        end_quantity - from_quantity > TARIFF_MAX_LIMIT_WH)
        return refuse_too_large (error, to->date);
    *quantity = end_quantity - from_quantity;
    return TRUE;
}

static gboolean
measure (const MeterRegister *meter, const RegisterReading *from, const RegisterReading *to,
         gint64 *quantity, GError **error)
{
    if (from->value < 0 || to->value < 0)
        return refuse_day (error, SIRAJ_ERROR_OUT_OF_RANGE,
                           N_ ("A register shows less than zero on %s."), to->date);
    if (meter->register_class != REGISTER_DEMAND)
        return counted (meter, from, to, quantity, error);
    if (!multiplied (meter, to->value, quantity) || *quantity > TARIFF_MAX_LIMIT_WH)
        return refuse_too_large (error, to->date);
    return TRUE;
}

static gboolean
add_segment (Segments *segments, const MeterRegister *meter, const RegisterReading *from,
             const RegisterReading *to, GError **error)
{
    Segment *segment;

    if (from->date == to->date)
        return refuse_day (error, SIRAJ_ERROR_SEGMENT_OVERLAP,
                           N_ ("A register has two readings of %s: cancel one of them."), to->date);
    if (segments->n == segments->max)
        return refuse (error, SIRAJ_ERROR_TOO_MANY_LINES, "readings",
                       "The period has more than %u readings: bill it in parts.", segments->max);
    segment = &segments->items[segments->n];
    *segment = (Segment) {
        .meter_id = meter->meter_id,
        .register_class = meter->register_class,
        .period = { from->date, to->date },
        .from_value = from->value,
        .to_value = to->value,
        .multiplier_milli = meter->multiplier_milli,
        .from_reading_id = from->id,
        .to_reading_id = to->id,
        .rollover = to->rollover,
        .estimated = to->estimated || from->estimated,
    };
    if (!measure (meter, from, to, &segment->quantity, error))
        return FALSE;
    segments->n++;
    return TRUE;
}

static gboolean
is_of (const RegisterReading *reading, const MeterRegister *meter)
{
    return reading->meter_id == meter->meter_id && reading->register_class == meter->register_class;
}

/* An estimate is dropped when real readings stand on both sides of it: what it guessed is in the
 * difference of those two. */
static gboolean
is_replaced (const ConsumptionInput *input, const RegisterReading *reading, Period days)
{
    return input->replace_estimates && reading->estimated && reading->date > days.from &&
           reading->date < days.to;
}

/* The pass through zero that a dropped estimate had seen is still to be counted, unless the real
 * reading shows that it has not come yet. */
static RegisterReading
after_dropped (const RegisterReading *reading, const RegisterReading *last,
               gboolean dropped_rollover)
{
    RegisterReading seen = *reading;

    if (dropped_rollover && last != NULL && seen.value < last->value)
        seen.rollover = TRUE;
    return seen;
}

static gboolean
refuse_missing (GError **error, Date day)
{
    return refuse_day (error, SIRAJ_ERROR_READING_MISSING,
                       N_ ("A meter has no reading of %s: enter it or let it be estimated."), day);
}

static gboolean
build_register (const ConsumptionInput *input, const MeterRegister *meter, Period days,
                Segments *segments, GError **error)
{
    const RegisterReading *last = NULL;
    gboolean dropped_rollover = FALSE;

    for (guint i = 0; i < input->n_readings; i++) {
        const RegisterReading *reading = &input->readings[i];
        RegisterReading seen;

        if (!is_of (reading, meter) || reading->date < days.from || reading->date > days.to)
            continue;
        if (is_replaced (input, reading, days)) {
            dropped_rollover = dropped_rollover || reading->rollover;
            continue;
        }
        if (last == NULL && reading->date != days.from)
            break;
        seen = after_dropped (reading, last, dropped_rollover);
        if (last != NULL && !add_segment (segments, meter, last, &seen, error))
            return FALSE;
        last = reading;
        dropped_rollover = FALSE;
    }
    if (last == NULL || last->date != days.to)
        return refuse_missing (error, last == NULL ? days.from : days.to);
    return TRUE;
}

gboolean
consumption_build (const ConsumptionInput *input, Segments *segments, GError **error)
{
    for (guint i = 0; i < input->n_registers; i++) {
        const MeterRegister *meter = &input->registers[i];
        Period installed = meter->installed;
        Period days;

        if (installed.to == DATE_NONE)
            installed.to = G_MAXINT32;
        if (period_overlap (installed, input->period, &days) &&
            !build_register (input, meter, days, segments, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
check_overlap (const Segment *segments, guint n_segments, GError **error)
{
    for (guint i = 0; i < n_segments; i++)
        for (guint j = i + 1; j < n_segments; j++) {
            const Segment *a = &segments[i];
            const Segment *b = &segments[j];
            Period common;

            if (a->meter_id == b->meter_id && a->register_class == b->register_class &&
                period_overlap (a->period, b->period, &common))
                return refuse_day (error, SIRAJ_ERROR_SEGMENT_OVERLAP,
                                   N_ ("The consumption of %s is there twice."), common.from);
        }
    return TRUE;
}

/* The first day after @day that no energy segment reaches over. */
static Date
covered_to (const Segment *segments, guint n_segments, Date day)
{
    gboolean moved = TRUE;

    while (moved) {
        moved = FALSE;
        for (guint i = 0; i < n_segments; i++) {
            const Segment *segment = &segments[i];

            if (segment->register_class < REGISTER_N_ENERGY && segment->period.from <= day &&
                segment->period.to > day) {
                day = segment->period.to;
                moved = TRUE;
            }
        }
    }
    return day;
}

gboolean
consumption_check (const Segment *segments, guint n_segments, Period period, const Period *service,
                   guint n_service, GError **error)
{
    if (!check_overlap (segments, n_segments, error))
        return FALSE;
    for (guint i = 0; i < n_service; i++) {
        Period days;
        Date reached;

        if (!period_overlap (service[i], period, &days))
            continue;
        reached = covered_to (segments, n_segments, days.from);
        if (reached < days.to)
            return refuse_day (error, SIRAJ_ERROR_SEGMENT_MISSING,
                               N_ ("There is no consumption for %s: a reading is missing."),
                               reached);
    }
    return TRUE;
}

gboolean
consumption_estimate (const MeterRegister *meter, const RegisterReading *last, Date date,
                      const EstimatePolicy *policy, RegisterReading *estimate, GError **error)
{
    gint64 full_scale = register_full_scale (meter->digits);
    gint64 moved_units;

    if (policy->consecutive >= policy->most_consecutive)
        return refuse (error, SIRAJ_ERROR_ESTIMATE_LIMIT, "readings",
                       "The meter was estimated %u times in a row, which is the most allowed: "
                       "read it.",
                       policy->consecutive);
    if (policy->history_days <= 0 || date <= last->date ||
        !rounding_divide ((Wide)policy->history_wh * (date - last->date),
                          (Wide)policy->history_days * meter->multiplier_milli, ROUNDING_HALF_UP,
                          &moved_units))
        return refuse_day (error, SIRAJ_ERROR_READING_MISSING,
                           N_ ("There is no history to estimate the reading of %s from."), date);
    *estimate = *last;
    estimate->id = 0;
    estimate->date = date;
    estimate->estimated = TRUE;
    estimate->value = last->value + moved_units * WH_PER_KWH;
    estimate->rollover = estimate->value >= full_scale;
    if (estimate->rollover)
        estimate->value -= full_scale;
    return TRUE;
}
