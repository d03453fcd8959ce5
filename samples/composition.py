"""A 12-megapixel frame put together: a lit thing, placed pixel by pixel, over its surroundings."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from samples import scenery
from samples.optics import Field, Picture, Rng, field

STEP = 4  # geometry and light are smooth: every fourth pixel is computed, the rest interpolated
PORTRAIT, LANDSCAPE = (4032, 3024), (3024, 4032)  # height, width


@dataclass(frozen=True)
class Placement:
    """For every coarse pixel, the point of the texture seen there, and how far it is covered (0 to 1)."""

    x: Field
    y: Field
    cover: Field


@dataclass(frozen=True)
class Lit:
    """The colour of the light on every coarse pixel, and how far a reflection veils it (0 to 1)."""

    colour: Field
    veil: Field


def fit(label: Picture, rng: Rng, frame: tuple[int, int], least_px: float) -> Picture:
    """The flat label at its size in the frame: about a third of the width, at least `least_px` wide."""
    label_px = max(rng.uniform(0.23, 0.40) * 3024, least_px)
    scale = min(label_px / label.shape[1], 0.62 * frame[0] / label.shape[0])
    size = (max(1, round(label.shape[1] * scale)), max(1, round(label.shape[0] * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(label, size, interpolation=way), np.uint8)


def surroundings(rng: Rng, frame: tuple[int, int], *, night: bool) -> Field:
    """A coarse blurred background for the frame."""
    scene = scenery.background(rng, (frame[0] // 8, frame[1] // 8))
    if night:
        scene *= np.float32(0.35)
    return field(cv2.resize(scene, (frame[1] // STEP, frame[0] // STEP), interpolation=cv2.INTER_LINEAR))


def compose(place: Placement, texture: Picture, lit: Lit, scene: Field) -> Field:
    """The full frame, RGB from 0 to 255: the texture where it is placed, lit and veiled, over the scene."""
    rows, columns = np.nonzero(place.cover > 0)
    rim = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    top, left = rows.min() * STEP, columns.min() * STEP
    size = ((columns.max() + 1) * STEP - left, (rows.max() + 1) * STEP - top)

    def full(values: Field) -> Field:
        return field(cv2.resize(values[rim], size, interpolation=cv2.INTER_LINEAR))

    frame_size = (scene.shape[1] * STEP, scene.shape[0] * STEP)
    painted = field(cv2.resize(scene, frame_size, interpolation=cv2.INTER_LINEAR))
    albedo = cv2.remap(
        texture, full(place.x), full(place.y), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    shaded = cv2.multiply(albedo, full(lit.colour), dtype=cv2.CV_32F)
    white = np.full_like(shaded, 250)
    veil = full(lit.veil)
    glossy = cv2.blendLinear(shaded, white, 1 - veil, veil)
    window = painted[top : top + size[1], left : left + size[0]]
    cover = full(place.cover)
    window[:] = cv2.blendLinear(glossy, np.ascontiguousarray(window), cover, 1 - cover)
    return painted
