"""python -m benchmarks.ordinary_words --out scanner/lexicon/ordinary.txt: the ordinary words near to those of labels.

A word that nobody knows is taken for the word of the lexicon that it is near to. So the ordinary words of all languages
that are near to one have to be known, and the words of the grammar of labels that the lexicon lacks. The ordinary ones
come from the frequency lists of the package wordfreq (3.1.1, Apache 2.0; its data CC BY-SA 4.0). It holds 57 MB, of
which only the words near to ours are of use, so it is no dependency: ``pip install --target FOLDER wordfreq==3.1.1``,
and put FOLDER into PYTHONPATH. To be written again when the lexicon has grown by many words.
"""

from __future__ import annotations

import argparse
import importlib
import textwrap
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from samples.grammar.text import text_lines
from samples.grammar.writer import draw_content
from scanner.lexicon import fold, known_words, languages, near_words, tokens

_MOST_PER_LANGUAGE = 40_000
_LABELS = 1_000
"""So many labels of the grammar hold all of its words."""
_NAMED_OTHERWISE = {"no": "nb"}
"""Languages under another name in wordfreq."""


def ordinary_words() -> Iterator[str]:
    """The folded words of all languages, once each, that would be taken for a word of the lexicon."""
    wordfreq = importlib.import_module("wordfreq")
    listed = (
        fold(word)
        for language in languages()
        for word in wordfreq.top_n_list(
            _NAMED_OTHERWISE.get(language, language), _MOST_PER_LANGUAGE, wordlist="small"
        )
    )
    printed = (
        token.text
        for seed in range(_LABELS)
        for line in text_lines(draw_content(seed))
        for token in tokens(fold(line))
    )
    unknown = dict.fromkeys(word for word in chain(listed, printed) if word not in known_words())
    return (word for word in unknown if near_words(word))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ordinary_words", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    options = parser.parse_args(arguments)
    text = textwrap.fill(" ".join(sorted(ordinary_words())), 120, break_on_hyphens=False)
    options.out.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
