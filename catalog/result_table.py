"""Tables of results as text: whatever a spreadsheet program made of them, read exactly or refused with the place."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rapidfuzz.fuzz import ratio

from catalog.json_values import RecordError
from catalog.table_numbers import Cell, decimal_sign, number

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
"""In the order of preference where a header speaks for none of them."""
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_NOT_UNICODE = "not text in UTF-8: save it as “CSV UTF-8”, or choose UTF-8 where the program asks"
_SAID_DELIMITER = re.compile(r'"?sep=([,;|\t]|\\t)"?', re.IGNORECASE)
"""The first line by which a spreadsheet program is told the delimiter."""
_ALIKE = 85
"""From this likeness in percent on, an unknown column is taken for a misspelled one."""
_YES_NO = MappingProxyType(
    dict.fromkeys(("true", "1", "yes"), True) | dict.fromkeys(("false", "0", "no"), False)
)


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table may be called, in small letters, and what their cells hold."""

    keys: Mapping[str, str]
    """Name to the place in a record: serving_quantity to serving.quantity."""
    unused: frozenset[str]
    """Columns of a result file that no product needs."""
    amounts: str
    """How the names of any number of further columns with numbers begin: "co_ingredients."."""
    deciding: frozenset[str]
    """Places in a record of which a table holds at least one: without them it says nothing of a product."""
    numbers: frozenset[str]
    number_lists: frozenset[str]
    lists: frozenset[str]
    yes_no: frozenset[str]

    def place(self, name: str) -> str | None:
        """Where the cells of this column belong in a record; None for a column that is not known."""
        return self.keys.get(name, name if name.startswith(self.amounts) else None)


def lines_of(path: Path) -> Iterator[str]:
    """The lines of a text file in UTF-8 or UTF-16, one at a time, without its byte order mark.

    Raises RecordError naming the line that is neither, OSError when the file cannot be read.
    """
    with path.open("rb") as stream:
        if _encoding(stream.read(3)) == "utf-16":
            yield from _split(_decoded(path.read_bytes(), path.name))
            return
        stream.seek(0)
        for line, printed in enumerate(stream, start=1):
            try:
                yield printed.decode("utf-8" if line > 1 else "utf-8-sig")
            except UnicodeDecodeError as error:
                raise RecordError(f"{path.name}, line {line}", _NOT_UNICODE) from error


def _encoding(start: bytes) -> str:
    return next((name for mark, name in _BYTE_ORDER_MARKS.items() if start.startswith(mark)), "utf-8")


def _decoded(content: bytes, file: str) -> str:
    """The text of a file in UTF-8 or UTF-16. Which other encoding it may be cannot be told from the bytes."""
    try:
        text = content.decode(_encoding(content))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise RecordError(f"{file}, line {line}", _NOT_UNICODE) from error
    if "\0" in text:
        raise RecordError(f"{file}, line {text[: text.index(chr(0))].count(chr(10)) + 1}", _NOT_UNICODE)
    return text


def _split(text: str) -> Iterator[str]:
    """The lines with their ends, at line feeds and carriage returns only: other separators may stand in a cell."""
    return iter(io.StringIO(text, newline=""))


def rows_of(path: Path, columns: Columns) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a CSV file with the line each begins on: places in a record to texts, numbers and lists.

    Empty cells are left out and empty lines passed over. The delimiter is a comma, a semicolon or a tab, whichever
    fits the header; the decimal sign is worked out from all numbers of the file. Raises RecordError naming the file,
    the line and the column for whatever could be read in two ways, OSError when the file cannot be read.
    """
    body, skipped, delimiter = _after_the_delimiter_line(_decoded(path.read_bytes(), path.name))
    first = next((line for line in _split(body) if line.strip(" ,;\t\r\n")), "")
    delimiter = delimiter or _delimiter(first, columns)
    lines = _lines(body, delimiter, path.name, skipped)
    at, header = next(lines, (0, []))
    if not header:
        raise RecordError(path.name, "the file is empty")
    places = _places(header, columns, f"{path.name}, line {at}", delimiter)
    rows = [(line, _checked(cells, header, f"{path.name}, line {line}", delimiter)) for line, cells in lines]
    numeric = [
        Cell(cell, f"{path.name}, line {line}, {header[column].strip()}")
        for line, cells in rows
        for column, place in places.items()
        if _is_number(place, columns) or place in columns.number_lists
        for cell in cells[column].split("|")
        if cell.strip()
    ]
    sign = decimal_sign(numeric, comma_separates=delimiter == ",")
    for line, cells in rows:
        values = {
            place: _value(
                cells[column], place, columns, f"{path.name}, line {line}, {header[column].strip()}", sign
            )
            for column, place in places.items()
            if cells[column].strip()
        }
        yield line, values


def _after_the_delimiter_line(text: str) -> tuple[str, int, str]:
    """The text behind a line such as "sep=;", how many lines that left out, and the delimiter it names, or ""."""
    first = next(_split(text), "")
    printed = first.strip("\r\n")
    said = _SAID_DELIMITER.fullmatch(printed) or _SAID_DELIMITER.fullmatch(printed.rstrip(",;\t"))
    if said is None:
        return text, 0, ""
    return text[len(first) :], 1, "\t" if said[1] == "\\t" else said[1]


def _delimiter(header: str, columns: Columns) -> str:
    """The delimiter at which the header falls into the most columns that are known."""

    def known(delimiter: str) -> int:
        cells = [cell.strip('"') for cell in header.strip().split(delimiter)]
        return sum(columns.place(_name(cell)) is not None for cell in cells)

    most = max(DELIMITERS, key=known)
    return most if known(most) else max(DELIMITERS, key=header.count)


def _lines(text: str, delimiter: str, file: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line it begins on."""
    reader = csv.reader(_split(text), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RecordError(
                f"{file}, line {line}", f"a quotation mark is missing or too many ({error})"
            ) from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def _name(cell: str) -> str:
    """A column's name in small letters with underscores: "Elemental mg" is elemental_mg."""
    return re.sub(r"[\s-]+", "_", cell.strip().casefold())


def _places(header: Sequence[str], columns: Columns, where: str, delimiter: str) -> dict[int, str]:
    """Number of each column that is read, to its place in a record."""
    names = [_name(cell) for cell in header]
    found: dict[int, str] = {}
    for column, name in enumerate(names):
        place = columns.place(name)
        if place is None:
            continue
        if place in found.values():
            raise RecordError(where, f"two columns are {header[column].strip()!r}: keep one of them")
        found[column] = place
    for column, name in enumerate(names):
        if name and column not in found and name not in columns.unused:
            _refuse_a_near_miss(header[column].strip(), name, set(names), columns, where)
    if not columns.deciding & set(found.values()):
        known = columns.keys.items()
        wanted = ", ".join(name for name, place in known if place in columns.deciding and "." not in name)
        read = ", ".join(repr(cell.strip()) for cell in header[:8])
        raise RecordError(
            where,
            f"no column says what a product holds. The first line must name columns such as {wanted}; "
            f"split at each {DELIMITERS.get(delimiter, repr(delimiter))} it names {read}",
        )  # fmt: skip
    return found


def _refuse_a_near_miss(printed: str, name: str, present: set[str], columns: Columns, where: str) -> None:
    """Raises RecordError for a column that is nearly a known one: to pass over it would lose what it says."""
    alike = [
        known
        for known in columns.keys
        if "." not in known
        and known not in present | columns.unused
        and (known.startswith(f"{name}_") or name.startswith(f"{known}_") or ratio(name, known) >= _ALIKE)
    ]
    if alike:
        raise RecordError(
            where, f"the column {printed!r} is not known: call it {' or '.join(alike)}, or remove it"
        )


def _checked(cells: list[str], header: Sequence[str], where: str, delimiter: str) -> list[str]:
    if len(cells) != len(header):
        hint = " (a comma within a cell needs quotation marks around the cell)" if delimiter == "," else ""
        raise RecordError(where, f"{len(cells)} cells, but the header has {len(header)}{hint}")
    for column, cell in enumerate(cells):
        if cell.strip() and not header[column].strip():
            raise RecordError(where, f"{cell.strip()!r} stands in a column without a name")
    return cells


def _is_number(place: str, columns: Columns) -> bool:
    return place in columns.numbers or place.startswith(columns.amounts)


def _value(cell: str, place: str, columns: Columns, where: str, sign: str) -> Any:
    if _is_number(place, columns):
        return number(Cell(cell, where), sign)
    if place in columns.number_lists:
        return [number(Cell(part, where), sign) for part in cell.split("|")]
    if place in columns.lists:
        return [part.strip() for part in cell.split("|") if part.strip()]
    if place in columns.yes_no:
        if cell.strip().casefold() not in _YES_NO:
            raise RecordError(where, f"expected true or false, found {cell.strip()!r}")
        return _YES_NO[cell.strip().casefold()]
    return cell.strip()
