/* Every allocation of the access engine fails in turn, a plan and its barrier effect among them. */
#include "severance_kit.h"

#include "memory_kit.h"

enum { STREETS = 6 };

/* Paths every 100 m both ways, a road along one side, and areas over them; residents at crossings.
 */
static void make_town(ak *kit, plan *p) {
    const double side = 100.0 * (STREETS - 1);
    AK_LINK(kit, 0, 0, side, 0)->speed_kmh[0] = 20;
    for (int i = 0; i < STREETS; i++) {
        double at = 100.0 * i;
        if (i) PATH(kit, 0, at, side, at);
        PATH(kit, at, 0, at, side);
        ak_origin(kit, at + 10, at + 5, i + 1);
    }
    AK_AREA(kit, side - 20, side - 20, side + 80, side - 20, side + 80, side + 80, side - 20,
            side + 80);
    AK_AREA(kit, -90, 180, -20, 180, -20, 220, -90, 220); /* its entrance is inferred */
    box(kit, p, 120, 120, 330, 330);
    box(kit, p, 330, 120, 380, 330);
    box(kit, p, -50, 380, 150, 420);
}

static double sum_of(const hn_result *r) {
    double sum = (double)(r->remarks.count + r->entrances.count);
    for (size_t i = 0; i < r->distances.count; i++) {
        double after = r->distances.row[i].avstand_etter_m;
        sum += r->distances.row[i].avstand_m + (isnan(after) ? 1 : after);
    }
    for (size_t i = 0; i < r->passages.count; i++) {
        const hn_passage_row *row = &r->passages.row[i];
        sum += row->lengde_m + row->avskaret_m + (isnan(row->omvei_m) ? 1 : row->omvei_m) +
               (double)(strlen(row->plan_liste) + strlen(row->lenker_liste));
    }
    for (size_t i = 0; i < r->barriers.count; i++)
        sum += r->barriers.row[i].lengde_m;
    for (size_t i = 0; i < r->indicators.count; i++)
        sum += isnan(r->indicators.row[i].verdi) ? 1 : r->indicators.row[i].verdi;
    return sum;
}

/* The town is made without failures; the engine has them. */
static hensyn_status play_access(hensyn_context *ctx, void *user, double *sum) {
    void *state;
    plan *p = user;
    bool was = armed;
    armed = false;
    ak_setup(&state);
    ak *kit = state;
    p->count = 0;
    make_town(kit, p);
    kit->options.threads = 1;
    kit->options.routes = kit->options.service_area = true;
    kit->input.has_population = kit->input.has_plan = true;
    kit->input.links = &kit->links;
    kit->input.origin = kit->origin;
    kit->input.development = p->area;
    kit->input.developments = p->count;
    armed = was;
    hensyn_status status = hn_access(ctx, kit->result, &kit->input, &kit->options);
    if (status == HENSYN_OK) *sum = sum_of(kit->result);
    if (status == HENSYN_OK && kit->result->passages.count < 2) fail_msg("no passages");
    ak_teardown(&state);
    return status;
}

static void engine(void **state) {
    static plan p;
    (void)state;
    fail_in_turn(&(scene){"access with a plan", play_access, &p, 4000, 300});
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(engine)};
    return cmocka_run_group_tests_name("access_failures", tests, NULL, NULL);
}
