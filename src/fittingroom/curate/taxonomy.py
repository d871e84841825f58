"""What a shop's words mean: the label map, and an editable file of synonyms, coarse words and relations.

Our file is `synonyms.toml` beside this one; a recipe may name another. Words are compared without case,
accents and plural endings; see `words`.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from fittingroom.curate.words import plurals, spaced
from fittingroom.data.attributes import LabelMap, imaterialist
from fittingroom.data.toml_file import read_toml
from fittingroom.errors import InputError, did_you_mean

OURS = Path(__file__).parent / "synonyms.toml"

LANGUAGES = ("en", "de", "es", "fr", "it")

Kind = Literal["label", "coarse", "size", "not", "idle", "stop"]
"""label: a label of the map. coarse: a word above several labels that names none. size: says a size. not:
what follows is denied. idle: words that only look like labels ("dress code"). stop: words between labels."""


EXACT: tuple[Kind, ...] = ("not", "idle", "stop")
"""Kinds whose phrases are found only as they are written."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase says: its kind, and the label's id (0 unless it is one) or the coarse word."""

    kind: Kind
    label: int = 0
    word: str = ""


@dataclass(frozen=True)
class Taxonomy:
    """Phrases, spaced as `words.spaced` has them, and their meanings; how labels stand to each other.

    parents: a label -> those that it is a kind of. pairs: labels of which both may be true although their
    group allows one. bare: a label -> groups that do not apply to it.
    """

    labels: LabelMap
    phrases: Mapping[str, Meaning]
    parents: Mapping[int, tuple[int, ...]]
    pairs: frozenset[tuple[int, int]]
    bare: Mapping[int, tuple[str, ...]]
    drop: tuple[int, ...]
    stamp: str

    @cached_property
    def group(self) -> dict[int, str]:
        """The group of each label."""
        return {label.id: label.group for label in self.labels.labels}

    @cached_property
    def exclusive(self) -> frozenset[str]:
        """Groups of which an image has one label at most."""
        return frozenset(group.name for group in self.labels.groups if group.exclusive)

    @cached_property
    def above(self) -> dict[int, frozenset[int]]:
        """A label -> all those that it is a kind of, however far."""
        found: dict[int, frozenset[int]] = {}

        def climb(label: int) -> frozenset[int]:
            if label not in found:
                direct = self.parents.get(label, ())
                found[label] = frozenset(direct).union(*(climb(parent) for parent in direct))
            return found[label]

        for label in self.group:
            climb(label)
        return found

    def agree(self, a: int, b: int) -> bool:
        """Whether two labels of an exclusive group may both be true: they, or what they are kinds of, are a
        pair."""
        return any(
            (x, y) in self.pairs or (y, x) in self.pairs
            for x in (a, *self.above[a])
            for y in (b, *self.above[b])
        )


def read_taxonomy(
    labels: LabelMap | None = None,
    path: Path = OURS,
    *,
    languages: Iterable[str] = LANGUAGES,
    drop: Iterable[str] = (),
    names: Iterable[str] = (),
) -> Taxonomy:
    """Read a file of synonyms for a label map (iMaterialist's, unless given).

    languages: sections that count. drop: names of labels not to be used, since nobody can tell them by
    looking. names: phrases that only look like labels, as brands do. In our own file labels that the map
    lacks are passed over; a file of the user's must not have them. Raises InputError for those, for relations
    that go in a circle, a phrase with two meanings.
    """
    labels = labels or imaterialist()
    found = read_toml(path, "the file of synonyms")
    written = [(label.name, Meaning("label", label.id)) for label in labels.labels]
    for language in languages:
        for name, some in _table(path, found, language).items():
            if name in labels.by_name:
                written += [(text, Meaning("label", labels.by_name[name].id)) for text in some]
            elif path != OURS:
                hint = did_you_mean(name, labels.by_name)
                raise InputError(
                    f"{path}: [{language}] speaks of {name!r}, which is not in the label map{hint}"
                )
    for word, some in _table(path, found, "coarse").items():
        written += [(text, Meaning("coarse", word=word)) for text in (word, *some)]
    for word, some in _table(path, found, "size").items():
        written += [(text, Meaning("size", word=word)) for text in some]
    exact = [
        (text, Meaning(kind))
        for kind in EXACT
        for some in _table(path, found, kind).values()
        for text in some
    ]
    exact += [(text, Meaning("idle")) for text in names]
    parents = _relations(path, found, labels)
    bare = {
        labels.by_name[name].id: tuple(groups)
        for name, groups in _table(path, found, "bare").items()
        if name in labels.by_name
    }
    text = path.read_text(encoding="utf-8-sig")
    told = repr((labels, tuple(languages), tuple(drop), tuple(names), text))
    return Taxonomy(
        labels=labels,
        phrases=_entered(path, written, exact),
        parents=parents,
        pairs=_pairs(path, found, labels),
        bare=bare,
        drop=tuple(label.id for label in labels.named(drop)),
        stamp=hashlib.sha256(told.encode()).hexdigest(),
    )


def _entered(
    path: Path, written: Sequence[tuple[str, Meaning]], exact: Sequence[tuple[str, Meaning]]
) -> dict[str, Meaning]:
    """Phrases with their meanings; of `written` also in the other number, unless that is written too."""
    phrases: dict[str, Meaning] = {}
    for text, meaning in (*written, *exact):
        if phrases.setdefault(spaced(text), meaning) != meaning:
            raise InputError(f"{path}: {text!r} has two meanings, {phrases[spaced(text)]} and {meaning}")
    for text, meaning in written:
        for form in plurals(text)[1:]:
            phrases.setdefault(spaced(form), meaning)
    return phrases


def _relations(path: Path, found: Mapping[str, Any], labels: LabelMap) -> dict[int, tuple[int, ...]]:
    parents: dict[int, list[int]] = {}
    for name, kinds in _table(path, found, "kinds").items():
        for kind in kinds:
            if name in labels.by_name and kind in labels.by_name:
                parents.setdefault(labels.by_name[kind].id, []).append(labels.by_name[name].id)
    for label in parents:
        seen, rising = set(), {label}
        while rising := {up for one in rising for up in parents.get(one, ())} - seen:
            seen |= rising
            if label in seen:
                raise InputError(
                    f"{path}: [kinds] says that {labels.by_id[label].name!r} is a kind of itself"
                )
    return {label: tuple(some) for label, some in parents.items()}


def _pairs(path: Path, found: Mapping[str, Any], labels: LabelMap) -> frozenset[tuple[int, int]]:
    known = labels.by_name
    return frozenset(
        (known[name].id, known[other].id)
        for name, others in _table(path, found, "beside").items()
        for other in others
        if name in known and other in known
    )


def _table(path: Path, found: Mapping[str, Any], section: str) -> dict[str, list[str]]:
    table = found.get(section, {})
    if not isinstance(table, dict) or not all(_are_texts(some) for some in table.values()):
        raise InputError(f'{path}: [{section}] has lists of texts, as in "T-Shirts" = ["tee", "tshirt"]')
    return table


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
