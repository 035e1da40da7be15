/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of imports: savepoints and what names stand for. */
#include "server/modules/imports/imports-sql.h"

/* A refused row leaves no trace, and the next one can be judged. */
const Statement imports_begin_file = { "imports_begin_file", "SAVEPOINT import_file" };
const Statement imports_undo_file = { "imports_undo_file", "ROLLBACK TO SAVEPOINT import_file" };
const Statement imports_begin_row = { "imports_begin_row", "SAVEPOINT import_row" };
const Statement imports_end_row = { "imports_end_row", "RELEASE SAVEPOINT import_row" };
const Statement imports_undo_row = { "imports_undo_row", "ROLLBACK TO SAVEPOINT import_row" };

const Statement imports_stations = {
    "imports_stations",
    "SELECT id, code, name FROM stations"
    " WHERE (SELECT scope_all()) OR id = ANY ((SELECT scope_stations())::bigint[])",
};

const Statement imports_classes = {
    "imports_classes",
    "SELECT id, code, name, name_en FROM customer_classes WHERE active",
};

const Statement imports_tariffs = {
    "imports_tariffs",
    "SELECT id, code, name, name_en FROM tariffs WHERE active",
};

const Statement imports_cycles = {
    "imports_cycles",
    "SELECT id, code, name, name_en FROM billing_cycles WHERE active",
};

const Statement imports_feeder = {
    "imports_feeder",
    "SELECT id FROM feeders WHERE station_id = $1 AND (code = $2 OR name = $2)"
    " ORDER BY code <> $2, id LIMIT 1",
};

const Statement imports_box = {
    "imports_box",
    "SELECT id FROM boxes WHERE feeder_id = $1 AND (code = $2 OR name = $2)"
    " ORDER BY code <> $2, id LIMIT 1",
};

const Statement imports_route = {
    "imports_route",
    "SELECT id FROM routes WHERE station_id = $1 AND (code = $2 OR name = $2)"
    " ORDER BY code <> $2, id LIMIT 1",
};

const Statement imports_point_of_account = {
    "imports_point_of_account",
    "SELECT g.service_point_id FROM accounts a JOIN service_agreements g ON g.account_id = a.id"
    " WHERE a.number = $1 AND g.state <> 'terminated' LIMIT 2",
};

const Statement imports_point_of_agreement = {
    "imports_point_of_agreement",
    "SELECT g.service_point_id FROM service_agreements g JOIN accounts a ON a.id = g.account_id"
    " WHERE g.number = $1 AND g.state <> 'terminated' LIMIT 2",
};

const Statement *const imports_statements[] = {
    &imports_begin_file,
    &imports_undo_file,
    &imports_begin_row,
    &imports_end_row,
    &imports_undo_row,
    &imports_stations,
    &imports_classes,
    &imports_tariffs,
    &imports_cycles,
    &imports_feeder,
    &imports_box,
    &imports_route,
    &imports_point_of_account,
    &imports_point_of_agreement,
    NULL,
};
