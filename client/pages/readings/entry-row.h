/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the entry grid: a meter, what it showed last, the field for what it shows now, and
 * the server's answer beside it. */
#pragma once

#include <gtk/gtk.h>

#include "client/core/api.h"
#include "common/types/readings-types.h"

G_BEGIN_DECLS

typedef enum {
    ENTRY_ORDER,
    ENTRY_METER,
    ENTRY_REGISTER,
    ENTRY_CUSTOMER,
    ENTRY_ADDRESS,
    ENTRY_READ_ON,
    ENTRY_SHOWED,
    ENTRY_SHOWS,
    ENTRY_REMARK,
    ENTRY_CONSUMPTION,
    ENTRY_STATE,
    ENTRY_N_COLUMNS,
} EntryColumn;

typedef struct EntryRow EntryRow;

typedef struct {
    void (*moved) (EntryRow *row, int step, gpointer user_data); /* Enter, arrows: to another row */
    void (*answered) (EntryRow *row, gpointer user_data);        /* stored, held or refused */
    void (*unreadable) (EntryRow *row, gpointer user_data);      /* F4: why it cannot be read */
} EntryRowEvents;

typedef struct {
    SirajApi *api;
    GCancellable *cancellable;
    Date read_on;
    const EntryRowEvents *events;
    gpointer user_data;
} EntryContext;

/* @data is copied, @context lives longer than the row.  Two lines of @grid from @line on. */
EntryRow *entry_row_new (const EntryContext *context, GtkGrid *grid, int line,
                         const RouteRow *data);
void entry_row_free (EntryRow *self);

void entry_row_focus (EntryRow *self);
/* Stores that the reader came and could not read. */
void entry_row_visit (EntryRow *self, const ReadingRemark *remark);
/* A reading of this window is there, accepted or held. */
gboolean entry_row_is_read (EntryRow *self);
gboolean entry_row_is_held (EntryRow *self);
/* Not read, and a remark says why. */
gboolean entry_row_is_visited (EntryRow *self);
/* The last value was refused or did not arrive. */
gboolean entry_row_is_refused (EntryRow *self);
/* Something is typed that the server has not taken. */
gboolean entry_row_is_dirty (EntryRow *self);
gboolean entry_row_matches (EntryRow *self, const char *meter_number);

/* For tests. */
GtkWidget *entry_row_get_entry (EntryRow *self);
const char *entry_row_get_sentence (EntryRow *self);

G_END_DECLS
