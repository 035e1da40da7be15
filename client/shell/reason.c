/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Acts that need a reason. */
#include "client/shell/reason.h"

#include "common/schema/json.h"

typedef struct {
    SirajCardPage *page;
    CardAct act;
} Asked;

static void
answered (gboolean yes, const char *reason, gpointer user_data)
{
    Asked *asked = user_data;
    g_autoptr (GString) body = g_string_new ("{\"reason\":");

    if (!yes)
        return;
    json_append_string (body, reason);
    g_string_append_c (body, '}');
    asked->act.body = body->str;
    card_page_act (asked->page, &asked->act);
}

void
card_page_act_with_reason (SirajCardPage *self, const Question *question, const CardAct *act)
{
    Asked *asked = g_new0 (Asked, 1);

    *asked = (Asked) { self, *act };
    g_object_set_data_full (G_OBJECT (self), "asked", asked, g_free);
    confirm_ask (GTK_WIDGET (self), question, answered, asked);
}
