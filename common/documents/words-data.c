/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numerals and the names of money, inflected by hand: the data behind words.c. */
#include "common/documents/words-data.h"

const char *const words_arabic_units[WORDS_N_GENDERS][20] = {
    [WORDS_MASCULINE] = {
        "صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة",
        "أحد عشر", "اثنا عشر", "ثلاثة عشر", "أربعة عشر", "خمسة عشر", "ستة عشر", "سبعة عشر",
        "ثمانية عشر", "تسعة عشر",
    },
    [WORDS_FEMININE] = {
        "صفر", "إحدى", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر",
        "إحدى عشرة", "اثنتا عشرة", "ثلاث عشرة", "أربع عشرة", "خمس عشرة", "ست عشرة", "سبع عشرة",
        "ثماني عشرة", "تسع عشرة",
    },
};

const char *const words_arabic_eight_before_tens = "ثمانٍ";

const char *const words_arabic_tens[10] = {
    NULL, NULL, "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون",
};

const char *const words_arabic_hundreds[10] = {
    NULL,      "مائة",   "مائتان",  "ثلاثمائة", "أربعمائة",
    "خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة",
};

const char *const words_arabic_two_hundred_construct = "مائتا";
/* With a colon, so that the number after it stays nominative. */
const char *const words_arabic_minus = "بالسالب:";
const char *const words_arabic_only = "لا غير";
const char *const words_arabic_and = "و";

const char *const words_english_units[20] = {
    "zero",     "one",     "two",     "three",     "four",     "five",     "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
};

const char *const words_english_tens[10] = {
    NULL, NULL, "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
};

/* A scale word is its own singular: «ألف», never «ألف واحد». */
#define SCALE(word, dual, construct, plural, accusative, english)                                  \
    {                                                                                              \
        word, word, dual, construct, plural, accusative, FALSE, english, english                   \
    }

const WordsNoun words_scales[WORDS_N_SCALES] = {
    SCALE ("ألف", "ألفان", "ألفا", "آلاف", "ألفًا", "thousand"),
    SCALE ("مليون", "مليونان", "مليونا", "ملايين", "مليونًا", "million"),
    SCALE ("مليار", "ملياران", "مليارا", "مليارات", "مليارًا", "billion"),
    SCALE ("تريليون", "تريليونان", "تريليونا", "تريليونات", "تريليونًا", "trillion"),
    SCALE ("كوادريليون", "كوادريليونان", "كوادريليونا", "كوادريليونات", "كوادريليونًا",
           "quadrillion"),
    SCALE ("كوينتيليون", "كوينتيليونان", "كوينتيليونا", "كوينتيليونات", "كوينتيليونًا",
           "quintillion"),
};

/* Indefinite accusative of a noun without ta marbuta. */
#define ACCUSATIVE(noun) noun "ًا"
#define MASCULINE(singular, dual, plural, english, english_plural)                                 \
    {                                                                                              \
        singular, singular " واحد", dual, NULL, plural, ACCUSATIVE (singular), FALSE, english,     \
            english_plural                                                                         \
    }
/* A noun on ta marbuta takes no alif in the accusative. */
#define FEMININE(singular, dual, plural, english, english_plural)                                  \
    {                                                                                              \
        singular, singular " واحدة", dual, NULL, plural, singular, TRUE, english, english_plural   \
    }

/* A noun and its adjective; broken and sound plurals of things take it in the feminine singular. */
#define MASCULINE_OF(noun, dual, plural, adjective, english, english_plural)                       \
    {                                                                                              \
        noun " " adjective, noun " " adjective " واحد", dual " " adjective "ان", NULL,             \
            plural " " adjective "ة", ACCUSATIVE (noun) " " ACCUSATIVE (adjective), FALSE,         \
            english, english_plural                                                                \
    }
#define FEMININE_OF(noun, dual, plural, adjective, english, english_plural)                        \
    FEMININE (noun " " adjective "ة", dual " " adjective "تان", plural " " adjective "ة", english, \
              english_plural)

#define RIYAL(adjective, english, english_plural)                                                  \
    MASCULINE_OF ("ريال", "ريالان", "ريالات", adjective, english, english_plural)
#define DINAR(adjective, english)                                                                  \
    MASCULINE_OF ("دينار", "ديناران", "دنانير", adjective, english " dinar", english " dinars")
#define DIRHAM(adjective, english)                                                                 \
    MASCULINE_OF ("درهم", "درهمان", "دراهم", adjective, english " dirham", english " dirhams")
#define POUND(adjective, english)                                                                  \
    MASCULINE_OF ("جنيه", "جنيهان", "جنيهات", adjective, english " pound", english " pounds")
#define LIRA(adjective, english)                                                                   \
    FEMININE_OF ("ليرة", "ليرتان", "ليرات", adjective, english " pound", english " pounds")
#define FRANC(adjective, english)                                                                  \
    MASCULINE_OF ("فرنك", "فرنكان", "فرنكات", adjective, english " franc", english " francs")
#define FILS MASCULINE ("فلس", "فلسان", "فلوس", "fils", "fils")
#define PIASTRE MASCULINE ("قرش", "قرشان", "قروش", "piastre", "piastres")
#define DIRHAM_COIN MASCULINE ("درهم", "درهمان", "دراهم", "dirham", "dirhams")
#define CENTIME MASCULINE ("سنتيم", "سنتيمان", "سنتيمات", "centime", "centimes")
#define CENT MASCULINE ("سنت", "سنتان", "سنتات", "cent", "cents")

static const WordsCurrency currencies[] = {
    { "AED", DIRHAM ("إماراتي", "UAE"), FILS },
    { "BHD", DINAR ("بحريني", "Bahraini"), FILS },
    { "DJF", FRANC ("جيبوتي", "Djiboutian"), { 0 } },
    { "DZD", DINAR ("جزائري", "Algerian"), CENTIME },
    { "EGP", POUND ("مصري", "Egyptian"), PIASTRE },
    { "IQD", DINAR ("عراقي", "Iraqi"), FILS },
    { "JOD", DINAR ("أردني", "Jordanian"), FILS },
    { "KMF", FRANC ("قمري", "Comorian"), { 0 } },
    { "KWD", DINAR ("كويتي", "Kuwaiti"), FILS },
    { "LBP", LIRA ("لبناني", "Lebanese"), PIASTRE },
    { "LYD", DINAR ("ليبي", "Libyan"), DIRHAM_COIN },
    { "MAD", DIRHAM ("مغربي", "Moroccan"), CENTIME },
    /* The coin of a fifth does not divide the hundredths that ISO 4217 counts. */
    { "MRU",
      FEMININE_OF ("أوقية", "أوقيتان", "أواقٍ", "موريتاني", "Mauritanian ouguiya",
                   "Mauritanian ouguiyas"),
      { "جزء من مائة", "جزء واحد من مائة", "جزءان من مائة", NULL, "أجزاء من مائة", "جزءًا من مائة",
        FALSE, "hundredth", "hundredths" } },
    { "OMR", RIYAL ("عماني", "Omani rial", "Omani rials"),
      FEMININE ("بيسة", "بيستان", "بيسات", "baisa", "baisas") },
    { "QAR", RIYAL ("قطري", "Qatari riyal", "Qatari riyals"), DIRHAM_COIN },
    { "SAR", RIYAL ("سعودي", "Saudi riyal", "Saudi riyals"),
      FEMININE ("هللة", "هللتان", "هللات", "halala", "halalas") },
    { "SDG", POUND ("سوداني", "Sudanese"), PIASTRE },
    { "SOS",
      MASCULINE_OF ("شلن", "شلنان", "شلنات", "صومالي", "Somali shilling", "Somali shillings"),
      CENT },
    { "SYP", LIRA ("سوري", "Syrian"), PIASTRE },
    { "TND", DINAR ("تونسي", "Tunisian"),
      MASCULINE ("مليم", "مليمان", "مليمات", "millime", "millimes") },
    { "USD", MASCULINE_OF ("دولار", "دولاران", "دولارات", "أمريكي", "US dollar", "US dollars"),
      CENT },
    { "YER", RIYAL ("يمني", "Yemeni rial", "Yemeni rials"), FILS },
};

const WordsCurrency *
words_find_currency (const char *code)
{
    for (guint i = 0; i < G_N_ELEMENTS (currencies); i++)
        if (g_str_equal (currencies[i].code, code))
            return &currencies[i];
    return NULL;
}
