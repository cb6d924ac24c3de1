"""Each algorithm through qgis_process, as scripts and servers run it: the plugin is found, listed
and run by a QGIS that has just started. The broken wrapper script of Debian 12 is passed by."""

import json
import os
import shutil
import signal
import subprocess
import unittest

import kit
from kit import Settings, copy_of_demo, sample

PROGRAM = next((p for p in ("/usr/bin/qgis_process.bin", shutil.which("qgis_process") or "")
                if p and os.path.exists(p)), None)


class ProcessTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = os.path.join(Settings.folder, "Bodø ny #1")
        os.makedirs(cls.folder, exist_ok=True)
        cls.environment = {
            **os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": Settings.folder,
            "QGIS_CUSTOM_CONFIG_PATH": os.path.join(Settings.folder, "profile"),
            "QGIS_PLUGINPATH": kit.PLUGIN, "HENSYN_BIN": Settings.program,
            "PYTHONDONTWRITEBYTECODE": "1"}
        done = cls.call("plugins", "enable", "hensyn")
        if done.returncode != 0:
            raise RuntimeError(done.stderr)

    @classmethod
    def call(cls, *arguments, **environment):
        return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=300,
                              env={**cls.environment, **environment}, check=False)

    def run_algorithm(self, name, *parameters, **environment):
        done = self.call("--json", "run", f"hensyn:{name}", "--", *parameters, **environment)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout[done.stdout.index("{"):])["results"]

    def path(self, name):
        return os.path.join(self.folder, name)

    def test_all_algorithms_are_listed(self):
        done = self.call("list")
        for name in ("conflict", "access", "run", "verify", "info", "mapsheet"):
            self.assertIn(f"hensyn:{name}", done.stdout)

    def test_conflict(self):
        results = self.run_algorithm(
            "conflict", f"PLAN_FILES={sample('kommuneplan.gml')}",
            f"HENSYN_FRILUFTSLIV={sample('friluftsliv.gpkg')}",
            f"HENSYN_FLOM={sample('flom.gpkg')}|layername=FlomAreal", "BUFFER=flom=50",
            f"OUTPUT={self.path('konflikt.sqlite')}")
        self.assertGreater(results["CONFLICTS"], 50)
        self.assertTrue(os.path.exists(self.path("konflikt.sqlite")))

    def test_access(self):
        if "--network" not in kit.run_program("access", "--help").stdout:
            self.skipTest("this program has no command access yet")
        self.run_algorithm(
            "access", f"NETWORK={sample('vegnett.gpkg')}|layername=veglenke",
            f"ORIGINS={sample('adresser.gpkg')}", f"DESTINATIONS={sample('friluftsliv.gpkg')}",
            "POPULATION=bosatte", f"OUTPUT={self.path('avstand.sqlite')}")
        self.assertTrue(os.path.exists(self.path("avstand.sqlite")))

    def test_run_and_the_style_of_its_result(self):
        results = self.run_algorithm("run", f"RECIPE={sample('demo.yaml')}",
                                     f"OUTPUT={self.path('oppskrift.sqlite')}")
        self.assertEqual(results["OUTPUT"], self.path("oppskrift.sqlite"))

    def test_verify(self):
        results = self.run_algorithm("verify", f"RESULT={copy_of_demo()}",
                                     f"OUTPUT={self.path('kontroll.html')}")
        self.assertEqual((results["OK"], results["FAILED"]), (True, 0))

    def test_info(self):
        results = self.run_algorithm("info", f"FILES={sample('kommuneplan.gml')}",
                                     f"OUTPUT={self.path('info.html')}")
        self.assertIn("KpArealformålOmråde", results["JSON"])

    def test_mapsheet(self):
        self.run_algorithm("mapsheet", f"RESULT={copy_of_demo()}", "PAGE=A3",
                           f"OUTPUT={self.path('kart.pdf')}")
        with open(self.path("kart.pdf"), "rb") as file:
            self.assertTrue(file.read(5).startswith(b"%PDF-"))

    def test_a_failure_ends_with_one_and_says_why(self):
        done = self.call("run", "hensyn:conflict", "--", f"PLAN_FILES={sample('README.md')}",
                         f"HENSYN_FLOM={sample('flom.gpkg')}",
                         f"OUTPUT={self.path('feil.sqlite')}")
        self.assertEqual(done.returncode, 1)
        self.assertIn("README.md", done.stdout + done.stderr)
        self.assertFalse(os.path.exists(self.path("feil.sqlite")))

    def test_missing_program(self):
        nowhere = kit.stand_in("hensyn", kit.answer("0.0.1"))
        done = self.call("run", "hensyn:verify", "--", f"RESULT={copy_of_demo()}",
                         f"OUTPUT={self.path('x.html')}", HENSYN_BIN=nowhere, PATH="/nonexistent")
        self.assertEqual(done.returncode, 1)
        self.assertIn("for gammelt", done.stdout + done.stderr)

    def test_interrupt_is_a_cancel_and_leaves_nothing(self):
        waiting = kit.stand_in("hensyn", kit.answer() + "touch \"$0.started\"; cat >/dev/null; "
                                                        "touch \"$0.ended\"; exit 130\n")
        process = subprocess.Popen(
            [PROGRAM, "run", "hensyn:run", "--", f"RECIPE={sample('demo.yaml')}",
             f"OUTPUT={self.path('avbrutt.sqlite')}"], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, env={**self.environment, "HENSYN_BIN": waiting})
        while not os.path.exists(waiting + ".started") and process.poll() is None:
            signal.sigtimedwait([], 0.05)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, said)
        self.assertTrue(os.path.exists(waiting + ".ended"))
        self.assertFalse(os.path.exists(self.path("avbrutt.sqlite")))

    def test_norwegian(self):
        """With the .qm where the build made it; texts of the plugin follow the language."""
        built = os.path.join(os.path.dirname(Settings.program), "plugin", "hensyn_nb.qm")
        if not os.path.exists(built):
            self.skipTest("the translation is not built here")
        plugins = os.path.join(Settings.folder, "norsk")
        shutil.copytree(kit.FOLDER, os.path.join(plugins, "hensyn"), dirs_exist_ok=True)
        shutil.copy(built, os.path.join(plugins, "hensyn", "i18n"))
        done = self.call("help", "hensyn:conflict", QGIS_PLUGINPATH=plugins, LANG="nb_NO.UTF-8",
                         LC_ALL="nb_NO.UTF-8", LANGUAGE="nb_NO")
        if "Konflikt mellom plan og hensyn" not in done.stdout:
            # Without that locale on the machine the setting of QGIS decides.
            done = self.norwegian_by_setting(plugins)
        self.assertIn("Konflikt mellom plan og hensyn", done.stdout)
        self.assertIn("Kommunenummer", done.stdout)

    def norwegian_by_setting(self, plugins):
        from configparser import ConfigParser
        profile = os.path.join(Settings.folder, "norsk-profil")
        folder = os.path.join(profile, "profiles", "default", "QGIS")
        os.makedirs(folder, exist_ok=True)
        settings = ConfigParser()
        settings.optionxform = str
        settings["locale"] = {"overrideFlag": "true", "userLocale": "nb"}
        settings["PythonPlugins"] = {"hensyn": "true"}
        with open(os.path.join(folder, "QGIS3.ini"), "w", encoding="utf-8") as file:
            settings.write(file, space_around_delimiters=False)
        return self.call("help", "hensyn:conflict", QGIS_PLUGINPATH=plugins,
                         QGIS_CUSTOM_CONFIG_PATH=profile)


if __name__ == "__main__":
    if PROGRAM is None:
        kit.skip("qgis_process is not installed")
    kit.main()
