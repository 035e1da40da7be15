/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The demonstration utility: a year of a small electricity company, made from a seed, written as
 * the files a utility would have, and loaded, billed and paid by the program's own means. */
#pragma once

#include "common/base/date.h"
#include "common/types/imports-types.h"
#include "server/core/db.h"
#include "server/demo/words.h"

G_BEGIN_DECLS

#define DEMO_MONTHS 12
#define DEMO_PASSWORD "Light-of-Tihama-7"
#define DEMO_USER "demo"

typedef struct {
    const char *conninfo;
    const char *directory; /* where demonstration/ and demonstration.ini go */
    guint accounts;
    guint64 seed;
    Instant now;
} DemoOptions;

/* Makes it and says on standard output what it does.  Errors: IN_USE when the database is not
 * empty, and those of all that is done. */
gboolean demo_make (const DemoOptions *options, GError **error);

/* How a customer pays. */
typedef enum {
    PAYER_PROMPT,    /* each bill within days */
    PAYER_ALTERNATE, /* every second month */
    PAYER_LATE,      /* three months together */
    PAYER_PARTIAL,   /* a part of what is owed */
    PAYER_AHEAD,     /* a round sum, more than is owed, now and then */
    PAYER_NEVER,
} Payer;

/* One customer with everything that hangs on him. */
typedef struct {
    guint index;
    char *account_number;
    char *meter_number;
    guint shape;   /* of his class, see customers.c */
    guint station; /* 0 … */
    gboolean ten_days;
    gint64 digits;
    gint64 multiplier; /* of the meter */
    gint64 usual_kwh;  /* a month, before season */
    gint64 value;      /* what the meter shows after the last reading, in its own units */
    int route;         /* within the station */
    Payer payer;
    Dice dice; /* his own, so that no customer depends on another */
} DemoCustomer;

/* customers.c: the utility's customers and the two files that describe them. */
GPtrArray *demo_customers_new (const DemoOptions *options, Date start, Date ten_days_start,
                               GString *customers_csv, GString *meters_csv);

/* readings.c: the file of a period's readings.  @last: as a careless month leaves it, with meters
 * not read, read wrongly and read high. */
char *demo_readings_csv (GPtrArray *customers, gboolean ten_days, Period period, gboolean last);

/* setup.c: company, branches, stations, tariffs, users. */
gboolean demo_check_empty (Db *db, GError **error);
gboolean demo_set_up (Db *db, GError **error);
/* Names of the users and their roles for the ini file. */
void demo_write_users (GKeyFile *file);

/* history.c: bills a period and takes what is paid of it. */
typedef struct {
    const DemoOptions *options;
    Db *db;
    GPtrArray *customers;
    GHashTable *by_number; /* account number → DemoCustomer */
    Dice dice;
    gint64 cashier_id;
    gint64 bills;
    gint64 payments;
} DemoHistory;

gboolean demo_bill (DemoHistory *history, const char *cycle, const char *period, GError **error);
/* The customers of the cycle who pay do it between @first and @end. */
gboolean demo_pay (DemoHistory *history, gboolean ten_days, guint month, Period days,
                   GError **error);

extern const Statement demo_debtors, demo_cashier, demo_method;
extern const Statement *const demo_statements[]; /* for check-sql */

G_END_DECLS
