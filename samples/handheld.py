"""A vessel held in front of a phone: 12 megapixels, the label about a third of the width."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from samples import scenery
from samples.hand import Grip
from samples.optics import Field, Picture, Rng, field, smooth_noise
from samples.vessel import Surface, Vessel, View, look_at

STEP = 4  # geometry and light are smooth: every fourth pixel is computed, the rest interpolated
PLASTICS = (
    (244, 244, 240),
    (246, 246, 246),
    (228, 230, 230),
    (24, 24, 28),
    (92, 46, 18),
    (20, 40, 90),
    (232, 226, 210),
)
CAPS = ((246, 246, 246), (246, 246, 244), (20, 20, 22), (232, 110, 30), (30, 70, 150), (200, 200, 196))


@dataclass(frozen=True)
class Shape:
    """How a kind of vessel is built, in radii of its body; `half_angle` is where the label's sides are."""

    half_angle: tuple[float, float]
    body: tuple[float, float]
    shoulder: tuple[float, float]
    neck: float
    cap_height: tuple[float, float]
    cap: float


SHAPES = {
    "bottle": Shape((0.62, 0.86), (1.15, 1.45), (0.35, 0.6), 0.70, (0.5, 0.7), 0.78),
    "tub": Shape((0.50, 0.72), (0.85, 1.05), (0.08, 0.14), 0.96, (0.3, 0.45), 0.99),
}


def hold(label: Picture, rng: Rng, kind: str, *, landscape: bool, least_px: float, night: bool) -> Picture:
    """The frame of a phone: the flat label, at least `least_px` wide, on a vessel in a hand."""
    frame = (3024, 4032) if landscape else (4032, 3024)
    shape = SHAPES[kind]
    # About a third of a portrait frame's width; letters of small print would vanish below `least_px`.
    label_px = max(rng.uniform(0.28, 0.46) * 3024, least_px)
    most_height = 0.62 * frame[0]
    scale = min(label_px / label.shape[1], most_height / label.shape[0])
    flat = resize(label, scale)
    vessel, half_angle = build(rng, shape, flat)
    view = View(
        distance=vessel.radius * rng.uniform(5.5, 8.0),
        eye=vessel.radius * rng.uniform(-1.3, 0.6),
        roll=math.radians(rng.normal(0, 4)),
        yaw=math.radians(rng.uniform(-2, 2)),
        centre=(frame[1] * rng.uniform(0.46, 0.54), frame[0] * rng.uniform(0.50, 0.56)),
    )
    coarse = look_at(vessel, view, frame, STEP)
    texture = paint_surface(flat, rng, vessel, half_angle)
    lit = light(coarse, rng, vessel, half_angle, night=night)
    scene = scenery.background(rng, (frame[0] // 8, frame[1] // 8))
    scene = field(
        cv2.resize(
            scene * np.float32(0.35 if night else 1), coarse.angle.shape[::-1], interpolation=cv2.INTER_LINEAR
        )
    )
    grip = Grip.draw(rng, vessel, view, step=STEP, night=night)
    grip.paint_back(scene)
    painted = compose(coarse, vessel, texture, lit, scene)
    return grip.paint_tips(painted, step=STEP)


def resize(image: Picture, scale: float) -> Picture:
    """The picture at another size, without the stairs that plain sampling leaves."""
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return np.asarray(
        cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC), np.uint8
    )


def build(rng: Rng, shape: Shape, flat: Picture) -> tuple[Vessel, float]:
    """A vessel that the flat label fits, and the angle of the label's sides."""
    half_angle = rng.uniform(*shape.half_angle)
    radius = flat.shape[1] / (2 * half_angle)
    half_height = max(rng.uniform(*shape.body) * radius, flat.shape[0] * rng.uniform(0.52, 0.6))
    vessel = Vessel(
        radius=radius,
        half_height=half_height,
        shoulder=rng.uniform(*shape.shoulder) * radius,
        neck_radius=shape.neck * radius,
        cap_height=rng.uniform(*shape.cap_height) * radius,
        cap_radius=shape.cap * radius,
        foot=0.12 * radius,
    )
    return vessel, half_angle


def paint_surface(flat: Picture, rng: Rng, vessel: Vessel, half_angle: float) -> Picture:
    """The vessel unrolled from -1.5 to 1.5 radians and from cap to foot, with the label in the middle."""
    width = round(3.0 * vessel.radius)
    height = round(vessel.bottom - vessel.top)
    canvas = np.empty((height, width, 3), np.uint8)
    canvas[:] = PLASTICS[int(rng.integers(len(PLASTICS)))]
    edge = round(vessel.cap_edge - vessel.top)
    cap = np.array(CAPS[int(rng.integers(len(CAPS)))], np.float32)
    ridges = 1 - 0.16 * (np.sin(np.linspace(-1.5, 1.5, width) * rng.integers(40, 70)) > 0.3)
    canvas[:edge] = np.clip(cap * ridges[None, :, None], 0, 255).astype(np.uint8)
    canvas[max(0, edge - 8) : edge + 6] = (canvas[max(0, edge - 8) : edge + 6] * 0.45).astype(np.uint8)
    # The paper goes on round the vessel: its colour, and strips of the neighbouring pages of the label.
    top = round(-vessel.top - flat.shape[0] / 2)  # the label's middle is the vessel's
    left = round(width / 2 - half_angle * vessel.radius)
    reach = max(flat.shape[0] / 2, rng.uniform(0.8, 0.96) * vessel.half_height)
    band = canvas[round(-vessel.top - reach) : round(-vessel.top + reach)]
    paper = np.median(flat[:: max(1, flat.shape[0] // 64), :4].reshape(-1, 3), axis=0)
    band[:] = paper
    for start, end in ((0, left), (left + flat.shape[1], width)):
        if rng.random() < 0.6:
            neighbour(band[:, start:end], rng)
    canvas[top : top + flat.shape[0], left : left + flat.shape[1]] = flat[:, : width - left]
    return canvas


def neighbour(strip: Picture, rng: Rng) -> None:
    """Paints the label's next page into a strip: a field of colour with bars of another; no letters."""
    colour = rng.uniform(20, 235, 3)
    strip[:] = colour.astype(np.uint8)
    height, width = strip.shape[:2]
    level = rng.uniform(0.05, 0.2)
    while level < 0.9:
        tall = rng.uniform(0.02, 0.12)
        bar = strip[
            round(level * height) : round((level + tall) * height), : round(width * rng.uniform(0.5, 1))
        ]
        bar[:] = np.clip(colour + rng.normal(0, 70, 3), 0, 255).astype(np.uint8)
        level += tall + rng.uniform(0.03, 0.15)


@dataclass(frozen=True)
class Lit:
    """The colour of the light on every coarse pixel, and how far a reflection veils it (0 to 1)."""

    colour: Field
    veil: Field


def light(surface: Surface, rng: Rng, vessel: Vessel, half_angle: float, *, night: bool) -> Lit:
    """Light from two sides, one warmer, and one to three reflections."""
    angle = surface.angle
    normal_x, normal_z = np.sin(angle), np.cos(angle)
    side = rng.choice((-1.0, 1.0))
    warm = field((1.0, rng.uniform(0.86, 0.96), rng.uniform(0.66, 0.88)))
    cold = field((rng.uniform(0.84, 0.95), 0.97, 1.04))
    key = np.clip(normal_x * side * 0.6 + normal_z * 0.8, 0, None)
    fill = np.clip(-normal_x * side * 0.8 + normal_z * 0.45, 0, None)
    level = 1 - 0.16 * (surface.level / vessel.half_height) * rng.uniform(-0.6, 1.4)
    strength = rng.uniform(0.42, 0.55) if night else rng.uniform(0.95, 1.2)
    lit = (0.30 + 0.60 * key[..., None] * warm + rng.uniform(0.1, 0.3) * fill[..., None] * cold) * level[
        ..., None
    ]
    lit *= strength * (0.55 + 0.45 * np.sqrt(np.clip(normal_z, 0, 1)))[..., None]
    lit *= 1 + 0.02 * smooth_noise(rng, angle.shape, 90)[..., None]
    veil = np.zeros_like(angle)
    for _ in range(int(rng.integers(1, 4))):
        at = side * rng.uniform(0.15, 1.15)
        wide = rng.uniform(0.03, 0.10)
        span = rng.uniform(0.3, 1.0) * vessel.half_height
        middle = rng.uniform(-0.5, 0.5) * vessel.half_height
        streak = np.exp(-(np.abs((angle - at) / wide) ** 2.5)) / (
            1 + np.abs((surface.level - middle) / span) ** 6
        )
        # Over the letters the streak stays thin enough to read through; on bare plastic it burns out.
        most = rng.uniform(0.15, 0.42) if abs(at) < half_angle + 0.1 else rng.uniform(0.5, 0.9)
        veil = np.maximum(veil, most * streak)
    return Lit(field(lit), field(veil * (0.6 if night else 1.0)))


def compose(coarse: Surface, vessel: Vessel, texture: Picture, lit: Lit, scene: Field) -> Field:
    """Background and lit vessel in one full frame, RGB from 0 to 255; the scene is coarse."""
    size = (scene.shape[1] * STEP, scene.shape[0] * STEP)

    def full(values: Field) -> Field:
        return field(cv2.resize(values, size, interpolation=cv2.INTER_LINEAR))

    painted = full(scene)
    rows, columns = np.nonzero(coarse.inside > 0)
    top, bottom = rows.min() * STEP, min(size[1], (rows.max() + 2) * STEP)
    left, right = columns.min() * STEP, min(size[0], (columns.max() + 2) * STEP)
    box = np.s_[top:bottom, left:right]
    map_x = full(coarse.angle)[box] * vessel.radius + texture.shape[1] / 2
    map_y = full(coarse.level)[box] - vessel.top
    albedo = cv2.remap(texture, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    shaded = albedo * full(lit.colour)[box]
    hidden = full(lit.veil)[box][..., None]
    shaded = shaded * (1 - hidden) + np.float32(250) * hidden
    alpha = np.clip(full(coarse.inside)[box] * 60, 0, 1)[..., None]
    painted[box] = painted[box] * (1 - alpha) + shaded * alpha
    return painted
