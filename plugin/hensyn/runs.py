"""What the algorithms that write a result share: where to, and what comes back."""

from qgis.core import (QgsProcessingException, QgsProcessingOutputNumber,
                       QgsProcessingOutputString, QgsProcessingOutputVectorLayer)

from . import layers, loading, store
from .algorithm import (HensynAlgorithm, load_parameter, result_parameter,
                        selected_only_parameter)
from .translate import mark, tr

COUNTS = (
    ("PLAN_AREAS", "plan_areas", mark("Number of land-use areas")),
    ("DEVELOPMENT_AREAS", "development_areas", mark("Number of development areas")),
    ("CONSIDERATIONS", "considerations", mark("Number of considerations")),
    ("CONFLICTS", "conflicts", mark("Number of conflicts")),
    ("REMARKS", "remarks", mark("Number of remarks about the data")),
    ("DEVELOPMENT_M2", "development_m2", mark("Development (m²)")),
    ("CONFLICT_M2", "conflict_m2", mark("In conflict (m²), nothing counted twice")),
)


class ResultAlgorithm(HensynAlgorithm):
    """Writes a result file and loads it."""

    counts = COUNTS
    layer_outputs = ()          # tables that models go on with
    output_optional = False
    selections = True

    def initAlgorithm(self, configuration=None):
        super().initAlgorithm(configuration)
        if self.selections:
            self.addParameter(selected_only_parameter())
        self.addParameter(load_parameter())
        self.addParameter(result_parameter(self.output_optional))
        for name, _, title in self.counts:
            self.addOutput(QgsProcessingOutputNumber(name, tr(title)))
        for table in self.layer_outputs:
            self.addOutput(QgsProcessingOutputVectorLayer(
                table.upper(), tr(layers.BY_TABLE[table].title)))
        self.addOutput(QgsProcessingOutputString("RESULT", tr("The result as it was written")))

    def extra_arguments(self, parameters, context):
        if self.values.get("OUTPUT_DATABASE") or self.values.get("DRY_RUN"):
            return []
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        return [f"--output={path}"] if path else []

    def outputs(self, outcome, parameters, context, feedback):
        made = {name: outcome.result[key] for name, key, _ in self.counts
                if key in outcome.result}
        if self.values.get("DRY_RUN"):
            feedback.pushInfo(outcome.output)
            return made
        result = self.values.get("OUTPUT_DATABASE") or outcome.result.get("output", "")
        made["RESULT"] = result
        if not store.is_database(result):
            made["OUTPUT"] = result
        try:
            there = store.open_store(result).tables()
            if self.parameterAsBool(parameters, "LOAD", context):
                loading.load_on_completion(context, result)
        except store.StoreError as error:
            raise QgsProcessingException(
                tr("The program is done, but its result cannot be read: {}").format(error)
                ) from error
        made.update({table.upper(): loading.layer_string(result, table)
                     for table in self.layer_outputs if table in there})
        return made
