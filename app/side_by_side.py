"""Up to six products as a table: rows are questions a buyer asks, columns are products."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.for_whom import intake_words, limit_words
from app.markup import Html, join, tag
from app.side_ingredients import side_ingredients_words
from app.to_check import chip, count_to_check
from catalog.forms import forms
from catalog.limit_words import whose
from catalog.limits import Limit, limit_for
from catalog.product import Product
from catalog.profile import Profile
from catalog.seals import best_seal, seal_value
from scanner.answer import serving_in_words
from scanner.records import Serving
from scanner.wording import form_name, number

MOST = 6
NOT_READ = "not read"
_NAMED_TEST = 0.7


def side_by_side(products: Sequence[Product], profile: Profile) -> Html:
    """The table. A cell is marked as better only where better is not a matter of taste: tests and price."""
    limit = limit_for(profile.authority, profile)
    figures = tag("p", limit_words(profile), " ", intake_words(profile), class_="mg mg-faint mg-small")
    head = tag(
        "tr",
        tag("th", "Question", scope="col"),
        *(tag("th", product.title, _mark(product), scope="col") for product in products),
    )
    rows = [_row(question, [answer(p) for p in products]) for question, answer in _QUESTIONS]
    rows.insert(3, _row(_limit_question(limit), [_of_limit(product, limit) for product in products]))
    rows.append(_row("Tested by someone?", [_seal(p) for p in products], _best_tested(products)))
    rows.append(_row("What does 100 mg cost?", [_price(p) for p in products], _cheapest(products)))
    table = tag("table", tag("thead", head), tag("tbody", join(rows)), class_="mg-table mg-beside")
    scroll = tag("div", table, class_="mg mg-scroll", tabindex="0", role="region", aria_label="Side by side")
    return join([scroll, figures])


def _mark(product: Product) -> Html:
    marked = chip(count_to_check(product))
    return tag("div", marked) if marked else marked


def _row(question: str, cells: Sequence[str], better: frozenset[int] = frozenset()) -> Html:
    marked = [
        tag("td", f"{cell} ", tag("span", "better", class_="mg-better"))
        if place in better
        else tag("td", cell)
        for place, cell in enumerate(cells)
    ]
    return tag("tr", tag("th", question, scope="row"), *marked)


def _mg(value: float | None) -> str:
    return NOT_READ if value is None else f"{number(round(value, 1))} mg"


def _daily(product: Product) -> str:
    if product.daily_mg is None:
        return _estimated(product)
    low, high = product.daily_mg
    amount = _mg(low) if low == high else f"{number(round(low, 1))} to {_mg(high)}"
    return amount if product.has_directions else f"{amount} for one serving; no directions read"


def _estimated(product: Product) -> str:
    if product.estimate_mg is None:
        return NOT_READ
    low, high = product.estimate_mg
    return f"about {low:.0f} to {high:.0f} mg a serving, by the compound's weight"


def _per_unit(product: Product) -> str:
    if product.elemental_mg is None or not product.serving_quantity:
        return NOT_READ
    return f"{_mg(product.elemental_mg / product.serving_quantity)} per {product.serving_unit or 'piece'}"


def _pieces(product: Product) -> str:
    if product.units_per_day is None:
        return NOT_READ
    amount = serving_in_words(Serving(round(product.units_per_day, 2), product.serving_unit or "piece"))
    return amount if product.has_directions else f"{amount} is one serving; no directions read"


def _forms(product: Product) -> str:
    if not product.forms:
        return "not known"
    names = [form_name(form) for form in product.forms]
    if product.shares is not None:
        return ", ".join(f"{name} {share:.0%}" for name, share in zip(names, product.shares, strict=True))
    return names[0] if len(names) == 1 else f"{', '.join(names)}; shares not disclosed"


def _of_forms(product: Product, word: Callable[[str], str]) -> str:
    found = dict.fromkeys(word(form) for form in product.forms if form in forms())
    return "; ".join(found) or "not known: no form was read"


def _absorption(product: Product) -> str:
    return _of_forms(product, lambda form: forms()[form].absorption_words)


def _gut(product: Product) -> str:
    return _of_forms(product, lambda form: forms()[form].gut_words)


def _limit_question(limit: Limit) -> str:
    if limit.limit_mg_per_day is None:
        return "How much of the limit?"
    return f"How much is it of {whose(limit)}?"


def _of_limit(product: Product, limit: Limit) -> str:
    if product.daily_mg is None or limit.limit_mg_per_day is None:
        return "not known"
    share = product.daily_mg[1] / limit.limit_mg_per_day
    return f"{share:.0%}, above" if share > 1 else f"{share:.0%}"


def _seal(product: Product) -> str:
    if product.seals is None:
        return "not read: a mark may stand on another side"
    seal = best_seal(product.seals)
    return f"{seal.name} ({seal.kind})" if seal else "no named test on the pack"


def _best_tested(products: Sequence[Product]) -> frozenset[int]:
    values = [seal_value(product.seals) or 0.0 for product in products]
    named = frozenset(place for place, value in enumerate(values) if value >= _NAMED_TEST)
    return named if len(named) < len(products) else frozenset()


def _price(product: Product) -> str:
    price = product.price_per_100_mg
    return "no price given" if price is None else f"{price:.2f} {product.currency or ''}".strip()


def _cheapest(products: Sequence[Product]) -> frozenset[int]:
    prices = {
        place: round(p.price_per_100_mg, 2)
        for place, p in enumerate(products)
        if p.price_per_100_mg is not None
    }
    currencies = {products[place].currency for place in prices}
    if len(prices) < 2 or len(currencies) > 1:
        return frozenset()
    least = min(prices.values())
    best = frozenset(place for place, price in prices.items() if price == least)
    return best if len(best) < len(prices) else frozenset()


_QUESTIONS: tuple[tuple[str, Callable[[Product], str]], ...] = (
    ("How much magnesium a day?", _daily),
    ("How much in one serving?", lambda product: _mg(product.elemental_mg)),
    ("How much in one piece?", _per_unit),
    ("How much of it a day?", _pieces),
    ("Which form, and is it all?", _forms),
    ("How well is it absorbed?", _absorption),
    ("Gentle on the gut?", _gut),
    ("What else is in it?", side_ingredients_words),
)
