/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that words.c puts together: numerals, powers of a thousand, and the names of money. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A counted noun in the forms that its number asks for. */
typedef struct {
    const char *singular; /* after a hundred, a thousand …: «مائة ريال» */
    const char *one;      /* alone: «ريال واحد» */
    const char *dual;     /* «ريالان» */
    const char *dual_construct; /* before another noun, «ألفا ريال»; NULL where none can follow */
    const char *plural;         /* after 3 to 10: «ثلاثة ريالات» */
    const char *accusative; /* after 11 to 99: «أحد عشر ريالًا» */
    gboolean feminine;
    const char *english;
    const char *english_plural;
} WordsNoun;

typedef struct {
    const char *code;
    WordsNoun unit;
    WordsNoun fraction; /* no singular where the currency has no decimals */
} WordsCurrency;

typedef enum { WORDS_MASCULINE, WORDS_FEMININE, WORDS_N_GENDERS } WordsGender;

#define WORDS_N_SCALES 6

/* 0 to 19 beside their noun; 1 and 2 as they stand before «و» and tens. */
extern const char *const words_arabic_units[WORDS_N_GENDERS][20];
/* 3 to 9 before «و» and tens differ in one word only: «ثمانٍ وعشرون». */
extern const char *const words_arabic_eight_before_tens;
extern const char *const words_arabic_tens[10];
extern const char *const words_arabic_hundreds[10];
extern const char *const words_arabic_two_hundred_construct;
extern const char *const words_arabic_minus;
extern const char *const words_arabic_only;
extern const char *const words_arabic_and;

extern const char *const words_english_units[20];
extern const char *const words_english_tens[10];

/* 1000, 1000², … */
extern const WordsNoun words_scales[WORDS_N_SCALES];

const WordsCurrency *words_find_currency (const char *code);

G_END_DECLS
