"""Who it is for, in a real browser: each control is changed again and again, and each change is in force."""

import json

import pytest

pytestmark = pytest.mark.engine
WAIT_MS = 30_000


@pytest.fixture
def shelf_file(tmp_path):
    products = [
        {
            "photo": f"{form}.jpg",
            "product": {"name": f"{form} {mg}", "brand": "Brand", "kind": "supplement"},
            "serving": {"quantity": 2, "unit": "capsule", "per_container": 60, "servings_per_day": 1},
            "magnesium": {"elemental_mg": mg, "basis": "elemental", "forms": [form], "percent_dv": None},
            "fields": {"serving": {"state": "check"}} if form == "oxide" else {},
        }
        for form, mg in (("bisglycinate", 200), ("oxide", 240))
    ]
    file = tmp_path / "shelf.jsonl"
    file.write_text("".join(json.dumps(product) + "\n" for product in products), "utf-8")
    return file


def says(tab, words):
    """Waits until the title of the box says the words, and once more when the page is at rest."""
    title = tab.page.locator(".st-key-who summary")
    title.filter(has_text=words).wait_for(timeout=WAIT_MS)
    tab.settle()
    assert words in title.inner_text()


def choose(tab, label, option):
    """Picks the option of a select box by its name."""
    box = tab.page.get_by_role("combobox", name=label)
    box.click()
    box.fill(option)  # of a long list only a part is drawn
    tab.page.get_by_role("option", name=option, exact=True).click()
    tab.settle()


def test_every_control_can_be_changed_again_and_again(tab, shelf_file):
    page = tab.open("shelf").bring_in(shelf_file).turn_to("Compare").page
    page.locator(".st-key-who summary").click()
    tab.settle()
    for authority in ("UK", "EU", "DE", "US"):
        choose(tab, "Whose limit counts", authority)
        says(tab, f"the {authority} limit")
    for stage in ("pregnant", "breast-feeding", "pregnant"):
        choose(tab, "Pregnant or breast-feeding", stage)
        says(tab, stage)
    choose(tab, "Pregnant or breast-feeding", "neither")
    for sex in ("female", "male"):
        choose(tab, "Sex", sex)
        says(tab, sex)
    age = page.get_by_role("spinbutton", name="Age in years")
    for years in ("40", "16", "15"):
        age.fill(years)
        age.press("Enter")
        says(tab, f"{years} years")
    assert age.input_value() == "15"
    page.get_by_text("Stop", exact=True).first.wait_for(timeout=WAIT_MS)
    adult = page.get_by_role("checkbox", name="An adult helps")
    for helped in (True, False, True):
        page.locator("label", has_text="An adult helps").click()
        tab.settle()
        assert adult.is_checked() is helped
        page.get_by_text("Stop", exact=True).first.wait_for(
            state="hidden" if helped else "visible", timeout=WAIT_MS
        )
    says(tab, "an adult helps")
    for condition in ("Heart block", "Kidney disease"):
        box = page.get_by_role("combobox", name="Does one of these apply?")
        box.focus()
        box.press("ArrowDown")
        page.get_by_role("option", name=condition).first.click()
        page.keyboard.press("Escape")
        says(tab, condition)
    page.get_by_text("Stop", exact=True).first.wait_for(timeout=WAIT_MS)
    tab.turn_to("Shelf")
    tab.turn_to("Compare")
    says(
        tab, "15 years, male, the US limit, an adult helps, Heart block or a very slow pulse, Kidney disease"
    )


def test_the_goal_can_be_changed_again_and_again(tab, shelf_file):
    page = tab.open("shelf").bring_in(shelf_file).turn_to("Compare").page
    for name, goal in (("constipation", "constipation"), ("memory", "cognition"), ("better sleep", "sleep")):
        page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name)).first.click()
        page.wait_for_url(f"**goal={goal}*", timeout=WAIT_MS)
        tab.settle()
        assert f"goal={goal}" in page.url
    assert page.get_by_text("1 value to check").first.is_visible()


@pytest.mark.parametrize("kind", ["cut", "empty", "text"])
def test_what_is_no_photo_is_told_and_ends_nothing(desk_tab, tmp_path, kind):
    import numpy as np
    from PIL import Image

    pixels = np.random.default_rng(1).integers(0, 255, (3000, 4000, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "whole.jpg", quality=90)
    whole = (tmp_path / "whole.jpg").read_bytes()
    data = {"cut": whole[: len(whole) // 2], "empty": b"", "text": b"no pixels\n" * 99}[kind]
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(data)
    page = desk_tab.open().page
    for _ in range(2):
        page.locator("input[type=file]").first.set_input_files(str(bad))
        page.get_by_test_id("stAlert").filter(has_text="bad.jpg").wait_for(timeout=60_000)
        desk_tab.settle()
        assert page.get_by_test_id("stException").count() == 0
        assert desk_tab.heading().startswith("How much magnesium")
