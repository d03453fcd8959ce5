"""Accuracy and speed of the scanner beside the plain engines, on drawn labels and on any folder with truth."""
