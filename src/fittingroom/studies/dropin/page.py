"""What a built data set is like, before any model: its pictures, what was refused, who stands near whom."""

from pathlib import Path

import numpy as np

from fittingroom.build.built import Built
from fittingroom.build.refusal import REASONS
from fittingroom.data.copies import NEAR_CORRELATION
from fittingroom.measure.accuracy import share
from fittingroom.reporting import Figure, Report, Section, Table, gallery
from fittingroom.reporting.format import count, decimals, percent
from fittingroom.reporting.pictures import Picture, picture_pairs, picture_rows
from fittingroom.studies.dropin.looking import (
    Neighbours,
    Strip,
    neighbours,
    some_of,
    strips,
    strips_of_refused,
)
from fittingroom.studies.dropin.sheets import save_sheets
from fittingroom.types import Measurement

SECTIONS = (
    Section("pictures", "What came out"),
    Section("refused", "What was left out, and why"),
    Section("quality", "How well the pictures show their objects"),
    Section("copies", "Who stands near whom across train and test"),
)

PAIRS = 12
QUANTILES = (0.05, 0.5, 0.95)

NOT_TESTED = (
    "Whether the labels are right: they are taken over from the source.",
    "Whether the pictures show what the classes promise, and whose they are.",
    "Any model: `fittingroom report` of the folder trains one and says what it is worth.",
)


def describe(built: Built, folder: Path) -> None:
    """Write quality.html, quality.json and the sheets of a built set into `folder`, which holds its files."""
    rng = np.random.default_rng([built.seed, 1])
    taken, left_out = strips(built, rng=rng), strips_of_refused(built, rng=rng)
    save_sheets(built, folder, taken, left_out, rng=rng)
    report = page(built, folder, taken, left_out, rng=rng)
    report.save(folder / "quality.json")
    report.save(folder / "quality.html")


def page(
    built: Built,
    folder: Path,
    taken: list[Strip],
    left_out: list[Strip],
    *,
    rng: np.random.Generator,
) -> Report:
    """The page on a built set whose files lie in `folder`."""
    near = neighbours(built, folder, rng=rng)
    twins = share(
        "test pictures with a near twin in train", near.correlation >= NEAR_CORRELATION, "test", rng=rng
    )
    panel = gallery.Panel(built.name, built.classes, some_of(built, folder, rng=rng))
    figures = [
        gallery.sprites([panel], rng=rng),
        _steps(built, taken),
        _counts(built),
        _refused(built, left_out),
        _quality(built),
        _nearest(built, near),
    ]
    return Report(
        title=f"{built.name}: what was built",
        subtitle=f"{_parts(built)} of {count(len(built.listing))} pictures of {built.card.source}; "
        f"recipe {built.recipe.name}, version {built.recipe.version}",
        verdict=_verdict(built, twins, near),
        cards=(built.card,),
        measurements=(twins,),
        sections=SECTIONS,
        figures=tuple(figure for figure in figures if figure is not None),
        not_tested=NOT_TESTED,
        provenance={
            "recipe": f"{built.recipe.name}, version {built.recipe.version}, {built.recipe.fingerprint[:12]}",
            "seed": str(built.seed),
            **{f"sha256 of {name}": digest for name, digest in built.card.sha256.items()},
        },
    )


def _parts(built: Built) -> str:
    return " and ".join(f"{count(n)} {part}" for part, n in built.card.counts.items()) + " pictures"


def _verdict(built: Built, twins: Measurement, near: Neighbours) -> tuple[str, ...]:
    refused = built.refused
    lines = [f"{_parts(built)} of {count(len(built.classes))} classes."]
    if refused:
        named = ", ".join(f"{count(n)} {code}" for code, n in refused.items())
        lines.append(f"{count(sum(refused.values()))} of {count(len(built.listing))} were left out: {named}.")
    else:
        lines.append(f"None of the {count(len(built.listing))} pictures of the source was left out.")
    families = np.bincount(built.families)
    parted = "group or family of copies" if built.listing.groups is not None else "family of copies"
    lines.append(
        f"No {parted} stands on both sides ({count(int((families > 1).sum()))} of more than one picture, the "
        f"largest of {count(int(families.max()))})."
    )
    lines.append(
        f"Of {count(len(near.correlation))} test pictures {percent(twins.value)} have a train picture that "
        f"correlates by {NEAR_CORRELATION} or more; the median of the nearest is "
        f"{np.median(near.correlation):.2f}."
    )
    lines += [f"{remark[0].upper()}{remark[1:]}." for remark in built.remarks]
    return tuple(lines)


def _steps(built: Built, taken: list[Strip]) -> Figure:
    rows = [(s.name, [Picture(p, f"{s.name} after {step}", (step,)) for step, p in s.stages]) for s in taken]
    return Figure(
        name="steps",
        title="From a photo to a picture",
        caption=f"{built.recipe.title[:1].upper()}{built.recipe.title[1:]}; a picture of each class, drawn "
        "at random, after each step of the recipe.",
        description=f"{len(rows)} rows of pictures: the photo, then the picture after each step.",
        markup=picture_rows(rows),
        section="pictures",
    )


def _counts(built: Built) -> Figure:
    counts = {
        part: np.bincount(chosen.labels, minlength=len(built.classes)) for part, chosen in built.parts.items()
    }
    return Figure(
        name="counts",
        title="How many of each class",
        caption="Pictures in the files, in the order of the class numbers.",
        description="A table with a row for each class.",
        markup="",
        section="pictures",
        table=Table(
            columns=(("number", "count"), ("class", "text"), ("train", "count"), ("test", "count")),
            rows=tuple(
                (number, name, int(counts["train"][number]), int(counts["test"][number]))
                for number, name in enumerate(built.classes)
            ),
        ),
    )


def _refused(built: Built, left_out: list[Strip]) -> Figure | None:
    if not built.refused:
        return None
    n = len(built.listing)
    rows = [
        (
            s.name,
            [Picture(picture, f"a picture refused as {s.name}", (words,)) for words, picture in s.stages],
        )
        for s in left_out
    ]
    return Figure(
        name="refused",
        title="Pictures that are not in the set",
        caption="Each record of the source with its reason stands in decisions.parquet. Shown are some that "
        "can be shown, drawn at random.",
        description="Rows of refused pictures by reason, and a table of how many each reason left out.",
        markup=picture_rows(rows) if rows else "",
        section="refused",
        table=Table(
            columns=(("reason", "text"), ("means", "text"), ("pictures", "count"), ("share", "rate")),
            rows=tuple((code, REASONS[code][1], k, k / n) for code, k in built.refused.items()),
        ),
    )


def _quality(built: Built) -> Figure:
    records = built.pool.records[built.parts["train"].rows]
    labels = built.parts["train"].labels
    rows = []
    for number, name in enumerate(built.classes):
        own = records[labels == number]
        spans = (
            _span(values[own]) for values in (built.pool.contrast, built.pool.fill, built.pool.sharpness)
        )
        rows.append((name, len(own), *spans))
    return Figure(
        name="quality",
        title="Contrast, fill and sharpness",
        caption="Median, and the range of the middle 90 %, of the train pictures of each class. Contrast: "
        "standard deviation of the grey levels, as a share of 255. Fill: share of the pixels that show "
        "something. Sharpness: mean difference of neighbouring pixels, in standard deviations.",
        description="A table with a row for each class.",
        markup="",
        section="quality",
        table=Table(
            columns=(
                ("class", "text"),
                ("train", "count"),
                ("contrast", "text"),
                ("fill", "text"),
                ("sharpness", "text"),
            ),
            rows=tuple(rows),
        ),
    )


def _span(values: np.ndarray) -> str:
    low, middle, high = np.quantile(values, QUANTILES) if len(values) else (np.nan,) * 3
    return f"{decimals(middle, 2)} ({decimals(low, 2)} to {decimals(high, 2)})"


def _nearest(built: Built, near: Neighbours) -> Figure:
    order = np.argsort(-near.correlation, kind="stable")[:PAIRS]
    pairs = []
    for at in order:
        names = [built.classes[label] for label in (near.test_labels[at], near.train_labels[at])]
        lines = (f"{near.correlation[at]:.3f}{' mirrored' if near.mirrored[at] else ''}", " / ".join(names))
        pairs.append(
            (
                Picture(near.test[at], f"test: {names[0]}", lines),
                Picture(near.train[at], f"train: {names[1]}"),
            )
        )
    return Figure(
        name="nearest",
        title="The nearest pairs across the parts",
        caption=f"Of {count(len(near.correlation))} test pictures, drawn at random, the {len(order)} whose "
        "nearest train picture correlates most: test on the left, train on the right, their labels below.",
        description=f"{len(order)} pairs of pictures with their correlation.",
        markup=picture_pairs(pairs),
        section="copies",
    )
