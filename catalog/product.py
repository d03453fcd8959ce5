"""A product as its label describes it: what a ranking, a flag or a comparison needs, and nothing guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from reprlib import repr as shortened
from types import MappingProxyType
from typing import Any, Literal, cast

from catalog.json_values import RecordError, amounts, mapping, number, numbers, pair, text, texts

Basis = Literal["elemental", "compound", "undecided"]
BASES = frozenset({"elemental", "compound", "undecided"})

Kind = Literal["supplement", "drug", "homeopathic", "topical"]
KINDS = frozenset({"supplement", "drug", "homeopathic", "topical"})
MEDICINE_GOAL = "constipation"
"""Products with a Drug Facts panel are laxative medicines: they are ranked for this goal and no other."""

PanelRead = Literal["whole", "part", "none"]
PANEL_READ = frozenset({"whole", "part", "none"})
CHECKED_FIELDS = (
    "elemental_mg",
    "compound_mg",
    "forms",
    "serving",
    "directions",
    "per_container",
    "percent_dv",
)
"""Fields of a scan that enter a ranking or a price, as its JSON calls them."""


@dataclass(frozen=True, slots=True)
class Product:
    """None means not on the label or not read. It is never 0 and never a guess."""

    name: str | None = None
    brand: str | None = None
    forms: tuple[str, ...] = ()
    """Catalog ids in the order of the label; empty when the form is not disclosed."""
    shares: tuple[float, ...] | None = None
    """Share of the magnesium (0 to 1) per form, where the label gives it; None for an undisclosed split."""
    elemental_mg: float | None = None
    """Elemental magnesium per serving, as printed."""
    compound_mg: float | None = None
    """Weight of the magnesium compound per serving."""
    estimate_mg: tuple[float, float] | None = None
    """Low and high elemental mg per serving worked out from the compound weight."""
    basis: Basis = "undecided"
    percent_dv: float | None = None
    serving_quantity: float | None = None
    serving_unit: str | None = None
    serving_piece: str | None = None
    """What one of the unit is, where the label says it more closely: "effervescent tablet" for a tablet."""
    weight_g: float | None = None
    per_container: float | None = None
    servings_per_day: float | None = None
    """Servings a day the directions ask for (the lower end of a range); None without directions."""
    servings_said: bool = False
    """Whether `servings_per_day` is what a person said they take, rather than the label's directions."""
    servings_per_day_high: float | None = None
    """The upper end, where the directions give a range."""
    for_children: bool = False
    youngest_age_y: float | None = None
    """The youngest age that the label names ("from 4 years"); None when it names none or it was not read."""
    co_ingredients: Mapping[str, float | None] = field(default_factory=lambda: MappingProxyType({}))
    """Name as in co_ingredients.csv (caffeine, vitamin_b6 ...) to mg per serving, None without an amount. What is not
    among them is known to be absent only where `panel_read` is "whole"."""
    panel_read: PanelRead = "whole"
    """How much of the panel, or of the list of all ingredients, is known. A record that does not say counts as none;
    a product that is described in code is described whole."""
    seals: tuple[str, ...] | None = None
    """Named test schemes printed on the pack; () when looked for and not there, None when not looked for."""
    price: float | None = None
    """For one container, in `currency`."""
    currency: str | None = None
    market: str | None = None
    kind: Kind = "supplement"
    photo: str | None = None
    status: str | None = None
    """Of the scan it comes from: read, check, no_magnesium, not_a_label or unreadable; None without a scan."""
    to_check: tuple[str, ...] = ()
    """Names of `CHECKED_FIELDS` whose reading is in doubt and that no person has confirmed yet."""

    def __post_init__(self) -> None:
        if self.shares is not None:
            if len(self.shares) != len(self.forms):
                raise RecordError("shares", f"{len(self.shares)} shares for {len(self.forms)} forms")
            if any(share < 0 for share in self.shares) or (self.shares and abs(sum(self.shares) - 1) > 0.02):
                raise RecordError("shares", f"must be 0 to 1 and add up to 1, not {list(self.shares)}")

    @property
    def title(self) -> str:
        """Brand and name as far as known, else the photo, else "unnamed product"."""
        return " ".join(part for part in (self.brand, self.name) if part) or self.photo or "unnamed product"

    @property
    def has_directions(self) -> bool:
        return self.servings_per_day is not None

    @property
    def servings_range(self) -> tuple[float, float]:
        """Servings a day, low and high; (1, 1) when there are no directions, which the caller must say."""
        if self.servings_per_day is None:
            return 1.0, 1.0
        return self.servings_per_day, max(self.servings_per_day, self.servings_per_day_high or 0.0)

    @property
    def daily_mg(self) -> tuple[float, float] | None:
        """Elemental mg a day, low and high, at the directions; of one serving where there are none."""
        if self.elemental_mg is None:
            return None
        low, high = self.servings_range
        return self.elemental_mg * low, self.elemental_mg * high

    @property
    def units_per_day(self) -> float | None:
        """Pieces (or scoops, ml) a day at the lower end of the directions; None for an unknown serving."""
        if self.serving_quantity is None:
            return None
        return self.serving_quantity * self.servings_range[0]

    @property
    def price_per_100_mg(self) -> float | None:
        """Price of 100 mg of elemental magnesium in `currency`; None unless all it takes is known."""
        if self.price is None or not self.per_container or not self.elemental_mg:
            return None
        return self.price / (self.per_container * self.elemental_mg) * 100

    @staticmethod
    def from_scan(record: Mapping[str, Any]) -> "Product":
        """The product of one JSON object of `magnify scan --json`. Missing keys are unknown.

        Raises RecordError where a value has the wrong type, naming the field.
        """
        product = mapping(record, "product")
        serving = mapping(record, "serving")
        magnesium = mapping(record, "magnesium")
        # Said of the product, and no part of it: pages that show or change a record rest on it.
        texts(record.get("typed"), "typed")
        fields = mapping(record, "fields")
        for name in fields:
            mapping(fields, name)
        seals = (
            record.get("seals"),
            product.get("seals"),
            mapping(fields, "seals").get("value"),
        )
        return Product(
            name=text(product, "name", "product."),
            brand=text(product, "brand", "product."),
            forms=texts(magnesium.get("forms"), "magnesium.forms") or (),
            shares=numbers(magnesium.get("shares"), "magnesium.shares"),
            elemental_mg=number(magnesium, "elemental_mg", "magnesium."),
            compound_mg=number(magnesium, "compound_mg", "magnesium."),
            estimate_mg=pair(magnesium.get("estimate_mg"), "magnesium.estimate_mg"),
            basis=_basis(magnesium),
            percent_dv=number(magnesium, "percent_dv", "magnesium."),
            serving_quantity=number(serving, "quantity", "serving."),
            serving_unit=text(serving, "unit", "serving."),
            serving_piece=text(serving, "piece", "serving."),
            weight_g=number(serving, "weight_g", "serving."),
            per_container=number(serving, "per_container", "serving."),
            servings_per_day=number(serving, "servings_per_day", "serving."),
            servings_per_day_high=number(serving, "servings_per_day_high", "serving."),
            for_children=bool(record.get("for_children", False)),
            youngest_age_y=number(record, "youngest_age_y", ""),
            co_ingredients=amounts(record.get("co_ingredients"), "co_ingredients"),
            panel_read=_panel_read(record),
            seals=texts(next((found for found in seals if found is not None), None), "seals"),
            price=number(product, "price", "product."),
            currency=text(product, "currency", "product."),
            market=text(product, "market", "product."),
            kind=_kind(product),
            photo=text(record, "photo", ""),
            status=text(record, "status", ""),
            to_check=_to_check(record),
        )


def _basis(magnesium: Mapping[str, Any]) -> Basis:
    value = magnesium.get("basis")
    if value is None:
        # Older records carry no basis; a printed elemental amount is what decides it.
        return "undecided" if magnesium.get("elemental_mg") is None else "elemental"
    if not isinstance(value, str) or value not in BASES:
        raise RecordError(
            "magnesium.basis", f"expected elemental, compound or undecided, found {shortened(value)}"
        )
    return cast("Basis", value)


def _to_check(record: Mapping[str, Any]) -> tuple[str, ...]:
    """By the states of the fields, in a record or in the columns of a table; or as a table lists them."""
    listed = texts(record.get("to_check"), "to_check")
    if listed is not None:
        return listed
    fields = mapping(record, "fields")
    states = {
        name: mapping(fields, name).get("state") or record.get(f"{name}_state") for name in CHECKED_FIELDS
    }
    return tuple(name for name, state in states.items() if state == "check")


def _panel_read(record: Mapping[str, Any]) -> PanelRead:
    value = record.get("panel_read")
    if value is None:
        return "none"  # an older record, or a table typed by hand: nobody says that it is all
    if not isinstance(value, str) or value not in PANEL_READ:
        raise RecordError("panel_read", f"expected whole, part or none, found {shortened(value)}")
    return cast("PanelRead", value)


def _kind(product: Mapping[str, Any]) -> Kind:
    value = product.get("kind") or "supplement"
    if not isinstance(value, str) or value not in KINDS:
        raise RecordError(
            "product.kind", f"expected one of {', '.join(sorted(KINDS))}, found {shortened(value)}"
        )
    return cast("Kind", value)


FLAT_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        **{key: f"product.{key}" for key in ("name", "brand", "price", "currency", "market", "kind")},
        **{key: f"serving.{key}" for key in ("weight_g", "per_container", "servings_per_day")},
        "servings_per_day_high": "serving.servings_per_day_high",
        "serving_quantity": "serving.quantity",
        "serving_unit": "serving.unit",
        "serving_piece": "serving.piece",
        **{
            key: f"magnesium.{key}"
            for key in (
                "elemental_mg",
                "compound_mg",
                "estimate_mg",
                "percent_dv",
                "basis",
                "forms",
                "shares",
            )
        },
    }
)
"""Short column names that a table may use beside the dotted ones (serving.quantity)."""
