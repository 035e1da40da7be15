/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done to an agreement where its meter hangs. */
#include "client/pages/customers/agreement-actions.h"

#include "client/shell/registers-dialog.h"
#include "client/shell/confirm.h"
#include "client/shell/form-page.h"
#include "common/base/language.h"

#define END_BUTTON "end-button"
#define TAKE_OVER_BUTTON "take-over-button"

static const FormField end_fields[] = {
    { "end_date" },
    { "disconnects" },
    { "reason" },
};
static const FormSection end_sections[] = {
    { N_ ("End of the agreement"), 1, FORM_OPEN, FORM_FIELDS (end_fields) },
};
static const FormLayout end_layout = { FORM_FIELDS (end_sections) };
static const RegistersDialogSpec end_dialog = {
    .form = {
        .title = N_ ("End the agreement"),
        .effect = N_ ("What was drawn up to the final readings is billed to this customer. The "
                      "meter stays where it hangs, for the agreement after this one."),
        .action = N_ ("_End the agreement with these readings"),
        .dangerous = TRUE,
        .record = &end_request_record,
        .layout = &end_layout,
    },
    .finals = "readings",
    .by_register = TRUE,
};

static const ServiceAgreement *
agreement_of (SirajPage *page)
{
    return form_page_get_data (SIRAJ_FORM_PAGE (page));
}

static void
done (SirajPage *page, const char *words)
{
    page_refresh (page);
    page_tell_changed (page, "agreements");
    page_toast (page, words);
}

/* The end */

static void
ended (SirajPage *page, const ApiAnswer *answer)
{
    done (page, tr ("The agreement has ended."));
}

static void
end_clicked (SirajPage *page)
{
    const ServiceAgreement *agreement = agreement_of (page);
    g_autoptr (EndRequest) initial = end_request_new ();
    g_autofree char *path =
        g_strdup_printf ("/api/v1/agreements/%" G_GINT64_FORMAT "/end", agreement->id);
    g_autofree char *registers =
        g_strdup_printf ("/api/v1/registers?account_id=%" G_GINT64_FORMAT, agreement->account_id);

    initial->end_date = instant_date (g_get_real_time (), 0);
    registers_dialog_open (page, &end_dialog,
                           &(RegistersDialogCall) {
                               .call = { path, initial, agreement->customer_name },
                               .registers = registers,
                               .agreement_id = agreement->id,
                           },
                           ended);
}

/* Taking over */

static void
took_over (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajPage *page = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (page, FALSE);
    if (answer != NULL)
        done (page, tr ("The agreement goes on with the meter of its point."));
    else
        page_report (page, error);
}

static void
take_over_confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    SirajPage *page = user_data;
    const ServiceAgreement *agreement = agreement_of (page);
    g_autofree char *path = NULL;

    if (!yes || agreement == NULL)
        return;
    path = g_strdup_printf ("/api/v1/agreements/%" G_GINT64_FORMAT "/take-over", agreement->id);
    page_set_busy (page, TRUE);
    api_call_async (page_get_api (page), &(ApiRequest) { "POST", path },
                    page_get_cancellable (page), took_over, page);
}

static void
take_over_clicked (SirajPage *page)
{
    confirm_ask (GTK_WIDGET (page),
                 &(Question) { tr ("Go on with the meter of the point?"),
                               tr ("Each register begins where the agreement before has ended, and "
                                   "the point counts as connected."),
                               tr ("_Take the meter over"), FALSE, FALSE },
                 take_over_confirmed, page);
}

/* Buttons */

static GtkWidget *
button_of (SirajPage *page, const char *key, const char *label, void (*clicked) (SirajPage *))
{
    GtkWidget *button = g_object_get_data (G_OBJECT (page), key);

    if (button != NULL)
        return button;
    button = form_page_add_button (SIRAJ_FORM_PAGE (page), label, NULL, G_CALLBACK (clicked));
    g_object_set_data (G_OBJECT (page), key, button);
    return button;
}

void
agreement_actions_show (SirajPage *page, const ServiceAgreement *agreement)
{
    gboolean may = client_session_may (page_get_session (page), "subscriptions.write");
    gboolean runs = agreement->state != AGREEMENT_STATE_TERMINATED;
    gboolean metered = agreement->meter_number != NULL;

    gtk_widget_set_visible (
        button_of (page, TAKE_OVER_BUTTON, tr ("Ta_ke the meter over…"), take_over_clicked),
        may && runs && !metered);
    gtk_widget_set_visible (button_of (page, END_BUTTON, tr ("_End the agreement…"), end_clicked),
                            may && runs);
}
