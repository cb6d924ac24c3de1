"""The municipality as cells: land, sea, lakes, settlements, heights."""

import math

import terrain
from coverage import Coverage, Mesh, components, nearest_cells, squared


def local(x, y):
    """A position from metres east and north of the south-west corner."""
    return (terrain.WEST + x, terrain.SOUTH + y)


# name, centre, radius, what kind of place
SETTLEMENTS = (
    ("Sjøvik", local(6100, 4150), 1250, "by"),
    ("Nesvik", local(6000, 6250), 750, "tettsted"),
    ("Storøya", local(2900, 6900), 520, "tettsted"),
    ("Dalen", local(8300, 4900), 620, "grend"),
    ("Fjellgrend", local(9200, 7300), 520, "grend"),
    ("Lamøya", local(2100, 3700), 420, "øy"),
    ("Sandnes", local(5900, 2000), 520, "grend"),
)


class World:
    def __init__(self):
        self.mesh = Mesh((terrain.WEST, terrain.SOUTH), terrain.WIDTH, terrain.HEIGHT, 110, 1899)
        self.kind = [kind_of(*c) for c in self.mesh.centre]
        self.inside = self._largest_municipality()
        self.land = {c for c in self.inside if self.kind[c] == "land"}
        self.sea = {c for c in self.inside if self.kind[c] == "sea"}
        self.lakes = {c for c in self.inside if self.kind[c] == "lake"}
        self.dry = self.land | self.lakes
        self.outline = self._frozen_outline()

    def _largest_municipality(self):
        inside = {c for c, p in enumerate(self.mesh.centre)
                  if terrain.in_municipality(*p) and len(self.mesh.neighbours[c]) == 6}
        return set(max(components(self.mesh, inside), key=len))

    def _frozen_outline(self):
        """Coast, lake shores and the municipal border become the same in
        every dataset that is built on this mesh."""
        Coverage(self.mesh, {c: self.kind[c] for c in self.inside}).freeze(fine=True)
        return Coverage(self.mesh, {c: "kommune" for c in self.inside})

    def cell_at(self, point, allowed):
        return self.mesh.nearest(point, allowed)

    def group(self, point, count, allowed, seed):
        """About `count` connected cells of `allowed` round a position."""
        start = self.cell_at(point, allowed)
        return nearest_cells(self.mesh, start, count, allowed, seed)

    def shape_of(self, cells):
        """One area made of cells, as a shape."""
        return Coverage(self.mesh, {c: "a" for c in cells}).polygons("a")

    def on_shore(self, cell):
        return any(self.kind[n] != self.kind[cell] for n in self.mesh.neighbours[cell])


def kind_of(east, north):
    if terrain.height(east, north) < 0:
        return "sea"
    return "lake" if terrain.in_lake(east, north) else "land"


def nearest_settlement(point):
    """(name, kind, distance as a share of the settlement's radius)."""
    def share(settlement):
        return math.sqrt(squared(settlement[1], point)) / settlement[2]
    best = min(SETTLEMENTS, key=share)
    return best[0], best[3], share(best)
