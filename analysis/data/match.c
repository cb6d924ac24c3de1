/* match.c - matches of rule files read, and compared with values. */
#include "data/match.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

/* "65..", "..55" or "55..65". */
static bool parse_range(const char *text, double *from, double *below) {
    const char *dots = strstr(text, "..");
    char low[32];
    if (!dots || (size_t)(dots - text) >= sizeof low) return false;
    memcpy(low, text, (size_t)(dots - text));
    low[dots - text] = '\0';
    *from = -INFINITY;
    *below = INFINITY;
    if (!low[0] && !dots[2]) return false;
    return (!low[0] || hn_parse_double(low, from)) &&
           (!dots[2] || hn_parse_double(dots + 2, below)) && *from < *below;
}

hensyn_status hn_match_read(hn_yaml *yaml, yaml_node_t *node, hn_match *out) {
    const char *text = hn_yaml_scalar(node);
    *out = (hn_match){.from = NAN, .below = NAN};
    if (!text)
        return hn_yaml_fail(
            yaml, node, "%s",
            hn_text(yaml->ctx, "match skal være tekster eller tall", "match is texts or numbers"));
    bool number = hn_parse_double(text, &out->from);
    if (number) out->below = out->from;
    bool plain = number || strcmp(text, "*") == 0;
    if (!plain && strstr(text, "..")) {
        plain = parse_range(text, &out->from, &out->below);
        if (!plain)
            return hn_yaml_fail(yaml, node,
                                hn_text(yaml->ctx, "«%s» er ikke et intervall som 55..65",
                                        "'%s' is not a range such as 55..65"),
                                text);
    }
    out->text = plain ? hn_strdup(text) : hn_folded(text);
    if (!out->text) return hn_nomem(yaml->ctx);
    if (*out->text) return HENSYN_OK;
    hn_match_clear(out);
    return hn_yaml_fail(yaml, node,
                        hn_text(yaml->ctx, "«%s» har verken bokstaver eller sifre",
                                "'%s' has neither letters nor digits"),
                        text);
}

void hn_match_clear(hn_match *match) {
    hn_free(match->text);
    match->text = NULL;
}

bool hn_word_take(const char *text, size_t length, hn_word *out) {
    char plain[HN_WORD_SIZE];
    while (length && (*text == ' ' || *text == '\t'))
        text++, length--;
    while (length && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    if (length == 0 || length >= sizeof plain) return false;
    memcpy(plain, text, length);
    plain[length] = '\0';
    out->is_number = hn_parse_double(plain, &out->number);
    size_t folded = hn_fold(plain, out->folded, sizeof out->folded);
    return folded > 0 && folded < sizeof out->folded;
}

bool hn_match_any(const hn_match *match) { return strcmp(match->text, "*") == 0; }

bool hn_match_fits(const hn_match *match, const hn_word *word) {
    if (hn_match_any(match)) return false;
    if (isnan(match->from)) return !word->is_number && strcmp(match->text, word->folded) == 0;
    if (!word->is_number) return false;
    if (match->from < match->below)
        return word->number >= match->from && word->number < match->below;
    return !(word->number < match->from) && !(word->number > match->from);
}
