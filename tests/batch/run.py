"""A batch with painted photos in a process of its own: python -m tests.batch.run OUT JOBS SOURCE..."""

import sys
from pathlib import Path

from scanner.batch.order import Order, carry_out
from scanner.batch.tally import Tally
from tests.batch.readers import open_painted
from tests.patience import patience

if __name__ == "__main__":
    out, jobs, *sources = sys.argv[1:]
    order = Order(tuple(sources), Path(out), jobs=int(jobs), limit_s=patience(20.0), opener=open_painted)
    carry_out(order, Tally(), lambda: None)
