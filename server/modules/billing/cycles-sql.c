/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of the settings of cycles. */
#include "server/modules/billing/cycles-sql.h"

/* SQL is laid out to be read. */
/* clang-format off */

/* $1 cycle, $2 now, $3 class */
const Statement cycles_facts = {
    "cycles_facts",
    "SELECT c.code, c.name, c.active, c.frequency, c.reading_days_before, c.reading_days_after,"
    "  c.billing_day_offset,"
    "  COALESCE(c.due_days, (SELECT due_days FROM customer_classes WHERE id = $3),"
    "           (SELECT min(due_days) FROM customer_classes WHERE active), 0),"
    "  c.due_days, c.execution_hour, y.utc_offset_minutes,"
    "  (($2::timestamptz AT TIME ZONE 'UTC') + y.utc_offset_minutes * interval '1 minute')::date,"
    "  c.scheduled, c.scheduled_from,"
    "  num_nonnulls(c.class_id, c.station_id, c.meter_kind) > 0, cycle_billed_to(c.id),"
    "  c.frequency_changes_on, c.next_frequency, c.reminder_days"
    " FROM billing_cycles c, company y WHERE c.id = $1",
};

/* The boundary is reached when everything before it is billed. */
const Statement cycles_change_frequency = {
    "cycles_change_frequency",
    "UPDATE billing_cycles SET frequency = next_frequency, next_frequency = NULL,"
    "  frequency_changes_on = NULL, version = version + 1"
    " WHERE id = $1 AND frequency_changes_on <= cycle_billed_to(id)",
};

/* Other cycles whose agreements may move into $1. */
const Statement cycles_others = {
    "cycles_others",
    "SELECT id, frequency, reading_days_before FROM billing_cycles o WHERE id <> $1"
    "  AND EXISTS (SELECT FROM service_agreements g WHERE g.cycle_id = o.id)",
};

/* $1 cycle, $2 old cycle, $3 day up to which they must be billed.  A station's cycle goes before a
 * class's, and that before one of a kind of meter. */
const Statement cycles_take_in = {
    "cycles_take_in",
    "UPDATE service_agreements g SET cycle_id = c.id, updated_by = siraj_actor(),"
    "  updated_at = now(), version = g.version + 1"
    " FROM billing_cycles c, accounts a"
    " WHERE c.id = $1 AND c.active AND g.cycle_id = $2 AND a.id = g.account_id"
    "   AND g.state <> 'terminated' AND g.payment_terms = 'postpaid'"
    "   AND (c.station_id = a.station_id OR c.class_id = a.class_id"
    "        OR EXISTS (SELECT FROM meter_installations i JOIN meters m ON m.id = i.meter_id"
    "                   WHERE i.service_point_id = g.service_point_id AND i.removed_on IS NULL"
    "                     AND m.kind = c.meter_kind))"
    "   AND NOT EXISTS (SELECT FROM billing_cycles o WHERE o.active AND o.id <> c.id"
    "        AND c.station_id IS NULL"
    "        AND (o.station_id = a.station_id"
    "             OR (c.class_id IS NULL AND o.class_id = a.class_id)))"
    "   AND NOT EXISTS (SELECT FROM registers r WHERE r.account_id = g.account_id"
    "        AND r.agreement_id = g.id AND r.billed_date < COALESCE(r.closed_on, 'infinity')"
    "        AND r.billed_date < $3::date)",
};

/* $1 cycle, $2 from, $3 to: whom a run of the period would look at. */
const Statement cycles_agreements = {
    "cycles_agreements",
    "SELECT count(*) FROM service_agreements g WHERE g.cycle_id = $1"
    "   AND g.payment_terms = 'postpaid' AND g.start_date < $3::date"
    "   AND (g.end_date IS NULL OR g.end_date > $2::date)",
};

/* $1 cycle, $2 period: whether a run of the cycle is under way, and whether one of the whole period
 * ended before it was completed. */
const Statement cycles_run_state = {
    "cycles_run_state",
    "SELECT COALESCE(bool_or(j.state IN ('queued', 'running')), false),"
    "  COALESCE(bool_or(j.state IN ('failed', 'cancelled') AND r.period_key = $2"
    "                   AND r.class_id IS NULL AND r.station_id IS NULL"
    "                   AND r.meter_kind IS NULL AND r.parent_id IS NULL), false)"
    " FROM billing_runs r JOIN jobs j ON j.id = r.job_id WHERE r.cycle_id = $1 AND NOT r.trial"
    "   AND r.state = 'running'",
};

/* A tariff of the cycle's agreements, or of those of its scope, whose blocks are meant for one bill
 * whatever its days: three bills a month would each begin in the cheap block. $1 cycle, $2 class,
 * $3 station, $4 kind of meter */
const Statement cycles_unscaled_tariff = {
    "cycles_unscaled_tariff",
    "SELECT f.name FROM tariffs f JOIN tariff_versions v ON v.tariff_id = f.id"
    " WHERE v.state = 'active' AND (v.valid_to IS NULL OR v.valid_to > now()::date)"
    "   AND v.document ->> 'limit_basis' = 'bill'"
    "   AND jsonb_path_exists(v.document,"
    "         '$.components[*] ? (@.bands.size() > 1 || @.bands[*].blocks.size() > 1)')"
    "   AND EXISTS (SELECT FROM agreement_terms t"
    "        JOIN service_agreements g ON g.id = t.agreement_id"
    "        JOIN accounts a ON a.id = g.account_id"
    "        WHERE t.tariff_id = f.id AND t.valid_to IS NULL AND g.state <> 'terminated'"
    "          AND (g.cycle_id = $1 OR a.class_id = $2 OR a.station_id = $3"
    "               OR ($4::text IS NOT NULL AND EXISTS (SELECT FROM meter_installations i"
    "                   JOIN meters m ON m.id = i.meter_id"
    "                   WHERE i.service_point_id = g.service_point_id AND i.removed_on IS NULL"
    "                     AND m.kind = $4))))"
    " ORDER BY f.id LIMIT 1",
};

#define SETTING_COLUMNS                                                                            \
    "c.id, c.code, c.name, c.name_en, c.frequency, c.class_id, k.name AS class_name,"              \
    " c.station_id, s.name AS station_name, c.meter_kind, c.reading_days_before,"                  \
    " c.reading_days_after, c.billing_day_offset, c.execution_hour, c.due_days,"                   \
    " c.reminder_days, c.active, c.scheduled, c.scheduled_from, c.next_frequency,"                 \
    " c.frequency_changes_on, cycle_billed_to(c.id) AS billed_to, c.version"
#define SETTING_DRESS                                                                              \
    " FROM billing_cycles c LEFT JOIN customer_classes k ON k.id = c.class_id"                     \
    " LEFT JOIN stations s ON s.id = c.station_id"
#define SETTING_LIST(compare, direction)                                                           \
    "SELECT " SETTING_COLUMNS ", c.code AS sort_key" SETTING_DRESS                                 \
    " WHERE ($2::text IS NULL OR (c.code, c.id) " compare " ($2, $3::bigint))"                     \
    "   AND ($4::text IS NULL OR c.code LIKE $4 || '%'"                                            \
    "        OR text_fold(c.name) LIKE '%' || text_fold($4) || '%')"                               \
    "   AND ($5::text IS NULL OR c.active = $5::boolean)"                                          \
    " ORDER BY c.code " direction ", c.id " direction " LIMIT $1::bigint"

const Statement cycle_settings_oldest = { "cycle_settings_oldest", SETTING_LIST (">", "ASC") };
const Statement cycle_settings_newest = { "cycle_settings_newest", SETTING_LIST ("<", "DESC") };

const Statement cycle_settings_get = {
    "cycle_settings_get",
    "SELECT " SETTING_COLUMNS ","
    " (SELECT count(*) FROM service_agreements g WHERE g.cycle_id = c.id"
    "    AND g.state <> 'terminated') AS agreements_count" SETTING_DRESS " WHERE c.id = $1",
};

const Statement cycle_settings_insert = {
    "cycle_settings_insert",
    "INSERT INTO billing_cycles (code, name, name_en, frequency, class_id, station_id, meter_kind,"
    "  reading_days_before, reading_days_after, billing_day_offset, execution_hour, due_days,"
    "  reminder_days, active, scheduled, scheduled_from)"
    " VALUES (:code, :name, :name_en, :frequency, :class_id, :station_id,"
    "  :meter_kind, :reading_days_before, :reading_days_after, :billing_day_offset,"
    "  :execution_hour, :due_days, :reminder_days, :active, :scheduled, :scheduled_from)"
    " RETURNING id",
};

const Statement cycle_settings_update = {
    "cycle_settings_update",
    "UPDATE billing_cycles SET name = :name, name_en = :name_en, frequency = :frequency,"
    "  class_id = :class_id, station_id = :station_id,"
    "  meter_kind = :meter_kind, reading_days_before = :reading_days_before,"
    "  reading_days_after = :reading_days_after, billing_day_offset = :billing_day_offset,"
    "  execution_hour = :execution_hour, due_days = :due_days, reminder_days = :reminder_days,"
    "  active = :active, scheduled = :scheduled, scheduled_from = :scheduled_from,"
    "  next_frequency = :next_frequency, frequency_changes_on = :frequency_changes_on,"
    "  version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};
