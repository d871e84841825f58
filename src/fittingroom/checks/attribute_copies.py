"""FR003 of attributes: near copies of a part's pictures in other parts, in words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from fittingroom.errors import InputError
from fittingroom.match.copies import is_far_fetched
from fittingroom.reporting.format import count, counted, enumerated

SHOWN = 48
NAMED = 5
"""Kinds of copies that a sentence names."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NearCopies:
    """What `match.copies` found of a judged part's pictures among those of other parts.

    part: the judged one; compared, of: pictures of each part that were compared, and that there are. Each
    pair by its row of the judged part, the other part, its row there: row, other (m,) int64, where (m,) text;
    kind (m,) text, names joined by "+"; score (m,); verified (m,) bool, else only worth a look; known (m,)
    bool, whether the set says that both are of one product or group of copies.
    """

    part: str
    compared: Mapping[str, int]
    of: Mapping[str, int]
    row: np.ndarray
    where: np.ndarray
    other: np.ndarray
    kind: np.ndarray
    score: np.ndarray
    verified: np.ndarray
    known: np.ndarray

    def __post_init__(self):
        if self.part not in self.compared or set(self.compared) != set(self.of):
            raise InputError(
                f"near copies of {self.part} need the pictures of each part, compared and in all, found "
                f"{dict(self.compared)} and {dict(self.of)}"
            )

    @property
    def others(self) -> tuple[str, ...]:
        """The parts that the judged one was compared with."""
        return tuple(part for part in self.compared if part != self.part)

    @property
    def is_sample(self) -> bool:
        """Whether some pictures were not compared."""
        return any(self.compared[part] < self.of[part] for part in self.of)

    @property
    def copies(self) -> np.ndarray:
        """Which pairs (m,) count as copies: verified, and not far-fetched; those are only worth a look."""
        return self.verified & ~np.array([is_far_fetched(kind) for kind in self.kind.tolist()], bool)

    @property
    def best(self) -> np.ndarray:
        """The copy with the highest score of each picture that has one, (k,) int64 pairs, best first."""
        sure = np.flatnonzero(self.copies)
        order = sure[np.argsort(-self.score[sure], kind="stable")]
        return order[np.sort(np.unique(self.row[order], return_index=True)[1])]


def near_sentence(near: NearCopies) -> str:
    """How many pictures have a near copy elsewhere, of which kinds, among how many that were compared."""
    best = near.best
    own = counted(near.compared[near.part], f"{near.part} image")
    beside = counted(sum(near.compared[part] for part in near.others), "image")
    sample = ", a sample: what was not drawn was not compared" if near.is_sample else ""
    where = f"of {own} compared with {beside} of {enumerated(near.others)}{sample}"
    look = len(near.row) - int(near.copies.sum())
    more = f"; {counted(look, 'pair')} more {'is' if look == 1 else 'are'} worth a look" if look else ""
    if not len(best):
        return f"No near copy was found {where}{more}"
    kinds = Counter(near.kind[best].tolist()).most_common()
    named = [f"{name} {count(n)}" for name, n in kinds[:NAMED]]
    rest = sum(n for _, n in kinds[NAMED:])
    named += [f"others {count(rest)}"] if rest else []
    unknown = int((~near.known[best]).sum())
    return (
        f"{count(len(best))} {'has' if len(best) == 1 else 'have'} a near copy there, {where} "
        f"({enumerated(named)}); of {count(unknown)} the set does not know{more}; look at the pairs before "
        "calling them copies"
    )


def near_numbers(near: NearCopies) -> dict[str, Any]:
    """The same for programs: counts, kinds, and the pairs, highest score first."""
    best = near.best
    pairs = np.argsort(-near.score, kind="stable")[:SHOWN]
    return {
        "compared": dict(near.compared),
        "of": dict(near.of),
        "with_a_near_copy": len(best),
        "not_known_to_the_set": int((~near.known[best]).sum()),
        "kinds": dict(Counter(near.kind[best].tolist()).most_common()),
        "by_part": dict(Counter(near.where[best].tolist()).most_common()),
        "worth_a_look": len(near.row) - int(near.copies.sum()),
        "pairs": [
            {
                "row": int(near.row[at]),
                "part": str(near.where[at]),
                "other_row": int(near.other[at]),
                "kind": str(near.kind[at]),
                "score": round(float(near.score[at]), 4),
                "verified": bool(near.verified[at]),
                "known": bool(near.known[at]),
            }
            for at in pairs
        ],
    }
