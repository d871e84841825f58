"""A program that was followed, and the one question the rules ask: which part are these rows?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from fittingroom.lint.events import Scored, Seen, Watched
from fittingroom.lint.rows import Origin, Rows, relation, shared
from fittingroom.lint.values import Data

E = TypeVar("E")
PARTS = ("train", "val", "test")


@dataclass(frozen=True, slots=True)
class Program:
    """What was seen in a program, with the questions that need all of it."""

    seen: Seen

    def events(self, kind: type[E]) -> Iterator[E]:
        """All events of a kind, in the order in which they happened."""
        return (event for event in self.seen.events if isinstance(event, kind))

    def role(self, rows: Rows) -> str:
        """train, val, test, or "" for the whole or for what cannot be told.

        How rows came about counts more than what they are called. The test side of a split of train
        is a validation set if another test part is in sight: a name does not make it test.
        """
        role, at_train = rows.origin.hint, Rows(rows.origin)
        for i, piece in enumerate(rows.path):
            here = Rows(rows.origin, rows.path[: i + 1])
            made = piece.part if piece.part in PARTS else ""
            called = "" if piece.key == "official" else self._called(here)
            if piece.kind == "order" or (not made and not called):
                continue
            if role == "train":
                role = self._of_train(made, called, at_train, here)
            elif role == "test":
                role = called if called in ("val", "test") else "val" if made == "train" else "test"
            elif role == "val":
                role = "test" if "test" in (called or made,) else "val"
            else:
                role = called if called == "val" or not made else made
            at_train = here if role == "train" else at_train
        return role

    def _of_train(self, made: str, called: str, train: Rows, here: Rows) -> str:
        part = called if called == "val" or not made else made
        if part == "test" and self._test_outside(train, here):
            return "val"
        return part

    def _called(self, rows: Rows) -> str:
        """The part that the names of just these rows speak of, if they agree."""
        parts = self.seen.bound.get(rows, set()) - {""}
        if parts == {"val", "test"}:
            return "test"
        return next(iter(parts)) if len(parts) == 1 else ""

    def _test_outside(self, train: Rows, here: Rows) -> bool:
        """Whether a test part in sight is no part of `train`, whatever its name."""
        return self._scored_elsewhere(train) or any(
            relation(train, other) in ("apart", "unknown") and self._looks_test(other)
            for other in self.seen.bound
            # The same side of the same split of another file holds the labels of these rows.
            if other.origin == here.origin or other.path[: len(here.path)] != here.path
        )

    def _scored_elsewhere(self, train: Rows) -> bool:
        """Whether a model is scored on rows of another source, from which none has learned."""
        for event in self.events(Scored):
            sources = {rows.origin.key for rows in event.data.rows}
            learned = {rows.origin.key for rows in event.learned}
            if learned and train.origin.key not in sources and not sources & learned:
                return True
        return False

    def _looks_test(self, rows: Rows) -> bool:
        if not rows.path or all(piece.kind == "order" for piece in rows.path):
            return rows.origin.hint == "test"
        # Only the first divisions count: the test side of a split of train is what is in question.
        real = [piece for piece in rows.path if piece.kind not in ("order", "filter")]
        nested = len([piece for piece in real if piece.part in PARTS]) > 1 and real[0].part == "train"
        if nested or (rows.origin.hint == "train"):
            return False
        return real[-1].part == "test" if real and real[-1].part in PARTS else self._called(rows) == "test"

    def roles(self, data: Data | frozenset[Rows]) -> set[str]:
        """The roles of all rows of some data; "" among them where some cannot be told."""
        return {self.role(rows) for rows in (data.rows if isinstance(data, Data) else data)}

    def is_test(self, data: Data) -> bool:
        """Whether all of the data whose part can be told is test (X and y may be told differently)."""
        roles = self.roles(data) - {""}
        return roles == {"test"}

    def holds_test(self, rows: frozenset[Rows]) -> bool:
        return "test" in self.roles(rows)

    def judged(self) -> list[Rows]:
        """Rows on which something is scored or watched, other than train."""
        found: dict[Rows, None] = {}
        for event in self.seen.events:
            if isinstance(event, Scored | Watched):
                found.update(dict.fromkeys(row for row in event.data.rows if self.role(row) != "train"))
        return list(found)

    def is_clean(self, event: Scored) -> bool:
        """Whether a score was computed on rows that the model did not learn from."""
        return event.is_cv or not (
            self.roles(event.data) <= {"train"} or shared(event.learned, event.data.rows)
        )


def named(origin: str, part: str) -> Data:
    """Data of which nothing is known but that its name speaks of a part."""
    return Data(frozenset({Rows(Origin(origin, part))}))
