"""Datasets of considerations (hensyn), with the field names of the real
products, and the defects that such datasets have."""

import math

import terrain
from coverage import Coverage, Mesh, Rng, blob, grow, rounded, spaced_seeds, squared, unit
from formats import Feature, Layer, ogr_line, polygons_of
from plans import KOMMUNE, note, object_id
from world import SETTLEMENTS, local, nearest_settlement

# --- Friluftsliv ----------------------------------------------------------------

OUTDOOR_TYPES = ("Nærturterreng", "Utfartsområde", "Leke- og rekreasjonsområde", "Grønnkorridor",
                 "Marka", "Strandsone med tilhørende sjø og vassdrag", "Jordbrukslandskap",
                 "Store turområder med tilrettelegging", "Store turområder uten tilrettelegging",
                 "Særlige kvalitetsområder", "Andre friluftslivsområder")
VALUE_A = "sværtViktigFriluftslivsområde"
VALUE_B = "viktigFriluftslivsområde"
VALUE_C = "registrertFriluftslivsområde"
VALUE_D = "ikkeKlassifisert"
NAMES = ("Varden", "Kvasshaugen", "Lomtjønna", "Breivika", "Skogheim", "Råsa", "Storlia",
         "Blåbærheia", "Steinvika", "Holmen", "Tverrelva", "Solbakken", "Skarvneset",
         "Langmyra", "Falkhaugen", "Ørnflåget", "Nordmarka", "Sørmarka", "Bukta", "Åsen")
MAPPED_SHARE = 0.80


class OutdoorMap:
    """Its own mesh: recreation areas are drawn on other maps than plans, so
    their shorelines and borders differ by some metres."""

    def __init__(self):
        self.mesh = Mesh((terrain.WEST, terrain.SOUTH), terrain.WIDTH, terrain.HEIGHT, 150, 98)
        self.inside = {c for c, p in enumerate(self.mesh.centre) if terrain.in_municipality(*p)}
        self.mapped = self._mapped()
        self.owner = self._areas()

    def _mapped(self):
        """All but the north-eastern corner."""
        def north_east(cell):
            x, y = self.mesh.centre[cell]
            return (x + y + 700 * math.sin(y / 900), cell)
        ranked = sorted(self.inside, key=north_east)
        return set(ranked[:round(MAPPED_SHARE * len(ranked))])

    def _areas(self):
        def distance(cell):
            share = nearest_settlement(self.mesh.centre[cell])[2]
            return 420 if share < 1 else 850
        seeds = spaced_seeds(self.mapped, self.mesh, distance, Rng(530))
        owner = grow(self.mesh, self.mapped, seeds, 53)
        kept = {s for s in set(owner.values()) if self._is_recreation(s)}
        return {c: s for c, s in owner.items() if s in kept}

    def _is_recreation(self, seed):
        point = self.mesh.centre[seed]
        level = terrain.height(*point)
        share = nearest_settlement(point)[2]
        if level < -0.25:
            return False
        chance = 0.8 if level < 0.05 else 0.42
        return unit(98, seed) < (chance if share > 0.5 else 0.3)


def outdoor_value(seed):
    mark = unit(99, seed)
    return VALUE_A if mark < 0.3 else VALUE_B if mark < 0.65 else VALUE_C if mark < 0.93 else VALUE_D


def outdoor_fields(number, name, type_, value):
    rng = Rng(9800 + number)
    return {"identifikasjon_lokalid": object_id("friluftsliv", number), "navnerom": "NO.MILJØDIR.FRILUFTSLIV",
            "kommune": KOMMUNE, "fylkesnr": "18", "områdenavn": name, "områdetype": type_,
            "områdeverdi": value, "kartlagtStatus": "kartlagt",
            "kartleggingsår": rng.pick((2014, 2016, 2016, 2019)),
            "brukerfrekvens": rng.integer(1, 5), "tilgjengelighet": rng.integer(1, 5),
            "opplevelseskvaliteter": rng.integer(1, 5), "symbolverdi": rng.integer(1, 5),
            "faktaark": f"https://faktaark.example.no/?id=FK{18990000 + number}"}


def outdoor_areas(outdoor):
    """Features and the register of defects."""
    coverage = Coverage(outdoor.mesh, outdoor.owner)
    features = []
    for number, seed in enumerate(sorted(set(outdoor.owner.values())), 1):
        type_ = OUTDOOR_TYPES[int(unit(97, seed) * len(OUTDOOR_TYPES))]
        name = f"{NAMES[number % len(NAMES)]} {nearest_settlement(outdoor.mesh.centre[seed])[0]}"
        fields = outdoor_fields(number, name, type_, outdoor_value(seed))
        features.append(Feature(fields, coverage.polygons(seed)))
    return add_outdoor_defects(features)


REPAIRED = "repaired, merknad"


def add_outdoor_defects(features):
    defects = []

    def add(defect, handling, name, shape, value=VALUE_B, heights=None):
        fields = outdoor_fields(200 + len(defects), name, OUTDOOR_TYPES[1], value)
        features.append(Feature(fields, shape, heights))
        note(defects, features[-1], defect, handling)

    x, y = local(6700, 4050)
    add("self-crossing ring (bow-tie)", REPAIRED + ": both lobes", "Timeglasset",
        [[[(x, y), (x + 620, y + 470), (x + 640, y + 20), (x + 15, y + 455)]]], VALUE_A)
    add("geometry missing", "dropped, merknad", "Uten geometri", None)
    x, y = local(5350, 2900)
    add("spike", REPAIRED + "; the area is unchanged", "Nåla",
        [[[(x, y), (x + 330, y - 40), (x + 350, y + 180), (x + 905.5, y + 190.25),
           (x + 350, y + 180), (x + 300, y + 390), (x - 20, y + 330)]]])
    x, y = local(9600, 8050)
    add("two parts that overlap", REPAIRED + ": their union, not a hole", "Dobbeltmarka",
        [[blob((x, y), 330, 5301)], [blob((x + 400, y + 90), 290, 5302)]])
    x, y = local(3300, 4900)
    add("hole outside its shell", REPAIRED + "; GEOS makes the hole an area of its own; meets no utbygging",
        "Hullet utenfor", [[blob((x, y), 260, 5303), blob((x + 700, y), 90, 5304)[::-1]]], VALUE_C)
    add("heights (2.5D)", "read as 2D", "Høydedraget", [[blob(local(4450, 2150), 280, 5305)]], heights=34.0)
    add("crosses the municipal border", "clipped for the overlay only; areal_m2 is the whole", "Grensemarka",
        [[blob(local(6400, 450), 640, 5306, 60)]], VALUE_A)
    add_slivers(features, defects)
    add_duplicates(features, defects)
    add_odd_values(features, defects)
    return features, defects


def add_slivers(features, defects):
    """Two neighbours whose common border was digitised twice, 4 cm apart:
    a thin overlap along one half, a thin gap along the other."""
    x, y = local(7350, 3350)
    middle = [rounded((x + 22 * math.sin(k * 1.3), y + 40 * k)) for k in range(11)]
    other = [(round(px + (0.04 if k < 5 else -0.04), 2), py) for k, (px, py) in enumerate(middle)]
    for side, border, name in ((-420, middle, "Vestre teig"), (410, other, "Østre teig")):
        outer = [(x + side, y + 400), (x + side + 35, y + 210), (x + side, y)]
        ring = border + outer if side < 0 else border[::-1] + outer[::-1]
        fields = outdoor_fields(220 + (side > 0), name, OUTDOOR_TYPES[0], VALUE_B if side < 0 else VALUE_C)
        features.append(Feature(fields, [[ring]]))
        note(defects, features[-1], f"sliver between neighbours ({name})",
             "nothing to repair; the theme's union counts the overlap once")


def add_duplicates(features, defects):
    features.append(features[4])
    note(defects, features[4], "the same object twice", "second row gets id '#2', merknad; the union counts it once")
    again = features[6].fields
    features.append(Feature({**again, "områdenavn": again["områdenavn"] + " (del 2)"},
                            [[blob(local(6050, 5900), 210, 5307)]]))
    note(defects, features[6], "one lokalId, two geometries", "second row gets id '#2', merknad; both count")


def add_odd_values(features, defects):
    """Spellings and blunders of values that real files contain."""
    odd = ((2, "områdeverdi", "SvaertViktigFriluftslivsomraade", "value in ASCII spelling", "verdi 3"),
           (5, "områdeverdi", None, "value missing", "verdi 2, merknad VERDI_UKJENT"),
           (8, "kartleggingsår", 2921, "impossible year", "kept"),
           (11, "områdeverdi", "Verdifullt", "value that no list has",
            "verdi 2, kode 'Verdifullt', merknad VERDI_UKJENT"))
    for index, field, value, defect, handling in odd:
        feature = features[index]
        features[index] = feature._replace(fields={**feature.fields, field: value})
        note(defects, features[index], defect, handling)


def outdoor_coverage(outdoor):
    shape = Coverage(outdoor.mesh, {c: "kartlagt" for c in outdoor.mapped}).polygons("kartlagt")
    return [Feature({"kommune": KOMMUNE, "kartlagtStatus": "kartlagt", "kartleggingsår": 2016}, shape)]


# --- Naturtyper, verneområder, kulturminner, reindrift, flom ----------------------

NATURE_VALUES = ("Svært stor verdi", "Stor verdi", "Middels verdi", "Noe verdi")
NATURE_TYPES = ("Strandeng", "Kystlynghei", "Gammel boreal lauvskog", "Rikmyr", "Slåttemark",
                "Kalkrik fjellhei", "Bekkekløft", "Naturbeitemark", "Åpen grunnlendt kalkmark")


def nature_fields(number, name, value):
    return {"identifikasjon_lokalid": object_id("naturtyper", number), "områdenavn": name,
            "naturtype": NATURE_TYPES[number % len(NATURE_TYPES)], "Verdikategori": value,
            "Nøyaktighetsklasse": "Meget god (5-20m)" if number % 3 else "Mindre god (50-100m)",
            "registreringsdato": f"{2005 + number % 17}-07-{1 + number % 28:02d}",
            "kommunenummer": KOMMUNE}


def nature_types(world):
    rng = Rng(13)
    features = []
    seeds = spaced_seeds(world.land, world.mesh, lambda cell: 900, rng)
    seeds += [world.cell_at(local(*p), world.land) for p in
              ((6900, 4000), (5300, 3500), (5600, 1500), (2300, 7900), (9800, 8000), (5500, 6900))]
    for number, seed in enumerate(seeds, 1):
        ring = blob(world.mesh.centre[seed], rng.between(60, 240), 1300 + number)
        value = NATURE_VALUES[min(3, int(rng.random() * 4))]
        features.append(Feature(nature_fields(number, f"Lokalitet {number}", value), [[ring]]))
    return add_nature_defects(features)


def add_nature_defects(features):
    defects = []

    def add(defect, handling, shape, value="Stor verdi"):
        number = 301 + len(defects)
        features.append(Feature(nature_fields(number, f"Lokalitet {number}", value), shape))
        note(defects, features[-1], defect, handling)

    x, y = local(7050, 3250)
    add("self-crossing ring (bow-tie)", REPAIRED + ": both lobes",
        [[[(x, y), (x + 260, y + 240), (x + 270, y), (x, y + 230)]]])
    x, y = local(8950, 7950)
    add("spike", REPAIRED + "; the area is unchanged",
        [[[(x, y), (x + 200, y), (x + 420, y + 60), (x + 200, y), (x + 180, y + 210), (x, y + 190)]]])
    add("geometry missing", "dropped, merknad", None)
    x, y = local(2600, 7100)
    add("hole along the shell's own border", REPAIRED + ": the hole is cut out",
        [[[(x, y), (x + 240, y), (x + 240, y + 220), (x, y + 220)],
          [(x, y), (x, y + 90), (x + 80, y + 90), (x + 80, y)]]])
    x, y = local(6200, 1600)
    add("two parts that overlap", REPAIRED + ": their union, not a hole",
        [[blob((x, y), 120, 1391)], [blob((x + 130, y), 110, 1392)]])
    add("value missing", "verdi 2, merknad VERDI_UKJENT", [[blob(local(5200, 6900), 130, 1393)]], None)
    features.append(features[7])
    note(defects, features[7], "the same object twice", "second row gets id '#2', merknad; the union counts it once")
    return features, defects


PROTECTED = (("Terneholmen", "naturreservat", "IUCN_IA", local(3500, 5500), 24, "inside", 1994),
             ("Myrlandet", "naturreservat", "IUCN_IA", local(10200, 4500), 50, "land", 2002),
             ("Storfjellet", "landskapsvernområde", "IUCN_V", local(7500, 7200), 130, "dry", 2008),
             ("Skarvneset", "dyrefredningsområde", "IUCN_IV", local(5400, 1700), 12, "inside", 1988),
             ("Oterøya", "naturminne", "IUCN_III", local(3300, 2300), 3, "land", 1979))


def protected_areas(world):
    features = []
    for number, (name, form, iucn, place, count, kind, year) in enumerate(PROTECTED, 1):
        cells = world.group(place, count, getattr(world, kind), 720 + number)
        fields = {"naturvernId": f"VV{number + 99900:08d}", "identifikasjon_lokalid": object_id("vern", number),
                  "navn": f"{name} {form}", "verneform": form, "iucn": iucn,
                  "vernedato": f"{year}-06-24", "kommune": KOMMUNE}
        features.append(Feature(fields, world.shape_of(cells)))
    return features


PROTECTION_TYPES = ("AUT", "AUT", "AUT", "VED", "FOR", "LIST", "UAV", "FJE", "IKKEV", "MID")
MONUMENTS = ("E-ARK", "E-ARK", "E-BER", "E-MAR", "E-RUI", "E-BYG", "E-KRK", "E-TEK")


def monuments(world):
    rng = Rng(730)
    shore = sorted(c for c in world.land if world.on_shore(c))
    features = []
    for number in range(1, 71):
        cell = rng.pick(shore if number % 3 else sorted(world.land))
        x, y = world.mesh.centre[cell]
        place = rounded((x + rng.between(-40, 40), y + rng.between(-40, 40)))
        vernetype = PROTECTION_TYPES[number % len(PROTECTION_TYPES)]
        fields = {"lokalId": f"{279000 + number}-1", "navn": f"Kulturminne {number}",
                  "vernetype": vernetype, "enkeltminnekategori": MONUMENTS[number % len(MONUMENTS)],
                  "verneverdi": "ABCX"[number % 4], "vernedato": None if vernetype == "AUT" else "1991-02-01",
                  "kommune": KOMMUNE}
        features.append(Feature(fields, place))
    return features


def reindeer(world):
    """Migration routes (areas and lines), gathering places, installations."""
    def fields(layer, number):
        return {"lokalId": object_id("reindrift", layer, number), "distriktnavn": "Høgfjellet reinbeitedistrikt",
                "beitebrukerstreng": "H", "kommune": KOMMUNE}
    routes = [Feature(fields("flyttlei", n), world.shape_of(world.group(place, count, world.land, 520 + n)))
              for n, (place, count) in enumerate(((local(9600, 6500), 90), (local(9200, 2300), 70),
                                                  (local(8800, 4300), 40)), 1)]
    gathering = [Feature(fields("oppsamlingsomraade", 1),
                         world.shape_of(world.group(local(10300, 6300), 35, world.land, 529)))]
    trails = []
    for n, (start, end) in enumerate(((local(10500, 8700), local(9500, 900)),
                                      (local(10800, 5000), local(7000, 2700))), 1):
        trails.append(Feature(fields("trekklei", n), [winding(start, end, 521 + n)]))
    fence = [Feature(fields("reindriftsanlegg", 1), local(10250, 6200))]
    return [Layer("flyttlei", "multipolygon", routes), Layer("trekklei", "multiline", trails),
            Layer("oppsamlingsomraade", "multipolygon", gathering),
            Layer("reindriftsanlegg", "point", fence)]


def winding(start, end, seed, steps=60):
    length = math.sqrt(squared(start, end))
    across = ((start[1] - end[1]) / length, (end[0] - start[0]) / length)
    points = []
    for k in range(steps + 1):
        t = k / steps
        sway = 420 * math.sin(math.pi * t) * math.sin(5 * t + seed) + 45 * (unit(seed, k) - 0.5)
        points.append(rounded((start[0] + t * (end[0] - start[0]) + sway * across[0],
                               start[1] + t * (end[1] - start[1]) + sway * across[1])))
    return points


FLOODS = ((20, 28), (200, 62), (2100, 95))


def floods():
    """Storelva from Storvatnet to the fjord: three nested flood areas."""
    river = ogr_line(winding(local(9700, 3500), local(8300, 5500), 320, 45))
    features = []
    for interval, width in FLOODS:
        shape = polygons_of(river.Buffer(width, 4).Simplify(0.5))
        features.append(Feature({"lokalId": object_id("flom", interval), "gjentaksintervall": interval,
                                 "elvenavn": "Storelva", "statusKartlegging": "kartlagt",
                                 "kommune": KOMMUNE}, shape))
    hazard = polygons_of(river.Buffer(170, 4).Simplify(0.5))
    watch = [Feature({"lokalId": object_id("flom", "aktsomhet"), "kommune": KOMMUNE}, hazard)]
    return [Layer("FlomAreal", "multipolygon", features),
            Layer("FlomAktsomhetOmr", "multipolygon", watch)]


# --- AR5 --------------------------------------------------------------------------

def land_cover(world):
    """Full coverage of the land of the municipality and its lakes."""
    owner = {}
    for n, kind in enumerate((world.land, world.lakes)):
        def distance(cell):
            return 330 if nearest_settlement(world.mesh.centre[cell])[2] < 1.3 else 560
        seeds = spaced_seeds(kind, world.mesh, distance, Rng(55 + n))
        owner.update(grow(world.mesh, kind, seeds, 500 + n, roughness=2.0))
    coverage = Coverage(world.mesh, owner)
    features = []
    for number, seed in enumerate(sorted(set(owner.values())), 1):
        kind, tree, class_, ground = cover_of(world, seed)
        fields = {"identifikasjon_lokalid": object_id("ar5", number), "arealtype": kind, "treslag": tree,
                  "skogbonitet": class_, "grunnforhold": ground, "kommunenummer": KOMMUNE,
                  "datafangstdato": "2019-06-10"}
        features.append(Feature(fields, coverage.polygons(seed)))
    return features


def cover_of(world, cell):
    """arealtype, treslag, skogbonitet, grunnforhold."""
    point = world.mesh.centre[cell]
    if world.kind[cell] == "lake":
        return "81", "98", "98", "98"
    name, _, share = nearest_settlement(point)
    mark, height = unit(5, cell), terrain.elevation(*point)
    if share < 0.6:
        return ("11", "98", "98", "98") if mark < 0.85 else ("12", "98", "98", "46")
    if name in ("Dalen", "Sandnes", "Lamøya") and share < 2 or share < 1.3:
        if mark < 0.6:
            return ("21", "22", "23")[int(mark * 5)], "98", "98", "44"
    if mark > 0.88:
        return "60", "39", "11", "45"
    if height > 330:
        return "50", "39", "98", "42" if mark < 0.5 else "43"
    return "30", ("31", "32", "33")[int(mark * 3.3) % 3], ("12", "13", "14")[int(mark * 9) % 3], "44"


# --- Grunnkretser -----------------------------------------------------------------

def districts(world):
    labels = {}
    for cell in sorted(world.inside):
        point = world.mesh.centre[cell]
        wobble = 350 * terrain.fractal_noise(point[0], point[1], 1200, 71)
        labels[cell] = min(range(len(SETTLEMENTS)), key=lambda s: (
            math.sqrt(squared(SETTLEMENTS[s][1], point)) + wobble * (s % 2), s))
    coverage = Coverage(world.mesh, labels)
    features = []
    for s, (name, *_) in enumerate(SETTLEMENTS):
        fields = {"grunnkretsnummer": f"{KOMMUNE}01{s + 1:02d}", "grunnkretsnavn": name,
                  "kommunenummer": KOMMUNE}
        features.append(Feature(fields, coverage.polygons(s)))
    return features
