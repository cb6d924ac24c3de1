/* verify_access_figures.c - key figures of access computed again from the rows of avstand: for the
 * whole and for each district, of all residents and of each group.
 *
 * The mean is over those who reach something; a weighted percentile is the least distance within
 * which at least that share of all residents live, those who reach nothing being infinitely far. */
#include "verify.h"

#include "base/memory.h"
#include "base/sum.h"
#include "json_text.h"

#include <stdlib.h>
#include <string.h>

#define FIGURES_CHECK                                                                              \
    "indikator_avstand", "nøkkeltallene for avstand følger av radene i avstand",                   \
        "the key figures of distance follow from the rows of avstand"

/* Who a figure is about; "" for all. The number of residents does not depend on the class: its
 * klasse may be NULL. */
typedef struct crowd {
    const char *klasse, *omrade, *gruppe;
} crowd;

typedef struct figure { /* a row of indikator */
    crowd of;
    int64_t fid;
    const char *nokkel, *status;
    double verdi, teller, nevner; /* NAN: NULL */
    bool counts;                  /* people or origins */
    bool seen;                    /* there are rows of avstand for it */
} figure;

typedef struct resident {
    double metres, people; /* metres NAN: nothing is reached */
} resident;

typedef struct figures {
    hn_verify *v;
    HN_ROWS(figure) figure;
    crowd now; /* whose residents are gathered */
    bool gathering;
    HN_ROWS(resident) resident;
    hn_sum people, within, untied, walked, walkers, supply;
} figures;

/* Those that are always there, first; then those that are checked where they are. */
static const char *const keys[] = {"befolkning",      "befolkning_innen", "befolkning_innen_andel",
                                   "avstand_snitt",   "avstand_p50",      "avstand_p90",
                                   "ikke_tilknyttet", "ikke_naadd",       "areal_per_innbygger"};
enum { ALWAYS = 7, KEYS = sizeof keys / sizeof *keys };

static int key_number(const char *key) {
    int number = 0;
    while (number < KEYS && strcmp(keys[number], key) != 0)
        number++;
    return number;
}

static int compare_crowds(const crowd *a, const crowd *b) {
    int order = strcmp(a->klasse, b->klasse);
    if (order == 0) order = strcmp(a->omrade, b->omrade);
    return order ? order : strcmp(a->gruppe, b->gruppe);
}

static int compare_figures(const void *a, const void *b) {
    const figure *x = a, *y = b;
    int order = compare_crowds(&x->of, &y->of);
    return order ? order : x->fid < y->fid ? -1 : x->fid > y->fid;
}

static int compare_residents(const void *a, const void *b) {
    double x = ((const resident *)a)->metres, y = ((const resident *)b)->metres;
    if (isnan(x) || isnan(y)) return isnan(x) - isnan(y);
    return x < y ? -1 : x > y;
}

/* ---- the figures as written ---- */

static bool keep_crowd(hn_pool *pool, const hn_db_value *values, crowd *out) {
    out->klasse = hn_pool_add(pool, hn_db_string(&values[0]));
    out->omrade = hn_pool_add(pool, hn_db_string(&values[1]));
    out->gruppe = hn_pool_add(pool, hn_db_string(&values[2]));
    return out->klasse && out->omrade && out->gruppe;
}

static hensyn_status take_figure(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                 void *user) {
    figures *f = user;
    figure *row = HN_NEW_ROW(f->figure);
    (void)count;
    if (!row || !keep_crowd(f->v->pool, values, &row->of)) return hn_nomem(ctx);
    row->fid = values[3].integer;
    row->nokkel = hn_pool_add(f->v->pool, hn_db_string(&values[4]));
    row->status = hn_pool_add(f->v->pool, hn_db_string(&values[5]));
    row->verdi = hn_db_number(&values[6]);
    row->nevner = hn_db_number(&values[7]);
    row->teller = hn_db_number(&values[8]);
    row->counts = strcmp(hn_db_string(&values[9]), "personer") == 0 ||
                  strcmp(hn_db_string(&values[9]), "opphav") == 0;
    return row->nokkel && row->status ? HENSYN_OK : hn_nomem(ctx);
}

static figure *first_figure(const figures *f, const crowd *of) {
    size_t low = 0, high = f->figure.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_crowds(&f->figure.row[middle].of, of) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return f->figure.row + low;
}

/* ---- the figures anew ---- */

static bool is_close(double a, double b) { return fabs(a - b) <= 1e-9 * fabs(b) + 1e-9; }

/* Is metres (NAN: not reached) the distance of somebody within which that share of all live, and no
 * nearer one? The share is met a hair early, as access/indicators.c has it; where it falls exactly
 * on somebody, compensated sums in another order differ in their last bits alone. */
static bool is_percentile(const figures *f, double share, double metres) {
    const double hair = 1e-12, last_bits = 1e-14, same_m = 1e-6;
    double wanted = share * hn_sum_value(&f->people) * (1 - hair), slack = last_bits * wanted;
    hn_sum below = {0, 0}, up_to = {0, 0};
    bool somebodys = false;
    for (size_t i = 0; i < f->resident.count; i++) {
        const resident *r = &f->resident.row[i];
        if (isnan(r->metres)) break;
        if (isnan(metres) || r->metres < metres - same_m) hn_sum_add(&below, r->people);
        if (r->metres <= metres + same_m) hn_sum_add(&up_to, r->people);
        if (fabs(r->metres - metres) <= same_m && r->people > 0) somebodys = true;
    }
    if (!(wanted > 0)) return isnan(metres);
    if (isnan(metres)) return hn_sum_value(&below) < wanted + slack;
    return somebodys && hn_sum_value(&below) < wanted + slack &&
           hn_sum_value(&up_to) >= wanted - slack;
}

static double share_of(double part, double whole) { return whole > 0 ? part / whole : (double)NAN; }

/* What a figure must be; NAN: NULL. Percentiles are judged by is_percentile. */
static double expected_of(const figures *f, int key) {
    double all = hn_sum_value(&f->people), within = hn_sum_value(&f->within);
    double walkers = hn_sum_value(&f->walkers), untied = hn_sum_value(&f->untied);
    const double values[KEYS] = {
        all, within, share_of(within, all),  share_of(hn_sum_value(&f->walked), walkers), NAN,
        NAN, untied, all - walkers - untied, share_of(hn_sum_value(&f->supply), all)};
    return values[key];
}

static bool is_right(const figures *f, const figure *row) {
    int key = key_number(row->nokkel);
    if (key == KEYS) return true; /* no figure of access, or told of among the codes */
    if (strcmp(keys[key], "avstand_p50") == 0) return is_percentile(f, 0.5, row->verdi);
    if (strcmp(keys[key], "avstand_p90") == 0) return is_percentile(f, 0.9, row->verdi);
    bool of_all = strncmp(row->nokkel, "befolkning_innen", 16) == 0;
    if (of_all && !is_close(row->nevner, hn_sum_value(&f->people))) return false;
    if (row->counts && !isnan(row->teller) && !is_close(row->teller, row->verdi)) return false;
    double expected = expected_of(f, key);
    return isnan(expected) ? isnan(row->verdi) : is_close(row->verdi, expected);
}

static hensyn_status fail_figure(figures *f, const figure *row) {
    return hn_check_fail(
        f->v, json_pack("{s:s, s:I, s:o, s:o, s:o, s:o, s:o, s:f}", "table", "indikator", "fid",
                        (json_int_t)row->fid, "nokkel", hn_json_text(row->nokkel), "klasse",
                        hn_json_text(row->of.klasse), "omrade", hn_json_text(row->of.omrade),
                        "gruppe", hn_json_text(row->of.gruppe), "verdi", hn_json_number(row->verdi),
                        "befolkning", hn_sum_value(&f->people)));
}

static hensyn_status fail_missing(figures *f, const char *key) {
    return hn_check_fail(f->v, json_pack("{s:s, s:o, s:o, s:s}", "table", "indikator", "klasse",
                                         hn_json_text(f->now.klasse), "omrade",
                                         hn_json_text(f->now.omrade), "mangler", key));
}

/* The figures of a crowd; of one without a class, the number of residents alone. */
static hensyn_status check_crowd(figures *f, const crowd *of, bool found[KEYS]) {
    hensyn_status status = HENSYN_OK;
    figure *end = f->figure.row + f->figure.count;
    for (figure *row = first_figure(f, of); row < end && compare_crowds(&row->of, of) == 0; row++) {
        int key = key_number(row->nokkel);
        if (key == KEYS || (!of->klasse[0] && key != 0)) continue;
        row->seen = found[key] = true;
        if (!is_right(f, row)) HN_TRY(fail_figure(f, row));
    }
cleanup:
    return status;
}

/* The residents of one crowd are complete. */
static hensyn_status settle(figures *f) {
    hensyn_status status = HENSYN_OK;
    bool found[KEYS] = {false};
    const crowd of_any_class = {"", f->now.omrade, f->now.gruppe};
    if (!f->gathering) return HENSYN_OK;
    f->gathering = false;
    if (f->resident.count)
        qsort(f->resident.row, f->resident.count, sizeof *f->resident.row, compare_residents);
    HN_TRY(check_crowd(f, &f->now, found));
    HN_TRY(check_crowd(f, &of_any_class, found));
    for (int k = 0; k < ALWAYS && !f->now.gruppe[0]; k++)
        if (!found[k]) HN_TRY(fail_missing(f, keys[k]));
cleanup:
    return status;
}

static hensyn_status begin_crowd(figures *f, const hn_db_value *values) {
    hensyn_status status = settle(f);
    if (status != HENSYN_OK) return status;
    f->resident.count = 0;
    f->people = f->within = f->untied = f->walked = f->walkers = f->supply = (hn_sum){0, 0};
    f->gathering = true;
    return keep_crowd(f->v->pool, values, &f->now) ? HENSYN_OK : hn_nomem(f->v->ctx);
}

/* klasse, omrade, gruppe, avstand_m, innen, status, people; those of one crowd follow each other.
 */
static hensyn_status take_resident(hensyn_context *ctx, const hn_db_value *values, size_t count,
                                   void *user) {
    figures *f = user;
    crowd of = {hn_db_string(&values[0]), hn_db_string(&values[1]), hn_db_string(&values[2])};
    (void)count;
    if (!f->gathering || compare_crowds(&of, &f->now) != 0) {
        hensyn_status status = begin_crowd(f, values);
        if (status != HENSYN_OK) return status;
    }
    resident *row = HN_NEW_ROW(f->resident);
    if (!row) return hn_nomem(ctx);
    *row = (resident){hn_db_number(&values[3]), hn_db_number(&values[7])};
    double supply = hn_db_number(&values[6]);
    if (isnan(row->people)) row->people = 0;
    hn_sum_add(&f->people, row->people);
    if (values[4].integer == 1) hn_sum_add(&f->within, row->people);
    if (strcmp(hn_db_string(&values[5]), "ikke_tilknyttet") == 0)
        hn_sum_add(&f->untied, row->people);
    if (!isnan(supply)) hn_sum_add(&f->supply, supply * row->people);
    if (isnan(row->metres)) return HENSYN_OK;
    hn_sum_add(&f->walked, row->people * row->metres);
    hn_sum_add(&f->walkers, row->people);
    return HENSYN_OK;
}

/* Nobody lives where there is no origin. */
static hensyn_status check_unseen(figures *f) {
    hensyn_status status = HENSYN_OK;
    f->people = (hn_sum){0, 0};
    for (size_t i = 0; i < f->figure.count && status == HENSYN_OK; i++) {
        const figure *row = &f->figure.row[i];
        if (!row->seen && !isnan(row->verdi) && row->verdi != 0) status = fail_figure(f, row);
    }
    return status;
}

#define OF_ALL "a.avstand_m, a.innen, a.status, a.m2_per_person, a.befolkning FROM avstand a"
#define OF_GROUPS                                                                                  \
    "a.avstand_m, a.innen, a.status, a.m2_per_person, g.antall FROM avstand a JOIN opphav_gruppe " \
    "g ON g.kilde_id "                                                                             \
    "= "                                                                                           \
    "a.kilde_id"

static hensyn_status gather(figures *f) {
    static const char *const queries[] = {
        "SELECT a.klasse, NULL, NULL, " OF_ALL " ORDER BY a.klasse",
        "SELECT a.klasse, a.omrade, NULL, " OF_ALL
        " WHERE a.omrade IS NOT NULL ORDER BY a.klasse, a.omrade",
        "SELECT a.klasse, NULL, g.gruppe, " OF_GROUPS " ORDER BY a.klasse, g.gruppe",
        "SELECT a.klasse, a.omrade, g.gruppe, " OF_GROUPS
        " WHERE a.omrade IS NOT NULL ORDER BY a.klasse, a.omrade, g.gruppe"};
    hensyn_status status = HENSYN_OK;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        HN_TRY(hn_db_query(f->v->ctx, f->v->db, queries[i], take_resident, f));
        HN_TRY(settle(f));
    }
    HN_TRY(check_unseen(f));
cleanup:
    return status;
}

hensyn_status hn_verify_figures(hn_verify *v) {
    hensyn_status status = HENSYN_OK;
    bool ready;
    figures f = {.v = v};
    HN_TRY(hn_verify_open(v, "avstand,opphav_gruppe,indikator", FIGURES_CHECK, &ready));
    if (!ready) return HENSYN_OK;
    if (hn_verify_is_blanked(v))
        return hn_check_note(v, true,
                             hn_text(v->ctx, "ikke kontrollert: --min-cell har skjult tall",
                                     "not checked: --min-cell has blanked numbers"));
    HN_TRY(hn_db_query(
        v->ctx, v->db,
        "SELECT klasse, omrade, gruppe, fid, nokkel, status, verdi, nevner, teller, "
        "enhet FROM indikator WHERE (klasse IS NOT NULL OR nokkel = 'befolkning') AND nokkel NOT "
        "IN "
        "('befolkning_innen_etter', 'befolkning_innen_etter_andel', 'befolkning_mister') ORDER BY "
        "fid", /* those: verify_severance.c */
        take_figure, &f));
    if (f.figure.count) qsort(f.figure.row, f.figure.count, sizeof *f.figure.row, compare_figures);
    HN_TRY(gather(&f));
cleanup:
    hn_free(f.figure.row);
    hn_free(f.resident.row);
    return status;
}
