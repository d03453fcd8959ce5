"""Several minerals with their salts, esters, ions, brands and scripts without spaces: the laws behind each."""

import csv
from importlib.resources import files
from itertools import permutations

import pytest

from catalog import name_brands
from catalog.forms import CatalogError, forms
from catalog.name_words import DOSE_FORMS
from catalog.names import find_forms, magnesium_spans, match
from catalog.tables import read_table


def table(file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(files("catalog").joinpath("data", file).read_text("utf-8").splitlines()))


# -- several minerals --

OTHERS = {"calcium": "carbonate", "zinc": "gluconate", "iron": "fumarate", "potassium": "chloride"}


@pytest.mark.parametrize("salt", ["oxide", "citrate", "malate"])
@pytest.mark.parametrize("link", ["/", " and ", " & ", "+"])
def test_salts_in_order_go_to_their_minerals(salt, link):
    pairs = [*OTHERS.items(), ("magnesium", salt)]
    for some in permutations(pairs, 3):
        if ("magnesium", salt) in some:
            minerals, salts = (link.join(words) for words in zip(*some, strict=True))
            found = match(f"{minerals} (as {salts})")
            assert (found.forms, found.state) == ((salt,), "sure"), found


@pytest.mark.parametrize("link", ["/", " and "])
def test_more_or_fewer_salts_than_minerals_are_to_be_checked(link):
    for salts in (("carbonate", "oxide", "citrate"), ("carbonate", "oxide")):
        minerals = ("calcium", "magnesium") if len(salts) == 3 else ("calcium", "magnesium", "zinc")
        name = f"{link.join(minerals)} (as {link.join(salts)})"
        assert match(name).state == "check", name
        assert find_forms(name) == (), name


def test_one_salt_of_several_minerals_is_the_salt_of_each():
    assert match("Calcium, Magnesium & Zinc (as oxide)").forms == ("oxide",)
    assert match("Calcium and Magnesium (as calcium carbonate and magnesium oxide)").forms == ("oxide",)
    assert set(match("Calcium Magnesium (Citrate/Malate)").forms) == {"citrate", "malate"}


# -- esters --


@pytest.mark.parametrize(
    "radical", [row["words"] for row in table("minerals.csv") if row["mineral"] == "radical"]
)
@pytest.mark.parametrize("salt", ["sulfate", "phosphate", "citrate"])
def test_the_salt_of_an_ester_is_no_source(radical, salt):
    if (radical, salt) == ("glyceryl", "phosphate"):
        assert match("Magnesium glyceryl phosphate").forms == ("glycerophosphate",)  # a source by that name
        return
    for name in (f"Magnesium {radical} {salt}", f"{radical} {salt} de magnésium"):
        found = match(name)
        assert (found.forms, found.state) == ((), "not_magnesium"), name
        assert "ester" in found.reason
        assert find_forms(name) == ()
        assert magnesium_spans(name) == ()
    assert match(f"Magnesium {salt}").forms == (salt,)
    assert match(f"Magnesium oxide, magnesium {radical} {salt}").forms == ("oxide",)


# -- ions --


@pytest.mark.parametrize("ion", ["Mg²⁺", "Mg2+", "Mg++", "Mg⁺⁺", "Mg+2", "Mg^2+", "Mg 2+", "mg2+", "Mg(2+)"])
def test_an_ion_is_the_mineral_and_no_salt(ion):
    assert (match(ion).forms, match(ion).state) == ((), "undisclosed")
    assert match(f"{ion} citrate").forms == ("citrate",)
    assert match(f"{ion} (as oxide)").forms == ("oxide",)
    assert [f"{ion} 30 mg"[a:b] for a, b in magnesium_spans(f"{ion} 30 mg")] == [ion]


def test_a_figure_and_a_plus_sign_are_no_ion():
    assert magnesium_spans("200 mg 2+ capsules") == ()
    assert magnesium_spans("30 mg + 20 mg") == ()


# -- brands --


def test_a_brand_is_sure_only_with_its_presentation():
    for row in table("brands.csv"):
        brand, ids = row["words"], {forms()[form].family for form in row["forms"].split("|")}
        dose_form = {"tablet": "comprimé", "ampoule": "ampoule", "sachet": "sachet", "": ""}[row["dose_form"]]
        found = match(f"{brand} 100 mg, {dose_form}")
        assert set(found.forms) == ids, row
        assert (found.state == "sure") == (row["certain"] == "1"), row
        if row["dose_form"]:
            assert match(brand).state == "check", row
            assert find_forms(brand) == ()


@pytest.mark.parametrize(
    "name", ["MAG 2, comprimé et ampoule", "Magne B6 tablets and ampoules", "Magne B6 sachet"]
)
def test_a_brand_of_several_presentations_or_an_unknown_one_is_to_be_checked(name):
    assert match(name).state == "check"


def test_every_brand_says_where_its_salts_were_read():
    rows = table("brands.csv")
    assert all(row["source"] and row["read_address"].startswith("http") and row["read_on"] for row in rows)
    assert {row["dose_form"] for row in rows} <= DOSE_FORMS | {""}


def test_a_wrong_brand_is_named(monkeypatch):
    wrong = "words,dose_form,forms,certain,source,read_address,read_on\nmag 2,tablet,carbonat,1,label,,\n"
    monkeypatch.setattr(name_brands, "read_table", lambda file, columns: read_table(file, columns, wrong))
    with pytest.raises(
        CatalogError, match=r"brands.csv, row 2, column forms: 'carbonat' is not in forms.csv"
    ):
        name_brands.presentations.__wrapped__()


# -- scripts without spaces --

METALS = {"zh": ("镁", "锌"), "ja": ("マグネシウム", "亜鉛"), "ko": ("마그네슘", "아연")}
UNSPACED = [
    row for row in table("names.csv") if row["language"] in METALS and row["kind"] in ("acid", "joined")
]


def test_every_acid_makes_its_salt_with_magnesium_and_with_no_other_metal():
    assert len(UNSPACED) > 150
    for row in UNSPACED:
        magnesium, zinc = METALS[row["language"]]
        form = forms()[row["form"]].family
        for name in (f"{row['words']}{magnesium}", f"{row['words']}Mg", f"无水{row['words']}鎂 200mg"):
            assert (match(name).forms, match(name).state) == ((form,), "sure"), name
        assert match(f"{row['words']}{zinc}").state == "not_magnesium", row
        assert match(f"{row['words']}{zinc}、乳酸{magnesium}").forms == ("lactate",), row


def test_a_salt_may_stand_behind_its_metal_or_before_a_bracket_of_metals():
    assert match("镁甘氨酸盐").forms == ("bisglycinate",)
    assert match("ステアリン酸塩(Ca,Mg)").forms == ("stearate",)
    assert match("乳酸Ca、塩化Mg、塩化K").forms == ("chloride",)
    assert match("マグネシウムL-トレオン酸").state == "check"


def test_an_acid_alone_is_no_salt_and_half_a_name_no_word():
    for row in UNSPACED:
        found = match(f"酸化マグネシウム、{row['words']}")
        assert found.forms == ("oxide",), row
    assert match("柠檬酸").state == "not_magnesium"
    assert match("酸化防止剤").state == "not_magnesium"


def test_a_compound_is_known_as_a_whole_or_not_at_all():
    for row in UNSPACED:
        magnesium = METALS[row["language"]][0]
        if " " in row["words"]:
            continue  # what stands apart from a salt only makes it less than sure
        for name in (f"某{row['words']}{magnesium}", f"{row['words']}某{magnesium}"):
            assert (match(name).forms, match(name).state) == ((), "undisclosed"), name


SPELLED = [row for row in table("minerals.csv") if row["mineral"] == "magnesium" and not row["form_alone"]]


@pytest.mark.parametrize("word", [row["words"] for row in SPELLED if row["words"] not in ("mg", "mag")])
def test_where_magnesium_is_printed_its_form_is_undisclosed(word):
    for name in (word, f"{word} 100 mg", f"{word} xqzwvy", f"xqzwvy {word}"):
        found = match(name)
        assert (found.forms, found.state) == ((), "undisclosed"), (name, found.reason)


@pytest.mark.parametrize(
    "name", ["Magnesiumverbindung", "Magnesiumpräparat", "magnesiumhaltig", "Magnesiumquelle"]
)
def test_a_longer_word_with_the_mineral_inside_still_names_it(name):
    assert (match(name).forms, match(name).state) == ((), "undisclosed")
    assert [name[a:b] for a, b in magnesium_spans(name)] == [name[:9]]


def test_a_strange_word_apart_from_the_salt_leaves_it_to_be_checked():
    assert match("무언가 타우린산 마그네슘").state == "check"
    assert match("아세틸 타우린산 마그네슘").forms == ("acetyl_taurate",)


def test_places_are_right_in_scripts_without_spaces():
    name = "グリシン酸マグネシウム、구연산 마그네슘"
    assert [hit.text for hit in match(name).hits] == ["グリシン酸", "구연산"]
    assert [name[a:b] for a, b in magnesium_spans(name)] == ["マグネシウム", "마그네슘"]
