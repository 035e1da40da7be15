/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Remarks of readers, visits that gave no reading, and photos. */
#pragma once

#include "server/core/operation.h"

G_BEGIN_DECLS

/* That the remark is in use and @of_visit or of a reading; *@holds: a reading with it is held.
 * Errors: NOT_FOUND, REMARK_UNFIT. */
gboolean field_check_remark (Db *db, gint64 remark_id, gboolean of_visit, gboolean *holds,
                             GError **error);

gboolean field_remarks_list (Operation *op, GError **error);
gboolean field_remark_read (Operation *op, GError **error);
gboolean field_remark_create (Operation *op, GError **error);
gboolean field_remark_change (Operation *op, GError **error);
gboolean field_visit_create (Operation *op, GError **error);

/* The photo of the reading or visit {id} of the path; what is kept once never changes. */
gboolean field_keep_reading_photo (Operation *op, GError **error);
gboolean field_keep_visit_photo (Operation *op, GError **error);
gboolean field_answer_reading_photo (Operation *op, GError **error);
gboolean field_answer_visit_photo (Operation *op, GError **error);

G_END_DECLS
