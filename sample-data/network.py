"""Roads, paths and addresses. Links run between the centres of land cells, so
everything that meets in a cell is joined in exactly one node."""

import heapq
import math

import terrain
from coverage import Rng, components, rounded, squared, unit
from formats import Feature, Layer
from plans import KOMMUNE, object_id
from world import local, nearest_settlement

# class -> typeVeg, vegkategori, trafikantgruppe, fartsgrense, ådt, detaljnivå
CLASSES = {
    "fylkesveg": ("enkelBilveg", "F", "K", 80, 2400, "VT"),
    "fylkesveg_tettsted": ("enkelBilveg", "F", "K", 50, 3600, "VT"),
    "kommunalveg": ("enkelBilveg", "K", "K", 50, None, "VTKB"),
    "boliggate": ("enkelBilveg", "K", "K", 30, None, "VTKB"),
    "privatveg": ("enkelBilveg", "P", "K", 80, None, "VTKB"),
    "skogsbilveg": ("enkelBilveg", "S", "K", 80, None, "VTKB"),
    "gangsykkelveg": ("gangOgSykkelveg", "K", "G", None, None, "VTKB"),
    "traktorveg": ("traktorveg", None, "G", None, None, "VTKB"),
    "sti": ("sti", None, "G", None, None, "VTKB")}

# class, from, to (local metres)
ROUTES = (
    ("fylkesveg", (5700, 600), (6100, 4150)), ("fylkesveg", (6100, 4150), (8300, 4900)),
    ("fylkesveg", (8300, 4900), (11500, 5600)), ("fylkesveg", (10000, 5700), (9200, 7300)),
    ("fylkesveg", (9200, 7300), (6000, 6250)), ("fylkesveg", (6000, 6250), (5600, 9500)),
    ("kommunalveg", (5900, 2000), (4700, 2000)), ("kommunalveg", (8300, 4900), (9800, 3700)),
    ("kommunalveg", (2900, 6900), (2100, 7900)), ("kommunalveg", (2900, 6900), (3400, 7500)),
    ("kommunalveg", (2100, 3700), (1700, 4300)), ("kommunalveg", (2100, 3700), (2300, 3100)),
    ("privatveg", (9200, 7300), (9800, 8000)), ("privatveg", (5900, 2000), (5600, 1500)),
    ("privatveg", (7400, 3700), (7400, 2300)), ("skogsbilveg", (8300, 4900), (9200, 2500)),
    ("skogsbilveg", (7000, 6700), (7700, 7900)), ("traktorveg", (6600, 3500), (7800, 3000)),
    ("traktorveg", (6000, 6900), (6700, 7900)), ("traktorveg", (1700, 4300), (1500, 3500)),
    ("gangsykkelveg", (5400, 3500), (6900, 4000)), ("gangsykkelveg", (5700, 6100), (5600, 6900)),
    ("sti", (6600, 3500), (6900, 2700)), ("sti", (6100, 4150), (7600, 3300)),
    ("sti", (7800, 3000), (9200, 2500)), ("sti", (6000, 6250), (7400, 7200)),
    ("sti", (7400, 7200), (8300, 8400)), ("sti", (8300, 8400), (9200, 7300)),
    ("sti", (5600, 6900), (5300, 7900)), ("sti", (9200, 7300), (10800, 7200)),
    ("sti", (5600, 1500), (6700, 1100)), ("sti", (2900, 6900), (2300, 7300)),
    ("sti", (1700, 4300), (2200, 4200)), ("sti", (8300, 4900), (7600, 3300)),
    ("sti", (10000, 5700), (10300, 4500)), ("sti", (7400, 7200), (7500, 6150)))

RANK = list(CLASSES)


class Network:
    def __init__(self, world, built):
        self.world = world
        self.mesh = world.mesh
        self.link_class = {}       # undirected pair of cells -> class
        for name, start, end in ROUTES:
            self._route(name, local(*start), local(*end))
        self._streets(built)
        self._cycleway_beside_streets(built)
        self.medium = {}
        self._bridge()
        self._tunnel()

    def _cell(self, point):
        return self.world.cell_at(point, self.world.land)

    def _route(self, name, start, end):
        """The cheapest way over land; roads that exist are used again."""
        source, target = self._cell(start), self._cell(end)
        cost, origin, heap = {source: 0.0}, {}, [(0.0, source)]
        while heap:
            so_far, cell = heapq.heappop(heap)
            if cell == target:
                break
            for n in self.mesh.neighbours[cell]:
                if n in self.world.land:
                    total = so_far + self._step(cell, n)
                    if total < cost.get(n, math.inf):
                        cost[n], origin[n] = total, cell
                        heapq.heappush(heap, (total, n))
        if target not in cost:
            return
        while target != source:
            self._add(target, origin[target], name)
            target = origin[target]

    def _step(self, a, b):
        rise = abs(terrain.elevation(*self.mesh.centre[a]) - terrain.elevation(*self.mesh.centre[b]))
        pair = (min(a, b), max(a, b))
        used = 0.45 if pair in self.link_class else 1.0
        return used * (1 + rise / 9 + 0.8 * unit(9, *pair))

    def _add(self, a, b, name):
        self.link_class.setdefault((min(a, b), max(a, b)), name)

    def _streets(self, built):
        """Joins every built cell to the network through built cells."""
        joined = {c for pair in self.link_class for c in pair}
        heap = [(unit(8, c), c, None) for c in sorted(joined & built)]
        done = set()
        while heap:
            _, cell, before = heapq.heappop(heap)
            if cell in done:
                continue
            done.add(cell)
            if before is not None:
                self._add(before, cell, "boliggate")
            for n in self.mesh.neighbours[cell]:
                if n in built and n not in done and n not in joined:
                    heapq.heappush(heap, (unit(8, cell, n), n, cell))

    def _cycleway_beside_streets(self, built):
        """Short cuts on foot that close some of the loops between streets."""
        for cell in sorted(built):
            for n in self.mesh.neighbours[cell]:
                if cell < n and n in built and (cell, n) not in self.link_class and unit(7, cell, n) < 0.07:
                    self._add(cell, n, "gangsykkelveg")

    def _bridge(self):
        """Storøya is tied to the mainland by the shortest bridge; Lamøya and
        its roads stay on their own."""
        cells = {c for pair in self.link_class for c in pair}
        groups = components(self.mesh, self.world.land)
        island = next(g for g in groups if self._cell(local(2900, 6900)) in g)
        mainland = max(groups, key=len)
        assert island is not mainland
        shores = [[c for c in group if self.world.on_shore(c)] for group in (island, mainland)]
        a, b = min(((a, b) for a in shores[0] for b in shores[1]),
                   key=lambda pair: (squared(self.mesh.centre[pair[0]], self.mesh.centre[pair[1]]), pair))
        for end, road in ((a, set(island) & cells), (b, set(mainland) & cells)):
            self._route("kommunalveg", self.mesh.centre[end],
                        self.mesh.centre[self.mesh.nearest(self.mesh.centre[end], road)])
        self.bridge = (min(a, b), max(a, b))
        self.link_class[self.bridge] = "kommunalveg"
        self.medium[self.bridge] = "L"

    def _tunnel(self):
        """A straight tunnel that cuts the bend of the road behind Nesvik."""
        ends = [self._nearest_on("fylkesveg", local(*p)) for p in ((6900, 6400), (8700, 7000))]
        self.tunnel = (min(ends), max(ends))
        self.link_class[self.tunnel] = "fylkesveg"
        self.medium[self.tunnel] = "U"

    def _nearest_on(self, name, point):
        cells = {c for pair, n in self.link_class.items() if n == name for c in pair}
        return self.mesh.nearest(point, cells)

    def class_of(self, pair):
        name = self.link_class[pair]
        if name == "fylkesveg" and pair not in self.medium:
            shares = [nearest_settlement(self.mesh.centre[c])[2] for c in pair]
            return "fylkesveg_tettsted" if max(shares) < 0.9 else name
        return name

    def chains(self):
        """Links: runs of cells between nodes, all of one class and medium."""
        kind = {p: (self.class_of(p), self.medium.get(p, "T")) for p in self.link_class}
        around = {}
        for a, b in sorted(kind):
            around.setdefault(a, []).append(b)
            around.setdefault(b, []).append(a)

        def key(a, b):
            return kind[min(a, b), max(a, b)]

        def is_node(c):
            return len(around[c]) != 2 or key(c, around[c][0]) != key(c, around[c][1])
        used, found = set(), []
        starts = [c for c in sorted(around) if is_node(c)] + sorted(around)
        for start in starts:
            for after in around[start]:
                if (min(start, after), max(start, after)) in used:
                    continue
                chain = [start, after]
                used.add((min(start, after), max(start, after)))
                while not is_node(chain[-1]) and chain[-1] != start:
                    following = next(n for n in around[chain[-1]] if n != chain[-2])
                    used.add((min(chain[-1], following), max(chain[-1], following)))
                    chain.append(following)
                found.append((*key(start, after), chain))
        return found

    def line(self, medium, chain):
        """Rounded corners; ends stay where they are. Heights follow the
        ground, the deck of the bridge and the bore of the tunnel."""
        points = [self.mesh.centre[c] for c in chain]
        for _ in range(2):
            points = points[:1] + [((p[0] + 2 * q[0] + r[0]) / 4, (p[1] + 2 * q[1] + r[1]) / 4)
                                   for p, q, r in zip(points, points[1:], points[2:])] + points[-1:]
        ends = [terrain.elevation(*points[0]), terrain.elevation(*points[-1])]
        if medium != "T":
            points = [tuple(a + (b - a) * k / 8 for a, b in zip(points[0], points[-1])) for k in range(9)]
        line = []
        for k, point in enumerate(points):
            share = k / (len(points) - 1)
            height = ends[0] + (ends[1] - ends[0]) * share
            if medium == "T":
                height = terrain.elevation(*point)
            elif medium == "L":
                height += 25 * math.sin(math.pi * share)
            line.append((*rounded(point), round(height, 2)))
        return line

    def links(self):
        features = []
        for number, (name, medium, chain) in enumerate(self.chains(), 1):
            type_, category, group, speed, traffic, detail = CLASSES[name]
            oneway = "FT" if name == "boliggate" and number % 29 == 0 else "B"
            fields = {"identifikasjon_lokalid": object_id("veglenke", number), "veglenkesekvensid": 1899000 + number,
                      "typeVeg": type_, "vegkategori": category, "vegfase": "V",
                      "trafikantgruppe": group, "detaljnivå": detail, "medium": medium,
                      "fartsgrense": speed, "ådt": traffic, "oneway": oneway,
                      "vegnavn": road_name(name, number), "kommunenummer": KOMMUNE}
            features.append(Feature(fields, self.line(medium, chain)))
        return features

    def main_road(self):
        """Lines of the county road on the surface, for its noise zones."""
        return [self.line(medium, chain) for name, medium, chain in self.chains()
                if name.startswith("fylkesveg") and medium == "T"]

    def joined_cells(self, name):
        return sorted({c for pair, n in self.link_class.items() if n == name for c in pair})


def road_name(name, number):
    if name.startswith("fylkesveg"):
        return "Fv7899"
    if name in ("boliggate", "kommunalveg"):
        return f"{('Fjære', 'Lyng', 'Bjørke', 'Nes', 'Havne', 'Skole', 'Kirke', 'Måke')[number % 8]}vegen"
    return None


# name, grading, ends; the trails begin and end in nodes of the path network
TRAILS = (("Vardenrunden", "B", (6600, 3500), (7600, 3300)), ("Storfjellet", "R", (7400, 7200), (8200, 7700)),
          ("Kyststien Nesvik", "G", (5300, 7900), (5400, 8700)))


def trails(network):
    """Marked routes; the part beyond the path network is only here."""
    features = []
    for number, (name, grading, start, end) in enumerate(TRAILS, 1):
        paths = network.joined_cells("sti")
        first = network.mesh.nearest(local(*start), paths)
        last = network.world.cell_at(local(*end), network.world.land)
        chain = straight_chain(network, first, last)
        fields = {"identifikasjon_lokalid": object_id("fotrute", number), "rutenavn": name,
                  "rutenummer": f"NT{number:02d}", "gradering": grading, "rutetype": "1",
                  "underlagstype": "3", "sesong": "S", "vedlikeholdsansvarlig": "Sjøvik turlag"}
        features.append(Feature(fields, network.line("T", chain)))
    return features


def straight_chain(network, first, last):
    """Land cells from first to last, always to the neighbour nearest to the
    goal that has not been visited."""
    chain = [first]
    while chain[-1] != last:
        options = [n for n in network.mesh.neighbours[chain[-1]]
                   if n in network.world.land and n not in chain]
        if not options:
            break
        chain.append(network.mesh.nearest(network.mesh.centre[last], options))
    return chain


ADDRESSES = 800


def addresses(network):
    """Homes a few metres off the streets; some lie far from every road."""
    rng = Rng(800)
    streets = [(f.fields["vegnavn"], f.shape) for f in network.links()
               if f.fields["vegkategori"] in ("K", "P") and f.fields["medium"] == "T"
               and f.fields["typeVeg"] == "enkelBilveg"]
    features = []
    while len(features) < ADDRESSES - len(REMOTE_HOMES):
        name, line = rng.pick(streets)
        k = rng.integer(1, len(line) - 1)
        t, off = rng.random(), rng.between(9, 38) * (1 if rng.random() < 0.5 else -1)
        (x1, y1, _), (x2, y2, _) = line[k - 1], line[k]
        length = math.hypot(x2 - x1, y2 - y1)
        point = rounded((x1 + t * (x2 - x1) - off * (y2 - y1) / length,
                         y1 + t * (y2 - y1) + off * (x2 - x1) / length))
        if terrain.height(*point) > 0 and not terrain.in_lake(*point):
            features.append(Feature(address_fields(len(features) + 1, name or "Utmarka", rng), point))
    for place in REMOTE_HOMES:
        features.append(Feature(address_fields(len(features) + 1, "Utmarka", rng), rounded(local(*place))))
    return features


# Farther than 250 m from every link, or on islets without any.
REMOTE_HOMES = ((3500, 5500), (3300, 2300), (10800, 2000), (10950, 9000), (8100, 9600))


def address_fields(number, street, rng):
    residents = rng.pick((0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6))
    children = rng.integer(0, max(0, residents - 2)) if residents > 2 else 0
    elderly = rng.integer(0, 2) if residents in (1, 2) else 0
    return {"lokalid": object_id("adresse", number), "adressenavn": street, "nummer": 1 + number % 97,
            "kommunenummer": KOMMUNE, "bosatte": residents, "barn": children,
            "eldre": min(elderly, residents)}


def network_layers(network):
    return [Layer("veglenke", "line", network.links()), Layer("fotrute", "line", trails(network))]
