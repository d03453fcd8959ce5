"""Mg and Mag: the mineral beside a salt or with its bracket, a unit of mass beside a figure."""

from catalog.name_parts import NamePart
from catalog.name_text import is_unspaced
from catalog.name_words import FORM_KINDS, SALT_KINDS


def without_units(parts: list[NamePart], text: str) -> list[NamePart]:
    """`parts` of `text` in which Mg and Mag are the mineral only where they can be it; "mg" is a unit otherwise."""
    out: list[NamePart] = []
    for index, part in enumerate(parts):
        if part.kind == "stop" and out and out[-1].text in ("mag", "mg"):
            continue  # "Mag. Oxide": the point belongs to the abbreviation
        if part.text == "mg" and part.kind == "mineral" and not _is_mineral(parts, index, text):
            out.append(NamePart("unit", part.start, part.end, part.text))
        else:
            out.append(part)
    return out


def _is_mineral(parts: list[NamePart], index: int, text: str) -> bool:
    """Mg beside a salt, another mineral or a bracket with its form is the mineral; else it is the unit."""
    part, joints = parts[index], ("slash", "hyphen", "stop")
    before = parts[index - 1] if index else None
    after = next((near for near in parts[index + 1 : index + 3] if near.kind not in joints), None)
    if before is not None and before.text and before.text[0].isdigit():
        return False
    if before is not None and before.end == part.start and is_unspaced(before.text):
        return before.kind in FORM_KINDS  # "クエン酸Mg"
    if after is not None and (after.kind in SALT_KINDS or after.kind == "mineral"):
        return True
    if before is not None and before.kind in joints:
        return index > 1 and parts[index - 2].kind == "mineral"  # "Ca/Mg"
    printed = text[part.start : part.end]
    listed = [near.kind for near in parts[max(0, index - 2) : index]] == ["mineral", "separator"]
    if printed == "Mg" and listed:
        return True  # "炭酸塩(Na,Mg)"
    if printed != "Mg" or (before is not None and before.kind == "open"):
        return False
    return after is None or after.kind in FORM_KINDS | {
        "open",
        "amount",
        "number",
        "and",
        "connector",
        "as",
        "colon",
    }
