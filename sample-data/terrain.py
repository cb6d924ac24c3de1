"""The lie of the land of the fictional municipality Sjøvik."""

import math

from coverage import fractal_noise

WEST, SOUTH = 474000.0, 7464500.0
WIDTH, HEIGHT = 13000.0, 11000.0

ISLANDS = ((2500, 7200, 1150, 0.9, "Storøya"), (1900, 3700, 850, 0.85, "Lamøya"),
           (3500, 5500, 450, 1.1, "Terneholmen"), (1450, 5700, 300, 0.6, "Skarvskjeret"),
           (3300, 2300, 380, 0.65, "Oterøya"))
LAKES = ((9900, 3000, 620, "Storvatnet"), (8300, 8500, 420, "Rundvatnet"),
         (10900, 7300, 300, "Svartvatnet"))


def bell(distance, width):
    return math.exp(-(distance / width) ** 2)


def fjord_axis(x):
    """Northing of the middle of Sjøvikfjorden, local metres."""
    return 5200 + 650 * math.sin(x / 1500) + 0.06 * x


def height(east, north):
    """Height above the sea in units of about 400 m; negative is sea."""
    x, y = east - WEST, north - SOUTH
    level = (x - 5100 - 600 * math.sin(y / 1700)) / 4200
    # Turned, so that the lattice of the noise shows no straight coasts.
    u, v = 0.8 * east + 0.6 * north, 0.8 * north - 0.6 * east
    level += 0.42 * fractal_noise(u, v, 1500, 132) + 0.12 * fractal_noise(v, u, 480, 12)
    width = 620 * min(1.0, (10300 - x) / 4500) if x < 10300 else 0
    if width > 60:
        bend = 350 * fractal_noise(east, north, 1300, 51, octaves=3)
        level -= 1.9 * bell(y - fjord_axis(x) - bend, width)
    for cx, cy, radius, rise, _ in ISLANDS:
        level += (rise + 0.55) * bell(math.hypot(x - cx, y - cy), radius)
    return min(level, 1.1 + 0.15 * fractal_noise(east, north, 900, 21))


def in_lake(east, north):
    for cx, cy, radius, _ in LAKES:
        away = math.hypot(east - WEST - cx, north - SOUTH - cy)
        if away < radius * (1 + 0.4 * fractal_noise(east, north, 500, 31)):
            return True
    return False


def in_municipality(east, north):
    x = (east - WEST - 6400) / 5900
    y = (north - SOUTH - 5450) / 5000
    edge = 1 + 0.13 * fractal_noise(east, north, 2500, 41)
    return abs(x) ** 3.2 + abs(y) ** 3.2 < edge


def elevation(east, north):
    """Metres above the sea for roads, paths and summits."""
    return max(0.5, 1 + 390 * max(0.0, height(east, north)) ** 1.4)
