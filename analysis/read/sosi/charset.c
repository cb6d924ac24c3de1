/* charset.c - which character set a file is in, and its texts as UTF-8. */
#include "internal.h"

#include <string.h>

/* TEGNSETT of SOSI part 1; DECN7 and ISO8859-15 are met with in old and in new files. */
static const sosi_charset sets[] = {
    {"UTF-8", NULL, 0x80},
    {"ISO8859-1", sosi_latin1, 0x80},
    {"ISO8859-10", sosi_latin6, 0x80},
    {"ISO8859-15", sosi_latin9, 0x80},
    {"ANSI", sosi_cp1252, 0x80},
    {"DOSN8", sosi_cp865, 0x80},
    {"ND7", sosi_ns4551, 0},
    {"DECN7", sosi_ns4551, 0},
};

static char upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }

static bool same(const char *a, const char *b) {
    while (*a && upper(*a) == upper(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

const sosi_charset *sosi_charset_named(const char *name) {
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (same(name, sets[i].name)) return &sets[i];
    return NULL;
}

/* The set in which the byte after N is an Ø; the sets of Norwegian computers differ in it. */
static const char *set_of_letter(unsigned char letter) {
    return letter == 0x9D ? "DOSN8" : letter == 0xD8 ? "ISO8859-1" : letter == '\\' ? "ND7" : NULL;
}

/* Is the letter an Ø in this set? */
static bool spells(const sosi_charset *set, unsigned char letter) {
    return set->table && letter >= set->first && letter - set->first < 128 &&
           set->table[letter - set->first] == 0xD8;
}

/* The bytes decide: what is valid UTF-8 beyond ASCII is hardly ever anything else. */
const sosi_charset *sosi_charset_choose(const char *stated, const sosi_bytes_seen *seen,
                                        unsigned char letter, bool *differs) {
    const sosi_charset *known = sosi_charset_named(stated), *utf8 = &sets[0];
    const char *by_letter = set_of_letter(letter);
    bool whole = !seen->broken && !seen->expected;
    *differs = false;
    if (!seen->high && (letter != '\\' || (known && !known->first))) return known ? known : utf8;
    if (seen->high && whole) {
        *differs = known != utf8;
        return utf8;
    }
    bool fits = known && known->table && (!by_letter || spells(known, letter));
    *differs = !fits;
    return fits ? known : sosi_charset_named(by_letter ? by_letter : "ISO8859-1");
}

/* At most three bytes; the tables hold nothing beyond the basic plane. */
static size_t put_character(uint16_t code, char *out) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | (code >> 6));
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | (code >> 12));
    out[1] = (char)(0x80 | ((code >> 6) & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

static bool is_ascii(const char *bytes, size_t size) {
    unsigned char all = 0;
    for (size_t i = 0; i < size; i++)
        all |= (unsigned char)bytes[i];
    return all < 0x80;
}

bool sosi_charset_add(const sosi_charset *set, const char *bytes, size_t size, sosi_text *out,
                      size_t *place) {
    /* The seven-bit sets have letters of their own among ASCII. */
    if (!set->table || (set->first && is_ascii(bytes, size)))
        return sosi_text_add(out, bytes, size, place);
    if (size > (SIZE_MAX - 1) / 3 || !SOSI_RESERVE(out->bytes, out->size, out->room, 3 * size + 1))
        return false;
    *place = out->size;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        bool listed = byte >= set->first && byte - set->first < 128;
        uint16_t code = listed ? set->table[byte - set->first] : byte < 0x80 ? byte : 0xFFFD;
        out->size += put_character(code, out->bytes + out->size);
    }
    out->bytes[out->size++] = '\0';
    return true;
}
