"""hensyn:mapsheet - a result as a map sheet in PDF; the panel's button without a window."""

from qgis.core import (
    QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingParameterEnum,
    QgsProcessingParameterFile, QgsProcessingParameterFileDestination,
    QgsProcessingParameterString)

from . import layers, options, sheet, store
from .algorithm import HensynAlgorithm
from .parameters import parameter
from .translate import mark, tr


class MapSheetAlgorithm(HensynAlgorithm):
    """Needs no program: everything stands in the result."""

    command = "mapsheet"
    options = options.VERIFY
    title = mark("Map sheet (PDF)")
    summary = mark(
        "Makes a map sheet of a result: map with north up, title, legend, scale bar, the table of "
        "indicators, sources and date, in A4 or A3. A template of your own can take the place of "
        "the built-in ones. Texts on the sheet are Norwegian.")
    words_for_search = mark("map,layout,print,pdf,atlas,hensyn")

    def flags(self):
        """Layouts belong to the main thread."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def canExecute(self):
        return True, ""

    def initAlgorithm(self, configuration=None):
        for option in self.options:
            self.addParameter(parameter(option))
        pages = QgsProcessingParameterEnum("PAGE", tr("Page"), list(sheet.PAGES), False, "A4")
        pages.setUsesStaticStrings(True)
        self.addParameter(pages)
        subjects = QgsProcessingParameterEnum("SUBJECT", tr("Subject"), list(layers.SUBJECTS),
                                              False, None, True)
        subjects.setUsesStaticStrings(True)
        subjects.setHelp(tr("konflikt or avstand; by default what the result has, conflicts "
                            "first."))
        self.addParameter(subjects)
        self.addParameter(QgsProcessingParameterString("TITLE", tr("Title"), "", optional=True))
        self.addParameter(QgsProcessingParameterFile(
            "TEMPLATE", tr("Layout template of your own"), extension="qpt", optional=True))
        self.addParameter(QgsProcessingParameterFileDestination("OUTPUT", tr("Map sheet"),
                                                                "PDF (*.pdf)"))

    def checkParameterValues(self, parameters, context):
        if not parameters.get("RESULT") and not parameters.get("DATABASE"):
            return False, tr("Choose a result file.")
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback):
        return True

    def processAlgorithm(self, parameters, context, feedback):
        result = (self.parameterAsString(parameters, "DATABASE", context)
                  or self.parameterAsString(parameters, "RESULT", context))
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        try:
            sheet.export_result(
                result, path, self.parameterAsEnumString(parameters, "PAGE", context),
                title=self.parameterAsString(parameters, "TITLE", context),
                template=self.parameterAsString(parameters, "TEMPLATE", context),
                subject=self.parameterAsEnumString(parameters, "SUBJECT", context))
        except (sheet.SheetError, store.StoreError) as error:
            raise QgsProcessingException(str(error)) from error
        return {"OUTPUT": path}
