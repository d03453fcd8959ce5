"""Labels drawn by the project and photographed by its camera, with the truth beside each.

`python -m samples --out DIR --count 300 --seed 1` draws them; `photograph` takes any flat label.
"""

from samples.camera import CONDITIONS, photograph
from samples.designs import DESIGNS
from samples.draw import Recipe, Sample, draw_sample, recipes, truth_of

__all__ = ["CONDITIONS", "DESIGNS", "Recipe", "Sample", "draw_sample", "photograph", "recipes", "truth_of"]
