/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Payment methods, as the accountant keeps them. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *payment_methods_page_new (const PageContext *context);
SirajPage *payment_method_page_new (const PageContext *context);

G_END_DECLS
