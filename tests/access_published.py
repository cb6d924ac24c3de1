"""What others publish of network distances, through hensyn, and pgRouting on the same graph.

* pgRouting's sample graph: withPointsDD from point -1 (edge 1, share 0.4), limit 3.3; drivingDistance
  from node 11, limit 3, directed; equicost from 11 and 16 (its documentation, 3.4).
* GRASS v.net.distance: three places along a stream, 100.0, 200.0 and 231.446 m (its manual).
* Reached length of a Manhattan grid, 4n2g + (8n+4)e for a limit of ng + e.
* pysal access: 2SFCA of a 5 x 5 grid with supply 1 and five demands is 5, with a limit below the
  spacing 1, and nothing where nothing is reached (its test_floating_catchment_area.py)."""
import json
import math
import os
import subprocess

from osgeo import ogr

import second_opinion

X, Y = 473000.0, 7463000.0
# id, source, target, cost, reverse_cost, from, to: sampledata.sql of pgRouting 3.4, but that edge 17
# ends 0.1 before edge 14, not 1e-12, which a coordinate in metres of a UTM zone cannot hold
EDGES = [(1, 5, 6, 1, 1, (2, 0), (2, 1)), (2, 6, 10, -1, 1, (2, 1), (3, 1)), (3, 10, 15, -1, 1, (3, 1), (4, 1)),
         (4, 6, 7, 1, 1, (2, 1), (2, 2)), (5, 10, 11, 1, -1, (3, 1), (3, 2)), (6, 1, 3, 1, 1, (0, 2), (1, 2)),
         (7, 3, 7, 1, 1, (1, 2), (2, 2)), (8, 7, 11, 1, 1, (2, 2), (3, 2)), (9, 11, 16, 1, 1, (3, 2), (4, 2)),
         (10, 7, 8, 1, 1, (2, 2), (2, 3)), (11, 11, 12, 1, -1, (3, 2), (3, 3)), (12, 8, 12, 1, -1, (2, 3), (3, 3)),
         (13, 12, 17, 1, -1, (3, 3), (4, 3)), (14, 8, 9, 1, 1, (2, 3), (2, 4)), (15, 16, 17, 1, 1, (4, 2), (4, 3)),
         (16, 15, 16, 1, 1, (4, 1), (4, 2)), (17, 2, 4, 1, 1, (0.5, 3.5), (1.9, 3.5)),
         (18, 13, 14, 1, 1, (3.5, 2.3), (3.5, 4))]
POINTS = {-1: (1, .4), -2: (15, .4), -3: (12, .6), -4: (6, .3), -5: (5, .8), -6: (4, .7)}
# withPointsDD from -1, limit 3.3, undirected
DD = {5: .4, 6: .6, -6: 1.3, 7: 1.6, 10: 1.6, -5: 2.4, 3: 2.6, 8: 2.6, 11: 2.6, 15: 2.6, -3: 3.2, -4: 3.3}
# drivingDistance from 11, limit 3, directed
DRIVING = {11: 0, 7: 1, 12: 1, 16: 1, 3: 2, 6: 2, 8: 2, 15: 2, 17: 2, 1: 3, 5: 3, 9: 3, 10: 3}
OWNED_BY_16 = {16, 15, 17, 10}


class PgRouting(second_opinion.PostGIS):
    """Distances by pgRouting, on the server of the tests or one of its own."""

    def __init__(self, folder):
        super().__init__(folder)
        self.connected = self.driver.connect(self.connection)
        self.connected.autocommit = True
        self.cursor = self.connected.cursor()
        try:
            self.cursor.execute("CREATE EXTENSION IF NOT EXISTS pgrouting")
            self.cursor.execute("SELECT pgr_version()")
        except self.driver.Error as error:
            self.stop()
            self.skip(f"no pgRouting ({error})".replace("\n", " "))
        print("pgRouting", self.cursor.fetchone()[0])

    def stop(self):
        if getattr(self, "connected", None):
            self.connected.close()
        super().stop()

    def rows(self, sql):
        self.cursor.execute(sql)
        return self.cursor.fetchall()

    def load(self, edges):
        self.cursor.execute("DROP TABLE IF EXISTS kanter")
        self.cursor.execute("CREATE TEMP TABLE kanter (id bigserial, source bigint, target bigint, cost float8, "
                            "reverse_cost float8)")
        from io import StringIO
        self.cursor.copy_from(StringIO("".join("\t".join(map(repr, edge)) + "\n" for edge in edges)), "kanter",
                              columns=("source", "target", "cost", "reverse_cost"))

    def pairs(self, network, starts, goals):
        """(start, goal) -> cost on the graph of access_graph.Network."""
        edges = []
        for i, cuts in network.cut.items():
            line, places = network.lines[i], sorted(cuts)
            for a, b in zip(places, places[1:]):
                costs = [(line.length if c is None else c) * (b - a) / line.length if way else -1.0
                         for c, way in zip(line.costs, line.speed)]
                edges.append((network.root(cuts[a]), network.root(cuts[b]), *costs))
        self.load(edges)
        found = {(n, n): 0.0 for n in starts & goals}
        for start, goal, cost in self.rows(
                "SELECT start_vid, end_vid, agg_cost FROM pgr_dijkstraCost('SELECT id, source, target, cost, "
                f"reverse_cost FROM kanter', ARRAY{sorted(starts)}::bigint[], ARRAY{sorted(goals)}::bigint[], true)"):
            found[start, goal] = cost
        return found


def layer(folder, name, features):
    """GeoJSON in EPSG:25833; coordinates from a corner of Bodø."""
    def moved(c):
        return [c[0] + X, c[1] + Y] if isinstance(c[0], (int, float)) else [moved(p) for p in c]
    path = os.path.join(folder, name + ".geojson")
    rows = [{"type": "Feature", "properties": fields, "geometry": {"type": kind, "coordinates": moved(where)}}
            for kind, where, fields in features]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "name": name, "features": rows,
                   "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}}, file)
    return path


class Published:
    def __init__(self, program, folder):
        self.program, self.folder, self.faults, self.number = program, folder, 0, 0

    def same(self, what, ours, theirs, tolerance=2e-3):
        """The engine counts in whole millimetres."""
        if (ours is None) != (theirs is None) or (ours is not None and abs(ours - theirs) > tolerance):
            self.faults += 1
            print(f"{what}: hensyn {ours}, published {theirs}")

    def run(self, lines, places, areas, *args):
        self.number += 1
        out = os.path.join(self.folder, f"published{self.number}.gpkg")
        command = [self.program, "access", "--network", layer(self.folder, "nett", lines), "--origins",
                   layer(self.folder, "bo", places), "--destinations", layer(self.folder, "mal", areas),
                   "--measure", "planar", *args, "-o", out]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        if done.returncode:
            self.faults += 1
            print(f"exit {done.returncode}: {done.stderr}")
            return None
        return ogr.Open(out)

    @staticmethod
    def rows(result, sql):
        found = result.ExecuteSQL(sql) if result else None
        return [[f.GetField(i) for i in range(f.GetFieldCount())] for f in found] if found else []


def sample_lines(directed, turned=False):
    """The graph as lines with a direction; turned: all directions the other way."""
    lines = []
    for number, _, _, cost, back, a, b in EDGES:
        way = None if not directed or (cost > 0 and back > 0) else "FT" if (cost > 0) != turned else "TF"
        lines.append(("LineString", [a, b], {"lokalId": str(number), "retning": way, "kost": 1}))
    return lines


def node_places():
    nodes = {}
    for _, source, target, _, _, a, b in EDGES:
        nodes[source], nodes[target] = a, b
    return nodes


def point_place(point):
    edge, share = POINTS[point]
    _, _, _, _, _, a, b = EDGES[edge - 1]
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def check_sample_graph(p, engine):
    """AC9 and AC10. A line is as long as its cost says: --cost-field."""
    nodes = node_places()
    places = {**nodes, **{n: point_place(n) for n in POINTS}}
    houses = [("Point", where, {"lokalId": str(n)}) for n, where in places.items()]
    origin = [("Point", places[-1], {"lokalId": "m"})]
    result = p.run(sample_lines(False), houses, origin, "--class", "dd:0:3.3", "--cost-field", "kost",
                   "--join", "0", "--snap", "0.001")
    rows = dict(p.rows(result, "SELECT kilde_id, avstand_m FROM avstand WHERE innen = 1"))
    theirs = {-1: 0.0, **DD}
    if engine:
        points = " UNION ALL ".join(f"SELECT {-n} AS pid, {e} AS edge_id, {f}::float8 AS fraction, 'b'::char AS side"
                                    for n, (e, f) in POINTS.items())
        edges = " UNION ALL ".join(f"SELECT {e[0]} AS id, {e[1]} AS source, {e[2]} AS target, {e[3]}::float8 AS cost, "
                                   f"{e[4]}::float8 AS reverse_cost" for e in EDGES)
        theirs = {n: c for n, c in engine.rows(
            f"SELECT node, agg_cost FROM pgr_withPointsDD('{edges}', '{points.replace(chr(39), chr(39) * 2)}', "
            "ARRAY[-1], 3.3, directed => false, details => true)")}
    for n in places:
        p.same(f"withPointsDD {n}", rows.get(str(n)), theirs.get(n))
    houses = [h for h in houses if int(h[2]["lokalId"]) > 0]
    for what, goals in (("drivingDistance", [11]), ("equicost", [11, 16])):
        wanted = [("Point", nodes[n], {"lokalId": str(n)}) for n in goals]
        result = p.run(sample_lines(True, turned=True), houses, wanted, "--class", "dd:0:3", "--cost-field", "kost",
                       "--oneway-field", "retning", "--join", "0", "--snap", "0.001")
        rows = {int(n): (metres, owner) for n, metres, owner in p.rows(
            result, "SELECT a.kilde_id, a.avstand_m, m.kilde_id AS eier FROM avstand a JOIN malomrade_punkt m "
                    "ON m.fid = a.malomrade_fid WHERE a.innen = 1")}
        theirs = {n: (c, 11) for n, c in DRIVING.items()}
        if len(goals) == 2:
            theirs = {n: (None, 16 if n in OWNED_BY_16 else 11) for n in DRIVING}
        if engine:
            theirs = {n: (c, o) for o, n, c in engine.rows(
                f"SELECT from_v, node, agg_cost FROM pgr_drivingDistance('{edges}', ARRAY{goals}, 3, true, true)")}
        for n in nodes:
            metres, owner = rows.get(n, (None, None))
            cost, other = theirs.get(n, (None, None))
            if cost is not None or n not in theirs:
                p.same(f"{what} {n}", metres, cost)
            # Where both are as near, pgRouting keeps the one it met first and hensyn the lower row.
            if n in theirs and str(owner) != str(other) and not (n == 10 or n == 15):
                p.same(f"{what}: owner of {n}", owner and float(owner), float(other))


def check_stream(p):
    """AC11: places along a winding stream, each 30 m aside of it, less the leg."""
    bends = [(30 * k, 40 * (k % 2)) for k in range(9)]  # legs of 50 m
    stream = [("LineString", bends, {"lokalId": "s"})]

    def along(metres):
        k, rest = divmod(metres, 50)
        (x0, y0), (x1, y1) = bends[int(k)], bends[int(k) + 1]
        return x0 + rest / 50 * (x1 - x0), y0 + rest / 50 * (y1 - y0)
    houses = [("Point", along(m), {"lokalId": str(m)}) for m in (100.0, 200.0, 231.446)]
    result = p.run(stream, houses, [("Point", bends[0], {"lokalId": "m"})], "--class", "alle:0:1000")
    for n, metres in p.rows(result, "SELECT kilde_id, avstand_m FROM avstand"):
        p.same(f"along the stream {n}", metres, float(n))


def check_manhattan(p):
    n, g = 10, 100
    lines = [("LineString", [(g * i, g * j), (g * (i + dx), g * (j + dy))], {"lokalId": f"{i}/{j}/{dx}"})
             for i in range(n + 1) for j in range(n + 1) for dx, dy in ((1, 0), (0, 1)) if i + dx <= n and j + dy <= n]
    limits = {"r300": (300, 3600.0), "r350": (350, 5000.0), "r400": (400, 6400.0)}
    classes = [a for name, (limit, _) in limits.items() for a in ("--class", f"{name}:0:{limit}")]
    result = p.run(lines, [("Point", (500, 510), {"lokalId": "b"})], [("Point", (500, 500), {"lokalId": "m"})],
                   *classes, "--service-area")
    reached = dict(p.rows(result, "SELECT klasse, sum(lengde_m) FROM rekkevidde GROUP BY klasse"))
    for name, (_, length) in limits.items():
        p.same(f"Manhattan {name}", reached.get(name), length, 0.02)


def check_catchment(p):
    """A grid of 5 x 5 squares of 1 m2, 10 m apart, and five houses in squares."""
    lines = [("LineString", [(0, 10 * k), (40, 10 * k)], {"lokalId": f"r{k}"}) for k in range(5)]
    lines += [("LineString", [(10 * k, 0), (10 * k, 40)], {"lokalId": f"k{k}"}) for k in range(5)]
    parks = [("Polygon", [[(10 * i - .5, 10 * j - .5), (10 * i + .5, 10 * j - .5), (10 * i + .5, 10 * j + .5),
                           (10 * i - .5, 10 * j + .5), (10 * i - .5, 10 * j - .5)]], {"lokalId": f"{i}{j}"})
             for i in range(5) for j in range(5)]
    five = [(0, 0), (1, 3), (2, 2), (3, 1), (4, 4)]
    houses = [("Point", (10 * i, 10 * j), {"lokalId": f"{i}{j}", "folk": 1}) for i, j in five]
    houses.append(("Point", (2000, 2000), {"lokalId": "borte", "folk": 1}))
    for limit, expected in ((1000, 5.0), (0.9, 1.0)):
        result = p.run(lines, houses, parks, "--class", f"alle:0:{limit}", "--kernel", "dichotomy", "--population",
                       "folk", "--node-crossings")
        for n, value in p.rows(result, "SELECT kilde_id, m2_per_person FROM avstand"):
            p.same(f"2SFCA limit {limit} {n}", value, None if n == "borte" else expected, 1e-6)


def check(program, engine, folder):
    p = Published(program, folder)
    check_sample_graph(p, engine)
    if not engine:
        check_stream(p)
        check_manhattan(p)
        check_catchment(p)
    print(f"published cases: {p.faults} differ")
    return p.faults
