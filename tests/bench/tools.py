"""What the benchmarks share of the programs that are compared: a run of hensyn, a copy by ogr2ogr,
a PostgreSQL of one's own, QGIS without a screen."""

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from dataclasses import dataclass, field

from process import Cost, Failed, found, run

QGIS = "/usr/bin/qgis_process.bin"  # the script qgis_process of Debian 12 does not run
RESULT_TABLES = ("arealformal hensyn hensyn_linje hensyn_punkt konflikt konflikt_linje "
                 "konflikt_punkt plan_tema samlet_hensyn malomrade malomrade_linje malomrade_punkt "
                 "inngang avstand opphav_gruppe dekning nett rute rekkevidde rekkevidde_flate "
                 "merknad kilde vurdering indikator kjoring").split()


@dataclass
class Outcome:
    """One run: the whole, its stages, and how much it found."""
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

def hensyn(command, result, threads, preload=None):
    """Runs it and gives the seconds of its stages; 'resten' is what they leave of the whole."""
    remove(result, os.path.splitext(result)[0] + ".qgs")
    environment = {"LD_PRELOAD": preload} if preload else None
    cost, _ = run([*command, "-o", result, "--threads", str(threads), "--progress", "none"],
                  environment=environment)
    with sqlite3.connect(f"file:{result}?mode=ro", uri=True) as db:
        times = db.execute("SELECT verdi FROM kjoring WHERE nokkel = 'tid_s' ORDER BY rowid")
        text = ", ".join(row[0] for row in times)
    stages = {name: float(value) for name, value in re.findall(r"(\w+) ([0-9.]+)", text)}
    stages["resten"] = cost.seconds - sum(stages.values())
    return Outcome(cost, stages)


# ---- ogr2ogr ----

def result_tables(result):
    """Every table of the result that hensyn fills, with and without geometry."""
    with sqlite3.connect(f"file:{result}?mode=ro", uri=True) as db:
        rows = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [row[0] for row in rows]
    return [name for name in RESULT_TABLES if name in names]


def ogr2ogr(inputs, result, folder):
    """Copies inputs, each a list of a source and layers, into one SpatiaLite file, and the tables
    of the result into another."""
    first, second = os.path.join(folder, "inputs.sqlite"), os.path.join(folder, "copy.sqlite")
    remove(first, second)
    cost = Cost()
    for words in inputs:
        how = ["-update"] if os.path.exists(first) else ["-dsco", "SPATIALITE=YES"]
        if words[0].endswith(".gml"):
            how += ["-oo", "WRITE_GFS=NO"]  # nothing beside an input
        cost += run(["ogr2ogr", "-f", "SQLite", *how, first, *words])[0]
    copied = cost
    cost += run(["ogr2ogr", "-f", "SQLite", "-dsco", "SPATIALITE=YES", second, result,
                 *result_tables(result)])[0]
    remove(first, second)
    return Outcome(cost, {"inndata": copied.seconds, "resultat": cost.seconds - copied.seconds})


# ---- PostgreSQL ----

class Server:
    """A database of its own. Without --pg, root acts as the user postgres."""

    def __init__(self, connection):
        self.connection = connection or "dbname=hensyn_bench"
        self.before = [] if connection or os.geteuid() != 0 else ["runuser", "-u", "postgres", "--"]

    def psql(self, sql, database=None, limit=None):
        command = self.before + ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1",
                                 database or self.connection]
        with tempfile.TemporaryFile() as given:
            given.write(sql.encode())
            given.seek(0)
            return run(command, given=given, limit=limit)

    def start(self, *extensions):
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
        for extension in extensions:
            self.psql(f"CREATE EXTENSION IF NOT EXISTS {extension}")

    def has(self, extension):
        text = self.psql(f"SELECT 1 FROM pg_available_extensions WHERE name = '{extension}'",
                         "dbname=postgres" if self.before else None)[1]
        return bool(text.strip())

    def feed(self, writer, statement=None):
        """Pipes what a program writes into psql, or into one COPY of it."""
        load = self.before + ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", self.connection]
        loader = subprocess.run(load + (["-c", statement] if statement else []),
                                stdin=writer.stdout, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, check=False)
        writer.stdout.close()
        if writer.wait() != 0 or loader.returncode != 0:
            raise Failed(f"{statement or 'psql'}: {loader.stderr.decode()[-500:]}")

    def drop(self):
        if "dbname=hensyn_bench" in self.connection:
            self.psql("DROP DATABASE IF EXISTS hensyn_bench", "dbname=postgres")


def server_outcome(text):
    """Seconds and peak memory of the one query that a psql script timed (see TIMED)."""
    seconds = float(re.search(r"Time: ([0-9.]+) ms", text).group(1)) / 1000
    peak = float(re.search(r"VmHWM:\s+(\d+) kB", text).group(1)) / 1024
    return Outcome(Cost(seconds, float("nan"), peak), {"spørring": seconds})


TIMED = """
SELECT pg_backend_pid() AS pid \\gset
\\setenv BENCH_PID :pid
\\timing on
{query}
\\timing off
\\! grep VmHWM /proc/$BENCH_PID/status
"""


# ---- QGIS ----

class Processing:
    """Processing of QGIS without a screen, with a profile of its own and a limit for all calls."""

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

    def count(self, name):
        """Objects of a GeoPackage that a call made."""
        with sqlite3.connect(f"file:{self.path(name)}?mode=ro", uri=True) as db:
            table = db.execute("SELECT table_name FROM gpkg_contents").fetchone()[0]
            return db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
