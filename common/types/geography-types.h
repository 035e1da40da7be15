/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeders, distribution boxes and reading routes on the wire. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

typedef struct {
    gint64 id;
    gint64 station_id;
    char *station_name;
    char *code;
    char *name;
    gint64 version;
} Feeder;
RECORD_DECLARE (feeder, Feeder);

/* A distribution box. */
typedef struct {
    gint64 id;
    gint64 feeder_id;
    char *feeder_name;
    char *station_name;
    char *code;
    char *name;
    gint64 version;
} Box;
RECORD_DECLARE (box, Box);

/* A reader's walk; its points are numbered by route_sequence. */
typedef struct {
    gint64 id;
    gint64 station_id;
    char *station_name;
    char *code;
    char *name;
    gint64 reader_id;
    char *reader_name;
    gint64 points_count;
    gint64 version;
} ReadingRoute;
RECORD_DECLARE (reading_route, ReadingRoute);

G_END_DECLS
