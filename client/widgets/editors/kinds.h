/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of editors, for editor.c alone: everybody else calls editor_new(). */
#pragma once

#include "client/widgets/editor.h"

G_BEGIN_DECLS

#define SIRAJ_TYPE_TEXT_EDITOR (text_editor_get_type ())
G_DECLARE_FINAL_TYPE (SirajTextEditor, text_editor, SIRAJ, TEXT_EDITOR, SirajEditor)
SirajEditor *text_editor_new (const Field *field);

#define SIRAJ_TYPE_LONG_TEXT_EDITOR (long_text_editor_get_type ())
G_DECLARE_FINAL_TYPE (SirajLongTextEditor, long_text_editor, SIRAJ, LONG_TEXT_EDITOR, SirajEditor)

#define SIRAJ_TYPE_NUMBER_EDITOR (number_editor_get_type ())
G_DECLARE_FINAL_TYPE (SirajNumberEditor, number_editor, SIRAJ, NUMBER_EDITOR, SirajEditor)
SirajEditor *number_editor_new (const Field *field);

#define SIRAJ_TYPE_DATE_EDITOR (date_editor_get_type ())
G_DECLARE_FINAL_TYPE (SirajDateEditor, date_editor, SIRAJ, DATE_EDITOR, SirajEditor)
/* Reads what date_parse() reads, and "31/8" and "31" as the day in the year and month of @today. */
gboolean date_editor_parse (const char *text, Date today, Date *date, GError **error);

#define SIRAJ_TYPE_CHOICE_EDITOR (choice_editor_get_type ())
G_DECLARE_FINAL_TYPE (SirajChoiceEditor, choice_editor, SIRAJ, CHOICE_EDITOR, SirajEditor)
SirajEditor *choice_editor_new (const Field *field);

#define SIRAJ_TYPE_BOOLEAN_EDITOR (boolean_editor_get_type ())
G_DECLARE_FINAL_TYPE (SirajBooleanEditor, boolean_editor, SIRAJ, BOOLEAN_EDITOR, SirajEditor)

#define SIRAJ_TYPE_CHECK_LIST_EDITOR (check_list_editor_get_type ())
G_DECLARE_FINAL_TYPE (SirajCheckListEditor, check_list_editor, SIRAJ, CHECK_LIST_EDITOR,
                      SirajEditor)
SirajEditor *check_list_editor_new (const Field *field, const Lookup *lookup, SirajApi *api);

#define SIRAJ_TYPE_LOOKUP_EDITOR (lookup_editor_get_type ())
G_DECLARE_FINAL_TYPE (SirajLookupEditor, lookup_editor, SIRAJ, LOOKUP_EDITOR, SirajEditor)
SirajEditor *lookup_editor_new (const Record *record, const Lookup *lookup, SirajApi *api);

#define SIRAJ_TYPE_LIST_EDITOR (list_editor_get_type ())
G_DECLARE_FINAL_TYPE (SirajListEditor, list_editor, SIRAJ, LIST_EDITOR, SirajEditor)
SirajEditor *list_editor_new (SirajApi *api);

G_END_DECLS
