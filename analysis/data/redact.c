/* redact.c - blanks passwords and tokens in data source names, which end up in results and logs. */
#include "data/recipe.h"

#include <ctype.h>
#include <string.h>

static const char *const secrets[] = {"password", "passwd", "pwd",          "token",
                                      "api_key",  "apikey", "access_token", "passord"};

/* Length of "password=" (blanks around '=' allowed) at text, 0 when there is no such word. */
static size_t secret_word(const char *text) {
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        size_t n = 0;
        while (secrets[i][n] && tolower((unsigned char)text[n]) == secrets[i][n])
            n++;
        if (secrets[i][n]) continue;
        while (text[n] == ' ')
            n++;
        if (text[n] != '=') continue;
        n++;
        while (text[n] == ' ')
            n++;
        return n;
    }
    return 0;
}

/* Length of a value between two marks; without the second one all the rest is hidden. */
static size_t between(const char *text, const char *mark) {
    size_t length = strlen(mark);
    const char *end = strstr(text + length, mark);
    return end ? (size_t)(end - text) + length : strlen(text);
}

/* Length of the value: in quotes with '\' before a quote inside, in quotes as a recipe writes them
 * within its own ('' and \"), else up to a separator. */
static size_t secret_value(const char *text) {
    static const char *const nested[] = {"''", "\\\"", "\\'"};
    for (size_t i = 0; i < sizeof nested / sizeof *nested; i++)
        if (strncmp(text, nested[i], 2) == 0 && text[2] && !strchr(" \t\r\n&|;,", text[2]))
            return between(text, nested[i]);
    size_t n = 0;
    if (*text == '\'' || *text == '"') {
        for (n = 1; text[n] && text[n] != *text; n++)
            if (text[n] == '\\' && text[n + 1]) n++;
        return text[n] ? n + 1 : n;
    }
    while (text[n] && !strchr(" \t\r\n&|;,'\"", text[n]))
        n++;
    return n;
}

/* Length of "user:secret" between "://" and the last '@' of the host part, with *keep the length
 * of "user:". */
static size_t url_login(const char *text, size_t *keep) {
    size_t colon = 0, at = 0;
    for (size_t n = 0; text[n] && !strchr("/?# ", text[n]); n++) {
        if (text[n] == ':' && !colon) colon = n + 1;
        if (text[n] == '@') at = n;
    }
    *keep = colon;
    return colon && colon < at ? at : 0;
}

char *hn_redact(const char *text) {
    hn_buffer out = {0};
    hn_append(&out, "");
    for (const char *p = text; *p;) {
        size_t keep = 0, login = strncmp(p, "://", 3) == 0 ? url_login(p + 3, &keep) : 0;
        bool inside = p > text && (isalnum((unsigned char)p[-1]) || p[-1] == '_');
        size_t word = inside ? 0 : secret_word(p);
        if (login) {
            hn_append_n(&out, p, 3 + keep);
            hn_append(&out, "***");
            p += 3 + login;
        } else if (word) {
            hn_append_n(&out, p, word);
            hn_append(&out, "***");
            p += word + secret_value(p + word);
        } else {
            hn_append_n(&out, p++, 1);
        }
    }
    if (!out.failed) return out.text;
    hn_buffer_free(&out);
    return NULL;
}
