"""axe-core on every page: no serious or critical violation apart from what Streamlit itself causes."""

import pytest

STREAMLITS = {
    "aria-allowed-attr",
    "aria-prohibited-attr",
    "scrollable-region-focusable",
    "nested-interactive",
}
PAGES = ("", "?sample=front", "compare", "batch", "shelf", "catalog", "catalog?section=Claims")
pytestmark = pytest.mark.engine


@pytest.mark.parametrize("path", PAGES)
def test_no_serious_violation(tab, path):
    axe_package = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe-core: pip install axe-playwright-python"
    )
    tab.open(path)
    found = axe_package.Axe().run(tab.page).response["violations"]
    serious = {
        one["id"]: [node["html"][:200] for node in one["nodes"]]
        for one in found
        if one["impact"] in ("serious", "critical") and one["id"] not in STREAMLITS
    }
    assert serious == {}
