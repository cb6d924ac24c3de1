/* severance_figures.c - key figures of the barrier effect: how much of the paths the plan closes,
 * how many ways through it cuts, and how much longer the ways around are. */
#include "access/severance.h"

#include "base/sum.h"

#include <math.h>
#include <string.h>

static const char metode[] =
    "Stier og andre lenker som viker for utbygging, er stengt i alle utbyggingsområdene samtidig.";

static hensyn_status add(hn_access_engine *e, const char *key, const char *unit, double value,
                         double part, double whole) {
    hn_indicator *row = HN_NEW_ROW(e->result->indicators);
    if (!row) return hn_nomem(e->ctx);
    row->fid = (int64_t)e->result->indicators.count;
    row->kommunenummer = e->options->kommune;
    row->nokkel = key;
    row->grad = HN_NO_INT;
    row->verdi = value;
    row->teller = part;
    row->nevner = whole;
    row->enhet = unit;
    row->status = isnan(value) ? "ikke_beregnbar" : "ok";
    row->metode = metode;
    return HENSYN_OK;
}

typedef struct figures {
    double closed_m, yielding_m, longer_m, most_m;
    size_t broken, detours; /* passages; those whose way around is known and unbroken */
} figures;

static figures sum_up(const hn_access_engine *e) {
    hn_sum closed = {0, 0}, yielding = {0, 0}, longer = {0, 0};
    figures f = {.most_m = NAN};
    for (size_t i = 0; i < e->result->net.count; i++) {
        const hn_net_row *row = &e->result->net.row[i];
        hn_sum_add(&closed, row->i_utbygging_m);
        if (e->network->links->link[i].yields) hn_sum_add(&yielding, row->lengde_m);
    }
    for (size_t i = 0; i < e->result->passages.count; i++) {
        const hn_passage_row *row = &e->result->passages.row[i];
        if (strcmp(row->status, "brutt") == 0) f.broken++;
        if (strcmp(row->status, "omvei") != 0) continue;
        f.detours++;
        hn_sum_add(&longer, row->omvei_m);
        f.most_m = fmax(f.most_m, row->omvei_m);
    }
    f.closed_m = hn_sum_value(&closed);
    f.yielding_m = hn_sum_value(&yielding);
    f.longer_m = hn_sum_value(&longer);
    return f;
}

hensyn_status hn_severance_figures(hn_access_engine *e) {
    hensyn_status status = HENSYN_OK;
    figures f = sum_up(e);
    double passages = (double)e->result->passages.count, detours = (double)f.detours;
    HN_TRY(add(e, "sti_i_utbygging", "m", f.closed_m, f.closed_m, f.yielding_m));
    HN_TRY(add(e, "sti_i_utbygging_andel", "1",
               f.yielding_m > 0 ? f.closed_m / f.yielding_m : (double)NAN, f.closed_m,
               f.yielding_m));
    HN_TRY(add(e, "passasje_antall", "antall", passages, passages, NAN));
    HN_TRY(add(e, "passasje_brutt", "antall", (double)f.broken, (double)f.broken, passages));
    HN_TRY(add(e, "passasje_omvei_snitt", "m", f.detours ? f.longer_m / detours : (double)NAN,
               f.longer_m, detours));
    HN_TRY(add(e, "passasje_omvei_storst", "m", f.most_m, NAN, detours));
cleanup:
    return status;
}
