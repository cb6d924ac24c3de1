"""hensyn:conflict - plans against considerations."""

from . import options
from .runs import ResultAlgorithm
from .translate import mark, tr


class ConflictAlgorithm(ResultAlgorithm):
    command = "conflict"
    options = options.CONFLICT
    title = mark("Conflict between plan and considerations")
    summary = mark(
        "Finds where future development in a zoning plan meets considerations (hensyn): how much, "
        "which share of each, and an indicative consequence with its reason. The result is one "
        "styled file with conflicts, indicators, remarks about the data and a table of every "
        "development area and theme. It is a screening, not an impact assessment.")
    words_for_search = mark("plan,zoning,land use,conflict,overlay,consideration,impact,hensyn")
    layer_outputs = ("konflikt", "arealformal", "hensyn", "indikator")

    def createCustomParametersWidget(self, parent):
        """The dialog that shows the themes as one table."""
        from .theme_dialog import ThemeDialog
        return ThemeDialog(self, parent)

    def checkParameterValues(self, parameters, context):
        if not parameters.get("PLAN") and not parameters.get("PLAN_FILES"):
            return False, tr("Choose a plan: a layer, or a file.")
        themes = [option.name for option in options.THEMES] + ["HENSYN_FILES"]
        if not any(parameters.get(name) for name in themes):
            return False, tr("Choose considerations of at least one theme.")
        return super().checkParameterValues(parameters, context)
