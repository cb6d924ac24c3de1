"""The themes of hensyn, in the order of its tables.

Kept here and not asked of the program, so that the algorithms are listed without it. A test holds
this table to `hensyn schema themes`. A theme that is added to the program by --rules goes into the
parameter for further sources.
"""

from .translate import mark

# name in the data, title. "plan" stands for the plan's own hensynssoner.
THEMES = (
    ("friluftsliv", mark("Outdoor recreation")),
    ("gronnstruktur", mark("Green structure")),
    ("strandsone", mark("Shore zone")),
    ("naturmangfold", mark("Biodiversity")),
    ("verneomrade", mark("Protected areas")),
    ("myr", mark("Peatland")),
    ("vassdrag", mark("Rivers and lakes")),
    ("villrein", mark("Wild reindeer")),
    ("kulturarv", mark("Cultural heritage")),
    ("landskap", mark("Landscape")),
    ("landbruk", mark("Agriculture")),
    ("reindrift", mark("Reindeer husbandry")),
    ("fiskeri", mark("Fisheries and aquaculture")),
    ("mineral", mark("Mineral resources")),
    ("flom", mark("Flood and storm surge")),
    ("skred", mark("Landslides and avalanches")),
    ("stoy", mark("Noise")),
    ("drikkevann", mark("Drinking water")),
    ("annet", mark("Other consideration")),
)
PLAN_ZONES = ("plan", mark("The plan's own zones (hensynssoner)"))
ALL = THEMES + (PLAN_ZONES,)
TITLES = dict(ALL)


def parameter_of(theme):
    """Name of the Processing parameter that holds the layers of a theme."""
    return f"HENSYN_{theme.upper()}"
