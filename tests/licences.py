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
their licences. All may be used together with it. LGPL means a library that is loaded, can be replaced, and is not
part of the wheel: pi-heif, for HEIC photos only. Written by `python -m tests.licences`, held by a test.

| Licence | Packages |
|---|---|
"""


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


def listed():
    """What the page says: package to licence."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {name: licence for licence, names in rows if licence != "Licence" for name in names.split(", ")}


def main():
    rows = {}
    for name in sorted(set(locked())):
        rows.setdefault(licence_of(name) or SAID_ELSEWHERE[name], []).append(name)
    lines = [f"| {licence} | {', '.join(names)} |\n" for licence, names in sorted(rows.items())]
    PAGE.write_text(HEAD + "".join(lines), "utf-8")


if __name__ == "__main__":
    main()
