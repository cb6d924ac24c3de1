"""Where the program is looked for, its version, and what its child gets; without QGIS."""

import os
import tempfile
import unittest

import kit
from kit import Settings, run_program

from hensyn import locate, version
from hensyn.translate import language_of


class CandidateTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(dir=Settings.folder)

    def program(self, *parts, name="hensyn"):
        folder = os.path.join(self.folder, *parts)
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8"):
            return path

    def found(self, setting="", prefix="", platform="linux", **environ):
        made = locate.candidates(setting, environ, prefix, platform)
        return [(origin, path) for origin, path in made
                if path.startswith(self.folder) or origin in ("setting", "HENSYN_BIN")]

    def test_order(self):
        paths = [self.program(part) for part in ("a", "b", "c", "Ø #d/bin")]
        self.assertEqual(
            self.found(paths[0], os.path.join(self.folder, "Ø #d"), HENSYN_BIN=paths[1],
                       PATH=os.path.dirname(paths[2])),
            [("setting", paths[0]), ("HENSYN_BIN", paths[1]), ("PATH", paths[2]),
             ("place", paths[3])])

    def test_each_file_once_under_its_first_origin(self):
        path = self.program("a")
        self.assertEqual(self.found(path, HENSYN_BIN=path, PATH=os.path.dirname(path)),
                         [("setting", path)])

    def test_folders(self):
        path, inner = self.program("a"), self.program("b", "bin")
        self.assertEqual(self.found(os.path.dirname(path)), [("setting", path)])
        self.assertEqual(self.found(os.path.join(self.folder, "b")), [("setting", inner)])

    def test_quotes_and_spaces_around_a_setting(self):
        path = self.program("med mellomrom")
        self.assertEqual(self.found(f'  "{path}" '), [("setting", path)])
        self.assertEqual(self.found("   "), [])

    def test_a_setting_without_a_file_is_kept_so_that_it_can_be_told(self):
        self.assertEqual(self.found("/finnes/ikke"), [("setting", "/finnes/ikke")])

    def test_windows(self):
        path = self.program("osgeo", "bin", name="hensyn.exe")
        other = self.program("conda", "Library", "bin", name="hensyn.exe")
        found = self.found(platform="win32", OSGEO4W_ROOT=os.path.join(self.folder, "osgeo"),
                           CONDA_PREFIX=os.path.join(self.folder, "conda"))
        self.assertEqual(found, [("place", path), ("place", other)])

    def test_conda_elsewhere(self):
        path = self.program("conda", "bin")
        self.assertEqual(self.found(CONDA_PREFIX=os.path.join(self.folder, "conda")),
                         [("place", path)])


class EnvironmentTest(unittest.TestCase):
    dirty = {"PYTHONHOME": "1", "PYTHONPATH": "1", "LD_LIBRARY_PATH": "1", "GDAL_DATA": "1",
             "GDAL_DRIVER_PATH": "1", "PROJ_LIB": "1", "PROJ_DATA": "1", "HOME": "/h", "LANG": "nb"}

    def test_outside_of_qgis(self):
        self.assertEqual(locate.clean_environment(self.dirty, "/opt/x/hensyn", "/usr"),
                         {"HOME": "/h", "LANG": "nb"})

    def test_inside_of_qgis_its_data_folders_fit(self):
        kept = locate.clean_environment(self.dirty, "/usr/bin/hensyn", "/usr")
        self.assertEqual(set(kept), {"HOME", "LANG", "GDAL_DATA", "GDAL_DRIVER_PATH", "PROJ_LIB",
                                     "PROJ_DATA"})

    def test_a_folder_with_a_longer_name_is_not_inside(self):
        self.assertFalse(locate.is_inside("/usrlocal/bin/hensyn", "/usr"))
        self.assertFalse(locate.is_inside("/usr/bin/hensyn", ""))


class VersionTest(unittest.TestCase):
    def test_numbers_not_strings(self):
        self.assertGreater(version.numbers_of("0.10.0"), version.numbers_of("0.9.9"))
        self.assertEqual(version.numbers_of("1.2.3-rc1"), (1, 2, 3))
        self.assertEqual(version.numbers_of("v1"), ())
        self.assertEqual(version.padded((1,)), (1, 0, 0))

    def test_the_real_program_fits(self):
        made = version.read_answer(run_program("version", "--json").stdout)
        self.assertEqual(version.fit(made), "")
        self.assertEqual(made.protocol, version.PROTOCOL)

    def test_old_and_new(self):
        def fit(text, protocol=version.PROTOCOL):
            return version.fit(version.Version(text, version.numbers_of(text), protocol))
        self.assertEqual(fit("0.0.99"), "old")
        self.assertEqual(fit("0.1"), "")
        self.assertEqual(fit("0.10.1"), "")
        self.assertEqual(fit("0.1.0", version.PROTOCOL - 1), "old")
        self.assertEqual(fit("0.1.0", version.PROTOCOL + 1), "new")

    def test_what_is_no_answer(self):
        for text in ("", "hensyn 0.1", "[]", "{}", '{"name":"hensyn"}', "[" * 100000,
                     '{"name":"hensyn","version":1,"protocol":1}',
                     '{"name":"hensyn","version":"x","protocol":1}',
                     '{"name":"hensyn","version":"0.1.0","protocol":"1"}',
                     '{"name":"annet","version":"0.1.0","protocol":1}'):
            self.assertIsNone(version.read_answer(text), text[:40])


class LanguageTest(unittest.TestCase):
    def test_norwegian_in_all_its_names(self):
        for locale in ("nb_NO", "nb", "no", "nn_NO", "nb-NO", "NB"):
            self.assertEqual(language_of(locale), "nb", locale)
        for locale in ("en_GB", "C", "", "sv_SE", "nbx"):
            self.assertEqual(language_of(locale), "en", locale)


if __name__ == "__main__":
    kit.main()
