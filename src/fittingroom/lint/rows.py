"""Which rows of which data a value holds, symbolically: an origin and the divisions that lead to them."""

from dataclasses import dataclass
from typing import Literal

Relation = Literal["same", "contains", "inside", "overlap", "apart", "unknown"]
Kind = Literal["split", "slice", "mask", "draw", "order", "filter"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where data came from: two values with one `key` hold rows of the same source.

    `hint` is the part that its name or path speaks of (train, val, test) or nothing.
    """

    key: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """One division: of kind `split`, `key` says which split and `part` which side of it.

    A `slice` has its bounds as text in `part` ("low:high"); a `mask` has "yes" or "no"; a `draw` is a
    random sample; an `order` is the same rows shuffled; a `filter` some rows, chosen somehow.
    """

    kind: Kind
    key: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of `origin` after the divisions of `path`, in order."""

    origin: Origin
    path: tuple[Piece, ...] = ()

    def cut(self, *pieces: Piece) -> "Rows":
        """The rows after further divisions; shuffling twice at one place is shuffling once."""
        path = self.path
        for piece in pieces:
            if piece.kind in ("order", "filter") and piece in path:
                continue
            path = (*path, piece)
        return Rows(self.origin, path[:12])


def relation(a: Rows, b: Rows) -> Relation:
    """How the rows of `a` stand to those of `b`; `apart` also for different origins."""
    if a.origin.key != b.origin.key:
        return "apart"
    one, other, reordered = list(a.path), list(b.path), False
    while one and other and one[0] == other[0]:
        one.pop(0)
        other.pop(0)
    while (one and one[0].kind == "order") or (other and other[0].kind == "order"):
        reordered = reordered or bool(one and other)
        (one if one and one[0].kind == "order" else other).pop(0)
    if not one and not other:
        return "same"
    if not one:
        return "contains"
    if not other:
        return "inside"
    return _pieces(one[0], other[0], reordered)


def _pieces(p: Piece, q: Piece, reordered: bool) -> Relation:
    kinds = {p.kind, q.kind}
    if p == q:  # equal divisions of data that were shuffled between them
        return "overlap" if reordered else "unknown"
    if "filter" in kinds:
        return "unknown"
    if kinds == {"slice"}:
        return "overlap" if reordered else _slices(p.part, q.part)
    if p.kind == q.kind and p.key == q.key:
        return "overlap" if reordered and p.kind != "split" else "apart"
    if "mask" in kinds or "slice" in kinds:
        return "unknown"
    return "overlap"


def _slices(p: str, q: str) -> Relation:
    """Two slices of one sequence, by their bounds as text; only what is certain is `overlap`."""
    (low_p, high_p), (low_q, high_q) = p.split(":", 1), q.split(":", 1)
    if (high_p and high_p == low_q) or (high_q and high_q == low_p):
        return "apart"
    if not low_p and not low_q:
        return "overlap"
    if not high_p and not high_q:
        return "overlap"
    for high, low in ((high_p, low_q), (high_q, low_p)):
        if (order := _compare(high, low)) is not None and order <= 0:
            return "apart"
    known = [_compare(high, low) for high, low in ((high_p, low_q or "0"), (high_q, low_p or "0")) if high]
    if known and all(order is not None and order > 0 for order in known):
        return "overlap"
    return "unknown"


def _compare(a: str, b: str) -> int | None:
    """Sign of a - b for whole numbers of one sign, which alone can be compared without a length."""
    try:
        x, y = int(a), int(b)
    except ValueError:
        return None
    return (x > y) - (x < y) if (x < 0) == (y < 0) else None


def shared(a: frozenset[Rows], b: frozenset[Rows]) -> bool:
    """Whether some row certainly stands in both."""
    return any(relation(x, y) in ("same", "contains", "inside", "overlap") for x in a for y in b)


def covers(a: frozenset[Rows], b: frozenset[Rows]) -> bool:
    """Whether `a` holds some rows of `b` wholly."""
    return any(relation(x, y) in ("same", "contains") for x in a for y in b)
