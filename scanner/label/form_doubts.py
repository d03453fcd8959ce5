"""What on the page speaks against a form that was read: another compound of magnesium that is not among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalog.forms import closest
from catalog.names import FormHit, find_forms, magnesium_spans
from scanner.label.figures import depth
from scanner.label.ingredients import in_one_item, ingredient_lists
from scanner.label.magnesium import nutrient_names
from scanner.label.salts import UNSPECIFIC, is_source
from scanner.label.vocabulary import fold
from scanner.reading.rows import Row, cells
from scanner.records import Field

_MIXTURE = re.compile(r"proprietary|blend|extract|electrolyte|trace mineral")
"""Begins a row of its own, and what stands in its brackets are its parts."""
_LONGEST_ROW_OF_PANEL = 1_000
"""Letters between a nutrient and what stands in its brackets."""
Forms = Field[tuple[str, ...]]


def doubted_forms(forms: Forms, rows: Sequence[Row]) -> Forms:
    """The forms, to be checked where the page names another source of magnesium; what is not sure stays as it is."""
    if forms.state != "sure" or not forms.value:
        return forms
    other = next((hit for hit in _compounds(rows) if _is_another(hit.variant, forms.value)), None)
    if other is None:
        return forms
    said = " ".join(other.text.split())
    return forms.doubted(f"“{said}” is named on this side too, as another source of magnesium")


def _is_another(form: str, known: Sequence[str]) -> bool:
    """Whether ``form`` is none of the ``known`` and no wider or closer name of one of them."""
    merged = set(closest((tuple(known), (form,))))
    return form not in UNSPECIFIC and merged != set(known) and not merged <= {form}


def _compounds(rows: Sequence[Row]) -> Iterator[FormHit]:
    """Every source of magnesium that the page names: in rows, in lists of ingredients, in statements."""
    texts = [cell.text for row in rows for cell in cells(row)]
    texts += [" ".join(passage.text.split()) for passage in ingredient_lists(rows)]
    for text in texts:
        for hit in find_forms(text):
            named = magnesium_spans(hit.text) or in_one_item(text, hit.start)
            if named and is_source(hit.form) and not _of_another_nutrient(text, hit.start):
                yield hit


def _of_another_nutrient(text: str, position: int) -> bool:
    """Whether the place is inside the brackets of another nutrient: "Vitamin C (as magnesium ascorbate)"."""
    before = fold(text[max(0, position - _LONGEST_ROW_OF_PANEL) : position])
    opening = max(before.rfind(sign) for sign in "([{")
    names = (name[0] for name in nutrient_names().finditer(before[: max(opening, 0)]))
    return depth(before) > 0 and any(not _MIXTURE.match(name) for name in names)
