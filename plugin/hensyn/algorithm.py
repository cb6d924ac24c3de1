"""What all algorithms share: parameters to arguments, one run of the program, its end in words."""

import os
import tempfile

from qgis.core import (
    QgsProcessingAlgorithm, QgsProcessingException, QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination)
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QIcon

from . import command, messages, sources
from .parameters import RESULT_FILTER, parameter
from .program import find_program, prefix
from .runner import Run
from .translate import language, tr

HERE = os.path.dirname(__file__)


class HensynAlgorithm(QgsProcessingAlgorithm):
    """One command of the program. What a subclass must give: the class attributes, and outputs().
    prepareAlgorithm runs in the main thread and looks at layers; processAlgorithm in any."""

    command = ""        # of the program, and name of the algorithm
    options = ()        # rows of options.py
    title = ""
    summary = ""        # HTML
    words_for_search = ""

    # ---- how it is listed ----

    def createInstance(self):
        return type(self)()

    def name(self):
        return self.command

    def displayName(self):
        return tr(self.title)

    def shortDescription(self):
        return tr(self.title)

    def tags(self):
        return tr(self.words_for_search).split(",")

    def icon(self):
        return QIcon(os.path.join(HERE, "icon.svg"))

    def shortHelpString(self):
        picture = QUrl.fromLocalFile(os.path.join(HERE, "help", f"{self.command}.png")).toString()
        return f"<p>{tr(self.summary)}</p><p><img src=\"{picture}\" width=\"235\"></p>"

    def helpUrl(self):
        page = os.path.join(HERE, "help", f"{self.command}_{language()}.html")
        return QUrl.fromLocalFile(page).toString()

    def canExecute(self):
        found = find_program()
        return bool(found.path), found.problem

    def initAlgorithm(self, configuration=None):
        for option in self.options:
            self.addParameter(parameter(option))

    # ---- values ----

    def value_of(self, option, parameters, context):
        """The value of a parameter in the form command.py takes; sources may still be Exports."""
        name, kind = option.name, option.kind
        if kind == "flag":
            return self.parameterAsBool(parameters, name, context)
        if kind in ("source", "sources"):
            return self.sources_value(option, parameters, context)
        if kind == "files":
            given = parameters.get(name) or []
            return [str(one) for one in (given if isinstance(given, (list, tuple)) else [given])]
        if kind == "lines":
            return self.lines_value(option, parameters, context)
        if kind in ("number", "integer"):
            return (None if parameters.get(name) in (None, "")
                    else self.parameterAsDouble(parameters, name, context))
        return self.text_value(option, parameters, context)

    def text_value(self, option, parameters, context):
        name, kind = option.name, option.kind
        if kind == "choice":
            return self.parameterAsEnumString(parameters, name, context)
        if kind == "crs":
            return self.crs_value(name, parameters, context)
        if kind in ("field", "fields"):
            fields = self.parameterAsFields(parameters, name, context)
            return fields if kind == "fields" else (fields or [""])[0]
        if kind == "save":
            return self.parameterAsFileOutput(parameters, name, context)
        text = (self.parameterAsString(parameters, name, context) or "").strip()
        return [line.strip() for line in text.splitlines() if line.strip()] \
            if kind == "list" else text

    def crs_value(self, name, parameters, context):
        crs = self.parameterAsCrs(parameters, name, context)
        if not crs.isValid():
            return ""
        if not crs.authid().upper().startswith("EPSG:"):
            raise QgsProcessingException(
                tr("hensyn works in systems with an EPSG number; {} has none.").format(
                    crs.description() or crs.authid()))
        return crs.authid()

    def sources_value(self, option, parameters, context):
        given = parameters.get(option.name)
        only = "SELECTED_ONLY" in parameters and self.parameterAsBool(parameters, "SELECTED_ONLY",
                                                                      context)
        made = sources.sources_of(given, context, only)
        return [(option.theme, source) for source in made]

    def lines_value(self, option, parameters, context):
        try:
            pairs = command.theme_lines(self.parameterAsString(parameters, option.name, context))
        except command.BadValue as error:
            raise QgsProcessingException(f"{tr(option.label)}: {error}") from error
        if option.flag not in ("coverage", "hensyn"):
            return [f"{theme}={value}" for theme, value in pairs]
        return [(theme, sources.source_of(value, context)) for theme, value in pairs]

    def written_value(self, option, value, folder, context, feedback):
        """The value with its Exports written out."""
        if option.kind not in ("source", "sources") and not (
                value and option.kind == "lines" and isinstance(value[0], tuple)):
            return value
        texts = [(f"{theme}=" if theme else "")
                 + sources.written(source, folder, context, feedback) for theme, source in value]
        return texts if option.kind != "source" else (texts or [""])[0]

    # ---- running ----

    def prepareAlgorithm(self, parameters, context, feedback):
        self.found = find_program()
        if not self.found.path:
            raise QgsProcessingException(self.found.problem)
        self.values = {option.name: self.value_of(option, parameters, context)
                       for option in self.options}
        return True

    def extra_arguments(self, parameters, context):
        """Options that no row of the table gives."""
        return []

    def words(self):
        """Words after the options."""
        return []

    def processAlgorithm(self, parameters, context, feedback):
        for note in self.found.notes:
            feedback.pushWarning(note)
        with tempfile.TemporaryDirectory(prefix="hensyn-qgis-") as folder:
            for option in self.options:
                self.values[option.name] = self.written_value(
                    option, self.values[option.name], folder, context, feedback)
            outcome = self.run_program(parameters, context, feedback)
        return self.outputs(outcome, parameters, context, feedback)

    def run_program(self, parameters, context, feedback):
        if feedback.isCanceled():
            raise QgsProcessingException(messages.explain(messages.Outcome("cancelled")))
        arguments = (command.arguments(self.command, self.options, self.values)
                     + self.extra_arguments(parameters, context)
                     + command.dialogue(language()) + self.words())
        feedback.pushCommandInfo(command.shown(self.found.path, arguments))
        outcome = Run(self.found.path, arguments, feedback, prefix()).run()
        if not self.accepts(outcome):
            raise QgsProcessingException(messages.explain(outcome))
        return outcome

    def accepts(self, outcome):
        """Is it an end that outputs() can make something of?"""
        return outcome.done

    def outputs(self, outcome, parameters, context, feedback):
        raise NotImplementedError


def selected_only_parameter():
    made = QgsProcessingParameterBoolean(
        "SELECTED_ONLY", tr("Only selected objects, in layers that have a selection"), False,
        True)
    made.setHelp(tr("Counts for all layers above that are chosen in a list."))
    return made


def load_parameter():
    made = QgsProcessingParameterBoolean("LOAD", tr("Open the layers of the result"), True,
                                         True)
    made.setHelp(tr("As one group with styles; without effect outside the QGIS window."))
    return made


def result_parameter(optional=False):
    made = QgsProcessingParameterFileDestination(
        "OUTPUT", tr("Result file"), RESULT_FILTER, None, optional, not optional)
    made.setHelp(tr("One file with all layers and tables, styled: SpatiaLite, or GeoPackage when "
                    "it ends in .gpkg."))
    return made
