"""What the algorithms that answer with a report share: JSON from the program, HTML for people."""

import json

from qgis.core import QgsProcessingException, QgsProcessingParameterFileDestination

from .algorithm import HensynAlgorithm
from .translate import tr

HEAD = "<html><head><meta charset=\"utf-8\"></head><body>"
TAIL = "</body></html>"


class ReportAlgorithm(HensynAlgorithm):
    """Subclasses give ways_in (parameters of which one is needed) with the words that ask for one,
    report_body() and results(); these raise what a malformed answer raises."""

    ways_in = ()
    ask_for_one = ""

    def initAlgorithm(self, configuration=None):
        super().initAlgorithm(configuration)
        self.addParameter(QgsProcessingParameterFileDestination(
            "OUTPUT", tr("Report"), "HTML (*.html)", None, True))

    def checkParameterValues(self, parameters, context):
        if not any(parameters.get(name) for name in self.ways_in):
            return False, tr(self.ask_for_one)
        return super().checkParameterValues(parameters, context)

    def extra_arguments(self, parameters, context):
        return ["--json"]

    def report_body(self, answer):
        raise NotImplementedError

    def results(self, answer, outcome, feedback):
        raise NotImplementedError

    def outputs(self, outcome, parameters, context, feedback):
        try:
            answer = json.loads(outcome.output)
            report = HEAD + self.report_body(answer) + TAIL
            made = self.results(answer, outcome, feedback)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise QgsProcessingException(
                tr("The program gave an answer that the plugin does not understand.")) from error
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        if path:
            with open(path, "w", encoding="utf-8") as file:
                file.write(report)
            made["OUTPUT"] = path
        return made
