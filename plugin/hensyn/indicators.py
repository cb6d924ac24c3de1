"""The indicators of a result as the few lines that a map sheet has room for. In Norwegian, as the
sheet is. No QGIS in it."""

from .conflicts import dictionaries

COLUMNS = ("omrade", "nokkel", "tema", "klasse", "gruppe", "grad", "verdi", "enhet", "status")
GRADE_WORDS = {4: "svært stor (4)", 3: "stor (3)", 2: "middels (2)", 1: "noe (1)"}
# Titles as the themes of the program have them in Norwegian.
THEME_WORDS = {
    "friluftsliv": "Friluftsliv", "gronnstruktur": "Grønnstruktur", "strandsone": "Strandsone",
    "naturmangfold": "Naturmangfold", "verneomrade": "Verneområder", "myr": "Myr",
    "vassdrag": "Vassdrag", "villrein": "Villrein", "kulturarv": "Kulturarv",
    "landskap": "Landskap", "landbruk": "Landbruk", "reindrift": "Reindrift",
    "fiskeri": "Fiskeri og havbruk", "mineral": "Mineralressurser", "flom": "Flom og stormflo",
    "skred": "Skred", "stoy": "Støy", "drikkevann": "Drikkevann", "annet": "Annet hensyn",
}
NO_VALUE = "–"


def norwegian(value, decimals=1):
    return f"{value:,.{decimals}f}".replace(",", "\u00a0").replace(".", ",")


def decares(row):
    if row is None or row["verdi"] is None:
        return NO_VALUE
    return f"{norwegian(row['verdi'] / 1000)} daa"


def percent(row):
    return "" if row is None or row["verdi"] is None else f"{norwegian(100 * row['verdi'])} %"


def count(row):
    return NO_VALUE if row is None or row["verdi"] is None else norwegian(row["verdi"], 0)


def metres(row):
    return NO_VALUE if row is None or row["verdi"] is None else f"{norwegian(row['verdi'], 0)} m"


def joined(amount, share):
    return f"{amount} ({share})" if share and amount != NO_VALUE else amount


class Indicators:
    """Rows of table indikator for the whole area, by key, theme, class and grade."""

    def __init__(self, store):
        rows = dictionaries(store, "indikator", COLUMNS, "omrade IS NULL")
        self.rows = {(r["nokkel"], r["tema"], r.get("klasse"), r["grad"]): r for r in rows
                     if not r.get("gruppe")}

    def get(self, key, theme=None, group=None, grade=None):
        return self.rows.get((key, theme, group, grade))

    def whole(self):
        if self.get("utbygging_areal"):
            yield "Planlagt utbygging", decares(self.get("utbygging_areal"))
            yield "– i konflikt med hensyn", joined(decares(self.get("konflikt_areal")),
                                                    percent(self.get("konflikt_andel")))
        for grade, word in GRADE_WORDS.items():
            row = self.get("konflikt_areal_konsekvens", grade=grade)
            if row:
                yield f"   {word}", decares(row)

    def themes(self):
        """Themes that anything of is met, largest first."""
        met = [(theme, row) for (key, theme, group, grade), row in self.rows.items()
               if key == "konflikt_areal" and theme and row["verdi"]]
        for theme, row in sorted(met, key=lambda pair: -pair[1]["verdi"]):
            yield (THEME_WORDS.get(theme, theme),
                   joined(decares(row), percent(self.get("konflikt_andel", theme))))

    def access(self):
        """People, or origins where there is no number of people; then each class of area."""
        everybody = self.get("befolkning")
        if everybody:
            yield "Befolkning" if everybody["enhet"] == "personer" else "Opphav", count(everybody)
        classes = dict.fromkeys(group for _, _, group, _ in self.rows if group)
        for group in classes:
            yield (f"Innen rekkevidde: {group}",
                   joined(count(self.get("befolkning_innen", group=group)),
                          percent(self.get("befolkning_innen_andel", group=group))))
            yield "   median avstand", metres(self.get("avstand_p50", group=group))
        untied = [self.get("ikke_tilknyttet", group=group) for group in classes]
        if untied and untied[0]:
            yield "Ikke tilknyttet nettet", count(untied[0])

    def table(self, subject="konflikt"):
        """(label, value) pairs of a subject of layers.py, most important first."""
        if subject == "avstand":
            return list(self.access())
        return list(self.whole()) + list(self.themes())
