"""Invented products that stand for what is sold: the shelf on which the ranking is tried.

Doses, units and pack sizes are typical; prices per 100 mg and test marks are assumed (USD).
"""

from catalog.product import Product

TESTED, LABORATORY, UNTESTED = ("USP Verified",), ("Certificate of analysis",), ()


def archetype(
    name, form, elemental_mg, quantity, unit="capsule", *, price_per_100_mg, seals, percent=True, **more
) -> Product:
    return Product(
        name=name,
        forms=(form,),
        elemental_mg=elemental_mg,
        basis="elemental",
        serving_quantity=quantity,
        serving_unit=unit,
        servings_per_day=1,
        per_container=60,
        price=price_per_100_mg * elemental_mg * 60 / 100,
        currency="USD",
        seals=seals,
        percent_dv=round(elemental_mg / 4.2) if percent else None,
        **more,
    )


BISGLYCINATE_200 = archetype("Bisglycinate 200", "bisglycinate", 200, 2, price_per_100_mg=0.12, seals=TESTED)
BISGLYCINATE_120 = archetype("Bisglycinate 120", "bisglycinate", 120, 1, price_per_100_mg=0.12, seals=TESTED)
WITH_CAFFEINE = archetype(
    *("Bisglycinate 200 and caffeine", "bisglycinate", 200, 2),
    price_per_100_mg=0.12,
    seals=TESTED,
    co_ingredients={"caffeine": 50.0},
)
BUFFERED_200 = archetype(
    "Buffered glycinate 200", "bisglycinate_buffered", 200, 2, price_per_100_mg=0.085, seals=TESTED
)
THREONATE_144 = archetype("Threonate 144", "threonate", 144, 3, price_per_100_mg=0.39, seals=LABORATORY)
THREONATE_48 = archetype(
    "Threonate 48", "threonate", 48, 1, price_per_100_mg=0.39, seals=UNTESTED, percent=False
)
CITRATE_200 = archetype("Citrate 200", "citrate", 200, 2, price_per_100_mg=0.06, seals=LABORATORY)
CITRATE_300 = archetype("Citrate 300", "citrate", 300, 3, price_per_100_mg=0.06, seals=LABORATORY)
OXIDE_250 = archetype("Oxide 250", "oxide", 250, 1, "tablet", price_per_100_mg=0.048, seals=LABORATORY)
OXIDE_500 = archetype("Oxide 500", "oxide", 500, 1, "tablet", price_per_100_mg=0.048, seals=LABORATORY)
MILK_OF_MAGNESIA = archetype(
    "Milk of magnesia", "hydroxide", 1000, 30, "ml", price_per_100_mg=0.13, seals=UNTESTED, kind="drug"
)
MALATE_200 = archetype("Malate 200", "malate", 200, 2, price_per_100_mg=0.06, seals=TESTED)
TAURATE_100 = archetype("Taurate 100", "taurate", 100, 2, price_per_100_mg=0.15, seals=UNTESTED)

SHELF = (
    *(BISGLYCINATE_200, BISGLYCINATE_120, WITH_CAFFEINE, BUFFERED_200, THREONATE_144, THREONATE_48),
    *(CITRATE_200, CITRATE_300, OXIDE_250, OXIDE_500, MILK_OF_MAGNESIA, MALATE_200, TAURATE_100),
)
