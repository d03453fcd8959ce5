"""What readers take for what: words folded together, and how far a word that was read is from a printed one."""

from functools import cache

from catalog.tables import read_table

# What readers confuse, folded to one spelling on both sides of every comparison. Pairs first, since "rn"
# must become "m" before single letters change. See the tests for the misreads these stand for.
_PAIRS = (("lvl", "m"), ("ivi", "m"), ("rn", "m"), ("vv", "w"))
_SINGLES = str.maketrans("01l!|5$896q@4", "oiiiissbgggaa")


def skeleton(word: str) -> str:
    """`word` with everything readers confuse folded together.

    >>> skeleton("magnesiurn") == skeleton("maqneslum") == skeleton("magnesium")
    True
    """
    for pair, single in _PAIRS:
        word = word.replace(pair, single)
    return word.translate(_SINGLES)


@cache
def _confused() -> frozenset[tuple[str, str]]:
    """Pairs of letters that readers take for each other, both ways."""
    pairs = [
        (row.text("printed"), row.text("read")) for row in read_table("misreads.csv", ("printed", "read"))
    ]
    return frozenset(pairs) | frozenset((read, printed) for printed, read in pairs)


def misread_distance(read: str, printed: str) -> float:
    """Edits from one word to another; a confusion that readers are known for counts half.

    >>> misread_distance("gitrate", "citrate"), misread_distance("gitrate", "nitrate")
    (0.5, 1.0)
    """
    confused = _confused()
    earlier: list[float] = []
    above: list[float] = [float(n) for n in range(len(printed) + 1)]
    for i, letter in enumerate(read, start=1):
        row = [float(i)]
        # A bracket glued to the end of a word is read as one of these letters.
        extra = 0.5 if i == len(read) and letter in "ji" else 1.0
        for j, other in enumerate(printed, start=1):
            swap = 0.0 if letter == other else 0.5 if (letter, other) in confused else 1.0
            best = min(above[j - 1] + swap, row[j - 1] + 1.0, above[j] + extra)
            if i > 1 and j > 1 and letter == printed[j - 2] and read[i - 2] == other:
                best = min(best, earlier[j - 2] + 1.0)  # two letters in the wrong order: misspelt
            row.append(best)
        earlier, above = above, row
    return above[-1]
