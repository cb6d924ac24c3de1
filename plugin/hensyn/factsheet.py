"""The facts of one conflict as HTML. All text from the data is escaped. No QGIS in it."""

from html import escape

from .themes import TITLES
from .translate import mark, tr

GRADES = {
    "ku": {4: mark("very large (−−−−)"), 3: mark("large (−−−)"), 2: mark("medium (−−)"),
           1: mark("some (−)"), 0: mark("negligible (0)")},
    "fare": {4: mark("must be handled, level 4"), 3: mark("must be handled, level 3"),
             2: mark("must be checked, level 2"), 1: mark("must be checked, level 1"),
             0: mark("no hazard")},
}
VALUES = {0: mark("no significance"), 1: mark("some"), 2: mark("medium"), 3: mark("large"),
          4: mark("very large")}
IMPACTS = {-1: mark("improved"), 0: mark("negligible"), 1: mark("somewhat degraded"),
           2: mark("degraded"), 3: mark("severely degraded or destroyed")}
KINDS = {"overlapp": mark("overlap"), "naerhet": mark("nearness")}
COLOURS = {"ku": {4: "#002060", 3: "#0070c0", 2: "#00b0f0", 1: "#d4fffe", 0: "#fbffff"},
           "fare": {4: "#8b0a14", 3: "#e03a24", 2: "#ffb000", 1: "#fff3a3", 0: "#f4fbef"}}


def number(value, decimals=1):
    """With a space between thousands and the decimal sign of the language."""
    if value is None:
        return "–"
    text = f"{value:,.{decimals}f}".replace(",", "\u00a0")
    return text.replace(".", tr("."))


def decares(square_metres):
    return f"{number(square_metres / 1000)} daa" if square_metres is not None else "–"


def percent(share):
    return f"{number(100 * share, 1)} %" if share is not None else "–"


def grade_text(scale, grade):
    words = GRADES.get(scale, GRADES["ku"])
    return f"{grade} – {tr(words[grade])}" if grade in words else "–"


def colour_of(scale, grade):
    return COLOURS.get(scale, COLOURS["ku"]).get(grade, "#ffffff")


def theme_title(theme):
    return tr(TITLES[theme]) if theme in TITLES else str(theme or "")


def coded(words, value):
    return f"{value} – {tr(words[value])}" if value in words else number(value, 0)


def measures(row):
    """How much is met: area, length, or the point itself."""
    if row.get("areal_m2") is not None:
        yield tr("Area"), f"{decares(row['areal_m2'])} ({number(row['areal_m2'], 0)} m²)"
    if row.get("lengde_m") is not None:
        yield tr("Length"), f"{number(row['lengde_m'], 0)} m"
    if row.get("plan_andel") is not None:
        yield tr("Share of the plan area"), percent(row["plan_andel"])
    if row.get("hensyn_andel") is not None:
        yield tr("Share of the consideration"), percent(row["hensyn_andel"])
    if row.get("art") == "naerhet":
        yield tr("Distance"), f"{number(row.get('avstand_m'), 0)} m"


def rows_of(row):
    yield tr("Plan area"), row.get("plan_navn")
    yield tr("Purpose"), row.get("formal_navn")
    yield tr("Consideration"), row.get("hensyn_navn") or tr("(no name)")
    yield tr("Theme"), theme_title(row.get("tema"))
    yield tr("Kind"), tr(KINDS.get(row.get("art"), "")) or row.get("art")
    yield from measures(row)
    yield tr("Value"), coded(VALUES, row.get("verdi"))
    yield tr("Impact"), coded(IMPACTS, row.get("pavirkning"))
    yield tr("Consequence (indicative)"), grade_text(row.get("skala"), row.get("konsekvens"))
    yield tr("Reason"), row.get("begrunnelse")
    yield tr("Rule"), row.get("regel")
    yield tr("Status"), row.get("status")


def source_rows(sources):
    """What each side of the conflict was read from."""
    for title, source in sources:
        parts = [source.get("sti"), source.get("lag"), source.get("kilde_id")]
        yield title, " / ".join(str(part) for part in parts if part)


def remark_list(remarks):
    if not remarks:
        return f"<p>{escape(tr('No remarks about the data of this conflict.'))}</p>"
    items = "".join(f"<li><b>{escape(str(r.get('kode')))}</b> {escape(str(r.get('tekst')))}</li>"
                    for r in remarks)
    return f"<h4>{escape(tr('Remarks about the data'))}</h4><ul>{items}</ul>"


def sheet(row, sources=(), remarks=()):
    """HTML of one conflict: a row of a konflikt table, what both sides were read from, remarks."""
    colour = colour_of(row.get("skala"), row.get("konsekvens"))
    lines = "".join(
        f"<tr><td style=\"color:#555\">{escape(label)}&nbsp;</td><td>{escape(str(value))}</td></tr>"
        for label, value in list(rows_of(row)) + list(source_rows(sources))
        if value not in (None, ""))
    other = row.get("hensyn_navn") or theme_title(row.get("tema"))
    head = f"{row.get('plan_navn') or ''} × {other}"
    return (f"<h3 style=\"border-bottom:4px solid {colour}\">"
            f"<span style=\"background:{colour};color:{colour}\">▉</span> {escape(head)}</h3>"
            f"<table>{lines}</table>{remark_list(remarks)}")
