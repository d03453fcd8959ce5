"""Rows of the catalog's CSV files, checked cell by cell while they are loaded."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files


class CatalogError(ValueError):
    """A catalog file is wrong; says which file, row and column, and what to put there."""

    def __init__(self, file: str, row: int, column: str, problem: str) -> None:
        self.file, self.row, self.column, self.problem = file, row, column, problem
        super().__init__(f"{file}, row {row}, column {column}: {problem}")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row with its place in the file; row 1 is the header."""

    file: str
    row: int
    cells: Mapping[str, str]

    def error(self, column: str, problem: str) -> CatalogError:
        return CatalogError(self.file, self.row, column, problem)

    def text(self, column: str) -> str:
        """The cell, which must not be empty."""
        value = self.cells[column]
        if not value:
            raise self.error(column, "must not be empty")
        return value

    def one_of(self, column: str, allowed: frozenset[str]) -> str:
        value = self.cells[column]
        if value not in allowed:
            raise self.error(column, f"{value!r} is not one of {', '.join(sorted(allowed))}")
        return value

    def flag(self, column: str) -> bool:
        """True for 1, False for 0."""
        return self.one_of(column, frozenset({"0", "1"})) == "1"

    def number(self, column: str, low: float, high: float) -> float | None:
        """The cell as a number within low..high, None when it is empty."""
        value = self.cells[column]
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            raise self.error(column, f"{value!r} is not a number") from None
        if not low <= number <= high:
            raise self.error(column, f"{value} is outside {low:g} to {high:g}")
        return number


def read_table(file: str, columns: tuple[str, ...], text: str | None = None) -> Iterator[TableRow]:
    """The rows of catalog/data/`file` (or of `text`); raises CatalogError when a column is missing."""
    content = files("catalog").joinpath("data", file).read_text("utf-8") if text is None else text
    reader = csv.reader(content.splitlines(), strict=True)
    header = next(reader, [])
    missing = [column for column in columns if column not in header]
    if missing:
        raise CatalogError(file, 1, missing[0], "column is missing")
    try:
        for number, cells in enumerate(reader, start=2):
            if not cells:
                continue
            if len(cells) != len(header):
                raise CatalogError(file, number, "(all)", "the row has too many or too few cells")
            yield TableRow(file, number, dict(zip(header, map(str.strip, cells), strict=True)))
    except csv.Error as error:
        raise CatalogError(file, reader.line_num, "(all)", f"not valid CSV: {error}") from error
