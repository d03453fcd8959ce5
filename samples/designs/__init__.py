"""The label designs, by name: each is a function from a random generator to a label."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from samples.designs import elsewhere, europe, fronts, us, us_columns, us_kinds
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
    "us_form_not_disclosed": us.form_not_disclosed,
    "us_stearate_trap": us.stearate_trap,
    "us_no_magnesium": us.no_magnesium,
    "us_scoop_columns": us_columns.scoop_columns,
    "us_age_columns": us_columns.age_columns,
    "us_multivitamin": us_columns.multivitamin,
    "us_two_blocks": us_columns.two_blocks,
    "us_dot_leaders": us_columns.dot_leaders,
    "us_gummies": us_kinds.gummies,
    "us_liquid": us_kinds.liquid,
    "us_drops": us_kinds.drops,
    "us_packets": us_kinds.packets,
    "us_spoons": us_kinds.spoons,
    "us_front_with_panel": us_kinds.front_with_panel,
    "us_manganese_beside": us_kinds.manganese_beside,
    "us_biotinate_trap": us_kinds.biotinate_trap,
    "uk": europe.european("uk"),
    "uk_running_prose": europe.uk_running_prose,
    "eu_german": europe.european("de"),
    "eu_french": europe.european("fr"),
    "eu_spanish": europe.european("es"),
    "eu_italian": europe.european("it"),
    "eu_polish": europe.european("pl"),
    "eu_dutch": europe.european("nl"),
    "eu_bilingual": europe.bilingual,
    "ca_medicinal": elsewhere.canada,
    "ca_bilingual": elsewhere.canada_bilingual,
    "au_equivalent": elsewhere.australia,
    "in_rda": elsewhere.india,
    "in_unit_in_name": elsewhere.india_unit_in_name,
    "front_plain": fronts.plain,
    "front_dose": fronts.dose,
    "front_compound_trap": fronts.compound_trap,
    "front_au": fronts.australia,
    "front_other_nutrient": fronts.other_nutrient,
}
