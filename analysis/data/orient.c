/* orient.c - the exact orientation of three points by floating-point expansions
 * (Shewchuk 1997: a number is held as a sum of doubles that do not overlap). */
#include "data/orient.h"

/* Adds value to an expansion of n components, least first; it grows by one component. */
static void grow(double *parts, int n, double value) {
    for (int i = 0; i < n; i++) {
        double total = value + parts[i], seen = total - value;
        parts[i] = (value - (total - seen)) + (parts[i] - seen);
        value = total;
    }
    parts[n] = value;
}

static int add_product(double *parts, int n, double a, double b) {
    double product = a * b;
    grow(parts, n, fma(a, b, -product));
    grow(parts, n + 1, product);
    return n + 2;
}

int hn_orientation_exact(double ax, double ay, double bx, double by, double cx, double cy) {
    double parts[12];
    int n = 0;
    n = add_product(parts, n, ax, by);
    n = add_product(parts, n, -ay, bx);
    n = add_product(parts, n, bx, cy);
    n = add_product(parts, n, -by, cx);
    n = add_product(parts, n, cx, ay);
    n = add_product(parts, n, -cy, ax);
    for (int i = n - 1; i >= 0; i--) {
        if (parts[i] > 0) return 1;
        if (parts[i] < 0) return -1;
    }
    return 0;
}
