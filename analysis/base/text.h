/* text.h - Norwegian names compared without regard to case, æøå or punctuation. */
#ifndef HN_TEXT_H
#define HN_TEXT_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>

/* Folds UTF-8 to lower-case ASCII letters and digits: æ->ae, ø/ö->o, å->a, accents dropped,
 * everything else (spaces, dots, '_', '-') left out. "ae" and "aa" spellings that other
 * producers use ("SvaertViktig", "omraade") fold to the same text as æ and å, since "aa" becomes
 * "a" and "oe" becomes "o". Writes at most size bytes with the terminator; returns the length
 * that was needed. */
size_t hn_fold(const char *text, char *out, size_t size);
/* Equal after folding. NULL equals only NULL. */
bool hn_same(const char *a, const char *b);
bool hn_is_utf8(const char *text);
/* Edit distance (Levenshtein) of the folded texts, for "did you mean". */
size_t hn_distance(const char *a, const char *b);
/* The nearest of count names within a third of the length of word, or NULL. */
const char *hn_nearest(const char *word, const char *const *names, size_t count);
/* Whole text is a number. Locale-independent (point as decimal sign). */
bool hn_parse_int(const char *text, long long *out);
bool hn_parse_double(const char *text, double *out);
/* The shortest text that reads as the same number (finite), with a point whatever the locale. */
void hn_append_number(hn_buffer *out, double value);

#endif
