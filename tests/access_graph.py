"""A second engine for distances: cuts lines into a graph and finds where they lie in areas, in plain
Python, without anything of hensyn's. Slow, and meant to be easy to believe.

A Network takes lines with a level and whether one may enter an area from them. Places on a line are
plane metres from its start. What it does not know: heights, measures other than the plane."""
import math
from collections import defaultdict

import networkx

NEAR = 1e-6  # m: on a boundary
LEVEL = 0.001  # m: as near as the nearest place
RUN = 0.1  # m: what is no longer is a place, not a run
CELL = 100.0  # m, of the grid of segments


class Line:
    def __init__(self, points, level=0, ground=True, tie=True, costs=(None, None), nodes=(None, None), speed=(1, 1)):
        self.points = points
        self.level, self.ground, self.tie = level, ground, tie
        self.speed = speed  # m/s along and against; 0: closed
        self.costs = costs  # of the whole line where they are given
        self.nodes = nodes  # ids of the ends where they are given
        self.at = [0.0]
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            self.at.append(self.at[-1] + math.hypot(x1 - x0, y1 - y0))
        self.length = self.at[-1]

    def box(self):
        xs, ys = zip(*self.points)
        return min(xs), min(ys), max(xs), max(ys)

    def point(self, at):
        for i in range(len(self.points) - 1):
            if at <= self.at[i + 1] or i == len(self.points) - 2:
                span = self.at[i + 1] - self.at[i]
                t = (at - self.at[i]) / span if span else 0.0
                (x0, y0), (x1, y1) = self.points[i], self.points[i + 1]
                return x0 + t * (x1 - x0), y0 + t * (y1 - y0)
        raise ValueError(at)


def to_segment(p, a, b):
    """Distance from a point to a segment and the share of the segment where it is nearest."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    t = ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square if square else 0.0
    t = min(1.0, max(0.0, t))
    return math.hypot(a[0] + t * dx - p[0], a[1] + t * dy - p[1]), t


class Grid:
    """Segments by the cells of 100 m that their boxes meet."""

    def __init__(self):
        self.cells = defaultdict(list)

    def add(self, a, b, what):
        for cell in cells_of(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])):
            self.cells[cell].append(what)

    def near(self, box, distance):
        found = {}
        for cell in cells_of(box[0] - distance, box[1] - distance, box[2] + distance, box[3] + distance):
            for what in self.cells.get(cell, ()):
                found[what] = True
        return found


def cells_of(x0, y0, x1, y1):
    for i in range(math.floor(x0 / CELL), math.floor(x1 / CELL) + 1):
        for j in range(math.floor(y0 / CELL), math.floor(y1 / CELL) + 1):
            yield i, j


class Area:
    """Rings of a polygon or multipolygon; even-odd, which is right where the parts are apart."""

    def __init__(self, rings):
        self.segments = [(a, b) for ring in rings for a, b in zip(ring, ring[1:]) if a != b]
        self.bands = defaultdict(list)
        xs, ys = zip(*(p for ring in rings for p in ring))
        self.box = min(xs), min(ys), max(xs), max(ys)
        self.grid = Grid()
        for i, (a, b) in enumerate(self.segments):
            self.grid.add(a, b, i)
            for band in range(math.floor(min(a[1], b[1]) / 20), math.floor(max(a[1], b[1]) / 20) + 1):
                self.bands[band].append((a, b))

    def holds(self, p):
        """Is the point in the closed area?"""
        if not (self.box[0] - NEAR <= p[0] <= self.box[2] + NEAR and self.box[1] - NEAR <= p[1] <= self.box[3] + NEAR):
            return False
        if self.near(p, NEAR) <= NEAR:
            return True
        inside = False
        for a, b in self.bands.get(math.floor(p[1] / 20), ()):
            if (a[1] > p[1]) != (b[1] > p[1]) and p[0] < a[0] + (p[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0]):
                inside = not inside
        return inside

    def near(self, p, limit):
        """Distance to the boundary, infinity when it is above the limit."""
        found = self.grid.near((p[0], p[1], p[0], p[1]), limit)
        best = min((to_segment(p, *self.segments[i])[0] for i in found), default=math.inf)
        return best if best <= limit else math.inf

    def cuts(self, a, b):
        """Shares of a segment where it meets the boundary."""
        shares = []
        box = min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
        dx, dy = b[0] - a[0], b[1] - a[1]
        for i in self.grid.near(box, NEAR):
            c, d = self.segments[i]
            ex, ey = d[0] - c[0], d[1] - c[1]
            across = dx * ey - dy * ex
            if across:
                t = ((c[0] - a[0]) * ey - (c[1] - a[1]) * ex) / across
                u = ((c[0] - a[0]) * dy - (c[1] - a[1]) * dx) / across
                if 0 <= t <= 1 and 0 <= u <= 1:
                    shares.append(t)
            for p in (c, d):
                distance, t = to_segment(p, a, b)
                if distance <= NEAR:
                    shares.append(t)
        return shares

    def stretches(self, line):
        """Parts of a line that lie in the closed area, as places on it."""
        out = []
        for i, (a, b) in enumerate(zip(line.points, line.points[1:])):
            span = line.at[i + 1] - line.at[i]
            shares = sorted({0.0, 1.0, *self.cuts(a, b)})
            for s, t in zip(shares, shares[1:] + [None]):
                at = line.at[i] + s * span
                if self.holds((a[0] + s * (b[0] - a[0]), a[1] + s * (b[1] - a[1]))):
                    out.append((at, at))
                middle = None if t is None else (s + t) / 2
                if middle is not None and self.holds((a[0] + middle * (b[0] - a[0]), a[1] + middle * (b[1] - a[1]))):
                    out.append((at, line.at[i] + t * span))
        return merged(out)

    def level_with(self, line, limit):
        """Where a line that stays outside is nearest to the boundary: how far, and the stretches of it
        that are no more than a millimetre farther. A stretch that is not worth the name (a corner
        passed) is the nearest place alone. None: beyond the limit."""
        pairs, best = [], None
        for i, (a, b) in enumerate(zip(line.points, line.points[1:])):
            span = line.at[i + 1] - line.at[i]
            box = min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])
            for k in self.grid.near(box, limit):
                c, d = self.segments[k]
                where = min(to_segment(a, c, d)[:1] + (0.0,), to_segment(b, c, d)[:1] + (1.0,),
                            to_segment(c, a, b), to_segment(d, a, b))
                pairs.append((line.at[i], span, a, b, c, d, where))
                best = better(best, where[0], line.at[i] + where[1] * span)
        if best is None or best[0] > limit:
            return None
        within, corner = best[0] + LEVEL, math.sqrt((best[0] + LEVEL) ** 2 - best[0] ** 2) + LEVEL
        whole, across = [], []
        for start, span, a, b, c, d, where in pairs:
            if where[0] <= within:
                whole.append(tuple(start + t * span for t in shares_within(a, b, c, d, within, where[1])))
                across += [(start + s * span, start + t * span)
                           for s, t in shares_across(a, b, c, d, *((x - start) / span for x in whole[-1]))]
        stretches = []
        for s, t in merged(whole, LEVEL):
            own = [(max(s, x), min(t, y)) for x, y in across if y >= s and x <= t]
            least = RUN
            if own:
                first, last = min(own)[0], max(y for _, y in own)
                s, t = first if first - s <= corner else s, last if t - last <= corner else t
            else:
                least += 2 * corner
            if t - s > least:
                stretches.append((s, t))
        if not any(s - LEVEL <= best[1] <= t + LEVEL for s, t in stretches):
            stretches.append((best[1], best[1]))
        return best[0], stretches


def shares_within(a, b, c, d, distance, nearest):
    """The shares of a..b within a distance of c..d, by halving from the nearest place outwards: along
    a straight line the distance falls to there and rises from there."""
    def close(t):
        return to_segment((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])), c, d)[0] <= distance
    out = []
    for end in (0.0, 1.0):
        inner, outer = nearest, end
        for _ in range(0 if close(end) else 60):
            middle = (inner + outer) / 2
            inner, outer = (middle, outer) if close(middle) else (inner, middle)
        out.append(end if close(end) else inner)
    return out


def shares_across(a, b, c, d, low, high):
    """Between two shares of a..b, those that have c..d straight across."""
    dx, dy = d[0] - c[0], d[1] - c[1]
    start = (a[0] - c[0]) * dx + (a[1] - c[1]) * dy
    rate = (b[0] - a[0]) * dx + (b[1] - a[1]) * dy
    if abs(rate) < 1e-12:
        return [(low, high)] if 0 <= start <= dx * dx + dy * dy else []
    s, t = sorted((-start / rate, (dx * dx + dy * dy - start) / rate))
    low, high = max(low, s), min(high, t)
    return [(low, high)] if low <= high else []


def better(best, distance, at):
    return (distance, at) if best is None or distance < best[0] else best


def merged(stretches, gap=NEAR):
    out = []
    for start, end in sorted(stretches):
        if out and start <= out[-1][1] + gap:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


class Network:
    """Nodes are joined as the contract says: ends within join of each other on any level; an end
    within join of another line, and vertices at one place, on one level, or with shared on any."""

    def __init__(self, lines, join=0.1, shared=False):
        self.lines, self.join, self.shared = lines, join, shared
        self.cut = defaultdict(dict)  # line -> place -> node
        self.parent = []
        self.grid = Grid()
        for i, line in enumerate(lines):
            for k, (a, b) in enumerate(zip(line.points, line.points[1:])):
                self.grid.add(a, b, (i, k))
        self.ends, self.key = [], {}
        self.join_ends()
        self.join_touches()
        self.join_vertices()

    # ---- sets of nodes ----

    def node(self, line, at):
        at = min(max(at, 0.0), self.lines[line].length)
        for known, node in self.cut[line].items():
            if abs(known - at) < 1e-7:
                return node
        self.parent.append(len(self.parent))
        self.cut[line][at] = self.parent[-1]
        return self.parent[-1]

    def root(self, node):
        while self.parent[node] != node:
            self.parent[node] = self.parent[self.parent[node]]
            node = self.parent[node]
        return node

    def unite(self, a, b):
        a, b = self.root(a), self.root(b)
        self.parent[max(a, b)] = min(a, b)

    # ---- where lines meet ----

    def join_ends(self):
        cells = defaultdict(list)
        for i, line in enumerate(self.lines):
            for side, at in ((0, 0.0), (1, line.length)):
                node, p, key = self.node(i, at), line.points[-side], line.nodes[side]
                if key is not None:
                    self.unite(node, self.key.setdefault(key, node))
                self.ends.append((i, node, p))
                cell = math.floor(p[0]), math.floor(p[1])
                for dx in (-1, 0, 1):
                    for dy in (-1, 0, 1):
                        for other, q, other_key in cells.get((cell[0] + dx, cell[1] + dy), ()):
                            if math.dist(p, q) <= self.join and (key is None or other_key is None):
                                self.unite(node, other)
                cells[cell].append((node, p, key))

    def join_touches(self):
        for i, node, p in self.ends:
            best = {}
            for k, s in self.grid.near((*p, *p), self.join):
                line = self.lines[k]
                if k == i or line.level != self.lines[i].level or line.nodes[0] is not None:
                    continue
                distance, t = to_segment(p, line.points[s], line.points[s + 1])
                if distance <= self.join and (k not in best or distance < best[k][0]):
                    best[k] = distance, line.at[s] + t * (line.at[s + 1] - line.at[s])
            for k, (_, at) in best.items():
                self.unite(node, self.node(k, at))

    def join_vertices(self):
        places = defaultdict(list)
        for i, line in enumerate(self.lines):
            if line.nodes[0] is None:
                for k, p in enumerate(line.points):
                    places[p].append((i, k))
        for meeting in places.values():
            for level in {self.lines[i].level for i, _ in meeting}:
                same = [m for m in meeting if self.shared or self.lines[m[0]].level == level]
                inner = any(0 < k < len(self.lines[i].points) - 1 for i, k in same)
                if len(same) > 1 and inner:
                    nodes = [self.node(i, self.lines[i].at[k]) for i, k in same]
                    for node in nodes[1:]:
                        self.unite(nodes[0], node)

    # ---- places of origins and areas ----

    def nearest(self, p, limit):
        """The nearest place on a line that origins may be tied to: distance, line, place."""
        best = None
        reach = 25.0
        while True:
            for i, s in self.grid.near((*p, *p), min(reach, limit)):
                line = self.lines[i]
                if line.tie:
                    distance, t = to_segment(p, line.points[s], line.points[s + 1])
                    found = distance, i, line.at[s] + t * (line.at[s + 1] - line.at[s])
                    if distance <= limit and (best is None or found < best):
                        best = found
            if reach >= limit or (best and best[0] <= reach):
                break
            reach *= 2
        return best

    def reaches(self, area, inferred):
        """Where lines reach an area: line, from, to, exit leg."""
        out, box = [], area.box
        around = {i for i, _ in self.grid.near(box, inferred) if self.lines[i].ground}
        for i in sorted(around):
            out += [(i, s, t, 0.0) for s, t in area.stretches(self.lines[i])]
        if not out:
            for i in sorted(around):
                found = area.level_with(self.lines[i], inferred)
                if found:
                    out += [(i, s, t, found[0]) for s, t in found[1]]
        return out

    def graph(self):
        """Directed, weight by the cheapest of parallel pieces: call when all places are known."""
        g = networkx.DiGraph()
        for i, cuts in self.cut.items():
            line, places = self.lines[i], sorted(cuts)
            for a, b in zip(places, places[1:]):
                u, v = self.root(cuts[a]), self.root(cuts[b])
                for way, (s, t) in enumerate(((u, v), (v, u))):
                    if not line.speed[way]:
                        continue
                    whole = line.costs[way] if line.costs[way] is not None else line.length
                    cost = whole * (b - a) / line.length
                    if s != t and (not g.has_edge(s, t) or g[s][t]["weight"] > cost):
                        g.add_edge(s, t, weight=cost)
        return g


class Search:
    """Origins tied to a network and areas on it: all places are cut before the graph is made."""

    def __init__(self, network, points, reaches, snap=250.0, per_metre=1.0):
        """reaches: name -> places of that area, as of Network.reaches. A leg costs its length times
        per_metre."""
        self.network, self.per_metre = network, per_metre
        self.tied = [network.nearest(p, snap) for p in points]
        self.ties = [None if t is None else network.node(t[1], t[2]) for t in self.tied]
        for places in reaches.values():
            for line, start, end, _ in places:
                network.node(line, start)
                network.node(line, end)
        self.sources = {name: self.nodes_of(places) for name, places in reaches.items()}
        self.turned = network.graph().reverse()

    def nodes_of(self, places):
        """Node -> cost from it to the area."""
        out = {}
        for line, start, end, leg in places:
            for at, node in self.network.cut[line].items():
                if start - 1e-7 <= at <= end + 1e-7:
                    node = self.network.root(node)
                    out[node] = min(leg * self.per_metre, out.get(node, math.inf))
        return out

    def distances(self, names, limit=None):
        """(leg, cost) of each origin to the nearest of the areas: leg None when it is not tied, cost
        None when there is no way."""
        hub, g = -1, self.turned
        g.add_node(hub)
        for name in names:
            for node, cost in self.sources[name].items():
                if not g.has_edge(hub, node) or g[hub][node]["weight"] > cost:
                    g.add_edge(hub, node, weight=cost)
        found = networkx.single_source_dijkstra_path_length(g, hub, cutoff=limit)
        g.remove_node(hub)
        out = []
        for tie, node in zip(self.tied, self.ties):
            way = None if tie is None else found.get(self.network.root(node))
            out.append((tie and tie[0], None if way is None else tie[0] * self.per_metre + way))
        return out
