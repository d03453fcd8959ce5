"""Photographs of flat labels: a table of conditions, each a list of steps from picture to picture."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from samples import flatpack, handheld, optics, stage
from samples.optics import Picture, Rng

Step = Callable[[Picture, Rng], Picture]
EXIF_ORIENTATION = 0x0112


@dataclass(frozen=True)
class Condition:
    """How a photo is taken.

    `letters_px` is the x-height at which a drawn label is handed to the camera; `least_letters_px` what a
    12-megapixel scene keeps of it. `exif` is the orientation tag of a phone held on its side.
    """

    steps: tuple[Step, ...] = ()
    letters_px: tuple[float, float] = (10.5, 14.0)
    jpeg: tuple[int, int] = (80, 90)
    readability: str = "easy"
    exif: tuple[int, ...] = (1,)
    scene: str | None = None
    night: bool = False


@dataclass(frozen=True)
class Photo:
    """A JPEG file's bytes."""

    jpeg: bytes

    @property
    def pixels(self) -> Picture:
        """RGB as stored, not turned by the EXIF tag."""
        return np.asarray(Image.open(io.BytesIO(self.jpeg)).convert("RGB"), np.uint8)


def _table(image: Picture, rng: Rng) -> Picture:
    return stage.lay_down(image, rng, lean=0.02, turn=1.0)


def _perspective(image: Picture, rng: Rng) -> Picture:
    return stage.lay_down(image, rng, lean=0.16, turn=3.0)


def _tilt(image: Picture, rng: Rng) -> Picture:
    return stage.lay_down(image, rng, lean=0.03, turn=float(rng.choice((-1, 1)) * rng.uniform(5, 13)))


def _soften(image: Picture, rng: Rng) -> Picture:
    return optics.sensor_noise(optics.defocus(image, rng.uniform(0.5, 0.8)), rng, rng.uniform(1, 3))


def _quarter(image: Picture, rng: Rng) -> Picture:
    return np.ascontiguousarray(np.rot90(image, 1 if rng.random() < 0.5 else 3))


def _half(image: Picture, rng: Rng) -> Picture:  # noqa: ARG001  every step has this signature
    return np.ascontiguousarray(np.rot90(image, 2))


def _defocus(image: Picture, rng: Rng) -> Picture:
    return optics.sensor_noise(optics.defocus(image, rng.uniform(2.0, 2.8)), rng, 2)


def _motion(image: Picture, rng: Rng) -> Picture:
    return optics.sensor_noise(optics.motion(image, rng.uniform(4, 7), rng.uniform(0, np.pi)), rng, 2)


def _noise(image: Picture, rng: Rng) -> Picture:
    return optics.sensor_noise(image, rng, rng.uniform(14, 22))


def _glare(image: Picture, rng: Rng) -> Picture:
    return optics.glare(optics.glare(image, rng, rng.uniform(0.45, 0.62)), rng, 0.3)


def _low_light(image: Picture, rng: Rng) -> Picture:
    light = optics.light_field(rng, (32, 32), 0.5) * np.float32(rng.uniform(0.34, 0.46))
    return optics.sensor_noise(optics.relight(image, light, (1.05, 0.92, 0.72)), rng, rng.uniform(5, 9), 1.6)


def _shadow(image: Picture, rng: Rng) -> Picture:
    return optics.shadow(image, rng, rng.uniform(0.45, 0.65))


def _uneven(image: Picture, rng: Rng) -> Picture:
    return optics.relight(image, optics.light_field(rng, (32, 32), 0.25), (1.0, 0.98, rng.uniform(0.9, 1.0)))


def _small(image: Picture, rng: Rng) -> Picture:
    return stage.far_away(image, rng, share=rng.uniform(0.3, 0.4))


ROOM: tuple[Step, ...] = (_table, _uneven, _soften)
CONDITIONS: dict[str, Condition] = {
    "clean": Condition(letters_px=(12, 17)),
    "perspective": Condition((_perspective, _uneven, _soften)),
    "cylinder": Condition((stage.curve, _uneven, _soften)),
    "tilt": Condition((_tilt, _uneven, _soften)),
    "rotated_90": Condition((*ROOM, _quarter)),
    "rotated_180": Condition((*ROOM, _half)),
    "exif_turned": Condition(ROOM, exif=(3, 6, 8)),
    "defocus": Condition((_table, _uneven, _defocus), readability="medium"),
    "motion": Condition((_table, _uneven, _motion), readability="medium"),
    "noise": Condition((_table, _uneven, _noise), readability="medium"),
    "glare": Condition((_table, _glare, _soften), readability="medium"),
    "low_light": Condition((_table, _low_light), readability="medium"),
    "shadow": Condition((_table, _shadow, _soften)),
    "jpeg_30": Condition((_table, _uneven, _soften), jpeg=(30, 30), readability="medium"),
    "small_in_frame": Condition((_small, _soften), letters_px=(9.5, 11.5), readability="medium"),
    "low_resolution": Condition(
        (_table, _soften), letters_px=(8.4, 9.2), jpeg=(75, 85), readability="medium"
    ),
    "bottle_in_hand": Condition(
        letters_px=(18, 18), jpeg=(85, 92), readability="medium", exif=(1, 1, 1, 6), scene="bottle"
    ),
    "tub_in_hand": Condition(letters_px=(18, 18), jpeg=(85, 92), readability="medium", scene="tub"),
    "box_in_hand": Condition(letters_px=(18, 18), jpeg=(85, 92), readability="medium", scene="box"),
    "pouch_in_hand": Condition(letters_px=(18, 18), jpeg=(85, 92), readability="medium", scene="pouch"),
    "bottle_at_night": Condition(
        letters_px=(18, 18), jpeg=(85, 92), readability="hard", scene="bottle", night=True
    ),
}
LEAST_LETTERS_PX = 9.2  # x-height on the label's front below which even a person reads with effort


def take(image: Picture, condition: str, seed: int, letters_px: float | None = None) -> Photo:
    """The photo of a flat label. `letters_px` is the x-height in the label, where it is known.

    Raises KeyError for an unknown condition. The same input gives the same photo.
    """
    how = CONDITIONS[condition]
    rng = np.random.default_rng([zlib.crc32(condition.encode()), seed])
    orientation = int(rng.choice(how.exif))
    shot = image
    for step in how.steps:
        shot = step(shot, rng)
    if how.scene:
        # In the dark, small print drowns in noise: a person comes closer.
        needed_px = LEAST_LETTERS_PX * (1.25 if how.night else 1)
        least_px = 0.0 if letters_px is None else image.shape[1] * needed_px / letters_px
        hold = flatpack.hold if how.scene in {"box", "pouch"} else handheld.hold
        wide = bool(rng.random() < 0.2) and image.shape[1] > image.shape[0]
        shot = hold(shot, rng, how.scene, landscape=wide, least_px=least_px, night=how.night)
        shot = phone(shot, rng, night=how.night)
    stored = as_stored(shot, orientation)
    exif = Image.Exif()
    if orientation != 1:
        exif[EXIF_ORIENTATION] = orientation
    file = io.BytesIO()
    quality = int(rng.integers(how.jpeg[0], how.jpeg[1] + 1))
    Image.fromarray(stored).save(file, "JPEG", quality=quality, exif=exif)
    return Photo(file.getvalue())


def photograph(image: Picture, condition: str, seed: int) -> Picture:
    """A flat label (RGB) as a photo under this condition, RGB, as stored in the file."""
    return take(image, condition, seed).pixels


def as_stored(shot: Picture, orientation: int) -> Picture:
    """The upright picture as a sensor on its side stores it, to be turned back by the EXIF tag."""
    turns = {1: 0, 6: 1, 3: 2, 8: 3}[orientation]
    return np.ascontiguousarray(np.rot90(shot, turns))


def phone(shot: Picture, rng: Rng, *, night: bool) -> Picture:
    """What a phone makes of a scene: soft towards the corners, a little noise, then sharpened."""
    height, width = shot.shape[:2]
    y, x = np.mgrid[-1 : 1 : (height // 8) * 1j, -1 : 1 : (width // 8) * 1j]
    edge = np.clip(np.hypot(x * 1.1, y * 0.9) ** 2 - rng.uniform(0.1, 0.3), 0, 1)
    mix = optics.field(cv2.resize(optics.field(edge), (width, height), interpolation=cv2.INTER_LINEAR))
    sharp = cv2.GaussianBlur(shot, (0, 0), rng.uniform(1.0, 1.6))
    soft = cv2.GaussianBlur(shot, (0, 0), rng.uniform(2.2, 3.2))
    blended = cv2.blendLinear(sharp, soft, 1 - mix, mix)
    # Stray light in the lens: black print is never black in a photo.
    haze = rng.uniform(10, 34)
    curve = (haze + np.arange(256) * (1 - haze / 255)).astype(np.uint8)
    hazy = np.asarray(cv2.LUT(blended, curve), np.uint8)
    noisy = optics.sensor_noise(hazy, rng, rng.uniform(2.5, 4.5) if night else rng.uniform(1.0, 3.0), 2.0)
    return optics.sharpen(noisy, rng.uniform(0.3, 0.8), 2.0)
