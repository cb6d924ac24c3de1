/* match.h - what a rule file says a value must be: a text compared without regard to spelling, a
 * number, a range of numbers or anything; shared by themes and network rules. */
#ifndef HN_MATCH_H
#define HN_MATCH_H

#include "data/yaml.h"

/* A number in the data is compared as a number ("20", "20.0" and 20 are one). */
typedef struct hn_match {
    char *text;         /* folded text, a number, a range "55..65", or "*" for any; owned */
    double from, below; /* of a number (from = below) or range from <= x < below; NAN: a text */
} hn_match;

/* Reads one scalar of a rule file; *out is empty when it fails. */
hensyn_status hn_match_read(hn_yaml *yaml, yaml_node_t *node, hn_match *out);
void hn_match_clear(hn_match *match);

/* A value as read from data, in the forms that matches are compared with. */
enum { HN_WORD_SIZE = 256 };
typedef struct hn_word {
    char folded[HN_WORD_SIZE];
    double number;
    bool is_number;
} hn_word;

/* length bytes of text. False: nothing in it, or more than any match has. */
bool hn_word_take(const char *text, size_t length, hn_word *out);
bool hn_match_any(const hn_match *match); /* "*" */
/* "*" fits nothing here; see hn_match_any. */
bool hn_match_fits(const hn_match *match, const hn_word *word);

#endif
