/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of customers. */
#pragma once

#include "client/shell/list-page.h"

G_BEGIN_DECLS

SirajPage *customers_page_new (const PageContext *context);

G_END_DECLS
