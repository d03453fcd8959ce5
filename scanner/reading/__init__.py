"""From pixels to words: where the label is, how its lines run, how closely to look, and the second reader."""
