"""The panel of a label as a table: every nutrient with its figures, paired by columns, proven by arithmetic.

*segments* are names with the figures behind them; *columns* are found over all of them together; *proof* tells by the
reference values of each market which pairing and which columns the label itself agrees with.
"""
