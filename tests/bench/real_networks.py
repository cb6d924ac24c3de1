"""Real networks for the benchmark of distances, where the folder of real data holds them."""

import json
import os


def lines_of(path, layer):
    """Coordinates of every line of a layer, with the code of its coordinate system."""
    from osgeo import gdal  # pylint: disable=import-outside-toplevel
    gdal.UseExceptions()
    # GDAL would leave a .gfs beside a GML.
    source = gdal.OpenEx(path, gdal.OF_VECTOR, open_options=["WRITE_GFS=NO"])
    table = source.GetLayerByName(layer)
    code = table.GetSpatialRef().GetAuthorityCode(None)
    return code, [feature.GetGeometryRef().GetPoints() for feature in table]


def write(path, code, features):
    """GeoJSON; features: pairs of a geometry and its number of residents, or None."""
    rows = [{"type": "Feature", "geometry": geometry,
             "properties": {"id": number + 1, "bosatte": people}}
            for number, (geometry, people) in enumerate(features)]
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "crs": crs, "features": rows}, file)
    return path


def square(centre, half):
    x, y = centre[:2]
    ring = [[x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half],
            [x - half, y - half]]
    return {"type": "Polygon", "coordinates": [ring]}


def hamar(shared, folder):
    """Every link of a municipality; dwellings 15 m from its links and areas on them are made up."""
    source = os.path.join(shared, "hamar", "Veglenke.gml")
    if not os.path.exists(source):
        return None
    code, lines = lines_of(source, "Veglenke")
    points = [({"type": "Point", "coordinates": [p[0] + 15, p[1] + 5]}, 2)
              for line in lines for p in line[::8]]
    areas = [(square(line[len(line) // 2], 60 if i % 3 else 250), None)
             for i, line in enumerate(lines) if i % 60 == 0]
    return ["--network", source,
            "--origins", write(os.path.join(folder, "hamar_boliger.geojson"), code, points),
            "--destinations", write(os.path.join(folder, "hamar_omrader.geojson"), code, areas)]


def liechtenstein(shared, folder):
    """Ways, buildings and parks of a country, as OpenStreetMap had them."""
    del folder
    source = os.path.join(shared, "osm", "liechtenstein-2013-08-03.osm.pbf")
    if not os.path.exists(source):
        return None
    areas = "multipolygons|subset=leisure IN ('park','nature_reserve','playground','common') " \
            "OR landuse IN ('forest','recreation_ground') OR natural = 'wood'"
    return ["--network", f"{source}|layername=lines",
            "--origins", f"{source}|layername=multipolygons|subset=building IS NOT NULL",
            "--destinations", f"{source}|layername={areas}"]


NETWORKS = {"Hamar": hamar, "Liechtenstein": liechtenstein}
