/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The books: journal, one entry, trial balance, chart of accounts, posting keys, periods. */
#pragma once

#include "client/shell/page.h"

G_BEGIN_DECLS

SirajPage *journal_page_new (const PageContext *context);
SirajPage *entry_page_new (const PageContext *context);
SirajPage *trial_balance_page_new (const PageContext *context);
SirajPage *ledger_accounts_page_new (const PageContext *context);
SirajPage *ledger_account_page_new (const PageContext *context);
SirajPage *posting_keys_page_new (const PageContext *context);
SirajPage *posting_key_page_new (const PageContext *context);
SirajPage *accruals_page_new (const PageContext *context);
SirajPage *periods_page_new (const PageContext *context);

G_END_DECLS
