"""The forms of magnesium that a label names, gathered over the whole page.

*statements* are the texts that are read as one: the name of a panel's row, a list of ingredients, a paragraph, the
large print of a front. *mentions* are the compounds of magnesium that a statement names; the catalog knows their names.
*gathered* weighs the statements: rows before lists before what is said elsewhere, and no form is sure while the page
names another one.
"""

from scanner.forms.gathered import read_forms

__all__ = ["read_forms"]
