"""What is timed: hensyn, and what people use for parts of the same work."""

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from dataclasses import dataclass, field

from process import Cost, Failed, found, run

THEMES = {"friluftsliv": ("friluftsliv.gpkg", "kartlagt_friluftslivsomrade"),
          "naturmangfold": ("naturtyper.gpkg", "naturtyper_verdsatte"),
          "verneomrade": ("verneomrader.gpkg", "naturvern_omrade")}
PLAN = ("plan.gpkg", "kparealformalomrade")
# The generator's areas that count as development. The others are given the same subset.
DEVELOPMENT = ("\"arealbruksstatus\" IN ('2','3') AND "
               "(\"arealformål\" LIKE '1%' OR \"arealformål\" LIKE '2%' OR "
               "\"arealformål\" LIKE '52%')")


@dataclass
class Outcome:
    """One run: the whole, its stages, and how much conflict it found."""
    cost: Cost
    stages: dict = field(default_factory=dict)
    pairs: int = None
    area: float = None


def remove(*paths):
    for path in paths:
        for suffix in ("", "-journal", "-wal", "-shm"):
            if os.path.exists(path + suffix):
                os.remove(path + suffix)


# ---- hensyn ----

def hensyn_command(program, data, result, threads):
    command = [program, "conflict", "--plan", os.path.join(data, PLAN[0])]
    for theme, (name, _) in THEMES.items():
        command += ["--hensyn", f"{theme}={os.path.join(data, name)}"]
    return command + ["-o", result, "--threads", str(threads), "--progress", "none"]


def hensyn(program, data, result, threads, preload=None):
    remove(result, os.path.splitext(result)[0] + ".qgs")
    environment = {"LD_PRELOAD": preload} if preload else None
    cost, _ = run(hensyn_command(program, data, result, threads), environment=environment)
    with sqlite3.connect(f"file:{result}?mode=ro", uri=True) as db:
        times = db.execute("SELECT verdi FROM kjoring WHERE nokkel = 'tid_s'").fetchone()[0]
        pairs, area = db.execute("SELECT count(*), sum(areal_m2) FROM konflikt").fetchone()
    stages = {name: float(value) for name, value in re.findall(r"(\w+) ([0-9.]+)", times)}
    stages["resten"] = cost.seconds - sum(stages.values())
    return Outcome(cost, stages, pairs, area)


# ---- ogr2ogr ----

def result_tables(result):
    """Every table of the result that hensyn fills, with and without geometry."""
    with sqlite3.connect(f"file:{result}?mode=ro", uri=True) as db:
        rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [row[0] for row in rows]
    known = ("arealformal hensyn hensyn_linje hensyn_punkt konflikt konflikt_linje konflikt_punkt "
             "plan_tema samlet_hensyn merknad kilde vurdering indikator kjoring").split()
    return [name for name in known if name in names]


def ogr2ogr(data, result, folder):
    """Inputs into one SpatiaLite file, the tables of the result into another."""
    inputs, copy = os.path.join(folder, "inputs.sqlite"), os.path.join(folder, "copy.sqlite")
    remove(inputs, copy)
    cost = Cost()
    for name in [PLAN[0]] + [name for name, _ in THEMES.values()]:
        how = ["-update"] if os.path.exists(inputs) else ["-dsco", "SPATIALITE=YES"]
        cost += run(["ogr2ogr", "-f", "SQLite", *how, inputs, os.path.join(data, name)])[0]
    first = cost
    cost += run(["ogr2ogr", "-f", "SQLite", "-dsco", "SPATIALITE=YES", copy, result,
                 *result_tables(result)])[0]
    remove(inputs, copy)
    return Outcome(cost, {"inndata": first.seconds, "resultat": cost.seconds - first.seconds})


# ---- PostGIS ----

LOAD = """
DROP TABLE IF EXISTS funnet, hensyn, plan;
CREATE TABLE plan AS SELECT objid, ST_MakeValid(geometri, 'method=structure') AS geom FROM raw_plan;
CREATE TABLE hensyn AS {themes};
CREATE INDEX ON plan USING gist (geom);
CREATE INDEX ON hensyn USING gist (geom);
VACUUM ANALYZE plan;
VACUUM ANALYZE hensyn;
DROP TABLE raw_plan, {raw};
"""
QUERY = """
DROP TABLE IF EXISTS funnet;
SELECT pg_backend_pid() AS pid \\gset
\\setenv BENCH_PID :pid
\\timing on
CREATE TABLE funnet AS
SELECT p.objid AS plan, h.tema, h.objid AS hensyn,
       CASE WHEN ST_Covers(h.geom, p.geom) THEN p.geom
            ELSE ST_Multi(ST_CollectionExtract(ST_Intersection(p.geom, h.geom), 3)) END AS geom
FROM hensyn h JOIN plan p ON ST_Intersects(h.geom, p.geom);
\\timing off
\\! grep VmHWM /proc/$BENCH_PID/status
SELECT 'found', count(*), sum(ST_Area(geom)) FROM funnet WHERE NOT ST_IsEmpty(geom);
"""


class PostGIS:
    """A database of its own. Without --pg, root acts as the user postgres."""

    def __init__(self, connection):
        self.connection = connection or "dbname=hensyn_bench"
        self.before = [] if connection or os.geteuid() != 0 else ["runuser", "-u", "postgres", "--"]
        self.loaded = None

    def psql(self, sql, database=None):
        command = self.before + ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
                                 database or self.connection]
        with tempfile.TemporaryFile() as given:
            given.write(sql.encode())
            given.seek(0)
            return run(command, given=given)

    def start(self):
        """Starts the server where that is possible, and makes the database."""
        if self.before and found("pg_lsclusters"):
            for line in run(["pg_lsclusters", "-h"])[1].splitlines():
                version, name, _, state = line.split()[:4]
                if state != "online":
                    run(["pg_ctlcluster", version, name, "start"])
        if "dbname=hensyn_bench" in self.connection:
            there = self.psql("SELECT 1 FROM pg_database WHERE datname = 'hensyn_bench'",
                              "dbname=postgres")[1].strip()
            if not there:
                self.psql("CREATE DATABASE hensyn_bench", "dbname=postgres")
        self.psql("CREATE EXTENSION IF NOT EXISTS postgis")

    def copy_in(self, source, layer, table, where=None):
        chosen = ["-where", where] if where else []
        dump = ["ogr2ogr", "-f", "PGDump", "/vsistdout/", source, layer, "-nln", table, "-lco",
                "SPATIAL_INDEX=NONE", "-lco", "DROP_TABLE=IF_EXISTS", *chosen]
        load = self.before + ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", self.connection]
        writer = subprocess.Popen(dump, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        loader = subprocess.run(load, stdin=writer.stdout, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, check=False)
        writer.stdout.close()
        if writer.wait() != 0 or loader.returncode != 0:
            raise Failed(f"{source} into PostGIS: {loader.stderr.decode()[-500:]}")

    def load(self, data):
        if self.loaded == data:
            return
        self.copy_in(os.path.join(data, PLAN[0]), PLAN[1], "raw_plan", DEVELOPMENT)
        parts = []
        for theme, (name, layer) in THEMES.items():
            self.copy_in(os.path.join(data, name), layer, f"raw_{theme}")
            column = "område" if theme == "friluftsliv" else "geom"
            parts.append(f"SELECT '{theme}' AS tema, objid, ST_MakeValid(\"{column}\", "
                         f"'method=structure') AS geom FROM raw_{theme}")
        self.psql(LOAD.format(themes=" UNION ALL ".join(parts),
                              raw=", ".join(f"raw_{theme}" for theme in THEMES)))
        self.loaded = data

    def query(self, data):
        self.load(data)
        cost, text = self.psql(QUERY)
        seconds = float(re.search(r"Time: ([0-9.]+) ms", text).group(1)) / 1000
        peak = float(re.search(r"VmHWM:\s+(\d+) kB", text).group(1)) / 1024
        pairs, area = re.search(r"found\|(\d+)\|([0-9.]+)", text).groups()
        return Outcome(Cost(seconds, float("nan"), peak), {"spørring": seconds}, int(pairs),
                       float(area))

    def drop(self):
        if "dbname=hensyn_bench" in self.connection:
            self.psql("DROP DATABASE IF EXISTS hensyn_bench", "dbname=postgres")


# ---- QGIS ----

QGIS = "/usr/bin/qgis_process.bin"  # the script qgis_process of Debian 12 does not run


class Qgis:
    """Processing without a screen, with a profile of its own."""

    def __init__(self, folder, limit):
        self.folder = os.path.join(folder, "qgis")
        self.left = limit
        os.makedirs(self.folder, exist_ok=True)
        self.environment = {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": self.folder,
                            "QGIS_CUSTOM_CONFIG_PATH": os.path.join(self.folder, "profile")}

    def call(self, *words):
        if self.left <= 0:
            return Cost(cut_off=True)
        cost, _ = run([QGIS, *words], limit=self.left, environment=self.environment)
        self.left -= cost.seconds
        return cost

    def path(self, name):
        return os.path.join(self.folder, name)

    def fix(self, source, name):
        return self.call("run", "native:fixgeometries", "--", f"INPUT={source}",
                         f"OUTPUT={self.path(name)}")

    def overlay(self, data):
        """Repairs plan and considerations and intersects them, theme by theme."""
        start = self.call("help", "native:intersection")
        remove(*(self.path(n) for n in os.listdir(self.folder) if n.endswith(".gpkg")))
        plan = f"{os.path.join(data, PLAN[0])}|layername={PLAN[1]}|subset={DEVELOPMENT}"
        repair = self.fix(plan, "plan.gpkg")
        for theme, (name, layer) in THEMES.items():
            repair += self.fix(f"{os.path.join(data, name)}|layername={layer}", f"{theme}.gpkg")
        cut = Cost()
        for theme in THEMES:
            cut += self.call("run", "native:intersection", "--", f"INPUT={self.path('plan.gpkg')}",
                             f"OVERLAY={self.path(theme + '.gpkg')}",
                             f"OUTPUT={self.path('found_' + theme + '.gpkg')}")
        stages = {"fixgeometries": repair.seconds, "intersection": cut.seconds,
                  "start av QGIS, sju ganger (med i tallene)": 7 * start.seconds}
        pairs = None if (repair + cut).cut_off else sum(map(self.count, THEMES))
        return Outcome(repair + cut, stages, pairs)

    def count(self, theme):
        found_there = self.path(f"found_{theme}.gpkg")
        with sqlite3.connect(f"file:{found_there}?mode=ro", uri=True) as db:
            table = db.execute("SELECT table_name FROM gpkg_contents").fetchone()[0]
            return db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
