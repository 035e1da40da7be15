/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Field tables of feeders, boxes and routes. */
#include "common/types/geography-types.h"

RECORD_DEFINE (feeder, Feeder, FIELD_ID (Feeder, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ID (Feeder, station_id, N_ ("Station"), FIELD_REQUIRED),
               FIELD_TEXT (Feeder, station_name, N_ ("Station"), FIELD_READ_ONLY),
               FIELD_TEXT (Feeder, code, N_ ("Feeder code"), FIELD_REQUIRED),
               FIELD_TEXT (Feeder, name, N_ ("Feeder"), FIELD_REQUIRED),
               FIELD_INTEGER (Feeder, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (box, Box, FIELD_ID (Box, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ID (Box, feeder_id, N_ ("Feeder"), FIELD_REQUIRED),
               FIELD_TEXT (Box, feeder_name, N_ ("Feeder"), FIELD_READ_ONLY),
               FIELD_TEXT (Box, station_name, N_ ("Station"), FIELD_READ_ONLY),
               FIELD_TEXT (Box, code, N_ ("Box code"), FIELD_REQUIRED),
               FIELD_TEXT (Box, name, N_ ("Distribution box"), FIELD_REQUIRED),
               FIELD_INTEGER (Box, version, N_ ("Version"), FIELD_READ_ONLY));

RECORD_DEFINE (reading_route, ReadingRoute, FIELD_ID (ReadingRoute, id, N_ ("Id"), FIELD_READ_ONLY),
               FIELD_ID (ReadingRoute, station_id, N_ ("Station"), FIELD_REQUIRED),
               FIELD_TEXT (ReadingRoute, station_name, N_ ("Station"), FIELD_READ_ONLY),
               FIELD_TEXT (ReadingRoute, code, N_ ("Route code"), FIELD_REQUIRED | FIELD_FIXED),
               FIELD_TEXT (ReadingRoute, name, N_ ("Route"), FIELD_REQUIRED),
               FIELD_ID (ReadingRoute, reader_id, N_ ("Reader"), FIELD_PLAIN),
               FIELD_TEXT (ReadingRoute, reader_name, N_ ("Reader"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReadingRoute, points_count, N_ ("Service points"), FIELD_READ_ONLY),
               FIELD_INTEGER (ReadingRoute, version, N_ ("Version"), FIELD_READ_ONLY));
