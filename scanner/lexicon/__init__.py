"""The words of labels, one file a language, and what each may mean.

A file holds words as they are printed, in tables and lists of one meaning: ``[serving] size`` is what stands before the
quantity of a serving. The same tables and lists are in every file; a language that lacks one says so by its absence,
and a test prints which. How a word is recognised - case, accents, blanks, misreadings - is decided in one place, for
all of them.
"""

from scanner.lexicon.files import LexiconError, languages, words
from scanner.lexicon.folding import fold
from scanner.lexicon.phrases import (
    LONGEST_SHORT,
    Meaning,
    known_words,
    near_words,
    number_meant,
    phrases_at,
    spellings,
    unit_meant,
)
from scanner.lexicon.tokens import Token, tokens

__all__ = [
    "LONGEST_SHORT",
    "LexiconError",
    "Meaning",
    "Token",
    "fold",
    "known_words",
    "languages",
    "near_words",
    "number_meant",
    "phrases_at",
    "spellings",
    "tokens",
    "unit_meant",
    "words",
]
