/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dispatcher's own statements. */
#include "server/core/dispatch-sql.h"

/* $1 actor, $2 stations, $3 request, $4 action */
const Statement dispatch_settings = {
    "dispatch_settings",
    "SELECT set_config ('siraj.actor', $1, true), set_config ('siraj.stations', $2, true),"
    "       set_config ('siraj.request_id', $3, true), set_config ('siraj.action', $4, true)",
};

/* $1 principal, $2 key.  Always one row.  The lock is taken after the snapshot of the look-up, so
 * an answer stored in between is not seen here: idempotency_insert then stores nothing and the
 * request is run again. */
const Statement idempotency_claim = {
    "idempotency_claim",
    "SELECT pg_try_advisory_xact_lock (hashtextextended ($1::bigint || ' ' || $2, 0)) AS held,"
    "       encode (stored.request_hash, 'hex') AS request_hash, stored.status, stored.body"
    "  FROM (SELECT 1) AS one"
    "  LEFT JOIN idempotency_keys AS stored ON stored.principal_id = $1 AND stored.key = $2",
};

/* $1 principal, $2 key, $3 hash in hexadecimal, $4 status, $5 body */
const Statement idempotency_insert = {
    "idempotency_insert",
    "INSERT INTO idempotency_keys (principal_id, key, request_hash, status, body)"
    " VALUES ($1, $2, decode ($3, 'hex'), $4, $5)"
    " ON CONFLICT (principal_id, key) DO NOTHING"
    " RETURNING 1",
};

const Statement health_ping = {
    "health_ping",
    "SELECT 1",
};

const Statement *const dispatch_statements[] = {
    &dispatch_settings, &idempotency_claim, &idempotency_insert, &health_ping, NULL,
};
