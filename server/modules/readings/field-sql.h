/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of the field: remarks, visits, photos, lists, settings. */
#pragma once

#include "server/core/db.h"

G_BEGIN_DECLS

extern const Statement field_remarks, field_remarks_desc, field_remark_get, field_remark_insert,
    field_remark_update;
extern const Statement field_visit_get, field_visit_insert;
extern const Statement field_photo_of_reading, field_photo_of_visit, field_photo_of_reading_insert,
    field_photo_of_visit_insert;
extern const Statement lists_of_window, lists_reader_work;
extern const Statement settings_get, settings_update;
extern const Statement rules_all, rules_get, rules_insert, rules_update;
extern const Statement customer_register;

G_END_DECLS
