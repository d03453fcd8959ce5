"""Which forms the label names: in rows, in the ingredients, on fronts; and which salts do not count."""

import pytest
from pages import US, Print, facts

PLAIN = "Magnesium  100 mg  24%"


def forms(*lines, **how):
    return facts(*lines, **how).forms


IN_ROWS = [
    (("Magnesium (as Magnesium Citrate)  100 mg  24%",), ("citrate",)),
    (("Magnesium (as Oxide, Citrate)  100 mg  24%",), ("oxide", "citrate")),
    (("Magnesium (as Magnesium  100 mg  24%", "Bisglycinate Chelate)"), ("bisglycinate",)),
    (("Magnesium (as Di-Magnesium Malate)  100 mg  24%",), ("dimagnesium_malate",)),
    (("Magnesium (as Magnesium Glycinate  200 mg  48%", "Chelate [buffered])"), ("bisglycinate_buffered",)),
    (("Magnesium Glycinate  1,400 mg", "Magnesium (as Glycinate Chelate, Buffered)  200 mg  48%"),
     ("bisglycinate_buffered",)),
    (("Magnesium from Magnesium Citrate,  100 mg  24%", "Magnesium Taurate, Magnesium Oxide)"),
     ("citrate", "taurate", "oxide")),
    (("Magnesium L-Threonate  2000 mg  34%",), ("threonate",)),
    (("Calm Blend  500 mg  †", "Magnesium Glycinate, Magnesium Citrate", "† Daily Value not established"),
     ("bisglycinate", "citrate")),
    (("Magnesium  300 mg  71%", "  Magnesium Oxide  200 mg", "  Magnesium Citrate  100 mg"), ("oxide", "citrate")),
    (("Magnesium (as Magnesium Oxide)  100 mg  24%", "Vitamin C (as Magnesium Ascorbate)  60 mg  67%"), ("oxide",)),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), IN_ROWS)
def test_forms_of_the_rows(lines, expected):
    field = forms(*US, *lines)
    assert (field.value, field.state) == (expected, "sure")


def test_a_source_below_the_row_without_its_bracket_is_to_be_checked():
    field = forms(
        *US, "Magnesium  141 mg  34%", "  Magnesium", "  Bisglycinate Chelate)", "Ingredients: rice flour"
    )
    assert (field.value, field.state) == (("bisglycinate",), "check")
    assert "a bracket ends there that was not opened" in field.reason


def test_a_source_far_below_the_row_is_another_statement():
    other = ("Zinc  5 mg  45%", "Copper  1 mg  110%", "Magnesium Oxide is the source")
    assert forms(*US, "Magnesium  141 mg  34%", *other).reason == "named apart from the row"


IN_LISTS = [
    (("Ingredients: Trimagnesium Dicitrate, Magnesium Stearate.",), ("citrate",)),
    (("Ingredients: Dimagnesium Malate (60%), Cellulose",), ("dimagnesium_malate",)),
    (("Other Ingredients: Magnesium Oxide, Citric Acid, Cellulose",), ("oxide",)),
    (("Ingredients: Rice Flour, Magnesium Citrate,", "Magnesium Stearate."), ("citrate",)),
    (("Zutaten: Magnesiumcitrat, Kapselhülle",), ("citrate",)),
    (("Ingrédients : citrate de magnésium, stéarate de magnésium",), ("citrate",)),
    (("Ingredientes: óxido de magnesio, estearato de magnesio",), ("oxide",)),
    (("Ingredienti: ossido di magnesio, amido",), ("oxide",)),
    (("Ingrediënten: magnesiumcitraat, vulstof",), ("citrate",)),
]


@pytest.mark.parametrize(("lines", "expected"), IN_LISTS)
def test_forms_named_only_in_the_ingredients(lines, expected):
    field = forms(*US, PLAIN, *lines)
    assert field.value == expected
    assert "ingredients" in field.reason


def test_the_row_goes_before_the_ingredients():
    assert forms(*US, "Magnesium (as citrate)  100 mg  24%", "Other Ingredients: Magnesium Oxide").value == (
        "citrate",
    )


STEARATE_TRAPS = [
    "Other Ingredients: Gelatin, Magnesium Stearate",
    "Other Ingredients: Magnesium Stearate, Carbomer, Citrate",
    "Other Ingredients: Vegetable Magnesium Stearate, Silica",
    "Ingredients: Magnesium Stearate, Calcium Carbonate, Zinc Citrate",
    "Free from magnesium stearate",
    "No Magnesium Stearate",
    "Other ingredients: Magnesium silicate, cellulose",
]


@pytest.mark.parametrize("line", STEARATE_TRAPS)
def test_excipients_are_no_source(line):
    field = forms(*US, PLAIN, line)
    assert (field.value, field.state) == ((), "check")
    assert "not disclosed" in field.reason


@pytest.mark.parametrize("line", STEARATE_TRAPS)
def test_excipients_do_not_join_the_form_of_the_row(line):
    assert forms(*US, "Magnesium (as Oxide)  100 mg  24%", line).value == ("oxide",)


def test_not_disclosed_is_an_answer_and_not_named_is_none():
    assert forms(*US, PLAIN).value == ()
    field = forms(*US, "Vitamin D3  25 mcg  125%")
    assert (field.value, field.state) == (None, "missing")


ON_FRONTS = [
    (("Magnesium Glycinate", "400 mg"), ("bisglycinate",), "sure"),
    (("MAGNESIUM", "GLYCINATE"), ("bisglycinate",), "sure"),
    (("Magnesium", "L-Threonate"), ("threonate",), "sure"),
    (("Triple Magnesium", "Citrate, Malate, Glycinate"), ("citrate", "malate", "bisglycinate"), "sure"),
    (("MAGNESIUM", "120 capsules", "CITRATE"), ("citrate",), "check"),
    (("Magnesium Bisglycinate Chelate", "amino acid chelate"), ("bisglycinate",), "sure"),
    (("Magnesium", "Complex"), (), "check"),
    (("Calcium Citrate", "Magnesium"), (), "check"),
    (("Magnesium with Zinc Citrate",), (), "check"),
]


@pytest.mark.parametrize(("lines", "expected", "state"), ON_FRONTS)
def test_forms_on_fronts(lines, expected, state):
    field = forms(*lines)
    assert (field.value, field.state) == (expected, state)


def test_a_front_without_magnesium_names_no_form():
    assert forms("Zinc Picolinate", "50 mg").state == "missing"


def test_a_form_in_poor_print_is_shown_for_checking():
    assert forms(Print("Magnesium Citrate", confidence=0.5), "400 mg").state == "check"


@pytest.mark.parametrize(
    "beside", ["potassium (bicarbonate) gum", "potossium (bicarbonate) gum", "zinc citrate"]
)
def test_the_salt_of_another_mineral_on_a_front_is_not_one_of_magnesium(beside):
    field = forms(beside, "", "", Print("magnesium glycinate", 2))
    assert field.value == ("bisglycinate",)


@pytest.mark.parametrize(
    "below", ["Recommended Use: Take one (1) softgel daily with food.", "Food for thought", "Oxide free"]
)
def test_a_line_below_says_nothing_of_magnesium_unless_it_names_it(below):
    field = forms(*US, PLAIN, below)
    assert (field.value, field.state) == ((), "check")


def test_a_line_may_break_between_the_mineral_and_its_salt():
    field = forms(
        *US, PLAIN, "Calcium Carbonate, Cellulose, Magnesium", "Oxide, Zinc Sulphate, Take with food"
    )
    assert field.value == ("oxide",)
    field = forms(*US, PLAIN, "Our Magnesium", "is taken daily with food")
    assert field.value == ()


def test_another_line_may_say_what_the_magnesium_is():
    field = forms(*US, PLAIN, "Magnesium bisglycinate is gentle")
    assert (field.value, field.reason) == (("bisglycinate",), "named apart from the row")
