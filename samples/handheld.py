"""A vessel held in front of a phone: 12 megapixels, the label about a third of the width."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from samples.composition import LANDSCAPE, PORTRAIT, STEP, Lit, Placement, compose, fit, surroundings
from samples.hand import Grip
from samples.optics import Picture, Rng, field, smooth_noise
from samples.vessel import Surface, Vessel, View, look_at

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
    frame = LANDSCAPE if landscape else PORTRAIT
    flat = fit(label, rng, frame, least_px)
    vessel, half_angle = build(rng, SHAPES[kind], flat)
    view = View(
        distance=vessel.radius * rng.uniform(5.5, 8.0),
        eye=vessel.radius * rng.uniform(-1.3, 0.6),
        roll=math.radians(rng.normal(0, 4)),
        centre=(frame[1] * rng.uniform(0.46, 0.54), frame[0] * rng.uniform(0.50, 0.56)),
    )
    coarse = look_at(vessel, view, frame, STEP)
    texture = paint_surface(flat, rng, vessel, half_angle)
    lit = light(coarse, rng, vessel, half_angle, night=night)
    place = Placement(
        x=coarse.angle * vessel.radius + texture.shape[1] / 2,
        y=coarse.level - vessel.top,
        cover=field(np.clip(coarse.inside * 120, 0, 1)),
    )
    scene = surroundings(rng, frame, night=night)
    grip = Grip.draw(rng, vessel, view, night=night)
    grip.paint_back(scene)
    return grip.paint_tips(compose(place, texture, lit, scene))


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
    strength = rng.uniform(0.55, 0.70) if night else rng.uniform(0.95, 1.2)
    lit = 0.30 + 0.60 * key[..., None] * warm + rng.uniform(0.1, 0.3) * fill[..., None] * cold
    lit *= level[..., None]
    lit *= strength * (0.55 + 0.45 * np.sqrt(np.clip(normal_z, 0, 1)))[..., None]
    lit *= 1 + 0.02 * smooth_noise(rng, angle.shape, 90)[..., None]
    veil = np.zeros_like(angle)
    for _ in range(int(rng.integers(1, 4))):
        at = side * rng.uniform(0.15, 1.15)
        wide = rng.uniform(0.03, 0.10)
        span = rng.uniform(0.3, 1.0) * vessel.half_height
        middle = rng.uniform(-0.5, 0.5) * vessel.half_height
        ends = 1 + np.abs((surface.level - middle) / span) ** 6
        streak = np.exp(-(np.abs((angle - at) / wide) ** 2.5)) / ends
        # Over the letters the streak stays thin enough to read through; on bare plastic it burns out.
        most = rng.uniform(0.15, 0.42) if abs(at) < half_angle + 0.1 else rng.uniform(0.5, 0.9)
        veil = np.maximum(veil, most * streak)
    return Lit(field(lit), field(veil * (0.6 if night else 1.0)))
