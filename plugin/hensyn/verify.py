"""hensyn:verify - checks every rule that a result must keep."""

import json
from html import escape

from qgis.core import (QgsProcessingException, QgsProcessingOutputBoolean,
                       QgsProcessingOutputNumber, QgsProcessingParameterFileDestination)

from . import messages, options
from .algorithm import HensynAlgorithm
from .translate import mark, tr

BROKEN = 5      # exit code: an invariant does not hold


def report_html(answer):
    rows = "".join(
        f"<tr><td>{'✓' if check.get('ok') else '✗'}</td><td>{escape(str(check.get('about')))}</td>"
        f"<td>{escape('; '.join(map(str, check.get('failures', []))))}</td></tr>"
        for check in answer.get("checks", []))
    return (f"<html><head><meta charset=\"utf-8\"></head><body><h3>{escape(str(answer['file']))}"
            f"</h3><table>{rows}</table></body></html>")


class VerifyAlgorithm(HensynAlgorithm):
    command = "verify"
    options = options.VERIFY
    title = mark("Check a result")
    summary = mark(
        "Checks every rule that a result must keep: areas add up, every key leads somewhere, "
        "geometries are valid, nothing was lost without a remark. Changes nothing.")
    words_for_search = mark("verify,check,validate,quality,hensyn")

    def initAlgorithm(self, configuration=None):
        super().initAlgorithm(configuration)
        self.addParameter(QgsProcessingParameterFileDestination(
            "OUTPUT", tr("Report"), "HTML (*.html)", None, True))
        self.addOutput(QgsProcessingOutputBoolean("OK", tr("Every rule holds")))
        self.addOutput(QgsProcessingOutputNumber("FAILED", tr("Number of rules that do not hold")))

    def checkParameterValues(self, parameters, context):
        if not parameters.get("RESULT") and not parameters.get("DATABASE"):
            return False, tr("Choose a result file.")
        return super().checkParameterValues(parameters, context)

    def extra_arguments(self, parameters, context):
        return ["--json"]

    def words(self):
        return [self.values["DATABASE"] or self.values["RESULT"]]

    def accepts(self, outcome):
        """A broken rule is an answer, too."""
        return outcome.done or outcome.kind == "exit" and outcome.code == BROKEN

    def outputs(self, outcome, parameters, context, feedback):
        try:
            answer = json.loads(outcome.output)
            failed = [check for check in answer["checks"] if not check["ok"]]
            report = report_html(answer)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise QgsProcessingException(
                tr("The program gave an answer that the plugin does not understand.")) from error
        for check in failed:
            feedback.reportError(f"✗ {check['about']}: {'; '.join(map(str, check['failures']))}",
                                 False)
        if outcome.code == BROKEN:
            feedback.reportError(messages.explain(outcome), False)
        else:
            feedback.pushInfo(tr("Every rule holds ({} checked).").format(len(answer["checks"])))
        made = {"OK": not failed and outcome.done, "FAILED": len(failed)}
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        if path:
            with open(path, "w", encoding="utf-8") as file:
                file.write(report)
            made["OUTPUT"] = path
        return made
