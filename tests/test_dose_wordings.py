"""How labels word the magnesium in them, in many languages: elemental mg, mg of the salt, and per cent of each."""

import pytest

from scanner.label.facts import read_facts
from scanner.label_text import page_of

WORDINGS = [
    ("Ingredients per tablet: Magnesium Oxide (providing 250mg elemental magnesium), Vitamin B6 5mg", 250, None, None),
    ("Each capsule contains: Magnesium citrate 800mg (equivalent to 125 mg of elemental magnesium).", 125, 800, None),
    ("Magnesium bisglycinate 1000mg of which elemental magnesium 100mg", 100, 1000, None),
    ("1000 mg magnesium bisglycinate providing 100 mg magnesium", 100, 1000, None),
    ("Two capsules provide 1500mg of Magnesium Citrate, yielding 240mg elemental magnesium", 240, 1500, None),
    ("Magnesium (elemental) 100mg from Magnesium Glycinate 1000 mg", 100, 1000, None),
    ("Elemental magnesium (from 2,000 mg Magtein magnesium L-threonate) 144 mg", 144, 2000, None),
    ("Magnesium L-Threonate 2000mg (144mg elemental Mg)", 144, 2000, None),
    ("Nutrition per 2 capsules: Magnesium 150mg (40% NRV*), Zinc 10mg (100% NRV*)", 150, None, 40),
    ("Magnesium citrate 1,480 mg - magnesium 222 mg - 59% NRV", 222, 1480, 59),
    ("Per daily dose (3 capsules): Magnesium bisglycinate 2250 mg, of which magnesium 250 mg (67% NRV).", 250, 2250, 67),  # noqa: E501
    ("Pro Tagesdosis: Magnesiumcitrat 1.875 mg, davon Magnesium 300 mg (80 % NRV)", 300, 1875, 80),
    ("Magnesiumcitrat 2400 mg davon elementares Magnesium 360 mg 96 %", 360, 2400, 96),
    ("Magnésium (bisglycinate) 300 mg (80 % VNR)", 300, None, 80),
    ("Bisglycinate de magnésium 1500 mg soit 150 mg de magnésium élément (40 % des VNR)", 150, 1500, 40),
    ("Magnesio (da magnesio citrato) 300 mg (80% VNR)", 300, None, 80),
    ("Magnesio citrato 2000 mg pari a Magnesio 300 mg 80% VNR", 300, 2000, 80),
    ("Magnez (cytrynian magnezu) 100 mg 26,7% RWS", 100, None, 26.7),
    ("Cytrynian magnezu 625 mg, w tym magnez 100 mg (27% RWS)", 100, 625, 27),
    ("Magnesiumcitraat 800 mg, waarvan magnesium 120 mg (32% RI)", 120, 800, 32),
    ("Magnesium (als magnesiumbisglycinaat) 200 mg 53% RI", 200, None, 53),
    ("Magnesium (från magnesiumcitrat) 375 mg 100 % av DRI", 375, None, 100),
    ("Magnesiumcitrat 1250 mg varav magnesium 200 mg", 200, 1250, None),
    ("Magnesium (som magnesiumoxid) 350 mg 93 % RI", 350, None, 93),
    ("Magnesiumbisglycinat 1000 mg, heraf magnesium 110 mg", 110, 1000, None),
    ("Citrato de magnésio 1000 mg, dos quais magnésio 160 mg (43% VRN)", 160, 1000, 43),
    ("Magnezyum Sitrat 1000 mg (160 mg elementel magnezyum)", 160, 1000, None),
    ("Magnezyum (Magnezyum bisglisinat) 200 mg 53%", 200, None, 53),
    ("Magnesium 200 mg | Zinc 15 mg | B6 10 mg", 200, None, None),
    ("Magnesium Glycinate (400mg)", None, 400, None),
    ("Magnesium Malate, 1250 mg, 120 Tablets", None, 1250, None),
    ("375 mg Magnesium pro Kapsel", 375, None, None),
    ("Magnesium 375 mg / Kapsel", 375, None, None),
    ("Magnesium (as magnesium citrate)\t\t100 mg\t24%", 100, None, 24),
    ("Magnesium ............ 100 mg ........ 27 %", 100, None, 27),
    ("Magnesium* 187,5 mg 50%**", 187.5, None, 50),
    ("Magnesium 0.3 g 80%", 300, None, 80),
    ("Magnesium: 100mg", 100, None, None),
    ("Magnesium = 100 mg = 27% NRV", 100, None, 27),
    ("Supplement Facts\nServing Size 2 capsules\nMagnesium (as magnesium oxide and citrate) 500 mg 119%", 500, None, 119),  # noqa: E501
    ("Supplement Facts\nServing Size 2 capsules\nMagnesium Citrate 500 mg **", None, 500, None),
    ("Supplement Facts\nMagnesium 500 mg 120%\n(as Magnesium Oxide, Citrate)", 500, None, 120),
    ("Supplement Facts Serving Size 1 Capsule Servings Per Container 90 Amount Per Serving % Daily Value Magnesium (as magnesium glycinate) 120 mg 29% Other ingredients: cellulose", 120, None, 29),  # noqa: E501
    ("Medicinal Ingredients (per capsule): Magnesium (Magnesium bisglycinate) 140 mg", 140, None, None),
    ("Each tablet contains: Magnesium (as Magnesium oxide-heavy 500mg) 301.5mg", 301.5, 500, None),
    ("Magnesium oxide - heavy 350 mg (equiv. magnesium 211 mg)", 211, 350, None),
    ("Magnesium amino acid chelate 500 mg, Equiv. Magnesium 100 mg", 100, 500, None),
    ("Magnesium glycinate dihydrate 1.5g equivalent magnesium 150mg", 150, 1500, None),
    ("Elemental Magnesium 400 mg per 2 tablets", 400, None, None),
    ("100mg Elemental Magnesium", 100, None, None),
    ("Magnesium Complex 2000mg | 480mg elemental magnesium", 480, 2000, None),
    ("Triple Magnesium Complex 300mg", None, 300, None),
    ("contains 56 mg magnesium per 100 g", None, None, None),
    ("Magnesium up to 400 mg", 400, None, None),
    ("No magnesium stearate. Zinc 15 mg", None, None, None),
    ("Calcium 500 mg Magnesium 250 mg Zinc 15 mg Vitamin D 10 mcg", 250, None, None),
    ("Calcium 500mg, Magnesium 250mg, Zinc 15mg", 250, None, None),
    ("CALCIUM 1000 MG, MAGNESIUM 400 MG & ZINC 25 MG", 400, None, None),
    ("ZMA 30 mg zinc, 450 mg magnesium, 10.5 mg vitamin B6", 450, None, None),
    ("Zinc (as monomethionine) 30 mg 273% Magnesium (as aspartate) 450 mg 107% Vitamin B6 10.5 mg 618%", 450, None, 107),  # noqa: E501
    ("Electrolytes: Sodium 500mg Potassium 200mg Magnesium 60mg", 60, None, None),
    ("Mg 100 mg, Zn 5 mg", 100, None, None),
    ("Magnesium (Mg) 100 mg", 100, None, None),
    ("Magnesium from marine sources (Aquamin Mg) 350 mg", 350, None, None),
    ("Magnesium hydroxide 311 mg (130mg magnesium)", 130, 311, None),
    ("Active ingredient: Magnesium citrate 1.745 g in 30 mL", None, 1745, None),
    ("Magnesium Chloride Hexahydrate 535 mg (64 mg magnesium)", 64, 535, None),
    ("Supplement Facts Serving Size 2 Capsules Servings Per Container 60 Amount Per Serving % Daily Value Vitamin B6 (as pyridoxine HCl) 10 mg 588% Magnesium (as magnesium bisglycinate chelate) 200 mg 48% L-Theanine 200 mg * * Daily Value not established. Other Ingredients: Hypromellose, magnesium stearate.", 200, None, 48),  # noqa: E501
    ("Supplement Facts Serving Size: 1 Scoop (5 g) Servings Per Container: 60 Amount Per Serving %DV Magnesium (as Magnesium Citrate) 350mg 83% Sodium 5mg <1% Other Ingredients: natural flavors.", 350, None, 83),  # noqa: E501
    ("Zusammensetzung pro Tagesdosis (2 Kapseln) Magnesium 300 mg (80%*) Vitamin B6 1,4 mg (100%*) *NRV", 300, None, 80),  # noqa: E501
    ("Nutritional Information per Capsule %NRV* Magnesium Bisglycinate 1000mg of which Magnesium 100mg 27% *Nutrient Reference Value", 100, 1000, 27),  # noqa: E501
    ("Ingredients: Magnesium Citrate, Bulking Agent: Microcrystalline Cellulose. Each 2 tablets typically provides: Magnesium 200mg (53% NRV).", 200, None, 53),  # noqa: E501
    ("Magnesium Citrate 1000mg per serving – 2 capsules deliver 160mg of elemental magnesium (43% NRV)", 160, 1000, 43),
    ("Inhaltsstoffe pro 3 Kapseln: Magnesiumbisglycinat 1500 mg, davon reines Magnesium 225 mg (60% NRV)", 225, 1500, 60),  # noqa: E501
    ("Magnesium 400 mg, hochdosiert: 400 mg reines Magnesium pro Kapsel (107% NRV)", 400, None, 107),
    ("667 mg Magnesiumoxid pro Kapsel, entspricht 400 mg elementarem Magnesium", 400, 667, None),
    ("Chaque gélule apporte 100 mg de magnésium élément (soit 27% des VNR)", 100, None, 27),
    ("Pour 3 gélules : Magnésium 300 mg (80 % des AR*), Vitamine B6 1,4 mg (100 % des AR*)", 300, None, 80),
    ("Per dose massima giornaliera (2 compresse): Magnesio 375 mg 100% VNR", 375, None, 100),
    ("Contenuto medio per 1 bustina: magnesio 300 mg (80% VNR), potassio 300 mg (15% VNR)", 300, None, 80),
    ("Información nutricional por 2 cápsulas: Magnesio (bisglicinato) 300 mg (80% VRN)", 300, None, 80),
    ("Cada cápsula contiene 500 mg de citrato de magnesio (80 mg de magnesio elemental)", 80, 500, None),
    ("Składniki w 2 kapsułkach: Magnez 120 mg (32% RWS), Witamina B6 2,8 mg (200% RWS)", 120, None, 32),
    ("1 kapsułka zawiera 500 mg cytrynianu magnezu, co odpowiada 75 mg jonów magnezu", 75, 500, None),
    ("Per 2 capsules: Magnesium (als magnesiumcitraat) 300 mg (80% RI*), Vitamine B6 2 mg (143% RI*)", 300, None, 80),
    ("Innehåll per 2 kapslar: Magnesium 350 mg (93 % av DRI)", 350, None, 93),
    ("Indhold pr. 2 tabletter: Magnesium (magnesiumoxid) 360 mg (96 % af RI)", 360, None, 96),
    ("Active ingredients: Each capsule contains Magnesium amino acid chelate 700mg Equivalent to elemental Magnesium 140mg Zinc amino acid chelate 150 mg equivalent to zinc 30 mg", 140, 700, None),  # noqa: E501
    ("Each tablet contains: Magnesium citrate 937.5mg (Equiv. elemental magnesium 150mg), Pyridoxine hydrochloride 30.4mg", 150, 937.5, None),  # noqa: E501
    ("Medicinal Ingredients: Each capsule contains: Magnesium (bisglycinate) ...... 100 mg", 100, None, None),
    ("Each Capsule Contains: Magnesium Bisglycinate - 550 mg (Elemental Magnesium - 110 mg) RDA% 25", 110, 550, 25),
    ("Magnesium Glycinate 2000mg (Elemental Magnesium 400 mg) | Zinc Citrate 40mg (Elemental Zinc 12mg)", 400, 2000, None),  # noqa: E501
    ("Magnesium 420mg (100% DV) as magnesium oxide, aspartate and citrate", 420, None, 100),
    ("240 mg Magnesium (as Magnesium Bisglycinate Chelate Buffered) per 2 tablets", 240, None, None),
    ("Magnesium (as di-magnesium malate, magnesium lysinate glycinate chelate) 425 mg 101%; Malic acid 1.5 g **", 425, None, 101),  # noqa: E501
    ("Calcium (as Calcium Carbonate) 1000 mg 77% Magnesium (as Magnesium Oxide) 400 mg 95% Zinc (as Zinc Oxide) 15 mg 136%", 400, None, 95),  # noqa: E501
    ("Vitamin C 90mg (100%), Magnesium Citrate 30mg (7%), Zinc 5mg (45%)", 30, None, 7),
    ("Magnesium (100 mg), Ashwagandha (300 mg), L-Theanine (100 mg)", 100, None, None),
    ("Magnesium Oxide (400 mg), Vitamin D3 (1000 IU)", None, 400, None),
    ("Nutrition Facts Serving size 1 packet (16g) Calories 15 Magnesium 60mg 15% Potassium 200mg 4% Sodium 1000mg 43%", 60, None, 15),  # noqa: E501
    ("Sodium (as Himalayan salt) 1000 mg Potassium (as citrate) 200 mg Magnesium (as malate) 60 mg", 60, None, None),
    ("Magnesium Sulfate (Epsom salt) 495 mg per teaspoon", None, 495, None),
    ("Magnesium, elemental: 325 mg", 325, None, None),
    ("Dose per 2 caps - Magnesium Taurate: 1500mg - Elemental Magnesium: 125mg", 125, 1500, None),
    ("Elemental Magnesium | 125 mg | 30%\nMagnesium Taurate | 1500 mg | **", 125, 1500, 30),
    ("Magnesium Taurate | 1500 mg | **\nElemental Magnesium | 125 mg | 30%", 125, 1500, 30),
    ("Nutrient\tAmount\t%NRV\nMagnesium\t150mg\t40\nZinc\t10mg\t100\nVitamin B6\t1.4mg\t100", 150, None, 40),
    ("- Magnesium: 150 mg\n- Zinc: 10 mg\n- Vitamin B6: 1.4 mg", 150, None, None),
    ("Magnesium - 150 mg - 40%\nZinc - 10 mg - 100%", 150, None, 40),
    ("Magnesium (Magnesium Bisglycinate)\n200mg, 48% DV\nVitamin D3\n25mcg, 125% DV", 200, None, 48),
    ("200mg Magnesium\n10mg Zinc\n2mg Vitamin B6", 200, None, None),
    ("Supplement Facts\nMagnesium\n(as Magnesium Glycinate)\n120 mg\n29%", 120, None, 29),
    ("| Nutrient | Amount | %NRV |\n| --- | --- | --- |\n| Magnesium | 150 mg | 40% |\n| Zinc | 10 mg | 100% |", 150, None, 40),  # noqa: E501
    ("Magnesium 375 mg\n(100% NRV)", 375, None, 100),
]  # fmt: skip


@pytest.mark.parametrize(("text", "elemental_mg", "compound_mg", "percent"), WORDINGS)
def test_what_the_words_make_of_the_amounts(text, elemental_mg, compound_mg, percent):
    read = read_facts(page_of(text))
    assert (read.elemental_mg.value, read.compound_mg.value, read.percent_dv.value) == (
        elemental_mg,
        compound_mg,
        percent,
    )
