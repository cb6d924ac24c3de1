"""What the tests of the plugin share. Without QGIS: paths, the plugin as a package, a result.
With QGIS (start()): an application offscreen with Processing and the provider, and a feedback that
remembers.

Every test file is a program: FILE --program BUILD/hensyn [unittest arguments]. Exit 77: skipped.
"""

import argparse
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
PLUGIN = os.path.join(TOP, "plugin")
FOLDER = os.path.join(PLUGIN, "hensyn")
SAMPLE = os.path.join(TOP, "sample-data")
SKIPPED = 77

sys.path.insert(0, PLUGIN)
sys.path.append("/usr/share/qgis/python/plugins")     # Processing
sys.dont_write_bytecode = True


class Settings:
    program = ""
    folder = ""         # of the whole test program; goes away with it
    keep = ""
    sample = ""         # copy of sample-data


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def sample(name):
    """A file of the sample municipality, as a copy: QGIS writes to a GeoPackage that it opens."""
    if not Settings.sample:
        Settings.sample = os.path.join(tempfile.mkdtemp(prefix="hensyn-sample-"), "sample-data")
        shutil.copytree(SAMPLE, Settings.sample, ignore=shutil.ignore_patterns("*.py", "*.png"))
    return os.path.join(Settings.sample, name)


def run_program(*arguments, **more):
    return subprocess.run([Settings.program, *arguments], capture_output=True, text=True,
                          timeout=300, check=False, **more)


def demo_result(folder, name="demo.sqlite"):
    """A result of the sample municipality, made once for each test program."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        done = run_program("run", sample("demo.yaml"), "-o", path, "--progress", "none")
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
    return path


def copy_of_demo(name="demo.sqlite"):
    """A result of its own for one test."""
    made = demo_result(Settings.folder, "first" + os.path.splitext(name)[1])
    folder = tempfile.mkdtemp(dir=Settings.folder)
    return shutil.copy(made, os.path.join(folder, name))


def stand_in(name, text):
    """A program in place of hensyn: a script for sh, or for Python when it begins with import."""
    folder = tempfile.mkdtemp(dir=Settings.folder)
    path = os.path.join(folder, name)
    line = f"#!{sys.executable}\n" if text.startswith("import") else "#!/bin/sh\n"
    with open(path, "w", encoding="utf-8") as file:
        file.write(line + text)
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
    return path


def answer(version="0.1.0", protocol=1):
    """What a stand-in says to `version --json`."""
    return (f'if [ "$1" = version ]; then echo \'{{"name":"hensyn","version":"{version}",'
            f'"protocol":{protocol}}}\'; exit 0; fi\n')


def start():
    """Starts QGIS offscreen; leaves with 77 where it is not installed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("XDG_RUNTIME_DIR", Settings.folder)
    os.environ["QGIS_CUSTOM_CONFIG_PATH"] = os.path.join(Settings.folder, "profile")
    os.environ["HENSYN_BIN"] = Settings.program
    try:
        from qgis.core import QgsApplication
        from processing.core.Processing import Processing
    except ImportError as missing:
        skip(f"QGIS for Python is not installed ({missing})")
    QgsApplication.setPrefixPath("/usr", True)
    application = QgsApplication([], True)
    application.initQgis()
    Processing.initialize()
    from hensyn.provider import HensynProvider
    provider = HensynProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    return application, provider


def recorder():
    """A feedback that remembers what it was told; made here, since QGIS may be missing."""
    from qgis.core import QgsProcessingFeedback

    class Recorder(QgsProcessingFeedback):
        def __init__(self, cancel_at=None):
            super().__init__(False)
            self.told = []
            self.progress = []
            self.cancel_at = cancel_at

        def of(self, kind):
            return [text for k, text in self.told if k == kind]

        def setProgressText(self, text):
            self.told.append(("step", text))
            if self.cancel_at and self.cancel_at in text:
                self.cancel()

        def reportError(self, error, fatalError=False):
            self.told.append(("error", error))

        def pushWarning(self, warning):
            self.told.append(("warning", warning))

        def pushInfo(self, info):
            self.told.append(("info", info))

        def pushCommandInfo(self, info):
            self.told.append(("command", info))

        def pushConsoleInfo(self, info):
            self.told.append(("console", info))

        def setProgress(self, progress):
            self.progress.append(progress)

    return Recorder


class AlgorithmTest(unittest.TestCase):
    """A test that runs algorithms: an empty project, a folder and a feedback of its own."""

    def setUp(self):
        from qgis.core import QgsProject
        QgsProject.instance().clear()
        self.folder = tempfile.mkdtemp(dir=Settings.folder)
        self.feedback = recorder()()

    def run_algorithm(self, name, parameters, context=None):
        import processing
        return processing.run(f"hensyn:{name}", parameters, feedback=self.feedback,
                              context=context)

    def fails(self, pattern, name, parameters):
        """The algorithm fails and says so. What is found before the run is told through the
        feedback, since QGIS has its own words for the exception then."""
        with self.assertRaises(Exception) as caught:
            self.run_algorithm(name, parameters)
        self.assertRegex("\n".join([str(caught.exception)] + self.feedback.of("error")), pattern)

    def output(self, name="ut.sqlite"):
        return os.path.join(self.folder, name)


def left_in(folder):
    """Files of a folder, so that a test can say that nothing was left."""
    return sorted(os.listdir(folder))


def main(module="__main__", qgis=False):
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default=os.path.join(TOP, "build", "hensyn"))
    parser.add_argument("--keep", default="", help="folder for pictures")
    arguments, rest = parser.parse_known_args()
    Settings.program = os.path.abspath(arguments.program)
    if not os.access(Settings.program, os.X_OK):
        skip(f"{Settings.program} is not built")
    Settings.keep = arguments.keep
    Settings.folder = tempfile.mkdtemp(prefix="hensyn-plugin-")
    application = None
    try:
        if qgis:
            application, _ = start()
        result = unittest.main(module, argv=[sys.argv[0], *rest], exit=False).result
        skipped = result.testsRun == len(result.skipped) > 0
    finally:
        shutil.rmtree(Settings.folder, ignore_errors=True)
        if Settings.sample:
            shutil.rmtree(os.path.dirname(Settings.sample), ignore_errors=True)
    sys.stdout.flush()
    code = 1 if not result.wasSuccessful() else SKIPPED if skipped else 0
    if application is not None:
        os._exit(code)      # QGIS may crash while Python takes it down; the tests are done
    sys.exit(code)
