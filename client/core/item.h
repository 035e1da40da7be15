/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record as a row of a list model: the struct, read through its field table. */
#pragma once

#include <glib-object.h>

#include "common/schema/field.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_ITEM (item_get_type ())
G_DECLARE_FINAL_TYPE (SirajItem, item, SIRAJ, ITEM, GObject)

/* Takes @data, a record of @record. */
SirajItem *item_new (const Record *record, gpointer data);

const Record *item_get_record (SirajItem *self);
/* The struct, borrowed: `const Customer *customer = item_get_data (item)`. */
gconstpointer item_get_data (SirajItem *self);
/* The member "id", 0 when the record has none. */
gint64 item_get_id (SirajItem *self);

G_END_DECLS
