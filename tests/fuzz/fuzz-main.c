/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every fuzzer begins with: a broken contract of a function ends it. */
#include "common/base/language.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
    g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
    language_set (LANGUAGE_ENGLISH);
    return 0;
}
