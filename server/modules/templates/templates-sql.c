/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQL of invoice templates. */
#include "server/modules/templates/templates-sql.h"

#define PLAIN_COLUMNS                                                                              \
    "t.id, t.name, t.class_id, k.name AS class_name, t.is_default, t.paper, t.show_chart,"         \
    " t.show_payments, t.show_comparison, t.show_explanation, t.active,"                           \
    " u.full_name AS updated_by_name, t.updated_at, t.version"
#define TEXTS ", t.header, t.footer, t.how_to_pay, t.terms, t.logo_png"
#define TABLES                                                                                     \
    " FROM invoice_templates t LEFT JOIN customer_classes k ON k.id = t.class_id"                  \
    " LEFT JOIN users u ON u.id = t.updated_by"
/* $4 q, $5 active */
#define FILTERS                                                                                    \
    " AND ($4::text IS NULL OR t.name LIKE '%' || $4 || '%' OR k.name LIKE '%' || $4 || '%')"      \
    " AND ($5::text IS NULL OR t.active = $5::boolean)"

const Statement templates_by_name = {
    "templates_by_name",
    "SELECT " PLAIN_COLUMNS ", t.name AS sort_key" TABLES
    " WHERE ($2::text IS NULL OR (t.name, t.id) > ($2, $3::bigint))" FILTERS
    " ORDER BY t.name, t.id LIMIT $1::bigint",
};

const Statement templates_by_name_desc = {
    "templates_by_name_desc",
    "SELECT " PLAIN_COLUMNS ", t.name AS sort_key" TABLES
    " WHERE ($2::text IS NULL OR (t.name, t.id) < ($2, $3::bigint))" FILTERS
    " ORDER BY t.name DESC, t.id DESC LIMIT $1::bigint",
};

const Statement templates_get = {
    "templates_get",
    "SELECT " PLAIN_COLUMNS TEXTS TABLES " WHERE t.id = $1",
};

const Statement templates_insert = {
    "templates_insert",
    "INSERT INTO invoice_templates (name, class_id, is_default, paper, header, footer, how_to_pay,"
    "  terms, logo_png, show_chart, show_payments, show_comparison, show_explanation, active,"
    "  updated_by)"
    " VALUES (:name, :class_id, :is_default, :paper, :header, :footer, :how_to_pay, :terms,"
    "  :logo_png, :show_chart, :show_payments, :show_comparison, :show_explanation, :active,"
    "  current_setting('siraj.actor')::bigint)"
    " RETURNING id",
};

const Statement templates_update = {
    "templates_update",
    "UPDATE invoice_templates SET name = :name, class_id = :class_id, is_default = :is_default,"
    "  paper = :paper, header = :header, footer = :footer, how_to_pay = :how_to_pay,"
    "  terms = :terms, logo_png = :logo_png, show_chart = :show_chart,"
    "  show_payments = :show_payments, show_comparison = :show_comparison,"
    "  show_explanation = :show_explanation, active = :active,"
    "  updated_by = current_setting('siraj.actor')::bigint, updated_at = now(),"
    "  version = version + 1"
    " WHERE id = :id AND version = :version RETURNING id",
};

/* $1 the template that takes over (0: a new one) */
const Statement templates_clear_default = {
    "templates_clear_default",
    "UPDATE invoice_templates SET is_default = false, version = version + 1"
    " WHERE is_default AND id <> $1",
};

const Statement templates_of_class = {
    "templates_of_class",
    "SELECT " PLAIN_COLUMNS TEXTS TABLES " WHERE t.active AND (t.class_id = $1 OR t.is_default)"
    " ORDER BY COALESCE(t.class_id = $1, false) DESC LIMIT 1",
};

const Statement *const templates_statements[] = {
    &templates_by_name, &templates_by_name_desc,  &templates_get,      &templates_insert,
    &templates_update,  &templates_clear_default, &templates_of_class, NULL,
};
