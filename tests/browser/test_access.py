"""axe-core on every page, both widths, light and dark: no serious or critical violation."""

import json
from pathlib import Path

import pytest
from conftest import WIDTHS

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "pictures"
SECTIONS = ("Forms", "Evidence", "Limits", "Verdicts", "What it cannot do", "Claims", "Sources")
STREAMLITS_OWN: dict[str, str] = {}
"""Rule id to the reason why it stays: what Streamlit's own widgets cause and a page cannot mend. None now."""
LOOKS = (
    ("desk", "light", None),
    ("desk", "dark", ["color-contrast"]),
    ("phone", "dark", None),
    ("phone", "light", ["color-contrast"]),
)
"""Width, scheme and rules (None: all), in an order in which one thing changes at a time."""
pytestmark = pytest.mark.engine


@pytest.fixture(scope="session")
def axe():
    package = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe-core: pip install axe-playwright-python"
    )
    return package.Axe()


def violations(axe, tab, rules=None):
    """By rule, the places on the page that break it seriously; of all rules, or of these only."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = axe.run(tab.page, options=options).response["violations"]
    return {
        one["id"]: [node["html"][:200] for node in one["nodes"]]
        for one in found
        if one["impact"] in ("serious", "critical") and one["id"] not in STREAMLITS_OWN
    }


def serious(axe, tab):
    """What is wrong with the page as it stands, by width and scheme.

    The page is the same at all four, so what is not a matter of colour is looked at once per width.
    """
    found = {}
    for width, scheme, rules in LOOKS:
        tab.page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[width], strict=True)))
        tab.page.emulate_media(color_scheme=scheme)
        tab.settle()
        if wrong := violations(axe, tab, rules):
            found[width, scheme] = wrong
    return found


@pytest.fixture
def tab(desk_tab):
    return desk_tab


def test_axe_finds_what_is_wrong(axe, tab):
    tab.open("shelf")
    tab.page.evaluate(
        "document.querySelector('h2').insertAdjacentHTML('afterend',"
        " '<input><p style=\"color: #777; background: #888\">faint</p>')"
    )
    found = serious(axe, tab)
    assert {"color-contrast", "label"} <= set(found["desk", "light"])
    assert "label" in found["phone", "dark"]
    assert "color-contrast" in found["desk", "dark"]


def test_scanning(axe, tab):
    page = tab.open().page
    page.get_by_text("Use the camera of this device").click()
    assert serious(axe, tab) == {}
    tab.upload(SAMPLES / "us_buffered-clean-1.jpg", SAMPLES / "front_compound_trap-cylinder-1.jpg")
    tab.answer()
    page.get_by_text("Name, price and test marks").click()
    tab.settle()
    assert serious(axe, tab) == {}
    page.locator(".st-key-row-elemental_mg").get_by_role("button", name="Edit").click()
    page.get_by_role("button", name="Use this").wait_for()
    assert serious(axe, tab) == {}


def test_comparing_and_keeping(axe, tab, shelf_file):
    for title in ("Compare", "Shelf"):
        tab.open(title.lower())
        assert serious(axe, tab) == {}  # while there is nothing
    tab.bring_in(shelf_file)
    assert serious(axe, tab) == {}
    page = tab.turn_to("Compare").page
    for words in ("How this place came about", "Who it is for", "What counts how much"):
        page.get_by_text(words).first.click()
    tab.settle()
    assert serious(axe, tab) == {}


def test_reading_many(axe, tab):
    tab.open("batch")
    assert serious(axe, tab) == {}


def test_looking_things_up(axe, tab):
    page = tab.open("catalog").page
    for section in SECTIONS:
        page.get_by_role("radio", name=section, exact=True).or_(
            page.get_by_role("button", name=section, exact=True)
        ).first.click()
        tab.settle()
        assert serious(axe, tab) == {}, section


@pytest.fixture
def shelf_file(tmp_path):
    """Three products as a file to bring in: one above the limit, one that cannot be ranked."""
    products = [
        {
            "photo": f"{form}.jpg",
            "product": {"name": f"{form} {mg}", "brand": "Brand", "kind": "supplement"},
            "serving": {"quantity": 2, "unit": "capsule", "per_container": 60, "servings_per_day": 1},
            "magnesium": {"elemental_mg": mg, "basis": "elemental", "forms": [form], "percent_dv": None},
        }
        for form, mg in (("bisglycinate", 200), ("oxide", 500), ("citrate", None))
    ]
    file = tmp_path / "shelf.jsonl"
    file.write_text("".join(json.dumps(product) + "\n" for product in products), "utf-8")
    return file
