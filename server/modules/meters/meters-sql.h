/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the meters room. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement *const meters_statements[];

extern const Statement meters_by_number, meters_by_number_desc, meters_count, meters_get,
    meters_insert, meters_update;
extern const Statement installations_of, installations_insert, installations_close;
extern const Statement registers_of, registers_open, registers_to_close, registers_close;
extern const Statement install_meter, install_registers, install_agreement, install_mark_meter,
    install_mark_point, install_reading;
extern const Statement registers_to_end, ending_agreement, ending_unmetered, ending_terminate,
    ending_registers, ending_open;
extern const Statement models_by_code, models_by_code_desc, models_get, models_insert,
    models_update;

G_END_DECLS
