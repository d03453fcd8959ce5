"""Where every fact comes from: the citations behind the ids that all other tables carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from catalog.tables import TableRow, read_table

COLUMNS = ("source_id", "citation", "pmid", "doi", "url", "source_checked", "check_note")
CHECKED = frozenset({"true", "secondary", "mixed", "false"})
"""true: abstract, official page or label read; secondary: seen quoted; mixed: both; false: from memory."""


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    citation: str
    pmid: str
    doi: str
    url: str
    checked: str
    """One of CHECKED: how far the source itself was read."""
    note: str

    @property
    def link(self) -> str:
        """The address a reader should open: DOI, else PubMed, else the page; "" when there is none."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url


@cache
def sources() -> Mapping[str, Source]:
    """Every source by id. Raises CatalogError where an id occurs twice or a mark is unknown."""
    found: dict[str, Source] = {}
    for row in read_table("sources.csv", COLUMNS):
        source = Source(
            id=row.text("source_id"),
            citation=row.cells["citation"],
            pmid=row.cells["pmid"],
            doi=row.cells["doi"],
            url=row.cells["url"],
            checked=row.one_of("source_checked", CHECKED),
            note=row.cells["check_note"],
        )
        if source.id in found:
            raise row.error("source_id", f"{source.id!r} is used twice")
        found[source.id] = source
    return MappingProxyType(found)


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
