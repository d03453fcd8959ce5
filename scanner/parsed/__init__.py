"""A page parsed once: lines, their cells, and spans that know what they are. Everything after asks spans.

The page comes from the words of a reader or from a label's text; what its numbers and words may mean is found here and
nowhere else.
"""
