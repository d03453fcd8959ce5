"""A round vessel seen by a camera: every pixel's place on its surface, by ray geometry.

Lengths are in pixels of the frame, measured on the front of the vessel; angles in radians. The axis is
upright; a camera that looks down or leans is a rotation of the rays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samples.optics import Field, field


@dataclass(frozen=True)
class Vessel:
    """A surface of revolution: a body, a rounded foot and shoulder, and a cap.

    `half_height` is of the straight body; `shoulder` and `cap_height` come on top of it; y grows downwards.
    """

    radius: float
    half_height: float
    shoulder: float
    neck_radius: float
    cap_height: float
    cap_radius: float
    foot: float

    @property
    def top(self) -> float:
        """Where the cap ends: negative, because y grows downwards."""
        return -self.half_height - self.shoulder - self.cap_height

    @property
    def bottom(self) -> float:
        return self.half_height + self.foot

    @property
    def cap_edge(self) -> float:
        return -self.half_height - self.shoulder

    def radius_at(self, level: Field) -> Field:
        """The radius at each height; above the cap and below the foot it stays what it was."""
        up = np.clip((-level - self.half_height) / max(self.shoulder, 1e-6), 0, 1)
        shoulder = self.neck_radius + (self.radius - self.neck_radius) * np.sqrt(np.clip(1 - up**2.2, 0, 1))
        down = np.clip((level - self.half_height) / self.foot, 0, 1)
        foot = self.radius - 0.8 * self.foot * down**2
        radius = np.where(
            level > self.half_height, foot, np.where(level > -self.half_height, self.radius, shoulder)
        )
        radius = np.where(level < self.cap_edge, self.cap_radius, radius)
        return field(radius)


@dataclass(frozen=True)
class View:
    """A camera `distance` from the axis whose eye is `eye` above (negative) or below the vessel's middle."""

    distance: float
    eye: float
    roll: float
    centre: tuple[float, float]


@dataclass(frozen=True)
class Surface:
    """Fields over the frame: angle round the vessel (0 in front), height, and above 0 where it is hit."""

    angle: Field
    level: Field
    inside: Field


def look_at(vessel: Vessel, view: View, shape: tuple[int, int], step: int) -> Surface:
    """The surface at every `step`th pixel of a frame of this height and width."""
    height, width = shape
    y, x = np.mgrid[0:height:step, 0:width:step].astype(np.float32)
    focal = view.distance - vessel.radius
    rays_x, rays_y = _rotate((x - view.centre[0]) / focal, (y - view.centre[1]) / focal, view, focal)
    level = rays_y * focal + view.eye
    sine = np.zeros_like(level)
    angle = np.zeros_like(level)
    # The radius depends on the height and the height on the radius: two rounds settle both.
    radius = vessel.radius_at(level)
    for _ in range(3):
        safe = np.maximum(radius, 1.0)
        sine = rays_x * view.distance / (safe * np.sqrt(1 + rays_x**2))
        angle = np.arcsin(np.clip(sine, -1, 1)) - np.arctan(rays_x)
        level = rays_y * (view.distance - safe * np.cos(angle)) + view.eye
        radius = vessel.radius_at(level)
    # Smooth across every edge, so that interpolating it between coarse pixels draws a clean outline.
    ends = np.minimum(vessel.bottom - level, level - vessel.top) / vessel.radius
    hit = np.minimum(1 - np.abs(sine), ends)
    return Surface(field(angle), field(level), field(hit))


def _rotate(x: Field, y: Field, view: View, focal: float) -> tuple[Field, Field]:
    """Rays of the leaning camera in the frame of the upright one: roll, then pitch."""
    cos, sin = np.cos(view.roll), np.sin(view.roll)
    x, y = cos * x + sin * y, -sin * x + cos * y
    # The camera turns so that the vessel's middle stays in the middle of the picture.
    pitch = np.arctan2(-view.eye, focal)
    z = np.cos(pitch) - y * np.sin(pitch)
    y = y * np.cos(pitch) + np.sin(pitch)
    return field(x / z), field(y / z)
