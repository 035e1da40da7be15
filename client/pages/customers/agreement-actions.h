/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done to an agreement where its meter hangs: it ends, or goes on with the meter that the
 * one before has left. */
#pragma once

#include "client/shell/page.h"
#include "common/types/subscriptions-types.h"

G_BEGIN_DECLS

/* The buttons on the card of @agreement, those that its state allows; call it after each load. */
void agreement_actions_show (SirajPage *page, const ServiceAgreement *agreement);

G_END_DECLS
