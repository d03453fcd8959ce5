"""What a label states outside of its rows of nutrients: a serving, what is in the pack, how much is taken in a day.

Each module finds one kind of statement among the spans of the parsed page, and ``findings.py`` chooses between
candidates. What is not said is missing, and what may be meant in two ways is to be checked.
"""
