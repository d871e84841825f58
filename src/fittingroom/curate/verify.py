"""Tags against what the title and the description say: contradicted ones go, missed ones come.

The paper's automatic check filters inconsistent pairs and adds missed tags, without saying how (Guo et al.
2019, section 3.1). Ours counts voices: the tag, the title, the description. Two outvote one; one alone fills
a silence, unless it is a text that names two labels of one exclusive group: that is stuffed, and no voice
alone.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from fittingroom.curate.clean_taxonomy import parents_among
from fittingroom.curate.map_tags import LABELS
from fittingroom.curate.records import Reasons, decisions, with_column
from fittingroom.curate.search import Search, mentions, search_for
from fittingroom.curate.taxonomy import Taxonomy
from fittingroom.data.attributes import Group
from fittingroom.errors import InputError

STEP = "verify"

REASONS: Reasons = {
    "contradicted": "the texts name another label of this exclusive group, and not this one",
    "doubted": "one text names another label of this exclusive group, too little to overrule the tag",
    "denied": "a text says that the product is without it",
    "parent": "a text names a kind of this label, which says more",
    "implausible": "a tag alone says it, and the record has labels that do not apply to such a thing",
    "not-applicable": "the group does not apply to what the record is",
    "sibling-conflict": "several labels of an exclusive group are left, and nothing decides between them",
    "named-in-title": "no tag said it, the title does",
    "named-in-description": "no tag said it, the description does",
    "named-in-both": "no tag said it, the title and the description do",
}

TEXTS = pa.list_(pa.string())


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """outvote: texts that must agree to overrule or join the tags of a group.

    2 where titles are stuffed with what sells; 1 where titles are written with care, or there are no
    descriptions.
    """

    outvote: int = 2

    def __post_init__(self):
        if self.outvote not in (1, 2):
            raise InputError(f"outvote is 1 or 2 texts, got {self.outvote}")


@dataclass(frozen=True, slots=True)
class Said:
    """Labels that a text names, and those that it denies (and does not name elsewhere)."""

    named: frozenset[int]
    denied: frozenset[int]


NOTHING = Said(frozenset(), frozenset())


def said_by(text: str, search: Search, known: Taxonomy) -> Said:
    """What a text says of labels; a label's parents count as named only where none of its kinds is."""
    if not text:
        return NOTHING
    named, denied = set(), set()
    for mention in mentions(text, search):
        if mention.meaning.kind == "label":
            (denied if mention.denied else named).add(mention.meaning.label)
    named -= parents_among(sorted(named), known)
    return Said(frozenset(named), frozenset(denied - named))


def verify(table: pa.Table, settings: Settings, known: Taxonomy) -> tuple[pa.Table, pa.Table]:
    """Changes `labels` by what the texts say; adds `evidence` (for each label "tag", "title", "description",
    or several joined by +), `unknown` (groups without an answer) and `not_applicable` (groups without a
    question).
    """
    search, told = search_for(known), []
    out: dict[str, list] = {"labels": [], "evidence": [], "unknown": [], "not_applicable": []}
    columns = (table[name].to_pylist() for name in ("row", "id", "labels", "title", "description"))
    for row, record, tagged, title, description in zip(*columns, strict=True):
        texts = {"title": said_by(title, search, known), "description": said_by(description, search, known)}
        checked = check(tagged, texts, settings, known)
        told += [
            (row, record, kept, why, known.labels.by_id[label].name, None)
            for kept, why, label in checked.told
        ]
        out["labels"].append(list(checked.labels))
        out["evidence"].append([_evidence(label, tagged, texts) for label in checked.labels])
        out["unknown"].append(list(checked.unknown))
        out["not_applicable"].append(list(checked.bare))
    for name, values in out.items():
        table = with_column(table, name, values, LABELS if name == "labels" else TEXTS)
    return table, decisions(STEP, told)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a record's labels, sorted; what was decided of labels; groups unknown and not
    applicable.
    """

    labels: tuple[int, ...]
    told: tuple[tuple[bool, str, int], ...]
    unknown: tuple[str, ...]
    bare: tuple[str, ...]


def check(tagged: Iterable[int], texts: Mapping[str, Said], settings: Settings, known: Taxonomy) -> Checked:
    """Decide about one record by what its tags and its texts say."""
    told: list[tuple[bool, str, int]] = []
    named = frozenset[int]().union(*(said.named for said in texts.values()))
    denied = frozenset[int]().union(*(said.denied for said in texts.values())) - named
    alone = {name for name, said in texts.items() if not _stuffed(said, known)}
    labels = list(tagged)

    def drop(gone: Iterable[int], reason: str) -> None:
        for label in sorted(gone):
            labels.remove(label)
            told.append((False, reason, label))

    def add(label: int, where: Sequence[str]) -> None:
        labels.append(label)
        told.append((True, f"named-in-{where[0]}" if len(where) == 1 else "named-in-both", label))

    drop([label for label in labels if label in denied], "denied")
    for group in known.labels.groups:
        mine = [label for label in labels if known.group[label] == group.name]
        voices = _voices(texts, group, known)
        if group.exclusive and len(voices) != 1:
            continue  # nobody speaks, or the texts contradict each other
        for says, where in sorted(voices.items()):
            counts = len(where) > 1 or where[0] in alone
            if not counts or says in mine or any(says in known.above[label] for label in mine):
                continue
            beside = [label for label in mine if known.agree(says, label)] if group.exclusive else []
            parents = [label for label in mine if label in known.above[says]] if group.exclusive else []
            others = [label for label in mine if label not in (*parents, *beside)]
            if len(where) >= settings.outvote or not others:
                drop(parents, "parent")
                drop(others if group.exclusive else (), "contradicted")
                if not beside:  # both are true, and the group holds one: the tag was first
                    add(says, where)
            elif group.exclusive:
                told += [(True, "doubted", label) for label in others]
    bare = _settle(labels, named, known, drop)
    have = {known.group[label] for label in labels}
    unknown = tuple(g.name for g in known.labels.groups if g.name not in have and g.name not in bare)
    return Checked(tuple(sorted(labels)), tuple(told), unknown, bare)


def _stuffed(said: Said, known: Taxonomy) -> bool:
    groups = [known.group[label] for label in said.named if known.group[label] in known.exclusive]
    return len(groups) > len(set(groups))


def _voices(texts: Mapping[str, Said], group: Group, known: Taxonomy) -> dict[int, list[str]]:
    """The labels of a group that texts name, each with the texts; of an exclusive one a text names one or
    none."""
    voices: dict[int, list[str]] = {}
    for name, said in texts.items():
        some = [label for label in said.named if known.group[label] == group.name]
        for label in some if not group.exclusive or len(some) == 1 else ():
            voices.setdefault(label, []).append(name)
    return voices


def _settle(
    labels: list[int], named: frozenset[int], known: Taxonomy, drop: Callable[[Iterable[int], str], None]
) -> tuple[str, ...]:
    """One label at most in each exclusive group, none where the group does not apply; returns the latter."""
    drop(parents_among(labels, known), "parent")
    for group in sorted(known.exclusive):
        mine = [label for label in labels if known.group[label] == group]
        if len(mine) > 1:
            sure = [label for label in mine if label in named]
            drop(
                [label for label in mine if label not in sure] if len(sure) == 1 else mine, "sibling-conflict"
            )
    _drop_implausible(labels, named, known, drop)
    bare = tuple(sorted({group for label in labels for group in known.bare.get(label, ())}))
    drop([label for label in labels if known.group[label] in bare], "not-applicable")
    return bare


def _drop_implausible(
    labels: list[int], named: frozenset[int], known: Taxonomy, drop: Callable[[Iterable[int], str], None]
) -> None:
    """A tag alone that makes a shoe of something with a neckline and sleeves is wrong itself."""
    for label in [one for one in labels if one in known.bare and one not in named]:
        against = {known.group[one] for one in labels} & set(known.bare[label])
        if against and (len(against) > 1 or any(known.group[one] in against for one in named)):
            drop([label], "implausible")


def _evidence(label: int, tagged: Iterable[int], texts: Mapping[str, Said]) -> str:
    where = ["tag"] if label in tagged else []
    return "+".join(where + [name for name, said in texts.items() if label in said.named])
