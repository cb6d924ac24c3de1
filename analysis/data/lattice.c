/* lattice.c - interpolation of a function at the Chebyshev nodes of square-ish cells.
 * A cell keeps the antiderivative in x of w - mean, continued from column to column, so that
 * Green's theorem gives areas from edges alone. */
#include "data/lattice.h"
#include "base/memory.h"

#include <math.h>
#include <string.h>

enum {
    NODES = 7,                  /* interpolation nodes an axis: degree 6 */
    LANES = 8,                  /* coefficients of v in a row, the last one zero */
    CELL = (NODES + 1) * LANES, /* coefficients of a cell: powers 0..7 of u, each 0..6 of v */
    CHECKS = 4,                 /* off-node points an axis where a cell is checked */
    MAX_CELLS = 2048
};
static const double target_error = 1e-9, known_error = 1e-7; /* of w */
static const double first_cell_m = 300e3, least_extent_m = 100e3, margin_m = 1e3;

struct hn_lattice {
    double x0, y0, cell_w, cell_h;
    uint32_t nx, ny;
    double mean, least, reach;
    double *coef; /* nx * ny * CELL, cells row by row */
};

/* --- evaluation --- */

typedef struct place {
    const double *coef;
    double u, v; /* within the cell, -1..1; beyond at the rim of the lattice */
} place;

static uint32_t cell_number(double at, uint32_t cells) {
    if (!(at >= 0)) return 0;
    return at >= cells ? cells - 1 : (uint32_t)at;
}

/* (x, y) in the coordinates of the cell that (at_x, at_y) lies in. */
static place place_in_cell_of(const hn_lattice *l, double at_x, double at_y, double x, double y) {
    uint32_t cx = cell_number((at_x - l->x0) / l->cell_w, l->nx);
    uint32_t cy = cell_number((at_y - l->y0) / l->cell_h, l->ny);
    return (place){.coef = l->coef + ((size_t)cy * l->nx + cx) * CELL,
                   .u = ((x - l->x0) / l->cell_w - cx) * 2 - 1,
                   .v = ((y - l->y0) / l->cell_h - cy) * 2 - 1};
}

static double clamped(double value) { return value < -1 ? -1 : value > 1 ? 1 : value; }

static double across(const double row[LANES], double v) {
    double sum = row[NODES - 1];
    for (int j = NODES - 2; j >= 0; j--)
        sum = sum * v + row[j];
    return sum;
}

static double antiderivative(const double *coef, double u, double v) {
    double row[LANES];
    memcpy(row, coef + NODES * LANES, sizeof row);
    for (int i = NODES - 1; i >= 0; i--)
        for (int j = 0; j < LANES; j++)
            row[j] = row[j] * u + coef[i * LANES + j];
    return across(row, v);
}

/* Its derivative by u. */
static double slope(const double *coef, double u, double v) {
    double row[LANES];
    for (int j = 0; j < LANES; j++)
        row[j] = NODES * coef[NODES * LANES + j];
    for (int i = NODES - 1; i >= 1; i--)
        for (int j = 0; j < LANES; j++)
            row[j] = row[j] * u + i * coef[i * LANES + j];
    return across(row, v);
}

static double value_at(const hn_lattice *l, place p) {
    return l->mean + slope(p.coef, clamped(p.u), clamped(p.v)) * 2 / l->cell_w;
}

static double antiderivative_at(place p) {
    double u = clamped(p.u), v = clamped(p.v), sum = antiderivative(p.coef, u, v);
    if (u != p.u) sum += slope(p.coef, u, v) * (p.u - u);
    return sum;
}

double hn_lattice_mean(const hn_lattice *lattice) { return lattice->mean; }

double hn_lattice_least(const hn_lattice *lattice) { return lattice->least; }

double hn_lattice_reach(const hn_lattice *lattice) { return lattice->reach; }

double hn_lattice_value(const hn_lattice *lattice, double x, double y) {
    return value_at(lattice, place_in_cell_of(lattice, x, y, x, y));
}

hn_expansion hn_lattice_expand(const hn_lattice *lattice, double x, double y) {
    place p = place_in_cell_of(lattice, x, y, x, y);
    double u = clamped(p.u), v = clamped(p.v);
    /* Horner's scheme for the value and, divided by factorials, three derivatives by u. */
    double d0[LANES], d1[LANES] = {0}, d2[LANES] = {0}, d3[LANES] = {0};
    memcpy(d0, p.coef + NODES * LANES, sizeof d0);
    for (int i = NODES - 1; i >= 0; i--) {
        for (int j = 0; j < LANES; j++) {
            d3[j] = d3[j] * u + d2[j];
            d2[j] = d2[j] * u + d1[j];
            d1[j] = d1[j] * u + d0[j];
            d0[j] = d0[j] * u + p.coef[i * LANES + j];
        }
    }
    double w = 0, w_v = 0, w_vv = 0, w_u = 0, w_uv = 0;
    for (int j = NODES - 1; j >= 0; j--) {
        w_vv = w_vv * v + w_v;
        w_v = w_v * v + w;
        w = w * v + d1[j];
        w_uv = w_uv * v + w_u;
        w_u = w_u * v + 2 * d2[j];
    }
    double sx = 2 / lattice->cell_w, sy = 2 / lattice->cell_h;
    hn_expansion e = {.w = lattice->mean + sx * w};
    bool inside_x = u == p.u, inside_y = v == p.v;
    if (inside_x) e.wx = sx * sx * w_u;
    if (inside_x) e.wxx = sx * sx * sx * 6 * across(d3, v);
    if (inside_y) e.wy = sx * sy * w_v;
    if (inside_y) e.wyy = sx * sy * sy * 2 * w_vv;
    if (inside_x && inside_y) e.wxy = sx * sx * sy * w_uv;
    return e;
}

/* --- integrals along edges --- */

/* Gauss and Legendre's points and weights on 0..1; seven are exact for the degree 13 that a
 * polynomial of a whole cell has along an edge, three are enough on a tenth of a cell. */
typedef struct quadrature {
    int points;
    double at[7], weight[7];
} quadrature;
static const quadrature gauss3 = {3,
                                  {0.1127016653792583, 0.5, 0.8872983346207417},
                                  {0.2777777777777778, 0.4444444444444444, 0.2777777777777778}};
static const quadrature gauss7 = {7,
                                  {0.0254460438286207, 0.1292344072003028, 0.2970774243113014, 0.5,
                                   0.7029225756886985, 0.8707655927996972, 0.9745539561713793},
                                  {0.0647424830844348, 0.1398526957446384, 0.1909150252525595,
                                   0.2089795918367347, 0.1909150252525595, 0.1398526957446384,
                                   0.0647424830844348}};

static const quadrature *quadrature_for(const hn_lattice *l, double dx, double dy) {
    return fabs(dx) * 10 <= l->cell_w && fabs(dy) * 10 <= l->cell_h ? &gauss3 : &gauss7;
}

static double piece_edge(const hn_lattice *l, const double a[2], const double b[2]) {
    double dx = b[0] - a[0], dy = b[1] - a[1], sum = 0;
    if (dy == 0) return 0;
    const quadrature *q = quadrature_for(l, dx, dy);
    for (int i = 0; i < q->points; i++) {
        double x = a[0] + q->at[i] * dx, y = a[1] + q->at[i] * dy;
        sum += q->weight[i] *
               antiderivative_at(place_in_cell_of(l, a[0] + dx / 2, a[1] + dy / 2, x, y));
    }
    return sum * dy;
}

static double piece_path(const hn_lattice *l, const double a[2], const double b[2]) {
    double dx = b[0] - a[0], dy = b[1] - a[1], sum = 0;
    const quadrature *q = quadrature_for(l, dx, dy);
    for (int i = 0; i < q->points; i++) {
        double x = a[0] + q->at[i] * dx, y = a[1] + q->at[i] * dy;
        place p = place_in_cell_of(l, a[0] + dx / 2, a[1] + dy / 2, x, y);
        sum += q->weight[i] * sqrt(value_at(l, p));
    }
    return sum * hypot(dx, dy);
}

/* The lattice lines of one axis strictly between the ends of an edge, in travelling order. */
typedef struct crossings {
    double origin, side, from, length;
    double line, step;
    uint32_t left;
} crossings;

static crossings crossings_between(double a, double b, double origin, double side, uint32_t cells) {
    crossings c = {.origin = origin, .side = side, .from = a, .length = b - a};
    if (!isfinite(c.length) || c.length == 0) return c;
    double first = fmax(floor((fmin(a, b) - origin) / side) + 1, 0);
    double last = fmin(ceil((fmax(a, b) - origin) / side) - 1, cells);
    if (!(first <= last)) return c;
    c.left = (uint32_t)(last - first) + 1;
    c.step = b > a ? 1 : -1;
    c.line = b > a ? first : last;
    return c;
}

/* Where along the edge, 0..1, the next line is met; 2 when there is none. */
static double next_crossing(const crossings *c) {
    return c->left ? (c->origin + c->line * c->side - c->from) / c->length : 2;
}

static void pass_crossing(crossings *c) {
    c->line += c->step;
    c->left--;
}

/* Sums over the pieces that the lattice cuts an edge into. */
static double over_pieces(const hn_lattice *l, const double a[2], const double b[2],
                          double (*piece)(const hn_lattice *, const double[2], const double[2])) {
    crossings in_x = crossings_between(a[0], b[0], l->x0, l->cell_w, l->nx);
    crossings in_y = crossings_between(a[1], b[1], l->y0, l->cell_h, l->ny);
    double from[2] = {a[0], a[1]}, done = 0, sum = 0;
    while (in_x.left || in_y.left) {
        double tx = next_crossing(&in_x), ty = next_crossing(&in_y), t = fmin(tx, ty);
        pass_crossing(tx <= ty ? &in_x : &in_y);
        if (!(t > done && t < 1)) continue;
        double to[2] = {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])};
        sum += piece(l, from, to);
        memcpy(from, to, sizeof from);
        done = t;
    }
    return sum + piece(l, from, b);
}

double hn_lattice_edge(const hn_lattice *lattice, const double a[2], const double b[2]) {
    return over_pieces(lattice, a, b, piece_edge);
}

double hn_lattice_path(const hn_lattice *lattice, const double a[2], const double b[2]) {
    return over_pieces(lattice, a, b, piece_path);
}

/* --- filling --- */

typedef struct filling {
    hn_lattice *lattice;
    hn_scale_fn scale;
    void *user;
    double node[NODES];         /* Chebyshev nodes in -1..1 */
    double power[NODES][NODES]; /* [power][node]: coefficients from values at the nodes */
    uint32_t undefined;         /* cells without w */
    double error;               /* largest error at check points, of w */
    double sum, least;          /* of the means of the defined cells; of w at their nodes */
} filling;

static const double check_at[CHECKS] = {-1, -0.623, 0.2225, 0.901};

static void prepare_nodes(filling *f) {
    const double pi = 3.14159265358979323846;
    double chebyshev[NODES][NODES] = {{1}, {0, 1}}; /* [polynomial][power] */
    for (int k = 2; k < NODES; k++)
        for (int i = 0; i < NODES; i++)
            chebyshev[k][i] = (i > 0 ? 2 * chebyshev[k - 1][i - 1] : 0) - chebyshev[k - 2][i];
    for (int n = 0; n < NODES; n++) {
        double angle = pi * (2 * n + 1) / (2 * NODES);
        f->node[n] = cos(angle);
        for (int i = 0; i < NODES; i++) {
            f->power[i][n] = chebyshev[0][i] / NODES;
            for (int k = 1; k < NODES; k++)
                f->power[i][n] += chebyshev[k][i] * 2 / NODES * cos(k * angle);
        }
    }
}

/* w at points of a cell, u and v from a list; false where not defined. */
static bool sample(const filling *f, uint32_t cx, uint32_t cy, const double *at, int n, double *w) {
    const hn_lattice *l = f->lattice;
    double xy[2 * NODES * NODES];
    int count = 0;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++, count++) {
            xy[2 * count] = l->x0 + (cx + (at[i] + 1) / 2) * l->cell_w;
            xy[2 * count + 1] = l->y0 + (cy + (at[j] + 1) / 2) * l->cell_h;
        }
    }
    if (!f->scale(f->user, (size_t)count, xy, w)) return false;
    for (int i = 0; i < count; i++)
        if (!(isfinite(w[i]) && w[i] > 0)) return false;
    return true;
}

/* Coefficients of w itself, as if it were the slope of an antiderivative with constant zero. */
static void interpolate(const filling *f, const double w[NODES][NODES], double *coef) {
    double half[NODES][NODES] = {{0}}; /* powers of u, nodes of v */
    memset(coef, 0, CELL * sizeof *coef);
    for (int i = 0; i < NODES; i++)
        for (int n = 0; n < NODES; n++)
            for (int j = 0; j < NODES; j++)
                half[i][j] += f->power[i][n] * w[n][j];
    for (int i = 0; i < NODES; i++)
        for (int j = 0; j < NODES; j++)
            for (int n = 0; n < NODES; n++)
                coef[(i + 1) * LANES + j] += f->power[j][n] * half[i][n] / (i + 1);
}

static void fill_cell(filling *f, uint32_t cx, uint32_t cy) {
    double w[NODES][NODES], seen[CHECKS * CHECKS];
    double *coef = f->lattice->coef + ((size_t)cy * f->lattice->nx + cx) * CELL;
    if (!sample(f, cx, cy, f->node, NODES, &w[0][0]) ||
        !sample(f, cx, cy, check_at, CHECKS, seen)) {
        memset(coef, 0, CELL * sizeof *coef);
        f->undefined++;
        return;
    }
    interpolate(f, (const double(*)[NODES])w, coef);
    for (int i = 0; i < CHECKS * CHECKS; i++) {
        double held = slope(coef, check_at[i / CHECKS], check_at[i % CHECKS]);
        f->error = fmax(f->error, fabs(held - seen[i]) / seen[i]);
    }
    f->sum += slope(coef, 0, 0);
    for (int i = 0; i < NODES * NODES; i++)
        f->least = fmin(f->least, w[i / NODES][i % NODES]);
}

/* Turns the coefficients of w into those of the antiderivative of w - mean, each cell going on
 * from the value its western neighbour has at their border. */
static void integrate_row(hn_lattice *l, uint32_t cy) {
    double west[LANES] = {0};
    for (uint32_t cx = 0; cx < l->nx; cx++) {
        double *coef = l->coef + ((size_t)cy * l->nx + cx) * CELL;
        if (coef[LANES] != 0) coef[LANES] -= l->mean;
        for (int i = LANES; i < CELL; i++)
            coef[i] *= l->cell_w / 2;
        for (int j = 0; j < NODES; j++) {
            double at_west = 0, at_east = 0;
            for (int i = 1; i <= NODES; i++) {
                double c = coef[i * LANES + j];
                at_west += i % 2 ? -c : c;
                at_east += c;
            }
            coef[j] = west[j] - at_west;
            west[j] = coef[j] + at_east;
        }
    }
}

static hensyn_status fill(hensyn_context *ctx, filling *f, uint32_t nx, uint32_t ny, hn_box box) {
    hn_lattice *l = f->lattice;
    double *coef = hn_realloc(l->coef, (size_t)nx * ny, CELL * sizeof *coef);
    if (!coef) return hn_nomem(ctx);
    *l = (hn_lattice){.x0 = box.xmin,
                      .y0 = box.ymin,
                      .cell_w = (box.xmax - box.xmin) / nx,
                      .cell_h = (box.ymax - box.ymin) / ny,
                      .nx = nx,
                      .ny = ny,
                      .coef = coef};
    f->undefined = 0;
    f->error = f->sum = 0;
    f->least = INFINITY;
    for (uint32_t cy = 0; cy < ny; cy++)
        for (uint32_t cx = 0; cx < nx; cx++)
            fill_cell(f, cx, cy);
    return HENSYN_OK;
}

/* Halves the cells until they hold w well enough, halving helps no more, or they get too many. */
static hensyn_status refine(hensyn_context *ctx, filling *f, hn_box box, double first_cell) {
    double before = INFINITY;
    uint32_t nx = (uint32_t)fmin(ceil((box.xmax - box.xmin) / first_cell), MAX_CELLS);
    uint32_t ny = (uint32_t)fmin(ceil((box.ymax - box.ymin) / first_cell), MAX_CELLS);
    while ((uint64_t)nx * ny > MAX_CELLS)
        *(nx > ny ? &nx : &ny) /= 2;
    for (;;) {
        hensyn_status status = fill(ctx, f, nx, ny, box);
        if (status != HENSYN_OK) return status;
        bool worse = f->undefined == 0 && f->error > before / 4;
        if ((f->undefined == 0 && f->error <= target_error) || worse) return HENSYN_OK;
        if ((uint64_t)nx * ny * 4 > MAX_CELLS) return HENSYN_OK;
        before = f->undefined == 0 ? f->error : (double)INFINITY;
        nx *= 2;
        ny *= 2;
    }
}

/* How far the expansion about a place is from w in the corners and sides of a square, of w. */
static double expansion_error(const hn_lattice *l, double x, double y, double half) {
    hn_expansion e = hn_lattice_expand(l, x, y);
    double worst = 0;
    for (int i = 0; i < 9; i++) {
        double dx = (i % 3 - 1) * half, dy = (i / 3 - 1) * half;
        double guess = e.w + e.wx * dx + e.wy * dy + e.wxx * dx * dx / 2 + e.wxy * dx * dy +
                       e.wyy * dy * dy / 2;
        double w = value_at(l, place_in_cell_of(l, x, y, x + dx, y + dy));
        worst = fmax(worst, fabs(guess - w) / w);
    }
    return worst;
}

/* The error of the expansion grows with the third power of the distance. */
static double find_reach(const hn_lattice *l) {
    double half = fmin(l->cell_w, l->cell_h) / 4, worst = 1e-15;
    for (uint32_t cell = 0; cell < l->nx * l->ny; cell++) {
        for (int i = 0; i < 9; i++) {
            double x = l->x0 + (cell % l->nx + 0.25 + i % 3 * 0.25) * l->cell_w;
            double y = l->y0 + (cell / l->nx + 0.25 + i / 3 * 0.25) * l->cell_h;
            worst = fmax(worst, expansion_error(l, x, y, half));
        }
    }
    return half * fmin(cbrt(2e-10 / worst), 2);
}

static hn_box lattice_box(hn_box extent, double unit_m) {
    double least = least_extent_m / unit_m / 2, margin = margin_m / unit_m;
    double x = extent.xmin + (extent.xmax - extent.xmin) / 2;
    double y = extent.ymin + (extent.ymax - extent.ymin) / 2;
    double w = fmax((extent.xmax - extent.xmin) / 2 * 1.01 + margin, least);
    double h = fmax((extent.ymax - extent.ymin) / 2 * 1.01 + margin, least);
    return (hn_box){x - w, y - h, x + w, y + h};
}

static void warn(hensyn_context *ctx, const filling *f) {
    uint32_t cells = f->lattice->nx * f->lattice->ny;
    if (f->undefined)
        hn_log(ctx, HENSYN_WARNING, "MAL_UDEFINERT", "",
               hn_text(ctx,
                       "målestokken er ikke definert i %u av %u ruter av området; der regnes "
                       "areal og lengde med en middelverdi",
                       "the scale is not defined in %u of %u cells of the extent; areas and "
                       "lengths there use a mean value"),
               (unsigned)f->undefined, (unsigned)cells);
    if (f->error > known_error)
        hn_log(
            ctx, HENSYN_WARNING, "MAL_UNOYAKTIG", "",
            hn_text(ctx, "sann målestokk er bare kjent til %.1e", "true scale known to %.1e only"),
            f->error);
}

hensyn_status hn_lattice_create(hensyn_context *ctx, hn_box extent, hn_scale_fn scale, void *user,
                                double unit_m, hn_lattice **out) {
    hensyn_status status = HENSYN_OK;
    filling f = {.scale = scale, .user = user};
    hn_box box = lattice_box(extent, unit_m);
    if (!(extent.xmin <= extent.xmax && extent.ymin <= extent.ymax &&
          isfinite(box.xmax - box.xmin) && isfinite(box.ymax - box.ymin)))
        return hn_fail(ctx, HENSYN_INPUT,
                       hn_text(ctx, "området %g %g %g %g er tomt eller uendelig",
                               "the extent %g %g %g %g is empty or infinite"),
                       extent.xmin, extent.ymin, extent.xmax, extent.ymax);
    f.lattice = hn_zalloc(1, sizeof *f.lattice);
    if (!f.lattice) return hn_nomem(ctx);
    prepare_nodes(&f);
    HN_TRY(refine(ctx, &f, box, first_cell_m / unit_m));
    hn_lattice *l = f.lattice;
    uint32_t defined = l->nx * l->ny - f.undefined;
    if (defined == 0) {
        status = hn_fail(ctx, HENSYN_INPUT,
                         hn_text(ctx, "koordinatsystemet er ikke definert i området %g %g %g %g",
                                 "the CRS is not defined in the extent %g %g %g %g"),
                         extent.xmin, extent.ymin, extent.xmax, extent.ymax);
        goto cleanup;
    }
    l->mean = f.sum / defined;
    l->least = f.least * 0.98; /* for what lies between nodes and beyond the outer ones */
    for (uint32_t cy = 0; cy < l->ny; cy++)
        integrate_row(l, cy);
    l->reach = find_reach(l);
    warn(ctx, &f);
    *out = l;
    f.lattice = NULL;
cleanup:
    hn_lattice_destroy(f.lattice);
    return status;
}

void hn_lattice_destroy(hn_lattice *lattice) {
    if (!lattice) return;
    hn_free(lattice->coef);
    hn_free(lattice);
}
