"""Boxes and pouches in a hand: a flat front, leaning, with edges or wrinkles."""

from __future__ import annotations

import math

import cv2
import numpy as np

from samples.composition import LANDSCAPE, PORTRAIT, STEP, Lit, Placement, compose, fit, surroundings
from samples.hand import Grip
from samples.optics import Field, Picture, Rng, field, smooth_noise
from samples.vessel import Vessel, View


def hold(label: Picture, rng: Rng, kind: str, *, landscape: bool, least_px: float, night: bool) -> Picture:
    """The frame of a phone: the flat label, at least `least_px` wide, on a box or a pouch in a hand."""
    frame = LANDSCAPE if landscape else PORTRAIT
    pack = wrap_up(fit(label, rng, frame, least_px), rng, kind)
    height, width = pack.shape[:2]
    roll = math.radians(rng.normal(0, 5))
    centre = (frame[1] * rng.uniform(0.46, 0.54), frame[0] * rng.uniform(0.48, 0.54))
    x, y = unproject(rng, frame, centre, roll)
    u, v = x + width / 2, y + height / 2
    if kind == "pouch":
        waves = field(0.010 * smooth_noise(rng, x.shape, width / STEP / 2.5))
        folds = field(0.0022 * smooth_noise(rng, x.shape, width / STEP / 12))
        u, v = u + (waves + folds) * width, v + (np.roll(waves, 40, axis=1) + folds) * width
        relief = waves * 0.8 + folds * 2.4
    else:
        relief = np.zeros_like(x)
    edge = np.minimum(np.minimum(u, width - u), np.minimum(v, height - v))
    place = Placement(field(u), field(v), field(np.clip(edge / STEP, 0, 1)))
    lit = light(field(x / width), field(y / height), field(relief), rng, night=night)
    scene = surroundings(rng, frame, night=night)
    body = Vessel(width / 2, height / 2, 1, 1, 1, 1, 1)
    grip = Grip.draw(rng, body, View(width * 3.0, 0.0, roll, centre), night=night)
    grip.paint_back(scene)
    return grip.paint_tips(compose(place, pack, lit, scene))


def wrap_up(flat: Picture, rng: Rng, kind: str) -> Picture:
    """The pack's front: the label within a margin that leaves room for fingers, with a seam or an edge."""
    height, width = flat.shape[:2]
    side, above = round(width * rng.uniform(0.13, 0.2)), round(width * rng.uniform(0.12, 0.3))
    below = round(width * rng.uniform(0.12, 0.4))
    paper = np.median(flat[:: max(1, height // 64), :4].reshape(-1, 3), axis=0)
    pack = np.empty((height + above + below, width + 2 * side, 3), np.uint8)
    pack[:] = paper
    second = np.clip(paper * rng.uniform(0.5, 0.8) + rng.uniform(0, 50, 3), 0, 255)
    if rng.random() < 0.6:
        pack[: round(above * rng.uniform(0.4, 0.8))] = second
    if rng.random() < 0.4:
        pack[-round(below * rng.uniform(0.4, 0.8)) :] = second
    pack[above : above + height, side : side + width] = flat
    if kind == "pouch":
        seam = round(above * 0.3)
        ribs = (np.arange(seam) // max(2, seam // 9)) % 2 == 0
        pack[:seam][ribs] = (pack[:seam][ribs] * 0.86).astype(np.uint8)
    else:
        # One side of the box is seen too, darker.
        strip = round(side * rng.uniform(0.2, 0.5))
        edge = np.s_[:, -strip:] if rng.random() < 0.5 else np.s_[:, :strip]
        pack[edge] = (pack[edge] * 0.55).astype(np.uint8)
    return pack


def unproject(
    rng: Rng, frame: tuple[int, int], centre: tuple[float, float], roll: float
) -> tuple[Field, Field]:
    """For every coarse pixel, the point of the leaning plane seen there, in pixels from the pack's middle."""
    height, width = frame
    y, x = np.mgrid[0:height:STEP, 0:width:STEP].astype(np.float32)
    x, y = x - np.float32(centre[0]), y - np.float32(centre[1])
    cos, sin = math.cos(roll), math.sin(roll)
    x, y = cos * x + sin * y, -sin * x + cos * y
    # A plane z = D + a x + b y seen from the origin with focal length D: points scale by depth over D.
    lean_x, lean_y = rng.uniform(-0.22, 0.22), rng.uniform(-0.28, 0.28)
    focal = 3400.0
    depth = 1 / (1 - lean_x * x / focal - lean_y * y / focal)
    return field(x * depth), field(y * depth)


def light(x: Field, y: Field, relief: Field, rng: Rng, *, night: bool) -> Lit:
    """Light that falls off over the pack, brighter where a wrinkle faces it, with one soft reflection."""
    strength = rng.uniform(0.55, 0.70) if night else rng.uniform(0.85, 1.1)
    fall = strength * (0.85 + rng.uniform(-0.3, 0.3) * x + rng.uniform(-0.3, 0.1) * y)
    slope = field(cv2.Sobel(relief, cv2.CV_32F, 1, 0, ksize=5)) + field(
        cv2.Sobel(relief, cv2.CV_32F, 0, 1, ksize=5)
    )
    shade = fall * np.clip(1 + slope * 5, 0.62, 1.25)
    tint = field((1.0, rng.uniform(0.9, 0.98), rng.uniform(0.75, 0.95)))
    across = x * math.cos(0.5) + y * math.sin(0.5) - rng.uniform(-0.4, 0.4)
    streak = rng.uniform(0.1, 0.35) * np.exp(-((across / rng.uniform(0.06, 0.15)) ** 2))
    glints = np.clip(slope * 4 - 0.35, 0, 0.35)
    return Lit(field(shade[..., None] * tint), field(np.clip(streak + glints, 0, 0.5)))
