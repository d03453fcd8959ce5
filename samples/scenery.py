"""Out-of-focus surroundings: what else is in a photo of a bottle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from samples.optics import Field, Rng, field, smooth_noise

if TYPE_CHECKING:
    from collections.abc import Callable


def background(rng: Rng, shape: tuple[int, int]) -> Field:
    """A busy blurred background, RGB from 0 to 255, of this height and width."""
    scenes: tuple[Callable[[Rng, tuple[int, int]], Field], ...] = (_desk, _shelf, _keyboard, _room, _cloth)
    scene = scenes[int(rng.integers(len(scenes)))](rng, shape)
    soft = cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.008, 0.022) * max(shape))
    vignette = 1 + 0.12 * smooth_noise(rng, shape, max(shape) / 2)[..., None]
    return field(np.clip(soft * vignette, 0, 255))


def _colour(rng: Rng, low: int = 20, high: int = 235) -> tuple[float, float, float]:
    base = rng.uniform(low, high)
    red, green, blue = np.clip(base + rng.normal(0, 34, 3), 0, 255)
    return float(red), float(green), float(blue)


def _plain(rng: Rng, shape: tuple[int, int], low: int, high: int) -> Field:
    scene = np.empty((*shape, 3), np.float32)
    scene[:] = _colour(rng, low, high)
    return scene


def _desk(rng: Rng, shape: tuple[int, int]) -> Field:
    """A table top with papers, cups and cables."""
    height, width = shape
    scene = _plain(rng, shape, 70, 180)
    grain = rng.standard_normal((max(2, height // 3), 4), np.float32)
    scene += 6 * cv2.resize(grain, (width, height), interpolation=cv2.INTER_LINEAR)[..., None]
    for _ in range(int(rng.integers(6, 14))):
        centre = (rng.uniform(0, width), rng.uniform(0, height))
        size = (rng.uniform(0.08, 0.4) * width, rng.uniform(0.05, 0.3) * height)
        corners = cv2.boxPoints((centre, size, rng.uniform(-50, 50)))
        cv2.fillConvexPoly(scene, corners.astype(np.int32), _colour(rng))
    for _ in range(int(rng.integers(2, 6))):
        middle = (int(rng.integers(width)), int(rng.integers(height)))
        cv2.circle(scene, middle, int(rng.uniform(0.03, 0.1) * width), _colour(rng), -1)
    return scene


def _shelf(rng: Rng, shape: tuple[int, int]) -> Field:
    """Rows of bottles with coloured labels and price strips."""
    height, width = shape
    scene = _plain(rng, shape, 40, 110)
    rows = int(rng.integers(2, 4))
    for row in range(rows):
        bottom = int((row + 1) * height / rows)
        left = -int(rng.integers(0, max(2, width // 8)))
        while left < width:
            wide = int(rng.uniform(0.1, 0.2) * width)
            tall = int(rng.uniform(0.55, 0.85) * height / rows)
            body, paper = _colour(rng, 60, 240), _colour(rng, 30, 240)
            cv2.rectangle(scene, (left, bottom - tall), (left + wide, bottom), body, -1)
            cv2.rectangle(scene, (left, bottom - tall * 3 // 4), (left + wide, bottom - tall // 5), paper, -1)
            for line in range(3):
                level = bottom - tall * 3 // 4 + (line + 1) * tall // 8
                cv2.rectangle(
                    scene,
                    (left + wide // 6, level),
                    (left + wide * 5 // 6, level + tall // 24),
                    _colour(rng),
                    -1,
                )
            left += wide + int(rng.uniform(0.01, 0.05) * width)
        cv2.rectangle(scene, (0, bottom - height // 40), (width, bottom), _colour(rng, 150, 250), -1)
    return scene


def _keyboard(rng: Rng, shape: tuple[int, int]) -> Field:
    height, width = shape
    dark = rng.random() < 0.5
    scene = _plain(rng, shape, 15, 60) if dark else _plain(rng, shape, 150, 220)
    key = int(rng.uniform(0.07, 0.12) * width)
    tone = field(_colour(rng, 40, 90) if dark else _colour(rng, 190, 240))
    for top in range(int(rng.uniform(0, 0.3) * height), height, key):
        for left in range(-int(rng.integers(0, key)), width, key):
            cv2.rectangle(
                scene,
                (left + 2, top + 2),
                (left + key - 3, top + key - 3),
                tuple(float(v) for v in tone * rng.uniform(0.85, 1.1)),
                -1,
            )
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-25, 25), 1.3)
    return field(cv2.warpAffine(scene, turn, (width, height), borderMode=cv2.BORDER_REFLECT))


def _room(rng: Rng, shape: tuple[int, int]) -> Field:
    """A wall, furniture edges and lamps far behind: discs of light."""
    height, width = shape
    scene = _plain(rng, shape, 50, 190)
    horizon = int(rng.uniform(0.4, 0.8) * height)
    scene[horizon:] = _colour(rng, 40, 160)
    for _ in range(int(rng.integers(3, 8))):
        left, top = int(rng.integers(-width // 4, width)), int(rng.integers(0, height))
        wide, tall = int(rng.uniform(0.1, 0.5) * width), int(rng.uniform(0.1, 0.5) * height)
        cv2.rectangle(scene, (left, top), (left + wide, top + tall), _colour(rng), -1)
    lights = np.zeros_like(scene)
    for _ in range(int(rng.integers(0, 14))):
        at = (int(rng.integers(width)), int(rng.integers(height)))
        cv2.circle(lights, at, int(rng.uniform(0.01, 0.035) * width), (230, rng.uniform(160, 220), 110), -1)
    return field(np.clip(scene + lights * 0.6, 0, 255))


def _cloth(rng: Rng, shape: tuple[int, int]) -> Field:
    height, width = shape
    scene = _plain(rng, shape, 60, 200)
    second = field(_colour(rng))
    period = rng.uniform(0.05, 0.2) * width
    y, x = np.mgrid[:height, :width]
    folds = smooth_noise(rng, shape, max(shape) / 3) * period * 0.4
    stripe = ((x + 0.4 * y + folds) % period < period * rng.uniform(0.2, 0.6))[..., None]
    weave = scene * (1 - 0.7 * stripe) + second * 0.7 * stripe
    return field(weave + 18 * smooth_noise(rng, shape, max(shape) / 6)[..., None])
