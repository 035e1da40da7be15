/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Somebody saved the record first. */
#include "client/shell/stale.h"

#include "client/core/format.h"
#include "client/shell/confirm.h"
#include "common/schema/json.h"

typedef struct {
    SirajPage *page;
    const Record *record;
    gpointer original;
    gpointer current;
    gpointer theirs;
    gint64 version;
    char *sentence; /* of the refusal */
    StaleMerged merged;
    gpointer user_data;
} Conflict;

static void
conflict_free (Conflict *conflict)
{
    record_free (conflict->record, conflict->original);
    record_free (conflict->record, conflict->current);
    record_free (conflict->record, conflict->theirs);
    g_free (conflict->sentence);
    g_free (conflict);
}

static gpointer
put_on_top (const Conflict *conflict)
{
    gpointer mine = record_copy (conflict->record, conflict->theirs);

    for (guint i = 0; i < conflict->record->n_fields; i++) {
        const Field *field = &conflict->record->fields[i];

        if (!(field->flags & FIELD_READ_ONLY) &&
            !field_equal (field, conflict->original, conflict->current))
            field_copy (field, mine, conflict->current);
    }
    return mine;
}

static void
answered (gboolean yes, const char *reason, gpointer user_data)
{
    Conflict *conflict = user_data;

    if (yes)
        conflict->merged (g_steal_pointer (&conflict->theirs), put_on_top (conflict),
                          conflict->version, conflict->user_data);
    conflict_free (conflict);
}

/* Who and when, where the record says so. */
static void
append_who (GString *text, const Conflict *conflict)
{
    const Field *by = record_find_field (conflict->record, "updated_by_name");
    const Field *at = record_find_field (conflict->record, "updated_at");
    g_autofree char *who = by != NULL ? format_field (by, conflict->theirs) : NULL;
    g_autofree char *when = at != NULL ? format_field (at, conflict->theirs) : NULL;

    if (who == NULL || *who == '\0' || when == NULL || *when == '\0')
        g_string_append (text, conflict->sentence);
    else
        g_string_append_printf (text, tr ("%s saved it at %s while it was open here."), who, when);
}

static void
append_change (GString *text, const Conflict *conflict, const Field *field)
{
    g_autofree char *before = format_field (field, conflict->original);
    g_autofree char *after = format_field (field, conflict->theirs);
    gboolean both = !field_equal (field, conflict->original, conflict->current);

    g_string_append_printf (text, tr ("\n%s: “%s” became “%s”"), tr (field->label), before, after);
    if (both)
        g_string_append (text, tr (" (changed here too)"));
}

static char *
describe (const Conflict *conflict)
{
    GString *text = g_string_new (NULL);

    append_who (text, conflict);
    g_string_append_c (text, '\n');
    for (guint i = 0; i < conflict->record->n_fields; i++) {
        const Field *field = &conflict->record->fields[i];

        if (!(field->flags & FIELD_READ_ONLY) &&
            !field_equal (field, conflict->original, conflict->theirs))
            append_change (text, conflict, field);
    }
    return g_string_free (text, FALSE);
}

static void
theirs_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
    Conflict *conflict = user_data;
    g_autoptr (GError) error = NULL;
    g_autoptr (ApiAnswer) answer = api_call_finish (SIRAJ_API (source), result, &error);
    JsonObject *object = answer != NULL ? api_answer_object (answer) : NULL;
    g_autofree char *body = NULL;

    conflict->theirs = record_new (conflict->record);
    if (object == NULL ||
        !json_read_record (object, conflict->record, JSON_IN_ANSWER, conflict->theirs, &error)) {
        if (error != NULL && !api_error_is_cancelled (error))
            page_report (conflict->page, error);
        conflict_free (conflict);
        return;
    }
    conflict->version = answer->version;
    body = describe (conflict);
    confirm_ask (GTK_WIDGET (conflict->page),
                 &(Question) { tr ("Somebody else changed this record"), body,
                               tr ("_Put my changes on top of theirs"), FALSE, FALSE },
                 answered, conflict);
}

void
stale_resolve (const StaleRecord *stale, const GError *error, StaleMerged merged,
               gpointer user_data)
{
    Conflict *conflict = g_new0 (Conflict, 1);

    conflict->page = stale->page;
    conflict->record = stale->record;
    conflict->original = record_copy (stale->record, stale->original);
    conflict->current = record_copy (stale->record, stale->current);
    conflict->sentence = g_strdup (error->message);
    conflict->merged = merged;
    conflict->user_data = user_data;
    api_call_async (page_get_api (stale->page), &(ApiRequest) { "GET", stale->path },
                    page_get_cancellable (stale->page), theirs_came, conflict);
}
