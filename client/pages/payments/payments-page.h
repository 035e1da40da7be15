/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of payments. */
#pragma once

#include "client/shell/list-page.h"

G_BEGIN_DECLS

SirajPage *payments_page_new (const PageContext *context);

G_END_DECLS
