/* hilbert.h - the place of a cell on the Hilbert curve of order 16, so that numbers that follow
 * each other lie near each other. Method: Hamilton and Rau-Chaplin (2008), in the plane the classic
 * quadrant walk. */
#ifndef HN_HILBERT_H
#define HN_HILBERT_H

#include <stdint.h>

static inline uint32_t hn_hilbert(uint32_t x, uint32_t y) {
    uint32_t d = 0;
    for (uint32_t s = 1u << 15; s > 0; s >>= 1) {
        uint32_t right = (x & s) != 0, up = (y & s) != 0;
        d += s * s * ((3 * right) ^ up);
        if (!up) {
            if (right) {
                x = 65535 - x;
                y = 65535 - y;
            }
            uint32_t t = x;
            x = y;
            y = t;
        }
    }
    return d;
}

#endif
