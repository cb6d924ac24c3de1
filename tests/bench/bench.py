#!/usr/bin/python3
"""Times hensyn against ogr2ogr, PostGIS and QGIS on a made-up large municipality.

The programs run in turns within each round, so that whatever else the machine does meets all of
them; ratios are taken within a round, and the median over the rounds is told. Nothing here passes
or fails by a time.
"""

import glob
import os
import sys

import contenders
import session
import table
import tools
from process import found

PARTS = ["ogr2ogr", "postgis", "qgis", "double", "mimalloc"]


class Conflict(session.Session):
    """hensyn conflict and its contenders."""

    def __init__(self, options, folder):
        super().__init__(options, folder)
        self.double = None
        if self.wants("double"):
            self.double = session.generate(options, folder, 2 * options.scale)
        self.mimalloc = None
        libraries = sorted(glob.glob("/usr/lib/*/libmimalloc.so*")) + sorted(
            glob.glob("/usr/local/lib/libmimalloc.so*"))
        if libraries and self.wants("mimalloc"):
            self.mimalloc = libraries[0]
        self.postgis = None
        if self.wants("postgis") and found("psql"):
            self.postgis = contenders.PostGIS(options.pg)
            self.postgis.start("postgis")
            self.postgis.load(self.data)

    def hensyn(self, name, threads, data=None, preload=None):
        result = self.result(name)
        self.calm()
        self.note(name, contenders.hensyn(self.options.program, data or self.data, result, threads,
                                          preload))
        return result

    def round(self):
        result = self.hensyn("hensyn, 1 thread", 1)
        self.hensyn("hensyn, 2 threads", 2)
        if self.wants("ogr2ogr"):
            self.calm()
            self.note("ogr2ogr", contenders.ogr2ogr(self.data, result, self.folder))
        if self.postgis:
            self.calm()
            self.note("PostGIS", self.postgis.query(self.data))
        if self.double:
            self.hensyn("double, 1 thread", 1, self.double)
        if self.mimalloc:
            self.hensyn("mimalloc, 1 thread", 1, preload=self.mimalloc)
            self.hensyn("mimalloc, 2 threads", 2, preload=self.mimalloc)

    def after(self):
        if not self.wants("qgis") or not os.access(tools.QGIS, os.X_OK):
            return
        qgis = contenders.Qgis(self.folder, self.options.qgis_limit)
        self.calm()
        self.note("QGIS", qgis.overlay(self.data))
        qgis.close()

    def tell(self):
        table.tell(self.outcomes)

    def close(self):
        if self.postgis and not self.options.pg:
            self.postgis.drop()


if __name__ == "__main__":
    PARSER = session.arguments(__doc__, "hensyn_bench_generate", PARTS)
    sys.exit(session.main(PARSER.parse_args(), Conflict))
