"""JSON lines from the program, whole or in pieces, well formed or not; without QGIS."""

import json
import unittest

import kit
from kit import run_program, sample

from hensyn import messages
from hensyn.messages import Log, Other, Outcome, Progress, Reader, Repeats, Result


def line(**members):
    return json.dumps(members, ensure_ascii=False).encode() + b"\n"


class ReaderTest(unittest.TestCase):
    def test_the_three_kinds(self):
        self.assertEqual(Reader().feed(
            line(type="progress", pct=41.5, step="overlay")
            + line(type="log", level="warning", code="SOSI_REF_MISSING", source="plan.sos",
                   line=12, text="Ø")
            + line(type="result", status="ok")),
            [Progress(41.5, "overlay"),
             Log("warning", "SOSI_REF_MISSING", "plan.sos", 12, "Ø"),
             Result({"type": "result", "status": "ok"})])

    def test_any_division_into_pieces_gives_the_same(self):
        data = line(type="log", level="info", text="blåbær Ø€") + line(type="progress", pct=1)
        whole = Reader().feed(data)
        for cut in range(len(data) + 1):
            reader = Reader()
            self.assertEqual(reader.feed(data[:cut]) + reader.feed(data[cut:]), whole, cut)

    def test_the_last_line_may_lack_its_end(self):
        reader = Reader()
        self.assertEqual(reader.feed(line(type="progress", pct=2)[:-1]), [])
        self.assertEqual(reader.end(), [Progress(2.0, "")])
        self.assertEqual(reader.end(), [])

    def test_windows_line_ends_and_empty_lines(self):
        self.assertEqual(Reader().feed(b'\r\n{"type":"progress","pct":3}\r\n\n'),
                         [Progress(3.0, "")])

    def test_what_is_no_message_is_passed_on_as_text(self):
        for text in ("ERROR 1: noe", "[1,2]", "42", '{"type":"ukjent"}', '{"type":"progress"}',
                     '{"type":"progress","pct":"mye"}', '{"type":"progress","pct":NaN}', "{",
                     "[" * 100000):
            made, = Reader().feed(text.encode() + b"\n")
            self.assertIsInstance(made, Other, text[:40])

    def test_members_of_a_wrong_kind_do_no_harm(self):
        made, = Reader().feed(line(type="log", level=7, code=None, source=[], line="x", text={}))
        self.assertEqual(made, Log("info", "", "", 0, ""))

    def test_percent_stays_between_its_bounds(self):
        self.assertEqual(Reader().feed(line(type="progress", pct=-5)
                                       + line(type="progress", pct=1e9)),
                         [Progress(0.0, ""), Progress(100.0, "")])

    def test_bytes_that_are_no_utf8(self):
        made, = Reader().feed(b"\xff\xd8vre\n")
        self.assertIn("vre", made.text)

    def test_a_line_without_end_does_not_fill_the_memory(self):
        reader = Reader()
        for _ in range(5):
            reader.feed(b"x" * (messages.LONGEST_LINE - 1))
        self.assertLessEqual(len(reader.pending), messages.LONGEST_LINE)

    def test_every_line_of_the_real_program_is_understood(self):
        done = run_program("conflict", "--plan", sample("kommuneplan.gml"), "--hensyn",
                           f"flom={sample('flom.gpkg')}|layername=FlomAreal", "--dry-run",
                           "--progress", "json", "--log-format", "json")
        made = Reader().feed(done.stderr.encode())
        self.assertGreater(len(made), 1)
        self.assertFalse([one for one in made if isinstance(one, Other)])
        self.assertEqual(made[-1].members["status"], "ok")

    def test_every_step_of_the_real_program_has_words(self):
        done = run_program("conflict", "--plan", sample("kommuneplan.gml"), "--hensyn",
                           f"flom={sample('flom.gpkg')}|layername=FlomAreal", "--progress", "json",
                           "-o", kit.Settings.folder + "/steg.sqlite")
        steps = {one.step for one in Reader().feed(done.stderr.encode())
                 if isinstance(one, Progress)}
        self.assertEqual(steps - set(messages.STEPS), set())
        self.assertEqual(messages.step_text("noe nytt"), "noe nytt")


class LogTest(unittest.TestCase):
    def test_how_it_is_shown(self):
        self.assertEqual(Log("info", "KODE", "a.sos", 12, "tekst").shown(),
                         "a.sos:12: tekst [KODE]")
        self.assertEqual(Log("info", "", "", 0, "tekst").shown(), "tekst")

    def test_repeats_are_counted_and_errors_never_held_back(self):
        repeats = Repeats(2)
        self.assertEqual([repeats.lets(Log("warning", "A", "", 0, "")) for _ in range(4)],
                         [True, True, False, False])
        self.assertTrue(all(repeats.lets(Log("error", "A", "", 0, "")) for _ in range(4)))
        self.assertTrue(all(repeats.lets(Log("info", "", "", 0, "")) for _ in range(4)))
        self.assertEqual(repeats.rest(), [("A", 2)])


class OutcomeTest(unittest.TestCase):
    def test_every_end_has_words_of_its_own(self):
        texts = [messages.explain(Outcome(kind)) for kind in ("cancelled", "not_found", "crashed")]
        texts += [messages.explain(Outcome("exit", code)) for code in (1, 2, 3, 4, 5, 99)]
        self.assertEqual(len(set(texts)), len(texts))

    def test_the_words_of_the_program_are_there(self):
        self.assertTrue(messages.explain(Outcome("exit", 3, "plan.gml finnes ikke"))
                        .endswith("plan.gml finnes ikke"))
        self.assertIn("[9]", messages.explain(Outcome("crashed", message="[9]")))


if __name__ == "__main__":
    kit.main()
