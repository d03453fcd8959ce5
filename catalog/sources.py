"""Where every fact comes from: the citations behind the ids that all other tables carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from catalog.tables import TableRow, read_table

SOURCES_FILE = "sources.csv"
COLUMNS = (
    *("source_id", "citation", "pmid", "doi", "url"),
    *("source_checked", "read_address", "check_note", "read_on"),
)
CHECKED = frozenset({"true", "secondary", "mixed", "false"})
"""true: abstract, official page or label read; secondary: seen quoted; mixed: both; false: from memory."""
READ = frozenset({"true", "mixed"})
"""The marks of CHECKED that say the source itself was read, at least in part."""
OWN, CLAIM = "own", "claim"
"""Rows that are no publication to be read. own: what this project works out or judges by itself, never a
statement about health. claim: a popular article, whose claims are checked and which supports none."""
MARKS = CHECKED | {OWN, CLAIM}
_HOW_FAR = {
    "true": "read, the day was not noted",
    "mixed": "read in part, the day was not noted",
    "secondary": "seen quoted",
    "false": "not opened",
    OWN: "our own reckoning",
    CLAIM: "a popular article, not evidence",
}


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    citation: str
    pmid: str
    doi: str
    url: str
    checked: str
    """One of MARKS: how far the source itself was read."""
    read_address: str
    """The page that was opened, "" when none was."""
    note: str
    read_on: date | None
    """The day that page was opened, None when nobody wrote down having opened it."""

    @property
    def link(self) -> str:
        """The address a reader should open: DOI, else PubMed, else the page; "" when there is none."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url

    @property
    def opened(self) -> bool:
        """Whether the source itself was read, and on which day is known. Own reckoning is never opened."""
        return self.checked in READ and self.read_on is not None

    @property
    def how_far(self) -> str:
        """How far the source was read, in words for a screen: "read on 28 November 2026"."""
        if self.read_on is None or not self.opened:
            return _HOW_FAR[self.checked]
        day = f"{self.read_on.day} {self.read_on:%B %Y}"
        return f"read on {day}" if self.checked == "true" else f"read in part on {day}"

    @property
    def is_own(self) -> bool:
        """Whether this stands for what the project works out by itself."""
        return self.checked == OWN


@cache
def sources() -> Mapping[str, Source]:
    """Every source by id. Raises CatalogError where an id occurs twice, a mark is unknown or a date is none."""
    return read_sources()


def read_sources(text: str | None = None) -> Mapping[str, Source]:
    """The sources of data/sources.csv, or of `text` in its shape; raises CatalogError."""
    found: dict[str, Source] = {}
    for row in read_table(SOURCES_FILE, COLUMNS, text):
        source = Source(
            id=row.text("source_id"),
            citation=row.cells["citation"],
            pmid=row.cells["pmid"],
            doi=row.cells["doi"],
            url=row.cells["url"],
            checked=row.one_of("source_checked", MARKS),
            read_address=row.cells["read_address"],
            note=row.cells["check_note"],
            read_on=_read_on(row),
        )
        if source.id in found:
            raise row.error("source_id", f"{source.id!r} is used twice")
        found[source.id] = source
    return MappingProxyType(found)


def opened(ids: Iterable[str]) -> tuple[str, ...]:
    """Those of the ids whose source was opened on a known day. Raises KeyError for an unknown id."""
    return tuple(id_ for id_ in ids if sources()[id_].opened)


def source_ids(row: TableRow, column: str = "source") -> tuple[str, ...]:
    """The source ids of a row, at least one. Raises CatalogError for an id that is not in sources.csv."""
    ids = parts(row, column)
    if not ids:
        raise row.error(column, "no source")
    for id_ in ids:
        if id_ not in sources():
            raise row.error(column, f"{id_!r} is not in sources.csv")
    return ids


def parts(row: TableRow, column: str) -> tuple[str, ...]:
    """The cell split at "|", without empty parts."""
    return tuple(part for part in row.cells[column].split("|") if part)


def joined(ids: Iterable[str]) -> str:
    """The ids as one cell, each once, in the order given: "iom1997|nihods"."""
    return "|".join(dict.fromkeys(ids))


def _read_on(row: TableRow) -> date | None:
    cell = row.cells["read_on"]
    if not cell:
        return None
    if row.cells["source_checked"] not in READ:
        raise row.error("read_on", "only a source that was read (true or mixed) has a day of reading")
    if not row.cells["read_address"]:
        raise row.error("read_address", "a source that was read on a day was read at an address")
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise row.error("read_on", f"{cell!r} is not a date such as 2026-11-28") from None
