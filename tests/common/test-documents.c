/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printed documents: nothing overlaps, no digit is reversed, QR codes scan, a printer gets it all.
 * With SIRAJ_SAMPLES set to a folder, the samples are written there as PNG and PDF for the eye. */
#include "tests/common/sample-documents.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>

#include "common/base/language.h"
#include "common/documents/escpos.h"
#include "common/documents/invoice.h"
#include "common/documents/pdf.h"
#include "common/documents/price-list.h"
#include "common/documents/qr.h"
#include "common/documents/receipt.h"
#include "common/schema/json.h"
#include "common/types/tariffs-types.h"

#define LRI 0x2066
#define PDI 0x2069

static Sheet *
compose_invoice (InvoiceDocument *document)
{
    g_autoptr (Press) press = press_new ();
    Sheet *sheet = invoice_compose (press, document);
    invoice_document_free (document);
    return sheet;
}

static Sheet *
compose_receipt (ReceiptPaper paper)
{
    g_autoptr (ReceiptDocument) document = sample_receipt ();
    g_autoptr (Press) press = press_new ();
    return receipt_compose (press, document, paper);
}

static void
save_sample (const Sheet *sheet, const char *name)
{
    const char *folder = g_getenv ("SIRAJ_SAMPLES");
    if (folder == NULL)
        return;
    for (guint page = 0; page < sheet_n_pages (sheet); page++) {
        g_autofree char *path = g_strdup_printf ("%s/%s-%s-%u.png", folder, name,
                                                 language_code (language_get ()), page + 1);
        cairo_surface_t *image = sheet_to_image (sheet, page, (guint)(sheet_width (sheet) * 2));
        cairo_surface_write_to_png (image, path);
        cairo_surface_destroy (image);
    }
    g_autofree char *pdf =
        g_strdup_printf ("%s/%s-%s.pdf", folder, name, language_code (language_get ()));
    g_assert_true (pdf_save_sheet (sheet, name, pdf, NULL));
}

/* Inside an isolate, and inside any run of digits, what is written later stands further right. */
static void
assert_digits_in_order (PangoLayout *layout)
{
    const char *text = pango_layout_get_text (layout);
    gboolean isolated = FALSE;
    gboolean has_last = FALSE;
    PangoRectangle last = { 0 };
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
        gunichar letter = g_utf8_get_char (at);
        if (letter == LRI || letter == PDI) {
            isolated = letter == LRI;
            has_last = FALSE;
            continue;
        }
        if (!isolated && !g_ascii_isdigit (*at)) {
            has_last = FALSE;
            continue;
        }
        PangoRectangle here;
        pango_layout_index_to_pos (layout, (int)(at - text), &here);
        if (has_last && here.y == last.y && here.x <= last.x)
            g_error ("reversed digits in \"%s\"", text);
        last = here;
        has_last = TRUE;
    }
}

static Box
ink_box (const SheetItem *item)
{
    PangoRectangle logical;
    pango_layout_get_pixel_extents (item->layout, NULL, &logical);
    return (Box) { item->box.x + logical.x, item->box.y + logical.y, logical.width,
                   logical.height };
}

static gboolean
boxes_overlap (Box a, Box b)
{
    /* A point of tolerance: extents are rounded outwards, and lines may touch. */
    double tolerance = 2.5;
    return a.x + tolerance < b.x + b.width && b.x + tolerance < a.x + a.width &&
           a.y + tolerance < b.y + b.height && b.y + tolerance < a.y + a.height;
}

static void
assert_inside (const Sheet *sheet, const SheetItem *item)
{
    Box box = item->kind == SHEET_TEXT ? ink_box (item) : item->box;
    if (box.x < -1 || box.y < -1 || box.x + box.width > sheet_width (sheet) + 1 ||
        box.y + box.height > sheet_height (sheet) + 1)
        g_error ("off the paper: %s",
                 item->kind == SHEET_TEXT ? pango_layout_get_text (item->layout) : "a figure");
}

static gboolean
is_solid (const SheetItem *item)
{
    return item->kind == SHEET_TEXT || item->kind == SHEET_QR;
}

static void
assert_page (const Sheet *sheet, guint page)
{
    guint n_items = 0;
    const SheetItem *items = sheet_items (sheet, page, &n_items);
    for (guint i = 0; i < n_items; i++) {
        assert_inside (sheet, &items[i]);
        if (items[i].kind == SHEET_TEXT)
            assert_digits_in_order (items[i].layout);
        for (guint j = 0; is_solid (&items[i]) && j < i; j++) {
            Box a = items[i].kind == SHEET_TEXT ? ink_box (&items[i]) : items[i].box;
            Box b = items[j].kind == SHEET_TEXT ? ink_box (&items[j]) : items[j].box;
            if (is_solid (&items[j]) && boxes_overlap (a, b))
                g_error ("page %u: \"%s\" lies on \"%s\"", page + 1,
                         items[i].layout ? pango_layout_get_text (items[i].layout) : "QR",
                         items[j].layout ? pango_layout_get_text (items[j].layout) : "QR");
        }
    }
}

static void
assert_sheet (const Sheet *sheet, const char *name)
{
    save_sample (sheet, name);
    for (guint page = 0; page < sheet_n_pages (sheet); page++)
        assert_page (sheet, page);
}

/* Whether a text of the page contains @part. */
static gboolean
page_says (const Sheet *sheet, guint page, const char *part)
{
    guint n_items = 0;
    const SheetItem *items = sheet_items (sheet, page, &n_items);
    for (guint i = 0; i < n_items; i++)
        if (items[i].layout != NULL &&
            strstr (pango_layout_get_text (items[i].layout), part) != NULL)
            return TRUE;
    return FALSE;
}

static void
check_layouts (gconstpointer data)
{
    language_set (GPOINTER_TO_INT (data));
    g_autoptr (Sheet) invoice = compose_invoice (sample_invoice (0));
    g_assert_cmpuint (sheet_n_pages (invoice), ==, 1);
    assert_sheet (invoice, "invoice");
    g_autoptr (Sheet) note = compose_invoice (sample_credit_note ());
    assert_sheet (note, "credit-note");
    g_autoptr (Sheet) roll = compose_receipt (RECEIPT_PAPER_80MM);
    g_assert_cmpuint (sheet_n_pages (roll), ==, 1);
    assert_sheet (roll, "receipt-80mm");
    g_autoptr (Sheet) half = compose_receipt (RECEIPT_PAPER_HALF_A4);
    g_assert_cmpuint (sheet_n_pages (half), ==, 1);
    assert_sheet (half, "receipt-half");
}

static void
test_invoice_says (void)
{
    language_set (LANGUAGE_ENGLISH);
    g_autoptr (Sheet) sheet = compose_invoice (sample_invoice (0));
    static const char *const parts[] = {
        "INV-2025-000100", "01-0000001",  "AG-2019-00077",    "+967 771 234 567", "2025-08-01",
        "2025-08-31",      "31 days",     "12,041",           "3,497.5",          "187.5",
        "38.96",           "7,305.00",    "Previous balance", "-14,500.00",       "18,735.25",
        "2025-09-17",      "Page 1 of 1", "Total in words",   "RC-2025-004512",   "310122393500003",
    };
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        if (!page_says (sheet, 0, parts[i]))
            g_error ("the invoice does not say %s", parts[i]);
    g_assert_false (page_says (sheet, 0, "Duplicate"));
}

static void
test_marks (void)
{
    language_set (LANGUAGE_ENGLISH);
    InvoiceDocument *copy = sample_invoice (60);
    copy->header->is_copy = TRUE;
    g_autoptr (Sheet) sheet = compose_invoice (copy);
    g_assert_cmpuint (sheet_n_pages (sheet), >, 1);
    for (guint page = 0; page < sheet_n_pages (sheet); page++) {
        g_autofree char *number =
            g_strdup_printf ("Page %u of %u", page + 1, sheet_n_pages (sheet));
        g_assert_true (page_says (sheet, page, number));
        g_assert_true (page_says (sheet, page, "Duplicate"));
        g_assert_true (page_says (sheet, page, "INV-2025-000100"));
    }
    assert_sheet (sheet, "long-invoice");
    InvoiceDocument *cancelled = sample_invoice (0);
    cancelled->header->is_cancelled = TRUE;
    g_autoptr (Sheet) stamped = compose_invoice (cancelled);
    g_assert_true (page_says (stamped, 0, "Cancelled"));
    assert_sheet (stamped, "cancelled-invoice");
}

/* A bill of one line, with nothing that may be left out. */
static void
test_bare_documents (void)
{
    language_set (LANGUAGE_ARABIC);
    InvoiceDocument *bare = invoice_document_new ();
    bare->header = document_header_new ();
    bare->header->currency = g_strdup ("SAR");
    bare->customer_name = g_strdup ("س");
    bare->total_minor = 123450;
    g_autoptr (Sheet) invoice = compose_invoice (bare);
    assert_sheet (invoice, "bare-invoice");
    g_autoptr (ReceiptDocument) receipt = receipt_document_new ();
    receipt->header = document_header_new ();
    receipt->header->currency = g_strdup ("SAR");
    g_autoptr (Press) press = press_new ();
    g_autoptr (Sheet) roll = receipt_compose (press, receipt, RECEIPT_PAPER_80MM);
    assert_sheet (roll, "bare-receipt");
}

static void
test_saudi_vector (void)
{
    g_autoptr (GError) error = NULL;
    QrSaudiInvoice invoice = { .seller = "Bobs Records",
                               .vat_number = "310122393500003",
                               .total_minor = 100000,
                               .vat_minor = 15000,
                               .currency = currency_find ("SAR") };
    g_assert_true (instant_parse ("2022-04-25T15:30:00Z", &invoice.issued_at, NULL));
    g_autofree char *payload = qr_saudi_payload (&invoice, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (payload, ==,
                     "AQxCb2JzIFJlY29yZHMCDzMxMDEyMjM5MzUwMDAwMwMUMjAyMi0wNC0yNVQxNTozMDowMFoE"
                     "BzEwMDAuMDAFBjE1MC4wMA==");
    invoice.seller = "شركة الكهرباء";
    g_autofree char *arabic = qr_saudi_payload (&invoice, &error);
    gsize length = 0;
    g_autofree guchar *bytes = g_base64_decode (arabic, &length);
    g_assert_cmpuint (bytes[1], ==, strlen (invoice.seller));
    g_autofree char *long_name = g_strnfill (256, 'x');
    invoice.seller = long_name;
    g_assert_null (qr_saudi_payload (&invoice, &error));
    g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_OUT_OF_RANGE);
}

/* Many payments, a long text and a logo at once. */
static void
test_crowded (void)
{
    language_set (LANGUAGE_ARABIC);
    g_autofree char *folder = g_dir_make_tmp ("siraj-logo-XXXXXX", NULL);
    g_autofree char *logo = g_build_filename (folder, "logo.png", NULL);
    cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 64, 32);
    g_assert_cmpint (cairo_surface_write_to_png (image, logo), ==, CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy (image);
    InvoiceDocument *invoice = sample_invoice (15);
    for (guint i = 0; i < 30; i++) {
        const InvoicePayment *first = g_ptr_array_index (invoice->payments, 0);
        g_ptr_array_add (invoice->payments, record_copy (&invoice_payment_record, first));
    }
    g_autofree char *png = NULL;
    gsize length = 0;
    g_assert_true (g_file_get_contents (logo, &png, &length, NULL));
    invoice->header->logo_png = g_base64_encode ((const guchar *)png, length);
    g_autofree char *ways = g_strdup (invoice->how_to_pay);
    g_free (invoice->how_to_pay);
    invoice->how_to_pay = g_strconcat (ways, "\n", ways, "\n", ways, NULL);
    g_autoptr (Sheet) sheet = compose_invoice (invoice);
    assert_sheet (sheet, "crowded-invoice");
    g_remove (logo);
    g_rmdir (folder);
}

/* A bill with everything that a template can put on it; takes nothing away from the sample. */
static InvoiceDocument *
templated_invoice (gboolean is_half_sheet)
{
    static const char notice[] =
        "تنبيه مهم: سيتوقف التحصيل النقدي في مكتب الحوك يوم الخميس القادم، ويمكن السداد عبر "
        "المحافظ الإلكترونية أو في مكتب المركز الرئيسي. نشكركم على التزامكم بالسداد في موعده.";
    InvoiceDocument *invoice = sample_invoice (0);
    g_autoptr (GString) terms = g_string_new (NULL);

    for (guint i = 0; i < 40; i++)
        g_string_append_printf (terms,
                                "%u. يحق للشركة قطع التيار بعد مضي المهلة المحددة من تاريخ "
                                "الاستحقاق، وعلى المشترك دفع رسم إعادة التوصيل.\n",
                                i + 1);
    invoice->is_half_sheet = is_half_sheet;
    invoice->notice = g_strdup (notice);
    invoice->terms = g_strdup (terms->str);
    invoice->header->footer = g_strconcat (notice, "\n", notice, NULL);
    invoice->past_energy_wh = 250000;
    invoice->past_total_minor = 9000000;
    invoice->receipts = g_ptr_array_new_with_free_func (invoice_payment_record.destroy);
    for (guint i = 0; i < 5; i++) {
        InvoicePayment *receipt = invoice_payment_new ();
        receipt->receipt_number = g_strdup_printf ("RC-2025-00%u", 4400 + i);
        receipt->date = date_new (2025, 3 + (int)i, 12);
        receipt->amount_minor = 1250000 + i;
        g_ptr_array_add (invoice->receipts, receipt);
    }
    for (guint i = 0; i < invoice->lines->len; i++) {
        InvoicePrintLine *line = g_ptr_array_index (invoice->lines, i);
        line->explanation = g_strdup ("150 × 30.00 = 4,500.00");
    }
    return invoice;
}

/* Every letter of a text that a template adds is on some page, whole: none cut, none lost. */
static void
assert_says_all (const Sheet *sheet, const char *text)
{
    g_auto (GStrv) words = g_strsplit_set (text, " \n", -1);
    for (guint i = 0; words[i] != NULL; i++) {
        gboolean said = words[i][0] == '\0';
        for (guint page = 0; page < sheet_n_pages (sheet) && !said; page++)
            said = page_says (sheet, page, words[i]);
        if (!said)
            g_error ("the sheet does not say %s", words[i]);
    }
}

static void
check_template (gconstpointer data)
{
    gboolean is_half_sheet = GPOINTER_TO_INT (data);
    language_set (LANGUAGE_ARABIC);
    InvoiceDocument *invoice = templated_invoice (is_half_sheet);
    g_autofree char *notice = g_strdup (invoice->notice);
    g_autofree char *terms = g_strdup (invoice->terms);
    g_autoptr (Sheet) sheet = compose_invoice (invoice);
    g_assert_cmpfloat (sheet_height (sheet), <=,
                       is_half_sheet ? SHEET_A4_HEIGHT / 2 : SHEET_A4_HEIGHT);
    g_assert_cmpuint (sheet_n_pages (sheet), >, 1);
    assert_sheet (sheet, is_half_sheet ? "template-half" : "template-a4");
    assert_says_all (sheet, notice);
    assert_says_all (sheet, terms);
    for (guint page = 0; page < sheet_n_pages (sheet); page++)
        g_assert_true (page_says (sheet, page, "نشكركم"));
}

/* No number is cut in two, however long: a million million on every paper. */
static void
assert_numbers_whole (const Sheet *sheet)
{
    guint n_items = 0;
    const SheetItem *items = sheet_items (sheet, 0, &n_items);
    for (guint i = 0; i < n_items; i++)
        if (items[i].layout != NULL &&
            strstr (pango_layout_get_text (items[i].layout), "000,") != NULL &&
            pango_layout_get_line_count (items[i].layout) > 1)
            g_error ("cut in two: %s", pango_layout_get_text (items[i].layout));
}

static void
test_large_amounts (void)
{
    language_set (LANGUAGE_ARABIC);
    g_autoptr (Press) press = press_new ();
    g_autoptr (ReceiptDocument) receipt = sample_receipt ();
    ReceiptAllocation *allocation = g_ptr_array_index (receipt->allocations, 0);
    allocation->amount_minor = 100000000000000;
    allocation->remaining_minor = -100000000000000;
    receipt->paid_minor = 100000000000000;
    g_autoptr (Sheet) roll = receipt_compose (press, receipt, RECEIPT_PAPER_80MM);
    assert_sheet (roll, "large-receipt");
    assert_numbers_whole (roll);
    g_autoptr (InvoiceDocument) invoice = sample_invoice (0);
    InvoicePrintLine *line = g_ptr_array_index (invoice->lines, 0);
    line->amount_minor = -100000000000000;
    invoice->total_minor = 100000000000000;
    invoice->due_minor = 100000000000000;
    g_autoptr (Sheet) page = invoice_compose (press, invoice);
    assert_sheet (page, "large-invoice");
    assert_numbers_whole (page);
}

/* What the server fills in is what the client prints. */
static void
test_over_the_wire (void)
{
    g_autoptr (InvoiceDocument) sent = sample_invoice (2);
    g_autoptr (GString) json = g_string_new (NULL);
    json_append_record (json, &invoice_document_record, sent);
    g_autoptr (GError) error = NULL;
    g_autoptr (InvoiceDocument) received =
        json_load_record (json->str, json->len, &invoice_document_record, JSON_IN_ANSWER, &error);
    g_assert_no_error (error);
    g_assert_true (record_equal (&invoice_document_record, sent, received));
}

static gpointer
compose_in_thread (gpointer data)
{
    language_set (GPOINTER_TO_INT (data));
    for (guint i = 0; i < 5; i++) {
        g_autoptr (Sheet) sheet = compose_invoice (sample_invoice (0));
        g_autoptr (GBytes) bytes = pdf_from_sheet (sheet, "invoice", NULL);
        g_assert_nonnull (bytes);
    }
    return NULL;
}

/* A server prints for two callers in two languages at once. */
static void
test_threads (void)
{
    GThread *threads[4];
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] =
            g_thread_new ("print", compose_in_thread,
                          GINT_TO_POINTER (i % 2 == 0 ? LANGUAGE_ARABIC : LANGUAGE_ENGLISH));
    for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        g_thread_join (threads[i]);
}

/* What zbarimg reads from the image. */
static char *
scan (cairo_surface_t *image)
{
    g_autofree char *folder = g_dir_make_tmp ("siraj-qr-XXXXXX", NULL);
    g_autofree char *path = g_build_filename (folder, "page.png", NULL);
    g_assert_cmpint (cairo_surface_write_to_png (image, path), ==, CAIRO_STATUS_SUCCESS);
    const char *const arguments[] = { "zbarimg", "--quiet", "--raw", path, NULL };
    char *output = NULL;
    g_autoptr (GError) error = NULL;
    g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                  NULL, NULL, &output, NULL, NULL, &error);
    g_assert_no_error (error);
    g_remove (path);
    g_rmdir (folder);
    return g_strchomp (output);
}

static void
test_invoice_scans (void)
{
    language_set (LANGUAGE_ARABIC);
    g_autoptr (Sheet) sheet = compose_invoice (sample_invoice (0));
    cairo_surface_t *image = sheet_to_image (sheet, 0, 1240);
    g_autofree char *read = scan (image);
    cairo_surface_destroy (image);
    g_assert_cmpstr (read, ==, "https://pay.example.org/i/INV-2025-000100");
}

/* A printer in a few lines: bands back to an image. */
static cairo_surface_t *
print_out (const guint8 *bytes, gsize length, guint *n_bands)
{
    cairo_surface_t *paper = cairo_image_surface_create (CAIRO_FORMAT_RGB24, ESCPOS_DOTS, 4000);
    guint8 *pixels = cairo_image_surface_get_data (paper);
    gsize stride = (gsize)cairo_image_surface_get_stride (paper);
    memset (pixels, 0xff, stride * 4000);
    guint y = 0;
    gsize at = 2;
    while (at + 8 <= length && memcmp (bytes + at, "\x1dv0", 3) == 0) {
        guint row_bytes = bytes[at + 4] + 256u * bytes[at + 5];
        guint rows = bytes[at + 6] + 256u * bytes[at + 7];
        g_assert_cmpuint (row_bytes, ==, ESCPOS_DOTS / 8);
        g_assert_cmpuint (rows, <=, 128);
        at += 8;
        for (guint row = 0; row < rows; row++, y++, at += row_bytes)
            for (guint x = 0; x < ESCPOS_DOTS; x++)
                if ((bytes[at + x / 8] & (0x80 >> (x % 8))) != 0)
                    memset (pixels + y * stride + x * 4, 0, 4);
        (*n_bands)++;
    }
    g_assert_cmpmem (bytes + at, length - at, "\x1dV\x42\x18", 4);
    cairo_surface_mark_dirty (paper);
    return paper;
}

static void
test_thermal (void)
{
    language_set (LANGUAGE_ARABIC);
    g_autoptr (Sheet) sheet = compose_receipt (RECEIPT_PAPER_80MM);
    g_autoptr (GBytes) raster = escpos_from_sheet (sheet, ESCPOS_CUT);
    gsize length = 0;
    const guint8 *bytes = g_bytes_get_data (raster, &length);
    g_assert_cmpmem (bytes, 2, "\x1b@", 2);
    guint n_bands = 0;
    cairo_surface_t *paper = print_out (bytes, length, &n_bands);
    g_assert_cmpuint (n_bands, >, 5);
    const char *folder = g_getenv ("SIRAJ_SAMPLES");
    if (folder != NULL) {
        g_autofree char *path = g_build_filename (folder, "thermal.png", NULL);
        cairo_surface_write_to_png (paper, path);
    }
    g_autofree char *read = scan (paper);
    cairo_surface_destroy (paper);
    g_assert_cmpstr (read, ==, "https://pay.example.org/r/RC-2025-004777");
    g_autoptr (GBytes) drawer = escpos_from_sheet (sheet, ESCPOS_DRAWER);
    g_assert_cmpmem ((const guint8 *)g_bytes_get_data (drawer, NULL) + 2, 5, "\x1bp\0\x19\xfa", 5);
}

/* Another customer: nothing but labels stays the same. */
static void
vary (InvoiceDocument *document, guint i)
{
    g_free (document->customer_name);
    document->customer_name = g_strdup_printf ("أحمد صالح %u", i * 7919);
    g_free (document->account_number);
    document->account_number = g_strdup_printf ("01-%07u", i);
    g_free (document->header->number);
    document->header->number = g_strdup_printf ("INV-2025-%06u", i);
    for (guint k = 0; k < document->lines->len; k++) {
        InvoicePrintLine *line = g_ptr_array_index (document->lines, k);
        line->amount_minor += 1009 * (i + k);
    }
    for (guint k = 0; k < document->consumption->len; k++) {
        InvoiceMonth *month = g_ptr_array_index (document->consumption, k);
        month->energy_wh += 1000 * (gint64)(i % 5 + k % 3);
    }
    document->total_minor += 1009 * i;
    document->due_minor += 1013 * i;
    document->previous_balance_minor += 997 * i;
}

static void
test_batch (void)
{
    language_set (LANGUAGE_ARABIC);
    g_autoptr (InvoiceDocument) document = sample_invoice (0);
    g_autoptr (Press) press = press_new ();
    g_autoptr (PdfWriter) writer = pdf_writer_new (NULL, "batch");
    g_autoptr (GError) error = NULL;
    clock_t start = clock ();
    for (guint i = 0; i < 50; i++) {
        vary (document, i);
        g_autoptr (Sheet) sheet = invoice_compose (press, document);
        g_assert_true (pdf_writer_add (writer, sheet, &error));
    }
    g_autoptr (GBytes) bytes = NULL;
    g_assert_true (pdf_writer_finish (writer, &bytes, &error));
    g_test_message ("%.2f ms of processor a page",
                    (double)(clock () - start) * 1000 / CLOCKS_PER_SEC / 50);
    gsize length = 0;
    const char *text = g_bytes_get_data (bytes, &length);
    g_assert_cmpmem (text, 5, "%PDF-", 5);
    g_assert_cmpuint (length, <, 50 * 20000);
    g_autoptr (Sheet) sheet = invoice_compose (press, document);
    g_assert_false (pdf_save_sheet (sheet, "x", "/nowhere/at/all.pdf", &error));
    g_assert_error (error, SIRAJ_ERROR, SIRAJ_ERROR_INTERNAL);
}

/* Prices of several versions over several pages: each version has its head, nothing overlaps. */
static void
test_price_list (void)
{
    language_set (LANGUAGE_ARABIC);
    g_autoptr (GPtrArray) prices = g_ptr_array_new_with_free_func (price_in_force_record.destroy);
    g_autoptr (InvoiceDocument) sample = sample_invoice (0);
    g_autoptr (Press) press = press_new ();

    for (guint i = 0; i < 120; i++) {
        PriceInForce *price = price_in_force_new ();

        price->version_id = 1 + i / 30;
        price->tariff_code = g_strdup ("RES");
        price->tariff_name = g_strdup_printf ("تعرفة المنازل %u", i / 30);
        price->decision = g_strdup ("قرار 7 لسنة 2021");
        price->valid_from = 18628;
        price->valid_to = DATE_NONE;
        price->item = g_strdup ("استهلاك الكهرباء");
        price->from_wh = i * 1000;
        price->to_wh = INT64_NONE;
        price->rate_micro_per_kwh = 6000000;
        price->amount_minor = INT64_NONE;
        g_ptr_array_add (prices, price);
    }
    g_autoptr (Sheet) sheet =
        price_list_compose (press, &(PriceList) { sample->header, 19000, prices });
    g_assert_cmpuint (sheet_n_pages (sheet), >=, 3);
    g_assert_true (page_says (sheet, 0, "قرار 7 لسنة 2021"));
    for (guint i = 0; i < 4; i++) {
        g_autofree char *name = g_strdup_printf ("تعرفة المنازل %u", i);
        guint found = 0;

        for (guint page = 0; page < sheet_n_pages (sheet); page++)
            found += page_says (sheet, page, name);
        g_assert_cmpuint (found, ==, 1);
    }
    assert_sheet (sheet, "price-list");
}

int
main (int argc, char *argv[])
{
    g_test_init (&argc, &argv, NULL);
    language_init (NULL);
    g_test_add_data_func ("/documents/layout/arabic", GINT_TO_POINTER (LANGUAGE_ARABIC),
                          check_layouts);
    g_test_add_data_func ("/documents/layout/english", GINT_TO_POINTER (LANGUAGE_ENGLISH),
                          check_layouts);
    g_test_add_func ("/documents/invoice-says", test_invoice_says);
    g_test_add_func ("/documents/marks", test_marks);
    g_test_add_func ("/documents/bare", test_bare_documents);
    g_test_add_func ("/documents/crowded", test_crowded);
    g_test_add_data_func ("/documents/template/a4", GINT_TO_POINTER (FALSE), check_template);
    g_test_add_data_func ("/documents/template/half", GINT_TO_POINTER (TRUE), check_template);
    g_test_add_func ("/documents/large-amounts", test_large_amounts);
    g_test_add_func ("/documents/over-the-wire", test_over_the_wire);
    g_test_add_func ("/documents/threads", test_threads);
    g_test_add_func ("/documents/saudi-vector", test_saudi_vector);
    g_test_add_func ("/documents/invoice-scans", test_invoice_scans);
    g_test_add_func ("/documents/thermal", test_thermal);
    g_test_add_func ("/documents/batch", test_batch);
    g_test_add_func ("/documents/price-list", test_price_list);
    return g_test_run ();
}
