#!/usr/bin/python3
"""Times hensyn access against ogr2ogr, pgRouting and QGIS on a made-up region and real networks.

The programs run in turns within each round, so that whatever else the machine does meets all of
them; ratios are taken within a round, and the median over the rounds is told. Nothing here passes
or fails by a time.
"""

import os
import sys

import access_contenders as contenders
import access_table
import real_networks
import session
import tools
from process import Failed, found

PARTS = ["ogr2ogr", "pgrouting", "qgis", "real"]
SHARED = os.environ.get("HENSYN_SHARED_DATA",
                        os.path.join(session.HERE, "..", "..", "..", "shared", "data"))


class Access(session.Session):
    """hensyn access and its contenders."""

    def __init__(self, options, folder):
        super().__init__(options, folder)
        self.searches = []
        self.routing = self.open_routing() if self.wants("pgrouting") and found("psql") else None
        self.real = {}
        for name, make in real_networks.NETWORKS.items():
            words = make(options.data, folder) if self.wants("real") else None
            if words:
                self.real[name] = words
            elif self.wants("real"):
                print(f"left out, not in {options.data}: {name}", flush=True)

    def open_routing(self):
        server = contenders.PgRouting(self.options.pg)
        try:
            server.start("postgis")
            if server.has("pgrouting"):
                server.psql("CREATE EXTENSION IF NOT EXISTS pgrouting")
                return server
            print("left out: pgRouting is not installed", flush=True)
        except Failed as failure:
            print(f"left out: pgRouting: {failure}", flush=True)
        return None

    def hensyn(self, name, words, threads):
        self.calm()
        result = self.result(name)
        self.note(name, contenders.hensyn(self.options.program, words, result, threads))
        return result

    def ogr2ogr(self, name, words, result):
        if self.wants("ogr2ogr"):
            self.calm()
            self.note(name, contenders.ogr2ogr(words, result, self.folder))

    def search(self):
        self.calm()
        rows = contenders.searches(self.options.search, self.data, self.options.sources,
                                   self.folder)
        if self.routing and not self.searches:
            self.routing.load(self.folder)
        self.searches.append(rows)
        for name, row in rows.items():
            print(f"  search {name}: {row['hensyn_us']:.2f} us a node, plain {row['radix_us']:.2f} "
                  f"with radix heap, {row['binary_us']:.2f} with binary heap", flush=True)
        if self.routing:
            self.calm()
            self.note("pgRouting", self.routing.search())

    def round(self):
        words = contenders.inputs(self.data) + ["--population", "bosatte"]
        result = self.hensyn("hensyn, 1 thread", words, 1)
        self.hensyn("hensyn, 2 threads", words, 2)
        self.ogr2ogr("ogr2ogr", words, result)
        self.search()
        for name, chosen in self.real.items():
            result = self.hensyn(f"{name}, 1 thread", chosen, 1)
            self.hensyn(f"{name}, 2 threads", chosen, 2)
            self.ogr2ogr(f"{name}, ogr2ogr", chosen, result)

    def after(self):
        if not self.wants("qgis") or not os.access(tools.QGIS, os.X_OK):
            return
        points = contenders.start_points(self.folder, self.options.points)
        self.hensyn("service areas, hensyn", contenders.service_words(self.data, points), 2)
        qgis = contenders.Qgis(self.folder, self.options.qgis_limit)
        self.calm()
        self.note("service areas, QGIS", qgis.service_area(self.data, points))
        qgis.close()

    def tell(self):
        access_table.tell(self.outcomes, self.searches, self.real)

    def close(self):
        if self.routing and not self.options.pg:
            self.routing.drop()


def arguments():
    parser = session.arguments(__doc__, "hensyn_bench_region", PARTS)
    parser.add_argument("--search", metavar="PROGRAM", default=os.path.join(
        session.BUILD, "tests", "bench", "hensyn_bench_search"))
    parser.add_argument("--sources", type=int, default=1000,
                        help="nodes that pgRouting searches from")
    parser.add_argument("--points", type=int, default=20, help="start points given to QGIS")
    parser.add_argument("--data", default=SHARED, metavar="FOLDER", help="real networks; default "
                        "HENSYN_SHARED_DATA, ../shared/data")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(session.main(arguments(), Access))
