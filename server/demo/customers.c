/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invents the customers, each from dice of his own. */
#include "common/base/id.h"
#include "server/demo/demo.h"

#define SEQUENCE_STEP 10
#define BOXES_PER_FEEDER 25
#define FEEDERS_PER_STATION 3
#define ROUTES_PER_STATION 4

typedef enum { SHAPE_CITY, SHAPE_RURAL, SHAPE_SHOP, SHAPE_FACTORY, SHAPE_OFFICE, SHAPE_FARM } Shape;

/* What is usual in a class. */
static const struct {
    const char *class_code;
    const char *tariff;
    gint64 least_kwh, most_kwh; /* a month */
    gint64 watt_per_kwh;        /* contracted load: W for each kWh a month */
    gint64 phases;
    gint64 multiplier;
} shapes[] = {
    [SHAPE_CITY] = { "residential", "YE-CITY", 90, 620, 14, 1, 1 },
    [SHAPE_RURAL] = { "residential", "YE-RURAL", 40, 260, 16, 1, 1 },
    [SHAPE_SHOP] = { "commercial", "YE-COM-S", 180, 1900, 11, 1, 1 },
    [SHAPE_FACTORY] = { "industrial", "YE-IND", 6000, 42000, 7, 3, 40 },
    [SHAPE_OFFICE] = { "governmental", "YE-GOV", 400, 5200, 9, 3, 1 },
    [SHAPE_FARM] = { "agricultural", "YE-RURAL", 500, 3600, 9, 3, 1 },
};

static const struct {
    const char *code;
    int per_mille; /* of the customers */
    gboolean rural;
    gboolean private;
} stations[] = {
    { "ST1", 400, FALSE, FALSE },
    { "ST2", 300, FALSE, FALSE },
    { "ST3", 220, TRUE, FALSE },
    { "ST4", 80, FALSE, TRUE },
};

static guint
choose_station (Dice *dice)
{
    gint64 at = dice_range (dice, 0, 999);

    for (guint i = 0; i < G_N_ELEMENTS (stations) - 1; i++) {
        if (at < stations[i].per_mille) {
            return i;
        }
        at -= stations[i].per_mille;
    }
    return G_N_ELEMENTS (stations) - 1;
}

static Shape
choose_shape (guint station, Dice *dice)
{
    gint64 at = dice_range (dice, 0, 999);

    if (stations[station].private) {
        return at < 600 ? SHAPE_CITY : SHAPE_SHOP;
    }
    if (stations[station].rural) {
        return at < 780   ? SHAPE_RURAL
               : at < 860 ? SHAPE_SHOP
               : at < 890 ? SHAPE_OFFICE
                          : SHAPE_FARM;
    }
    return at < 800 ? SHAPE_CITY : at < 955 ? SHAPE_SHOP : at < 970 ? SHAPE_FACTORY : SHAPE_OFFICE;
}

static Payer
choose_payer (Dice *dice)
{
    gint64 at = dice_range (dice, 0, 999);

    return at < 420   ? PAYER_PROMPT
           : at < 660 ? PAYER_ALTERNATE
           : at < 790 ? PAYER_LATE
           : at < 890 ? PAYER_PARTIAL
           : at < 955 ? PAYER_AHEAD
                      : PAYER_NEVER;
}

/* Names */

static char *
person (Dice *dice)
{
    WordList first = dice_chance (dice, 140) ? WORDS_FEMALE : WORDS_MALE;
    const char *name = words_choose (first, dice);
    const char *father = words_choose (WORDS_MALE, dice);
    const char *grandfather = words_choose (WORDS_MALE, dice);

    return g_strjoin (" ", name, father, grandfather, words_choose (WORDS_FAMILY, dice), NULL);
}

static char *
name_of (Shape shape, Dice *dice)
{
    g_autofree char *owner = person (dice);
    const char *what;

    switch (shape) {
    case SHAPE_SHOP:
        what = words_choose (WORDS_SHOPS, dice);
        return g_strjoin (" ", what, words_choose (WORDS_BRANDS, dice), NULL);
    case SHAPE_FACTORY:
        what = words_choose (WORDS_FACTORIES, dice);
        return g_strjoin (" ", what, words_choose (WORDS_BRANDS, dice), NULL);
    case SHAPE_OFFICE:
        what = words_choose (WORDS_OFFICES, dice);
        return g_strjoin (" ", what, words_choose (WORDS_DISTRICTS, dice), NULL);
    case SHAPE_FARM:
        return g_strjoin (" ", words_of_utility ("farm"), owner, NULL);
    default:
        return g_steal_pointer (&owner);
    }
}

/* Numbers */

static char *
with_luhn (const char *digits)
{
    return g_strdup_printf ("%s%d", digits, id_luhn_digit (digits));
}

static char *
account_number (guint station, guint index)
{
    g_autofree char *digits = g_strdup_printf ("%u%06u", station + 1, index + 1);

    return with_luhn (digits);
}

/* Mobiles of the country's three networks. */
static char *
mobile (Dice *dice)
{
    static const char *const networks[] = { "77", "73", "71" };
    const char *network = networks[dice_range (dice, 0, G_N_ELEMENTS (networks) - 1)];

    return g_strdup_printf ("%s%07" G_GINT64_FORMAT, network, dice_range (dice, 1000000, 9999999));
}

/* Meters */

typedef struct {
    const char *kind; /* word of utility.ini */
    const char *manufacturer;
    const char *model;
    gint64 digits;
} MeterMake;

static const MeterMake conventional = { "conventional", "Elster", "A100C", 6 };
static const MeterMake sts = { "sts", "Hexing", "HXE110", 6 };
static const MeterMake smart = { "smart", "Kaifa", "MA110", 7 };

static const MeterMake *
choose_make (Shape shape, Dice *dice)
{
    gint64 at = dice_range (dice, 0, 999);

    if (shape == SHAPE_FACTORY || shape == SHAPE_OFFICE) {
        return &smart;
    }
    return at < 640 ? &conventional : at < 830 ? &sts : &smart;
}

/* A decoder reference number of STS ends with a Luhn digit; the others have their plate's. */
static char *
meter_number (const MeterMake *make, guint index)
{
    g_autofree char *digits = g_strdup_printf ("0410%06u", index + 1);

    if (make == &sts) {
        return with_luhn (digits);
    }
    return g_strdup_printf (make == &smart ? "SM%08u" : "%08u", index + 40000001);
}

/* The two rows */

static void
append_cells (GString *csv, const char *const *cells)
{
    for (guint i = 0; cells[i] != NULL; i++) {
        g_string_append (csv, i > 0 ? "," : "");
        g_string_append (csv, cells[i]);
    }
    g_string_append_c (csv, '\n');
}

static char *
number (gint64 value)
{
    return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

static gint64
contracted_kw (DemoCustomer *self)
{
    return MAX (2, self->usual_kwh * shapes[self->shape].watt_per_kwh / 1000 + 1);
}

static void
append_customer (GString *csv, DemoCustomer *self, Date start)
{
    static const char header[] =
        "account_number,name,class,mobile,station,feeder,box,route,sequence,address,city,district,"
        "landmark,latitude,longitude,tariff,cycle,start_date,load_kw,breaker,identity_kind,"
        "identity_number\n";
    Dice *dice = &self->dice;
    const char *station = stations[self->station].code;
    gboolean rural = stations[self->station].rural;
    const char *district = words_choose (rural ? WORDS_VILLAGES : WORDS_DISTRICTS, dice);
    gint64 box = dice_range (dice, 1, BOXES_PER_FEEDER);
    gint64 feeder_no = dice_range (dice, 1, FEEDERS_PER_STATION);
    gint64 kw = contracted_kw (self);
    gboolean is_person = self->shape <= SHAPE_RURAL;
    g_autofree char *name = name_of (self->shape, dice);
    g_autofree char *phone = mobile (dice);
    g_autofree char *feeder = g_strdup_printf ("%s %s-%" G_GINT64_FORMAT,
                                               words_of_utility ("feeder"), station, feeder_no);
    g_autofree char *box_name = g_strdup_printf ("%s %s-%" G_GINT64_FORMAT "-%02" G_GINT64_FORMAT,
                                                 words_of_utility ("box"), station, feeder_no, box);
    g_autofree char *route =
        g_strdup_printf ("%s %s-%d", words_of_utility ("route"), station, self->route);
    g_autofree char *sequence = number ((gint64)(self->index + 1) * SEQUENCE_STEP);
    g_autofree char *address =
        g_strjoin (" - ", district, words_choose (WORDS_STREETS, dice), NULL);
    g_autofree char *latitude =
        g_strdup_printf ("14.%06" G_GINT64_FORMAT, dice_range (dice, 760000, 849999));
    g_autofree char *longitude =
        g_strdup_printf ("42.%06" G_GINT64_FORMAT, dice_range (dice, 940000, 999999));
    g_autofree char *day = date_format (start);
    g_autofree char *load = number (kw);
    g_autofree char *breaker = number (kw <= 4 ? 20 : kw <= 8 ? 40 : kw <= 14 ? 63 : 100);
    g_autofree char *identity = g_strdup_printf ("0101%07u", self->index + 1);
    const char *const cells[] = {
        self->account_number,
        name,
        shapes[self->shape].class_code,
        phone,
        station,
        feeder,
        box_name,
        route,
        sequence,
        address,
        words_of_utility ("city"),
        district,
        words_choose (WORDS_LANDMARKS, dice),
        latitude,
        longitude,
        stations[self->station].private ? "YE-PRIVATE" : shapes[self->shape].tariff,
        self->ten_days ? "D" : "M",
        day,
        load,
        breaker,
        is_person ? "national_id" : "",
        is_person ? identity : "",
        NULL,
    };

    g_string_append (csv, csv->len == 0 ? header : "");
    append_cells (csv, cells);
}

static void
append_meter (GString *csv, DemoCustomer *self, const MeterMake *make, Date start)
{
    static const char header[] = "number,kind,manufacturer,model,phases,multiplier,digits,station,"
                                 "account_number,installed_on,opening_reading\n";
    g_autofree char *phases = number (shapes[self->shape].phases);
    g_autofree char *multiplier = number (self->multiplier);
    g_autofree char *digits = number (self->digits);
    g_autofree char *day = date_format (start);
    g_autofree char *opening = number (self->value);
    const char *const cells[] = {
        self->meter_number,
        words_of_utility (make->kind),
        make->manufacturer,
        make->model,
        phases,
        multiplier,
        digits,
        stations[self->station].code,
        self->account_number,
        day,
        opening,
        NULL,
    };

    g_string_append (csv, csv->len == 0 ? header : "");
    append_cells (csv, cells);
}

static void
customer_free (gpointer data)
{
    DemoCustomer *self = data;

    g_free (self->account_number);
    g_free (self->meter_number);
    g_free (self);
}

static DemoCustomer *
customer_new_of (guint64 seed, guint index, const MeterMake **make)
{
    DemoCustomer *self = g_new0 (DemoCustomer, 1);

    self->index = index;
    self->dice = dice_new (seed * 1000003 + index);
    self->station = choose_station (&self->dice);
    self->shape = choose_shape (self->station, &self->dice);
    self->ten_days = stations[self->station].private;
    self->payer = choose_payer (&self->dice);
    self->route = (int)dice_range (&self->dice, 1, ROUTES_PER_STATION);
    self->usual_kwh =
        dice_range (&self->dice, shapes[self->shape].least_kwh, shapes[self->shape].most_kwh);
    *make = choose_make (self->shape, &self->dice);
    self->digits = (*make)->digits;
    self->multiplier = shapes[self->shape].multiplier;
    self->value = dice_range (&self->dice, 100, 40000);
    self->account_number = account_number (self->station, index);
    self->meter_number = meter_number (*make, index);
    return self;
}

GPtrArray *
demo_customers_new (const DemoOptions *options, Date start, Date ten_days_start,
                    GString *customers_csv, GString *meters_csv)
{
    GPtrArray *customers = g_ptr_array_new_full (options->accounts, customer_free);

    for (guint i = 0; i < options->accounts; i++) {
        const MeterMake *make;
        DemoCustomer *customer = customer_new_of (options->seed, i, &make);
        Date day = customer->ten_days ? ten_days_start : start;

        append_customer (customers_csv, customer, day);
        append_meter (meters_csv, customer, make, day);
        g_ptr_array_add (customers, customer);
    }
    return customers;
}
