/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of permissions. */
#include "common/api/permissions.h"

static const Permission permissions[] = {
    { "users.read", N_ ("See users and roles") },
    { "users.write", N_ ("Create and change users") },
    { "roles.write", N_ ("Change roles and their permissions") },
    { "audit.read", N_ ("See the audit trail") },
    { "company.write", N_ ("Change the company, branches and stations") },
    { "settings.write", N_ ("Change settings") },
    { "geography.read", N_ ("See feeders, boxes and routes") },
    { "geography.write", N_ ("Change feeders, boxes and routes") },
    { "customers.read", N_ ("See customers and accounts") },
    { "customers.write", N_ ("Create and change customers and accounts") },
    { "subscriptions.read", N_ ("See service points and agreements") },
    { "subscriptions.write", N_ ("Change service points and agreements") },
    { "meters.read", N_ ("See meters") },
    { "meters.write", N_ ("Register, install, exchange and remove meters") },
    { "tariffs.read", N_ ("See tariffs") },
    { "tariffs.write", N_ ("Draft tariff versions") },
    { "tariffs.activate", N_ ("Put a tariff version in force") },
    { "readings.read", N_ ("See readings") },
    { "readings.enter", N_ ("Enter readings") },
    { "readings.review", N_ ("Decide on readings held for review") },
    { "readings.push", N_ ("Send readings of smart meters") },
    { "billing.read", N_ ("See billing runs") },
    { "billing.run", N_ ("Start and cancel billing runs") },
    { "billing.exceptions", N_ ("Clear billing exceptions") },
    { "invoices.read", N_ ("See and print invoices") },
    { "invoices.issue", N_ ("Issue invoices by hand") },
    { "invoices.print", N_ ("Print many invoices in one file") },
    { "templates.read", N_ ("See invoice templates") },
    { "templates.write", N_ ("Change invoice templates") },
    { "recurring.read", N_ ("See recurring invoices") },
    { "recurring.write", N_ ("Create and change recurring invoices") },
    { "invoices.cancel", N_ ("Cancel an invoice by a credit note") },
    { "payments.read", N_ ("See payments") },
    { "payments.take", N_ ("Take payments") },
    { "payments.cancel", N_ ("Cancel a payment") },
    { "payments.backdate", N_ ("Record a payment of an earlier day") },
    { "payments.methods", N_ ("Change payment methods") },
    { "accounting.read", N_ ("See the ledger") },
    { "accounting.map", N_ ("Map posting keys to accounts") },
    { "accounting.close", N_ ("Close and open accounting periods") },
    { "imports.run", N_ ("Import files") },
    { "jobs.read", N_ ("See jobs") },
    { "jobs.run", N_ ("Start and cancel jobs") },
};

const Permission *
permission_list (guint *n)
{
    *n = G_N_ELEMENTS (permissions);
    return permissions;
}

const Permission *
permission_find (const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS (permissions); i++) {
        if (g_str_equal (permissions[i].name, name)) {
            return &permissions[i];
        }
    }
    return NULL;
}
