"""What a drawn label says: the record that stands beside each picture."""

from __future__ import annotations

from dataclasses import dataclass

Number = int | float


@dataclass(frozen=True)
class Serving:
    """One printed serving. `column` names the column it heads where a panel has several."""

    quantity: Number
    unit: str
    per_container: Number | None = None
    column: str | None = None


@dataclass(frozen=True)
class Column:
    """The magnesium of one column of a panel with several."""

    column: str
    elemental_mg: Number | None
    percent_dv: Number | None


@dataclass(frozen=True)
class Truth:
    """Every right answer for one label; empty where the label says nothing."""

    market: str
    front: bool = False
    magnesium: bool = True
    elemental_mg: tuple[Number, ...] = ()
    elemental_or_undecided_mg: tuple[Number, ...] = ()
    compound_mg: tuple[Number, ...] = ()
    percent_dv: tuple[Number, ...] = ()
    forms: tuple[str, ...] = ()
    forms_also: tuple[tuple[str, ...], ...] = ()
    servings: tuple[Serving, ...] = ()
    serving_optional: bool = False
    per_container: Number | None = None
    per_container_optional: bool = False
    columns: tuple[Column, ...] = ()
    directions: str | None = None
    servings_per_day: Number | None = None
    net_count: int | None = None
    product: str | None = None
    brand: str | None = None
    seals: tuple[str, ...] = ()
    notes: str = ""

    def record(
        self, image: str, design: str, condition: str, seed: int, readability: str
    ) -> dict[str, object]:
        """The JSON object of one picture, in the shape in which real labels are recorded too."""
        kind = "front" if self.front else "panel-art" if condition == "clean" else "photo"
        return {
            "image": image,
            "kind": kind,
            "readability": readability,
            "market": self.market,
            "label": True,
            "magnesium": self.magnesium,
            "magnesium_scored": True,
            "elemental_mg": list(self.elemental_mg),
            "elemental_or_undecided_mg": list(self.elemental_or_undecided_mg),
            "compound_mg": list(self.compound_mg),
            "percent_dv": list(self.percent_dv),
            "dose_scored": True,
            "forms": list(self.forms),
            "forms_also": [list(forms) for forms in self.forms_also],
            "forms_scored": True,
            "servings": [vars(serving) for serving in self.servings],
            "serving_optional": self.serving_optional,
            "per_container": self.per_container,
            "per_container_optional": self.per_container_optional,
            "columns": [vars(column) for column in self.columns],
            "directions": self.directions,
            "net_count": self.net_count,
            "product": self.product,
            "brand": self.brand,
            "seals": list(self.seals),
            "ai_generated": None,
            "notes": self.notes,
            "design": design,
            "condition": condition,
            "seed": seed,
            "servings_per_day": self.servings_per_day,
        }
