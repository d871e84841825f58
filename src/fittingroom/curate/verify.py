"""Tags against what the title and the description say: contradicted ones go, missed ones come.

The paper's automatic check filters inconsistent pairs and adds missed tags, without saying how (Guo et al.
2019, section 3.1). Ours: every phrase of the taxonomy is searched for; a text that names exactly one label of
an exclusive group outweighs a tag, a text that names several (stuffing) decides nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from fittingroom.curate.clean_taxonomy import parents_among
from fittingroom.curate.map_tags import LABELS
from fittingroom.curate.records import Reasons, decisions, with_column
from fittingroom.curate.search import Search, mentions, search_for
from fittingroom.curate.taxonomy import Taxonomy

STEP = "verify"

REASONS: Reasons = {
    "contradicted": "the text names another label of this exclusive group, and not this one",
    "denied": "the text says that the product is without it",
    "parent": "the text names a kind of this label, which says more",
    "not-applicable": "the group does not apply to what the record is",
    "sibling-conflict": "several labels of an exclusive group are left, and nothing decides between them",
    "named-in-title": "no tag said it, the title does",
    "named-in-description": "no tag said it, the description does",
}

TEXTS = pa.list_(pa.string())


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Whether missed labels are added from title and description, and contradicted ones dropped."""

    add_from_title: bool = True
    add_from_description: bool = True
    drop_contradicted: bool = True


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
    """Decide about one record. texts: the title's word counts before the description's."""
    told: list[tuple[bool, str, int]] = []
    title, description = texts["title"], texts["description"]
    named = title.named | description.named
    denied = (title.denied | description.denied) - named
    labels = list(tagged)

    def drop(gone: Iterable[int], reason: str) -> None:
        for label in sorted(gone):
            labels.remove(label)
            told.append((False, reason, label))

    def add(label: int, reason: str) -> None:
        labels.append(label)
        told.append((True, reason, label))

    drop([label for label in labels if label in denied], "denied")
    for group in known.labels.groups:
        mine = [label for label in labels if known.group[label] == group.name]
        in_title = sorted(label for label in title.named if known.group[label] == group.name)
        below = sorted(label for label in description.named if known.group[label] == group.name)
        if not group.exclusive:
            if settings.add_from_title:
                for label in set(in_title) - set(labels):
                    add(label, "named-in-title")
            if settings.add_from_description:
                for label in set(below) - set(labels):
                    add(label, "named-in-description")
            continue
        one, where = (in_title, "title") if in_title else (below, "description")
        if len(one) != 1:
            continue
        (says,) = one
        if says in mine or any(says in known.above[label] for label in mine):
            continue  # the tag says it, or a kind of it
        parents = [label for label in mine if label in known.above[says]]
        others = [label for label in mine if label not in parents]
        if others and not settings.drop_contradicted:
            continue
        if settings.add_from_title if where == "title" else settings.add_from_description:
            drop(parents, "parent")
            drop(others, "contradicted")
            add(says, f"named-in-{where}")
        else:
            drop(others, "contradicted")
    bare = _settle(labels, named, known, drop)
    have = {known.group[label] for label in labels}
    unknown = tuple(g.name for g in known.labels.groups if g.name not in have and g.name not in bare)
    return Checked(tuple(sorted(labels)), tuple(told), unknown, bare)


def _settle(labels: list[int], named: frozenset[int], known: Taxonomy, drop) -> tuple[str, ...]:
    """One label at most in each exclusive group, none where the group does not apply; returns the latter."""
    drop(parents_among(labels, known), "parent")
    for group in sorted(known.exclusive):
        mine = [label for label in labels if known.group[label] == group]
        if len(mine) > 1:
            sure = [label for label in mine if label in named]
            drop(
                [label for label in mine if label not in sure] if len(sure) == 1 else mine, "sibling-conflict"
            )
    bare = tuple(sorted({group for label in labels for group in known.bare.get(label, ())}))
    drop([label for label in labels if known.group[label] in bare], "not-applicable")
    return bare


def _evidence(label: int, tagged: Iterable[int], texts: Mapping[str, Said]) -> str:
    where = ["tag"] if label in tagged else []
    return "+".join(where + [name for name, said in texts.items() if label in said.named])
