/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of money with records in them, and a cashier who never touches the mouse. */
#include "client/pages/payments/account-finder.h"
#include "client/pages/payments/open-invoices.h"
#include "client/pages/payments/payment-desk.h"
#include "client/pages/payments/payment-draft.h"
#include "client/shell/registry.h"
#include "tests/client/page-fixture.h"
#include "tests/client/ui-support.h"

/* clang-format off: it counts the width of Arabic otherwise. */
/* clang-format off */
#define LIST(items) \
    "{\"items\":[" items "],\"next\":null,\"previous\":null,\"count\":1,\"count_exact\":true," \
    "\"sum_minor\":1250000}"

#define CUSTOMER \
    "{\"id\":12,\"number\":\"0000012\",\"name\":\"محمد أحمد\",\"class_name\":\"تجاري\",\"mobile\"" \
    ":\"+967777123456\",\"account_number\":\"01-0000005\"}"
#define ACCOUNT \
    "{\"id\":5,\"number\":\"01-0000005\",\"customer_id\":12,\"customer_name\":\"محمد أحمد\"," \
    "\"class_name\":\"تجاري\",\"station_name\":\"محطة كريتر 2\",\"state\":\"active\"," \
    "\"receivable_minor\":1250000,\"overdue_minor\":250000,\"advance_minor\":0}"
#define OLD_INVOICE \
    "{\"id\":4,\"number\":\"INV-2025-01-0000004\",\"period_key\":\"2025-07\",\"due_date\":" \
    "\"2025-08-15\",\"state\":\"overdue\",\"open_minor\":250000,\"total_minor\":250000}"
#define NEW_INVOICE \
    "{\"id\":9,\"number\":\"INV-2025-01-0000009\",\"period_key\":\"2025-08\",\"due_date\":" \
    "\"2025-09-15\",\"state\":\"unpaid\",\"open_minor\":1000000,\"total_minor\":1000000}"
#define INVOICE \
    "{\"id\":4,\"number\":\"INV-2025-01-0000004\",\"kind\":\"energy\",\"state\":\"overdue\"," \
    "\"account_id\":5,\"account_number\":\"01-0000005\",\"customer_id\":12,\"customer_name\":" \
    "\"محمد أحمد\",\"period_key\":\"2025-07\",\"period_from\":\"2025-07-01\",\"period_to\":" \
    "\"2025-08-01\",\"issue_date\":\"2025-08-01\",\"due_date\":\"2025-08-15\",\"total_minor\":" \
    "250000,\"net_minor\":250000,\"open_minor\":250000,\"lines\":[{\"line_no\":1,\"kind\":" \
    "\"energy\",\"description\":\"Energy\",\"explanation\":null,\"amount_minor\":250000}]}"
#define METHODS \
    "{\"id\":2,\"code\":\"card\",\"name\":\"بطاقة\",\"name_en\":\"Card\",\"posting_key\":" \
    "\"card_clearing\",\"needs_reference\":true,\"active\":true},{\"id\":1,\"code\":\"cash\"," \
    "\"name\":\"نقدًا\",\"name_en\":\"Cash\",\"posting_key\":\"cash\",\"active\":true}"
#define PREVIEW \
    "{\"amount_minor\":1250000,\"receivable_minor\":1250000,\"advance_minor\":0," \
    "\"to_advance_minor\":0,\"balance_after_minor\":0,\"allocations\":[{\"invoice_id\":4," \
    "\"amount_minor\":250000},{\"invoice_id\":9,\"amount_minor\":1000000}]}"
#define PAYMENT \
    "{\"id\":77,\"number\":\"RC-2025-01-0000077\",\"kind\":\"receipt\",\"cancelled\":false," \
    "\"account_id\":5,\"account_number\":\"01-0000005\",\"customer_id\":12,\"customer_name\":" \
    "\"محمد أحمد\",\"received_on\":\"2025-08-31\",\"received_at\":\"2025-08-31T07:00:00Z\"," \
    "\"amount_minor\":1250000,\"balance_after_minor\":0,\"method_name\":\"نقدًا\",\"tenders\":[{" \
    "\"method_id\":1,\"method_name\":\"نقدًا\",\"amount_minor\":1250000}],\"allocations\":[{" \
    "\"invoice_id\":4,\"invoice_number\":\"INV-2025-01-0000004\",\"due_date\":\"2025-08-15\"," \
    "\"open_minor\":250000,\"amount_minor\":250000,\"remaining_minor\":0}]}"
#define RUN \
    "{\"id\":3,\"cycle_id\":1,\"cycle_name\":\"شهري\",\"period_key\":\"2025-08\",\"period_from\":" \
    "\"2025-08-01\",\"period_to\":\"2025-09-01\",\"trial\":true,\"state\":\"completed\"," \
    "\"accounts\":120,\"bills\":118,\"exceptions\":2,\"total_minor\":99000000,\"classes\":[{" \
    "\"class_name\":\"سكني\",\"bills\":118,\"energy_wh\":35400000,\"total_minor\":99000000}]}"
#define EXCEPTION \
    "{\"id\":8,\"run_id\":3,\"account_number\":\"01-0000005\",\"customer_name\":\"محمد أحمد\"," \
    "\"code\":\"READING_MISSING\",\"message\":\"A reading is missing\",\"state\":\"open\"}"
#define ENTRY \
    "{\"id\":20,\"entry_date\":\"2025-08-31\",\"kind\":\"payment\",\"source\":\"payments\"," \
    "\"source_id\":77,\"source_number\":\"RC-2025-01-0000077\",\"amount_minor\":1250000," \
    "\"lines\":[{\"line_no\":1,\"account_code\":\"111\",\"account_name\":\"الصندوق\"," \
    "\"posting_key\":\"cash\",\"debit_minor\":1250000,\"credit_minor\":0}]}"
#define BALANCE \
    "{\"from_date\":\"2025-08-01\",\"to_date\":\"2025-08-31\",\"debit_minor\":5,\"credit_minor\":" \
    "5,\"difference_minor\":0,\"subledger_minor\":7,\"control_minor\":9,\"rows\":[{" \
    "\"account_code\":\"111\",\"account_name\":\"الصندوق\",\"kind\":\"asset\",\"debit_minor\":5}]}"
#define JOB \
    "{\"id\":6,\"kind\":\"bill-run\",\"key\":\"2025-08\",\"state\":\"completed\"," \
    "\"progress_done\":120,\"progress_total\":120,\"created_at\":\"2025-08-31T07:00:00Z\"}"
/* clang-format on */

static void
answer_all (FakeServer *server)
{
    static const struct {
        const char *path;
        const char *json;
    } answers[] = {
        { "/api/v1/customers", LIST (CUSTOMER) },
        { "/api/v1/accounts", LIST (ACCOUNT) },
        { "/api/v1/accounts/5", ACCOUNT },
        { "/api/v1/invoices", LIST (OLD_INVOICE "," NEW_INVOICE) },
        { "/api/v1/invoices/4", INVOICE },
        { "/api/v1/payment-methods", LIST (METHODS) },
        { "/api/v1/payments", LIST (PAYMENT) },
        { "/api/v1/payments/77", PAYMENT },
        { "/api/v1/runs", LIST (RUN) },
        { "/api/v1/runs/3", RUN },
        { "/api/v1/exceptions", LIST (EXCEPTION) },
        { "/api/v1/journal-entries", LIST (ENTRY) },
        { "/api/v1/journal-entries/20", ENTRY },
        { "/api/v1/trial-balance", BALANCE },
        { "/api/v1/ledger-accounts", LIST ("{\"id\":1,\"code\":\"111\",\"name\":\"الصندوق\"}") },
        { "/api/v1/posting-keys", LIST ("{\"id\":1,\"key\":\"cash\"}") },
        { "/api/v1/accounting-periods", LIST ("{\"id\":202507,\"month\":\"2025-07-01\"}") },
        { "/api/v1/jobs/6", JOB },
        { "/api/v1/jobs/6/failures", LIST ("{\"id\":1,\"subject\":\"01-0000005\"}") },
    };

    for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
        fake_server_answer (server, "GET", answers[i].path, 200, answers[i].json);
    fake_server_answer (server, "POST", "/api/v1/payments/preview", 200, PREVIEW);
}

/* Every page, with what the server has. */
static void
test_look (PageFixture *fixture, gconstpointer data)
{
    g_autofree char *name = g_strdelimit (g_strdup (data), "/?=", '-');

    answer_all (fixture->server);
    page_fixture_open (fixture, data);
    ui_check_texts (GTK_WIDGET (fixture->page));
    ui_photo (GTK_WIDGET (fixture->page), name);
    g_assert_false (page_is_dirty (fixture->page));
}

/* Taking a payment */

static GtkWidget *
part (PageFixture *fixture, GType type)
{
    return ui_find_type (GTK_WIDGET (fixture->page), type);
}

static SirajPaymentDesk *
desk (PageFixture *fixture)
{
    return SIRAJ_PAYMENT_DESK (part (fixture, SIRAJ_TYPE_PAYMENT_DESK));
}

static GtkWidget *
amount_entry (PageFixture *fixture)
{
    return ui_find_type (GTK_WIDGET (desk (fixture)), GTK_TYPE_ENTRY);
}

/* The number of an account and Enter: the account is there, with what it owes as the amount. */
static void
find_account (PageFixture *fixture)
{
    GtkWidget *finder;
    GtkWidget *search;

    answer_all (fixture->server);
    page_fixture_open (fixture, "take-payment");
    finder = part (fixture, SIRAJ_TYPE_ACCOUNT_FINDER);
    search = ui_find_type (finder, GTK_TYPE_SEARCH_ENTRY);
    ui_type (search, "٠١-٠٠٠٠٠٠٥");
    ui_enter (search);
    page_fixture_settle (fixture);
    ui_spin (300);
    g_assert_cmpint (payment_desk_get_amount (desk (fixture)), ==, 1250000);
}

static void
test_journey (PageFixture *fixture, gconstpointer data)
{
    g_autofree char *key = NULL;
    g_autofree char *again = NULL;
    g_autofree char *body = NULL;

    find_account (fixture);
    ui_check_texts (GTK_WIDGET (fixture->page));
    ui_photo (GTK_WIDGET (fixture->page), "take-payment-ready");
    g_assert_nonnull (
        strstr (fake_server_last_body (fixture->server, "POST"), "\"amount_minor\":1250000"));

    /* The answer is lost: nothing else may be done than sending the same once more. */
    fake_server_answer (fixture->server, "POST", "/api/v1/payments", 503,
                        "{\"code\":\"UNAVAILABLE\",\"detail\":\"busy\",\"status\":503}");
    ui_enter (amount_entry (fixture));
    page_fixture_settle (fixture);
    key = fake_server_last_header (fixture->server, "POST", "Idempotency-Key");
    body = g_strdup (fake_server_last_body (fixture->server, "POST"));
    g_assert_true (page_is_dirty (fixture->page));
    g_assert_false (gtk_widget_is_sensitive (amount_entry (fixture)));
    ui_photo (GTK_WIDGET (fixture->page), "take-payment-uncertain");

    fake_server_answer (fixture->server, "POST", "/api/v1/payments", 201, PAYMENT);
    page_save (fixture->page);
    page_fixture_settle (fixture);
    again = fake_server_last_header (fixture->server, "POST", "Idempotency-Key");
    g_assert_cmpstr (key, ==, again);
    g_assert_cmpstr (body, ==, fake_server_last_body (fixture->server, "POST"));
    g_assert_false (page_is_dirty (fixture->page));
    g_assert_cmpint (payment_desk_get_amount (desk (fixture)), ==, 0);
    ui_check_texts (GTK_WIDGET (fixture->page));
    ui_photo (GTK_WIDGET (fixture->page), "take-payment-receipt");
}

/* A refusal is an answer: what is sent next is another payment. */
static void
test_refused (PageFixture *fixture, gconstpointer data)
{
    g_autofree char *key = NULL;
    g_autofree char *again = NULL;

    find_account (fixture);
    fake_server_answer (fixture->server, "POST", "/api/v1/payments", 422,
                        "{\"code\":\"CASH_UNIT\",\"detail\":\"the smallest coin\",\"status\":422,"
                        "\"field\":\"tenders[0].amount_minor\"}");
    ui_enter (amount_entry (fixture));
    page_fixture_settle (fixture);
    key = fake_server_last_header (fixture->server, "POST", "Idempotency-Key");
    g_assert_nonnull (part (fixture, SIRAJ_TYPE_PAYMENT_DESK));
    g_assert_true (gtk_widget_is_sensitive (amount_entry (fixture)));
    g_assert_false (page_is_dirty (fixture->page));

    fake_server_answer (fixture->server, "POST", "/api/v1/payments", 201, PAYMENT);
    ui_type (amount_entry (fixture), "١٢٥٠٠");
    ui_enter (amount_entry (fixture));
    page_fixture_settle (fixture);
    again = fake_server_last_header (fixture->server, "POST", "Idempotency-Key");
    g_assert_cmpstr (key, !=, again);
}

static void
test_wrong_amount (PageFixture *fixture, gconstpointer data)
{
    guint sent;

    find_account (fixture);
    sent = fake_server_count (fixture->server, "POST");
    ui_type (amount_entry (fixture), "اثنان");
    ui_enter (amount_entry (fixture));
    page_fixture_settle (fixture);
    g_assert_true (gtk_widget_has_css_class (amount_entry (fixture), "error"));
    g_assert_cmpuint (fake_server_count (fixture->server, "POST"), ==, sent);
}

/* Ticking changes the amount as long as nobody has typed one. */
static void
test_ticks (PageFixture *fixture, gconstpointer data)
{
    GtkWidget *invoices;
    GtkWidget *tick;

    find_account (fixture);
    invoices = part (fixture, SIRAJ_TYPE_OPEN_INVOICES);
    tick = ui_find_type (invoices, GTK_TYPE_CHECK_BUTTON);
    gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), FALSE);
    ui_spin (300);
    g_assert_cmpint (payment_desk_get_amount (desk (fixture)), ==, 1000000);
    g_assert_nonnull (strstr (fake_server_last_body (fixture->server, "POST"),
                              "\"allocations\":[{\"invoice_id\":9,\"amount_minor\":1000000}]"));
}

/* Drafts */

static void
test_allocate (void)
{
    g_autoptr (GPtrArray) invoices = g_ptr_array_new_with_free_func (invoice_record.destroy);
    g_autoptr (GPtrArray) allocations = NULL;
    const gboolean ticked[] = { TRUE, FALSE, TRUE };

    for (guint i = 0; i < 3; i++) {
        Invoice *invoice = invoice_new ();

        invoice->id = i + 1;
        invoice->open_minor = 100;
        g_ptr_array_add (invoices, invoice);
    }
    g_assert_cmpint (payment_draft_sum_open (invoices, ticked), ==, 200);
    allocations = payment_draft_allocate (invoices, ticked, 150);
    g_assert_cmpuint (allocations->len, ==, 2);
    g_assert_cmpint (((AllocationRow *)allocations->pdata[1])->invoice_id, ==, 3);
    g_assert_cmpint (((AllocationRow *)allocations->pdata[1])->amount_minor, ==, 50);
}

#define ADD(name, test, data)                                                                      \
    g_test_add ("/payments/" name, PageFixture, data, page_fixture_set_up, test,                   \
                page_fixture_tear_down)
/* clang-format on */

int
main (int argc, char **argv)
{
    static const char *const locations[] = {
        "take-payment", "payments",     "payment/77",      "invoices", "invoice/4",
        "runs",         "run/3",        "journal",         "entry/20", "trial-balance",
        "periods",      "posting-keys", "ledger-accounts", "jobs",     "job/6",
    };

    ui_init (&argc, &argv, language_from_header (g_getenv ("SIRAJ_TEST_LANGUAGE")));
    g_test_add_func ("/payments/allocate", test_allocate);
    for (guint i = 0; i < G_N_ELEMENTS (locations); i++) {
        g_autofree char *name = g_strconcat ("/payments/look-", locations[i], NULL);

        g_strdelimit (name + 10, "/", '-');
        g_test_add (name, PageFixture, locations[i], page_fixture_set_up, test_look,
                    page_fixture_tear_down);
    }
    ADD ("journey", test_journey, NULL);
    ADD ("refused", test_refused, NULL);
    ADD ("wrong-amount", test_wrong_amount, NULL);
    ADD ("ticks", test_ticks, NULL);
    return g_test_run ();
}
