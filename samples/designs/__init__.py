"""The label designs, by name: each is a function from a random generator to a label."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from samples.designs import us
from samples.label import Label

Design = Callable[[Random], Label]

DESIGNS: dict[str, Design] = {
    "us_classic": us.classic,
    "us_light_on_dark": us.light_on_dark,
    "us_several_forms": us.several_forms,
    "us_wrapped_form": us.wrapped_form,
    "us_form_in_ingredients": us.form_in_ingredients,
    "us_buffered": us.buffered,
    "us_compound_in_name": us.compound_in_name,
    "us_compound_row": us.compound_row,
    "us_parent_child": us.parent_child,
    "us_old_daily_value": us.old_daily_value,
    "us_proprietary_blend": us.proprietary_blend,
    "us_stearate_trap": us.stearate_trap,
    "us_no_magnesium": us.no_magnesium,
}
