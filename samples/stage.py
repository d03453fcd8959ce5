"""Flat things before a camera: on a table, at an angle, round a cylinder, far away."""

from __future__ import annotations

import cv2
import numpy as np

from samples import scenery
from samples.optics import Picture, Rng, field, picture


def lay_down(image: Picture, rng: Rng, *, lean: float, turn: float) -> Picture:
    """The label on a surface, its corners moved by up to `lean` of its size and turned by `turn` degrees."""
    height, width = image.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + field(rng.uniform(-lean, lean, (4, 2))) * field((width, height)) * 0.5
    moved = pinch(moved, rng, lean)
    angle = np.radians(turn)
    rotation = field([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = field((width / 2, height / 2))
    moved = (moved - middle) @ rotation.T + middle
    margin = field((width, height)) * float(rng.uniform(0.04, 0.12))
    low = moved.min(axis=0) - margin
    size = moved.max(axis=0) + margin - low
    matrix = cv2.getPerspectiveTransform(corners, field(moved - low))
    return _over(image, matrix, (int(size[0]), int(size[1])), rng)


def pinch(corners: np.ndarray, rng: Rng, lean: float) -> np.ndarray:
    """One side shorter than the other, as when a flat label is seen at an angle."""
    side = int(rng.integers(4))
    a, b = corners[side].copy(), corners[(side + 1) % 4].copy()
    share = float(rng.uniform(0.3, 1.0)) * lean
    corners[side], corners[(side + 1) % 4] = a + (b - a) * share / 2, b + (a - b) * share / 2
    return corners


def _over(image: Picture, matrix: np.ndarray, size: tuple[int, int], rng: Rng) -> Picture:
    """The warped label over an out-of-focus surface."""
    width, height = size
    coarse = scenery.background(rng, (max(16, height // 6), max(16, width // 6)))
    ground = picture(cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR))
    warped = cv2.warpPerspective(image, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    white = np.full(image.shape[:2], 255, np.uint8)
    alpha = (
        cv2.warpPerspective(white, matrix, size, flags=cv2.INTER_LINEAR).astype(np.float32)[..., None] / 255
    )
    return picture(warped * alpha + ground * (1 - alpha))


def curve(image: Picture, rng: Rng) -> Picture:
    """The label round an upright cylinder, seen close up and a little from above or below."""
    height, width = image.shape[:2]
    half = rng.uniform(0.55, 0.85)
    radius = width / (2 * half)
    lift = rng.choice((-1.0, 1.0)) * rng.uniform(0.06, 0.16) * width
    edge = radius * min(1.25, half + 0.35)
    columns = np.arange(int(2 * radius * np.sin(min(1.5, edge / radius))), dtype=np.float32)
    across = (columns - columns.size / 2) / radius
    angle = np.arcsin(np.clip(across, -1, 1))
    bow = lift * (1 - np.cos(angle))
    margin = int(abs(lift) + 0.08 * height)
    rows = np.arange(height + 2 * margin, dtype=np.float32)
    map_x = field(np.broadcast_to(angle * radius + width / 2, (rows.size, columns.size)))
    map_y = field(rows[:, None] - margin - bow[None, :])
    paper = np.median(image[:: max(1, height // 64), :3].reshape(-1, 3), axis=0)
    colour = tuple(float(v) for v in paper)
    warped = cv2.remap(
        image, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=colour
    )
    shade = 0.62 + 0.38 * np.cos(angle - float(rng.uniform(-0.5, 0.5)))
    return picture(warped * field(shade)[None, :, None])


def far_away(image: Picture, rng: Rng, *, share: float) -> Picture:
    """The label filling only this share of the frame's width, among other things."""
    height, width = image.shape[:2]
    frame_width = int(width / share)
    frame_height = int(max(frame_width * 0.75, height * 1.4))
    left = rng.uniform(0.05, 0.95) * (frame_width - width * 1.1) + width * 0.05
    top = rng.uniform(0.05, 0.95) * (frame_height - height * 1.1) + height * 0.05
    angle = np.radians(rng.uniform(-4, 4))
    matrix = np.array([[np.cos(angle), -np.sin(angle), left], [np.sin(angle), np.cos(angle), top], [0, 0, 1]])
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]]) @ matrix.T
    # Keep every corner inside: a row cut off by the edge could not be expected to be read.
    matrix[0, 2] += max(0, 4 - corners[:, 0].min()) - max(0, corners[:, 0].max() + 4 - frame_width)
    matrix[1, 2] += max(0, 4 - corners[:, 1].min()) - max(0, corners[:, 1].max() + 4 - frame_height)
    return _over(image, matrix, (frame_width, frame_height), rng)
