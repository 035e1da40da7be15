/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invoice templates: the list, and one with what it makes of a bill. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *templates_page_new (const PageContext *context);
SirajPage *template_page_new (const PageContext *context);

G_END_DECLS
