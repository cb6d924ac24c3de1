"""Finds the program, asks it for its version, and says what is wrong in words with a way out."""

import os
from dataclasses import dataclass, field

from qgis.PyQt.QtCore import QProcess
from qgis.core import QgsApplication, QgsSettings

from . import locate, version
from .runner import process_environment
from .translate import BOKMAL, language, tr

SETTING = "HENSYN_PROGRAM"                          # as Processing's options hold it
SETTING_KEY = "Processing/Configuration/" + SETTING
ANSWER_TIME = 10000                                 # ms for `hensyn version --json`

INSTALL_DEBIAN = "sudo apt install ./hensyn_{}_amd64.deb"
INSTALL_SOURCE = ("cmake --preset default && cmake --build --preset default && "
                  "cmake --install build")
# In Norwegian whatever the language of QGIS: those who install are not always those who chose it.
MISSING = ("Fant ikke programmet hensyn, som gjør beregningene. Installer det:\n"
           "  {install}\n"
           "eller oppgi hvor det ligger: Innstillinger → Alternativer → Prosessering → "
           "Tilbydere → hensyn → Programmet hensyn (fil eller mappe).")
OLD = ("Programmet hensyn {found} ({path}) er for gammelt for dette programtillegget, som trenger "
       "{least} eller nyere. Installer det på nytt:\n  {install}")
NEW = ("Programmet hensyn {found} ({path}) er nyere enn dette programtillegget kjenner. Oppdater "
       "tillegget: Programtillegg → Administrer og installer.")


@dataclass
class Found:
    """path "": no usable program, and problem says why. notes: what was passed over."""
    path: str = ""
    version: str = ""
    problem: str = ""
    notes: list = field(default_factory=list)


def prefix():
    return QgsApplication.prefixPath()


def install_command():
    if os.path.exists("/etc/debian_version"):
        return INSTALL_DEBIAN.format(".".join(map(str, version.LEAST)))
    return INSTALL_SOURCE


def bilingual(norwegian, english):
    """The Norwegian text, and the other when QGIS does not run in Norwegian."""
    return norwegian if language() == BOKMAL else f"{norwegian}\n\n{english}"


def missing_text():
    install = install_command()
    return bilingual(MISSING.format(install=install), tr(
        "The program hensyn, which does the computing, was not found. Install it:\n  {}\nor say "
        "where it is: Settings → Options → Processing → Providers → hensyn → The program hensyn "
        "(file or folder).").format(install))


def misfit_text(fault, found, path):
    least = ".".join(map(str, version.LEAST))
    if fault == "new":
        return bilingual(NEW.format(found=found.text, path=path), tr(
            "The program hensyn {} ({}) is newer than this plugin knows. Update the plugin."
            ).format(found.text, path))
    return bilingual(OLD.format(found=found.text, path=path, least=least,
                                install=install_command()), tr(
        "The program hensyn {} ({}) is too old for this plugin, which needs {} or later. Install "
        "it again:\n  {}").format(found.text, path, least, install_command()))


def ask_version(path):
    """Version of the program at path; None when nothing there answers as hensyn does."""
    process = QProcess()
    process.setProcessEnvironment(process_environment(path, prefix()))
    process.start(path, ["version", "--json"])
    if not process.waitForStarted(ANSWER_TIME):
        return None
    process.closeWriteChannel()
    if not process.waitForFinished(ANSWER_TIME):
        process.kill()
        process.waitForFinished(-1)
        return None
    if process.exitStatus() != QProcess.ExitStatus.NormalExit or process.exitCode() != 0:
        return None
    return version.read_answer(bytes(process.readAllStandardOutput()).decode("utf-8", "replace"))


class Finder:
    """Finds the program; asks each file only once as long as it stays the same."""

    def __init__(self):
        self.asked = {}

    def version_of(self, path):
        try:
            stamp = os.stat(path)
        except OSError:
            return None
        key = (path, stamp.st_mtime_ns, stamp.st_size)
        if key not in self.asked:
            self.asked[key] = ask_version(path)
        return self.asked[key]

    def find(self, setting=None, environ=None):
        """The first candidate that answers and fits. One that does not is told of: a wrong path
        in the settings must not be passed over in silence."""
        setting = QgsSettings().value(SETTING_KEY, "") if setting is None else setting
        found = Found()
        for origin, path in locate.candidates(str(setting or ""), environ or dict(os.environ),
                                              prefix()):
            version_found = self.version_of(path)
            if version_found is None:
                found.notes.append(tr("{} ({}) is not the program hensyn, or cannot be run").format(
                    path, origin))
                continue
            fault = version.fit(version_found)
            if not fault:
                return Found(path, version_found.text, "", found.notes)
            found.problem = found.problem or misfit_text(fault, version_found, path)
            found.notes.append(tr("{} ({}) is version {}").format(path, origin,
                                                                  version_found.text))
        found.problem = "\n".join([found.problem or missing_text()] + found.notes)
        return found


FINDER = Finder()


def find_program():
    return FINDER.find()
