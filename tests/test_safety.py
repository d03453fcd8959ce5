"""The list of conditions and medicines: whole sentences with opened sources, and stops that nothing passes by."""

import pytest

from catalog.co_ingredients import co_ingredients
from catalog.goals import goals
from catalog.profile import Profile
from catalog.safety import (
    ALL_GOALS,
    COLUMNS,
    check_profile,
    choosable_conditions,
    choosable_medicines,
    gates,
    read_safety_notes,
    safety_notes,
    stop_for,
)
from catalog.sources import sources
from catalog.tables import CatalogError

NOTES = {note.id: note for note in safety_notes()}
WANTED_CONDITIONS = (
    *("kidney_disease", "dialysis", "myasthenia_gravis", "heart_block", "bowel_warning_signs"),
    *("diarrhoea", "ibs_c", "lasting_insomnia", "surgery"),
)
WANTED_MEDICINES = (
    *("tetracyclines", "quinolones", "cephalosporins", "isoniazid", "levothyroxine", "bisphosphonates"),
    *("levodopa", "loop_thiazide_diuretics", "potassium_sparing_diuretics", "proton_pump_inhibitors"),
    *("gabapentin", "digoxin", "sulfonylureas", "integrase_inhibitors", "rilpivirine", "atazanavir"),
    *("baloxavir", "tacrolimus", "misoprostol", "phenothiazines", "nilotinib"),
)


@pytest.mark.parametrize("note", safety_notes(), ids=lambda note: note.id)
def test_each_shown_row_is_a_sentence_with_a_source_that_was_opened(note):
    for text in filter(None, (note.text, note.with_text, note.unread_text, note.gate_text)):
        assert text[0].isupper() or text[0].isdigit()
        assert text.endswith(".")
        assert not {">", "<", "=", "|"} & set(text)
        assert len(text) < 260
    assert any(sources()[id_].opened for id_ in note.source)
    assert note.source_checked != "false"
    assert set(note.goals) <= set(goals())
    assert set(note.gate) <= {ALL_GOALS, *goals()}
    assert note.with_ingredient in {"", *(row.ingredient for row in co_ingredients())}


def test_what_people_may_have_or_take_can_be_chosen_in_their_words():
    conditions, medicines = dict(choosable_conditions()), dict(choosable_medicines())
    assert set(conditions) >= set(WANTED_CONDITIONS)
    assert set(medicines) >= set(WANTED_MEDICINES)
    assert (
        medicines["tetracyclines"]
        == "Antibiotics of the tetracycline kind (doxycycline, minocycline, tetracycline)"
    )
    for words in (*conditions.values(), *medicines.values()):
        assert not {"eGFR", "IBS-C", "CrCl", "_"} & set(words.replace("(", " ").split())
    # The order is that of the table: what most people have or take comes first.
    assert next(iter(conditions)) == "kidney_disease"
    assert next(iter(medicines)) == "tetracyclines"


@pytest.mark.parametrize("condition", ["kidney_disease", "dialysis", "myasthenia_gravis", "heart_block"])
def test_these_end_every_ranking(condition):
    for goal in goals():
        stop = stop_for(Profile(conditions=("diarrhoea", condition), medicines=("iron",)), goal)
        assert stop.condition == condition
        assert stop.text == gates()[condition].gate_text
        assert "sk your" in stop.text


@pytest.mark.parametrize(
    ("profile", "named", "listed"),
    [
        (Profile(conditions=("kidny",)), "condition 'kidny' is not known", "kidney_disease, dialysis"),
        (Profile(medicines=("levotiroxin",)), "medicine 'levotiroxin' is not known", "levothyroxine"),
        (Profile(medicines=("kidney_disease",)), "medicine 'kidney_disease'", "levodopa"),
        (Profile(conditions=("iron",)), "condition 'iron'", "surgery"),
        (Profile(conditions=("pregnancy",)), "condition 'pregnancy'", "age are said each by itself"),
        (Profile(conditions="surgery"), "condition 's'", "surgery"),
    ],
)
def test_what_is_not_known_is_an_error_that_names_what_there_is(profile, named, listed):
    for check in (check_profile, lambda person: stop_for(person, "sleep")):
        with pytest.raises(ValueError, match=named) as caught:
            check(profile)
        assert listed in str(caught.value)


CELLS = {
    "id": "a",
    "kind": "drug",
    "label": "A",
    "text": "Ask.",
    "severity": "note",
    "swallowed": "1",
    "loosening": "0",
    "as_of": "2026-11",
    "source": "iom1997",
    "source_checked": "true",
    "shown_to_people": "1",
}


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"severity": "major"}, "severity"),
        ({"kind": "medicine"}, "kind"),
        ({"gate": "all"}, "gate_text"),
        ({"with_text": "Ask."}, "with_text"),
        ({"text": ""}, "text"),
        ({"source": "nowhere2020"}, "source"),
    ],
)
def test_a_wrong_cell_is_named(changed, column):
    def table(cells):
        return "\n".join([",".join(COLUMNS), ",".join(cells.get(name, "") for name in COLUMNS)]) + "\n"

    assert next(read_safety_notes(table(CELLS))).id == "a"
    with pytest.raises(CatalogError) as caught:
        list(read_safety_notes(table(CELLS | changed)))
    assert (caught.value.file, caught.value.row, caught.value.column) == ("safety.csv", 2, column)
