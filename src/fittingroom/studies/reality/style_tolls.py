"""What other ways of writing do to networks of digits that were trained with several seeds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.repeated import repeated_mean
from fittingroom.measure.seeds import OverSeeds, holm
from fittingroom.simulate.drawn_digits import DrawnDigits
from fittingroom.simulate.printed_digits import PrintedDigits
from fittingroom.studies.reality.outcomes import Outcome
from fittingroom.studies.reality.style_answers import Asked, Pair, asked
from fittingroom.studies.reality.styles import drawn_pairs, printed_at, printed_pairs
from fittingroom.types import Measurement, Part, Predictions


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleToll:
    """Accuracy on digits of one style, and its difference to the same in another; p after Holm."""

    style: str
    against: str
    accuracy: Measurement
    difference: OverSeeds
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleTolls:
    """drawn: all simulated digits; printed: size by size, over families of fonts; each: pair by pair."""

    drawn: Measurement
    printed: tuple[Measurement, ...]
    each: tuple[StyleToll, ...]


def style_tolls(found: Sequence[Outcome], drawn: DrawnDigits, printed: PrintedDigits | None) -> StyleTolls:
    """Compare each style with the plain one of its digit, hand by hand, over all seeds of one network."""
    by_hand = [_asked(drawn.part, o.styles["drawn"]) for o in found]
    pairs = [drawn_pairs(drawn, one) for one in by_hand]
    sizes = ()
    if printed is not None:
        by_font = [_asked(printed.part, o.styles["printed"]) for o in found]
        pairs = [both + printed_pairs(printed, one) for both, one in zip(pairs, by_font, strict=True)]
        sizes = tuple(
            _accuracy(printed_at(size), by_font, printed.sizes_px == size) for size in printed.sizes
        )
    rows = [_compared([of_seed[at] for of_seed in pairs]) for at in range(len(pairs[0]))]
    ps = holm([difference.p for *_, difference in rows])
    return StyleTolls(
        drawn=_accuracy("all drawn digits", by_hand, np.ones(len(drawn), bool)),
        printed=sizes,
        each=tuple(
            StyleToll(style=style, against=against, accuracy=accuracy, difference=difference, p=float(p))
            for (style, against, accuracy, difference), p in zip(rows, ps, strict=True)
        ),
    )


def _asked(part: Part, scores: np.ndarray) -> Asked:
    said = Predictions(ids=part.ids, scores=scores, kind="probabilities", model="seed", part=part.name)
    return asked(part, said)


def _accuracy(name: str, seeds: Sequence[Asked], rows: np.ndarray) -> Measurement:
    right = np.stack([one.right[rows] for one in seeds])
    groups = seeds[0].groups[rows]
    return repeated_mean(f"accuracy, {name}", right, part=seeds[0].part.name, groups=groups).measurement


def _compared(pairs: Sequence[Pair]) -> tuple[str, str, Measurement, OverSeeds]:
    """One pair, as every seed answered it."""
    first = pairs[0]
    a = np.stack([pair.asked.right[pair.rows] for pair in pairs]).astype(float)
    b = np.stack([pair.asked.right[pair.base] for pair in pairs]).astype(float)
    difference = repeated_mean(
        f"{first.style} minus {first.against}",
        a - b,
        part=first.asked.part.name,
        unit="points",
        groups=first.asked.groups[first.rows],
    )
    accuracy = _accuracy(first.style, [pair.asked for pair in pairs], first.rows)
    return first.style, first.against, accuracy, difference
