"""Every sentence on a goal, a form, a limit or a product stands in one file, which is there to be read aloud."""

import re

import pytest
from sentences import FILE, text

SENTENCES = FILE.read_text(encoding="utf-8")


def test_the_file_holds_what_the_program_prints():
    assert text() == SENTENCES, "run: python tests/sentences.py, and read what changed aloud"


@pytest.mark.parametrize(
    "words",
    [
        *("proven", "best absorbed", "cures", "safe for you", "best of these", "natural Xanax", "detox"),
        *(
            "is is ",
            "{",
            "}",
            "None mg",
            "nan",
            "left out",
            "held at",
            "range taken as fitting",
            "hides no split",
        ),
        *("points of 28", "to 300 mg)", "unstudied", "lawful, still above", "judgement", "otherlit"),
    ],
)
def test_no_sentence_has_these_words(words):
    found = [line for line in SENTENCES.splitlines() if re.search(rf"(?<![A-Za-z]){re.escape(words)}", line)]
    assert found == []


def test_sentences_begin_with_a_capital_and_end():
    """Whole sentences, but for labels, names of forms and the column of claims."""
    for section in SENTENCES.split("\n\n"):
        heading, *lines = section.splitlines()
        if heading in {"# Verdicts", "# Forms", "# People", "# Claims"}:
            continue
        for line in lines:
            assert re.match(r"[A-Z0-9]", line), line
            assert line.endswith("."), line
