"""A set's numbers as the page's value: words and figures, nothing that must still be computed."""

import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from fittingroom.curate.document.contents import Contents
from fittingroom.curate.document.samples import Sample
from fittingroom.curate.document.tally import Tally, table_1
from fittingroom.curate.leaks import Leaks, find_leaks
from fittingroom.data.label_table import FEW, MANY, tail
from fittingroom.reporting.curation import Curation, Head, Ruling
from fittingroom.reporting.format import THIN, count, counted, enumerated, percent
from fittingroom.studies.curation import figures, stepwise
from fittingroom.studies.curation.sheets import sheets
from fittingroom.studies.provenance import circumstances

NOT_TESTED = (
    "Whether a label is right: the decisions say why it was given, not that it is true.",
    "Copies that no step found: what does not cross a split here is what was looked for.",
    "Whether the pictures may be used, and who is in them.",
)


def page(found: Contents, pictures: Mapping[int, Sequence[Sample]]) -> Curation:
    """The page of a set."""
    leaks = find_leaks(found.folder)
    name = found.folder.resolve().name
    drawn = [
        stepwise.steps(found),
        stepwise.scored(found),
        figures.groups(found),
        figures.parts(found),
        figures.coverage(found),
        figures.labels_together(found),
        figures.broken_groups(found),
        stepwise.long_tail(found),
        stepwise.every_label(found),
        *sheets(found, pictures),
    ]
    parts = enumerated([f"{count(one.rows)} {part}" for part, one in found.parts.items()])
    simulated = "Simulated: every number here is of a drawn world. " if found.simulated else ""
    return Curation(
        title=f"{'Simulated: ' if found.simulated else ''}how {name} came about",
        subtitle=f"{simulated}{parts} images, {count(len(found.labels.labels))} labels in "
        f"{len(found.labels.groups)} groups",
        heads=_heads(found),
        verdict=_verdict(found, leaks),
        figures=tuple(figure for figure in drawn if figure is not None),
        rulings=_rulings(found),
        whole="all of them lie in the set's folder decisions/ as Parquet.",
        not_tested=NOT_TESTED,
        provenance=_provenance(found),
        numbers=numbers(found, leaks),
    )


def _heads(found: Contents) -> tuple[Head, ...]:
    whole = found.whole
    ends = tail(whole.of_label)
    given = int(whole.of_label.sum())
    tail_of = f"of {count(ends.classes)}, on fewer than {count(FEW)} images"
    kept = f"of {count(found.taken)} records" if found.taken else "no counts of the steps"
    return (
        Head("images", count(whole.rows), kept),
        Head("labels an image", f"{whole.labels_per_row:.2f}", f"{count(given)} labels given"),
        Head("labels in the tail", count(ends.few), tail_of),
        Head("decisions", count(sum(one.total for one in found.decisions)), "each with its reason"),
    )


def _verdict(found: Contents, leaks: Leaks) -> tuple[str, ...]:
    whole, lines = found.whole, []
    if found.taken:
        share = percent(whole.rows / found.taken)
        lines.append(f"{count(whole.rows)} of {count(found.taken)} records became the set ({share}).")
    before = stepwise.first_and_last(found)
    if len(before) > 1:
        a, b = tail(before[0][1].of_label), tail(whole.of_label)
        lines.append(
            f"Labels on fewer than {count(FEW)} images: {count(a.few)} {before[0][0]}, {count(b.few)} now; "
            f"on more than {count(MANY)}: {count(a.many)}, then {count(b.many)}."
        )
    lines.append(re.sub(r"(?<=\d),(?=\d{3})", THIN, leaks.sentence))
    copies = found.scores.get("copies", {})
    if held := copies.get("held_out"):
        crossing = copies.get("held_out_with_their_product_in_train", 0)
        lines.append(
            f"By the truth {count(crossing)} of {count(held)} val and test images have a product of train."
        )
    dropped = [one for one in found.decisions if not one.kept]
    if dropped:
        top = max(dropped, key=lambda one: one.total)
        often = counted(top.total, "decision")
        lines.append(f"The most frequent reason to drop: {top.step}, {top.reason} ({often}).")
    return tuple(lines)


def _rulings(found: Contents) -> tuple[Ruling, ...]:
    said: Mapping[str, Mapping[str, str]] = found.about.get("reasons", {})
    return tuple(
        Ruling(
            step=one.step,
            reason=one.reason,
            sentence=said.get(one.step, {}).get(one.reason, ""),
            kept=one.kept,
            total=one.total,
            sample=one.sample,
        )
        for one in found.decisions
    )


def _provenance(found: Contents) -> dict[str, str]:
    about = found.about
    known = {key: _words(about[key]) for key in ("command", "seed") if about.get(key) not in (None, [])}
    versions = about.get("versions", {})
    if isinstance(versions, Mapping) and versions:
        known["versions"] = ", ".join(f"{name} {number}" for name, number in versions.items())
    return {**{f"the set's {key}": text for key, text in known.items()}, **circumstances()}


def _words(value: Any) -> str:
    return shlex.join(value) if isinstance(value, list) else str(value)


def numbers(found: Contents, leaks: Leaks) -> dict[str, Any]:
    """All that the page says, as JSON values."""
    return {
        "simulated": found.simulated,
        "parts": {part: _tally(one, found) for part, one in found.parts.items()},
        "left": found.left,
        "steps": {step: _tally(one, found) for step, one in found.steps.items()},
        "table_1": [
            {
                "group": one.group,
                "exclusive": one.exclusive,
                "classes": one.classes,
                "labels": one.labels,
                "images": one.images,
                "coverage": one.coverage,
            }
            for one in table_1(found.whole)
        ],
        "decisions": [
            {"step": one.step, "reason": one.reason, "kept": one.kept, "total": one.total}
            for one in found.decisions
        ],
        "leaks": {
            "leak_groups": leaks.groups,
            "products": leaks.products,
            "pictures": leaks.pictures,
            "examples": list(leaks.examples),
        },
    }


def _tally(one: Tally, found: Contents) -> dict[str, Any]:
    ends = tail(one.of_label)
    return {
        "rows": one.rows,
        "labels_per_row": one.labels_per_row,
        "in_the_tail": ends.few,
        "in_the_head": ends.many,
        "without_an_image": ends.unused,
        "sizes": one.of_size.tolist(),
        "labels": {str(label): int(n) for label, n in zip(found.labels.ids, one.of_label, strict=True) if n},
    }
