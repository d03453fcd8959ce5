"""The app without a browser: its pages on a screen of their own, with products on the shelf."""

from streamlit.testing.v1 import AppTest

from catalog.product import Product
from catalog.shelf import new
from catalog.shelf_file import FileShelf


def record_of(product: Product) -> dict:
    return {
        "photo": "shelf.jpg",
        "product": {
            "name": product.name,
            "brand": product.brand,
            "price": product.price,
            "currency": product.currency,
            "kind": product.kind,
        },
        "serving": {
            "quantity": product.serving_quantity,
            "unit": product.serving_unit,
            "per_container": product.per_container,
            "servings_per_day": product.servings_per_day,
        },
        "magnesium": {
            "elemental_mg": product.elemental_mg,
            "basis": product.basis,
            "forms": list(product.forms),
            "percent_dv": product.percent_dv,
        },
        "seals": list(product.seals or ()),
        "panel_read": product.panel_read,
        "co_ingredients": dict(product.co_ingredients),
    }


def stocked(products, tmp_path):
    shelf = FileShelf(tmp_path / "shelf.sqlite3")
    for product in products:
        shelf.put(new(record_of(product)))


def frame():
    """The pages without their navigation, which AppTest can only switch between files."""
    import streamlit as st

    from app.batch_page import batch_page
    from app.catalog_page import catalog_page
    from app.compare_page import compare_page
    from app.scan_page import scan_page
    from app.shelf_page import shelf_page

    pages = {
        "scan": scan_page,
        "compare": compare_page,
        "batch": batch_page,
        "shelf": shelf_page,
        "catalog": catalog_page,
    }
    pages[st.session_state.get("page", "scan")]()


def opened(page_name="scan"):
    at = AppTest.from_function(frame, default_timeout=60)
    return turned_to(at, page_name)


def turned_to(at, page_name):
    at.session_state["page"] = page_name
    return at.run()
