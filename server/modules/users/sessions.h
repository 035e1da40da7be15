/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations of sign-in and sessions; the route table is in users.c. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

gboolean sessions_sign_in (Operation *op, GError **error);
gboolean sessions_sign_out (Operation *op, GError **error);
gboolean sessions_sign_out_everywhere (Operation *op, GError **error);
gboolean sessions_list_own (Operation *op, GError **error);
gboolean sessions_list_of_user (Operation *op, GError **error);
gboolean sessions_end_of_user (Operation *op, GError **error);
gboolean sessions_me (Operation *op, GError **error);
gboolean sessions_change_password (Operation *op, GError **error);

G_END_DECLS
