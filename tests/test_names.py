"""Printed names → forms: every kind of wording on its own examples."""

import pytest

from catalog.forms import forms
from catalog.names import match

SURE = {
    # one salt, however the row is worded
    "Magnesium Oxide": "oxide",
    "Magnesium (as Magnesium Citrate)": "citrate",
    "Magnesium (oxide)": "oxide",
    "Magnesium as citrate": "citrate",
    "MAGNESIUM (CITRATE) 200 mg": "citrate",
    "Magnesium: malate": "malate",
    "Magnesium oxide (equivalent to 100 mg magnesium)": "oxide",
    "(magnesium) citrate": "citrate",
    # the dioxide of another mineral, in a bracket whose end was not read
    "Malato de magnesio (965 mgl. antiaglomerante: dióxido de silicio": "malate",
    "Ossido di magnesio (500 mgl. antiagglomerante: biossido di silicio": "oxide",
    # several
    "Magnesium (as Magnesium Oxide, citrate and malate)": "oxide citrate malate",
    "Magnesium (as magnesium oxide and/or citrate)": "oxide citrate",
    "Magnesium bisglycinate, citrate, malate & taurate": "bisglycinate citrate malate taurate",
    "Magnesium Glycinate/Malate/Citrate": "bisglycinate malate citrate",
    "Magnesium [magnesium citrate (trimagnesium dicitrate)]": "citrate",
    # words that a database put in braces
    "Magnesium (as {Magnesium} Oxide, {magnesium} glycinate)": "oxide bisglycinate",
    # abbreviations
    "Magnesium (from Mag. Oxide, and {Magnesium} Citrate)": "oxide citrate",
    "Mg AAC": "amino_acid_chelate",
    "Magnesium (as magnesium a.a.c.)": "amino_acid_chelate",
    "Mg(OH)2": "hydroxide",
    "MgCl2": "chloride",
    # chelates: the general word after a particular one adds nothing
    "Magnesium Glycinate Amino Acid Chelate": "bisglycinate",
    "Magnesium Citrate Amino Acid Chelate": "citrate amino_acid_chelate",
    "Magnesium (as Di-Magnesium Malate from mineral chelate)": "malate",
    "Magnesium (from magnesium bisglycinate chelate [TRAACS®])": "bisglycinate",
    "Magnesium (as bis-glycinate (reacted amino acid chelate. U.S. Patent No. 1,234,567))": "bisglycinate",
    # two ligands in one chelate, or two chelates
    "Magnesium (as magnesium glycinate/lysinate chelate)": "lysinate_glycinate",
    "Magnesium (as magnesium lysinate glycinate chelate, magnesium oxide)": "lysinate_glycinate oxide",
    "Magnesium glycyl-glutamine": "glycinate_glutamine",
    "Magnesium (lysinate, glycinate)": "lysinate bisglycinate",
    # mixed salts
    "Magnesium Citrate-Malate": "citrate_malate",
    "Calcium Magnesium (Citrate/Malate)": "citrate malate",
    "potassium-magnesium aspartate": "aspartate",
    "Magnesium Potassium Citrate": "citrate",
    "Magnesium brown rice chelate": "amino_acid_chelate",
    # magnesium as the counter-ion of a vitamin
    "Magnesium (Malate & Folate)": "malate methylfolate",
    # raw materials and origins are no forms
    "(magnesium) citrate (reacted from magnesium carbonate, magnesium oxide and citric acid)": "citrate",
    "Magnesium hydroxide (from sea water)": "hydroxide",
    "Magnesium citrate, derived from magnesium oxide": "citrate",
    "Marine Magnesium Oxide": "oxide",
    "Magnesium (from sea water)": "marine",
    # old and systematic names
    "Milk of Magnesia": "hydroxide",
    "Epsom salt": "sulfate",
    "magnesium;2-hydroxypropane-1,2,3-tricarboxylate": "citrate",
    "magnesium bis(dodecanoate)": "laurate_palmitate",
    # trade marks, with and without the mineral
    "Magtein®": "threonate",
    "Magnesium L-Threonate (Magtein®) 2,000 mg": "threonate",
    "Sucrosomial® magnesium": "oxide",
    # the salt behind "and" is as particular as one behind a comma
    "Magnesium (as magnesium oxide and lysyl glycinate chelate)": "oxide lysinate_glycinate",
    "Magnesium (as magnesium Krebs cycle chelates)": "krebs",
    # a supplier's name beside a salt adds nothing
    "Magnesium Citrate (Albion)": "citrate",
    "Albion Magnesium Oxide": "oxide",
    # excipients are named too
    "Vegetable magnesium stearate": "stearate",
    # other languages
    "Magnesiumcitrat": "citrate",
    "Magnesium-Bisglycinat": "bisglycinate",
    "oxyde de magnésium": "oxide",
    "magnésium marin": "marine",
    "bisglicinato de magnesio": "bisglycinate",
    "óxido de magnesio": "oxide",
    "ossido di magnesio": "oxide",
    "magnesio pidolato": "pidolate",
    "cytrynian magnezu": "citrate",
    "jabłczan magnezu": "malate",
    "magnesiumbisglycinaat": "bisglycinate",
    "цитрат магния": "citrate",
    "oxid hořečnatý": "oxide",
    "cloreto de magnésio": "chloride",
    "magnezyum sitrat": "citrate",
    "magnesiumklorid": "chloride",
    "Magnesii stearas": "stearate",
}
CHECK = {
    # misspelt
    "Magneisum (as Asparate)": "aspartate",
    "Mangesium Biglycinate, Fumerate": "bisglycinate fumarate",
    "Manesium Cheleate": "amino_acid_chelate",
    # the label does not say enough
    "Magnesium (Magnesium Chelate)": "amino_acid_chelate",
    "Magnesium (HVP chelate)": "amino_acid_chelate",
    "Magnesium malic acid": "malate",
    "Fumaric acid (calcium, & magnesium)": "fumarate",
    "Magnesium (from organic food blend, naturally occurring)": "yeast_food",
    "magnesium oil": "chloride",
    # a supplier without a salt
    "Albion magnesium": "amino_acid_chelate",
    "Magnesium (TRAACS®)": "amino_acid_chelate",
    "Magnesium (Albion 2000 mg)": "amino_acid_chelate",
    # an acid, a vitamin or a short form stands for the salt
    "ascorbic magnesium": "ascorbate",
    "Magnesium Vitamin C": "ascorbate",
    "Vitamin C Magnesium": "ascorbate",
    "Vitamin C (ascorbic acid, calcium, magnesium, zinc)": "ascorbate",
    "Magnesium (hydrochloride)": "chloride",
    "Magnesium HCl": "chloride",
    "Magnesium (as orate)": "orotate",
    "Mag Cit": "citrate",
    "Magnesium Oxide & Taurine Complex": "oxide taurate",
    "Zinc Magnesium Amino Complex": "amino_acid_chelate",
    # foods said to be the source
    "Magnesium (as Magnesium Oxide, Whey Protein Isolate)": "oxide yeast_food",
    "Magnesium (as soy protein)": "yeast_food",
    "Magnesium (and naturally occurring) (from Magnesium Citrate)": "yeast_food citrate",
    # the mineral is missing or mixed up
    "Citrate + glycinate blend": "citrate bisglycinate",
    "Magnesium (as Manganese Sulfate)": "",
    "Magnesium (as manganese oxide, magnesium citrate)": "citrate",
    # something was not read
    "Magnesium (as magnesium oxide, magnesium xqzwv)": "oxide",
    "Magnesium (as Magnesium zymonate)": "",
}
UNDISCLOSED = [
    "Magnesium",
    "Mg 375 mg",
    "Elemental Magnesium",
    "Magnesium Complex",
    "Ionic Magnesium",
    "Magnesium (from ENDURE(TM))",
    "Electrolytes (potassium, magnesium, chloride, sodium)",
    "Calcium Magnesium Zinc",
    "Magnesium 100 mg Chloride 50 mg",
    "TOTALELEMENTALMAGNESIUM",
    # what stands beside it is something else
    "Betaine HCl Magnesium",
    "Berberine HCl, Magnesium",
    "Folate 400 mcg Magnesium 100 mg",
    "Vitamin C 60 mg Magnesium 50 mg",
    "Magnesium with Vitamin C",
    "Magnesium, Folate",
    "Magnesium food supplement",
    "Magnesium alginate",
    "Mag Absorption Blend (Glutamic Acid, L-Lysine, Phytase)",
]
NOT_MAGNESIUM = [
    "Tri-MG",
    "MGO 83+",
    "Manuka honey MGO 250+",
    "MagnaSweet",
    "Magnolia bark",
    "Nu-Mag (rice extract, gum arabic)",
    "Methylglyoxal (MGO)",
    "MGN-3",
    "Manganese (as manganese citrate)",
    "Zinc (as zinc oxide)",
    "Glucosamine sulfate",
    "Creatine malate",
    "200 mg",
    "",
]


@pytest.mark.parametrize(("name", "expected"), SURE.items())
def test_clear_names_are_sure(name, expected):
    found = match(name)
    assert (set(found.forms), found.state) == (set(expected.split()), "sure"), found.reason


@pytest.mark.parametrize(("name", "expected"), CHECK.items())
def test_doubtful_names_are_to_be_checked(name, expected):
    found = match(name)
    assert (set(found.forms), found.state) == (set(expected.split()), "check"), found.reason
    assert found.reason


@pytest.mark.parametrize("name", UNDISCLOSED)
def test_magnesium_without_its_form_is_undisclosed(name):
    assert (match(name).forms, match(name).state) == ((), "undisclosed")


@pytest.mark.parametrize("name", NOT_MAGNESIUM)
def test_what_is_not_magnesium(name):
    assert (match(name).forms, match(name).state) == ((), "not_magnesium")


def test_shares_belong_to_their_form():
    found = match(
        "Magnesium (as 75.0% TRAACS(R) Magnesium Lysyl Glycinate Chelate, and 25.0% Magnesium Oxide)"
    )
    assert [(hit.form, hit.share) for hit in found.hits] == [("lysinate_glycinate", 0.75), ("oxide", 0.25)]


@pytest.mark.parametrize(
    "name", ["Magnesium (as oxide) 24% DV", "Magnesium oxide (60% magnesium)", "Magnesium 48 % (citrate)"]
)
def test_other_percentages_are_no_shares(name):
    assert [hit.share for hit in match(name).hits if hit.form != "citrate"] in ([None], [])


def test_hits_point_to_their_text():
    name = "Magnésium® (as Magnesium Bis-Glycinate, {Magnesium} Oxide)"
    for hit in match(name).hits:
        assert name[hit.start : hit.end] == hit.text
    assert [hit.text for hit in match(name).hits] == ["Bis-Glycinate", "Oxide"]


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("Di-Magnesium Malate", "dimagnesium_malate"),
        ("Magnesium Glycinate; Buffered", "bisglycinate_buffered"),
        ("Magnesium (as TRAACS(R) magnesium bisglycinate chelate buffered)", "bisglycinate_buffered"),
        ("Magnesium (as Magnesium Glycinate Chelate [buffered])", "bisglycinate_buffered"),
        ("Magnesium Glycinate (Buffered)", "bisglycinate_buffered"),
        ("ConcenTrace", "marine"),
        ("magnésium marin", "hydroxide_marine"),
        ("UltraMag", "oxide_sucrosomial"),
        ("Magnesium trisilicate", "trisilicate"),
        ("Magnesium potassium citrate", "potassium_citrate_mg"),
    ],
)
def test_the_precise_form_is_kept_beside_its_family(name, variant):
    (hit,) = match(name).hits
    assert hit.variant == variant
    assert hit.form == forms()[variant].family
