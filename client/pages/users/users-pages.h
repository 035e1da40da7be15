/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users, roles, one's own sessions, the audit trail. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *users_page_new (const PageContext *context);
SirajPage *user_page_new (const PageContext *context);
SirajPage *roles_page_new (const PageContext *context);
SirajPage *role_page_new (const PageContext *context);
/* Where one is signed in; password; sign out everywhere. */
SirajPage *sessions_page_new (const PageContext *context);
SirajPage *audit_page_new (const PageContext *context);

G_END_DECLS
