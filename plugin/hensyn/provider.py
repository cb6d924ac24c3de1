"""The provider of Processing, listed with its algorithms whether or not the program is there."""

import os

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon
from processing.core.ProcessingConfig import ProcessingConfig, Setting

from .access import AccessAlgorithm
from .conflict import ConflictAlgorithm
from .info import InfoAlgorithm
from .mapsheet import MapSheetAlgorithm
from .program import SETTING, find_program
from .recipe import RunAlgorithm
from .translate import tr
from .verify import VerifyAlgorithm

ALGORITHMS = (ConflictAlgorithm, AccessAlgorithm, RunAlgorithm, VerifyAlgorithm, InfoAlgorithm,
              MapSheetAlgorithm)


class HensynProvider(QgsProcessingProvider):
    def id(self):
        return "hensyn"

    def name(self):
        return "hensyn"

    def longName(self):
        return tr("hensyn: plans and considerations")

    def icon(self):
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        return os.path.join(os.path.dirname(__file__), "icon.svg")

    def versionInfo(self):
        return find_program().version

    def supportsNonFileBasedOutput(self):
        return False

    def load(self):
        ProcessingConfig.settingIcons[self.name()] = self.icon()
        ProcessingConfig.addSetting(Setting(
            self.name(), SETTING, tr("The program hensyn (file or folder; empty: it is searched "
                                     "for)"), "", valuetype=Setting.STRING))
        ProcessingConfig.readSettings()
        self.refreshAlgorithms()
        return True

    def unload(self):
        ProcessingConfig.removeSetting(SETTING)

    def loadAlgorithms(self):
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
