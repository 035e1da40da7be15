/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the meters show at the end of each period. */
#include "server/demo/demo.h"

#define DAYS_OF_MONTH 30

/* Per cent of the usual consumption by month: the coast is hot from April to October. */
static const gint64 season_percent[12] = { 72, 74, 84, 98, 118, 130, 134, 132, 124, 106, 86, 74 };

/* Faults of a careless month, each so many times in a thousand. */
#define NOT_READ 14
#define READ_HIGH 9
#define READ_LOWER 4
#define STANDING 5

static gint64
drawn_kwh (DemoCustomer *self, Period period)
{
    int year, month, day;
    gint64 drawn;

    date_split (period.from, &year, &month, &day);
    drawn =
        self->usual_kwh * season_percent[month - 1] / 100 * period_days (period) / DAYS_OF_MONTH;
    return drawn * dice_range (&self->dice, 82, 118) / 100;
}

/* The day of the round: the reader needs three days, and ends on the first day after the month. */
static Date
reading_day (const DemoCustomer *self, Period period)
{
    return self->ten_days ? period.to : period.to - (Date)(self->route % 3);
}

static void
append_reading (GString *csv, const DemoCustomer *self, Date day, gint64 value)
{
    g_autofree char *text = date_format (day);

    g_string_append_printf (csv, "%s,%s,%" G_GINT64_FORMAT "\n", self->meter_number, text, value);
}

static void
read_meter (GString *csv, DemoCustomer *self, Period period, gboolean last)
{
    gint64 drawn = MAX (drawn_kwh (self, period) / self->multiplier, 1);
    gint64 fault = last ? dice_range (&self->dice, 0, 999) : 1000;
    Date day = reading_day (self, period);

    if (fault < NOT_READ) {
        return;
    }
    fault -= NOT_READ;
    if (fault < READ_HIGH) {
        drawn *= 5;
    } else if (fault < READ_HIGH + READ_LOWER) {
        drawn = -MIN (self->value, drawn);
    } else if (fault < READ_HIGH + READ_LOWER + STANDING) {
        drawn = 0;
    }
    self->value += drawn;
    append_reading (csv, self, day, self->value);
}

char *
demo_readings_csv (GPtrArray *customers, gboolean ten_days, Period period, gboolean last)
{
    GString *csv = g_string_new ("meter_number,read_on,value\n");

    for (guint i = 0; i < customers->len; i++) {
        DemoCustomer *customer = customers->pdata[i];

        if (customer->ten_days == ten_days) {
            read_meter (csv, customer, period, last);
        }
    }
    return g_string_free (csv, FALSE);
}
