"""Every sentence that the program can print about a goal, a form, a limit or a product, in one text.

`python tests/sentences.py` writes tests/sentences.txt, which is there to be read aloud: plain, short, true. A test
holds the file to what the program prints.
"""

import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from catalog.claims import claims
from catalog.co_ingredients import co_ingredients
from catalog.flags import flags_for, stack_flags
from catalog.form_rules import form_rules
from catalog.forms import forms
from catalog.goals import ANY_FORM, evidence_rows, goals, nothing_tested
from catalog.how_to_take import how_to_take
from catalog.limit_words import whose, with_stand_in
from catalog.limits import authorities, limit_for
from catalog.product import Product
from catalog.profile import Profile
from catalog.ranking import rank
from catalog.reference_values import intake_sentence
from catalog.safety import choosable_conditions, choosable_medicines, safety_notes
from catalog.unranked import TEXTS
from catalog.verdict_words import WORDS

FILE = Path(__file__).parent / "sentences.txt"
AGES = (1, 3, 5, 8, 9, 10, 13, 17, 30, 60, 70)
DOSES = (20.0, 200.0, 400.0)
PLAIN = Product(
    name="Product",
    forms=("bisglycinate",),
    elemental_mg=200,
    basis="elemental",
    serving_quantity=2,
    serving_unit="capsule",
    servings_per_day=1,
    percent_dv=48,
    seals=(),
)


def sections() -> Iterator[tuple[str, list[str]]]:
    """Each heading with its sentences, in a fixed order, none twice."""
    yield "Verdicts", list(WORDS.values())
    yield (
        "Goals",
        [text for goal in goals().values() for text in (goal.headline, goal.cannot, nothing_tested(goal))],
    )
    yield "How people take it", [line.text for goal in goals() for line in how_to_take(goal)]
    for goal in goals().values():
        yield f"Why, and why not: {goal.name}", list(_of_goal(goal.id))
    yield "What the label says", list(_of_labels())
    yield "Side ingredients", [row.text for row in co_ingredients()]
    yield "Limits", list(_of_limits())
    yield "Recommended intakes", list(_of_intakes())
    yield "Rules for single forms", [rule.bar_text for rule in form_rules()]
    yield "Forms", list(_of_forms())
    yield "People", list(_of_people())
    yield "Not ranked", list(TEXTS.values())
    yield "Claims", [text for claim in claims() for text in (claim.answer, claim.where)]


def _of_goal(goal: str) -> Iterator[str]:
    """What a ranking says of every form with a row of its own and of one without, at several doses and for several
    people."""
    own = [form for row_goal, form in evidence_rows() if row_goal == goal and form != ANY_FORM]
    without = next(form.id for form in forms().values() if form.is_source and form.id not in own)
    people = (
        Profile(),
        Profile(age_y=8, with_adult=True),
        Profile(pregnant=True),
        Profile(age_y=70, authority="EU"),
    )
    products = [
        dataclasses.replace(PLAIN, forms=(form,), elemental_mg=mg, serving_unit="scoop", percent_dv=None)
        for form in (*own, without)
        for mg in DOSES
    ]
    for person in people:
        ranking = rank(products, goal, person)
        for entry in ranking.entries:
            yield from (reason.text for reason in (*entry.why, *entry.reasons))
        yield from (one.text for one in ranking.unranked)


def _of_labels() -> Iterator[str]:
    """What is said of products that are not plain: blends, unread parts, side ingredients, marks, prices."""
    changes: list[dict[str, object]] = [
        {"forms": ()},
        {"forms": ("blend_undisclosed",)},
        {"forms": ("amino_acid_chelate",)},
        {"forms": ("bisglycinate", "oxide")},
        {"forms": ("bisglycinate", "citrate"), "shares": (0.2, 0.8)},
        {"forms": ("bisglycinate_buffered",)},
        {"forms": ("stearate",)},
        {"elemental_mg": 800},
        {"elemental_mg": 340},
        {"elemental_mg": 250, "compound_mg": 500},
        {"elemental_mg": None},
        {"elemental_mg": None, "compound_mg": 1000.0, "basis": "compound", "estimate_mg": (100.0, 145.0)},
        {"elemental_mg": 500, "basis": "undecided"},
        {"serving_quantity": None},
        {"serving_unit": None},
        {"servings_per_day": None},
        {"servings_per_day": 1, "servings_per_day_high": 4},
        {"panel_read": "part"},
        {"panel_read": "none", "to_check": ("elemental_mg", "forms", "serving", "directions")},
        {"percent_dv": 10},
        {"seals": None},
        {"seals": ("USP Verified",)},
        {"seals": ("tested",)},
        {"seals": ("GMP",)},
        {"price": 20.0, "currency": "USD", "per_container": 30},
        {"kind": "topical"},
        {"kind": "homeopathic"},
        {"kind": "drug", "forms": ("hydroxide",), "elemental_mg": 1000},
        {"for_children": True, "elemental_mg": 100},
        {"co_ingredients": {"vitamin_b6": 120.0, "zinc": 60.0, "calcium": 2600.0, "vitamin_d": 0.2}},
        {"co_ingredients": {"vitamin_b6": 25.0, "zinc": 30.0}},
        {"co_ingredients": {"vitamin_b6": None, "zinc": None, "calcium": None, "vitamin_d": None}},
        {"status": "no_magnesium"},
        {"status": "not_a_label"},
        {"status": "unreadable"},
        {"forms": ("threonate",), "elemental_mg": 300, "serving_unit": "scoop"},
    ]
    products = [dataclasses.replace(PLAIN, **change) for change in changes]
    people = (
        Profile(),
        Profile(authority="EU"),
        Profile(authority="CA"),
        Profile(age_y=8, with_adult=True),
        Profile(pregnant=True, authority="DE"),
        Profile(servings_where_unread=2),
    )
    for person in people:
        for product in products:
            yield from (flag.text for flag in flags_for(product, person, (person.authority,), "sleep"))
        for goal in ("sleep", "constipation"):
            ranking = rank(products, goal, person)
            for entry in ranking.entries:
                yield from (reason.text for reason in (*entry.why, *entry.reasons))
            yield from (one.text for one in ranking.unranked)
    pairs = ([PLAIN, PLAIN], [PLAIN, products[11]], [PLAIN, products[10]], [PLAIN, products[15]])
    for pair in pairs:
        yield from (flag.text for flag in stack_flags(pair))


def _of_limits() -> Iterator[str]:
    for authority in authorities():
        for age in AGES:
            for stage in ({}, {"pregnant": True}):
                limit = limit_for(authority, Profile(age_y=age, **stage))
                words = whose(limit)
                yield with_stand_in(f"{words[0].upper()}{words[1:]}.", limit)


def _of_intakes() -> Iterator[str]:
    for authority in authorities():
        for age in (None, *AGES):
            for more in ({}, {"sex": "m"}, {"sex": "f"}, {"pregnant": True}, {"breast_feeding": True}):
                person = Profile(age_y=age, authority=authority, **more)
                yield intake_sentence(person, limit_for(authority, person))


def _of_forms() -> Iterator[str]:
    for form in forms().values():
        yield f"{form.name}: {form.absorption_words}; {form.gut_words}."


def _of_people() -> Iterator[str]:
    """What conditions, medicines, pregnancy and age bring, and why nothing is ranked for some."""
    yield from (label for _, label in (*choosable_conditions(), *choosable_medicines()))
    for note in safety_notes():
        yield from (note.text, note.with_text, note.unread_text, note.gate_text)
    for person in (Profile(age_y=0.5), Profile(age_y=12)):
        stop = rank([PLAIN], "sleep", person).stop
        if stop is not None:
            yield stop.text


def text() -> str:
    """The whole file."""
    parts = []
    for heading, found in sections():
        lines = sorted({line for line in found if line}) if heading != "Verdicts" else found
        parts.append("\n".join([f"# {heading}", *lines]))
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
