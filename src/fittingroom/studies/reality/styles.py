"""Digits in other styles: what a model of handwritten digits says of print, crossed sevens, other pens.

Each style is compared with the plain way to write the same digit, hand by hand: two pictures of one pair
differ in the style alone, so that a difference is the style's and not the writer's. Drawn digits are
simulated; print comes from the fonts at hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.baselines import chance
from fittingroom.models.adapter import as_predictor, fit_if_needed, predict_part
from fittingroom.simulate.digit_styles import STYLES, plain
from fittingroom.simulate.drawn_digits import PENS_PX, DrawnDigits
from fittingroom.simulate.frame import FRAME_PX
from fittingroom.simulate.printed_digits import PrintedDigits
from fittingroom.studies.reality.style_answers import (
    Answered,
    Asked,
    Pair,
    StyleEffect,
    answered,
    asked,
    effects,
    share,
)
from fittingroom.types import Dataset, Measurement, Part, Predictions

if TYPE_CHECKING:
    from fittingroom.reporting import Report

DIGITS = tuple("0123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class StylesResult:
    """Everything that was asked and answered.

    styles: each drawn style, medium pen; pens: all plain digits, pen by pen; sizes and families: printed
    digits, the families at MNIST's own size, with intervals over the ten digits; both empty where there was
    no font. drawn and printed hold the
    pictures with their truth, said what the model answered, by the name of the part.
    """

    model: str
    settings: Mapping[str, Any]
    data: Dataset
    val: Measurement
    chance: Measurement
    styles: tuple[Answered, ...]
    pens: tuple[Answered, ...]
    sizes: tuple[Answered, ...]
    families: tuple[Answered, ...]
    effects: tuple[StyleEffect, ...]
    drawn: DrawnDigits
    printed: PrintedDigits | None
    said: Mapping[str, Predictions]

    def report(self) -> "Report":
        """The result as a page, as Markdown and as JSON."""
        from fittingroom.studies.reality.styles_page import page

        return page(self)


def styles(
    model: Any,
    data: Dataset,
    *,
    drawn: DrawnDigits,
    printed: PrintedDigits | None = None,
    preprocess: Callable[[np.ndarray], Any] | None = None,
    rng: np.random.Generator,
) -> StylesResult:
    """Ask a model of digits about digits in other styles.

    model: whatever `fittingroom.report` takes; data: what it learned, the digits 0 to 9 in 28 x 28 grey
    pixels, light on dark; drawn: from `drawn_digits`; printed: from `printed_here`, if there is a font. `rng`
    draws the bootstrap samples and nothing else. The test part stays sealed: beside each number stands that
    on val. Raises InputError for data that are no digits, or a model that does not fit.
    """
    check_digits(data)
    model, _ = fit_if_needed(model, data.part("train"), preprocess=preprocess)
    val = data.part("val")
    predictor = as_predictor(model, classes=10, examples=val.images, preprocess=preprocess)
    said: dict[str, Predictions] = {}

    def ask(part: Part) -> Asked:
        said[part.name] = predict_part(predictor, part, data=data.fingerprint)
        return asked(part, said[part.name])

    on_val, by_hand = ask(val), ask(drawn.part)
    by_font = ask(printed.part) if printed else None

    def of(name: str, pictures: Asked, rows: np.ndarray) -> Answered:
        return answered(name, pictures, rows, on_val=on_val, rng=rng)

    pairs, sizes, families = drawn_pairs(drawn, by_hand), (), ()
    if printed and by_font:
        large = printed.sizes_px == printed.sizes[0]
        sizes = tuple(of(printed_at(size), by_font, printed.sizes_px == size) for size in printed.sizes)
        by_digit = replace(by_font, groups=printed.part.labels)  # weights of one digit are alike
        families = tuple(
            of(family, by_digit, large & (by_font.groups == number))
            for number, family in enumerate(printed.families)
        )
        pairs += printed_pairs(printed, by_font)
    return StylesResult(
        model=predictor.name,
        settings=dict(predictor.settings),
        data=data,
        val=share("accuracy", on_val.right, on_val.groups, part="val", rng=rng),
        chance=chance(data.card, len(val), "val"),
        styles=tuple(
            of(style.name, by_hand, (drawn.styles == style.name) & (drawn.pens == "medium"))
            for style in STYLES
        ),
        pens=tuple(
            of(f"plain digits, {pen} pen", by_hand, plain_rows(drawn) & (drawn.pens == pen))
            for pen in PENS_PX
        ),
        sizes=sizes,
        families=families,
        effects=effects(pairs, rng=rng),
        drawn=drawn,
        printed=printed,
        said=said,
    )


def is_of_digits(data: Dataset) -> bool:
    """Whether a model of these data can be asked about digits in other styles."""
    return data.card.classes == DIGITS and data.images.shape[1:] == (FRAME_PX, FRAME_PX)


def check_digits(data: Dataset) -> None:
    """Refuse data that are no digits of MNIST's kind: a model of them cannot be asked about digits."""
    title, shape = data.card.title, data.images.shape[1:]
    if data.card.classes != DIGITS:
        raise InputError(
            f"these styles are of the digits 0 to 9, but the classes of {title} are "
            f"{', '.join(data.card.classes[:3])}, ...: for any data `fittingroom defects` asks about damaged "
            "pictures, and about what a model looks at"
        )
    if shape != (FRAME_PX, FRAME_PX):
        raise InputError(
            f"these styles are drawn as MNIST's digits are, in {FRAME_PX} x {FRAME_PX} grey pixels, but the "
            f"pictures of {title} are of shape {shape}"
        )


def plain_rows(drawn: DrawnDigits) -> np.ndarray:
    """Which rows (n,) show a digit in its plain style, with any pen."""
    return np.isin(drawn.styles, [plain(digit).name for digit in range(10)])


def drawn_pairs(drawn: DrawnDigits, by_hand: Asked) -> list[Pair]:
    """Every style against the plain one of its digit, thin and thick plain digits against medium ones."""
    medium = drawn.pens == "medium"
    pairs = [
        Pair(
            style.name,
            style.against,
            by_hand,
            medium & (drawn.styles == style.name),
            medium & (drawn.styles == style.against),
        )
        for style in STYLES
        if style.against
    ]
    own = plain_rows(drawn)
    base, *pens = PENS_PX
    for pen in pens:
        pairs += [Pair(f"{pen} pen", f"{base} pen", by_hand, own & (drawn.pens == pen), own & medium)]
    return pairs


def printed_pairs(printed: PrintedDigits, by_font: Asked) -> list[Pair]:
    """Each smaller size of print against the first."""
    first, *others = printed.sizes
    rows = {size: printed.sizes_px == size for size in printed.sizes}
    return [Pair(printed_at(size), printed_at(first), by_font, rows[size], rows[first]) for size in others]


def printed_at(size_px: int) -> str:
    return f"printed at {size_px} px"
