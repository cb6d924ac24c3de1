"""What access_bench.py times: hensyn access, and what people use for parts of the same work."""

import json
import os
import re
import sqlite3
import subprocess

import tools
from process import Cost, run
from tools import Outcome, remove

NETWORK, ADDRESSES, AREAS = "nett.gpkg", "adresser.gpkg", "omrader.gpkg"
SERVICE_M = 500


# ---- hensyn ----

def inputs(data):
    """Options that name the three sources of the made-up region."""
    return ["--network", os.path.join(data, NETWORK), "--origins", os.path.join(data, ADDRESSES),
            "--destinations", os.path.join(data, AREAS)]


def hensyn(program, words, result, threads):
    """words: what follows `hensyn access`. Pairs: origins that reach an area; area: metres."""
    outcome = tools.hensyn([program, "access", *words], result, threads)
    with sqlite3.connect(f"file:{result}?mode=ro", uri=True) as db:
        outcome.pairs, outcome.area = db.execute(
            "SELECT count(*), sum(avstand_m) FROM avstand WHERE avstand_m IS NOT NULL").fetchone()
    return outcome


def ogr2ogr(words, result, folder):
    """The network and the addresses, then the result; the areas are not copied."""
    chosen = [words[at + 1] for at, word in enumerate(words) if word in ("--network", "--origins")]
    copied = []
    for source in chosen:
        path, *more = source.split("|")
        layer = [word.split("=", 1)[1] for word in more if word.startswith("layername=")]
        if [path, *layer] not in copied:
            copied.append([path, *layer])
    return tools.ogr2ogr(copied, result, folder)


# ---- searches alone ----

def searches(program, data, sources, folder):
    """Lines of hensyn_bench_search by name; edges.csv and sources.csv come into the folder."""
    _, text = run([program, "--sources", str(sources), "--dump", folder,
                   os.path.join(data, NETWORK), os.path.join(data, AREAS)])
    rows = [json.loads(line) for line in text.splitlines()]
    return {row["search"]: row for row in rows if "search" in row}


# ---- pgRouting ----

TABLES = """
DROP TABLE IF EXISTS edges, sources;
CREATE TABLE edges (id bigint PRIMARY KEY, source bigint, target bigint, cost float8,
                    reverse_cost float8);
CREATE TABLE sources (node bigint, x float8, y float8);
"""
DISTANCES = """
SELECT 'found', count(*), coalesce(sum(agg_cost), 0)
FROM pgr_drivingDistance('SELECT id, source, target, cost, reverse_cost FROM edges',
     ARRAY(SELECT DISTINCT node FROM sources ORDER BY node), {limit}, true, equicost => true);
"""


class PgRouting(tools.Server):
    """The same graph in a database; its loading is not counted."""

    def load(self, folder):
        self.psql(TABLES)
        for table in ("edges", "sources"):
            with open(os.path.join(folder, f"{table}.csv"), "rb") as file:
                writer = subprocess.Popen(["cat"], stdin=file, stdout=subprocess.PIPE)
                self.feed(writer, f"COPY {table} FROM STDIN WITH CSV")
        self.psql("VACUUM ANALYZE edges")

    def ask(self, limit):
        _, text = self.psql(tools.TIMED.format(query=DISTANCES.format(limit=limit)))
        outcome = tools.server_outcome(text)
        pairs, metres = re.search(r"found\|(\d+)\|([0-9.e+]+)", text).groups()
        outcome.pairs, outcome.area = int(pairs), float(metres)
        return outcome

    def search(self):
        """All nodes from all sources; what reading the edges takes is told as a stage."""
        empty = self.ask(0)
        outcome = self.ask(1e9)
        outcome.stages = {"lesing av kantene": empty.cost.seconds,
                          "søk": outcome.cost.seconds - empty.cost.seconds}
        return outcome


# ---- QGIS ----

def start_points(folder, count):
    """The first of sources.csv as a layer."""
    path = os.path.join(folder, "punkter.gpkg")
    remove(path)
    run(["ogr2ogr", "-f", "GPKG", path, os.path.join(folder, "sources.csv"), "-nln", "punkter",
         "-oo", "HEADERS=NO", "-oo", "X_POSSIBLE_NAMES=field_2", "-oo", "Y_POSSIBLE_NAMES=field_3",
         "-a_srs", "EPSG:25833", "-limit", str(count)])
    return path


def service_words(data, points):
    """What hensyn is given to do the same."""
    return ["--network", os.path.join(data, NETWORK), "--origins", os.path.join(data, ADDRESSES),
            "--destinations", points, "--class", f"punkt:0:{SERVICE_M}", "--service-area"]


class Qgis(tools.Processing):
    """Service areas of a few points over the whole network."""

    def project(self):
        """An empty one, which the algorithm asks for."""
        with open(self.path("tom.qgs"), "w", encoding="utf-8") as file:
            file.write("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                       "<qgis projectname='' version='3.22'/>\n")
        return self.path("tom.qgs")

    def service_area(self, data, points):
        start = self.call("help", "native:serviceareafromlayer")
        name = "naadd.gpkg"
        remove(self.path(name))
        source = f"{os.path.join(data, NETWORK)}|layername=veglenke"
        cost = self.call("run", "native:serviceareafromlayer",
                         f"--PROJECT_PATH={self.project()}", "--", f"INPUT={source}",
                         "STRATEGY=0", f"TRAVEL_COST2={SERVICE_M}", f"START_POINTS={points}",
                         f"OUTPUT_LINES={self.path(name)}")
        pairs = None if cost.cut_off else self.count(name)
        return Outcome(cost + Cost(), {"start av QGIS (med i tallet)": start.seconds}, pairs)
