"""Every phrase of a taxonomy in a text, in one pass: whole words, the longest first, denials noticed.

Aho & Corasick 1975, by the package ahocorasick-rs; `words.spaced` makes word boundaries part of the text.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fittingroom.curate.taxonomy import Meaning, Taxonomy
from fittingroom.curate.words import STOP, spaced
from fittingroom.errors import MissingExtra

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

REACH_WORDS = 2
"""A denial reaches the first phrase that begins within so many words after it, with no pause between."""

JOINING = frozenset(("or", "nor", "and", "oder", "und", "noch", "ou", "et", "ni", "o", "y", "e"))
"""Words over which a denial goes on to the next phrase: no lace or ruffles."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase where it stands in the spaced text, what it means, and whether it is denied."""

    start: int
    stop: int
    meaning: Meaning
    denied: bool


@dataclass(frozen=True, slots=True)
class Search:
    """An automaton over phrases, and their meanings by its numbers."""

    automaton: "AhoCorasick"
    meanings: tuple[Meaning, ...]


def search_for(taxonomy: Taxonomy) -> Search:
    """The automaton for a taxonomy; kept by its stamp, since each process builds it once."""
    if taxonomy.stamp not in _KEPT:
        _KEPT.clear()
        _KEPT[taxonomy.stamp] = _built(taxonomy)
    return _KEPT[taxonomy.stamp]


_KEPT: dict[str, Search] = {}


def _built(taxonomy: Taxonomy) -> Search:
    try:
        from ahocorasick_rs import AhoCorasick, MatchKind
    except ModuleNotFoundError as error:
        raise MissingExtra("curating a catalogue", "ahocorasick-rs", "curate") from error
    return Search(
        AhoCorasick(list(taxonomy.phrases), matchkind=MatchKind.LeftmostLongest),
        tuple(taxonomy.phrases.values()),
    )


def mentions(text: str, search: Search) -> list[Mention]:
    """What a text (not spaced yet) names, in its order, but for words between labels."""
    return found_in(spaced(text), search)


def found_in(text: str, search: Search) -> list[Mention]:
    """What a spaced text names, in its order."""
    found, denial, first = [], -1, True
    for number, start, stop in search.automaton.find_matches_as_indexes(text):
        meaning = search.meanings[number]
        if meaning.kind == "not":
            denial, first = stop, True
        elif meaning.kind == "label":
            denied = denial >= 0 and _reaches(text[denial:start], first=first)
            denial, first = (stop, False) if denied else (-1, True)
            found.append(Mention(start, stop, meaning, denied))
        elif meaning.kind != "idle":
            found.append(Mention(start, stop, meaning, False))
    return found


def _reaches(between: str, *, first: bool) -> bool:
    words = between.split()
    return STOP.strip() not in words and (
        len(words) < REACH_WORDS if first else bool(words) and JOINING.issuperset(words)
    )
