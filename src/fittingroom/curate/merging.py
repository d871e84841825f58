"""The labels of copies of one picture as those of one record: what several sellers say together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fittingroom.curate.clean_taxonomy import parents_among
from fittingroom.curate.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Member:
    """The labels of one copy, and the evidence of each; the first of a group is the one that is kept."""

    labels: tuple[int, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """Labels, sorted, with their evidence; groups unknown and not applicable; decisions (kept, reason,
    label).
    """

    labels: tuple[int, ...]
    evidence: tuple[str, ...]
    unknown: tuple[str, ...]
    bare: tuple[str, ...]
    told: tuple[tuple[bool, str, int], ...]


def merged(members: Sequence[Member], known: Taxonomy) -> Merged:
    """The union where an image may have several labels; where it has one, what most copies say.

    Equal votes are decided by how many texts name the label; equal again, the group is unknown. The answer
    does not depend on the order of the members but for which labels count as new.
    """
    votes, strength, where = _counted(members)
    chosen: list[int] = []
    own = set(members[0].labels)
    told: list[tuple[bool, str, int]] = []
    for group in known.labels.groups:
        mine = [label for label in votes if known.group[label] == group.name]
        if not group.exclusive:
            chosen += mine
            continue
        above = parents_among(mine, known)
        mine = [label for label in mine if label not in above]
        ranks = {label: (votes[label], strength[label]) for label in mine}
        best = [label for label in mine if ranks[label] == max(ranks.values())]
        if len(best) == 1:
            chosen += best
        told += [(False, "merge-parent", label) for label in sorted(own & set(above))]
        told += [
            (False, "merge-conflict", label)
            for label in sorted(own & set(mine) - set(best if len(best) == 1 else ()))
        ]
    bare = tuple(sorted({group for label in chosen for group in known.bare.get(label, ())}))
    told += [
        (False, "merge-bare", label) for label in sorted(own & set(chosen)) if known.group[label] in bare
    ]
    chosen = sorted(label for label in chosen if known.group[label] not in bare)
    told += [(True, "merged", label) for label in chosen if label not in own]
    have = {known.group[label] for label in chosen}
    return Merged(
        labels=tuple(chosen),
        evidence=tuple("+".join(sorted(where[label], reverse=True)) for label in chosen),
        unknown=tuple(g.name for g in known.labels.groups if g.name not in have and g.name not in bare),
        bare=bare,
        told=tuple(told),
    )


def _counted(members: Sequence[Member]) -> tuple[Counter[int], Counter[int], dict[int, set[str]]]:
    votes, strength = Counter[int](), Counter[int]()
    where: dict[int, set[str]] = {}
    for member in members:
        for label, evidence in zip(member.labels, member.evidence, strict=True):
            votes[label] += 1
            strength[label] += len(evidence.split("+"))
            where.setdefault(label, set()).update(evidence.split("+"))
    return votes, strength, where
