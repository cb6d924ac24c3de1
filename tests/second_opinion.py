"""A second opinion on every number of a conflict run, by SQL in SpatiaLite or PostGIS.

    second_opinion.py --program HENSYN [--engine spatialite|postgis] [--sample DIR] [--data DIR]

hensyn runs on the sample data and, where it is there, on one real city. The geometries are then
read from the tables arealformal and hensyn*, and all areas, unions, lengths, counts and distances
are computed again by brute force: whole geometries, no index, no cutting. Areas may differ by
1e-6 of the area + 0.01 m2, as the contract says. Areas are plane ones (--measure
planar), since the databases have no other for polygons with straight edges in the plane.

PostGIS: HENSYN_TEST_PG="host=... dbname=..." names a database that may be written; without it a
server of its own is started in a temporary folder. Exit 77, with a word, where an engine is
missing.
"""
import argparse
import glob
import json
import math
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

SKIP = 77
SLIVER_M = 0.01
# What may be on either side of the limit of slivers, since thickness is 2 * area / perimeter.
SLIVER_DOUBT = 1e-4
SHOWN = 10


def near(a, b, relative=1e-6, absolute=0.01):
    return abs(a - b) <= relative * max(abs(a), abs(b)) + absolute


# ---- engines ----


class SpatiaLite:
    """The result as a SpatiaLite file, and mod_spatialite to compute with."""

    def __init__(self, folder):
        self.folder = folder
        self.db = None
        probe = sqlite3.connect(":memory:")
        try:
            probe.enable_load_extension(True)
            probe.load_extension("mod_spatialite")
        except (AttributeError, sqlite3.OperationalError) as error:
            print(f"skipped: no mod_spatialite for Python ({error})")
            sys.exit(SKIP)
        print("SpatiaLite", *probe.execute("SELECT spatialite_version(), geos_version()").fetchone())
        probe.close()

    def output(self, name):
        return os.path.join(self.folder, name + ".sqlite")

    def open(self, name):
        self.db = sqlite3.connect(f"file:{self.output(name)}?mode=ro", uri=True)
        self.db.enable_load_extension(True)
        self.db.load_extension("mod_spatialite")

    def rows(self, sql):
        sql = sql.replace("MEETS", "MbrIntersects").replace("AREAS_OF", "ST_CollectionExtract")
        sql = sql.replace("BUFFER", "ST_Buffer").replace("TEMP_TABLE", "CREATE TEMP TABLE")
        return self.db.execute(sql).fetchall()

    def close(self):
        self.db.close()
        self.db = None

    def stop(self):
        pass


class PostGIS:
    """The result in a schema of a PostGIS database."""

    def __init__(self, folder):
        self.folder, self.server, self.schema, self.db = folder, None, None, None
        try:
            import psycopg2
        except ImportError:
            self.skip("python3-psycopg2 is not installed")
        self.driver = psycopg2
        self.connection = os.environ.get("HENSYN_TEST_PG", "")
        if not self.connection:
            self.start_server()
        try:
            db = psycopg2.connect(self.connection)
            db.autocommit = True
            db.cursor().execute("CREATE EXTENSION IF NOT EXISTS postgis")
            cursor = db.cursor()
            cursor.execute("SELECT postgis_full_version()")
            print(cursor.fetchone()[0])
            db.close()
        except psycopg2.Error as error:
            self.stop()
            self.skip(f"no PostGIS ({error})".replace("\n", " "))

    @staticmethod
    def skip(why):
        print("skipped:", why)
        sys.exit(SKIP)

    def start_server(self):
        """A server on a socket in a folder of its own, with this user as its owner."""
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
        initdb = programs[-1] if programs else shutil.which("initdb")
        if not initdb:
            self.skip("no PostgreSQL server is installed")
        # The server refuses to run as root.
        become = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
        home = tempfile.mkdtemp(prefix="hensyn-pg-")
        if become:
            shutil.chown(home, "nobody")
        self.server = {"home": home, "bin": os.path.dirname(initdb), "become": become}
        data = os.path.join(home, "data")
        setup = subprocess.run([*become, initdb, "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8",
                                "--no-sync", "--locale=C"], cwd=home, capture_output=True, text=True)
        if setup.returncode:
            self.stop()
            self.skip("initdb: " + setup.stderr.strip().replace("\n", " "))
        start = subprocess.run([*become, os.path.join(self.server["bin"], "pg_ctl"), "-D", data, "-w", "-s",
                                "-l", os.path.join(home, "log"), "-o",
                                f"-c listen_addresses='' -k {home} -c fsync=off", "start"],
                               cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
        if start.returncode:
            self.stop()
            self.skip("the PostgreSQL server does not start")
        self.connection = f"host={home} user=tester dbname=postgres"

    def output(self, name):
        self.schema = f"hensyn_second_{name}_{os.getpid()}"
        return f"PG:{self.connection} schema={self.schema}"

    def open(self, name):
        self.db = self.driver.connect(self.connection)
        self.rows(f"SET search_path = {self.schema}, public")

    def rows(self, sql):
        sql = sql.replace("AREAS_OF", "ST_CollectionExtract").replace("TEMP_TABLE", "CREATE TEMP TABLE")
        sql = sql.replace("MEETS(p.geom, h.geom)", "(p.geom && h.geom)").replace("BUFFER", "ST_Buffer")
        cursor = self.db.cursor()
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []

    def close(self):
        self.db.rollback()
        self.rows(f"DROP SCHEMA {self.schema} CASCADE")
        self.db.commit()
        self.db.close()
        self.db = None

    def stop(self):
        if not self.server:
            return
        home, self.server["home"] = self.server["home"], None
        if home:
            subprocess.run([*self.server["become"], os.path.join(self.server["bin"], "pg_ctl"), "-D",
                            os.path.join(home, "data"), "-m", "immediate", "-s", "stop"], cwd="/",
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            shutil.rmtree(home, ignore_errors=True)


# ---- comparing ----


class Opinion:
    """Counts what was compared and tells what differs."""

    def __init__(self, engine, name):
        self.engine, self.name, self.faults, self.compared = engine, name, 0, {}

    def fault(self, what, text):
        self.faults += 1
        self.compared.setdefault(what, [0, 0])[1] += 1
        if self.compared[what][1] <= SHOWN:
            print(f"{self.name}: {what}: {text}")

    def same(self, what, label, ours, theirs, relative=1e-6, absolute=0.01):
        self.compared.setdefault(what, [0, 0])[0] += 1
        if ours is None and theirs is None:
            return
        if ours is None or theirs is None or not near(ours, theirs, relative, absolute):
            self.fault(what, f"{label}: hensyn {ours!r}, second opinion {theirs!r}")

    def table(self, what, ours, theirs):
        """Two queries with rows (key..., number): the same keys, the same numbers; 0 may be absent."""
        first = {row[:-1]: row[-1] for row in self.engine.rows(ours)}
        second = {row[:-1]: row[-1] for row in self.engine.rows(theirs)}
        for key in sorted(set(first) | set(second)):
            self.same(what, key, first.get(key, 0) or 0, second.get(key, 0) or 0)


def thickness(area, perimeter):
    return 2 * area / perimeter if perimeter else 0.0


# Every pair of a plan area and a consideration whose boxes meet, with what they share.
PIECES = """
TEMP_TABLE bit AS
SELECT p.fid AS plan_fid, h.fid AS hensyn_fid, AREAS_OF(ST_Intersection(p.geom, h.geom), 3) AS geom
FROM arealformal p, hensyn h WHERE MEETS(p.geom, h.geom)
"""
MEASURED = """
SELECT plan_fid, hensyn_fid, ST_Area(geom), ST_Perimeter(geom) FROM bit
WHERE geom IS NOT NULL AND ST_Area(geom) > 0
"""
LINES = """
SELECT p.fid, h.fid, ST_Length(AREAS_OF(ST_Intersection(p.geom, h.geom), 2))
FROM arealformal p, hensyn_linje h WHERE MEETS(p.geom, h.geom)
AND ST_Length(AREAS_OF(ST_Intersection(p.geom, h.geom), 2)) > 0
"""
POINTS = """
SELECT p.fid, h.fid, ST_NumGeometries(AREAS_OF(ST_Intersection(p.geom, h.geom), 1))
FROM arealformal p, hensyn_punkt h WHERE MEETS(p.geom, h.geom) AND ST_Intersects(p.geom, h.geom)
"""


def check_pairs(o):
    """Every pair, both ways: none is missing, none is made up, each has its area and shares."""
    engine = o.engine
    written = {(p, h): (a, pa, ha) for p, h, a, pa, ha in engine.rows(
        "SELECT plan_fid, hensyn_fid, areal_m2, plan_andel, hensyn_andel FROM konflikt WHERE art = 'overlapp'")}
    plan_area = dict(engine.rows("SELECT fid, areal_m2 FROM arealformal"))
    hensyn_area = dict(engine.rows("SELECT fid, areal_m2 FROM hensyn"))
    sliver_of = [{}, {}]
    engine.rows(PIECES)
    found = {(p, h): (a, length) for p, h, a, length in engine.rows(MEASURED)}
    for pair in sorted(set(found) | set(written)):
        area, perimeter = found.get(pair, (0.0, 0.0))
        thick = thickness(area, perimeter)
        if pair in written:
            ours, plan_share, hensyn_share = written[pair]
            o.same("areal_m2 of a pair", pair, ours, area)
            o.same("plan_andel", pair, plan_share, area / plan_area[pair[0]], 1e-6, 1e-8)
            o.same("hensyn_andel", pair, hensyn_share, area / hensyn_area[pair[1]], 1e-6, 1e-8)
            if thick < SLIVER_M * (1 - SLIVER_DOUBT):
                o.fault("sliver", f"{pair} is {thick} m thick and yet written")
            continue
        for side in (0, 1):
            sliver_of[side][pair[side]] = sliver_of[side].get(pair[side], 0.0) + area
        if thick > SLIVER_M * (1 + SLIVER_DOUBT):
            o.fault("pair", f"{pair} shares {area} m2, {thick} m thick, and is not written")
    for fid, ours in engine.rows("SELECT fid, sliver_m2 FROM arealformal"):
        o.same("sliver_m2", ("arealformal", fid), ours, sliver_of[0].get(fid, 0.0))
    for fid, ours in engine.rows("SELECT fid, sliver_m2 FROM hensyn"):
        o.same("sliver_m2", ("hensyn", fid), ours, sliver_of[1].get(fid, 0.0))


def check_measures(o):
    """areal_m2 and lengde_m of the objects themselves."""
    for table in ("arealformal", "hensyn"):
        for fid, ours, theirs in o.engine.rows(f"SELECT fid, areal_m2, ST_Area(geom) FROM {table}"):
            o.same("areal_m2 of an object", (table, fid), ours, theirs)
    for fid, ours, theirs in o.engine.rows("SELECT fid, lengde_m, ST_Length(geom) FROM hensyn_linje"):
        o.same("lengde_m of an object", fid, ours, theirs)
    # Pieces as written have the area that stands beside them.
    for fid, ours, theirs in o.engine.rows("SELECT fid, areal_m2, ST_Area(geom) FROM konflikt"):
        o.same("areal_m2 of a piece as drawn", fid, ours, theirs)


def check_unions(o):
    """Parts that are never counted twice: by plan area, by object, by theme, over all."""
    graded = ("FROM konflikt k JOIN bit b ON b.plan_fid = k.plan_fid AND b.hensyn_fid = k.hensyn_fid "
              "WHERE k.art = 'overlapp' AND k.konsekvens >= 1")
    o.table("konflikt_m2", "SELECT fid, konflikt_m2 FROM arealformal",
            f"SELECT k.plan_fid, ST_Area(ST_Union(b.geom)) {graded} GROUP BY k.plan_fid")
    o.table("beslag_m2", "SELECT fid, beslag_m2 FROM hensyn",
            f"SELECT k.hensyn_fid, ST_Area(ST_Union(b.geom)) {graded} GROUP BY k.hensyn_fid")
    o.table("plan_tema.areal_m2", "SELECT plan_fid, tema, opphav, areal_m2 FROM plan_tema WHERE areal_m2 > 0",
            "SELECT k.plan_fid, h.tema, h.opphav, ST_Area(ST_Union(b.geom)) FROM konflikt k "
            "JOIN bit b ON b.plan_fid = k.plan_fid AND b.hensyn_fid = k.hensyn_fid "
            "JOIN hensyn h ON h.fid = k.hensyn_fid JOIN arealformal p ON p.fid = k.plan_fid "
            "WHERE k.art = 'overlapp' AND p.utbygging = 1 GROUP BY k.plan_fid, h.tema, h.opphav")
    ours = dict(o.engine.rows("SELECT nokkel, verdi FROM indikator WHERE tema IS NULL AND grad IS NULL"))
    total = o.engine.rows(f"SELECT ST_Area(ST_Union(b.geom)) {graded}")[0][0]
    o.same("indikator", "konflikt_areal", ours["konflikt_areal"], total or 0)
    for key, where in (("plan_areal", "1 = 1"), ("utbygging_areal", "utbygging = 1")):
        total = o.engine.rows(f"SELECT ST_Area(ST_Union(geom)) FROM arealformal WHERE {where}")[0][0]
        o.same("indikator", key, ours[key], total or 0)
    gruppe = "CASE WHEN gruppe IS NULL THEN 'data' ELSE gruppe END"
    o.table("indikator hensyn_areal",
            f"SELECT tema, {gruppe}, verdi FROM indikator WHERE nokkel = 'hensyn_areal' AND verdi > 0",
            "SELECT tema, opphav, ST_Area(ST_Union(geom)) FROM hensyn GROUP BY tema, opphav")
    o.table("indikator hensyn_beslag",
            f"SELECT tema, {gruppe}, verdi FROM indikator WHERE nokkel = 'hensyn_beslag' AND verdi > 0",
            f"SELECT h.tema, h.opphav, ST_Area(ST_Union(b.geom)) "
            f"{graded.replace('WHERE', 'JOIN hensyn h ON h.fid = k.hensyn_fid WHERE')} GROUP BY h.tema, h.opphav")


def check_lines_and_points(o):
    o.table("lengde_m of a pair",
            "SELECT plan_fid, hensyn_fid, lengde_m FROM konflikt_linje WHERE art = 'overlapp'", LINES)
    lines = {row[:2]: row[2] for row in o.engine.rows(LINES)}
    by_plan = {}
    for plan, hensyn in o.engine.rows("SELECT plan_fid, hensyn_fid FROM konflikt_linje WHERE konsekvens >= 1"):
        by_plan[plan] = by_plan.get(plan, 0.0) + lines.get((plan, hensyn), 0.0)
    for fid, ours in o.engine.rows("SELECT fid, linje_m FROM arealformal"):
        o.same("linje_m", fid, ours, by_plan.get(fid, 0.0))
    points = {row[:2]: row[2] for row in o.engine.rows(POINTS)}
    written = o.engine.rows("SELECT plan_fid, hensyn_fid, konsekvens FROM konflikt_punkt WHERE art = 'overlapp'")
    for pair in set(points) ^ {row[:2] for row in written}:
        o.fault("pair of points", f"{pair} stands in one of the two only")
    count = {}
    for plan, hensyn, grade in written:
        if grade >= 1:
            count[plan] = count.get(plan, 0) + points.get((plan, hensyn), 0)
    for fid, ours in o.engine.rows("SELECT fid, punkt_antall FROM arealformal"):
        o.same("punkt_antall", fid, ours, count.get(fid, 0), 0, 0)


def check_nearest(o, every):
    """Nearest distance of plan areas to each theme; every: one plan area in so many."""
    objects = " UNION ALL ".join(f"SELECT fid, tema, opphav, geom FROM {t}"
                                 for t in ("hensyn", "hensyn_linje", "hensyn_punkt"))
    apart = {}
    for plan, hensyn, tema, opphav, distance in o.engine.rows(
            f"SELECT p.fid, h.fid, h.tema, h.opphav, ST_Distance(p.geom, h.geom) FROM arealformal p, "
            f"({objects}) h WHERE p.utbygging = 1 AND p.fid % {every} = 0"):
        apart.setdefault((plan, tema, opphav), {})[hensyn] = distance
    slivers = {row[:2] for row in o.engine.rows("SELECT plan_fid, hensyn_fid FROM bit WHERE ST_Area(geom) > 0")}
    for plan, tema, opphav, ours, who in o.engine.rows(
            f"SELECT plan_fid, tema, opphav, naermeste_m, naermeste_hensyn_fid FROM plan_tema "
            f"WHERE plan_fid % {every} = 0"):
        distances = apart.get((plan, tema, opphav))
        if not distances:
            if ours is not None:
                o.fault("naermeste_m", f"{(plan, tema)}: {ours} m to an object that is not there")
            continue
        o.same("naermeste_m", (plan, tema, opphav), ours, min(distances.values()), 1e-9, 1e-6)
        if who not in distances:
            o.fault("naermeste_hensyn_fid", f"{(plan, tema, opphav)}: {who} is not of this theme")
        else:
            o.same("naermeste_hensyn_fid", (plan, tema, opphav, who), ours, distances[who], 1e-9, 1e-6)
    o.compared.setdefault("slivers seen", [len(slivers), 0])


def check_buffers(o, buffers):
    """'naerhet': the part of the plan area inside the buffer and outside the object. The buffer has
    16 segments a quarter circle, as the GEOS default of neither engine has."""
    for tema, distance in buffers.items():
        ours = {row[:2]: row[2:] for row in o.engine.rows(
            f"SELECT plan_fid, hensyn_fid, areal_m2, avstand_m FROM konflikt WHERE art = 'naerhet' "
            f"AND tema = '{tema}'")}
        theirs = {}
        for table in ("hensyn", "hensyn_linje", "hensyn_punkt"):
            grown = f"BUFFER(h.geom, {distance}, 16)"
            piece = f"AREAS_OF(ST_Intersection(p.geom, {grown}), 3)"
            if table == "hensyn":
                piece = f"AREAS_OF(ST_Difference({piece}, h.geom), 3)"
            for p, h, area, length, apart in o.engine.rows(
                    f"SELECT p.fid, h.fid, ST_Area({piece}), ST_Perimeter({piece}), "
                    f"ST_Distance(p.geom, h.geom) FROM arealformal p, {table} h WHERE h.tema = '{tema}' "
                    f"AND h.opphav = 'data' AND ST_Distance(p.geom, h.geom) < {distance}"):
                theirs[(p, h)] = (area or 0.0, length or 0.0, apart)
        for pair in sorted(set(ours) | set(theirs)):
            area, length, apart = theirs.get(pair, (0.0, 0.0, math.inf))
            if pair in ours:
                o.same("areal_m2 of nearness", (tema, *pair), ours[pair][0], area)
                o.same("avstand_m", (tema, *pair), ours[pair][1], apart, 1e-9, 1e-6)
            elif thickness(area, length) > SLIVER_M * (1 + SLIVER_DOUBT):
                o.fault("nearness", f"{tema} {pair}: {area} m2 and not written")


def check_partition(o):
    """samlet_hensyn: faces apart from each other, and their area is that of the union."""
    if not o.engine.rows("SELECT count(*) FROM samlet_hensyn")[0][0]:
        o.fault("samlet_hensyn", "no faces")
    total, union, graded = o.engine.rows(
        "SELECT sum(areal_m2), ST_Area(ST_Union(geom)), sum(areal_m2 * antall_tema) FROM samlet_hensyn")[0]
    o.same("samlet_hensyn", "faces do not overlap", total, union, 1e-6, 0.1)
    met = o.engine.rows("SELECT ST_Area(ST_Union(b.geom)) FROM bit b JOIN arealformal p ON p.fid = b.plan_fid "
                        "WHERE p.utbygging = 1")[0][0]
    o.same("samlet_hensyn", "area of the union", total, met, 1e-6, 0.1)
    themes = sum(row[1] or 0 for row in o.engine.rows(
        "SELECT h.tema, ST_Area(ST_Union(b.geom)) FROM bit b JOIN arealformal p ON p.fid = b.plan_fid "
        "JOIN hensyn h ON h.fid = b.hensyn_fid WHERE p.utbygging = 1 GROUP BY h.tema"))
    o.same("samlet_hensyn", "sum of antall_tema * area", graded, themes, 1e-6, 0.1)


# ---- runs ----


def sample_run(folder):
    def source(name):
        return os.path.join(folder, name)

    args = ["--plan", source("kommuneplan.gpkg"), "--boundary", source("kommune.gpkg"), "--kommune", "1899"]
    for theme, name in (("friluftsliv", "friluftsliv.gpkg"), ("naturmangfold", "naturtyper.gpkg"),
                        ("verneomrade", "verneomrader.gpkg"), ("kulturarv", "kulturminner.gpkg"),
                        ("landbruk", "ar5.gpkg|layername=fkb_ar5_omrade|subset=arealtype IN ('21','22','23')"),
                        ("reindrift", "reindrift.gpkg|layername=flyttlei"),
                        ("reindrift", "reindrift.gpkg|layername=trekklei"),
                        ("flom", "flom.gpkg|layername=FlomAreal"), ("plan", "kommuneplan.gpkg")):
        args += ["--hensyn", f"{theme}={source(name)}"]
    buffers = {"kulturarv": 50, "verneomrade": 30, "reindrift": 20}
    for theme, metres in buffers.items():
        args += ["--buffer", f"{theme}={metres}"]
    return {"name": "sample", "args": args, "buffers": buffers, "every": 1,
            "least": {"konflikt": 1000, "konflikt_linje": 3, "konflikt_punkt": 13}}


def small_run(folder):
    """What once went wrong: an object some way off, whose box holds the plan area, before one that
    touches it; turned and swapped, since it takes the one that is looked at last."""
    def write(name, fields, *rings):
        features = [{"type": "Feature", "properties": {"id": str(i), **fields},
                     "geometry": {"type": "Polygon", "coordinates": [[[480000 + x, 7460000 + y] for x, y in ring]]}}
                    for i, ring in enumerate(rings)]
        path = os.path.join(folder, name + ".geojson")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"type": "FeatureCollection", "name": name, "features": features,
                       "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}}, file)
        return path

    far = [(-60, -20), (40, 80), (-60, 80), (-60, -20)]
    touching = [(10, 0), (20, 0), (20, 10), (10, 10), (10, 0)]

    def turned(ring, times, place):
        for _ in range(times):
            ring = [(10 - y, x) for x, y in ring]  # about the middle of the plan area
        return [(x + 5000 * place, y) for x, y in ring]

    areas, objects = [], []
    for place, (one, other) in enumerate((i, j) for i in range(4) for j in range(4)):
        areas.append(turned([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)], 0, place))
        objects += [turned(far, one, place), turned(touching, other, place)]
    plan = write("plan", {"formal": "1110"}, *areas)
    args = ["--plan", plan, "--purpose-field", "formal", "--development", "all",
            "--hensyn", "annet=" + write("hensyn", {}, *objects)]
    return {"name": "small", "args": args, "buffers": {}, "every": 1, "least": {"konflikt": 0}}


def bangor_run(data):
    """A city in EPSG:4326: the working CRS is the UTM zone that hensyn finds."""
    folder = os.path.join(data, "bangor")
    args = ["--plan", os.path.join(folder, "shp_wgs84/Zoning/Zoning.shp"), "--purpose-field", "ZONE",
            "--development", "all", "--partition"]
    for theme, name in (("friluftsliv", "parks"), ("myr", "wetland"),
                        ("naturmangfold", "Habitat/significantSpecies"),
                        ("naturmangfold", "Habitat/deerWintering"),
                        ("villrein", "Habitat/significantEcosystems"),
                        ("verneomrade", "Habitat/wadingbirdWaterfowl"),
                        ("vassdrag", "Habitat/atlanticSalmon"), ("fiskeri", "Habitat/anadromousFish"),
                        ("kulturarv", "Districts/historicDistricts"),
                        ("annet", "Habitat/significantVernalPools")):
        args += ["--hensyn", f"{theme}={os.path.join(folder, name)}.geojson"]
    return {"name": "bangor", "args": args, "buffers": {}, "every": 61,
            "least": {"konflikt": 1000, "konflikt_linje": 5, "konflikt_punkt": 0}}


def check_run(program, engine, run):
    o = Opinion(engine, run["name"])
    command = [program, "conflict", *run["args"], "--measure", "planar", "--all-overlaps", "--lang", "en",
               "-o", engine.output(run["name"])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if done.returncode:
        print(f"{run['name']}: exit {done.returncode}: {done.stderr.strip()}")
        return 1
    engine.open(run["name"])
    try:
        for table, least in run["least"].items():
            count = engine.rows(f"SELECT count(*) FROM {table}")[0][0]
            if count < least:
                o.fault("rows", f"{table} has {count}, expected {least} or more")
        check_measures(o)
        check_pairs(o)
        check_unions(o)
        check_lines_and_points(o)
        check_nearest(o, run["every"])
        check_buffers(o, run["buffers"])
        if "--partition" in run["args"]:
            check_partition(o)
    finally:
        engine.close()
    for what, (count, wrong) in o.compared.items():
        print(f"{run['name']}: {what}: {count} compared, {wrong} differ")
    return o.faults


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--engine", choices=("spatialite", "postgis"), default="spatialite")
    parser.add_argument("--sample", default=os.path.join(here, "..", "sample-data"))
    parser.add_argument("--data", default=os.environ.get("HENSYN_TEST_DATA", ""))
    args = parser.parse_args()
    runs = [sample_run(os.path.abspath(args.sample))]
    if args.data and os.path.isdir(os.path.join(args.data, "bangor")):
        runs.append(bangor_run(os.path.abspath(args.data)))
    else:
        print("skipped: the data of Bangor are absent")
    faults = 0
    with tempfile.TemporaryDirectory(prefix="hensyn-second-") as folder:
        engine = SpatiaLite(folder) if args.engine == "spatialite" else PostGIS(folder)
        try:
            for run in [small_run(folder), *runs]:
                faults += check_run(args.program, engine, run)
        finally:
            engine.stop()
    print(f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
