/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks before what cannot be undone. */
#include "client/shell/confirm.h"

#include <adwaita.h>

#include "client/widgets/pieces.h"
#include "common/base/language.h"
#include "common/base/text.h"

typedef struct {
    AnswerFunc answered;
    gpointer user_data;
    GtkWidget *reason;
} Pending;

static void
responded (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
    Pending *pending = user_data;
    g_autofree char *reason =
        pending->reason != NULL
            ? text_strip_marks (gtk_editable_get_text (GTK_EDITABLE (pending->reason)))
            : NULL;

    pending->answered (g_str_equal (response, "yes"), reason, pending->user_data);
}

static void
reason_changed (GtkEditable *editable, gpointer user_data)
{
    g_autofree char *text = text_strip_marks (gtk_editable_get_text (editable));

    adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (user_data), "yes", *text != '\0');
}

static void
add_reason (AdwMessageDialog *dialog, Pending *pending)
{
    pending->reason = gtk_entry_new ();
    gtk_entry_set_placeholder_text (GTK_ENTRY (pending->reason), tr ("Reason"));
    widget_set_accessible_name (pending->reason, tr ("Reason"));
    gtk_entry_set_activates_default (GTK_ENTRY (pending->reason), TRUE);
    adw_message_dialog_set_extra_child (dialog, pending->reason);
    adw_message_dialog_set_response_enabled (dialog, "yes", FALSE);
    g_signal_connect (pending->reason, "changed", G_CALLBACK (reason_changed), dialog);
}

void
confirm_ask (GtkWidget *parent, const Question *question, AnswerFunc answered, gpointer user_data)
{
    GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (parent));
    AdwMessageDialog *dialog =
        ADW_MESSAGE_DIALOG (adw_message_dialog_new (window, question->heading, question->body));
    Pending *pending = g_new0 (Pending, 1);

    pending->answered = answered;
    pending->user_data = user_data;
    adw_message_dialog_add_responses (dialog, "no", tr ("_Keep as it is"), "yes", question->action,
                                      NULL);
    adw_message_dialog_set_response_appearance (
        dialog, "yes", question->dangerous ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
    adw_message_dialog_set_default_response (dialog, question->dangerous ? "no" : "yes");
    adw_message_dialog_set_close_response (dialog, "no");
    if (question->wants_reason)
        add_reason (dialog, pending);
    g_object_set_data_full (G_OBJECT (dialog), "pending", pending, g_free);
    g_signal_connect (dialog, "response", G_CALLBACK (responded), pending);
    gtk_window_present (GTK_WINDOW (dialog));
}
