/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Acts that need a reason: asks for it and sends it as {"reason":…}. */
#pragma once

#include "client/shell/card-page.h"
#include "client/shell/confirm.h"

G_BEGIN_DECLS

/* Asks @question and does @act with the reason as its body; @act is copied, its texts are
 * static. */
void card_page_act_with_reason (SirajCardPage *self, const Question *question, const CardAct *act);

G_END_DECLS
