"""Planar coverages with natural-looking, exactly shared borders.

A jittered honeycomb carries everything. Three cells meet in each of its
vertices, so a border between groups of cells never touches itself, and every
piece of border exists once and is used by the areas on both of its sides.
Coordinates are metres, rounded to centimetres once, before areas are built.
"""

import heapq
import math

MASK = (1 << 64) - 1

# Third member of a point that is the middle of an arc between its neighbours.
ARC_MIDDLE = "arc"


def mix(*values):
    """A 64-bit hash of integers (splitmix64), the only source of chance."""
    state = 0x5A17
    for value in values:
        state = (state ^ (value & MASK)) + 0x9E3779B97F4A7C15 & MASK
        state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & MASK
        state = (state ^ state >> 27) * 0x94D049BB133111EB & MASK
        state ^= state >> 31
    return state


def unit(*values):
    """A number in [0, 1) that depends on the integers only."""
    return (mix(*values) >> 11) / (1 << 53)


class Rng:
    """A stream of reproducible numbers; unlike `random` its order of draws
    cannot change with the Python version."""

    def __init__(self, seed):
        self.seed = seed
        self.drawn = 0

    def random(self):
        self.drawn += 1
        return unit(self.seed, self.drawn)

    def between(self, low, high):
        return low + (high - low) * self.random()

    def integer(self, low, high):
        """A whole number, both ends included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, values):
        return values[int(self.random() * len(values))]

    def shuffled(self, values):
        keyed = [(self.random(), i) for i in range(len(values))]
        return [values[i] for _, i in sorted(keyed)]


def value_noise(x, y, scale, seed):
    """Smooth noise in [-1, 1] with features of about `scale` metres."""
    fx, fy = x / scale, y / scale
    ix, iy = math.floor(fx), math.floor(fy)
    tx, ty = fx - ix, fy - iy
    tx, ty = tx * tx * (3 - 2 * tx), ty * ty * (3 - 2 * ty)
    low = unit(seed, ix, iy) * (1 - tx) + unit(seed, ix + 1, iy) * tx
    high = unit(seed, ix, iy + 1) * (1 - tx) + unit(seed, ix + 1, iy + 1) * tx
    return 2 * (low * (1 - ty) + high * ty) - 1


def fractal_noise(x, y, scale, seed, octaves=4):
    return sum(value_noise(x, y, scale / 2 ** k, seed + k) / 2 ** k
               for k in range(octaves))


class Mesh:
    """A honeycomb with jittered vertices."""

    CORNERS = ((0, 2), (-1, 1), (-1, -1), (0, -2), (1, -1), (1, 1))

    def __init__(self, origin, width, height, spacing, seed):
        self.seed = seed
        self.spacing = spacing
        self.side = spacing / math.sqrt(3)
        self.origin = origin
        self.position = {}      # vertex -> (x, y); a vertex is its lattice key
        self.corners = []       # cell -> six vertices, counter-clockwise
        self.centre = []
        self.across = {}        # directed edge -> the cell on its left
        self.frozen = {}        # vertex -> position that later coverages keep
        self.fine = set()       # undirected edges drawn with more points
        self.curved = set()     # undirected edges that are circular arcs
        for row in range(int(height / (1.5 * self.side))):
            for column in range(int(width / spacing)):
                self._add_cell(row, column)
        self.neighbours = [self._neighbours_of(c) for c in range(len(self.corners))]

    def _add_cell(self, row, column):
        lattice_x, lattice_y = 2 * column + (row & 1), 3 * row
        corners = [(lattice_x + dx, lattice_y + dy) for dx, dy in self.CORNERS]
        for corner in corners:
            if corner not in self.position:
                self.position[corner] = self._place(corner)
        cell = len(self.corners)
        self.corners.append(corners)
        points = [self.position[c] for c in corners]
        self.centre.append((sum(p[0] for p in points) / 6,
                            sum(p[1] for p in points) / 6))
        for k in range(6):
            self.across[corners[k], corners[(k + 1) % 6]] = cell

    def _place(self, corner):
        jitter = 0.42 * self.side
        angle = 2 * math.pi * unit(self.seed, 1, *corner)
        radius = jitter * math.sqrt(unit(self.seed, 2, *corner))
        return (self.origin[0] + corner[0] * self.spacing / 2 + radius * math.cos(angle),
                self.origin[1] + corner[1] * self.side / 2 + radius * math.sin(angle))

    def _neighbours_of(self, cell):
        corners = self.corners[cell]
        found = (self.across.get((corners[(k + 1) % 6], corners[k])) for k in range(6))
        return [c for c in found if c is not None]

    def nearest(self, point, allowed):
        return min(allowed, key=lambda c: (squared(self.centre[c], point), c))

    def edge_points(self, a, b, at):
        """The points strictly between two vertices, the same set whichever
        way the edge is walked."""
        if b < a:
            return self.edge_points(b, a, at)[::-1]
        sway = [unit(self.seed, 3 + k, *a, *b) - 0.5 for k in range(3)]
        middle = displaced(at[a], at[b], 0.34 * sway[0])
        if (a, b) in self.curved:
            return [middle + (ARC_MIDDLE,)]
        if (a, b) not in self.fine:
            return [middle]
        return [displaced(at[a], middle, 0.5 * sway[1]), middle,
                displaced(middle, at[b], 0.5 * sway[2])]


def squared(p, q):
    return (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2


def displaced(p, q, amount):
    """The middle of p and q, moved sideways by a share of their distance."""
    return ((p[0] + q[0]) / 2 - amount * (q[1] - p[1]),
            (p[1] + q[1]) / 2 + amount * (q[0] - p[0]))


def rounded(point):
    """Centimetres; the mark of an arc's middle point is kept."""
    return (round(point[0], 2), round(point[1], 2)) + tuple(point[2:])


class Coverage:
    """Areas that are groups of cells: `labels` maps cell -> label, cells that
    are left out belong to no area."""

    def __init__(self, mesh, labels, passes=3):
        self.mesh = mesh
        self.labels = labels
        self.edges = [e for e, cell in sorted(mesh.across.items())
                      if labels.get(cell) is not None
                      and labels.get(mesh.across.get(e[::-1])) != labels[cell]]
        self.at = self._smoothed(passes)
        self.next = {}
        for start, end in self.edges:
            label = labels[mesh.across[start, end]]
            self.next.setdefault(label, {})[start] = end

    def _smoothed(self, passes):
        linked = {}
        for start, end in self.edges:
            linked.setdefault(start, set()).add(end)
            linked.setdefault(end, set()).add(start)
        at = {v: self.mesh.frozen.get(v, self.mesh.position[v]) for v in linked}
        free = sorted(v for v in linked if v not in self.mesh.frozen)
        for _ in range(passes):
            moved = {}
            for v in free:
                near = [at[n] for n in sorted(linked[v])]
                moved[v] = ((at[v][0] + sum(p[0] for p in near) / len(near)) / 2,
                            (at[v][1] + sum(p[1] for p in near) / len(near)) / 2)
            at.update(moved)
        return at

    def freeze(self, fine=False):
        """Makes later coverages of the mesh follow these borders exactly."""
        self.mesh.frozen.update(self.at)
        if fine:
            self.mesh.fine.update(tuple(sorted(e)) for e in self.edges)

    def rings(self, label):
        following = dict(self.next[label])
        found = []
        while following:
            first = vertex = min(following)
            ring = []
            while vertex in following:
                after = following.pop(vertex)
                ring.append(rounded(self.at[vertex]))
                ring += map(rounded, self.mesh.edge_points(vertex, after, self.at))
                vertex = after
            assert vertex == first, "a border that does not close"
            found.append(without_repeats(ring))
        return found

    def polygons(self, label):
        return assemble(self.rings(label))


def without_repeats(ring):
    return [p for i, p in enumerate(ring) if p != ring[i - 1]]


def signed_area(ring):
    return sum(ring[i - 1][0] * p[1] - p[0] * ring[i - 1][1]
               for i, p in enumerate(ring)) / 2


def contains(ring, point):
    inside = False
    for i, (x2, y2, *_) in enumerate(ring):
        x1, y1 = ring[i - 1][:2]
        if (y1 > point[1]) != (y2 > point[1]):
            if point[0] < x1 + (point[1] - y1) / (y2 - y1) * (x2 - x1):
                inside = not inside
    return inside


def assemble(rings):
    """Polygons (outer ring first) from rings: outer ones run
    counter-clockwise, holes clockwise."""
    shells = [[r] for r in rings if signed_area(r) > 0]
    for hole in (r for r in rings if signed_area(r) < 0):
        around = [s for s in shells if contains(s[0], hole[0])]
        min(around, key=lambda s: signed_area(s[0])).append(hole)
    return shells


def spaced_seeds(cells, mesh, distance, rng):
    """Cells in random order, each at least `distance(cell)` from the others."""
    chosen = []
    for cell in rng.shuffled(sorted(cells)):
        reach = distance(cell) ** 2
        if all(squared(mesh.centre[cell], mesh.centre[s]) > reach for s in chosen):
            chosen.append(cell)
    return chosen


def grow(mesh, cells, seeds, seed, roughness=1.2):
    """Shares `cells` out to the seeds by uneven distance; cells that no seed
    reaches become areas of their own. Returns cell -> seed."""
    owner = {}
    heap = [(0.0, s, s) for s in seeds]
    waiting = sorted(cells)
    while heap or waiting:
        if not heap:
            left = waiting.pop(0)
            if left not in owner:
                heap = [(0.0, left, left)]
            continue
        cost, cell, source = heapq.heappop(heap)
        if cell in owner:
            continue
        owner[cell] = source
        for n in mesh.neighbours[cell]:
            if n in cells and n not in owner:
                step = 1 + roughness * unit(seed, min(cell, n), max(cell, n))
                heapq.heappush(heap, (cost + step, n, source))
    return owner


def nearest_cells(mesh, start, count, cells, seed):
    """A connected, uneven group of `count` cells round `start`."""
    taken, heap = [], [(0.0, start)]
    seen = {start}
    while heap and len(taken) < count:
        _, cell = heapq.heappop(heap)
        taken.append(cell)
        for n in mesh.neighbours[cell]:
            if n in cells and n not in seen:
                seen.add(n)
                away = math.sqrt(squared(mesh.centre[n], mesh.centre[start]))
                heapq.heappush(heap, (away * (1 + 0.5 * unit(seed, n)), n))
    return taken


def components(mesh, cells):
    """Connected groups of cells, each sorted, in order of their first cell."""
    left, groups = set(cells), []
    for cell in sorted(cells):
        if cell not in left:
            continue
        left.discard(cell)
        group = [cell]
        for member in group:
            for n in mesh.neighbours[member]:
                if n in left:
                    left.discard(n)
                    group.append(n)
        groups.append(sorted(group))
    return groups


def blob(centre, radius, seed, points=36, uneven=0.35):
    """An irregular ring round a point, counter-clockwise."""
    phases = [(k, uneven / k * unit(seed, k), 2 * math.pi * unit(seed, 50 + k))
              for k in range(2, 7)]
    ring = []
    for i in range(points):
        angle = 2 * math.pi * i / points
        r = radius * (1 + sum(a * math.sin(k * angle + p) for k, a, p in phases))
        ring.append(rounded((centre[0] + r * math.cos(angle),
                             centre[1] + r * math.sin(angle))))
    return without_repeats(ring)
