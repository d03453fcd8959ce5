"""Denials and comparisons in the languages of labels: what is only left out or compared with is no form."""

import pytest

from catalog.names import bare_salts, find_forms, is_named_alone, match

COMPARED = [
    "Im Vergleich zu Magnesiumoxid besser verträglich",
    "Bez tlenku magnezu",
    "Hogere biologische beschikbaarheid dan magnesiumoxide",
    "Melhor absorção que o óxido de magnésio",
    "Melhor absorvido do que o óxido de magnésio",
    "Maior biodisponibilidade do que o óxido de magnésio",
    "Sem óxido de magnésio",
    "Não contém óxido de magnésio",
    "Ao contrário do óxido de magnésio",
    "Bättre upptag än magnesiumoxid",
    "Tas upp bättre än magnesiumoxid",
    "Högre biotillgänglighet än magnesiumoxid",
    "Utan magnesiumoxid",
    "Innehåller ingen magnesiumoxid",
    "Fri från magnesiumoxid",
    "Till skillnad från magnesiumoxid",
    "Bedre optagelse end magnesiumoxid",
    "Optages bedre end magnesiumoxid",
    "Højere biotilgængelighed end magnesiumoxid",
    "Uden magnesiumoxid",
    "Indeholder ikke magnesiumoxid",
    "Fri for magnesiumoxid",
    "I modsætning til magnesiumoxid",
    "Bedre opptak enn magnesiumoksid",
    "Tas bedre opp enn magnesiumoksid",
    "Høyere biotilgjengelighet enn magnesiumoksid",
    "Uten magnesiumoksid",
    "Inneholder ikke magnesiumoksid",
    "Fri for magnesiumoksid",
    "I motsetning til magnesiumoksid",
    "Lepší vstřebatelnost než oxid hořečnatý",
    "Lépe se vstřebává než oxid hořečnatý",
    "Vyšší biologická dostupnost než oxid hořečnatý",
    "Bez oxidu hořečnatého",
    "Neobsahuje oxid hořečnatý",
    "Na rozdíl od oxidu hořečnatého",
    "Penyerapan lebih baik daripada magnesium oksida",
    "Lebih mudah diserap daripada magnesium oksida",
    "Tanpa magnesium oksida",
    "Tidak mengandung magnesium oksida",
    "Bebas magnesium oksida",
    "Berbeda dengan magnesium oksida",
]


@pytest.mark.parametrize("text", COMPARED)
def test_what_is_denied_or_compared_with_is_no_form(text):
    assert find_forms(text) == ()


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Bedre optagelse med magnesiumbisglycinat", "bisglycinate"),
        ("Bättre upptag med magnesiumcitrat", "citrate"),
        ("Bez cukru, obsahuje oxid hořečnatý", "oxide"),
        ("Sem açúcar, com citrato de magnésio", "citrate"),
        ("Tidak mengandung gula. Magnesium sitrat", "citrate"),
        ("Inneholder magnesiumsitrat, uten gluten", "citrate"),
        ("Magnesium an Citrat gebunden", "citrate"),
        ("Malato de dimagnesio", "dimagnesium_malate"),
        ("Jabłczan dimagnezu", "dimagnesium_malate"),
        ("Citrato de trimagnesio", "citrate"),
    ],
)
def test_what_is_said_to_be_in_it_is(text, form):
    assert [hit.variant for hit in find_forms(text)] == [form]


def test_a_salt_with_an_amount_of_its_own_is_another_row():
    assert find_forms("Chloride 135 mg Magnesium 50 mg") == ()


def test_a_salt_behind_an_excipient_is_not_magnesium():
    assert [hit.form for hit in find_forms("magnesium stearate, citrate")] == ["stearate"]
    assert [hit.form for hit in find_forms("magnesium citrate, malate")] == ["citrate", "malate"]


def test_a_word_as_near_to_an_excipient_as_to_a_source_is_the_excipient():
    assert [(hit.form, hit.repaired) for hit in find_forms("magnesium tearate")] == [("stearate", True)]


def test_a_hit_tells_whether_its_wording_is_certain():
    assert [hit.certain for hit in find_forms("Magnesium CitraMate")] == [False]
    assert match("Magnesium citrate").hits[0].certain


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("L-Threonate", ["threonate"]),
        ("Bisglycinate Chelate", ["bisglycinate"]),
        ("Citrate + Malate", ["citrate", "malate"]),
        ("Zinc Citrate", []),
        ("Creatine Malate", []),
        ("Citric acid", []),
        ("Complex", []),
        ("Bone health", []),
        ("", []),
    ],
)
def test_salts_named_without_any_mineral(text, forms):
    assert [hit.form for hit in bare_salts(text)] == forms


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Magnesium 100 mg", True),
        ("Magnesium with zinc citrate", True),
        ("Magnesium citrate", False),
        ("Free from magnesium stearate", False),
        ("Zinc citrate", False),
    ],
)
def test_the_mineral_named_by_itself(text, alone):
    assert is_named_alone(text) == alone
