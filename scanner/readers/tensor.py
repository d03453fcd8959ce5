"""A picture as the networks of PP-OCR take it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scanner.page import Image

_VALUES = ((np.arange(256, dtype=np.float32) / 255 - 0.5) / 0.5).astype(np.float32)
"""What a network is given for each of the 256 values of a pixel."""


def tensor_of(picture: Image) -> NDArray[np.float32]:
    """1 x 3 x height x width, from -1 to 1. Blue, green, red: the networks were trained on that order."""
    return np.ascontiguousarray(_VALUES[picture[:, :, ::-1]].transpose(2, 0, 1)[np.newaxis])
