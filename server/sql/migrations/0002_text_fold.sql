-- SPDX-License-Identifier: GPL-3.0-or-later
-- The normal form of names that search uses, byte for byte what text_fold() in common/base/text.c
-- gives; tests/common/fold.tsv holds both to it.  From the inside out: letters to their plain form
-- (whatever the first list has beyond the second is deleted), marks deleted, separators to single
-- spaces, and a word that is then «abd» or «abu» joined to the next.  "C" keeps every step free of
-- the collation of the database.
CREATE FUNCTION text_fold(text text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    btrim(
        regexp_replace(
            regexp_replace(
                translate(
                    text,
                    U&'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
                    '\00C0\00C1\00C2\00C3\00C4\00C5\00E0\00E1\00E2\00E3\00E4\00E5'
                    '\00C6\00D0\00D8\00DE\00C7\00E7\00D1\00F1'
                    '\00C8\00C9\00CA\00CB\00E8\00E9\00EA\00EB'
                    '\00CC\00CD\00CE\00CF\00EC\00ED\00EE\00EF'
                    '\00D2\00D3\00D4\00D5\00D6\00F2\00F3\00F4\00F5\00F6'
                    '\00D9\00DA\00DB\00DC\00F9\00FA\00FB\00FC'
                    '\00DD\00FD\00FF'
                    '\0622\0623\0625\0671\0624\0626\0649\06CC\0629\06BE\06C1\06D5\06A9'
                    '\0660\0661\0662\0663\0664\0665\0666\0667\0668\0669'
                    '\06F0\06F1\06F2\06F3\06F4\06F5\06F6\06F7\06F8\06F9'
                    '\0621\0640\0670',
                    U&'abcdefghijklmnopqrstuvwxyz'
                    'aaaaaaaaaaaa'
                    '\00E6\00F0\00F8\00FEccnn'
                    'eeeeeeee'
                    'iiiiiiii'
                    'oooooooooo'
                    'uuuuuuuu'
                    'yyy'
                    '\0627\0627\0627\0627\0648\064A\064A\064A\0647\0647\0647\0647\0643'
                    '0123456789'
                    '0123456789'
                ) COLLATE "C",
                '[\u0300-\u036F\u0610-\u061A\u061C\u064B-\u065F\u06D6-\u06DC\u06DF-\u06E8'
                '\u06EA-\u06ED\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]+',
                '', 'g'
            ),
            '[\u0001-\u002F\u003A-\u0060\u007B-\u00BF\u00D7\u00F7\u0600-\u060F\u061B'
            '\u061D-\u061F\u066A-\u066D\u06D4\u06DD-\u06DE\u06E9\u06FD-\u06FE\u2000-\u205F'
            '\u20A0-\u20CF\u2100-\u2BFF\u3000-\u3003\uFD3E-\uFD3F\uFDFC\uFFF0-\uFFFF]+',
            ' ', 'g'
        ),
        ' '
    ),
    '(?<![^ ])(\u0639\u0628\u062F|\u0627\u0628\u0648) ', '\1', 'g'
);
