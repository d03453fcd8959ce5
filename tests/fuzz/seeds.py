"""Where fuzzing begins: labels, names, directions and records as they are, for each target, as bytes."""

import csv
import io
import json
from pathlib import Path

from catalog.ranking import rank
from tests.archetypes import SHELF

TESTS = Path(__file__).resolve().parents[1]

LABEL = (
    "Supplement Facts",
    "Serving Size 2 Capsules (1.5 g)",
    "Servings Per Container 60",
    "Amount Per Serving  % Daily Value",
    "Magnesium (as Magnesium Bisglycinate Chelate)  200 mg  48%",
    "from 1,000 mg Magnesium Citrate",
    "Other Ingredients: Cellulose, Magnesium Stearate",
    "Directions: Adults take 1 to 2 capsules twice daily with food.",
    "90 vegetable capsules",
)


def _words():
    plain = b"\n".join(b"\x10\x20\x60\x00" + line.encode() for line in LABEL)
    cells = b"\n".join(b"\x10\x20\x60\x00" + cell.encode() for line in LABEL for cell in line.split("  "))
    return [plain, cells]


def _names():
    text = (TESTS.parent / "catalog" / "data" / "names.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return [next(iter(row.values())).encode() for row in rows][:300]


DIRECTIONS = (
    "Adults: take two (2) capsules twice daily with food.",
    "Take 1 to 2 tablets per day. Do not exceed 4 tablets in 24 hours.",
    "As a dietary supplement, take 1 scoop (5 g) in 8 fl oz of water one to three times daily.",
    "Children 4-8: 1 gummy daily. Adults: 2 gummies a day, or as directed by your physician.",
    "Täglich 2 Kapseln mit viel Wasser einnehmen.",
    "Prendre 3 gélules par jour au cours du repas.",
    "Tomar media (½) tableta cada 8 horas.",
    "1/2 to 1 tsp every 4-6 hours; 15 ml at bedtime.",
)


def _directions():
    return [text.encode() for text in DIRECTIONS]


def _shelf():
    ranked = [json.dumps(one.as_dict()).encode() for one in rank(SHELF, "sleep").entries]
    record = {
        "photo": "a.jpg", "status": "read", "reason": None,
        "product": {"name": "Citrate", "brand": "B", "price": 9.5, "currency": "USD", "kind": "supplement"},
        "serving": {"quantity": 1, "unit": "tablet", "weight_g": 1.5, "per_container": 60, "servings_per_day": 2},
        "magnesium": {"elemental_mg": 120, "basis": "elemental", "forms": ["citrate", "oxide"], "shares": [0.5, 0.5],
                      "estimate_mg": [10, 20], "percent_dv": 29, "columns": []},
        "co_ingredients": {"vitamin_b6": 2}, "seals": ["usp"], "fields": {}, "flags": [], "findings": [],
    }  # fmt: skip
    return [json.dumps(record).encode(), *ranked]


def _journal():
    line = {
        "photo": "b.jpg",
        "status": "read",
        "sha256": "cd" * 32,
        "source": "b.jpg",
        "stamp": "3-4",
        "version": "fuzz",
    }
    whole = json.dumps(line).encode() + b"\n"
    other = json.dumps({**line, "version": "older", "error": "timeout"}).encode() + b"\n"
    return [b"", whole, whole[:-20], whole + other + whole, whole[:30] + b"\n" + other, b"\n" + whole]


SEEDS = {"journal": _journal, "words": _words, "names": _names, "directions": _directions, "shelf": _shelf}

DICTIONARY = {
    "journal": ['"sha256"', '"source"', '"stamp"', '"version"', '"fuzz"', "null", "{}", "\\ud800", "zz", '"error"'],
    "words": [*LABEL, "mg", "%", "mcg", "g", "NRV", "DV", "††", "per 100 g", "Magnésium", "davon", "½", "1,5"],
    "names": ["magnesium", "glycinate", "bisglycinate", "citrate", "oxide", "(as ", "from", "and", ",", "%", "®"],
    "directions": ["take", "capsule", "daily", "twice", "to", "every", "hours", "not exceed", "½", "(1)", "children"],
    "shelf": ['"magnesium"', '"elemental_mg"', '"forms"', '"shares"', "[]", "{}", "NaN", "1e999", "\\\\ud800", "[["],
}  # fmt: skip
