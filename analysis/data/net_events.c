/* net_events.c - stretches of link sequences sorted, and asked for. */
#include "data/net_events.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The next of the texts that ',' separates in *at. False: there is none. */
static bool next_item(const char **at, char *out, size_t size) {
    if (!*at || !**at) return false;
    size_t n = strcspn(*at, ",");
    if (n >= size) return false;
    memcpy(out, *at, n);
    out[n] = '\0';
    *at += n + ((*at)[n] == ',');
    return true;
}

/* A road object lies on one stretch, or on several: lists of equal length. */
static hensyn_status add_stretches(hensyn_context *ctx, hn_net_events *events,
                                   const char *const text[3], double value, bool *used) {
    char part[3][64];
    const char *at[3] = {text[0], text[1], text[2]};
    *used = false;
    while (next_item(&at[0], part[0], sizeof part[0])) {
        long long sequence;
        double from, to;
        if (!next_item(&at[1], part[1], sizeof part[1]) ||
            !next_item(&at[2], part[2], sizeof part[2]))
            break;
        if (!hn_parse_int(part[0], &sequence) || !hn_parse_double(part[1], &from) ||
            !hn_parse_double(part[2], &to) || !isfinite(from) || !isfinite(to))
            continue;
        if (!HN_RESERVE(events->item, events->count, events->capacity, 1)) return hn_nomem(ctx);
        events->item[events->count++] = (hn_net_event){
            .sequence = sequence, .from = fmin(from, to), .to = fmax(from, to), .value = value};
        *used = true;
    }
    return HENSYN_OK;
}

static hensyn_status tell_unused(hensyn_context *ctx, hn_result *result, const hn_layer *layer,
                                 size_t unused) {
    hn_about about = HN_ABOUT_NOTHING;
    about.kilde = layer->source;
    about.lag = layer->name;
    about.count = unused;
    if (!unused) return HENSYN_OK;
    return hn_remark_add(ctx, result, HENSYN_WARNING, "VERDI_UGYLDIG", &about,
                         hn_text(ctx,
                                 "%zu objekter uten tall eller uten strekning på en lenkesekvens "
                                 "er utelatt",
                                 "%zu objects without a number or a stretch of a link sequence "
                                 "are left out"),
                         unused);
}

hensyn_status hn_net_events_add(hensyn_context *ctx, hn_result *result, hn_net_events *events,
                                const hn_layer *layer, const int column[HN_NET_ROLES],
                                hn_net_role value, uint32_t kilde) {
    static const hn_net_role where[3] = {HN_NET_SEQUENCE, HN_NET_FROM_POSITION, HN_NET_TO_POSITION};
    hensyn_status status = HENSYN_OK;
    size_t unused = 0;
    for (size_t row = 0; row < layer->count; row++) {
        const char *text[3], *number;
        for (size_t i = 0; i < 3; i++)
            text[i] =
                column[where[i]] < 0 ? NULL : hn_layer_value(layer, row, (size_t)column[where[i]]);
        number = column[value] < 0 ? NULL : hn_layer_value(layer, row, (size_t)column[value]);
        double parsed;
        bool used = false;
        if (number && hn_parse_double(number, &parsed) && parsed >= 0)
            HN_TRY(add_stretches(ctx, events, text, parsed, &used));
        unused += !used;
    }
    result->sources.row[kilde].antall_brukt -= (int64_t)unused;
    result->sources.row[kilde].antall_utelatt += (int64_t)unused;
    HN_TRY(tell_unused(ctx, result, layer, unused));
cleanup:
    return status;
}

static int by_place(const void *a, const void *b) {
    const hn_net_event *x = a, *y = b;
    if (x->sequence != y->sequence) return x->sequence < y->sequence ? -1 : 1;
    if (x->from < y->from || x->from > y->from) return x->from < y->from ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

void hn_net_events_sort(hn_net_events *events) {
    if (events->count) qsort(events->item, events->count, sizeof *events->item, by_place);
    for (size_t i = 0; i < events->count; i++) {
        hn_net_event *e = &events->item[i];
        bool follows = i && e[-1].sequence == e->sequence;
        e->reach = follows ? fmax(e[-1].reach, e->to) : e->to;
    }
}

void hn_net_events_clear(hn_net_events *events) {
    hn_free(events->item);
    *events = (hn_net_events){0};
}

/* The first event behind (sequence, from). */
static size_t first_behind(const hn_net_events *events, int64_t sequence, double from) {
    size_t low = 0, high = events->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const hn_net_event *e = &events->item[mid];
        if (e->sequence < sequence || (e->sequence == sequence && e->from < from))
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

double hn_net_events_highest(const hn_net_events *events, int64_t sequence, double from,
                             double to) {
    const double rounding = 1e-9; /* of positions, which are written with eight decimals */
    double low = fmin(from, to), high = fmax(from, to), highest = NAN;
    /* Backwards from the end of the stretch, until nothing earlier reaches into it. */
    for (size_t i = first_behind(events, sequence, high - rounding); i-- > 0;) {
        const hn_net_event *e = &events->item[i];
        if (e->sequence != sequence || e->reach <= low + rounding) break;
        if (fmin(e->to, high) - fmax(e->from, low) > rounding) highest = fmax(highest, e->value);
    }
    return highest;
}
