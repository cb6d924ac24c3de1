"""hensyn:verify - checks every rule that a result must keep."""

from html import escape

from qgis.core import QgsProcessingOutputBoolean, QgsProcessingOutputNumber

from . import messages, options
from .reports import ReportAlgorithm
from .translate import mark, tr

BROKEN = 5      # exit code: an invariant does not hold


class VerifyAlgorithm(ReportAlgorithm):
    command = "verify"
    options = options.VERIFY
    title = mark("Check a result")
    summary = mark(
        "Checks every rule that a result must keep: areas add up, every key leads somewhere, "
        "geometries are valid, nothing was lost without a remark. Changes nothing.")
    words_for_search = mark("verify,check,validate,quality,hensyn")
    ways_in = ("RESULT", "DATABASE")
    ask_for_one = mark("Choose a result file.")

    def initAlgorithm(self, configuration=None):
        super().initAlgorithm(configuration)
        self.addOutput(QgsProcessingOutputBoolean("OK", tr("Every rule holds")))
        self.addOutput(QgsProcessingOutputNumber("FAILED", tr("Number of rules that do not hold")))

    def words(self):
        return [self.values["DATABASE"] or self.values["RESULT"]]

    def accepts(self, outcome):
        """A broken rule is an answer, too."""
        return outcome.done or outcome.kind == "exit" and outcome.code == BROKEN

    def report_body(self, answer):
        rows = "".join(
            f"<tr><td>{'✓' if check['ok'] else '✗'}</td><td>{escape(str(check['about']))}</td>"
            f"<td>{escape('; '.join(map(str, check['failures'])))}</td></tr>"
            for check in answer["checks"])
        return f"<h3>{escape(str(answer['file']))}</h3><table>{rows}</table>"

    def results(self, answer, outcome, feedback):
        failed = [check for check in answer["checks"] if not check["ok"]]
        for check in failed:
            feedback.reportError(f"✗ {check['about']}: {'; '.join(map(str, check['failures']))}",
                                 False)
        if outcome.code == BROKEN:
            feedback.reportError(messages.explain(outcome), False)
        else:
            feedback.pushInfo(tr("Every rule holds ({} checked).").format(len(answer["checks"])))
        return {"OK": not failed and outcome.done, "FAILED": len(failed)}
