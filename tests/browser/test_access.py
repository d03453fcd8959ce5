"""axe-core on every page: no serious or critical violation, light and dark."""

import pytest

PAGES = ("", "?sample=front", "compare", "batch", "shelf", "catalog", "catalog?section=Claims")
pytestmark = pytest.mark.engine


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_serious_violation(tab, path, scheme):
    tab.page.emulate_media(color_scheme=scheme)
    tab.open(path)
    tab.settle()
    assert serious_violations(tab) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_violation_where_products_are(tab, scheme):
    tab.page.emulate_media(color_scheme=scheme)
    for sample in ("citrate", "buffered"):
        tab.open() if sample == "citrate" else tab.page.get_by_role("button", name="Scan another").click()
        tab.settle()
        tab.page.locator(f".st-key-try-{sample}").get_by_role("button").click()
        tab.page.get_by_role("button", name="Keep on my shelf").click()
        tab.settle()
    for title in ("Compare", "Shelf"):
        tab.turn_to(title)
        assert serious_violations(tab) == {}


def serious_violations(tab):
    """By rule, the places on the page that break it."""
    axe_package = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe-core: pip install axe-playwright-python"
    )
    found = axe_package.Axe().run(tab.page).response["violations"]
    return {
        one["id"]: [node["html"][:200] for node in one["nodes"]]
        for one in found
        if one["impact"] in ("serious", "critical")
    }
