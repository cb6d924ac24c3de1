"""Every way a run can fail: program missing, old, new, crashing, hanging; cancel; exit codes."""

import os
import sqlite3
import tempfile
import threading
import unittest

import kit
from kit import AlgorithmTest, Settings, answer, sample, stand_in

from hensyn import messages, program
from hensyn.runner import Run, process_environment
from qgis.core import QgsApplication, QgsSettings

PLAN = sample("kommuneplan.gml")
PARAMETERS = {"PLAN_FILES": [PLAN], "HENSYN_FLOM": [sample("flom.gpkg") + "|layername=FlomAreal"]}


def bare_environment(**more):
    """No hensyn anywhere but where the test says."""
    return {"PATH": "/nonexistent", **more}


class FindTest(unittest.TestCase):
    def find(self, setting="", **environ):
        # The machine may have hensyn installed in a usual place; these tests must not meet it.
        from hensyn import locate
        usual, locate.USUAL = locate.USUAL, {"linux": ()}
        self.addCleanup(setattr, locate, "USUAL", usual)
        prefix = program.prefix
        program.prefix = lambda: ""
        self.addCleanup(setattr, program, "prefix", prefix)
        return program.Finder().find(setting, bare_environment(**environ))

    def test_the_setting_goes_first_then_the_variable_then_the_path(self):
        real = Settings.program
        other = stand_in("hensyn", answer("0.9.0") + "exit 0\n")
        self.assertEqual(self.find(real, HENSYN_BIN=other).path, real)
        self.assertEqual(self.find("", HENSYN_BIN=other).path, other)
        self.assertEqual(self.find("", PATH=os.path.dirname(other)).path, other)

    def test_a_folder_stands_for_the_program_in_it(self):
        self.assertEqual(self.find(os.path.dirname(Settings.program)).path, Settings.program)

    def test_missing_is_told_in_norwegian_with_the_command_that_installs(self):
        found = self.find()
        self.assertEqual(found.path, "")
        self.assertIn("Fant ikke programmet hensyn", found.problem)
        self.assertIn(program.install_command(), found.problem)

    def test_a_wrong_setting_is_told_though_another_is_found(self):
        found = self.find("/finnes/ikke", PATH=os.path.dirname(Settings.program))
        self.assertEqual(found.path, Settings.program)
        self.assertTrue(any("/finnes/ikke" in note for note in found.notes))

    def test_something_else_of_that_name_is_passed_over(self):
        for text in ("echo hei\n", "exit 3\n", "echo '{\"name\":\"annet\"}'\n", "kill -9 $$\n",
                     "echo '[1]'\n"):
            found = self.find(stand_in("hensyn", text))
            self.assertEqual(found.path, "", text)
            self.assertIn("is not the program hensyn", found.problem)

    def test_a_file_that_may_not_be_run(self):
        path = stand_in("hensyn", answer())
        os.chmod(path, 0o644)
        self.assertEqual(self.find(path).path, "")

    def test_old_and_new_are_told_apart_by_number(self):
        self.assertIn("for gammelt", self.find(stand_in("hensyn", answer("0.0.9"))).problem)
        self.assertIn("er nyere", self.find(stand_in("hensyn", answer("9.0.0", 2))).problem)
        self.assertNotEqual(self.find(stand_in("hensyn", answer("0.10.0"))).path, "")

    def test_an_old_one_is_passed_over_for_one_that_fits(self):
        old = stand_in("hensyn", answer("0.0.9"))
        found = self.find(old, PATH=os.path.dirname(Settings.program))
        self.assertEqual(found.path, Settings.program)
        self.assertTrue(any("0.0.9" in note for note in found.notes))

    def test_a_program_is_asked_again_only_when_it_changed(self):
        calls = os.path.join(tempfile.mkdtemp(dir=Settings.folder), "calls")
        path = stand_in("hensyn", f"echo x >> '{calls}'\n" + answer())
        finder = program.Finder()
        finder.find(path, bare_environment())
        finder.find(path, bare_environment())
        with open(calls, encoding="utf-8") as file:
            self.assertEqual(len(file.readlines()), 1)

    def test_a_program_that_never_answers_is_given_up(self):
        slow = stand_in("hensyn", "import time\ntime.sleep(60)\n")
        time_given, program.ANSWER_TIME = program.ANSWER_TIME, 300
        self.addCleanup(setattr, program, "ANSWER_TIME", time_given)
        self.assertIsNone(program.ask_version(slow))


class MissingTest(AlgorithmTest):
    def test_the_provider_is_listed_and_says_why_it_cannot_run(self):
        QgsSettings().setValue(program.SETTING_KEY, stand_in("hensyn", answer("0.0.1")))
        self.addCleanup(QgsSettings().remove, program.SETTING_KEY)
        bin_before = os.environ.pop("HENSYN_BIN")
        self.addCleanup(os.environ.__setitem__, "HENSYN_BIN", bin_before)
        path = os.environ["PATH"]
        self.addCleanup(os.environ.__setitem__, "PATH", path)
        os.environ["PATH"] = "/nonexistent"
        algorithm = QgsApplication.processingRegistry().algorithmById("hensyn:conflict")
        self.assertIsNotNone(algorithm)
        possible, why = algorithm.canExecute()
        if possible:
            self.skipTest("hensyn is installed on this machine")
        self.assertIn("for gammelt", why)
        self.fails("for gammelt", "conflict", {**PARAMETERS, "OUTPUT": self.output()})
        self.assertEqual(kit.left_in(self.folder), [])


class EndTest(AlgorithmTest):
    def outcome(self, text, cancel_at=None, arguments=()):
        self.feedback = kit.recorder()(cancel_at)
        return Run(stand_in("hensyn", text), list(arguments), self.feedback).run()

    def test_not_found(self):
        outcome = Run("/finnes/ikke", [], self.feedback).run()
        self.assertEqual(outcome.kind, "not_found")
        self.assertIn("/finnes/ikke", messages.explain(outcome))

    def test_crash(self):
        outcome = self.outcome("kill -SEGV $$\n")
        self.assertEqual(outcome.kind, "crashed")
        self.assertIn("stopped unexpectedly", messages.explain(outcome))

    def test_each_exit_code_has_its_own_words(self):
        told = set()
        for code in (1, 2, 3, 4, 5, 77):
            line = ('{"type":"result","status":"x","exit_code":%d,"message":"fordi %d"}'
                    % (code, code))
            outcome = self.outcome(f"echo '{line}' >&2; exit {code}\n")
            self.assertEqual((outcome.kind, outcome.code), ("exit", code))
            text = messages.explain(outcome)
            self.assertIn(f"fordi {code}", text)
            told.add(text.replace(f"fordi {code}", ""))
        self.assertEqual(len(told), 6)

    def test_cancelled_by_somebody_else(self):
        self.assertEqual(self.outcome("exit 130\n").kind, "cancelled")

    def test_done_with_its_result_and_output(self):
        line = '{"type":"result","status":"ok","conflicts":3}'
        outcome = self.outcome(f"echo ut; echo '{line}' >&2\n")
        self.assertTrue(outcome.done)
        self.assertEqual((outcome.output, outcome.result["conflicts"]), ("ut\n", 3))

    def test_the_message_of_the_end_is_not_told_twice(self):
        log = '{"type":"log","level":"error","code":"USAGE","text":"galt"}'
        end = '{"type":"result","message":"galt"}'
        self.outcome(f"echo '{log}' >&2; echo '{end}' >&2; exit 2\n")
        self.assertEqual(self.feedback.of("error"), [])
        self.outcome(f"echo '{log}' >&2; exit 2\n")
        self.assertEqual(self.feedback.of("error"), ["galt [USAGE]"])

    def test_many_alike_are_counted(self):
        line = '{"type":"log","level":"warning","code":"LIK","text":"x"}'
        self.outcome(f"for i in $(seq 100); do echo '{line}' >&2; done\n")
        self.assertEqual(len(self.feedback.of("warning")), messages.SHOWN_OF_A_CODE)
        self.assertIn(str(100 - messages.SHOWN_OF_A_CODE), self.feedback.of("info")[-1])

    def test_noise_is_kept_apart_and_a_flood_does_no_harm(self):
        outcome = self.outcome("import sys\nfor i in range(3000):\n"
                               "    sys.stderr.write('støy %d\\n' % i)\n"
                               "    sys.stdout.write('x' * 1000)\n"
                               "sys.stderr.buffer.write(b'\\xff\\xfe\\n' + b'y' * 3000000)\n")
        self.assertTrue(outcome.done)
        self.assertEqual(len(outcome.output), 3000000)
        self.assertIn("støy 2999", self.feedback.of("console"))

    def test_arguments_arrive_as_they_are(self):
        words = ["--a=b c", "Ø", "#1", "'", '"', "$(touch x)", "`x`", "a\\b", "%PATH%", "*", ";"]
        outcome = self.outcome("import sys, json\nprint(json.dumps(sys.argv[1:]))\n",
                               arguments=words)
        import json
        self.assertEqual(json.loads(outcome.output), words)

    def test_environment_of_the_child_is_clean(self):
        for name in ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "GDAL_DATA", "PROJ_LIB"):
            os.environ[name] = "/galt"
            self.addCleanup(os.environ.pop, name, None)
        environment = process_environment("/opt/hensyn/bin/hensyn", "/usr")
        self.assertEqual(environment.value("PATH"), os.environ["PATH"])
        for name in ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "GDAL_DATA", "PROJ_LIB"):
            self.assertFalse(environment.contains(name), name)
        self.assertTrue(process_environment("/usr/bin/hensyn", "/usr").contains("GDAL_DATA"))


class AnswerTest(AlgorithmTest):
    """A program that answers with something else than was agreed."""

    def use(self, text):
        before = os.environ["HENSYN_BIN"]
        self.addCleanup(os.environ.__setitem__, "HENSYN_BIN", before)
        os.environ["HENSYN_BIN"] = stand_in("hensyn", answer() + text)

    def test_reports_that_cannot_be_understood(self):
        for text in ("echo hei", "echo '[]'", "echo '{\"checks\":[{}]}'",
                     "echo '{\"sources\":[7]}'", "true"):
            self.use(text + "\n")
            self.fails("does not understand", "verify", {"RESULT": kit.copy_of_demo(),
                                                         "OUTPUT": self.output("r.html")})
            self.fails("does not understand", "info", {"FILES": [PLAN],
                                                       "OUTPUT": self.output("i.html")})
        self.assertEqual(kit.left_in(self.folder), [])

    def test_done_without_a_result(self):
        self.use("exit 0\n")
        self.fails("is done, but its result cannot be read", "conflict",
                   {**PARAMETERS, "OUTPUT": self.output()})


class CancelTest(AlgorithmTest):
    def setUp(self):
        super().setUp()
        # Temporary folders of the plugin go here, so that what is left of them can be seen.
        self.temporary = tempfile.mkdtemp(dir=Settings.folder)
        before, tempfile.tempdir = tempfile.tempdir, self.temporary
        self.addCleanup(setattr, tempfile, "tempdir", before)

    def test_cancel_in_mid_run_leaves_nothing(self):
        self.feedback = kit.recorder()(cancel_at="Repairing")
        self.fails("Cancelled", "conflict", {**PARAMETERS, "OUTPUT": self.output()})
        self.assertEqual(kit.left_in(self.folder), [])
        self.assertEqual(kit.left_in(self.temporary), [])

    def test_cancel_keeps_the_earlier_result(self):
        self.run_algorithm("conflict", {**PARAMETERS, "OUTPUT": self.output()})
        files = kit.left_in(self.folder)
        stamp = os.stat(self.output()).st_mtime_ns
        self.feedback = kit.recorder()(cancel_at="Repairing")
        self.fails("Cancelled", "conflict", {**PARAMETERS, "OUTPUT": self.output()})
        self.assertEqual((kit.left_in(self.folder), os.stat(self.output()).st_mtime_ns),
                         (files, stamp))

    def test_cancel_from_another_thread(self):
        script = stand_in("hensyn", "cat >/dev/null; exit 130\n")   # ends with standard input
        timer = threading.Timer(0.2, self.feedback.cancel)
        timer.start()
        outcome = Run(script, [], self.feedback).run()
        timer.join()
        self.assertEqual(outcome.kind, "cancelled")

    def test_a_child_that_does_not_listen_is_ended(self):
        script = stand_in("hensyn", "import os, signal, time\n"
                                    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
                                    "print(os.getpid(), flush=True)\ntime.sleep(600)\n")
        timer = threading.Timer(0.5, self.feedback.cancel)
        timer.start()
        outcome = Run(script, [], self.feedback).run()
        timer.join()
        self.assertEqual(outcome.kind, "cancelled")
        with self.assertRaises(ProcessLookupError):
            os.kill(int(outcome.output), 0)

    def test_cancelled_before_it_began(self):
        self.feedback.cancel()
        self.fails("Cancelled|cancel", "conflict", {**PARAMETERS, "OUTPUT": self.output()})
        self.assertEqual(kit.left_in(self.folder), [])


class LockTest(AlgorithmTest):
    def test_a_result_that_is_open_elsewhere_is_replaced_all_the_same(self):
        self.run_algorithm("conflict", {**PARAMETERS, "OUTPUT": self.output()})
        reader = sqlite3.connect(self.output())
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM konflikt").fetchone()
        self.run_algorithm("conflict", {**PARAMETERS, "OUTPUT": self.output()})
        reader.close()

    def test_a_folder_that_is_not_there(self):
        self.fails("cannot be written", "conflict",
                   {**PARAMETERS, "OUTPUT": "/finnes/ikke/ut.sqlite"})


if __name__ == "__main__":
    kit.main(qgis=True)
