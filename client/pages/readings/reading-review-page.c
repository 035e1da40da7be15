/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue of readings held for review: one key accepts, corrects or sends back, and the next one
 * is selected. */
#include "client/core/format.h"
#include "client/core/records.h"
#include "client/pages/readings/finding-words.h"
#include "client/pages/readings/readings-pages.h"
#include "client/shell/confirm.h"
#include "client/shell/form-dialog.h"
#include "client/shell/list-page.h"
#include "client/widgets/facts.h"
#include "client/widgets/pieces.h"
#include "common/base/language.h"
#include "common/types/readings-types.h"

#define THUMB_WIDTH_PX 220
#define THUMB_HEIGHT_PX 130
#define LARGE_WIDTH_PX 760
#define LARGE_HEIGHT_PX 480

struct _SirajReadingReviewPage {
    SirajListPage parent_instance;
    GtkWidget *facts;
    GtkWidget *photo; /* a button with the picture, or hidden */
    GtkWidget *picture;
    GtkWidget *large; /* the same over the page */
    gint64 pictured;  /* the reading whose photo was asked for, 0: none */
    GtkWidget *buttons;
    gint64 deciding; /* the reading that is being decided, 0: none */
};

#define SIRAJ_TYPE_READING_REVIEW_PAGE (reading_review_page_get_type ())
G_DECLARE_FINAL_TYPE (SirajReadingReviewPage, reading_review_page, SIRAJ, READING_REVIEW_PAGE,
                      SirajListPage)
G_DEFINE_FINAL_TYPE (SirajReadingReviewPage, reading_review_page, SIRAJ_TYPE_LIST_PAGE)

static const Column columns[] = {
    { "read_on", 12, COLUMN_SORT },
    { "meter_number", 13 },
    { "customer_name", 34, COLUMN_EXPAND },
    { "account_number", 12, COLUMN_HIDDEN },
    { "route_name", 16 },
    { "previous_date", 12, COLUMN_HIDDEN },
    { "previous_value", 12 },
    { "value", 12 },
    { "consumption_wh", 12 },
    { "remark_name", 14 },
    { "entered_by_name", 16, COLUMN_HIDDEN },
};
static const ListFilter filters[] = {
    { "from", "read_on", N_ ("From") },
    { "to", "read_on", N_ ("To") },
};
static const ListPageSpec spec = {
    .title = N_ ("Held readings"),
    .icon_name = "dialog-question-symbolic",
    .path = "/api/v1/readings",
    .record = &reading_record,
    LIST_COLUMNS (columns),
    LIST_FILTERS (filters),
    .sort = "read_on",
    .empty_hint = N_ ("No reading waits for a decision."),
};

static const FormField correct_fields[] = { { "value" }, { "rollover" }, { "note" } };
static const FormSection correct_sections[] = {
    { N_ ("Right reading"), 1, FORM_OPEN, FORM_FIELDS (correct_fields) },
};
static const FormLayout correct_layout = { FORM_FIELDS (correct_sections) };
static const FormDialogSpec correct_dialog = {
    .title = N_ ("Correct the reading"),
    .effect = N_ ("The held reading is rejected and the right one takes its place and is billed."),
    .action = N_ ("_Store the right reading"),
    .record = &reading_review_record,
    .layout = &correct_layout,
};

static const Reading *
selected_reading (SirajReadingReviewPage *self)
{
    SirajItem *item = table_get_selected (list_page_get_table (SIRAJ_LIST_PAGE (self)));

    return item != NULL ? item_get_data (item) : NULL;
}

/* The photo */

/* @bytes as a picture that fits the place, whatever the telephone took. */
static gboolean
show_scaled (GtkWidget *picture, GBytes *bytes, int width, int height, GError **error)
{
    g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
    g_autoptr (GdkPixbuf) pixbuf =
        gdk_pixbuf_new_from_stream_at_scale (stream, width, height, TRUE, NULL, error);
    g_autoptr (GdkTexture) texture = pixbuf != NULL ? gdk_texture_new_for_pixbuf (pixbuf) : NULL;

    gtk_picture_set_paintable (GTK_PICTURE (picture), GDK_PAINTABLE (texture));
    return texture != NULL;
}

static void
photo_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajReadingReviewPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    const Reading *reading;

    if (api_error_is_cancelled (error))
        return;
    reading = selected_reading (self);
    if (reading == NULL || reading->id != self->pictured)
        return; /* another one is selected by now; its own photo follows */
    if (answer != NULL &&
        show_scaled (self->picture, answer->bytes, THUMB_WIDTH_PX, THUMB_HEIGHT_PX, &error) &&
        show_scaled (self->large, answer->bytes, LARGE_WIDTH_PX, LARGE_HEIGHT_PX, &error))
        gtk_widget_set_visible (self->photo, TRUE);
    else
        page_report (SIRAJ_PAGE (self), error);
}

static void
show_photo (SirajReadingReviewPage *self, const Reading *reading)
{
    g_autofree char *path = NULL;

    if (reading != NULL && reading->has_photo && reading->id == self->pictured)
        return;
    gtk_widget_set_visible (self->photo, FALSE);
    self->pictured = reading != NULL && reading->has_photo ? reading->id : 0;
    if (self->pictured == 0)
        return;
    path = g_strdup_printf ("/api/v1/readings/%" G_GINT64_FORMAT "/photo", reading->id);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &(ApiRequest) { "GET", path },
                    page_get_cancellable (SIRAJ_PAGE (self)), photo_came, self);
}

/* Why it is held */

static void
show_selected (SirajReadingReviewPage *self)
{
    const Reading *reading = selected_reading (self);
    SirajFacts *facts = SIRAJ_FACTS (self->facts);
    g_autofree char *why = NULL;
    GtkWidget *label;

    facts_clear (facts);
    show_photo (self, reading);
    gtk_widget_set_sensitive (self->buttons, reading != NULL);
    if (reading == NULL)
        return;
    why = finding_words (reading->findings);
    label = facts_add (facts, N_ ("Why it is held"), why);
    if (label != NULL)
        gtk_widget_add_css_class (label, "held-sentence");
    facts_add_field (facts, &reading_record, "value", reading);
    facts_add_field (facts, &reading_record, "previous_value", reading);
    facts_add_field (facts, &reading_record, "remark_name", reading);
    facts_add_field (facts, &reading_record, "remark", reading);
    facts_add_field (facts, &reading_record, "entered_by_name", reading);
    facts_add_field (facts, &reading_record, "entered_at", reading);
}

/* Deciding */

static void
decided (SirajReadingReviewPage *self)
{
    self->deciding = 0;
    page_model_reload (list_page_get_model (SIRAJ_LIST_PAGE (self)));
    page_tell_changed (SIRAJ_PAGE (self), "readings");
}

static void decide (SirajReadingReviewPage *self, const Reading *reading, ReviewDecision decision,
                    gboolean rollover, const char *note);

static void
rollover_confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    SirajReadingReviewPage *self = user_data;
    const Reading *reading = selected_reading (self);

    if (yes && reading != NULL)
        decide (self, reading, REVIEW_DECISION_ACCEPT, TRUE, NULL);
}

static void
review_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
    SirajReadingReviewPage *self = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);

    if (api_error_is_cancelled (error))
        return;
    page_set_busy (SIRAJ_PAGE (self), FALSE);
    if (error == NULL) {
        decided (self);
        return;
    }
    self->deciding = 0;
    if (g_strcmp0 (refusal_field (error), "rollover") != 0) {
        page_report (SIRAJ_PAGE (self), error);
        return;
    }
    confirm_ask (GTK_WIDGET (self),
                 &(Question) { tr ("Did the meter pass its last number?"),
                               tr ("The reading is lower than the one before. Accepted as it is, "
                                   "everything up to the last number of the meter counts as drawn "
                                   "and is billed."),
                               tr ("_Yes, accept the rollover"), FALSE, FALSE },
                 rollover_confirmed, self);
}

static void
decide (SirajReadingReviewPage *self, const Reading *reading, ReviewDecision decision,
        gboolean rollover, const char *note)
{
    g_autoptr (ReadingReview) review = reading_review_new ();
    g_autofree char *path =
        g_strdup_printf ("/api/v1/readings/%" G_GINT64_FORMAT "/review", reading->id);
    g_autofree char *body = NULL;

    if (self->deciding != 0)
        return;
    self->deciding = reading->id;
    review->decision = decision;
    review->rollover = rollover;
    review->note = g_strdup (note);
    body = record_to_body (&reading_review_record, review);
    page_set_busy (SIRAJ_PAGE (self), TRUE);
    api_call_async (page_get_api (SIRAJ_PAGE (self)), &(ApiRequest) { "POST", path, body },
                    page_get_cancellable (SIRAJ_PAGE (self)), review_answered, self);
}

static void
accept_clicked (SirajReadingReviewPage *self)
{
    const Reading *reading = selected_reading (self);

    if (reading != NULL)
        decide (self, reading, REVIEW_DECISION_ACCEPT, FALSE, NULL);
}

static void
corrected (SirajPage *page, const ApiAnswer *answer)
{
    decided (SIRAJ_READING_REVIEW_PAGE (page));
}

static void
correct_clicked (SirajReadingReviewPage *self)
{
    const Reading *reading = selected_reading (self);
    g_autoptr (ReadingReview) initial = NULL;
    g_autofree char *path = NULL;
    g_autofree char *meter = NULL;
    g_autofree char *subject = NULL;

    if (reading == NULL)
        return;
    initial = reading_review_new ();
    initial->decision = REVIEW_DECISION_CORRECT;
    initial->value = reading->value;
    path = g_strdup_printf ("/api/v1/readings/%" G_GINT64_FORMAT "/review", reading->id);
    meter = format_text (reading->meter_number);
    subject = g_strdup_printf (tr ("Meter %s · %s"), meter, reading->customer_name);
    form_dialog_open (SIRAJ_PAGE (self), &correct_dialog,
                      &(FormDialogCall) { path, initial, subject }, corrected);
}

static void
reject_confirmed (gboolean yes, const char *reason, gpointer user_data)
{
    SirajReadingReviewPage *self = user_data;
    const Reading *reading = selected_reading (self);

    if (yes && reading != NULL)
        decide (self, reading, REVIEW_DECISION_REJECT, FALSE, reason);
}

static void
reject_clicked (SirajReadingReviewPage *self)
{
    if (selected_reading (self) == NULL)
        return;
    confirm_ask (GTK_WIDGET (self),
                 &(Question) { tr ("Send the reading back?"),
                               tr ("It does not count; the meter stands on the sheet of its route "
                                   "again."),
                               tr ("_Reject and read again"), TRUE, TRUE },
                 reject_confirmed, self);
}

/* Keys: the letters on the caps, whatever the layout of the keyboard. */

static gboolean
key_pressed (GtkEventControllerKey *keys, guint keyval, guint keycode, GdkModifierType state,
             gpointer user_data)
{
    if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
        return FALSE;
    switch (gdk_keyval_to_lower (keyval)) {
    case GDK_KEY_a:
    case GDK_KEY_Arabic_sheen:
        accept_clicked (user_data);
        return TRUE;
    case GDK_KEY_c:
    case GDK_KEY_Arabic_hamzaonwaw:
        correct_clicked (user_data);
        return TRUE;
    case GDK_KEY_r:
    case GDK_KEY_Arabic_qaf:
        reject_clicked (user_data);
        return TRUE;
    default:
        return FALSE;
    }
}

/* Making */

/* A thumb beside the facts; a click shows it large enough to read the figures. */
static GtkWidget *
make_photo (SirajReadingReviewPage *self)
{
    GtkWidget *popover = gtk_popover_new ();

    self->photo = gtk_menu_button_new ();
    self->picture = gtk_picture_new ();
    self->large = gtk_picture_new ();
    gtk_picture_set_can_shrink (GTK_PICTURE (self->picture), FALSE);
    gtk_picture_set_can_shrink (GTK_PICTURE (self->large), FALSE);
    gtk_widget_set_valign (self->photo, GTK_ALIGN_START);
    gtk_picture_set_alternative_text (GTK_PICTURE (self->picture), tr ("Photo of the meter"));
    gtk_picture_set_alternative_text (GTK_PICTURE (self->large), tr ("Photo of the meter"));
    widget_set_accessible_name (self->photo, tr ("Photo of the meter"));
    gtk_popover_set_child (GTK_POPOVER (popover), self->large);
    gtk_menu_button_set_child (GTK_MENU_BUTTON (self->photo), self->picture);
    gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->photo), popover);
    gtk_widget_add_css_class (self->photo, "flat");
    gtk_widget_set_visible (self->photo, FALSE);
    return self->photo;
}

static GtkWidget *
add_button (SirajReadingReviewPage *self, const char *label, const char *css_class,
            void (*clicked) (SirajReadingReviewPage *))
{
    GtkWidget *button = gtk_button_new_with_label (label);

    if (css_class != NULL)
        gtk_widget_add_css_class (button, css_class);
    g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), self);
    gtk_box_append (GTK_BOX (self->buttons), button);
    return button;
}

static GtkWidget *
make_panel (SirajReadingReviewPage *self)
{
    GtkWidget *panel = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
    g_autofree char *accept = g_strdup_printf ("%s (A)", tr ("Accept"));
    g_autofree char *correct = g_strdup_printf ("%s (C)", tr ("Correct…"));
    g_autofree char *reject = g_strdup_printf ("%s (R)", tr ("Send back…"));

    self->facts = facts_new (NULL);
    self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
    gtk_widget_set_hexpand (self->facts, TRUE);
    gtk_widget_set_valign (self->buttons, GTK_ALIGN_START);
    add_button (self, accept, "suggested-action", accept_clicked);
    add_button (self, correct, NULL, correct_clicked);
    add_button (self, reject, NULL, reject_clicked);
    gtk_widget_set_visible (self->buttons, client_session_may (page_get_session (SIRAJ_PAGE (self)),
                                                               "readings.review"));
    gtk_widget_add_css_class (panel, "review");
    gtk_box_append (GTK_BOX (panel), make_photo (self));
    gtk_box_append (GTK_BOX (panel), self->facts);
    gtk_box_append (GTK_BOX (panel), self->buttons);
    return panel;
}

/* The rows have the keyboard from the start: here one decides, one does not search. */
static void
reading_review_page_shown (SirajPage *page)
{
    SIRAJ_PAGE_CLASS (reading_review_page_parent_class)->shown (page);
    table_focus_rows (list_page_get_table (SIRAJ_LIST_PAGE (page)));
}

static void
reading_review_page_class_init (SirajReadingReviewPageClass *class)
{
    SIRAJ_PAGE_CLASS (class)->shown = reading_review_page_shown;
}

static void
reading_review_page_init (SirajReadingReviewPage *self)
{
}

SirajPage *
reading_review_page_new (const PageContext *context)
{
    SirajReadingReviewPage *self = g_object_new (SIRAJ_TYPE_READING_REVIEW_PAGE, NULL);
    GtkEventController *keys = gtk_event_controller_key_new ();
    SirajTable *table;

    list_page_setup (SIRAJ_LIST_PAGE (self), context, &spec);
    page_model_set (list_page_get_model (SIRAJ_LIST_PAGE (self)), "state", "held");
    gtk_box_append (GTK_BOX (self), make_panel (self));
    table = list_page_get_table (SIRAJ_LIST_PAGE (self));
    g_signal_connect_object (table, "selected", G_CALLBACK (show_selected), self,
                             G_CONNECT_SWAPPED);
    gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
    g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
    gtk_widget_add_controller (GTK_WIDGET (table), keys);
    show_selected (self);
    return SIRAJ_PAGE (self);
}
