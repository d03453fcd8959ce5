"""Forms and the mineral in longer texts: what is named, what is denied, and where it stands."""

from itertools import pairwise

import pytest

from catalog.names import find_forms, magnesium_spans

FOUND = {
    "calcium citrate, zinc oxide, magnesium oxide": "oxide",
    "Magnesium (as oxide, citrate)": "oxide citrate",
    "MagnesiumOxide": "oxide",
    "asMagnesiumBisglycinate": "bisglycinate",
    "elemental mag- nesium from magnesium bisgly-\ncinate": "bisglycinate",
    "Magnesium (as magnesium\nglycinate chelate)\n200 mg 48%": "bisglycinate",
    "MAGNES1UM (AS MAGNESlUM BISGLYClNATE CHELATE)": "bisglycinate",
    "Calcium Carbonate, Magnesium Oxide, Ferrous Fumarate, Magnesium Stearate": "oxide stearate",
    "Potassium (as citrate) 99 mg Magnesium (as magnesium malate) 100 mg Calcium (as malate)": "malate",
    "Citric acid, magnesium carbonate, sodium bicarbonate, choline citrate": "carbonate",
    "Magnesium supports muscle function. Zinc citrate helps.": "",
    "Magnesium 200 mg 48%\nZinc (as zinc citrate) 15 mg 136%": "",
    "Triple Magnesium Complex\nBisglycinate • Citrate • Malate": "bisglycinate citrate malate",
    "Magnesium Glycinate Calcium Citrate Zinc Picolinate": "bisglycinate",
    "Vitamin C, magnesium hydroxide, talc, titanium dioxide, iron oxide": "hydroxide silicate_talc",
    # what is said not to be in it
    "Free from: yeast, wheat, gluten, magnesium stearate. Contains magnesium citrate.": "citrate",
    "Contains no sugar, starch or magnesium stearate": "",
    "magnesium stearate free": "",
    "No sugar, magnesium citrate 100 mg": "citrate",
    "Never contains magnesium stearate": "",
    "This product contains NO: yeast, magnesium stearate": "",
    "0% magnesium stearate": "",
    "Magnesium citrate (free from magnesium stearate), magnesium oxide": "citrate oxide",
    "Ohne Magnesiumstearat, Hefe": "",
    "Enthält kein Magnesiumstearat": "",
    "sans levure, stéarate de magnésium": "",
    "ne contient pas de stéarate de magnésium": "",
    "senza lievito, magnesio stearato": "",
    "sin levadura, estearato de magnesio": "",
    "libre de estearato de magnesio": "",
    "bez stearynianu magnezu": "",
    "nie zawiera stearynianu magnezu": "",
    "zonder magnesiumstearaat": "",
    # a food is the source where it is said to be
    "Magnesium (from yeast)": "yeast_food",
    "Magnesium from red algae": "marine",
    "Ingredients: yeast, magnesium oxide, brown rice, algae": "oxide",
    "Magnesium, yeast, rice bran, algae": "",
    "Magnesium\nRice bran\nSpirulina": "",
    "Magnesium oxide, amino acids, folate, L-lysine HCl": "oxide",
    # other languages
    "Zutaten: Calciumcarbonat, Magnesiumoxid, Zinkoxid, Trennmittel Magnesiumstearat": "oxide stearate",
    "Trennmittel: Magnesiumsalze der Speisefettsäuren": "laurate_palmitate",
    "carbonate de calcium, oxyde de magnésium, citrate de zinc, stéarate de magnésium": "oxide stearate",
    "ossido di magnesio, citrato di zinco, magnesio stearato": "oxide stearate",
    "carbonato de calcio, bisglicinato de magnesio, sulfato de zinc": "bisglycinate",
    "cytrynian magnezu, tlenek cynku, stearynian magnezu": "citrate stearate",
    "magnesiumcitraat, zinkgluconaat, magnesiumstearaat": "citrate stearate",
}


@pytest.mark.parametrize(("text", "expected"), FOUND.items())
def test_forms_in_a_longer_text(text, expected):
    found = find_forms(text)
    assert [hit.form for hit in found] == expected.split()
    assert all(text[hit.start : hit.end] == hit.text for hit in found)
    assert all(one.start < other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Magnesium 100 mg", ["Magnesium"]),
        ("Magneslum", ["Magneslum"]),
        ("Magnesiurn (as oxide)", ["Magnesiurn"]),
        ("Mannesium", ["Mannesium"]),
        ("Ma9nesium", ["Ma9nesium"]),
        ("rnagnesium", ["rnagnesium"]),
        ("Magne sium", ["Magne sium"]),
        ("mag-\nnesium", ["mag-\nnesium"]),
        ("Magnésium", ["Magnésium"]),
        ("Magnez (cytrynian magnezu)", ["Magnez", "magnezu"]),
        ("Magnesio", ["Magnesio"]),
        ("Magnesiumcitrat", ["Magnesium"]),
        ("MagnesiumOxide", ["Magnesium"]),
        ("Di-Magnesium Malate", ["Di-Magnesium"]),
        ("DiMagnesium Malate", ["DiMagnesium"]),
        ("Trimagnesium dicitrate", ["Trimagnesium"]),
        ("Monomagnesium L-threonate", ["Monomagnesium"]),
        ("Dimagnesiummalat", ["Dimagnesium"]),
        ("milk of magnesia", ["magnesia"]),
        ("Mg citrate 100 mg", ["Mg"]),
        ("Mg 100 mg", ["Mg"]),
        ("Calcium/Magnesium 2:1", ["Magnesium"]),
    ],
)
def test_where_magnesium_stands(text, named):
    assert [text[start:end] for start, end in magnesium_spans(text)] == named


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Manganese 2 mg",
            "Mangan",
            "manganèse",
            "Manganeso",
            "Mangaan",
            "200 mg",
            "400 Mg",
            "(mg)",
            "Amount (Mg)",
        ),
        *("Magnolia 20 mg", "Tri-MG", "MGO 83+", "Amount per serving mg"),
    ],
)
def test_where_it_does_not(text):
    assert magnesium_spans(text) == ()
