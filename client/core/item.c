/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record as a row of a list model. */
#include "client/core/item.h"

struct _SirajItem {
    GObject parent_instance;
    const Record *record;
    gpointer data;
};

G_DEFINE_FINAL_TYPE (SirajItem, item, G_TYPE_OBJECT)

static void
item_finalize (GObject *object)
{
    SirajItem *self = SIRAJ_ITEM (object);

    record_free (self->record, self->data);
    G_OBJECT_CLASS (item_parent_class)->finalize (object);
}

static void
item_class_init (SirajItemClass *class)
{
    G_OBJECT_CLASS (class)->finalize = item_finalize;
}

static void
item_init (SirajItem *self)
{
}

SirajItem *
item_new (const Record *record, gpointer data)
{
    SirajItem *self = g_object_new (SIRAJ_TYPE_ITEM, NULL);

    self->record = record;
    self->data = data;
    return self;
}

const Record *
item_get_record (SirajItem *self)
{
    return self->record;
}

gconstpointer
item_get_data (SirajItem *self)
{
    return self->data;
}

gint64
item_get_id (SirajItem *self)
{
    const Field *field = record_find_field (self->record, "id");

    return field != NULL && field->kind == FIELD_KIND_ID ? field_get_int64 (field, self->data) : 0;
}
