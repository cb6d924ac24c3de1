"""What the panel reads and writes, without QGIS: conflicts, decisions, facts, indicators."""

import os
import re
import shutil
import sqlite3
import tempfile
import unittest

import kit
from kit import Settings, copy_of_demo, sample

from hensyn import assessments, conflicts, factsheet, store
from hensyn.indicators import Indicators

NASTY = "'; DROP TABLE vurdering; -- ? %s \" Ø"


def postgres_result():
    """A result in a PostGIS of the test run, and its source; skipped where there is none."""
    connection = os.environ.get("HENSYN_TEST_PG")
    if not connection:
        raise unittest.SkipTest("HENSYN_TEST_PG does not name a database")
    source = f"PG:{connection} schema='hensyn plugin'"
    done = kit.run_program("run", sample("demo.yaml"), "-o", source, "--overwrite", "--progress",
                           "none")
    if done.returncode != 0:
        raise unittest.SkipTest(f"no result in PostGIS: {done.stderr.strip()}")
    return source


class StoreTest(unittest.TestCase):
    def test_a_path_with_signs(self):
        folder = os.path.join(tempfile.mkdtemp(dir=Settings.folder), "Ø #1 %20 ? 'a' \"b\"")
        os.makedirs(folder)
        path = shutil.copy(copy_of_demo(), os.path.join(folder, "x#y?.sqlite"))
        self.assertIn("konflikt", store.open_store(path).tables())

    def test_what_is_no_result(self):
        empty = os.path.join(tempfile.mkdtemp(dir=Settings.folder), "tom.sqlite")
        sqlite3.connect(empty).close()
        for path in (sample("flom.gpkg"), sample("README.md"), "/finnes/ikke", empty,
                     Settings.folder):
            with self.assertRaises(store.StoreError, msg=path):
                store.open_store(path)
        self.assertFalse(os.path.exists("/finnes/ikke"))

    def test_reading_changes_nothing(self):
        path = copy_of_demo()
        before = os.stat(path).st_mtime_ns
        opened = store.open_store(path)
        conflicts.read(opened)
        assessments.read(opened)
        self.assertEqual(os.stat(path).st_mtime_ns, before)
        self.assertEqual(kit.left_in(os.path.dirname(path)), [os.path.basename(path)])

    def test_connection_and_schema(self):
        for text, expected in (
                ("PG:dbname=a schema=b", ("dbname=a", "b")),
                ("pg:dbname=a", ("dbname=a", "hensyn")),
                ("PG:schemas=x host=/tmp dbname='to ord'", ("host=/tmp dbname='to ord'", "x")),
                ("PG:dbname=a schema='med \\'to\\' ord' port=1",
                 ("dbname=a   port=1".replace("   ", "  ").replace("  ", " "), "med 'to' ord"))):
            made = store.split_connection(text)
            self.assertEqual((re.sub(" +", " ", made[0]), made[1]), expected)


class ReadTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.store = store.open_store(copy_of_demo())
        cls.conflicts = conflicts.read(cls.store)

    def test_order(self):
        keys = [conflicts.order(row) for row in self.conflicts.rows]
        self.assertEqual(keys, sorted(keys))
        self.assertEqual(self.conflicts.rows[0]["konsekvens"], 4)

    def test_every_conflict_is_there_once(self):
        keys = [row["nokkel"] for row in self.conflicts.rows]
        self.assertEqual(len(keys), len(set(keys)))
        counted = sum(self.store.run([(f"SELECT count(*) FROM {table}", ())])[0][0]
                      for table in conflicts.TABLES)
        self.assertEqual(len(keys), counted)

    def test_filter(self):
        wanted = conflicts.Filter("friluftsliv", 3)
        rows = self.conflicts.filtered(wanted)
        self.assertTrue(rows)
        self.assertTrue(all(r["tema"] == "friluftsliv" and r["konsekvens"] >= 3 for r in rows))
        self.assertEqual(len(self.conflicts.filtered(conflicts.Filter())),
                         len(self.conflicts.rows))

    def test_both_sides_and_their_sources(self):
        row = self.conflicts.rows[0]
        plan, consideration, _ = conflicts.explain(self.store, row)
        self.assertTrue(plan["sti"].endswith("kommuneplan.gml"), plan)
        self.assertTrue(row["nokkel"].startswith(plan["nokkel"]))
        self.assertIn(consideration["nokkel"], row["nokkel"])
        self.assertIn(".gpkg", consideration["sti"] + consideration["nokkel"])

    def test_remarks(self):
        repaired = next(row for row in self.conflicts.rows if row["status"] == "reparert")
        remarks = conflicts.explain(self.store, repaired)[2]
        self.assertIn("GEOMETRI_REPARERT", {remark["kode"] for remark in remarks})

    def test_a_result_without_some_tables(self):
        path = copy_of_demo()
        database = sqlite3.connect(path)
        with database:
            for table in ("konflikt_linje", "konflikt_punkt", "vurdering"):
                database.execute("DELETE FROM geometry_columns WHERE f_table_name = ?", (table,))
                database.execute(f"DROP TABLE {table}")
        database.close()
        opened = store.open_store(path)
        rows = conflicts.read(opened).rows
        self.assertEqual({row["table"] for row in rows}, {"konflikt"})
        self.assertEqual(assessments.read(opened), {})


class AssessmentTest(unittest.TestCase):
    def source(self):
        return copy_of_demo()

    def setUp(self):
        self.store = store.open_store(self.source())
        self.conflicts = conflicts.read(self.store)
        self.row = self.conflicts.rows[0]

    def rows(self):
        return self.store.run([("SELECT konflikt_nokkel, avgjorelse, kommentar, av, areal_da_m2, "
                                "gjelder FROM vurdering ORDER BY 1", ())])

    def test_written_changed_and_read(self):
        assessments.write(self.store, self.row, "avklart", "ja", "Kari")
        assessments.write(self.store, self.row, "utredes", NASTY, NASTY)
        self.assertEqual([tuple(r) for r in self.rows()],
                         [(self.row["nokkel"], "utredes", NASTY, NASTY, self.row["areal_m2"], 1)])
        made = assessments.read(self.store)[self.row["nokkel"]]
        self.assertEqual((made["avgjorelse"], made["kommentar"]), ("utredes", NASTY))
        self.assertRegex(made["tidspunkt"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_a_point_has_no_area(self):
        row = next(r for r in self.conflicts.rows if r["table"] == "konflikt_punkt")
        assessments.write(self.store, row, "avklart", "", "")
        self.assertEqual([tuple(r) for r in self.rows()],
                         [(row["nokkel"], "avklart", None, None, None, 1)])

    def test_columns_that_people_added_keep_their_values(self):
        assessments.write(self.store, self.row, "avklart", "", "")
        self.store.run([("ALTER TABLE vurdering ADD COLUMN saksnr TEXT", ()),
                        ("UPDATE vurdering SET saksnr = ?", ("26/1",))], write=True)
        assessments.write(self.store, self.row, "tas ut", "", "")
        self.assertEqual([tuple(r) for r in self.store.run(
            [("SELECT avgjorelse, saksnr FROM vurdering", ())])], [("tas ut", "26/1")])

    def test_attached_to_conflicts(self):
        assessments.write(self.store, self.row, "avklart", "x", "")
        again = conflicts.read(self.store)
        assessments.attach(again, assessments.read(self.store))
        self.assertEqual(again.rows[0]["avgjorelse"], "avklart")
        undecided = again.filtered(conflicts.Filter(undecided=True))
        self.assertEqual(len(undecided), len(again.rows) - 1)

    def test_a_failed_write_leaves_row_and_table_as_they_were(self):
        if isinstance(self.store, store.PostgresStore):
            self.skipTest("locks are SQLite's")
        blocker = sqlite3.connect(self.store.path, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        patience, store.PATIENCE = store.PATIENCE, 0.1
        self.addCleanup(setattr, store, "PATIENCE", patience)
        with self.assertRaises(store.StoreError):
            assessments.write(self.store, self.row, "avklart", "x", "")
        blocker.execute("ROLLBACK")
        blocker.close()
        self.assertIsNone(self.row.get("avgjorelse"))
        self.assertEqual(self.rows(), [])


class GeoPackageAssessmentTest(AssessmentTest):
    def source(self):
        return copy_of_demo("demo.gpkg")

    def test_the_program_still_accepts_the_file(self):
        assessments.write(self.store, self.row, "avklart", "", "")
        done = kit.run_program("verify", self.store.path)
        self.assertEqual(done.returncode, 0, done.stdout)


class PostgisAssessmentTest(AssessmentTest):
    made = None

    def source(self):
        type(self).made = type(self).made or postgres_result()
        return self.made

    def setUp(self):
        super().setUp()
        self.store.run([("DELETE FROM vurdering", ())], write=True)
        self.addCleanup(self.store.run, [("ALTER TABLE vurdering DROP COLUMN IF EXISTS saksnr",
                                          ())], write=True)


class FactTest(unittest.TestCase):
    row = {"plan_navn": "<b>B1</b>", "formal_navn": "Bolig", "hensyn_navn": "A & B",
           "tema": "friluftsliv", "art": "naerhet", "areal_m2": 1234567.0, "plan_andel": 0.125,
           "hensyn_andel": None, "avstand_m": 12.4, "verdi": 3, "pavirkning": 2, "konsekvens": 3,
           "skala": "ku", "regel": "r.csv:1", "begrunnelse": "Indikativ: <grunn>", "status": "ok"}

    def test_text_of_the_data_is_never_markup(self):
        sheet = factsheet.sheet(self.row, [("Kilde", {"sti": "<i>"})],
                                [{"kode": "K<", "tekst": "<script>"}])
        for raw in ("<b>B1", "<grunn>", "<i>", "<script>", "K<"):
            self.assertNotIn(raw, sheet.replace("</b> ", ""))
        self.assertIn("A &amp; B", sheet)

    def test_measures(self):
        sheet = factsheet.sheet(self.row)
        for text in ("1\u00a0234.6 daa", "12.5 %", "12 m", "3 – large", "r.csv:1"):
            self.assertIn(text, sheet)
        self.assertNotIn("Share of the consideration", sheet)

    def test_a_row_with_nothing_in_it(self):
        self.assertIn("<table>", factsheet.sheet({}))
        self.assertIn("ukjent", factsheet.sheet({"tema": "ukjent", "skala": "ny",
                                                 "konsekvens": 9}))

    def test_a_line(self):
        sheet = factsheet.sheet({**self.row, "areal_m2": None, "lengde_m": 812.3})
        self.assertIn("812 m", sheet)


class IndicatorTest(unittest.TestCase):
    def test_the_table_of_the_sample(self):
        opened = store.open_store(copy_of_demo())
        rows = Indicators(opened).table()
        labels = [label for label, _ in rows]
        self.assertEqual(labels[:2], ["Planlagt utbygging", "– i konflikt med hensyn"])
        self.assertIn("Friluftsliv", labels)
        value = opened.run([("SELECT verdi FROM indikator WHERE nokkel = 'utbygging_areal' AND "
                             "tema IS NULL", ())])[0][0]
        self.assertEqual(rows[0][1], f"{value / 1000:,.1f} daa".replace(",", "\u00a0")
                         .replace(".", ","))

    def test_people_within_reach(self):
        path = copy_of_demo()
        rows = [("befolkning", None, 2160.0, "personer"), ("befolkning_innen", "nær", 1308.0, ""),
                ("befolkning_innen_andel", "nær", 0.6056, "1"), ("avstand_p50", "nær", None, "m"),
                ("ikke_tilknyttet", "nær", 14.0, "personer")]
        database = sqlite3.connect(path)
        with database:
            database.execute("DELETE FROM indikator")
            database.executemany("INSERT INTO indikator (nokkel, klasse, verdi, enhet) "
                                 "VALUES (?, ?, ?, ?)", rows)
        database.close()
        self.assertEqual(Indicators(store.open_store(path)).table("avstand"), [
            ("Befolkning", "2\u00a0160"), ("Innen rekkevidde: nær", "1\u00a0308 (60,6 %)"),
            ("   median avstand", "–"), ("Ikke tilknyttet nettet", "14")])

    def test_a_result_without_indicators(self):
        path = copy_of_demo()
        database = sqlite3.connect(path)
        with database:
            database.execute("DELETE FROM indikator")
        database.close()
        self.assertEqual(Indicators(store.open_store(path)).table(), [])


if __name__ == "__main__":
    kit.main()
