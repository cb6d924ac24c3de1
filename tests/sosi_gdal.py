#!/usr/bin/env python3
"""Areas of SOSI files as hensyn's reader and GDAL's driver (FYBA) read them, one by one, where the
driver is right: character sets it knows, no arcs, no missing borders.
sosi_gdal.py READER DATA   (READER: the program sosi_areas). 77: GDAL or its driver is not here."""
import os
import shutil
import subprocess
import sys
import tempfile

reader, data = sys.argv[1], os.path.join(sys.argv[2], "sosi")
try:
    from osgeo import gdal, ogr
except ImportError:
    print("skipped: no osgeo for this Python")
    sys.exit(77)
gdal.UseExceptions()
if not ogr.GetDriverByName("SOSI") or not os.path.isdir(data):
    print("skipped: GDAL has no SOSI driver, or there are no files at", data)
    sys.exit(77)

# File, character set it must be written in for the driver, areas.
FILES = [("valgkretser_ISO8859-10.SOS", None, 7), ("1001_Hoyde.sos", "iso8859-1", 71),
         ("naturvernomraade.sos", "iso8859-10", 17), ("testfile2.sos", "iso8859-1", 352),
         ("flate_oy.sos", "iso8859-1", 3), ("flatetest.sos", "iso8859-1", 1)]


def own_areas(path):
    lines = subprocess.run([reader, path], check=True, capture_output=True, text=True).stdout
    return [float(line.split()[1]) for line in lines.splitlines()]


def gdal_areas(path, charset, folder):
    """The driver writes beside the file and stops at UTF-8: a copy in a folder of its own."""
    copy = os.path.join(folder, "copy.sos")
    if charset is None:
        shutil.copy(path, copy)
    else:
        with open(path, encoding="utf-8-sig") as f:
            text = f.read()
        head, _, body = text.partition("..TEGNSETT")
        text = head + "..TEGNSETT " + charset.upper() + body[body.index("\n"):]
        with open(copy, "w", encoding=charset, newline="\n") as f:
            f.write(text)
    source = gdal.OpenEx(copy, gdal.OF_VECTOR, ["SOSI"])
    areas = []
    for i in range(source.GetLayerCount()):
        layer = source.GetLayer(i)
        if layer.GetName() == "polygons":
            areas = [f.GetGeometryRef().GetArea() if f.GetGeometryRef() else 0.0 for f in layer]
    return areas


def main():
    faults = 0
    for name, charset, count in FILES:
        with tempfile.TemporaryDirectory() as folder:
            own = own_areas(os.path.join(data, name))
            theirs = gdal_areas(os.path.join(data, name), charset, folder)
        if not len(own) == len(theirs) == count:
            print(f"{name}: {len(own)} areas, GDAL {len(theirs)}, expected {count}")
            faults += 1
            continue
        wrong = [(i, a, b) for i, (a, b) in enumerate(zip(own, theirs))
                 if abs(a - b) > 1e-3 + 1e-9 * abs(b)]
        for i, a, b in wrong[:10]:
            print(f"{name}: area {i}: {a:.3f}, GDAL {b:.3f}")
        faults += len(wrong)
        print(f"{name}: {len(own)} areas, {sum(own):.3f} m2")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
