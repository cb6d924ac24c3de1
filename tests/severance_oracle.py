"""The barrier effect of plans by another engine.

    severance_oracle.py --program HENSYN [--data DIR] [--all] [NAME...]

hensyn runs with a plan and a network in the plane (--measure planar). The development areas of its
table arealformal are united and laid over the lines of nett by severance_graph.py, which knows nothing
of hensyn's; what is inside is closed, the passages, their ports and the parts that are left
are found on that graph, and networkx goes through and around. Every row of passasje, barriere and
nett, the key figures and avstand_etter_m have to be the same within 0.1 m; ways through and around
of a sample of passages, of all with --all.

Exit code 0 all equal, 1 something differs, 77 an engine is not there."""
import argparse
import math
import os
import random
import subprocess
import sys
import tempfile
from collections import defaultdict

from access_oracle import (LIECHTENSTEIN, Oracle, Result, TOLERANCE_M, expected_row, hamar_facts, made_places, opened,
                           osm_facts, vertices, write_layer)
import access_graph as graph
from severance_graph import Closed, MOST_PAIRS, NODE, Severed, detours, find_passages, united

HERE = os.path.dirname(os.path.abspath(__file__))

# kinds of ways that yield in nettverk.yaml
PATHS = {"sti", "traktorveg", "gangveg", "trapp", "skiloype", "skogsveg", "annet", "linje"}
OSM_PATHS = ("path", "track", "footway", "bridleway", "steps")


# ---- rows against rows ----

def check_way(o, name, row, pairs):
    """The worst of the pairs; any of those that are as bad."""
    known = [(around - through, through, around) for through, around in pairs if around < math.inf]
    worst = max(known, default=(None,))[0]
    o.same(f"{name} omvei_m", row["omvei_m"], worst)
    if worst is not None and row["omvei_m"] is not None and not any(
            abs(through - row["gjennom_m"]) <= TOLERANCE_M and abs(around - row["rundt_m"]) <= TOLERANCE_M
            for more, through, around in known if more >= worst - TOLERANCE_M):
        o.fault(f"{name}: no pair of ports has {row['gjennom_m']} through and {row['rundt_m']} around")


def expected_status(passage, pairs):
    if len(passage.ports) < 2:
        return ("inne", "blindvei")[len(passage.ports)]
    if passage.parts > 1 or any(around == math.inf for _, around in pairs):
        return "brutt"
    return "omvei" if pairs else "blindvei"


PASSAGE = ("id", "porter", "deler", "lenker", "lengde_m", "avskaret_m", "gjennom_m", "rundt_m", "omvei_m", "status")


def match(o, network, passages, result):
    """Rows of passasje by passage: the one that is at its place and nearest to its length."""
    grid, rows = graph.Grid(), {}
    for row in result.rows("SELECT fid + 0 AS id, " + ", ".join(PASSAGE[1:]) + ", geom FROM passasje ORDER BY fid"):
        rows[row[0]] = dict(zip(PASSAGE, row))
        for i in range(row[-1].GetGeometryCount()):
            points = row[-1].GetGeometryRef(i).GetPoints()
            for a, b in zip(points, points[1:]):
                grid.add(a[:2], b[:2], (row[0], a[:2], b[:2]))
    free, out = set(rows), []
    for p in passages:
        at = p.middle(network)
        there = {fid for fid, a, b in grid.near((*at, *at), 0.01) if fid in free and graph.to_segment(at, a, b)[0] < 0.01}
        if not there:
            o.fault(f"no passage at {at}, {p.length():.2f} m, {len(p.ports)} ports")
            continue
        fid = min(there, key=lambda f: (abs(rows[f]["lengde_m"] - p.length()), rows[f]["porter"] != len(p.ports), f))
        free.remove(fid)
        out.append((p, rows[fid]))
    for fid in sorted(free):
        o.fault(f"passage {fid} is not one: {rows[fid]}")
    return out


def check_passages(o, network, result, run, most):
    """Returns the passages with their rows and the key figures."""
    passages = find_passages(network)
    matched = match(o, network, passages, result)
    for p, row in matched:
        name = f"passasje {row['id']}"
        for key, value in (("porter", len(p.ports)), ("deler", p.parts), ("lenker", len({e[0] for e in p.edges}))):
            o.same(f"{name} {key}", row[key], value, 0)
        o.same(f"{name} lengde_m", row["lengde_m"], p.length())
        o.same(f"{name} avskaret_m", row["avskaret_m"], p.cut_off)
        if len(p.ports) < 2 and (row["status"] != expected_status(p, []) or row["omvei_m"] is not None):
            o.fault(f"{name}: {row}")
    ways = [m for m in matched if 2 <= len(m[0].ports) <= MOST_PAIRS + 1]
    chosen = ways if most is None else random.Random("ways").sample(ways, min(most, len(ways)))
    g, left = network.weighed(True), network.weighed(False)
    for p, row in chosen:
        pairs = detours(g, left, p, run["one_way"])
        check_way(o, f"passasje {row['id']}", row, pairs)
        want = expected_status(p, pairs)
        if row["status"] != want:
            o.fault(f"passasje {row['id']}: status {row['status']}, the other engine says {want}")
    counted = {s: sum(row["status"] == s for _, row in matched) for s in ("brutt", "omvei", "blindvei", "inne")}
    print(f"{o.name}: {len(matched)} passages, {counted}, ways of {len(chosen)}")
    if len(chosen) < run["ways"] or counted["brutt"] < 1 or counted["omvei"] < run["around"]:
        o.fault("too few passages to tell anything")
    return matched


def check_net(o, network, result):
    rows = result.rows("SELECT i_utbygging_m, kryssinger FROM nett ORDER BY fid")
    for i, row in enumerate(rows):
        pieces = network.closed.get(i, [])
        o.same(f"nett {i + 1} i_utbygging_m", row[0], sum(t - s for s, t in pieces))
        o.same(f"nett {i + 1} kryssinger", row[1], len(pieces), 0)


def check_barriers(o, network, result, yielding, matched):
    """What each area closes by itself, and the passages that lie in it."""
    rows = {row[0]: row[1:] for row in result.rows(
        "SELECT plan_fid, lenker, kryssinger, lengde_m, passasjer, brutte, omvei_m FROM barriere")}
    found = defaultdict(list)
    for p, row in matched:
        for line, a, b in p.edges:
            found[line].append((a, b, row))
    for fid, shape in development(result):
        closed = Closed([shape])
        box = shape.GetEnvelope()
        near = {i for i, _ in network.network.grid.near((box[0], box[2], box[1], box[3]), NODE)} & yielding
        pieces = [(i, s, t) for i in near for s, t in graph.merged(closed.pieces(network.lines[i]))]
        row = rows.pop(fid, None)
        if (row is None) != (not pieces):
            o.fault(f"barriere of {fid}: {row}, pieces {pieces[:3]}")
        if row is None or not pieces:
            continue
        mine = {r["id"]: r for i, s, t in pieces for a, b, r in found[i] if min(b, t) - max(a, s) > NODE}
        for key, ours, theirs in (("lenker", row[0], len({i for i, _, _ in pieces})), ("kryssinger", row[1], len(pieces)),
                                  ("passasjer", row[3], len(mine)),
                                  ("brutte", row[4], sum(r["status"] == "brutt" for r in mine.values()))):
            o.same(f"barriere {fid} {key}", ours, theirs, 0)
        o.same(f"barriere {fid} lengde_m", row[2], sum(t - s for _, s, t in pieces))
        o.same(f"barriere {fid} omvei_m", row[5],
               max((r["omvei_m"] for r in mine.values() if r["omvei_m"] is not None), default=None))
    if rows:
        o.fault(f"barriers without pieces: {sorted(rows)[:5]}")


def check_figures(o, network, result, yielding, matched):
    figures = {row[0]: row[1] for row in result.rows(
        "SELECT nokkel, verdi FROM indikator WHERE omrade IS NULL AND klasse IS NULL")}
    closed = sum(t - s for pieces in network.closed.values() for s, t in pieces)
    whole = sum(network.lines[i].length for i in yielding)
    ways = [row["omvei_m"] for _, row in matched if row["status"] == "omvei"]
    wanted = {"sti_i_utbygging": closed, "passasje_antall": len(matched),
              "passasje_brutt": sum(row["status"] == "brutt" for _, row in matched),
              "passasje_omvei_snitt": sum(ways) / len(ways) if ways else None,
              "passasje_omvei_storst": max(ways, default=None)}
    for key, value in wanted.items():
        o.same(key, figures.get(key), value)
    o.same("sti_i_utbygging_andel", figures.get("sti_i_utbygging_andel"), closed / whole if whole else None, 1e-6)


def check_after(o, network, result, run):
    """Every origin with the paths closed, and who is within the limits."""
    areas = result.areas()
    reaches = {fid: network.network.reaches(area, 30.0) for fid, (_, area) in areas.items()}
    limits = dict(row[:2] for row in result.rows("SELECT klasse, max(grense_m) FROM dekning GROUP BY klasse"))
    for klasse, limit in sorted(limits.items()):
        rows = result.rows("SELECT kilde_id, avstand_m, avstand_etter_m, innen, innen_etter, befolkning, geom "
                           f"FROM avstand WHERE klasse = '{klasse}' ORDER BY fid")
        if all(row[4] is None for row in rows):
            continue  # straight lines
        points = [row[-1].GetPoint_2D() for row in rows]
        fids = [fid for fid, (classes, _) in areas.items() if klasse in classes]
        ways = graph.Search(network, points, reaches).distances(fids)
        farther = within = lost = doubt = 0
        for row, point, (leg, way) in zip(rows, points, ways):
            _, wanted = expected_row([areas[fid][1] for fid in fids], point, way, leg)
            # Closing takes ways away: a tie that moves to a nearer way had that way before.
            if row[1] is None or (wanted is not None and wanted < row[1]):
                wanted = row[1]
            o.same(f"{klasse} {row[0]} avstand_etter_m", row[2], wanted)
            farther += wanted is None or row[1] is None or wanted > row[1] + 1
            people = 1 if run["folk"] is None else row[5] or 0
            if wanted is not None and abs(wanted - limit) < TOLERANCE_M:
                doubt += people
            reached = wanted is not None and wanted <= limit
            within += people * reached
            lost += people * (row[3] == 1 and not reached)
        print(f"{o.name}: {klasse}: {len(rows)} origins, {farther} have farther or no way")
        figures = {row[0]: row[1] for row in result.rows(
            f"SELECT nokkel, verdi FROM indikator WHERE klasse = '{klasse}' AND omrade IS NULL AND gruppe IS NULL")}
        o.same(f"{klasse} befolkning_innen_etter", figures.get("befolkning_innen_etter"), within, doubt + 1e-6)
        o.same(f"{klasse} befolkning_mister", figures.get("befolkning_mister"), lost, doubt + 1e-6)


# ---- made plans ----

def square(x, y, half, turn):
    return [[x + half * math.cos(turn + k * math.pi / 2), y + half * math.sin(turn + k * math.pi / 2)]
            for k in (0, 1, 2, 3, 0)]


def star(at, x, y, size, corners=10):
    ring = [[x + r * math.cos(2 * math.pi * k / corners), y + r * math.sin(2 * math.pi * k / corners)]
            for k, r in enumerate(at.uniform(0.3, 1) * size / 2 for _ in range(corners))]
    return ring + ring[:1]


def made_plan(folder, name, places, epsg, count):
    """Areas of 100-600 m across places on paths: squares, stars, with holes, of two parts, in rows side by
    side and over each other; every seventh is no development."""
    at = random.Random("plan " + name)
    areas = []
    for i, (x, y) in enumerate(at.choices(places, k=count)):
        size, turn = at.uniform(100, 600), at.uniform(0, 1.5)
        kind = i % 6
        if kind == 0:
            areas.append([[square(x, y, size / 2, turn)]])
        elif kind == 1:
            areas.append([[star(at, x, y, size)]])
        elif kind == 2:  # a hole in which paths stay
            areas.append([[square(x, y, size / 2, turn), square(x, y, size / 5, turn + 0.3)[::-1]]])
        elif kind == 3:
            areas.append([[star(at, x, y, size / 2)], [square(x + size, y, size / 4, turn)]])
        elif kind == 4:  # three that share edges, the last half a metre away
            w = size / 3
            for k, shift in enumerate((0, 0, 0.5)):
                x1, x2 = x + (k - 1.5) * w + shift, x + (k - 0.5) * w
                areas.append([[[[x1, y - w], [x2, y - w], [x2, y + w], [x1, y + w], [x1, y - w]]]])
        else:
            areas += [[[star(at, x, y, size)]], [[square(x + size / 4, y, size / 3, turn)]]]
    path = os.path.join(folder, name + "_plan.geojson")
    return write_layer(path, "MultiPolygon", areas, epsg, [
        {"formaal": "3040" if i % 7 == 6 else ("1110", "1120", "1130")[i % 3]} for i in range(len(areas))])


PLAN = ["--purpose-field", "formaal", "--development", "1110,1120,1130"]


def hamar_run(mode, kinds):
    """More kinds of ways give way, by a rule file of its own."""
    def make(folder, data):
        path = os.path.join(folder, "Veglenke.gml")
        if not os.path.exists(path):
            os.symlink(os.path.join(data, "hamar", "Veglenke.gml"), path)
        rules = os.path.join(folder, "rules_" + mode)
        os.makedirs(rules)
        with open(os.path.join(HERE, "..", "analysis", "profiles", "nettverk.yaml"), encoding="utf-8") as file:
            text = file.read()
        for kind in kinds:
            text = text.replace(f"klasse: {kind},", f"klasse: {kind}, yields: true,")
        with open(os.path.join(rules, "nettverk.yaml"), "w", encoding="utf-8") as file:
            file.write(text)
        every = vertices(path, None, 25833)
        paths = vertices(path, None, 25833, "typeVeg = 'gangOgSykkelveg' OR vegkategori = 'P'")
        houses, parks = made_places(folder, "hamar", every, 25833, 300, 60)
        return {"network": [path], "origins": houses, "destinations": parks, "facts": hamar_facts(path, mode),
                "one_way": mode == "bil", "paths": PATHS | set(kinds), "plan": made_plan(folder, "hamar", paths, 25833, 70),
                "args": PLAN + ["--rules", rules, "--mode", mode, "--cost", "lengde"]}
    return make


def osm_run(file, where, mode, count):
    def make(folder, data):
        path = os.path.join(data, "osm", file)
        paths = vertices(path, "lines", 32632, f"highway IN {OSM_PATHS}")
        houses, _ = made_places(folder, file, vertices(path, "lines", 32632), 32632, 300, 1)
        return {"network": [path + "|layername=lines"], "origins": houses, "shared": True,
                "facts": osm_facts(path, mode), "one_way": mode == "bil",
                "destinations": f"{path}|layername=multipolygons|subset={where}",
                "plan": made_plan(folder, file, paths, 32632, count),
                "args": PLAN + ["--mode", mode, "--cost", "lengde", "--crs", "EPSG:32632"]}
    return make


def bangor_run(folder, data):
    """A whole city: its zoning as the plan, the zones that can grow as development."""
    at = os.path.join(data, "bangor")
    return {"network": [f"{at}/trails.geojson", f"{at}/roads.geojson"], "destinations": f"{at}/parks.geojson",
            "origins": f"{at}/Districts/censusBlocks.geojson", "plan": f"{at}/shp_wgs84/Zoning",
            "facts": defaultdict(dict), "folk": "POP10",
            "args": ["--purpose-field", "ZONE", "--development", "LDR,HDR,G&ISD,S&PS,I&S", "--crs", "EPSG:32619"]}


def sjovik_run(folder, data):
    """The sample municipality, with its own plan."""
    at = os.path.join(HERE, "..", "sample-data")
    roads = f"{at}/vegnett.gpkg"
    facts = defaultdict(dict)
    source = opened(roads)
    for f in source.GetLayerByName("veglenke"):
        facts[f["identifikasjon_lokalid"]] = {"ground": f["medium"] == "T", "tie": f["medium"] != "U"}
    return {"network": [f"{roads}|layername=veglenke", f"{roads}|layername=fotrute"], "folk": "bosatte",
            "origins": f"{at}/adresser.gpkg", "destinations": f"{at}/friluftsliv.gpkg", "plan": f"{at}/kommuneplan.gml",
            "facts": facts, "around": 0, "args": ["--crs", "EPSG:25833"]}


GREEN = "landuse = 'forest' OR leisure = 'park'"
# name, what it needs, how it is made, passages whose ways are compared
CASES = [("sjovik", "", sjovik_run, 100), ("hamar gange", "hamar/Veglenke.gml", hamar_run("gange", ("gangsykkelveg", "privatveg")), 60),
         ("hamar bil", "hamar/Veglenke.gml", hamar_run("bil", ("privatveg", "kommunalveg")), 20),
         ("liechtenstein", "osm/" + LIECHTENSTEIN, osm_run(LIECHTENSTEIN, GREEN, "gange", 60), 40),
         ("bangor", "bangor/trails.geojson", bangor_run, 60)]

# ways: passages that have to be compared; around: of all, those with a way around
USUAL = {"one_way": False, "folk": "folk", "args": [], "ways": 10, "around": 10, "paths": PATHS, "shared": False}


def check_case(program, folder, run, most):
    o = Oracle(run["name"])
    out = os.path.join(folder, run["name"].replace(" ", "_") + ".gpkg")
    command = [program, "access", "--plan", run["plan"], "--origins", run["origins"], "--destinations",
               run["destinations"], "--population", run["folk"], "--measure", "planar", *run["args"], "-o", out]
    for source in run["network"]:
        command += ["--network", source]
    for klasse in ("liten:2000:400", "stor:40000:1500"):
        command += ["--class", klasse]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if done.returncode:
        print(f"{o.name}: exit {done.returncode}: {done.stderr[-800:]}")
        return 1
    done = subprocess.run([program, "verify", out], capture_output=True, text=True, timeout=300)
    if done.returncode:
        o.fault(f"verify: exit {done.returncode}: {done.stdout[-800:]}{done.stderr[-300:]}")
    result = Result(out)
    lines = result.lines(run["facts"])
    kinds = [row[0] for row in result.rows("SELECT klasse FROM nett ORDER BY fid")]
    yielding = {i for i, kind in enumerate(kinds) if kind in run["paths"] and lines[i].ground}
    closed = Closed([united([shape for _, shape in development(result)])])
    network = Severed(graph.Network(lines, shared=run["shared"]), {i: closed.pieces(lines[i]) for i in yielding})
    check_net(o, network, result)
    matched = check_passages(o, network, result, run, most)
    check_barriers(o, network, result, yielding, matched)
    check_figures(o, network, result, {i for i, kind in enumerate(kinds) if kind in run["paths"]}, matched)
    check_after(o, network, result, run)
    print(f"{o.name}: {o.compared} compared, {o.faults} differ")
    return o.faults


def development(result):
    return [(row[0], row[1]) for row in result.rows(
        "SELECT fid + 0 AS id, geom FROM arealformal WHERE utbygging = 1 ORDER BY fid")]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", default=os.environ.get("HENSYN_TEST_DATA", ""))
    parser.add_argument("--all", action="store_true")
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    program, faults = os.path.abspath(args.program), 0
    with tempfile.TemporaryDirectory(prefix="hensyn-oracle-") as folder:
        for name, needs, make, most in CASES:
            if args.names and name not in args.names:
                continue
            if not os.path.exists(os.path.join(args.data, needs) if needs else HERE):
                print(f"skipped: {name}: no {needs}")
                continue
            run = {**USUAL, **make(folder, os.path.abspath(args.data)), "name": name}
            faults += check_case(program, folder, run, None if args.all else most)
    print(f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
