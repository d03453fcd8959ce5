"""The report is opened from a disk, with the rights of one's own files: nothing in it may run or fetch anything."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from app.exports import report
from catalog.ranking import rank
from scanner.cells import defused
from tests.archetypes import OXIDE_500, SHELF

HARMLESS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "ul", "li", "article", "section",
    "strong", "span", "div",
}  # fmt: skip
ATTACKS = (
    "</title><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<meta http-equiv=refresh content='0;url=http://example.com'>",
    "<base href=//example.com>",
    '" onmouseover="alert(1)',
    "javascript:alert(1)",
    "&lt;script&gt;",
    "<!--",
    "]]><x>",
    "\x00<scr\x00ipt>",
    "\N{RIGHT-TO-LEFT OVERRIDE}<b>",
    "$\\url{http://example.com}$ \\input{/etc/passwd}",
    "[x](javascript:alert(1)) ![x](http://example.com/x.png)",
)


class Elements(HTMLParser):
    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.found, self.words = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_name_adds_no_element_and_no_attribute_to_the_report(attack):
    hostile = [replace(one, name=attack, brand=attack) for one in (OXIDE_500, *SHELF[:2])]
    page = Elements(report(rank(hostile, "sleep")))
    plain = Elements(
        report(rank([replace(one, name="n", brand="b") for one in (OXIDE_500, *SHELF[:2])], "sleep"))
    )
    assert [tag for tag, _ in page.found] == [tag for tag, _ in plain.found]
    assert {tag for tag, _ in page.found} <= HARMLESS
    names = {name for _, attributes in page.found for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in {"src", "href", "action", "style"}}


def test_its_policy_comes_before_all_it_governs_and_lets_nothing_run_or_be_fetched():
    page = Elements(report(rank(SHELF, "sleep")))
    tags = [tag for tag, _ in page.found]
    policies = [
        a for tag, a in page.found if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    ]
    (policy,) = policies
    rules = dict(rule.strip().split(" ", 1) for rule in policy["content"].split(";"))
    assert rules == {
        "default-src": "'none'", "style-src": "'unsafe-inline'", "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip
    assert page.found.index(("meta", policy)) < tags.index("style")


def test_what_stays_of_a_style_fetches_nothing():
    page = report(rank(SHELF, "sleep"))
    style = page[page.index("<style>") : page.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", " =", "\r", "\n+", "|", "%"])
def test_no_cell_begins_as_a_formula(sign):
    said = defused(f"{sign}cmd|' /C calc'!A0")
    assert said.startswith(("'", "\\"))  # a line end is written as its escape
