/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chain of hashes over the audit trail: made by the worker, proved by `verify`. */
#include "server/modules/users/users-sql.h"
#include "server/modules/users/users.h"

gboolean
users_seal_audit (Db *db, GError **error)
{
    return db_run_params (db, &audit_seal, NULL, 0, NULL, error);
}

const VerifyCheck users_checks[] = {
    { N_ ("The audit trail is as it was sealed"), &audit_verify },
    { NULL, NULL },
};
