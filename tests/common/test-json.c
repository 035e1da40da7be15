/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record with a field of every kind: out, back, copied, compared, and every refusal. */
#include "common/schema/json.h"

#include <string.h>

typedef enum { COLOUR_RED, COLOUR_GREEN } Colour;

typedef struct {
    gint64 id;
    gint64 rate_micro_per_kwh;
    char *note;
} Line;

RECORD_DECLARE (line, Line);

typedef struct {
    gint64 id;
    gint64 count;
    gint64 limit;
    gboolean active;
    char *name;
    char *story;
    char *password;
    char *number;
    Date from;
    Instant at;
    gint64 amount_minor;
    gint64 energy_wh;
    gint64 rate_micro_per_kwh;
    gint64 vat_bp;
    int colour;
    int shade;
    GPtrArray *lines;
    Line *best;
    char **tags;
    gint64 station_id;
} Demo;

RECORD_DECLARE (demo, Demo);

ENUMERATION_DEFINE (colour_enum, "colour", { COLOUR_RED, "red", N_ ("Red") },
                    { COLOUR_GREEN, "green", N_ ("Green") });

RECORD_DEFINE (line, Line, FIELD_ID (Line, id, "", FIELD_PLAIN),
               FIELD_RATE (Line, rate_micro_per_kwh, N_ ("Rate"), FIELD_REQUIRED | FIELD_OPTIONAL),
               FIELD_TEXT (Line, note, N_ ("Note"), FIELD_PLAIN))

RECORD_DEFINE (demo, Demo, FIELD_ID (Demo, id, "", FIELD_READ_ONLY),
               FIELD_INTEGER (Demo, count, N_ ("Count"), FIELD_PLAIN),
               FIELD_INTEGER (Demo, limit, N_ ("Limit"), FIELD_OPTIONAL),
               FIELD_BOOLEAN (Demo, active, N_ ("Active"), FIELD_PLAIN),
               FIELD_TEXT (Demo, name, N_ ("Name"), FIELD_REQUIRED),
               FIELD_TEXT (Demo, story, N_ ("Story"), FIELD_LONG),
               FIELD_TEXT (Demo, password, N_ ("Password"), FIELD_SECRET),
               FIELD_TEXT (Demo, number, N_ ("Number"), FIELD_FIXED),
               FIELD_DATE (Demo, from, N_ ("From"), FIELD_OPTIONAL),
               FIELD_INSTANT (Demo, at, N_ ("At"), FIELD_OPTIONAL),
               FIELD_MONEY (Demo, amount_minor, N_ ("Amount"), FIELD_PLAIN),
               FIELD_ENERGY (Demo, energy_wh, N_ ("Energy"), FIELD_PLAIN),
               FIELD_RATE (Demo, rate_micro_per_kwh, N_ ("Rate"), FIELD_PLAIN),
               FIELD_PERCENT (Demo, vat_bp, N_ ("VAT"), FIELD_PLAIN),
               FIELD_ENUM (Demo, colour, N_ ("Colour"), colour_enum, FIELD_PLAIN),
               FIELD_ENUM (Demo, shade, N_ ("Shade"), colour_enum, FIELD_OPTIONAL),
               FIELD_LIST (Demo, lines, N_ ("Lines"), line_record, FIELD_PLAIN),
               FIELD_RECORD (Demo, best, N_ ("Best"), line_record, FIELD_PLAIN),
               FIELD_TEXTS (Demo, tags, N_ ("Tags"), FIELD_PLAIN),
               FIELD_ID (Demo, station_id, N_ ("Station"), FIELD_PLAIN))

static const char full[] =
    "{\"id\":7,\"count\":-3,\"limit\":9223372036854775807,\"active\":true,"
    "\"name\":\"سراج \\\"1\\\" \\\\ 🙂\",\"story\":\"a\\u000ab\",\"number\":\"01-7\","
    "\"from\":\"2025-08-31\",\"at\":\"2025-08-31T10:11:12.000500Z\",\"amount_minor\":-123450,"
    "\"energy_wh\":1000,\"rate_micro_per_kwh\":180000,\"vat_bp\":1500,\"colour\":\"green\","
    "\"shade\":\"red\",\"lines\":[{\"id\":1,\"rate_micro_per_kwh\":5,\"note\":null},"
    "{\"id\":null,\"rate_micro_per_kwh\":6,\"note\":\"x\"}],"
    "\"best\":{\"id\":2,\"rate_micro_per_kwh\":7,\"note\":null},\"tags\":[\"a\",\"b\"],"
    "\"station_id\":4}";

static const char empty[] =
    "{\"id\":null,\"count\":0,\"limit\":null,\"active\":false,\"name\":null,\"story\":null,"
    "\"number\":null,\"from\":null,\"at\":null,\"amount_minor\":0,\"energy_wh\":0,"
    "\"rate_micro_per_kwh\":0,\"vat_bp\":0,\"colour\":\"red\",\"shade\":null,\"lines\":[],"
    "\"best\":null,\"tags\":[],\"station_id\":null}";

static Demo *
load (const char *text, JsonIn mode, GError **error)
{
    return json_load_record (text, strlen (text), &demo_record, mode, error);
}

static void
assert_written (const Demo *demo, const char *expected)
{
    g_autoptr (GString) out = g_string_new (NULL);
    json_append_record (out, &demo_record, demo);
    g_assert_cmpstr (out->str, ==, expected);
}

static void
test_round_trip (void)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (Demo) demo = load (full, JSON_IN_ANSWER, &error);

    g_assert_no_error (error);
    g_assert_cmpint (demo->limit, ==, G_MAXINT64);
    g_assert_cmpstr (demo->name, ==, "سراج \"1\" \\ 🙂");
    g_assert_cmpint (demo->from, ==, date_new (2025, 8, 31));
    g_assert_cmpint (demo->colour, ==, COLOUR_GREEN);
    g_assert_cmpuint (demo->lines->len, ==, 2);
    g_assert_cmpstr (demo->tags[1], ==, "b");
    assert_written (demo, full);
}

static void
test_none (void)
{
    g_autoptr (Demo) fresh = demo_new ();
    g_autoptr (Demo) read = load (empty, JSON_IN_ANSWER, NULL);

    assert_written (fresh, empty);
    assert_written (read, empty);
    g_assert_true (record_equal (&demo_record, fresh, read));
    g_assert_cmpint (fresh->limit, ==, INT64_NONE);
    g_assert_cmpint (fresh->shade, ==, ENUM_NONE);
    g_assert_cmpint (fresh->from, ==, DATE_NONE);
    for (guint i = 0; i < demo_record.n_fields; i++)
        field_set_none (&demo_record.fields[i], read);
    assert_written (read, empty);
    demo_free (NULL);
}

static void
test_copy (void)
{
    g_autoptr (Demo) demo = load (full, JSON_IN_ANSWER, NULL);
    g_autoptr (Demo) copy = record_copy (&demo_record, demo);
    Line *line = g_ptr_array_index (copy->lines, 1);

    g_assert_true (record_equal (&demo_record, demo, copy));
    g_assert_true (copy->lines != demo->lines && copy->name != demo->name);
    field_set_text (record_find_field (&line_record, "note"), line, "y");
    g_assert_false (record_equal (&demo_record, demo, copy));
    field_copy (record_find_field (&demo_record, "lines"), copy, demo);
    g_assert_true (record_equal (&demo_record, demo, copy));
    g_clear_pointer (&copy->tags, g_strfreev);
    g_assert_false (record_equal (&demo_record, demo, copy));
    g_assert_false (record_equal (&demo_record, demo, NULL));
    g_assert_null (record_copy (&demo_record, NULL));
    g_assert_null (record_find_field (&demo_record, "nothing"));
}

static void
test_members (void)
{
    g_autoptr (Demo) demo = demo_new ();
    const Field *name = record_find_field (&demo_record, "name");
    const Field *limit = record_find_field (&demo_record, "limit");
    const Field *count = record_find_field (&demo_record, "count");

    field_set_text (name, demo, "x");
    g_assert_cmpstr (field_get_text (name, demo), ==, "x");
    field_set_text (name, demo, "");
    g_assert_true (field_is_none (name, demo));
    g_assert_true (field_is_none (limit, demo));
    field_set_int64 (limit, demo, 0);
    g_assert_false (field_is_none (limit, demo));
    g_assert_false (field_is_none (count, demo));
    g_assert_cmpint (field_get_int64 (record_find_field (&demo_record, "from"), demo), ==,
                     DATE_NONE);
}

/* A new record: texts are cleaned, secrets are not, and secrets never come back. */
static void
test_create (void)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (Demo) demo = load ("{\"name\":\" \\u2066x\\u2069 \",\"password\":\" p \","
                                  "\"story\":\"  \",\"tags\":[\" \",\"t\"]}",
                                  JSON_IN_CREATE, &error);
    g_autoptr (GString) out = g_string_new (NULL);

    g_assert_no_error (error);
    g_assert_cmpstr (demo->name, ==, "x");
    g_assert_cmpstr (demo->password, ==, " p ");
    g_assert_null (demo->story);
    g_assert_cmpuint (g_strv_length (demo->tags), ==, 1);
    json_append_record (out, &demo_record, demo);
    g_assert_null (strstr (out->str, "password"));
}

/* Only what is sent is changed. */
static void
test_update (void)
{
    const char *text = "{\"count\":5,\"best\":null}";
    g_autoptr (Demo) demo = load (full, JSON_IN_ANSWER, NULL);
    g_autoptr (JsonNode) node = json_parse (text, strlen (text), NULL);
    g_autoptr (GError) error = NULL;

    json_read_record (json_node_get_object (node), &demo_record, JSON_IN_UPDATE, demo, &error);
    g_assert_no_error (error);
    g_assert_cmpint (demo->count, ==, 5);
    g_assert_null (demo->best);
    g_assert_cmpint (demo->vat_bp, ==, 1500);
}

static const struct {
    const char *text;
    JsonIn mode;
    SirajError code;
    const char *field;
} refusals[] = {
    { "[]", JSON_IN_CREATE, SIRAJ_ERROR_MALFORMED, NULL },
    { "{", JSON_IN_CREATE, SIRAJ_ERROR_MALFORMED, NULL },
    { "{}", JSON_IN_CREATE, SIRAJ_ERROR_MISSING_VALUE, "name" },
    { "{\"name\":null}", JSON_IN_CREATE, SIRAJ_ERROR_MISSING_VALUE, "name" },
    { "{\"name\":\" \\u200f\"}", JSON_IN_CREATE, SIRAJ_ERROR_MISSING_VALUE, "name" },
    { "{\"name\":\"\"}", JSON_IN_UPDATE, SIRAJ_ERROR_MISSING_VALUE, "name" },
    { "{\"name\":null}", JSON_IN_UPDATE, SIRAJ_ERROR_MISSING_VALUE, "name" },
    { "{\"nam\":\"x\"}", JSON_IN_CREATE, SIRAJ_ERROR_UNKNOWN_MEMBER, "nam" },
    { "{\"id\":1}", JSON_IN_CREATE, SIRAJ_ERROR_INVALID_VALUE, "id" },
    { "{\"id\":1}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "id" },
    { "{\"number\":\"1\"}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "number" },
    { "{\"name\":1}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "name" },
    { "{\"name\":\"a\\u0007\"}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "name" },
    { "{\"count\":\"1\"}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "count" },
    { "{\"count\":true}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "count" },
    { "{\"count\":null}", JSON_IN_UPDATE, SIRAJ_ERROR_MISSING_VALUE, "count" },
    { "{\"amount_minor\":1.5}", JSON_IN_UPDATE, SIRAJ_ERROR_MALFORMED, NULL },
    { "{\"active\":1}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "active" },
    { "{\"from\":20250831}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "from" },
    { "{\"from\":\"31/8/2025\"}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "from" },
    { "{\"from\":\"2025-02-30\"}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "from" },
    { "{\"at\":\"2025-08-31\"}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "at" },
    { "{\"colour\":\"blue\"}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "colour" },
    { "{\"colour\":null}", JSON_IN_UPDATE, SIRAJ_ERROR_MISSING_VALUE, "colour" },
    { "{\"station_id\":0}", JSON_IN_UPDATE, SIRAJ_ERROR_OUT_OF_RANGE, "station_id" },
    { "{\"station_id\":-4}", JSON_IN_UPDATE, SIRAJ_ERROR_OUT_OF_RANGE, "station_id" },
    { "{\"tags\":[\"a\",1]}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "tags" },
    { "{\"tags\":\"a\"}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "tags" },
    { "{\"lines\":{}}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "lines" },
    { "{\"lines\":[1]}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "lines[0]" },
    { "{\"lines\":[{\"rate_micro_per_kwh\":1},{}]}", JSON_IN_UPDATE, SIRAJ_ERROR_MISSING_VALUE,
      "lines[1].rate_micro_per_kwh" },
    { "{\"lines\":[{\"rate_micro_per_kwh\":1,\"x\":2}]}", JSON_IN_UPDATE,
      SIRAJ_ERROR_UNKNOWN_MEMBER, "lines[0].x" },
    { "{\"best\":[]}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE, "best" },
    { "{\"best\":{\"rate_micro_per_kwh\":\"5\"}}", JSON_IN_UPDATE, SIRAJ_ERROR_INVALID_VALUE,
      "best.rate_micro_per_kwh" },
    { "{\"count\":\"x\"}", JSON_IN_ANSWER, SIRAJ_ERROR_INVALID_VALUE, "count" },
};

static void
test_refusals (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (refusals); i++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (Demo) demo = load (refusals[i].text, refusals[i].mode, &error);
        g_test_message ("%s", refusals[i].text);
        g_assert_null (demo);
        g_assert_error (error, SIRAJ_ERROR, (int)refusals[i].code);
        g_assert_cmpstr (refusal_field (error), ==, refusals[i].field);
    }
}

static void
check_length (const char *member, gsize n_letters, gboolean fits)
{
    g_autoptr (GString) letters = g_string_new (NULL);
    for (gsize i = 0; i < n_letters; i++)
        g_string_append (letters, "س");
    g_autofree char *text = g_strdup_printf ("{\"%s\":\"%s\"}", member, letters->str);
    g_autoptr (Demo) demo = load (text, JSON_IN_UPDATE, NULL);
    g_assert_cmpint (demo != NULL, ==, fits);
}

static void
test_length (void)
{
    check_length ("name", 4000, TRUE);
    check_length ("name", 4001, FALSE);
    check_length ("story", 20000, TRUE);
    check_length ("story", 20001, FALSE);
}

static void
test_answer (void)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (Demo) demo =
        load ("{\"id\":3,\"later\":[1],\"best\":{\"new\":1}}", JSON_IN_ANSWER, &error);

    g_assert_no_error (error);
    g_assert_cmpint (demo->id, ==, 3);
    g_assert_cmpint (demo->best->rate_micro_per_kwh, ==, INT64_NONE);
}

static void
test_list (void)
{
    const char *text = "[{\"rate_micro_per_kwh\":1},{\"rate_micro_per_kwh\":true}]";
    g_autoptr (JsonNode) node = json_parse (text, strlen (text), NULL);
    JsonArray *array = json_node_get_array (node);
    g_autoptr (GError) error = NULL;

    g_assert_null (json_read_list (array, &line_record, JSON_IN_CREATE, &error));
    g_assert_cmpstr (refusal_field (error), ==, "[1].rate_micro_per_kwh");
    json_array_remove_element (array, 1);
    g_autoptr (GPtrArray) items = json_read_list (array, &line_record, JSON_IN_CREATE, NULL);
    g_assert_cmpuint (items->len, ==, 1);
    g_autoptr (GString) out = g_string_new (NULL);
    json_append_list (out, &line_record, items);
    g_assert_cmpstr (out->str, ==, "[{\"id\":null,\"rate_micro_per_kwh\":1,\"note\":null}]");
}

static void
test_pieces (void)
{
    g_autoptr (GString) out = g_string_new (NULL);

    json_append_int64 (out, G_MININT64);
    g_string_append_c (out, ' ');
    json_append_int64 (out, 0);
    g_string_append_c (out, ' ');
    json_append_string (out, NULL);
    json_append_string (out, "\001\037\"\\/\177");
    g_assert_cmpstr (out->str, ==, "-9223372036854775808 0 null\"\\u0001\\u001f\\\"\\\\/\177\"");
}

static void
test_enumeration (void)
{
    g_autoptr (GError) error = NULL;
    int value = 42;

    g_assert_cmpstr (enumeration_word (&colour_enum, COLOUR_GREEN), ==, "green");
    g_assert_cmpstr (enumeration_label (&colour_enum, COLOUR_RED), ==, "Red");
    g_assert_false (enumeration_find (&colour_enum, NULL, &value));
    g_assert_false (enumeration_parse (&colour_enum, "RED", &value, &error));
    g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_INVALID_VALUE);
    g_assert_nonnull (strstr (error->message, "red, green"));
    g_assert_cmpint (value, ==, 42);
    g_assert_true (enumeration_parse (&colour_enum, "green", &value, NULL));
    g_assert_cmpint (value, ==, COLOUR_GREEN);
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    language_set (LANGUAGE_ENGLISH);
    g_test_add_func ("/json/round-trip", test_round_trip);
    g_test_add_func ("/json/none", test_none);
    g_test_add_func ("/json/copy", test_copy);
    g_test_add_func ("/json/members", test_members);
    g_test_add_func ("/json/create", test_create);
    g_test_add_func ("/json/update", test_update);
    g_test_add_func ("/json/refusals", test_refusals);
    g_test_add_func ("/json/length", test_length);
    g_test_add_func ("/json/answer", test_answer);
    g_test_add_func ("/json/list", test_list);
    g_test_add_func ("/json/pieces", test_pieces);
    g_test_add_func ("/json/enumeration", test_enumeration);
    return g_test_run ();
}
