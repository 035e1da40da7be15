/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of meters: the meter, and where it hangs when the row says so. */
#include "common/base/text.h"
#include "server/modules/imports/import.h"
#include "server/modules/imports/imports-sql.h"
#include "server/modules/meters/meters.h"

enum {
    NUMBER,
    KIND,
    MANUFACTURER,
    MODEL,
    PHASES,
    MULTIPLIER,
    DIGITS,
    DECIMALS,
    STATION,
    ACCOUNT_NUMBER,
    AGREEMENT_NUMBER,
    INSTALLED_ON,
    OPENING_READING,
    NOTES,
};

static const SheetColumn columns[] = {
    [NUMBER] = { "number", TRUE },
    [KIND] = { "kind", TRUE },
    [MANUFACTURER] = { "manufacturer" },
    [MODEL] = { "model" },
    [PHASES] = { "phases" },
    [MULTIPLIER] = { "multiplier" },
    [DIGITS] = { "digits" },
    [DECIMALS] = { "decimals" },
    [STATION] = { "station", TRUE },
    [ACCOUNT_NUMBER] = { "account_number" },
    [AGREEMENT_NUMBER] = { "agreement_number" },
    [INSTALLED_ON] = { "installed_on" },
    [OPENING_READING] = { "opening_reading" },
    [NOTES] = { "notes" },
};

/* Values and multipliers are in thousandths. */
#define MILLI_SCALE 3

static gboolean
load_meter (Import *self, const SheetRow *row, gint64 *id, GError **error)
{
    g_autoptr (Meter) meter = meter_new ();

    if (!sheet_word (row, KIND, &meter_kind_enum, &meter->kind, error) ||
        !import_find_name (self, NAMES_STATIONS, row, STATION, &meter->station_id, error) ||
        !sheet_decimal (row, PHASES, 0, &meter->phases, error) ||
        !sheet_decimal (row, MULTIPLIER, MILLI_SCALE, &meter->multiplier_milli, error) ||
        !sheet_decimal (row, DIGITS, 0, &meter->digits, error) ||
        !sheet_decimal (row, DECIMALS, 0, &meter->decimals, error)) {
        return FALSE;
    }
    meter->number = text_clean_number (sheet_text (row, NUMBER));
    meter->manufacturer = g_strdup (sheet_text (row, MANUFACTURER));
    meter->model = g_strdup (sheet_text (row, MODEL));
    meter->notes = g_strdup (sheet_text (row, NOTES));
    return meters_add (self->db, meter, id, error);
}

static gboolean
find_point (Import *self, const SheetRow *row, gint64 *point_id, GError **error)
{
    gboolean by_account = sheet_text (row, AGREEMENT_NUMBER) == NULL;
    guint column = by_account ? ACCOUNT_NUMBER : AGREEMENT_NUMBER;
    g_autofree char *number = text_clean_number (sheet_text (row, column));
    g_autoptr (Rows) rows = NULL;

    if (!db_run (self->db, by_account ? &imports_point_of_account : &imports_point_of_agreement,
                 &rows, error, P_TEXT (number))) {
        return FALSE;
    }
    if (rows_count (rows) == 0) {
        return refuse (error, SIRAJ_ERROR_NAME_UNKNOWN, columns[column].name,
                       "No agreement in force has the number “%s”; import its customer first.",
                       number);
    }
    if (rows_count (rows) > 1) {
        return refuse (error, SIRAJ_ERROR_NAME_AMBIGUOUS, columns[column].name,
                       "The account “%s” has several agreements; give the number of the agreement.",
                       number);
    }
    *point_id = rows_int64 (rows, 0, 0);
    return TRUE;
}

static gboolean
install (Import *self, const SheetRow *row, gint64 meter_id, GError **error)
{
    InstallRequest request = { .meter_id = meter_id, .installed_on = DATE_NONE };

    if (sheet_text (row, INSTALLED_ON) == NULL) {
        return refuse (error, SIRAJ_ERROR_MISSING_VALUE, columns[INSTALLED_ON].name,
                       "A meter that hangs somewhere needs the day on which it was installed.");
    }
    return find_point (self, row, &request.service_point_id, error) &&
           sheet_date (row, INSTALLED_ON, &request.installed_on, error) &&
           sheet_decimal (row, OPENING_READING, MILLI_SCALE, &request.opening_value, error) &&
           meters_install (self->db, &request, self->now, error);
}

static gboolean
load_row (Import *self, const SheetRow *row, GError **error)
{
    gint64 meter_id;

    if (!load_meter (self, row, &meter_id, error)) {
        return FALSE;
    }
    return (sheet_text (row, ACCOUNT_NUMBER) == NULL &&
            sheet_text (row, AGREEMENT_NUMBER) == NULL) ||
           install (self, row, meter_id, error);
}

const ImportKind import_meters_kind = {
    .name = "meters",
    .columns = columns,
    .n_columns = G_N_ELEMENTS (columns),
    .load_row = load_row,
};
