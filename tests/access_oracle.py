"""Distances of real networks by another engine.

    access_oracle.py --program HENSYN [--engine networkx|pgrouting] [--data DIR]

hensyn runs on real networks in the plane (--measure planar). The lines of its table nett are then cut
into a graph by access_graph.py, which knows nothing of hensyn's; what may be used, one-way streets,
bridges, node ids and minutes are read from the sources once more. Every distance that hensyn
writes has to be that of the other engine within 0.1 m, every status too; what single areas serve
is counted again. networkx searches for all origins; pgRouting for pairs of a sample of origins and
all entrances, and what is published of it (AC9, AC10) is run through both.

Exit code 0 all equal, 1 something differs, 77 an engine is not there."""
import argparse
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile

SKIP = 77
try:
    import networkx  # noqa: F401  (access_graph stands on it)
    from osgeo import gdal, ogr, osr
except ImportError as error:
    print("skipped:", error)
    sys.exit(SKIP)
import access_graph as graph
import access_published as published

TOLERANCE_M = 0.1
KMH = 3.6  # per m/s
ogr.UseExceptions()
gdal.PushErrorHandler("CPLQuietErrorHandler")  # unclosed rings of OSM


# ---- what the sources say ----

def tag(other, key):
    found = re.search(f'"{key}"=>"([^"]*)"', other or "")
    return found and found.group(1)


def opened(path):
    """For reading; GDAL would leave a .gfs beside a GML."""
    return gdal.OpenEx(path, gdal.OF_VECTOR, open_options=["WRITE_GFS=NO"] if path.endswith(".gml") else [])


def osm_facts(path, mode):
    """kilde_id -> open along and against, on the ground, fit to tie to."""
    facts = {}
    source = opened(path)
    for f in source.GetLayerByName("lines"):
        other, highway = f["other_tags"], f["highway"]
        value = {key: tag(other, key) for key in ("bridge", "tunnel", "layer", "oneway", "junction", "route")}
        said = {key: value[key] not in (None, "no", "false", "0", "building_passage") for key in ("bridge", "tunnel")}
        ways = (1, 1)
        if mode == "bil":
            oneway = value["oneway"]
            if oneway in ("yes", "true", "1") or (oneway is None and (
                    value["junction"] in ("roundabout", "circular") or highway == "motorway")):
                ways = (1, 0)
            elif oneway in ("-1", "reverse"):
                ways = (0, 1)
        level = int(value["layer"]) if re.fullmatch(r"[+-]?\d+", value["layer"] or "") else None
        facts[str(f["osm_id"])] = {"ways": ways, "ground": not any(said.values()) and not level,
                                   "tie": not said["tunnel"] and value["route"] != "ferry"}
    return facts


def lanes_of(text):
    """Elveg: odd lanes along, even ones against; those that end in S are for bicycles alone."""
    numbers = [int(re.match(r"\d+", lane).group()) for lane in re.split("[#,;]", text or "")
               if re.match(r"\d+", lane) and not re.match(r"\d+S", lane)]
    return (any(n % 2 for n in numbers), any(n % 2 == 0 for n in numbers)) if numbers else (1, 1)


def hamar_facts(path, mode):
    facts = {}
    source = opened(path)
    for f in source.GetLayer(0):
        ways = lanes_of(f["feltoversikt"]) if mode == "bil" else (1, 1)
        facts[f["lokalId"]] = {"ways": ways, "ground": f["medium"] not in ("L", "U"), "tie": f["medium"] != "U"}
    return facts


def ruteplan_facts(path):
    """Node ids, direction and minutes each way, by the position of the row."""
    facts = {}
    source = opened(path)
    for number, f in enumerate(source.GetLayerByName("vegnett_sampledata")):
        minutes = f["FT_MINUTES"], f["TF_MINUTES"]
        allowed = {"FT": (1, 0), "TF": (0, 1)}.get(f["ONEWAY"], (1, 1))
        facts[str(number + 1)] = {"ways": [bool(a and m and m > 0) for a, m in zip(allowed, minutes)],
                                  "seconds": [60 * (m or 0) for m in minutes],
                                  "nodes": (f["FromNodeID"] or None, f["ToNodeID"] or None),
                                  "ground": f["Medium"] not in ("B", "T"), "tie": f["Medium"] != "T"}
    return facts


# ---- made places ----

def crs(epsg):
    return {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}


def write_layer(path, kind, rows, epsg, more=None):
    """more: further fields of each row."""
    features = [{"type": "Feature", "geometry": {"type": kind, "coordinates": row},
                 "properties": {"lokalId": f"{kind[0]}{i}", "folk": 1 + i % 5, **(more[i] if more else {})}}
                for i, row in enumerate(rows)]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "name": os.path.basename(path)[:-8], "crs": crs(epsg),
                   "features": features}, file)
    return path


def vertices(path, layer, epsg, where=None):
    """Vertices of a network, to put houses and parks near to."""
    out = []
    source = opened(path)
    lines = source.GetLayerByName(layer) if layer else source.GetLayer(0)
    lines.SetAttributeFilter(where)
    wanted = osr.SpatialReference()
    wanted.ImportFromEPSG(epsg)
    wanted.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    for f in lines:
        g = f.GetGeometryRef()
        if g is None:
            continue
        if not g.GetSpatialReference().IsSame(wanted):
            g.TransformTo(wanted)
        line = g.GetGeometryRef(0) if g.GetGeometryCount() else g
        if line.GetPointCount() > 1:
            out.append(line.GetPoint_2D(line.GetPointCount() // 2))
    return out


def made_places(folder, name, places, epsg, houses, parks):
    """Houses at up to 300 m from the network and parks of 12 unequal corners across it."""
    at = random.Random(name)
    points = [[x + at.gauss(0, 80), y + at.gauss(0, 80)] for x, y in at.choices(places, k=houses)]
    areas = []
    for x, y in at.choices(places, k=parks):
        ring = [[x + r * math.cos(k * math.pi / 6), y + r * math.sin(k * math.pi / 6)]
                for k, r in enumerate(at.uniform(20, 180) for _ in range(12))]
        areas.append([ring + ring[:1]])
    return (write_layer(os.path.join(folder, name + "_hus.geojson"), "Point", points, epsg),
            write_layer(os.path.join(folder, name + "_park.geojson"), "Polygon", areas, epsg))


# ---- one result ----

class Result:
    def __init__(self, path):
        self.file = opened(path)

    def rows(self, sql):
        layer = self.file.ExecuteSQL(sql)
        if layer is None:
            return []
        out = [[f.GetField(i) for i in range(f.GetFieldCount())] +
               [f.GetGeometryRef().Clone() if f.GetGeometryRef() else None] for f in layer]
        self.file.ReleaseResultSet(layer)
        return out

    def areas(self):
        """fid -> classes, area"""
        out = {}
        for fid, classes, shape in self.rows("SELECT fid + 0 AS id, klasse, geom FROM malomrade"):
            rings = [[p[:2] for p in polygon.GetGeometryRef(r).GetPoints()] for polygon in shape
                     for r in range(polygon.GetGeometryCount())]
            out[fid] = (classes or "").split(","), graph.Area(rings)
        return out

    def lines(self, facts, by_row=False, timed=False):
        out = []
        for row, level, shape in self.rows("SELECT kilde_id, niva, geom FROM nett ORDER BY fid"):
            fact = facts[row.split(":")[1] if by_row else row.split("#")[0]]
            line = graph.Line([p[:2] for p in shape.GetPoints()], level or 0, fact.get("ground", not level),
                              fact.get("tie", True), speed=fact.get("ways", (1, 1)), nodes=fact.get("nodes", (None, None)),
                              costs=fact["seconds"] if timed else (None, None))
            out.append(line)
        return out


class Oracle:
    def __init__(self, name):
        self.name, self.compared, self.faults = name, 0, 0

    def same(self, what, ours, theirs, tolerance=TOLERANCE_M):
        self.compared += 1
        if (ours is None) != (theirs is None) or (ours is not None and abs(ours - theirs) > tolerance):
            self.fault(f"{what}: hensyn {ours}, the other engine {theirs}")

    def fault(self, text):
        self.faults += 1
        if self.faults <= 10:
            print(f"{self.name}: {text}")


def expected_row(area_list, point, way, snap_leg):
    """Status and distance of an origin that has the given way to the nearest of the areas."""
    if any(area.holds(point) for area in area_list):
        return "inne", 0.0
    if snap_leg is None:
        return "ikke_tilknyttet", None
    return ("ingen_vei", None) if way is None else ("ok", way)


def check_distances(o, result, network, run, areas):
    """Every row of avstand, and dekning of some areas by a search of each."""
    timed = bool(run.get("leg_kmh"))
    reaches = {fid: network.reaches(area, 30.0) for fid, (_, area) in areas.items()}
    rows = {klasse: result.rows("SELECT kilde_id, avstand_m, tid_s, innen, tilknytning_m, status, befolkning, geom "
                                f"FROM avstand WHERE klasse = '{klasse}' ORDER BY fid") for klasse in run["classes"]}
    points = [row[-1].GetPoint_2D() for row in next(iter(rows.values()))]
    search = graph.Search(network, points, reaches, per_metre=KMH / run["leg_kmh"] if timed else 1.0)
    for klasse, limit in run["classes"].items():
        fids = [fid for fid, (classes, _) in areas.items() if klasse in classes]
        for row, point, (own_leg, way) in zip(rows[klasse], points, search.distances(fids)):
            key, metres, seconds, within, leg, status = row[:6]
            want, distance = expected_row([areas[fid][1] for fid in fids], point, way, own_leg)
            if status != want:
                o.fault(f"{klasse} {key}: status {status}, the other engine says {want} ({metres}, {distance})")
                continue
            o.same(f"{klasse} {key}", seconds if timed else metres, distance)
            if status == "ok":
                o.same(f"{klasse} {key} tilknytning", leg, own_leg, 1e-6)
            if metres is not None and abs(metres - limit) > TOLERANCE_M and within != (metres <= limit):
                o.fault(f"{klasse} {key}: innen {within} at {metres} of {limit}")
        counted = {s: sum(row[5] == s for row in rows[klasse]) for s in ("ok", "inne", "ingen_vei", "ikke_tilknyttet")}
        print(f"{o.name}: {klasse}: {len(fids)} areas, {counted}")
        if counted["ok"] < run["least"]:
            o.fault(f"only {counted['ok']} origins reach {klasse}")
        if not timed:
            check_served(o, result, search, klasse, limit, areas, [(p, row[6]) for p, row in zip(points, rows[klasse])])


def check_served(o, result, search, klasse, limit, areas, origins, most=8):
    served = {fid: (count, folk) for fid, count, folk, _ in result.rows(
        f"SELECT malomrade_fid, opphav, befolkning FROM dekning WHERE klasse = '{klasse}'")}
    for fid in sorted(served)[::max(1, len(served) // most)]:
        doubt = within = folk = 0
        for (point, people), (_, way) in zip(origins, search.distances([fid], limit + 1.0)):
            distance = 0.0 if areas[fid][1].holds(point) else way
            doubt += distance is not None and abs(distance - limit) < 0.01
            if distance is not None and distance <= limit:
                within, folk = within + 1, folk + (people or 0)
        o.same(f"dekning {klasse} {fid} opphav", served[fid][0], within, doubt)
        if not doubt:
            o.same(f"dekning {klasse} {fid} befolkning", served[fid][1], folk, 1e-6)


def check_pairs(o, engine, result, network, run, areas, sample=60):
    """pgRouting: pairs of origins and entrances, and the owner of each node."""
    klasse = next(iter(run["classes"]))
    chosen = [area for classes, area in areas.values() if klasse in classes]
    rows = result.rows(f"SELECT kilde_id, avstand_m, tid_s, geom FROM avstand WHERE klasse = '{klasse}' "
                       "AND status = 'ok' ORDER BY fid")
    rows = rows[::max(1, len(rows) // sample)]
    starts, goals = [], []
    per_m = KMH / run["leg_kmh"] if run.get("leg_kmh") else 1.0
    for row in rows:
        leg, line, at = network.nearest(row[-1].GetPoint_2D(), 250.0)
        starts.append((network.node(line, at), leg * per_m, line, at))
    reaches = [r for area in chosen for r in network.reaches(area, 30.0)]
    for line, start, end, leg in reaches:
        goals += [(network.node(line, at), leg * per_m) for at in {start, end}]
    found = engine.pairs(network, {network.root(n) for n, *_ in starts}, {network.root(n) for n, _ in goals})
    for row, (node, leg, line, at) in zip(rows, starts):
        on_area = [r[3] * per_m for r in reaches if r[0] == line and r[1] - 1e-7 <= at <= r[2] + 1e-7]
        best = min([found.get((network.root(node), network.root(goal)), math.inf) + exit_leg
                    for goal, exit_leg in goals] + on_area)
        o.same(f"{klasse} {row[0]} (pgRouting)", row[2] if run.get("leg_kmh") else row[1], leg + best)


# ---- the networks ----

def hamar_run(mode):
    def make(folder, data):
        # GDAL writes a .gfs beside what it reads, and that must not be among the data.
        path = os.path.join(folder, "Veglenke.gml")
        if not os.path.exists(path):
            os.symlink(os.path.join(data, "hamar", "Veglenke.gml"), path)
        houses, parks = made_places(folder, "hamar", vertices(path, None, 25833), 25833, 500, 90)
        return {"network": path, "origins": houses, "destinations": parks, "facts": hamar_facts(path, mode),
                "args": ["--mode", mode, "--cost", "lengde"]}
    return make


def oslo_run(folder, data):
    """By car and time, with the minutes of the source; legs at 30 km/h."""
    path = os.path.join(data, "oslo", "gissb_vegnett.gpkg")
    houses, parks = made_places(folder, "oslo", vertices(path, "vegnett_sampledata", 25833), 25833, 400, 12)
    return {"network": path + "|layername=vegnett_sampledata", "origins": houses, "destinations": parks,
            "facts": ruteplan_facts(path), "by_row": True, "leg_kmh": 30.0, "args": ["--mode", "bil"], "least": 30,
            "sizes": {"liten": 2000, "stor": 15000}}


def osm_run(file, where, mode):
    def make(folder, data):
        path = os.path.join(data, "osm", file)
        readable = "/vsigzip/" + path if path.endswith(".gz") else path
        houses, _ = made_places(folder, file, vertices(readable, "lines", 32632), 32632, 400, 1)
        return {"network": path + "|layername=lines", "origins": houses, "shared": True,
                "destinations": f"{path}|layername=multipolygons|subset={where}",
                "facts": osm_facts(readable, mode), "args": ["--mode", mode, "--cost", "lengde"],
                "classes": {"liten": 300, "stor": 1200}, "sizes": {"liten": 500, "stor": 20000}}
    return make


def blocks_run(folder, data):
    """Made streets that bend, and in their blocks parks that keep one distance from them: nothing
    meets a park, and every entrance is inferred, most of them whole runs."""
    at, n, apart = random.Random("blocks"), 9, 150.0
    place = {(i, j): (apart * i + at.gauss(0, 12), apart * j + at.gauss(0, 12)) for i in range(n) for j in range(n)}
    streets = {}
    for a in place:
        for b in ((a[0] + 1, a[1]), (a[0], a[1] + 1)):
            if b in place:
                (x0, y0), (x1, y1) = place[a], place[b]
                bend = (x0 + x1) / 2 + at.gauss(0, 6), (y0 + y1) / 2 + at.gauss(0, 6)
                streets[a, b] = [place[a], bend, place[b]]
    parks = []
    for i, j in ((i, j) for i in range(n - 1) for j in range(n - 1) if (i + 2 * j) % 3):
        ring = (streets[(i, j), (i + 1, j)][:2] + streets[(i + 1, j), (i + 1, j + 1)][:2] +
                streets[(i, j + 1), (i + 1, j + 1)][:0:-1] + streets[(i, j), (i, j + 1)][:0:-1])
        block = ogr.CreateGeometryFromJson(json.dumps({"type": "Polygon", "coordinates": [ring + ring[:1]]}))
        parks.append(json.loads(block.Buffer(-at.uniform(4, 29.9), 90).ExportToJson())["coordinates"])
    houses = [[at.uniform(0, apart * (n - 1)), at.uniform(0, apart * (n - 1))] for _ in range(400)]
    lines = [street if at.random() < 0.5 else street[::-1] for street in streets.values()]
    return {"network": write_layer(os.path.join(folder, "kvartal.geojson"), "LineString", lines, 25833),
            "origins": write_layer(os.path.join(folder, "kvartal_hus.geojson"), "Point", houses, 25833),
            "destinations": write_layer(os.path.join(folder, "kvartal_park.geojson"), "Polygon", parks, 25833),
            "facts": {f"L{i}": {} for i in range(len(lines))}, "args": [], "inferred": len(parks),
            "sizes": {"liten": 2000, "stor": 10000}}


def poa_run(folder, data):
    path = os.path.join(data, "poa", "poa_osm.pbf")
    _, parks = made_places(folder, "poa", vertices(path, "lines", 32722), 32722, 1, 80)
    return {"network": path + "|layername=lines", "origins": os.path.join(data, "poa", "poa_hexgrid.csv"),
            "destinations": parks, "facts": osm_facts(path, "gange"), "shared": True, "folk": "population",
            "args": ["--assume-crs", "EPSG:4326", "--crs", "EPSG:32722"]}


LIECHTENSTEIN, MONACO = "liechtenstein-2013-08-03.osm.pbf", "monaco.osm.gz"
GREEN, PARKS = "landuse = 'forest' OR leisure = 'park'", "leisure IN ('park', 'garden', 'pitch')"
# name, what it needs, how it is made
NETWORKS = [("hamar gange", "hamar/Veglenke.gml", hamar_run("gange")), ("hamar bil", "hamar/Veglenke.gml", hamar_run("bil")),
            ("oslo bil", "oslo/gissb_vegnett.gpkg", oslo_run),
            ("liechtenstein gange", "osm/" + LIECHTENSTEIN, osm_run(LIECHTENSTEIN, GREEN, "gange")),
            ("liechtenstein bil", "osm/" + LIECHTENSTEIN, osm_run(LIECHTENSTEIN, GREEN, "bil")),
            ("monaco gange", "osm/" + MONACO, osm_run(MONACO, PARKS, "gange")),
            ("monaco bil", "osm/" + MONACO, osm_run(MONACO, PARKS, "bil")),
            ("poa gange", "poa/poa_osm.pbf", poa_run), ("kvartaler", "", blocks_run)]


# least: origins that have to reach a class
USUAL = {"classes": {"liten": 400, "stor": 1500}, "sizes": {"liten": 2000, "stor": 40000}, "folk": "folk", "least": 100}


def check_network(program, engine, folder, run):
    o = Oracle(run["name"])
    sizes = run["sizes"]
    out = os.path.join(folder, run["name"].replace(" ", "_") + ".gpkg")
    command = [program, "access", "--network", run["network"], "--origins", run["origins"], "--destinations",
               run["destinations"], "--measure", "planar", "--population", run["folk"], *run["args"], "-o", out]
    for name, limit in run["classes"].items():
        command += ["--class", f"{name}:{sizes[name]}:{limit}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode:
        print(f"{run['name']}: exit {done.returncode}: {done.stderr[-800:]}")
        return 1
    result = Result(out)
    areas = result.areas()
    lines = result.lines(run["facts"], run.get("by_row", False), bool(run.get("leg_kmh")))
    found = result.rows("SELECT count(DISTINCT malomrade_fid) AS antall FROM inngang WHERE art = 'antatt'")[0][0]
    if found < run.get("inferred", 0):
        o.fault(f"{found} areas have inferred entrances")
    network = graph.Network(lines, shared=run.get("shared", False))
    if engine:
        check_pairs(o, engine, result, network, run, areas)
    else:
        check_distances(o, result, network, run, areas)
    print(f"{o.name}: {o.compared} compared, {o.faults} differ")
    return o.faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--engine", choices=("networkx", "pgrouting"), default="networkx")
    parser.add_argument("--data", default=os.environ.get("HENSYN_TEST_DATA", ""))
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    faults = 0
    with tempfile.TemporaryDirectory(prefix="hensyn-oracle-") as folder:
        engine = published.PgRouting(folder) if args.engine == "pgrouting" else None
        try:
            faults += published.check(program, engine, folder)
            for name, needs, make in NETWORKS:
                if args.names and name not in args.names:
                    continue
                if not os.path.exists(os.path.join(args.data, needs)):
                    print(f"skipped: {name}: no {needs}")
                    continue
                run = {**USUAL, **make(folder, os.path.abspath(args.data)), "name": name}
                faults += check_network(program, engine, folder, run)
        finally:
            if engine:
                engine.stop()
    print(f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
