"""The real QGIS desktop under Xvfb: the plugin loads, the demo is open, the panel beside the map,
styles on. With --keep FOLDER the pictures stay there as desktop.png and dialog_*.png."""

import json
import os
import shutil
import subprocess
import unittest
from configparser import ConfigParser

import kit
from kit import Settings, copy_of_demo

QGIS = next((p for p in ("/usr/bin/qgis.bin", shutil.which("qgis") or "")
             if p and os.path.exists(p)), None)


def make_profile(folder):
    """A profile in Norwegian with this plugin and Processing on, and no questions at the start."""
    path = os.path.join(folder, "profiles", "default", "QGIS")
    os.makedirs(path)
    settings = ConfigParser()
    settings.optionxform = str
    settings["PythonPlugins"] = {"hensyn": "true", "processing": "true"}
    settings["locale"] = {"overrideFlag": "true", "userLocale": "nb"}
    settings["qgis"] = {"showTips322": "false", "checkVersion": "false", "newsFeed": "false"}
    settings["core"] = {"NewsFeed\\http___feedqgisorg\\disabled": "true"}
    with open(os.path.join(path, "QGIS3.ini"), "w", encoding="utf-8") as file:
        settings.write(file, space_around_delimiters=False)
    return folder


class DesktopTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Settings.keep or Settings.folder
        os.makedirs(cls.folder, exist_ok=True)
        plugins = os.path.join(Settings.folder, "plugins")
        shutil.copytree(kit.FOLDER, os.path.join(plugins, "hensyn"))
        built = os.path.join(os.path.dirname(Settings.program), "plugin", "hensyn_nb.qm")
        if os.path.exists(built):
            shutil.copy(built, os.path.join(plugins, "hensyn", "i18n"))
        # Not below /tmp when it can be helped: QGIS marks layers there as temporary.
        cls.result = shutil.copy(copy_of_demo(), os.path.join(cls.folder, "Sjøvik.sqlite"))
        environment = {
            **os.environ, "QGIS_PLUGINPATH": plugins, "HENSYN_BIN": Settings.program,
            "XDG_RUNTIME_DIR": Settings.folder, "HENSYN_SHOT_FOLDER": cls.folder,
            "HENSYN_SHOT_RESULT": cls.result, "QT_QPA_PLATFORM": "xcb",
            "HOME": Settings.folder, "PYTHONDONTWRITEBYTECODE": "1"}
        environment.pop("QGIS_CUSTOM_CONFIG_PATH", None)
        for name in ("state.json", "desktop.png"):
            if os.path.exists(os.path.join(cls.folder, name)):
                os.remove(os.path.join(cls.folder, name))
        done = subprocess.run(
            ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", QGIS, "--noversioncheck",
             "--nologo", "--profiles-path", make_profile(os.path.join(Settings.folder, "desk")),
             "--code", os.path.join(kit.HERE, "desktop_shot.py")],
            env=environment, capture_output=True, text=True, timeout=300, check=False)
        try:
            with open(os.path.join(cls.folder, "state.json"), encoding="utf-8") as file:
                cls.state = json.load(file)
        except FileNotFoundError as error:
            raise RuntimeError(done.stdout + done.stderr) from error

    def test_every_step_went_well(self):
        self.assertNotIn("error", self.state, self.state.get("error"))
        self.assertEqual(self.state["steps"], ["arrange", "review", "picture", "dialogs"])

    def test_layers_and_conflicts_are_there(self):
        self.assertGreater(self.state["layers"], 8)
        self.assertGreater(self.state["rows"], 10)
        self.assertTrue(self.state["visible"])
        self.assertFalse(self.state["drawing"])

    def test_the_plugin_goes_and_comes_back(self):
        self.assertEqual(self.state["unloaded"], [True, True])
        self.assertEqual(self.state["loaded"], [True, True, True])

    def test_the_map_is_drawn_in_the_colours_of_the_grades(self):
        from qgis.PyQt.QtGui import QColor, QImage
        image = QImage(os.path.join(self.folder, "desktop.png"))
        self.assertEqual((image.width(), image.height()), (1600, 1000))
        left, top, width, height = self.state["canvas"]
        found = {}
        for y in range(top, top + height, 2):
            for x in range(left, left + width, 2):
                name = QColor(image.pixel(x, y)).name()
                found[name] = found.get(name, 0) + 1
        self.assertGreater(found.get("#002060", 0), 100)
        self.assertGreater(len(found), 20)

    def test_norwegian_where_the_translation_is_built(self):
        if not os.path.exists(os.path.join(os.path.dirname(Settings.program), "plugin",
                                           "hensyn_nb.qm")):
            self.skipTest("the translation is not built here")
        self.assertIn("Konflikt", self.state["groups"])
        self.assertIn("Konflikt mellom plan og hensyn", self.state["dialogs"]["conflict"])


if __name__ == "__main__":
    if QGIS is None or not shutil.which("xvfb-run"):
        kit.skip("QGIS desktop or Xvfb is not installed")
    kit.main()
