"""The outcomes of the benchmark as text, in tables that Markdown understands."""

from math import isnan
from statistics import median

ONE, TWO, DOUBLE = "hensyn, 1 thread", "hensyn, 2 threads", "double, 1 thread"
FAST_ONE, FAST_TWO = "mimalloc, 1 thread", "mimalloc, 2 threads"


def line(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def heading(*cells):
    line(*cells)
    line(*("---" if i == 0 else "---:" for i in range(len(cells))))


def spread(values):
    """min / median / max."""
    return f"{min(values):.2f} / {median(values):.2f} / {max(values):.2f}"


def totals(outcomes, found="pairs", measure="km2 of them", unit=1e6):
    """found and measure head the counts; unit: what the measure is divided by."""
    heading("whole run, s", "min / median / max", "processor s", "peak MB", found, measure)
    for name, rows in outcomes.items():
        costs = [row.cost for row in rows]
        more = "more than " if any(cost.cut_off for cost in costs) else ""
        busy, last = median(cost.cpu for cost in costs), rows[-1]
        line(name, more + spread([cost.seconds for cost in costs]),
             "-" if isnan(busy) else f"{busy:.2f}", f"{max(cost.peak_mb for cost in costs):.0f}",
             "-" if last.pairs is None else last.pairs,
             "-" if last.area is None else f"{last.area / unit:.3f}")
    print()


def stages(outcomes, names=(ONE, TWO, DOUBLE, FAST_ONE, FAST_TWO)):
    """Those of hensyn side by side, of others one a line."""
    hensyn = [name for name in names if name in outcomes]
    heading("stage of hensyn, s (median)", *hensyn)
    for stage in outcomes[hensyn[0]][0].stages:
        middle = [median(row.stages[stage] for row in outcomes[name]) for name in hensyn]
        line(stage, *(f"{value:.2f}" for value in middle))
    print()
    for name, rows in outcomes.items():
        if name in hensyn:
            continue
        for stage in rows[0].stages:
            print(f"{name}, {stage}: {median(row.stages[stage] for row in rows):.2f} s")
    print()


def whole(row):
    return row.cost.seconds


def overlay(row):
    return row.stages["overlegg"]


def cpu(row):
    return row.cost.cpu


def ratio(outcomes, text, above, below, aim):
    """Of two (name, measure), round by round; a contender that ran once meets every round."""
    (name, measure), (other, by) = above, below
    if name not in outcomes or other not in outcomes:
        return
    rows, others = outcomes[name], outcomes[other]
    if len(rows) == 1:
        rows = rows * len(others)
    if len(others) == 1:
        others = others * len(rows)
    values = [measure(a) / by(b) for a, b in zip(rows, others)]
    cut = any(row.cost.cut_off for row in rows)
    line(text, ("more than " if cut else "") + spread(values), aim)


def ratios(outcomes):
    heading("ratio, round by round", "min / median / max", "aim")
    for hensyn in (ONE, TWO):
        ratio(outcomes, f"ogr2ogr / {hensyn}", ("ogr2ogr", whole), (hensyn, whole), "at least 2")
        ratio(outcomes, f"QGIS / {hensyn}", ("QGIS", whole), (hensyn, whole), "at least 15")
        ratio(outcomes, f"PostGIS query / overlay of {hensyn}", ("PostGIS", whole),
              (hensyn, overlay), "above 1")
    ratio(outcomes, f"ogr2ogr / {ONE}, processor", ("ogr2ogr", cpu), (ONE, cpu), "-")
    ratio(outcomes, f"QGIS / {ONE}, processor", ("QGIS", cpu), (ONE, cpu), "-")
    for what, measure in (("seconds", whole), ("processor", cpu)):
        ratio(outcomes, f"double municipality / single, {what}", (DOUBLE, measure), (ONE, measure),
              "about 2")
    ratio(outcomes, "overlay with 1 thread / 2", (ONE, overlay), (TWO, overlay), "at least 1.6")
    ratio(outcomes, "the same, mimalloc", (FAST_ONE, overlay), (FAST_TWO, overlay), "-")
    ratio(outcomes, "overlay, 2 threads: own allocator / mimalloc", (TWO, overlay),
          (FAST_TWO, overlay), "-")
    ratio(outcomes, "whole run, 2 threads: own allocator / mimalloc", (TWO, whole),
          (FAST_TWO, whole), "-")
    print()


def tell(outcomes):
    totals(outcomes)
    stages(outcomes)
    ratios(outcomes)
