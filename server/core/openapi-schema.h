/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records as JSON schemas: collected while routes refer to them, printed at the end. */
#pragma once

#include "common/schema/field.h"

G_BEGIN_DECLS

/* One record has up to three shapes: what may be sent differs from what is answered. */
typedef enum { OPENAPI_ANSWER, OPENAPI_CREATE, OPENAPI_UPDATE } OpenapiUse;

typedef struct OpenapiSchemas OpenapiSchemas;

OpenapiSchemas *openapi_schemas_new (void);
void openapi_schemas_free (OpenapiSchemas *schemas);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OpenapiSchemas, openapi_schemas_free)

/* Appends {"$ref":…} and remembers the record. */
void openapi_schemas_refer (OpenapiSchemas *schemas, GString *out, const Record *record,
                            OpenapiUse use);
/* Appends the members of "schemas": the problem and every record referred to, also by a record. */
void openapi_schemas_append (OpenapiSchemas *schemas, GString *out);

G_END_DECLS
