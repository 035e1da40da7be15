/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a utility sets up before its first file: company, branches, stations, tariffs, users. */
#include "server/demo/demo.h"

#include "server/modules/tariffs/tariffs.h"
#include "server/modules/users/users.h"

static const char *const tariffs[] = {
    "tariffs/ye-residential-city-2021.json", "tariffs/ye-residential-rural-2021.json",
    "tariffs/ye-commercial-small-2021.json", "tariffs/ye-commercial-large-2021.json",
    "tariffs/ye-industrial-2021.json",       "tariffs/ye-government-2021.json",
    "tariffs/ye-private-2023.json",
};

static const Statement demo_empty = {
    "demo_empty",
    "SELECT NOT EXISTS (SELECT FROM customers) AND NOT EXISTS (SELECT FROM stations)"
    "   AND NOT EXISTS (SELECT FROM tariffs)",
};

static const Statement demo_company = {
    "demo_company",
    "UPDATE company SET name = $1, name_en = $2, address = $3, phone = $4, tax_number = $5,"
    "       demonstration = true, version = version + 1",
};

static const Statement demo_branch = {
    "demo_branch",
    "INSERT INTO branches (code, name) VALUES ($1, $2)"
    " ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name",
};

static const Statement demo_station = {
    "demo_station",
    "INSERT INTO stations (branch_id, code, name)"
    " SELECT id, $2, $3 FROM branches WHERE code = $1",
};

static const Statement demo_default_tariffs = {
    "demo_default_tariffs",
    "UPDATE customer_classes k SET default_tariff_id = t.id, version = k.version + 1"
    " FROM (VALUES ('residential', 'YE-CITY'), ('commercial', 'YE-COM-S'),"
    "       ('industrial', 'YE-IND'), ('governmental', 'YE-GOV'), ('agricultural', 'YE-RURAL'))"
    "      AS c (class, tariff) JOIN tariffs t ON t.code = c.tariff WHERE k.code = c.class",
};

static const Statement demo_all_roles = {
    "demo_all_roles",
    "INSERT INTO user_roles (user_id, role_id)"
    " SELECT u.id, r.id FROM users u CROSS JOIN roles r WHERE u.username = $1"
    " ON CONFLICT DO NOTHING",
};

gboolean
demo_check_empty (Db *db, GError **error)
{
    g_autoptr (Rows) rows = NULL;

    if (!db_run_params (db, &demo_empty, NULL, 0, &rows, error)) {
        return FALSE;
    }
    if (!rows_boolean (rows, 0, 0)) {
        return refuse (error, SIRAJ_ERROR_IN_USE, NULL,
                       "The database is not empty; a demonstration needs one of its own, in "
                       "another --data-dir.");
    }
    return TRUE;
}

static gboolean
set_up_company (Db *db, GError **error)
{
    static const char *const keys[] = { "name", "name_en", "address", "phone", "tax_number" };
    char *values[G_N_ELEMENTS (keys) + 1] = { NULL };
    Param params[G_N_ELEMENTS (keys)];
    gboolean done;

    for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
        values[i] = g_key_file_get_string (words_utility (), "company", keys[i], NULL);
        params[i] = P_TEXT (values[i]);
    }
    done = db_run_params (db, &demo_company, params, G_N_ELEMENTS (params), NULL, error);
    for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
        g_free (values[i]);
    }
    return done;
}

static gboolean
set_up_branches (Db *db, GError **error)
{
    g_auto (GStrv) codes = g_key_file_get_keys (words_utility (), "branches", NULL, NULL);

    for (char **code = codes; *code != NULL; code++) {
        g_autofree char *name = g_key_file_get_string (words_utility (), "branches", *code, NULL);

        if (!db_run (db, &demo_branch, NULL, error, P_TEXT (*code), P_TEXT (name))) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
set_up_stations (Db *db, GError **error)
{
    g_auto (GStrv) codes = g_key_file_get_keys (words_utility (), "stations", NULL, NULL);

    for (char **code = codes; *code != NULL; code++) {
        g_auto (GStrv) parts =
            g_key_file_get_string_list (words_utility (), "stations", *code, NULL, NULL);

        if (!db_run (db, &demo_station, NULL, error, P_TEXT (parts[0]), P_TEXT (*code),
                     P_TEXT (parts[1]))) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
set_up_tariffs (Db *db, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS (tariffs); i++) {
        g_autoptr (GBytes) document = words_resource (tariffs[i]);
        gsize length;
        const char *text = g_bytes_get_data (document, &length);
        gint64 id;

        if (!tariffs_load_document (db, text, length, &id, error)) {
            return FALSE;
        }
    }
    return db_run_params (db, &demo_default_tariffs, NULL, 0, NULL, error);
}

static gboolean
set_up_users (Db *db, GError **error)
{
    g_auto (GStrv) names = g_key_file_get_keys (words_utility (), "users", NULL, NULL);
    g_autofree char *company = g_key_file_get_string (words_utility (), "company", "name", NULL);

    for (char **name = names; *name != NULL; name++) {
        g_auto (GStrv) parts =
            g_key_file_get_string_list (words_utility (), "users", *name, NULL, NULL);

        if (!users_create (db, *name, parts[1], DEMO_PASSWORD, parts[0], error)) {
            return FALSE;
        }
    }
    return users_create (db, DEMO_USER, company, DEMO_PASSWORD, "admin", error) &&
           db_run (db, &demo_all_roles, NULL, error, P_TEXT (DEMO_USER));
}

gboolean
demo_set_up (Db *db, GError **error)
{
    return set_up_company (db, error) && set_up_branches (db, error) &&
           set_up_stations (db, error) && set_up_tariffs (db, error) && set_up_users (db, error);
}

void
demo_write_users (GKeyFile *file)
{
    g_auto (GStrv) names = g_key_file_get_keys (words_utility (), "users", NULL, NULL);

    g_key_file_set_string (file, "users", DEMO_USER, DEMO_PASSWORD);
    for (char **name = names; *name != NULL; name++) {
        g_key_file_set_string (file, "users", *name, DEMO_PASSWORD);
    }
}

const Statement *const demo_statements[] = {
    &demo_empty,     &demo_company, &demo_branch,  &demo_station, &demo_default_tariffs,
    &demo_all_roles, &demo_debtors, &demo_cashier, &demo_method,  NULL,
};
