"""The plugin as QGIS sees it: translation, provider, panel."""

import os

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTranslator
from qgis.PyQt.QtGui import QIcon

from .translate import BOKMAL, language, tr

HERE = os.path.dirname(__file__)


class HensynPlugin:
    def __init__(self, iface):
        self.iface = iface
        self.provider = None
        self.panel = None
        self.action = None
        self.translator = None
        self.install_translator()

    def install_translator(self):
        """Without the .qm file (a source tree) texts stay English."""
        if language() != BOKMAL:
            return
        translator = QTranslator()
        if translator.load(os.path.join(HERE, "i18n", "hensyn_nb.qm")):
            QCoreApplication.installTranslator(translator)
            self.translator = translator

    def initProcessing(self):
        """Called alone by qgis_process."""
        from .provider import HensynProvider
        self.provider = HensynProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self):
        self.initProcessing()
        from .panel import ReviewPanel
        self.panel = ReviewPanel(self.iface)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)
        self.panel.hide()
        self.action = self.panel.toggleViewAction()
        self.action.setIcon(QIcon(os.path.join(HERE, "icon.svg")))
        self.action.setText(tr("Review conflicts (hensyn)"))
        self.iface.addToolBarIcon(self.action)
        self.iface.addPluginToVectorMenu("hensyn", self.action)

    def unload(self):
        if self.panel is not None:
            self.iface.removePluginVectorMenu("hensyn", self.action)
            self.iface.removeToolBarIcon(self.action)
            self.iface.removeDockWidget(self.panel)
            self.panel.close_result()
            self.panel.deleteLater()
            self.panel = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
