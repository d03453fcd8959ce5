"""The vocabulary of names: every word and phrase of the tables and what it stands for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from catalog.forms import forms
from catalog.misreads import Bones, skeleton
from catalog.name_text import folded, is_unspaced
from catalog.tables import TableRow, read_table

# Kinds that name a form; the rest is grammar.
# "material" and "food" are sources with no salt of their own, "weak" a loose word ("chelated"), "hint" a word
# that names a form only where its item names nothing better ("Albion magnesium", "magnesium HCl").
# "joined" is a salt only where it is written together with its metal, and no word by itself (氧化 in 氧化镁).
FORM_KINDS = frozenset(
    {"anion", "chelate", "generic", "acid", "trade", "material", "food", "weak", "hint", "joined"}
)
SALT_KINDS = frozenset({"anion", "chelate", "generic"})
CONNECTORS = frozenset({"connector", "as"})
GRAMMAR_KINDS = frozenset(
    {
        "connector",
        "as",  # a connector that tells what the mineral before it is bound to
        "of",
        "and",
        "negation",
        "raw",
        "derived",
        "legal",
        "absent",
        "prefix",
        "modifier",
        "bystander",
    }
)
# Words that say what becomes of the forms beside them, in `name_denial`; they are no part of the grammar.
SENSES = frozenset(
    {
        "comparison",  # "instead of", "unlike": what follows is only compared with
        "comparative",  # "besser": a comparison where a "than" follows
        "than",
        "assertion",  # "only", "but": a denial ends here
        "exception",  # "other than": after a denial what follows is content, else it is left out
        "affirming",  # "not only", "no less than": no denial at all
        "doubt",  # "more than just": what follows may be content or not
        "addition",  # "as well as": nothing but "and"
        "or",  # joins the last member of a list that is denied to its end
        "non",  # denies one word
    }
)
DOSE_FORMS = frozenset({"tablet", "ampoule", "sachet"})  # what decides the salt of some brands
MINERALS = frozenset({"magnesium", "other", "radical"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word or phrase of the tables stands for; `form` is the family id, `variant` the precise id."""

    kind: str
    form: str = ""
    variant: str = ""
    certain: bool = True
    mineral: str = ""
    meaning: str = ""


class Vocabulary:
    """All phrases of the tables, by words; built once."""

    def __init__(self, rows: Iterable[tuple[str, Entry]]) -> None:
        self.phrases: dict[tuple[str, ...], Entry] = {}
        self.longest: dict[str, int] = {}
        self.order: dict[str, int] = {}  # every word, by where the tables name it first
        self.canonical: dict[str, str] = {}
        self.senses: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        """What words say of the forms beside them, by their first word, longest first."""
        self.dose_forms: dict[str, str] = {}
        self.joining: set[str] = set()  # "en" is a connector in Spanish, and "and" in Dutch
        known = [row for row in self._spread(rows) if row[1].kind not in SENSES | DOSE_FORMS]
        first: dict[Entry, str] = {}
        for words, entry in known:
            if len(words) == 1 and entry.kind in ("anion", "chelate"):
                self.canonical[words[0]] = first.setdefault(entry, words[0])
        for printed, entry in known:
            words = self.spelled(printed)
            taken = entry.kind == "bystander" and len(words) == 1 and words[0] in self.order
            if words in self.phrases or taken:
                continue
            self.phrases[words] = entry
            self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))
            for word in words:
                if len(word) > 1 and not word.isdigit():
                    self.order.setdefault(word, len(self.order))
        alone = (words[0] for words in self.phrases if len(words) == 1 and is_unspaced(words[0]))
        self.unspaced: dict[str, list[str]] = {}
        """The words of scripts without spaces, by their first letter, longest first."""
        for word in sorted(alone, key=len, reverse=True):
            self.unspaced.setdefault(word[0], []).append(word)
        self.prefixes = tuple(words[0] for words, entry in known if entry.kind == "prefix")
        self.counting = tuple(prefix for prefix in self.prefixes if len(prefix) > 1)
        self.skeletons: dict[str, str] = {}
        for word in sorted((word for word in self.order if word.isalpha()), key=self._rank):
            self.skeletons.setdefault(skeleton(word), word)
        # Hints are too short or too common to be cut out of a longer word: "carborate" is no "carb orate".
        self.by_spelling = {word: word for word in self.order if not self.is_hint(word)}
        self.by_skeleton = {b: word for b, word in self.skeletons.items() if word in self.by_spelling}
        fuzzy = [bone for bone in self.skeletons if len(bone) >= 5 and not is_unspaced(bone)]
        self.fuzzy = Bones(fuzzy)
        self.salts = Bones([bone for bone in fuzzy if self.is_salt(self.skeletons[bone])])
        self.magnesium = tuple(
            word for word in self.order if len(word) > 7 and self.is_mineral(word, "magnesium")
        )
        """The longer spellings of the mineral: in no other word by chance."""
        self.telling: dict[str, list[frozenset[str]]] = {}
        """The words of each phrase that names magnesium or a form, by the longest of them."""
        for words, entry in self.phrases.items():
            if entry.mineral == "magnesium" or entry.kind in FORM_KINDS or entry.kind == "brand":
                needed = frozenset(words) - {"#", "/"}
                self.telling.setdefault(max(needed, key=_length), []).append(needed)
        self.plain = frozenset(
            word for senses in self.senses.values() for words, _ in senses for word in words if len(word) > 1
        ).union(self.dose_forms) - frozenset(self.order)
        """Everyday words of denials and comparisons: known as they stand, never a damaged name."""

    def _spread(self, rows: Iterable[tuple[str, Entry]]) -> Iterator[tuple[tuple[str, ...], Entry]]:
        """The rows with their words apart; on the way those that are no names are noted."""
        for text, entry in rows:
            words = tuple(folded(text)[0].split())
            if entry.kind == "and":
                self.joining.add(words[0])
            elif entry.kind in DOSE_FORMS:
                self.dose_forms[words[0]] = entry.kind
            elif entry.kind in SENSES:
                senses = self.senses.setdefault(words[0], [])
                senses.append((words, entry.kind))
                senses.sort(key=lambda sense: -len(sense[0]))
            yield words, entry

    def spelled(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """A phrase with each salt as the tables spell it first: "lysinat glycinat" finds its row."""
        if len(words) == 1:
            return words
        return tuple(self.canonical.get(word, word) for word in words)

    def _rank(self, word: str) -> tuple[int, str]:
        entry = self.entry(word)
        return (0 if entry and (entry.kind in FORM_KINDS or entry.mineral) else 1, word)

    def entry(self, word: str) -> Entry | None:
        return self.phrases.get((word,))

    def names(self, word: str) -> bool:
        """Whether the word alone names a mineral or a form."""
        entry = self.entry(word)
        return entry is not None and (bool(entry.mineral) or entry.kind in FORM_KINDS)

    def is_salt(self, word: str) -> bool:
        entry = self.entry(word)
        return entry is not None and entry.kind in SALT_KINDS

    def is_listed(self, word: str) -> bool:
        """Whether the word is a salt on the EU's list of what may give magnesium: nitrate is a salt, and is not."""
        entry = self.entry(word)
        form = forms().get(entry.form) if entry and entry.kind in SALT_KINDS else None
        return form is not None and form.eu_listed.startswith("yes")

    def is_excipient(self, word: str) -> bool:
        """Whether the word is a salt that is no source of magnesium, as the stearate is."""
        entry = self.entry(word)
        return entry is not None and entry.kind in SALT_KINDS and forms()[entry.form].role == "excipient"

    def is_hint(self, word: str) -> bool:
        entry = self.entry(word)
        return entry is not None and entry.kind == "hint"

    def is_mineral(self, word: str, mineral: str | None = None) -> bool:
        entry = self.entry(word)
        return entry is not None and (bool(entry.mineral) if mineral is None else entry.mineral == mineral)

    def stem(self, word: str) -> str | None:
        """The word of the tables that `word` is, exactly, in the plural or behind a counting prefix."""
        if word in self.order:
            return word
        if len(word) > 5 and word.endswith("s") and word[:-1] in self.order:
            return word[:-1]
        if not word.startswith(self.counting):
            return None
        for prefix in self.counting:
            rest = word.removeprefix(prefix)
            if 3 < len(rest) < len(word) and (self.is_salt(rest) or self.is_mineral(rest)):
                return rest
        return None


def _length(word: str) -> tuple[int, str]:
    return len(word), word


@cache
def vocabulary() -> Vocabulary:
    """The words of traps, minerals, brands, names and name_words.csv; raises CatalogError."""
    return Vocabulary(phrases())


def phrases() -> Iterator[tuple[str, Entry]]:
    """Every phrase of the tables with what it stands for; raises CatalogError naming a wrong cell."""
    # The first table to name a phrase decides: traps are what must never be taken for magnesium.
    for row in read_table("traps.csv", ("words", "meaning", "source")):
        yield row.text("words"), Entry("trap", meaning=row.text("meaning"))
    for row in read_table("minerals.csv", ("words", "mineral", "form_alone", "language")):
        mineral, alone = row.one_of("mineral", MINERALS), row.cells["form_alone"]
        if alone and alone not in forms():
            raise row.error("form_alone", f"{alone!r} is not in forms.csv")
        # "Magnesia" governs salts as magnesium does; standing alone it is the oxide.
        radical = mineral == "radical"  # "ascorbyl phosphate" is no phosphate
        named = Entry("mineral", alone, alone, certain=not alone, mineral="other" if radical else mineral)
        yield row.text("words"), replace(named, meaning="radical") if radical else named
    for row in read_table("brands.csv", ("words",)):
        yield row.text("words"), Entry("brand", meaning=row.text("words"))
    for row in read_table(
        "names.csv", ("words", "form", "kind", "certain", "language", "source", "source_checked")
    ):
        yield row.text("words"), _form_entry(row)
    for row in read_table("name_words.csv", ("words", "role", "language")):
        yield row.text("words"), Entry(row.one_of("role", GRAMMAR_KINDS | SENSES | DOSE_FORMS))


def _form_entry(row: TableRow) -> Entry:
    variant = row.text("form")
    if variant not in forms():
        raise row.error("form", f"{variant!r} is not in forms.csv")
    row.text("source")
    kind = row.one_of("kind", FORM_KINDS)
    return Entry(kind, forms()[variant].family, variant, row.flag("certain"))
