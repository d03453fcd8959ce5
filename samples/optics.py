"""What lens, light and sensor do to a picture: blur, glare, shadow, noise. RGB arrays in and out."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Field = npt.NDArray[np.float32]
Rng = np.random.Generator


def field(values: npt.ArrayLike) -> Field:
    """Any array as 32-bit floats: OpenCV is fastest with them."""
    return np.asarray(values, np.float32)


def picture(values: npt.ArrayLike) -> Picture:
    """Floats from 0 to 255 as a picture; what lies outside is clipped, as a sensor clips."""
    return np.asarray(np.clip(values, 0, 255), np.uint8)


def smooth_noise(rng: Rng, shape: tuple[int, int], grain_px: float) -> Field:
    """A random field with mean 0 and deviation 1 whose bumps are about `grain_px` wide."""
    height, width = shape
    small = (max(2, round(height / grain_px)), max(2, round(width / grain_px)))
    coarse = rng.standard_normal(small, np.float32)
    return field(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC))


def defocus(image: Picture, radius_px: float) -> Picture:
    """The picture through a lens that is not sharp: a disc of this radius, slightly feathered."""
    size = 2 * int(np.ceil(radius_px)) + 3
    y, x = np.mgrid[:size, :size] - size // 2
    disc = field(np.clip(radius_px + 0.5 - np.hypot(x, y), 0, 1))
    return np.asarray(cv2.filter2D(image, -1, disc / disc.sum()), np.uint8)


def motion(image: Picture, length_px: float, angle_rad: float) -> Picture:
    """The picture smeared along a line, as by a hand that moved."""
    size = 2 * int(np.ceil(length_px / 2)) + 3
    kernel = np.zeros((size * 4, size * 4), np.float32)
    middle = np.array([size * 2, size * 2])
    reach = np.array([np.cos(angle_rad), np.sin(angle_rad)]) * length_px * 2
    start, end = (tuple(int(v) for v in np.round(middle + side * reach)) for side in (-1, 1))
    cv2.line(kernel, start, end, 1.0, 4, cv2.LINE_AA)
    small = field(cv2.resize(kernel, (size, size), interpolation=cv2.INTER_AREA))
    return np.asarray(cv2.filter2D(image, -1, small / small.sum()), np.uint8)


def sharpen(image: Picture, amount: float, radius_px: float = 1.4) -> Picture:
    """The picture with the bright seams that phones draw along edges."""
    soft = cv2.GaussianBlur(image, (0, 0), radius_px)
    return np.asarray(cv2.addWeighted(image, 1 + amount, soft, -amount, 0), np.uint8)


def sensor_noise(image: Picture, rng: Rng, strength: float, grain_px: float = 1.2) -> Picture:
    """The picture with the noise of a small sensor: more in the dark, blotched by noise reduction.

    One tile of noise is repeated over large pictures: drawing a fresh value per pixel takes seconds there.
    """
    height, width = image.shape[:2]
    tile = (min(height, 997), min(width, 1009))
    grey = cv2.GaussianBlur(rng.standard_normal(tile, np.float32), (0, 0), grain_px / 2)
    tint = np.dstack([smooth_noise(rng, tile, grain_px * 3) for _ in range(3)])
    noise = (grey / grey.std())[..., None] * 0.8 + tint * 0.45
    repeats = (-(-height // tile[0]), -(-width // tile[1]), 1)
    scaled = np.tile((noise * strength).astype(np.int8), repeats)[:height, :width]
    brighter = cv2.add(image, np.maximum(scaled, 0).astype(np.uint8))
    return np.asarray(
        cv2.subtract(brighter, np.maximum(-scaled.astype(np.int16), 0).astype(np.uint8)), np.uint8
    )


def light_field(rng: Rng, shape: tuple[int, int], depth: float) -> Field:
    """A smooth light over the frame, 1 on average, varying by about `depth` from side to side."""
    height, width = shape
    angle = rng.uniform(0, 2 * np.pi)
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    slope = np.cos(angle) * x + np.sin(angle) * y
    return field(1 + depth * 0.5 * slope + depth * 0.12 * smooth_noise(rng, shape, max(shape) / 3))


def relight(image: Picture, light: Field, tint: tuple[float, float, float] = (1, 1, 1)) -> Picture:
    """The picture under a light (1 leaves it as it is) of a colour."""
    full = cv2.resize(light, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    colour = field(tint)
    return picture(image * (full[..., None] * colour))


def glare(image: Picture, rng: Rng, most: float) -> Picture:
    """The picture with a bright reflection that hides contrast but at most the share `most` of it."""
    small = (max(8, image.shape[0] // 8), max(8, image.shape[1] // 8))
    y, x = np.mgrid[: small[0], : small[1]]
    angle = rng.uniform(-0.6, 0.6)
    centre = np.array([rng.uniform(0.2, 0.8) * small[1], rng.uniform(0.2, 0.8) * small[0]])
    across = (x - centre[0]) * np.cos(angle) + (y - centre[1]) * np.sin(angle)
    along = -(x - centre[0]) * np.sin(angle) + (y - centre[1]) * np.cos(angle)
    width, length = rng.uniform(0.05, 0.14) * small[1], rng.uniform(0.25, 0.6) * small[0]
    veil = np.exp(-((across / width) ** 2) - np.abs(along / length) ** 3)
    alpha = cv2.resize(field(most * veil), image.shape[1::-1], interpolation=cv2.INTER_LINEAR)[..., None]
    return picture(image * (1 - alpha) + np.float32(255) * alpha)


def shadow(image: Picture, rng: Rng, depth: float) -> Picture:
    """The picture half in the shadow of a hand or a phone: a soft-edged dark polygon."""
    height, width = max(8, image.shape[0] // 8), max(8, image.shape[1] // 8)
    mask = np.zeros((height, width), np.float32)
    side = rng.uniform(0.25, 0.75)
    lean = rng.uniform(-0.3, 0.3)
    left = rng.random() < 0.5
    edge = [(side + lean) * width, (side - lean) * width]
    corners = [[edge[0], 0], [edge[1], height], [0 if left else width, height], [0 if left else width, 0]]
    cv2.fillPoly(mask, [np.array(corners, np.int32)], 1.0)
    soft = cv2.GaussianBlur(mask, (0, 0), rng.uniform(0.02, 0.05) * width)
    return relight(image, field(1 - depth * soft), (1.0, 1.0, 1.03))
