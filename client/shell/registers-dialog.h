/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An act on the registers of meters in a window of its own: its members as a form, and a field for
 * what each register shows. */
#pragma once

#include "client/shell/form-dialog.h"
#include "common/types/meters-types.h"

G_BEGIN_DECLS

/* Members of the request that hold values; NULL: the act has none of them. */
typedef struct {
    FormDialogSpec form;
    const char *finals;   /* of the registers that are closed */
    gboolean by_register; /* @finals names registers by their id, not by their code */
    const char *openings; /* of the registers that are opened */
    const char *chosen;   /* member of the meter that opens them; NULL: the one of the call */
} RegistersDialogSpec;

typedef struct {
    FormDialogCall call;
    const char *registers; /* GET: the registers to close, with closed ones among them */
    gint64 agreement_id;   /* only those of this agreement; 0: all */
    const Meter *opening;  /* the meter that opens registers, where it is known already */
} RegistersDialogCall;

/* @spec lives as long as the program, everything of @call is copied. */
void registers_dialog_open (SirajPage *page, const RegistersDialogSpec *spec,
                            const RegistersDialogCall *call, FormDialogDone done);

G_END_DECLS
