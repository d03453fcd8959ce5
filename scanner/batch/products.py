"""Which photos show one product, told by their folder or by their names."""

from __future__ import annotations

import re
from typing import Literal

By = Literal["folder", "name"]

_SIDE = re.compile(
    r"""(?<![-_.\ ]) [-_.\ ]+ (?:
        front | back | rear | left | right | side | top | bottom | lid | panel | facts | label | ingredients
        | directions | barcode | detail | closeup | zoom | img | photo | pic | \(?\d{1,3}\)?
    ) [-_.\ ]* \d{0,3} $""",
    re.IGNORECASE | re.VERBOSE,
)
"""The part of a file's name that says which side of the product it shows: brand-front.jpg, brand_2.jpg."""


def product_of(name: str, source: str, by: By) -> str:
    """What the photos of one product have in common; a photo that stands alone has its own.

    ``name`` is the path below what was given, so that photos directly in a folder are not one product.

    >>> product_of("acme/1.jpg", "/in/acme/1.jpg", "folder"), product_of("1.jpg", "/in/1.jpg", "folder")
    ('/in/acme', '/in/1.jpg')
    >>> product_of("acme-front.jpg", "/in/acme-front.jpg", "name")
    '/in/acme'
    """
    if by == "folder":
        return source.rpartition("/")[0] if "/" in name else source
    folder, slash, file = source.rpartition("/")
    stem = file.rpartition(".")[0] or file
    return f"{folder}{slash}{_SIDE.sub('', stem) or stem}"


def product_name(name: str, by: By) -> str:
    """How the product of the photo ``name`` is called in the table.

    >>> product_name("acme/1.jpg", "folder"), product_name("acme-front.jpg", "name")
    ('acme', 'acme')
    """
    if by == "folder":
        return name.rpartition("/")[0] or name
    return product_of(name, name, "name")
