"""How long a test waits before it calls something hanging."""

import os
from math import ceil


def patience(seconds):
    """So many seconds, and as many times more as processes want to run at once than there are processors."""
    return ceil(seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)))
