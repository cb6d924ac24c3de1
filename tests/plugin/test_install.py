"""The installable zip and what cmake --install puts where.

test_install.py --program BUILD/hensyn; uses the build folder the program lies in.
"""

import gzip
import os
import shutil
import subprocess
import tempfile
import unittest
import zipfile

import kit
from kit import Settings


def build(*arguments):
    return subprocess.run(["cmake", *arguments], capture_output=True, text=True, check=False)


class BuildTest(unittest.TestCase):
    @property
    def folder(self):
        return os.path.dirname(Settings.program)


@unittest.skipUnless(shutil.which("lrelease"), "lrelease is not installed")
class ZipTest(BuildTest):
    @classmethod
    def setUpClass(cls):
        folder = os.path.dirname(Settings.program)
        done = build("--build", folder, "--target", "plugin-zip")
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        name, = [f for f in os.listdir(folder) if f.startswith("hensyn-") and f.endswith(".zip")]
        cls.path = os.path.join(folder, name)
        with zipfile.ZipFile(cls.path) as file:
            cls.names = [n for n in file.namelist() if not n.endswith("/")]

    def test_one_folder_with_what_the_plugin_needs(self):
        self.assertEqual({name.split("/")[0] for name in self.names}, {"hensyn"})
        for wanted in ("__init__.py", "metadata.txt", "LICENSE", "icon.svg", "i18n/hensyn_nb.qm",
                       "layouts/hensyn_A4.qpt", "layouts/hensyn_A3.qpt", "help/conflict_nb.html",
                       "help/conflict.png"):
            self.assertIn(f"hensyn/{wanted}", self.names)

    def test_every_source_of_the_plugin_is_there_and_nothing_else(self):
        there = set()
        for folder, folders, files in os.walk(kit.FOLDER):
            folders[:] = [f for f in folders if f != "__pycache__"]
            there |= {os.path.relpath(os.path.join(folder, f), kit.PLUGIN) for f in files
                      if not f.endswith((".ts", ".qm", ".pyc"))}
        self.assertEqual(set(self.names), there | {"hensyn/i18n/hensyn_nb.qm"})

    def test_no_binaries_no_tests_no_caches_and_small(self):
        for name in self.names:
            self.assertTrue(name.endswith((".py", ".txt", ".svg", ".qm", ".qpt", ".html", ".png",
                                           "LICENSE")), name)
            self.assertNotIn("test", name.lower())
        self.assertLess(os.path.getsize(self.path), 25 << 20)

    def test_it_imports_from_where_it_is_unpacked(self):
        folder = tempfile.mkdtemp(dir=Settings.folder)
        with zipfile.ZipFile(self.path) as file:
            file.extractall(folder)
        done = subprocess.run(["/usr/bin/python3", "-c", "import hensyn; print(hensyn.__file__)"],
                              cwd=folder, capture_output=True, text=True, check=False)
        self.assertIn(folder, done.stdout, done.stderr)


class InstallTest(BuildTest):
    @classmethod
    def setUpClass(cls):
        cls.root = tempfile.mkdtemp(dir=Settings.folder)
        done = subprocess.run(["cmake", "--install", os.path.dirname(Settings.program)],
                              env={**os.environ, "DESTDIR": cls.root}, capture_output=True,
                              text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        cls.files = {os.path.relpath(os.path.join(folder, file), cls.root)
                     for folder, _, files in os.walk(cls.root) for file in files}
        cls.prefix = next(f for f in cls.files if f.endswith("bin/hensyn"))[:-len("bin/hensyn")]

    def ends(self, text):
        return [file for file in self.files if file.endswith(text)]

    def test_everything_has_its_place(self):
        for name in ("bin/hensyn", "include/hensyn.h", "share/man/man1/hensyn.1.gz",
                     "share/man/nb/man1/hensyn-conflict.1.gz",
                     "share/bash-completion/completions/hensyn",
                     "share/hensyn/themes/friluftsliv.yaml", "share/hensyn/themes/pavirkning.csv",
                     "share/hensyn/styles/styles.yaml", "share/hensyn/profiles/gange.yaml", "share/hensyn/sample-data/demo.yaml",
                     "share/hensyn/sample-data/kommuneplan.gml",
                     "share/hensyn/sample-data/kommuneplan.sos", "share/doc/hensyn/copyright",
                     "share/doc/hensyn/CHANGELOG.md.gz",
                     "share/qgis/python/plugins/hensyn/metadata.txt",
                     "share/qgis/python/plugins/hensyn/layouts/hensyn_A4.qpt"):
            self.assertIn(self.prefix + name, self.files)
        self.assertTrue(self.ends("/libhensyn.so.0"))
        self.assertTrue(self.ends("/pkgconfig/hensyn.pc"))

    def test_the_plugin_speaks_norwegian_where_lrelease_is(self):
        if not shutil.which("lrelease"):
            self.skipTest("lrelease is not installed")
        self.assertTrue(self.ends("plugins/hensyn/i18n/hensyn_nb.qm"))

    def test_nothing_that_is_only_for_the_source_tree(self):
        for file in self.files:
            for part in ("__pycache__", ".pyc", ".ts", "tests/", "make.py", "expected"):
                self.assertNotIn(part, file)

    def test_manual_pages_name_every_option(self):
        with gzip.open(os.path.join(self.root, self.prefix,
                                    "share/man/man1/hensyn-conflict.1.gz"), "rt") as file:
            page = file.read()
        help_text = kit.run_program("conflict", "--help", "--lang", "en").stdout
        for line in help_text.splitlines():
            if line.startswith("      --"):
                name = line.split()[0].replace("-", "\\-")
                self.assertIn(name, page)

    def test_manual_pages_are_good_roff(self):
        if not shutil.which("man"):
            self.skipTest("man is not installed")
        for file in self.files:
            if file.endswith(".1.gz"):
                done = subprocess.run(["man", "--warnings", "-l", "-Tutf8", "-Z",
                                       os.path.join(self.root, file)], capture_output=True,
                                      text=True, check=False)
                self.assertEqual(done.stderr, "", file)

    def test_a_program_compiles_and_runs_with_the_library(self):
        compiler = shutil.which("cc") or shutil.which("gcc")
        if not compiler or not shutil.which("pkg-config"):
            self.skipTest("a C compiler and pkg-config are needed")
        folder = tempfile.mkdtemp(dir=Settings.folder)
        with open(os.path.join(folder, "a.c"), "w", encoding="utf-8") as file:
            file.write("#include <hensyn.h>\n#include <stdio.h>\n"
                       "int main(void) { puts(hensyn_status_text(HENSYN_OK)); return 0; }\n")
        where = os.path.dirname(os.path.join(self.root, self.ends("/pkgconfig/hensyn.pc")[0]))
        environment = {**os.environ, "PKG_CONFIG_PATH": where, "PKG_CONFIG_SYSROOT_DIR": self.root}
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "hensyn"], env=environment,
                               capture_output=True, text=True, check=True).stdout.split()
        # Paths of the system are left out by pkg-config; here they lie below a root of our own.
        flags += [f"-I{self.root}/{self.prefix}include", f"-L{os.path.dirname(where)}"]
        subprocess.run([compiler, "a.c", "-o", "a", *flags], cwd=folder, check=True)
        done = subprocess.run([os.path.join(folder, "a")], capture_output=True, text=True,
                              env={**os.environ, "LD_LIBRARY_PATH": os.path.dirname(where)},
                              check=True)
        self.assertTrue(done.stdout.strip())

    def test_bash_completes(self):
        script = os.path.join(self.root, self.prefix, "share/bash-completion/completions/hensyn")
        code = (f"source '{script}'; COMP_WORDS=(hensyn conflict --bu); COMP_CWORD=2; _hensyn; "
                "echo \"${COMPREPLY[@]}\"")
        done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout.strip(), "--buffer")


if __name__ == "__main__":
    kit.main()
