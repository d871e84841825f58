"""Sellers' tags become labels of the map: by synonym, by the several labels that one tag names, by spelling.

Sellers' vocabulary has grown without a plan; what no rule knows is counted and listed, never guessed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from fittingroom.curate.records import Reasons, Told, decisions, with_column
from fittingroom.curate.search import Search, found_in, search_for
from fittingroom.curate.taxonomy import Taxonomy
from fittingroom.curate.words import plain, spaced
from fittingroom.errors import MissingExtra

STEP = "map"

REASONS: Reasons = {
    "synonym": "the tag is another word for the label",
    "phrase": "the tag names the label among its words",
    "spelling": "the tag is the label misspelt; the number is the likeness, of 100",
    "unknown": "no rule knows what the tag means",
    "denied": "the tag denies what it names",
    "repeated": "another tag of the record says the same",
}

LABELS = pa.list_(pa.int16())
WORDS = pa.list_(pa.string())

How = Literal["name", "synonym", "phrase", "spelling", "unknown", "denied"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """spelling: likeness from which a misspelt tag is taken for a phrase (0 to 100; 100 takes none); least:
    letters that it must have, as short words lie too close together."""

    spelling: float = 88.0
    least: int = 6


@dataclass(frozen=True, slots=True)
class Meant:
    """What a tag says: labels, coarse or size words (as "size:XL"), and how it was found."""

    how: How
    labels: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    number: float | None = None


def map_tags(table: pa.Table, settings: Settings, known: Taxonomy) -> tuple[pa.Table, pa.Table]:
    """Adds `labels` (ids, sorted, each once) and `words` (coarse and size words) of each row's tags.

    A tag is mapped, unknown, or repeats another: these add up to the tags that came in.
    """
    per_row: list[list[str]] = table["tags"].to_pylist()
    meant = {tag: meaning_of(tag, settings, known) for some in per_row for tag in some}
    told: list[Told] = []
    labels: list[list[int]] = []
    words: list[list[str]] = []
    for row, record, tags in zip(table["row"].to_pylist(), table["id"].to_pylist(), per_row, strict=True):
        has: set[int] = set()
        said: dict[str, None] = {}
        for tag in tags:
            means = meant[tag]
            if means.how in ("unknown", "denied"):
                told.append((row, record, False, means.how, tag, means.number))
                continue
            if has.issuperset(means.labels) and said.keys() >= set(means.words):
                told.append((row, record, False, "repeated", tag, None))
                continue
            if means.how != "name":
                told.append((row, record, True, means.how, tag, means.number))
            has.update(means.labels)
            said.update(dict.fromkeys(means.words))
        labels.append(sorted(has))
        words.append(list(said))
    table = with_column(table, "labels", labels, LABELS)
    return with_column(table, "words", words, WORDS), decisions(STEP, told)


def meaning_of(tag: str, settings: Settings, known: Taxonomy) -> Meant:
    """What one tag says; a tag `group: value`, as in "color: red", is its value."""
    for text in dict.fromkeys((tag, tag.partition(":")[2] or tag, tag.partition("=")[2] or tag)):
        if (found := _as_whole(spaced(text), known)) is not None:
            return found
    phrase = spaced(tag)
    return _in_parts(phrase, search_for(known)) or _misspelt(phrase, settings, known) or Meant("unknown")


def suggestion(tag: str, known: Taxonomy) -> tuple[str, str, float]:
    """The label nearest to an unknown tag, the phrase that is like it, and the likeness of 0 to 100."""
    found = _nearest(spaced(tag), known, least=0.0)
    if found is None:
        return "", "", 0.0
    phrase, likeness = found
    return known.labels.by_id[known.phrases[phrase].label].name, plain(phrase), likeness


def _as_whole(phrase: str, known: Taxonomy) -> Meant | None:
    meaning = known.phrases.get(phrase)
    if meaning is None or meaning.kind in ("not", "idle", "stop"):
        return None
    if meaning.kind != "label":
        return Meant("synonym", words=(f"{meaning.kind}:{meaning.word}",))
    exact = phrase == spaced(known.labels.by_id[meaning.label].name)
    return Meant("name" if exact else "synonym", labels=(meaning.label,))


def _in_parts(phrase: str, search: Search) -> Meant | None:
    """A tag that says nothing but labels, coarse or size words, and words between them."""
    found = found_in(phrase, search)
    said = [mention for mention in found if mention.meaning.kind != "stop"]
    if not said or _left_over(phrase, search):
        return None
    if any(mention.denied for mention in said):
        return Meant("denied")
    labels = tuple(sorted({m.meaning.label for m in said if m.meaning.kind == "label"}))
    coarse = (f"{m.meaning.kind}:{m.meaning.word}" for m in said if m.meaning.kind != "label")
    return Meant("phrase", labels=labels, words=tuple(dict.fromkeys(coarse)))


def _left_over(phrase: str, search: Search) -> bool:
    at, rest = 0, []
    for _, start, stop in search.automaton.find_matches_as_indexes(phrase):
        rest.append(phrase[at:start])
        at = stop
    return any(word != "." and not word.isdigit() for word in "".join([*rest, phrase[at:]]).split())


def _misspelt(phrase: str, settings: Settings, known: Taxonomy) -> Meant | None:
    if len(plain(phrase)) < settings.least or settings.spelling >= 100:
        return None
    found = _nearest(phrase, known, least=settings.spelling)
    if found is None or plain(found[0])[0] != plain(phrase)[0]:  # people rarely err in a word's first letter
        return None
    return Meant("spelling", labels=(known.phrases[found[0]].label,), number=round(found[1], 1))


def _nearest(phrase: str, known: Taxonomy, *, least: float) -> tuple[str, float] | None:
    try:
        from rapidfuzz import fuzz, process
    except ModuleNotFoundError as error:
        raise MissingExtra("curating a catalogue", "rapidfuzz", "curate") from error

    if not phrase:
        return None
    best = process.extract(phrase, _named(known), scorer=fuzz.ratio, score_cutoff=least, limit=5)
    if not best:
        return None
    likeness = best[0][1]
    equals = sorted(found for found, score, _ in best if score == likeness)
    if least and len({known.phrases[found].label for found in equals}) > 1:
        return None  # as near to two labels
    return equals[0], likeness


def _named(known: Taxonomy) -> Iterable[str]:
    return _PHRASES.setdefault(
        known.stamp, tuple(phrase for phrase, meaning in known.phrases.items() if meaning.kind == "label")
    )


_PHRASES: dict[str, tuple[str, ...]] = {}
