/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random identifiers and check digits. */
#include "common/base/id.h"

#include <string.h>

char *
id_new_uuid (void)
{
    return g_uuid_string_random ();
}

/* The weighted digit sum of ISO/IEC 7812-1, where the last of @n digits has the weight
 * @last_weight (1 or 2) and the weights alternate to the left; -1 when @n is 0 or a character is
 * no digit. */
static int
luhn_sum (const char *digits, gsize n, int last_weight)
{
    int sum = 0;
    int weight = last_weight;

    for (gsize i = n; i > 0; i--) {
        if (!g_ascii_isdigit (digits[i - 1]))
            return -1;
        int product = (digits[i - 1] - '0') * weight;
        sum = (sum + product / 10 + product % 10) % 10;
        weight = 3 - weight;
    }
    return n > 0 ? sum : -1;
}

int
id_luhn_digit (const char *digits)
{
    g_return_val_if_fail (digits != NULL, -1);

    int sum = luhn_sum (digits, strlen (digits), 2);
    return sum < 0 ? -1 : (10 - sum) % 10;
}

gboolean
id_luhn_valid (const char *digits)
{
    if (digits == NULL)
        return FALSE;
    gsize n = strlen (digits);
    return n >= 2 && luhn_sum (digits, n, 1) == 0;
}
