"""A hand round a vessel: fingers as lit capsules, some behind it and some before."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from samples.composition import STEP
from samples.optics import Field, Picture, Rng, field, picture, smooth_noise

if TYPE_CHECKING:
    from samples.vessel import Vessel, View

SKINS = ((236, 196, 170), (222, 176, 146), (198, 146, 112), (160, 110, 80), (112, 74, 54), (214, 168, 140))


@dataclass(frozen=True)
class Finger:
    """From `start` to the tip `end`, in pixels of the scene."""

    start: tuple[float, float]
    end: tuple[float, float]
    radius: float


def finger(
    scene: Field,
    rng: Rng,
    shape: Finger,
    skin: Field,
    light: tuple[float, float],
    *,
    nail: bool,
    shadow: float,
) -> None:
    """Paints a finger, a lit capsule, onto a scene, in place; `shadow` is how dark its own shadow is."""
    start, end, radius = shape.start, shape.end, shape.radius
    height, width = scene.shape[:2]
    reach = radius * 1.3
    left, right = (int(np.clip(f(start[0], end[0]) + s * reach, 0, width)) for f, s in ((min, -1), (max, 1)))
    top, bottom = (int(np.clip(f(start[1], end[1]) + s * reach, 0, height)) for f, s in ((min, -1), (max, 1)))
    if right - left < 2 or bottom - top < 2:
        return
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    run = np.array(end, np.float32) - np.array(start, np.float32)
    along = np.clip(((x - start[0]) * run[0] + (y - start[1]) * run[1]) / float(run @ run), 0, 1)
    across_x, across_y = x - (start[0] + along * run[0]), y - (start[1] + along * run[1])
    # A finger is thicker at the joints and narrower at the tip.
    long = float(np.hypot(run[0], run[1])) > 2.5 * radius
    girth = radius * (1.0 - 0.14 * along**3 + (0.05 * np.cos(along * 9) if long else 0))
    q = np.hypot(across_x, across_y) / girth
    height_field = np.sqrt(np.clip(1 - q**2, 0, 1))
    lit = 0.50 + 0.34 * height_field + 0.26 * (across_x * light[0] + across_y * light[1]) / girth
    lit -= (0.10 if long else 0.0) * np.exp(-(((along - 0.55) * 16) ** 2)) * height_field
    lit += 0.02 * smooth_noise(rng, lit.shape, max(3.0, radius / 4))
    flush = field((1.0, 0.94, 0.92)) ** (along[..., None] * 2)
    colour = skin * lit[..., None] * flush
    if nail:
        tip = np.array(end) - run / np.hypot(*run) * radius * 0.15
        oval = ((x - tip[0]) / (radius * 0.55)) ** 2 + ((y - tip[1]) / (radius * 0.5)) ** 2
        gloss = np.clip(1.15 - oval, 0, 1)[..., None] ** 0.5
        colour = colour * (1 - 0.5 * gloss) + field((236, 200, 190)) * lit[..., None] * 0.5 * gloss * 1.15
    alpha = np.clip((1 - q) * girth / 1.5, 0, 1)[..., None]
    window = scene[top:bottom, left:right]
    # The finger's own soft shadow on what lies behind it.
    dark = 1 - shadow * np.clip(1.25 - q, 0, 0.25)[..., None] / 0.25
    window[:] = (window * dark) * (1 - alpha) + colour * alpha


@dataclass(frozen=True)
class Grip:
    """The hand round the vessel: fingers behind it, tips and the thumb before it (coarse pixels)."""

    back: tuple[Finger, ...]
    tips: tuple[Finger, ...]
    skin: Field
    light: tuple[float, float]
    seed: int

    @classmethod
    def draw(cls, rng: Rng, vessel: Vessel, view: View, *, night: bool) -> Grip:
        """A right or left hand that holds the lower half of the vessel, never over the label's middle."""
        side = rng.choice((-1.0, 1.0))
        r, scale = vessel.radius, 1 / STEP

        def at(x: float, y: float) -> tuple[float, float]:
            cos, sin = math.cos(view.roll), math.sin(view.roll)
            px, py = x * side * r, y * r
            return (
                (view.centre[0] + cos * px - sin * py) * scale,
                (view.centre[1] + sin * px + cos * py) * scale,
            )

        thick = rng.uniform(0.21, 0.28)
        low = rng.uniform(0.0, 0.5) * vessel.half_height / r
        tips, back = [], []
        for number in range(4):
            y = low + (number - 1.5) * thick * 1.9
            girth = thick * (0.8 if number == 3 else 1.0)
            # The tip comes round the side; the label's edge, at about 0.75 radii, stays free.
            reach = rng.uniform(0.90, 0.98) + girth
            tips.append(
                Finger(
                    at(reach + rng.uniform(0.12, 0.3), y + rng.uniform(0, 0.08)),
                    at(reach, y),
                    girth * r * scale,
                )
            )
        thumb_y = low - rng.uniform(0.0, 0.7)
        tips.append(Finger(at(-1.42, thumb_y + 1.1), at(-1.14, thumb_y), thick * 1.15 * r * scale))
        # Palm, knuckles and wrist, behind the vessel and out of the frame.
        back.append(Finger(at(-0.9, 3.4), at(-0.3, 1.3), 0.95 * r * scale))
        back.append(Finger(at(-0.9, low + 2.2), at(-1.3, thumb_y + 1.2), 0.42 * r * scale))
        back += [
            Finger(
                at(0.3, low + (number - 1.0) * thick * 1.9 + 0.5),
                at(1.2, low + (number - 1.5) * thick * 1.9),
                thick * 1.1 * r * scale,
            )
            for number in range(4)
        ]
        exposure = rng.uniform(0.75, 1.0) * (0.5 if night else 1.0)
        skin = field(SKINS[int(rng.integers(len(SKINS)))]) * exposure
        return cls(tuple(back), tuple(tips), field(skin), (-0.5 * side, -0.6), int(rng.integers(1 << 31)))

    def paint_back(self, scene: Field) -> None:
        """Paints palm and wrist into the coarse scene."""
        rng = np.random.default_rng(self.seed)
        for part in self.back:
            finger(scene, rng, part, self.skin, self.light, nail=False, shadow=0)

    def paint_tips(self, frame: Field) -> Picture:
        """The frame with fingertips and thumb over it.

        Painted once on black and once on white, a layer shows its colour and what shines through it.
        """
        size = (frame.shape[1] // STEP, frame.shape[0] // STEP)
        layers = []
        for ground in (0.0, 255.0):
            rng = np.random.default_rng(self.seed + 1)
            layer = np.full((size[1], size[0], 3), ground, np.float32)
            for number, part in enumerate(self.tips):
                nail = number == len(self.tips) - 1
                finger(layer, rng, part, self.skin, self.light, nail=nail, shadow=0.4)
            layers.append(layer)
        through = (layers[1] - layers[0]) / 255
        rows, columns = np.nonzero(through[..., 0] < 0.999)
        if not rows.size:
            return picture(frame)
        top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
        box = np.s_[top * STEP : bottom * STEP, left * STEP : right * STEP]
        wide = ((right - left) * STEP, (bottom - top) * STEP)
        colour = cv2.resize(layers[0][top:bottom, left:right], wide, interpolation=cv2.INTER_LINEAR)
        alpha = cv2.resize(through[top:bottom, left:right], wide, interpolation=cv2.INTER_LINEAR)
        frame[box] = frame[box] * alpha + colour
        return picture(frame)
