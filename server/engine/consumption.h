/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From dated readings of the meters of a point to segments of consumption: no kWh lost, none
 * twice. A reading of a day counts from the beginning of that day, so two readings enclose [first,
 * second). */
#pragma once

#include "server/engine/tariff.h"

G_BEGIN_DECLS

/* One register of an installed meter. */
typedef struct {
    gint64 meter_id;
    int register_class;      /* RegisterClass */
    guint digits;            /* whole kWh digits on the face: rolls over at 10 ^ digits kWh */
    gint64 multiplier_milli; /* of the transformers, in thousandths: 40 × = 40 000 */
    Period installed;        /* to: day of removal, DATE_NONE while it hangs */
} MeterRegister;

typedef struct {
    gint64 id;
    gint64 meter_id;
    int register_class;
    Date date;
    gint64 value; /* the face in thousandths of its unit (Wh, varh, W), before the multiplier */
    gboolean estimated;
    gboolean rollover; /* confirmed: the register passed zero since the reading before */
} RegisterReading;

/* What a register counted between two of its readings. */
typedef struct {
    gint64 meter_id;
    int register_class;
    Period period;
    gint64 from_value;
    gint64 to_value;
    gint64 multiplier_milli;
    gint64 quantity; /* Wh, varh, or W of a demand register */
    gint64 from_reading_id;
    gint64 to_reading_id;
    gboolean rollover;
    gboolean estimated;
} Segment;

/* A growing list in memory of the caller. */
typedef struct {
    Segment *items;
    guint n;
    guint max;
} Segments;

typedef struct {
    Period period;
    const MeterRegister *registers;
    guint n_registers;
    const RegisterReading *readings; /* of each register in the order of their days */
    guint n_readings;
    gboolean
        replace_estimates; /* readings that were estimated count for nothing between real ones */
} ConsumptionInput;

/* What the estimate of a missing reading goes by. */
typedef struct {
    gint64 history_wh; /* drawn, by real readings, on … */
    gint64 history_days;
    guint consecutive; /* estimates so far */
    guint most_consecutive;
} EstimatePolicy;

/* Appends the segments of every register between its readings from the first to the last day of its
 * share of the period.  Errors: READING_MISSING (a register without reading at either end),
 * READING_LOWER (less than the one before and no rollover confirmed), SEGMENT_OVERLAP (two readings
 * of a day), OUT_OF_RANGE, TOO_MANY_LINES. */
gboolean consumption_build (const ConsumptionInput *input, Segments *segments, GError **error);

/* Whether the energy segments cover the days of @period that are in one of @service (in order), no
 * register twice.  Errors: SEGMENT_MISSING, SEGMENT_OVERLAP. */
gboolean consumption_check (const Segment *segments, guint n_segments, Period period,
                            const Period *service, guint n_service, GError **error);

/* The reading that the register would show on @date by its daily average, whole units of its face,
 * rolled over where due.  Errors: ESTIMATE_LIMIT, READING_MISSING (no history). */
gboolean consumption_estimate (const MeterRegister *meter, const RegisterReading *last, Date date,
                               const EstimatePolicy *policy, RegisterReading *estimate,
                               GError **error);

/* 10 ^ digits units in thousandths: where the register starts again from zero. */
gint64 register_full_scale (guint digits);

G_END_DECLS
