/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeders, distribution boxes and reading routes. */
#include "server/modules/geography/geography.h"

#include "server/core/list.h"
#include "server/core/record-operations.h"
#include "server/modules/geography/geography-sql.h"

static const RecordSpec feeder_spec = {
    &feeder_record, N_ ("Feeder"),   "/api/v1/feeders",
    &feeders_get,   &feeders_insert, &feeders_update,
};
static const ListSort feeder_sorts[] = { { "code", &feeders_by_code, &feeders_by_code_desc } };
static const char *const feeder_filters[] = { "q", "station_id", NULL };
static const ListSpec feeder_list = {
    &feeder_record, feeder_sorts, G_N_ELEMENTS (feeder_sorts), feeder_filters, NULL,
};

static gboolean
feeders_list (Operation *op, GError **error)
{
    return list_answer (op, &feeder_list, NULL, error);
}

static gboolean
feeders_read (Operation *op, GError **error)
{
    return record_get (op, &feeder_spec, error);
}

static gboolean
feeders_create (Operation *op, GError **error)
{
    return record_create (op, &feeder_spec, error);
}

static gboolean
feeders_change (Operation *op, GError **error)
{
    return record_update (op, &feeder_spec, error);
}

static const RecordSpec box_spec = {
    &box_record, N_ ("Distribution box"), "/api/v1/boxes", &boxes_get, &boxes_insert, &boxes_update,
};
static const ListSort box_sorts[] = { { "code", &boxes_by_code, &boxes_by_code_desc } };
static const char *const box_filters[] = { "q", "feeder_id", NULL };
static const ListSpec box_list = {
    &box_record, box_sorts, G_N_ELEMENTS (box_sorts), box_filters, NULL,
};

static gboolean
boxes_list (Operation *op, GError **error)
{
    return list_answer (op, &box_list, NULL, error);
}

static gboolean
boxes_read (Operation *op, GError **error)
{
    return record_get (op, &box_spec, error);
}

static gboolean
boxes_create (Operation *op, GError **error)
{
    return record_create (op, &box_spec, error);
}

static gboolean
boxes_change (Operation *op, GError **error)
{
    return record_update (op, &box_spec, error);
}

static const RecordSpec route_spec = {
    &reading_route_record, N_ ("Route"),   "/api/v1/routes",
    &routes_get,           &routes_insert, &routes_update,
};
static const ListSort route_sorts[] = { { "code", &routes_by_code, &routes_by_code_desc } };
static const char *const route_filters[] = { "q", "station_id", NULL };
static const ListSpec route_list = {
    &reading_route_record, route_sorts, G_N_ELEMENTS (route_sorts), route_filters, NULL,
};

static gboolean
routes_list (Operation *op, GError **error)
{
    return list_answer (op, &route_list, NULL, error);
}

static gboolean
routes_read (Operation *op, GError **error)
{
    return record_get (op, &route_spec, error);
}

static gboolean
routes_create (Operation *op, GError **error)
{
    return record_create (op, &route_spec, error);
}

static gboolean
routes_change (Operation *op, GError **error)
{
    return record_update (op, &route_spec, error);
}

static gboolean
insert (Db *db, const RecordSpec *spec, gconstpointer data, gint64 *id, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run_record (db, spec->insert, spec->record, data, &rows, error)) {
        return FALSE;
    }
    *id = rows_int64 (rows, 0, 0);
    return TRUE;
}

gboolean
geography_add_feeder (Db *db, const Feeder *feeder, gint64 *id, GError **error)
{
    return insert (db, &feeder_spec, feeder, id, error);
}

gboolean
geography_add_box (Db *db, const Box *box, gint64 *id, GError **error)
{
    return insert (db, &box_spec, box, id, error);
}

gboolean
geography_add_route (Db *db, const ReadingRoute *route, gint64 *id, GError **error)
{
    return insert (db, &route_spec, route, id, error);
}

static const char *const station_query[] = { LIST_QUERY, "q", "station_id", NULL };
static const char *const feeder_query[] = { LIST_QUERY, "q", "feeder_id", NULL };

static const Route routes[] = {
    { "GET", "/api/v1/feeders", "geography.read", READS | ANSWERS_LIST, NULL, &feeder_record,
      feeders_list, N_ ("List feeders"), station_query },
    { "POST", "/api/v1/feeders", "geography.write", WRITES | CREATES, &feeder_record,
      &feeder_record, feeders_create, N_ ("Create a feeder") },
    { "GET", "/api/v1/feeders/{id}", "geography.read", READS, NULL, &feeder_record, feeders_read,
      N_ ("Read a feeder") },
    { "PATCH", "/api/v1/feeders/{id}", "geography.write", WRITES | VERSIONED, &feeder_record,
      &feeder_record, feeders_change, N_ ("Change a feeder") },
    { "GET", "/api/v1/boxes", "geography.read", READS | ANSWERS_LIST, NULL, &box_record, boxes_list,
      N_ ("List distribution boxes"), feeder_query },
    { "POST", "/api/v1/boxes", "geography.write", WRITES | CREATES, &box_record, &box_record,
      boxes_create, N_ ("Create a distribution box") },
    { "GET", "/api/v1/boxes/{id}", "geography.read", READS, NULL, &box_record, boxes_read,
      N_ ("Read a distribution box") },
    { "PATCH", "/api/v1/boxes/{id}", "geography.write", WRITES | VERSIONED, &box_record,
      &box_record, boxes_change, N_ ("Change a distribution box") },
    { "GET", "/api/v1/routes", "geography.read", READS | ANSWERS_LIST, NULL, &reading_route_record,
      routes_list, N_ ("List reading routes"), station_query },
    { "POST", "/api/v1/routes", "geography.write", WRITES | CREATES, &reading_route_record,
      &reading_route_record, routes_create, N_ ("Create a reading route") },
    { "GET", "/api/v1/routes/{id}", "geography.read", READS, NULL, &reading_route_record,
      routes_read, N_ ("Read a reading route") },
    { "PATCH", "/api/v1/routes/{id}", "geography.write", WRITES | VERSIONED, &reading_route_record,
      &reading_route_record, routes_change, N_ ("Change a reading route") },
};

const Module geography_module = { "geography", routes, G_N_ELEMENTS (routes),
                                  geography_statements };
