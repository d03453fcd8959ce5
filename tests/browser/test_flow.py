"""What a person does, in a real browser, at the width of a desk and of a phone."""

import csv
from pathlib import Path

import pytest
from conftest import WIDTHS

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "pictures"
PANEL = SAMPLES / "us_classic-clean-1.jpg"
OTHER = SAMPLES / "us_buffered-clean-1.jpg"
SIX = (
    "us_classic-clean-1",
    "us_buffered-clean-1",
    "uk-low_resolution-1",
    "front_dose-clean-1",
    "eu_german-clean-1",
)
EVIL = "<script>document.title='caught'</script> *b* $x^2$ :smile: =1+1"
pytestmark = pytest.mark.engine


def correct_amount(tab, mg):
    page = tab.page
    page.locator(".st-key-row-elemental_mg").get_by_role("button", name="Edit").click()
    amount = page.get_by_role("spinbutton", name="Elemental magnesium per serving (mg)")
    amount.fill(str(mg))
    page.get_by_role("button", name="Use this").click()
    tab.settle()


def name_it(tab, name):
    page = tab.page
    page.get_by_text("Name, price and test marks", exact=True).click()
    product = page.get_by_role("textbox", name="Product", exact=True)
    product.fill(name)
    # On a slow machine a click that follows at once is quicker than the field's own change.
    product.press("Tab")
    tab.settle()
    page.get_by_role("button", name="Use these").click()
    tab.settle()


def keep(tab):
    tab.page.get_by_role("button", name="Keep on my shelf").click()
    tab.settle()
    assert tab.page.get_by_role("button", name="Kept on my shelf").is_disabled()


def test_from_two_photos_to_a_ranking_and_its_table(tab, tmp_path):
    page = tab.open().page
    tab.upload(PANEL)
    assert tab.answer().startswith("120 mg elemental magnesium (as citrate) in 1 tablet")
    correct_amount(tab, 500)
    assert tab.answer().startswith("500 mg")
    assert page.locator(".mg-state-typed").first.is_visible()
    name_it(tab, EVIL)
    keep(tab)
    assert not tab.scrolls_sideways()
    page.get_by_role("button", name="Scan another").click()
    tab.settle()
    tab.upload(OTHER)
    assert tab.answer().startswith("210 mg elemental magnesium (as bisglycinate, buffered) in 2 capsules")
    assert page.get_by_text("above the US limit for supplements").first.is_visible()
    keep(tab)

    tab.turn_to("Compare")
    for goal in ("constipation", "memory and thinking", "better sleep"):
        page.get_by_role("radio", name=goal).or_(page.get_by_role("button", name=goal)).first.click()
        tab.settle()
        assert page.locator("article").count() == 2
        assert "goal=" in page.url
    flagged = page.locator("article", has_text="document.title")
    assert "500 mg a day: above the US limit for supplements (350 mg a day)" in flagged.inner_text()
    page.get_by_role("region", name="Side by side").get_by_text("143%, above").wait_for(timeout=10_000)
    assert not tab.scrolls_sideways()

    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV").click()
    file = tmp_path / "ranking.csv"
    taken.value.save_as(file)
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    assert {row["verdict"] for row in rows} <= {"does_not_fit", "cannot_be_told"}  # both are above the limit
    assert EVIL in [row["name"] for row in rows]
    assert {row["mg_per_day_high"] for row in rows} == {"420.0", "500.0"}

    tab.turn_to("Shelf")
    assert page.get_by_text(EVIL).first.is_visible()
    assert page.title() != "caught"
    assert not tab.scrolls_sideways()


def test_a_touched_field_is_lit_on_the_photo(tab):
    page = tab.open("?sample=buffered").page
    tab.answer()
    ring = "element => getComputedStyle(element).boxShadow"
    boxes = page.locator(".st-key-photo-frame .mg-box")
    amount = page.locator(".st-key-photo-frame .mg-at-elemental_mg")
    page.mouse.move(0, 0)
    dark = amount.evaluate(ring)
    assert {box.evaluate(ring) for box in boxes.all()} == {dark}
    page.locator(".st-key-row-elemental_mg").get_by_role("button", name="Edit").click()
    page.get_by_role("button", name="Use this").wait_for()
    page.mouse.move(0, 0)
    assert amount.evaluate(ring) != dark
    assert sum(box.evaluate(ring) != dark for box in boxes.all()) == 1
    if page.viewport_size["width"] < 700:  # there the photo is far below: it comes along with the input
        assert page.locator("[class*=st-key-where-] .mg-lit").first.is_visible()
    over, under = (
        page.locator(f".st-key-photo-frame {part}").bounding_box() for part in (".mg-boxes", "img")
    )
    assert all(abs(over[side] - under[side]) < 1.5 for side in over)


def test_a_batch_of_six_with_a_broken_file(tab, tmp_path):
    page = tab.open().turn_to("Batch").page
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(PANEL.read_bytes()[:3000])
    tab.upload(*(SAMPLES / f"{name}.jpg" for name in SIX), broken)
    page.get_by_role("button", name="Read them").click()
    page.get_by_text("6 of 6 read").wait_for(timeout=120_000)
    tab.settle()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Errors (1)").click()
    assert "broken.jpg" in Path(taken.value.path()).read_text("utf-8")
    with page.expect_download() as taken:
        page.get_by_role("button", name="Table (CSV)").click()
    rows = list(csv.DictReader(Path(taken.value.path()).read_text("utf-8").splitlines()))
    assert len(rows) == 5
    assert rows[0]["elemental_mg"] == "120"
    assert not tab.scrolls_sideways()


@pytest.mark.parametrize(
    "path", ["", "?sample=front", "compare", "batch", "shelf", "catalog?section=Evidence"]
)
def test_a_link_opens_its_page_without_scrolling_sideways(desk_tab, path):
    desk_tab.open(path)
    for width, height in WIDTHS.values():
        desk_tab.page.set_viewport_size({"width": width, "height": height})
        assert not desk_tab.settle().scrolls_sideways()


def test_two_people_see_nothing_of_each_other(two_tabs):
    mine, yours = (tab.open() for tab in two_tabs)
    mine.upload(PANEL).answer()
    keep(mine)
    assert mine.turn_to("Shelf").page.get_by_text("1 of 1 products").is_visible()
    assert "elemental" not in yours.heading()
    assert yours.turn_to("Shelf").page.get_by_text("Nothing is here yet").is_visible()
    assert yours.page.get_by_text("120 mg").count() == 0
