"""A second engine for the barrier effect: what areas close of lines, the passages through them, and the
ways through and around, on the graph of access_graph.py with networkx; areas are united by GEOS."""
import math
from collections import defaultdict

import access_graph as graph
import networkx
from osgeo import ogr

GAP = 1.0  # m: pieces of a link that are no farther apart are one
NODE = 0.001  # m: a border that is so near to a node is there
SAME_NODE = 0.2  # m
MOST_PAIRS = 64  # ways that a port is held against


# ---- what is closed ----

def rings_of(shape):
    """Rings of each part of an area."""
    parts = [shape] if shape.GetGeometryName() == "POLYGON" else list(shape)
    return [[[p[:2] for p in part.GetGeometryRef(r).GetPoints()] for r in range(part.GetGeometryCount())]
            for part in parts if part.GetGeometryName() == "POLYGON"]


def inside(area, line):
    """Pieces of a line in the inside of an area, its boundary left out, as places on the line."""
    out = []
    for i, (a, b) in enumerate(zip(line.points, line.points[1:])):
        span = line.at[i + 1] - line.at[i]
        shares = sorted({0.0, 1.0, *area.cuts(a, b)})
        for s, t in zip(shares, shares[1:]):
            m = (s + t) / 2
            middle = a[0] + m * (b[0] - a[0]), a[1] + m * (b[1] - a[1])
            if area.holds(middle) and area.near(middle, NODE) > NODE:
                out.append((line.at[i] + s * span, line.at[i] + t * span))
    return [(s, t) for s, t in graph.merged(out) if t - s > NODE]


class Closed:
    """Areas by the cells that their boxes meet, asked which pieces of a line they close."""

    def __init__(self, shapes):
        self.areas = [graph.Area(rings) for shape in shapes for rings in rings_of(shape)]
        self.cells = defaultdict(list)
        for i, area in enumerate(self.areas):
            for cell in graph.cells_of(*area.box):
                self.cells[cell].append(i)

    def pieces(self, line):
        found = {i for a, b in zip(line.points, line.points[1:])
                 for cell in graph.cells_of(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
                 for i in self.cells.get(cell, ())}
        return sorted(piece for i in found for piece in inside(self.areas[i], line))


def united(shapes):
    everything = ogr.Geometry(ogr.wkbMultiPolygon)
    for shape in shapes:
        for part in [shape] if shape.GetGeometryName() == "POLYGON" else shape:
            everything.AddGeometry(part)
    return everything.UnionCascaded() if everything.GetGeometryCount() else everything


# ---- the network that is left ----

class Severed:
    """A network with closed pieces. Asked for ties and its graph it gives those of what is open."""

    def __init__(self, network, pieces):
        """pieces: line -> stretches of it that areas close."""
        self.network, self.lines, self.cut = network, network.lines, network.cut
        self.node, self.root = network.node, network.root
        self.closed = {}
        for i, stretches in pieces.items():
            moved = [tuple(self.to_node(i, at) for at in piece) for piece in stretches]
            self.closed[i] = graph.merged([piece for piece in moved if piece[0] < piece[1]], GAP)
            for at in {at for piece in self.closed[i] for at in piece}:
                network.node(i, at)

    def to_node(self, line, at):
        near = min(self.cut[line], key=lambda known: abs(known - at))
        return near if abs(near - at) <= NODE else at

    def is_closed(self, line, at):
        return any(s < at < t for s, t in self.closed.get(line, ()))

    def closes(self, line, at):
        """Nothing of the line is open at a place."""
        length = self.lines[line].length
        return any((s < at or at <= s <= 0) and (at < t or at >= t >= length) for s, t in self.closed.get(line, ()))

    def edges(self):
        """line, from place, to place, from node, to node, is closed. A line that comes back to its node
        within the tolerance of joins has not left it."""
        for i, cuts in self.cut.items():
            kept = []
            for at in sorted(cuts):
                if kept and at - kept[-1] <= SAME_NODE and self.root(cuts[at]) == self.root(cuts[kept[-1]]):
                    if len(kept) > 1 and at == self.lines[i].length:
                        kept[-1] = at
                        continue
                    if at < self.lines[i].length:
                        continue
                kept.append(at)
            for a, b in zip(kept, kept[1:]):
                yield i, a, b, self.root(cuts[a]), self.root(cuts[b]), self.is_closed(i, (a + b) / 2)

    def weighed(self, closed_too):
        g = networkx.DiGraph()
        for i, a, b, u, v, closed in self.edges():
            g.add_nodes_from((u, v))
            if closed and not closed_too:
                continue
            for way, (s, t) in enumerate(((u, v), (v, u))):
                if self.lines[i].speed[way] and s != t and (not g.has_edge(s, t) or g[s][t]["weight"] > b - a):
                    g.add_edge(s, t, weight=b - a)
        return g

    # ---- what Search asks a network for ----

    def graph(self):
        return self.weighed(False)

    def nearest(self, p, limit):
        """As before where that place is open, else the nearest open one."""
        before = self.network.nearest(p, limit)
        if before is None or not self.closes(*before[1:]):
            return before
        best = None
        for i, s in self.network.grid.near((*p, *p), limit):
            line = self.lines[i]
            for start, end in self.left_of(i, line.at[s], line.at[s + 1]) if line.tie else ():
                distance, t = graph.to_segment(p, line.point(start), line.point(end))
                found = distance, i, start + t * (end - start)
                if distance <= limit and (best is None or found < best):
                    best = found
        return best

    def left_of(self, line, start, end):
        """What is open of a segment."""
        for s, t in self.closed.get(line, ()):
            if t > start and s < end:
                if s > start:
                    yield start, s
                start = t
        if start < end:
            yield start, end


class Passage:
    def __init__(self):
        self.edges, self.ports = [], set()

    def length(self):
        return sum(b - a for _, a, b in self.edges)

    def middle(self, network):
        """A place in the midst of its longest piece."""
        line, a, b = max(self.edges, key=lambda e: e[2] - e[1])
        return network.lines[line].point((a + b) / 2)


def find_passages(network):
    """Passages with their ports; metres of the open part that each node lies in, by its number."""
    closed, opening, meeting = [], networkx.Graph(), defaultdict(list)
    sums = defaultdict(float)
    for line, a, b, u, v, is_closed in network.edges():
        if is_closed:
            meeting[u].append(len(closed))
            meeting[v].append(len(closed))
            closed.append((line, a, b, u, v))
        else:
            opening.add_edge(u, v)
            sums[u] += b - a
    hanging = networkx.Graph()
    hanging.add_nodes_from(range(len(closed)))
    for node, edges in meeting.items():
        if node not in opening:
            hanging.add_edges_from(zip(edges, edges[1:]))
    part, metres = {}, []
    for nodes in networkx.connected_components(opening):
        part.update(dict.fromkeys(nodes, len(metres)))
        metres.append(sum(sums[node] for node in nodes))
    out = []
    for together in networkx.connected_components(hanging):
        p = Passage()
        for e in together:
            line, a, b, u, v = closed[e]
            p.edges.append((line, a, b))
            p.ports |= {node for node in (u, v) if node in opening}
        p.edges.sort()
        parts = {part[node] for node in p.ports}
        lengths = sorted(metres[i] for i in parts)
        p.parts, p.cut_off, p.part_of = len(parts), sum(lengths[:-1]), part
        out.append(p)
    return out


def detours(g, left, passage, one_way):
    """(through, around) of each pair of ports that has a way today; around infinity: none any more."""
    reach = None if one_way else passage.length() + 1
    out = []
    for u in sorted(passage.ports):
        through = networkx.single_source_dijkstra_path_length(g, u, cutoff=reach, weight="weight")
        goals = [v for v in passage.ports if v != u and v in through and (one_way or v > u)]
        same = [v for v in goals if passage.part_of[v] == passage.part_of[u]]
        if len(same) == 1:
            try:
                around = {same[0]: networkx.bidirectional_dijkstra(left, u, same[0])[0]}
            except networkx.NetworkXNoPath:
                around = {}
        else:
            around = networkx.single_source_dijkstra_path_length(left, u) if same else {}
        out += [(through[v], around.get(v, math.inf)) for v in goals]
    return out
