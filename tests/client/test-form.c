/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms: what is typed, what is sent, where errors stand. */
#include "client/core/format.h"
#include "client/widgets/form.h"
#include "common/schema/json.h"
#include "common/types/customers-types.h"
#include "tests/client/ui-support.h"

static const FormField identity[] = {
    { "number" },
    { "name", 2 },
    { "name_en" },
    { "class_id", 1, { "/api/v1/customer-classes", "class_name" } },
    { "station_id", 1, { "/api/v1/stations", "station_name" } },
    { "identity_kind" },
    { "identity_number" },
    { "tax_number" },
};
static const FormField contact[] = { { "mobile" }, { "phone" },    { "email" },
                                     { "city" },   { "district" }, { "address" } };
static const FormField rest[] = {
    { "state" }, { "balance_minor" }, { "latitude_micro" }, { "notes", 3 }
};
static const FormSection sections[] = {
    { N_ ("Identity"), 3, FORM_OPEN, FORM_FIELDS (identity) },
    { N_ ("Contact"), 3, FORM_OPEN, FORM_FIELDS (contact) },
    { N_ ("More"), 3, FORM_FOLDED, FORM_FIELDS (rest) },
};
static const FormLayout layout = { sections, G_N_ELEMENTS (sections) };

static Customer *
sample (void)
{
    Customer *customer = customer_new ();

    customer->id = 12;
    customer->number = g_strdup ("0000012");
    customer->name = g_strdup ("محمد أحمد الشرعبي");
    customer->class_id = 2;
    customer->class_name = g_strdup ("تجاري");
    customer->station_id = 1;
    customer->station_name = g_strdup ("التحرير");
    customer->mobile = g_strdup ("+967777123456");
    customer->address = g_strdup ("شارع 24، جوار البريد");
    customer->balance_minor = -123450;
    customer->version = 3;
    return customer;
}

static SirajForm *
make_form (GtkWidget **window)
{
    g_autoptr (SirajApi) api = api_new ("http://127.0.0.1:9");
    GtkWidget *form = form_new (&customer_record, &layout, api);

    *window = ui_show (form, 1120, 600);
    return SIRAJ_FORM (form);
}

static void
test_changes (void)
{
    GtkWidget *window;
    SirajForm *form = make_form (&window);
    g_autoptr (Customer) customer = sample ();
    g_autofree char *body = NULL;

    form_load (form, customer);
    g_assert_false (form_is_dirty (form));
    ui_type (GTK_WIDGET (form_get_editor (form, "city")), "عدن");
    g_assert_true (form_is_dirty (form));
    ui_type (GTK_WIDGET (form_get_editor (form, "city")), "");
    g_assert_false (form_is_dirty (form));
    ui_type (GTK_WIDGET (form_get_editor (form, "name")), "محمد أحمد");
    body = form_collect (form);
    g_assert_cmpstr (body, ==, "{\"name\":\"محمد أحمد\"}");
    ui_check_texts (window);
    ui_photo (window, "form");
    ui_close (window);
}

static void
test_marks_are_stripped (void)
{
    GtkWidget *window;
    SirajForm *form = make_form (&window);
    const Customer *typed;

    form_load (form, NULL);
    ui_type (GTK_WIDGET (form_get_editor (form, "mobile")), "\342\201\246+967 777\342\201\251 ");
    typed = form_get_data (form);
    g_assert_cmpstr (typed->mobile, ==, "+967 777");
    /* Numbers are stored in the digits that they are searched by; prose stays as it was typed. */
    ui_type (GTK_WIDGET (form_get_editor (form, "identity_number")), "٠١-٢٣٤");
    ui_type (GTK_WIDGET (form_get_editor (form, "address")), "شارع ٢٤");
    typed = form_get_data (form);
    g_assert_cmpstr (typed->identity_number, ==, "01-234");
    g_assert_cmpstr (typed->address, ==, "شارع ٢٤");
    ui_close (window);
}

static void
test_required (void)
{
    GtkWidget *window;
    SirajForm *form = make_form (&window);

    form_load (form, NULL);
    g_assert_null (form_collect (form));
    g_assert_nonnull (form_get_error (form, "name"));
    ui_type (GTK_WIDGET (form_get_editor (form, "name")), "نجلاء");
    g_assert_null (form_get_error (form, "name"));
    ui_photo (window, "form-errors");
    ui_close (window);
}

static void
test_refusal (void)
{
    GtkWidget *window;
    SirajForm *form = make_form (&window);
    g_autoptr (Customer) customer = sample ();
    g_autoptr (GError) error = NULL;
    g_autoptr (GError) other = NULL;

    form_load (form, customer);
    refuse (&error, SIRAJ_ERROR_INVALID_VALUE, "mobile", "%s", "رقم الجوال 77 قصير");
    g_assert_true (form_set_error (form, error));
    g_assert_nonnull (form_get_error (form, "mobile"));
    g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)),
                                           GTK_WIDGET (form_get_editor (form, "mobile"))));
    refuse (&other, SIRAJ_ERROR_INVALID_VALUE, "elsewhere", "%s", "x");
    g_assert_false (form_set_error (form, other));
    ui_check_texts (window);
    ui_photo (window, "form-refusal");
    form_clear_errors (form);
    g_assert_null (form_get_error (form, "mobile"));
    ui_close (window);
}

/* A lookup that was typed and not chosen is no answer. */
static void
test_lookup_not_chosen (void)
{
    GtkWidget *window;
    SirajForm *form = make_form (&window);
    g_autoptr (Customer) customer = sample ();

    form_load (form, customer);
    ui_type (GTK_WIDGET (form_get_editor (form, "class_id")), "زر");
    g_assert_true (form_is_dirty (form));
    g_assert_null (form_collect (form));
    g_assert_nonnull (form_get_error (form, "class_id"));
    ui_close (window);
}

static void
count_save (SirajForm *form, guint *count)
{
    (*count)++;
}

static void
test_enter (void)
{
    GtkWidget *window;
    SirajForm *form = make_form (&window);
    guint saves = 0;

    g_signal_connect (form, "save", G_CALLBACK (count_save), &saves);
    form_load (form, NULL);
    ui_enter (GTK_WIDGET (form_get_editor (form, "mobile")));
    g_assert_cmpuint (saves, ==, 0);
    g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)),
                                           GTK_WIDGET (form_get_editor (form, "phone"))));
    ui_enter (GTK_WIDGET (form_get_editor (form, "address")));
    g_assert_cmpuint (saves, ==, 1);
    ui_close (window);
}

static void
test_read_only (void)
{
    GtkWidget *window;
    SirajForm *form = make_form (&window);
    g_autoptr (Customer) customer = sample ();

    form_load (form, customer);
    form_set_read_only (form, TRUE);
    ui_check_texts (window);
    ui_photo (window, "form-read-only");
    ui_close (window);
}

int
main (int argc, char **argv)
{
    ui_init (&argc, &argv,
             g_strcmp0 (g_getenv ("SIRAJ_TEST_LANGUAGE"), "en") == 0 ? LANGUAGE_ENGLISH
                                                                     : LANGUAGE_ARABIC);
    format_set_company (currency_find ("YER"), 180);
    g_test_add_func ("/form/changes", test_changes);
    g_test_add_func ("/form/marks-are-stripped", test_marks_are_stripped);
    g_test_add_func ("/form/required", test_required);
    g_test_add_func ("/form/refusal", test_refusal);
    g_test_add_func ("/form/lookup-not-chosen", test_lookup_not_chosen);
    g_test_add_func ("/form/enter", test_enter);
    g_test_add_func ("/form/read-only", test_read_only);
    return g_test_run ();
}
