"""What a text denies or only compares with is no content; what it asserts stays, in seven languages."""

from itertools import permutations

import pytest

from catalog.names import find_forms, match

SALTS = {
    "en": {
        "oxide": "magnesium oxide",
        "citrate": "magnesium citrate",
        "bisglycinate": "magnesium bisglycinate",
        "malate": "magnesium malate",
        "carbonate": "magnesium carbonate",
        "taurate": "magnesium taurate",
        "threonate": "magnesium L-threonate",
        "stearate": "magnesium stearate",
        "chloride": "magnesium chloride",
        "gluconate": "magnesium gluconate",
        "amino_acid_chelate": "magnesium amino acid chelate",
    },
    "de": {
        "oxide": "Magnesiumoxid",
        "citrate": "Magnesiumcitrat",
        "bisglycinate": "Magnesiumbisglycinat",
        "malate": "Magnesiummalat",
        "carbonate": "Magnesiumcarbonat",
        "taurate": "Magnesiumtaurat",
        "chloride": "Magnesiumchlorid",
        "stearate": "Magnesiumstearat",
    },
    "fr": {
        "oxide": "oxyde de magnésium",
        "citrate": "citrate de magnésium",
        "bisglycinate": "bisglycinate de magnésium",
        "malate": "malate de magnésium",
        "carbonate": "carbonate de magnésium",
        "chloride": "chlorure de magnésium",
        "stearate": "stéarate de magnésium",
    },
    "es": {
        "oxide": "óxido de magnesio",
        "citrate": "citrato de magnesio",
        "bisglycinate": "bisglicinato de magnesio",
        "malate": "malato de magnesio",
        "carbonate": "carbonato de magnesio",
        "chloride": "cloruro de magnesio",
        "stearate": "estearato de magnesio",
    },
    "it": {
        "oxide": "ossido di magnesio",
        "citrate": "citrato di magnesio",
        "bisglycinate": "bisglicinato di magnesio",
        "malate": "malato di magnesio",
        "carbonate": "carbonato di magnesio",
        "chloride": "cloruro di magnesio",
        "stearate": "stearato di magnesio",
    },
    "pl": {
        "oxide": "tlenek magnezu",
        "citrate": "cytrynian magnezu",
        "malate": "jabłczan magnezu",
        "carbonate": "węglan magnezu",
        "chloride": "chlorek magnezu",
        "stearate": "stearynian magnezu",
    },
    "nl": {
        "oxide": "magnesiumoxide",
        "citrate": "magnesiumcitraat",
        "bisglycinate": "magnesiumbisglycinaat",
        "malate": "magnesiummalaat",
        "carbonate": "magnesiumcarbonaat",
        "chloride": "magnesiumchloride",
        "stearate": "magnesiumstearaat",
    },
}
DENIALS = {
    "en": [
        "{a}, no {x}",
        "{a} without {x}",
        "{a} instead of {x}",
        "{a} rather than {x}",
        "{a}, unlike {x}",
        "Unlike {x}, {a}",
        "Instead of {x}, {a}",
        "{a} vs {x}",
        "{a} versus {x}",
        "{a} (free from {x})",
        "{a} – better absorbed than {x}",
        "{a} is gentler than {x}",
        "{a} compared to {x}",
        "No {x}, only {a}",
        "Not {x} but {a}",
        "Contains no {x}. {a}",
        "{a} in place of {x}",
        "{a} as opposed to {x}",
        "{a} contains zero {x}",
        "{a} 200 mg, never {x}",
        "{a} (does not contain {x})",
        "{a} that is not {x}",
        "{x}-free {a}",
        "{a}, {x} free",
        "100% {x}-free {a}",
        "{a} superior to {x}",
        "{a} 3x more bioavailable vs. {x}",
    ],
    "de": [
        "{a} ohne {x}",
        "{a} statt {x}",
        "{a} anstelle von {x}",
        "{a}, anders als {x}",
        "{a}, frei von {x}",
        "{a} besser als {x}",
        "{a} besser verträglich als {x}",
        "Im Gegensatz zu {x}: {a}",
        "kein {x}, nur {a}",
        "nicht {x}, sondern {a}",
        "{a} im Vergleich zu {x}",
        "{a} leichter verdaulich als {x}",
        "{a} anstatt {x}",
        "{x}frei, {a}",
        "{x}-frei, {a}",
        "{a} (enthält kein {x})",
        "{a}, keinerlei {x}",
    ],
    "fr": [
        "{a} sans {x}",
        "{a} au lieu de {x}",
        "{a}, contrairement à {x}",
        "{a} mieux absorbé que {x}",
        "{a} plutôt que {x}",
        "{a}, pas de {x}",
        "pas de {x}, seulement {a}",
        "{a} à la place de {x}",
        "{a} plus doux que {x}",
        "{a} par rapport à {x}",
        "{a} exempt de {x}",
        "{a} (ne contient pas de {x})",
        "{a} à la différence de {x}",
    ],
    "es": [
        "{a} sin {x}",
        "{a} en lugar de {x}",
        "{a}, a diferencia de {x}",
        "{a} mejor absorbido que {x}",
        "{a} en vez de {x}",
        "sin {x}, solo {a}",
        "{a} libre de {x}",
        "{a} más suave que {x}",
        "{a} (no contiene {x})",
        "no {x}, sino {a}",
        "{a} comparado con {x}",
    ],
    "it": [
        "{a} senza {x}",
        "{a} invece di {x}",
        "{a}, a differenza di {x}",
        "{a} al posto di {x}",
        "senza {x}, solo {a}",
        "{a} privo di {x}",
        "{a} più delicato di {x}",
        "{a} meglio tollerato rispetto a {x}",
        "{a} (non contiene {x})",
        "non {x} ma {a}",
        "{a} anziché {x}",
        "{a} piuttosto che {x}",
    ],
    "pl": [
        "{a} bez {x}",
        "{a} zamiast {x}",
        "{a}, w przeciwieństwie do {x}",
        "{a} lepiej przyswajalny niż {x}",
        "bez {x}, tylko {a}",
        "{a} wolny od {x}",
        "{a} (nie zawiera {x})",
        "nie {x}, lecz {a}",
        "{a} w porównaniu z {x}",
        "{a} łagodniejszy niż {x}",
    ],
    "nl": [
        "{a} zonder {x}",
        "{a} in plaats van {x}",
        "{a}, anders dan {x}",
        "{a} beter opneembaar dan {x}",
        "geen {x}, alleen {a}",
        "{a} vrij van {x}",
        "{a} milder dan {x}",
        "{a} (bevat geen {x})",
        "niet {x} maar {a}",
        "{a} vergeleken met {x}",
        "{a}, in tegenstelling tot {x}",
    ],
}


@pytest.mark.parametrize(
    ("language", "wording"), [(language, wording) for language, some in DENIALS.items() for wording in some]
)
def test_only_what_is_asserted_is_content(language, wording):
    for (form, name), (_, other) in permutations(SALTS[language].items(), 2):
        text = wording.format(a=name, x=other)
        assert (match(text).forms, match(text).state) == ((form,), "sure"), text
        assert {hit.form for hit in find_forms(text)} == {form}, text


ASSERTED = {
    "Magnesium oxide as well as magnesium citrate": "oxide citrate",
    "Not only magnesium oxide but also magnesium citrate": "oxide citrate",
    "Magnesiumoxid sowie Magnesiumcitrat": "oxide citrate",
    "nicht nur Magnesiumoxid, sondern auch Magnesiumcitrat": "oxide citrate",
    "Contains less than 2% of: magnesium stearate": "stearate",
    "More than 300 mg magnesium citrate": "citrate",
    "No less than 98 % magnesium oxide": "oxide",
    "No fillers other than magnesium stearate": "stearate",
    "Magnesium carbonate, free flowing": "carbonate",
    "Gluten free magnesium citrate": "citrate",
    "Ohne Zucker, mit Magnesiumcitrat": "citrate",
    "Sans sucre. Citrate de magnésium": "citrate",
    "plus magnesium citrate": "citrate",
    "Magnesium als Citrat": "citrate",
    "sel de magnésium: citrate": "citrate",
}


@pytest.mark.parametrize(("text", "expected"), ASSERTED.items())
def test_what_only_looks_like_a_denial_is_content(text, expected):
    assert set(match(text).forms) == set(expected.split())


UNCLEAR = {
    # a bare salt behind the comma of a comparison may be one more that is only compared with, or content
    "Magnesium citrate instead of oxide, malate": "citrate",
    "No sugar, magnesium citrate": "citrate",
    "No gluten and magnesium citrate": "citrate",
    "Magnesium citrate and stearate free": "citrate",
    "More than just magnesium oxide": "oxide",
}


@pytest.mark.parametrize(("text", "expected"), UNCLEAR.items())
def test_what_may_be_meant_either_way_is_to_be_checked(text, expected):
    found = match(text)
    assert (set(found.forms), found.state) == (set(expected.split()), "check"), found.reason


@pytest.mark.parametrize(
    "text", ["no magnesium oxide", "unlike magnesium oxide", "Ohne Magnesiumoxid", "sans oxyde de magnésium"]
)
def test_a_denial_alone_leaves_the_form_undisclosed(text):
    assert (match(text).forms, match(text).state) == ((), "undisclosed")


def test_a_denied_quality_makes_no_variant():
    assert match("Magnesium Bisglycinate (non-buffered)").precise == ("bisglycinate",)
    assert match("Magnesium bisglycinate, not buffered").precise == ("bisglycinate",)


def test_a_list_of_what_is_left_out_ends_with_its_line():
    text = "Free from: gluten, soy\nMagnesium (as citrate) 100 mg"
    assert [hit.form for hit in find_forms(text)] == ["citrate"]
    assert find_forms("Free from: gluten, magnesium\nstearate") == ()


def test_a_word_that_resembles_a_denial_denies_nothing():
    assert match("reines Magnesiumcitrat").state == "sure"  # not "keines"
    assert match("Magnesium but-enedioate").forms == ("fumarate",)  # no "but"
    assert match("Magnesium (sous forme d'oxyde)").forms == ("oxide",)  # no "formed"
