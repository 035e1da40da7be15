/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of customers: the customer, an account, the service point and the agreement at once. */
#include "common/base/text.h"
#include "server/modules/customers/customers.h"
#include "server/modules/geography/geography.h"
#include "server/modules/imports/import.h"
#include "server/modules/imports/imports-sql.h"
#include "server/modules/subscriptions/subscriptions.h"

enum {
    NUMBER,
    ACCOUNT_NUMBER,
    NAME,
    NAME_EN,
    CLASS,
    MOBILE,
    PHONE,
    EMAIL,
    IDENTITY_KIND,
    IDENTITY_NUMBER,
    TAX_NUMBER,
    STATION,
    FEEDER,
    BOX,
    ROUTE,
    SEQUENCE,
    POINT_NUMBER,
    ADDRESS,
    CITY,
    DISTRICT,
    LANDMARK,
    LATITUDE,
    LONGITUDE,
    AGREEMENT_NUMBER,
    TARIFF,
    CYCLE,
    START_DATE,
    LOAD_KW,
    BREAKER,
    NOTES,
};

static const SheetColumn columns[] = {
    [NUMBER] = { "number" },
    [ACCOUNT_NUMBER] = { "account_number" },
    [NAME] = { "name", TRUE },
    [NAME_EN] = { "name_en" },
    [CLASS] = { "class", TRUE },
    [MOBILE] = { "mobile", TRUE },
    [PHONE] = { "phone" },
    [EMAIL] = { "email" },
    [IDENTITY_KIND] = { "identity_kind" },
    [IDENTITY_NUMBER] = { "identity_number" },
    [TAX_NUMBER] = { "tax_number" },
    [STATION] = { "station", TRUE },
    [FEEDER] = { "feeder", TRUE },
    [BOX] = { "box", TRUE },
    [ROUTE] = { "route" },
    [SEQUENCE] = { "sequence" },
    [POINT_NUMBER] = { "point_number" },
    [ADDRESS] = { "address", TRUE },
    [CITY] = { "city" },
    [DISTRICT] = { "district" },
    [LANDMARK] = { "landmark" },
    [LATITUDE] = { "latitude" },
    [LONGITUDE] = { "longitude" },
    [AGREEMENT_NUMBER] = { "agreement_number" },
    [TARIFF] = { "tariff" },
    [CYCLE] = { "cycle", TRUE },
    [START_DATE] = { "start_date", TRUE },
    [LOAD_KW] = { "load_kw" },
    [BREAKER] = { "breaker" },
    [NOTES] = { "notes" },
};

#define DEGREE_SCALE 6
#define WATT_SCALE 3

enum { NUMBERS_CUSTOMER, NUMBERS_ACCOUNT, NUMBERS_POINT, NUMBERS_AGREEMENT };

static gboolean
prepare (Import *self, GError **error)
{
    NumberBlock *numbers = self->numbers;

    return import_reserve_numbers (self, "C", NUMBER, &numbers[NUMBERS_CUSTOMER], error) &&
           import_reserve_numbers (self, "A", ACCOUNT_NUMBER, &numbers[NUMBERS_ACCOUNT], error) &&
           import_reserve_numbers (self, "SP", POINT_NUMBER, &numbers[NUMBERS_POINT], error) &&
           import_reserve_numbers (self, "G", AGREEMENT_NUMBER, &numbers[NUMBERS_AGREEMENT], error);
}

static char *
copy_number (const SheetRow *row, guint column)
{
    const char *text = sheet_text (row, column);

    return text != NULL ? text_clean_number (text) : NULL;
}

/* Places */

/* The rooms' three functions in one form: @parent is a station or a feeder. */
typedef gboolean (*AddPlace) (Db *db, gint64 parent, const char *name, gint64 *id, GError **error);

static gboolean
add_feeder (Db *db, gint64 station_id, const char *name, gint64 *id, GError **error)
{
    const Feeder feeder = { .station_id = station_id, .code = (char *)name, .name = (char *)name };

    return geography_add_feeder (db, &feeder, id, error);
}

static gboolean
add_box (Db *db, gint64 feeder_id, const char *name, gint64 *id, GError **error)
{
    const Box box = { .feeder_id = feeder_id, .code = (char *)name, .name = (char *)name };

    return geography_add_box (db, &box, id, error);
}

static gboolean
add_route (Db *db, gint64 station_id, const char *name, gint64 *id, GError **error)
{
    const ReadingRoute route = { .station_id = station_id,
                                 .code = (char *)name,
                                 .name = (char *)name };

    return geography_add_route (db, &route, id, error);
}

typedef struct {
    guint column;
    const Statement *find;
    AddPlace add;
} PlaceKind;

static const PlaceKind feeder_kind = { FEEDER, &imports_feeder, add_feeder };
static const PlaceKind box_kind = { BOX, &imports_box, add_box };
static const PlaceKind route_kind = { ROUTE, &imports_route, add_route };

/* The place below @parent that the cell names; it is made when it is not there. */
static gboolean
find_place (Import *self, const SheetRow *row, const PlaceKind *kind, gint64 parent, gint64 *id,
            GError **error)
{
    const char *name = sheet_text (row, kind->column);
    g_autofree char *key = NULL;
    g_autoptr (Rows) rows = NULL;
    const gint64 *known;

    *id = 0;
    if (name == NULL) {
        return TRUE;
    }
    key = g_strdup_printf ("%u %" G_GINT64_FORMAT " %s", kind->column, parent, name);
    known = g_hash_table_lookup (self->places, key);
    if (known != NULL) {
        *id = *known;
        return TRUE;
    }
    if (!db_run (self->db, kind->find, &rows, error, P_INT64 (parent), P_TEXT (name))) {
        return FALSE;
    }
    if (rows_count (rows) > 0) {
        *id = rows_int64 (rows, 0, 0);
    } else if (!kind->add (self->db, parent, name, id, error)) {
        return FALSE;
    }
    g_hash_table_insert (self->places, g_steal_pointer (&key), g_memdup2 (id, sizeof *id));
    return TRUE;
}

/* The four records */

static gboolean
load_customer (Import *self, const SheetRow *row, gint64 *customer_id, gint64 *station_id,
               GError **error)
{
    g_autoptr (Customer) customer = customer_new ();

    if (!import_find_name (self, NAMES_CLASSES, row, CLASS, &customer->class_id, error) ||
        !import_find_name (self, NAMES_STATIONS, row, STATION, &customer->station_id, error) ||
        !sheet_word (row, IDENTITY_KIND, &identity_kind_enum, &customer->identity_kind, error) ||
        !sheet_decimal (row, LATITUDE, DEGREE_SCALE, &customer->latitude_micro, error) ||
        !sheet_decimal (row, LONGITUDE, DEGREE_SCALE, &customer->longitude_micro, error)) {
        return FALSE;
    }
    customer->number = import_number (row, NUMBER, &self->numbers[NUMBERS_CUSTOMER]);
    customer->name = g_strdup (sheet_text (row, NAME));
    customer->name_en = g_strdup (sheet_text (row, NAME_EN));
    customer->mobile = g_strdup (sheet_text (row, MOBILE));
    customer->phone = copy_number (row, PHONE);
    customer->email = g_strdup (sheet_text (row, EMAIL));
    customer->identity_number = copy_number (row, IDENTITY_NUMBER);
    customer->tax_number = copy_number (row, TAX_NUMBER);
    customer->address = g_strdup (sheet_text (row, ADDRESS));
    customer->city = g_strdup (sheet_text (row, CITY));
    customer->district = g_strdup (sheet_text (row, DISTRICT));
    customer->notes = g_strdup (sheet_text (row, NOTES));
    *station_id = customer->station_id;
    return customers_add (self->db, customer, customer_id, error);
}

static gboolean
load_account (Import *self, const SheetRow *row, gint64 customer_id, gint64 *id, GError **error)
{
    g_autoptr (Account) account = account_new ();

    account->customer_id = customer_id;
    account->number = import_number (row, ACCOUNT_NUMBER, &self->numbers[NUMBERS_ACCOUNT]);
    return customers_open_account (self->db, account, id, error);
}

static gboolean
load_point (Import *self, const SheetRow *row, gint64 station_id, gint64 *id, GError **error)
{
    g_autoptr (ServicePoint) point = service_point_new ();

    point->station_id = station_id;
    if (!find_place (self, row, &feeder_kind, station_id, &point->feeder_id, error) ||
        !find_place (self, row, &box_kind, point->feeder_id, &point->box_id, error) ||
        !find_place (self, row, &route_kind, station_id, &point->route_id, error) ||
        !sheet_decimal (row, SEQUENCE, 0, &point->route_sequence, error) ||
        !sheet_decimal (row, LATITUDE, DEGREE_SCALE, &point->latitude_micro, error) ||
        !sheet_decimal (row, LONGITUDE, DEGREE_SCALE, &point->longitude_micro, error)) {
        return FALSE;
    }
    point->number = import_number (row, POINT_NUMBER, &self->numbers[NUMBERS_POINT]);
    point->address = g_strdup (sheet_text (row, ADDRESS));
    point->landmark = g_strdup (sheet_text (row, LANDMARK));
    return subscriptions_add_point (self->db, point, id, error);
}

static gboolean
load_agreement (Import *self, const SheetRow *row, gint64 account_id, gint64 point_id,
                GError **error)
{
    g_autoptr (ServiceAgreement) agreement = service_agreement_new ();
    gint64 id;

    agreement->account_id = account_id;
    agreement->service_point_id = point_id;
    if (!import_find_name (self, NAMES_TARIFFS, row, TARIFF, &agreement->tariff_id, error) ||
        !import_find_name (self, NAMES_CYCLES, row, CYCLE, &agreement->cycle_id, error) ||
        !sheet_date (row, START_DATE, &agreement->start_date, error) ||
        !sheet_decimal (row, LOAD_KW, WATT_SCALE, &agreement->contracted_load_w, error) ||
        !sheet_decimal (row, BREAKER, 0, &agreement->breaker_amperes, error)) {
        return FALSE;
    }
    agreement->number = import_number (row, AGREEMENT_NUMBER, &self->numbers[NUMBERS_AGREEMENT]);
    return subscriptions_add_agreement (self->db, agreement, &id, error);
}

static gboolean
load_row (Import *self, const SheetRow *row, GError **error)
{
    gint64 customer_id, account_id, station_id, point_id;

    return load_customer (self, row, &customer_id, &station_id, error) &&
           load_account (self, row, customer_id, &account_id, error) &&
           load_point (self, row, station_id, &point_id, error) &&
           load_agreement (self, row, account_id, point_id, error);
}

const ImportKind import_customers_kind = {
    .name = "customers",
    .columns = columns,
    .n_columns = G_N_ELEMENTS (columns),
    .prepare = prepare,
    .load_row = load_row,
};
