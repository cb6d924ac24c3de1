/* verify_times.c - invariant 5: the time of each way against the speeds that its links and straight
 * legs allow, as kjoring tells them. */
#include "verify.h"

#include "json_text.h"

#define TIMES_CHECK                                                                                \
    "tid", "tid_s følger av avstand_m og av lavest og høyest fart på lenkene",                     \
        "tid_s follows from avstand_m and the lowest and highest speed of the links"

typedef struct paces {
    hn_verify *v;
    double slow, fast; /* km/h; fast NAN: no bound, a given time is 0 */
} paces;

/* Metres that so many seconds are good for at a speed. */
static double metres_in(double seconds, double kmh) { return seconds * kmh / 3.6; }

static hensyn_status take_way(hensyn_context *ctx, const hn_db_value *values, size_t count,
                              void *user) {
    const paces *p = user;
    double metres = hn_db_number(&values[2]), seconds = hn_db_number(&values[3]);
    double slack = hn_tolerance(metres);
    (void)ctx, (void)count;
    bool slow_enough = isnan(p->fast) || metres <= metres_in(seconds, p->fast) + slack;
    if (isnan(metres)) return HENSYN_OK; /* told of by the check of avstand */
    if (slow_enough && metres >= metres_in(seconds, p->slow) - slack) return HENSYN_OK;
    return hn_check_fail(p->v, json_pack("{s:s, s:I, s:o, s:o, s:o, s:o, s:o}", "table", "avstand",
                                         "fid", (json_int_t)values[0].integer, "klasse",
                                         hn_json_text(values[1].text), "avstand_m",
                                         hn_json_number(metres), "tid_s", hn_json_number(seconds),
                                         "fart_lavest_kmt", hn_json_number(p->slow),
                                         "fart_hoyest_kmt", hn_json_number(p->fast)));
}

hensyn_status hn_verify_times(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    paces p = {.v = v};
    bool ready;
    HN_TRY(hn_verify_open(v, "avstand,kjoring", TIMES_CHECK, &ready));
    if (!ready) return HENSYN_OK;
    HN_TRY(hn_verify_fact(v, "fart_lavest_kmt", &p.slow));
    HN_TRY(hn_verify_fact(v, "fart_hoyest_kmt", &p.fast));
    if (isnan(p.slow))
        return hn_check_note(v, true,
                             hn_text(v->ctx, "ikke kontrollert: kjoring sier ikke farten",
                                     "not checked: kjoring does not tell the speeds"));
    HN_TRY(hn_db_query(v->ctx, v->db,
                       "SELECT fid, klasse, avstand_m, tid_s FROM avstand WHERE status = 'ok' "
                       "ORDER BY fid",
                       take_way, &p));
cleanup:
    return status;
}
