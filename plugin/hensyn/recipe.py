"""hensyn:run - everything that a recipe asks for."""

from . import options
from .runs import ResultAlgorithm
from .translate import mark


class RunAlgorithm(ResultAlgorithm):
    command = "run"
    options = options.RUN
    title = mark("Run a recipe")
    summary = mark(
        "Does everything that a recipe (YAML or JSON) asks for, into one result. Paths in it are "
        "relative to the recipe, so that a municipality's whole set-up can be kept, shared and run "
        "again. What is set here goes before the recipe.")
    words_for_search = mark("recipe,yaml,batch,plan,conflict,access,hensyn")
    layer_outputs = ("konflikt", "arealformal", "hensyn", "indikator", "avstand", "malomrade")
    output_optional = True
    selections = False

    def words(self):
        return [self.values["RECIPE"]]
