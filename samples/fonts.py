"""Typefaces of the drawn labels, found inside PyPI packages: no system font is ever used."""

from __future__ import annotations

import functools
import importlib.util
import tomllib
from pathlib import Path
from typing import Literal

from PIL import ImageFont

DATA = Path(__file__).parent / "data"

Weight = Literal["regular", "bold", "italic", "black"]


class MissingFontError(RuntimeError):
    """A font package is not installed; the message says how to get it."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"The font package {package.replace('_', '-')} is not installed. "
            "Install the dependency group 'samples' (pip install --group samples)."
        )
        self.package = package


@functools.cache
def typefaces() -> dict[str, dict[str, object]]:
    """The rows of data/typefaces.toml by name."""
    with (DATA / "typefaces.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise MissingFontError(package)
    return Path(spec.origin).parent / "files"


@functools.lru_cache(maxsize=256)
def font(typeface: str, weight: Weight, size_px: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels. Raises MissingFontError, or KeyError for an unknown typeface."""
    row = typefaces()[typeface]
    face = row[weight]
    if not isinstance(face, dict):
        raise TypeError(f"typefaces.toml: {typeface}.{weight} is not a table")
    # The basic layout engine is in every Pillow, so the same label comes out on every machine.
    loaded = ImageFont.truetype(
        _folder(str(row["package"])) / str(face["file"]), size_px, layout_engine=ImageFont.Layout.BASIC
    )
    if face["axes"]:
        loaded.set_variation_by_axes([float(value) for value in face["axes"]])
    return loaded


def x_height_px(typeface: str, size_px: int) -> float:
    """The height of a lower-case x in pixels: what decides whether a photo can be read."""
    _, top, _, bottom = font(typeface, "regular", size_px).getbbox("x")
    return float(bottom - top)
