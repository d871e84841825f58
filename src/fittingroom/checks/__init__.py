"""Honest questions to a data set and a model measured on it: one file, one code, one answer each.

A new check is a file `frNNN_what_it_asks.py` like the others and a line in `CHECKS`. Its docstring is
also its page in docs/checks (`write_docs`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from fittingroom.checks import (
    fr001_duplicates_within_parts,
    fr002_duplicates_across_parts,
    fr003_near_duplicates_across_parts,
    fr004_overfitting,
    fr005_test_opened_during_selection,
    fr006_label_suspects,
    fr007_class_shift,
    fr008_no_better_than_a_baseline,
    fr009_result_above_the_ceiling,
    fr010_calibration,
    fr011_sets_keep_their_promise,
)
from fittingroom.checks.evidence import Evidence, NotApplicable
from fittingroom.explained import Explained, page, paragraphs
from fittingroom.files import write_text
from fittingroom.types import Finding

__all__ = ["CHECKS", "Check", "Evidence", "run_check", "run_checks", "write_docs"]

INDEX = """# Checks

Each check asks one question and answers *found*, *passed*, or *not applicable* with the reason. These
pages are written from the docstrings of the checks by `fittingroom.checks.write_docs`.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Explained):
    """One question. `ask` answers with a Finding, or raises NotApplicable with the reason."""

    ask: Callable[..., Finding]


CHECKS = tuple(
    Check(code=module.CODE, ask=module.check, **paragraphs(module))
    for module in (
        fr001_duplicates_within_parts,
        fr002_duplicates_across_parts,
        fr003_near_duplicates_across_parts,
        fr004_overfitting,
        fr005_test_opened_during_selection,
        fr006_label_suspects,
        fr007_class_shift,
        fr008_no_better_than_a_baseline,
        fr009_result_above_the_ceiling,
        fr010_calibration,
        fr011_sets_keep_their_promise,
    )
)
"""All checks, in the order in which a report prints them."""


def run_check(check: Check, evidence: Evidence, *, rng: np.random.Generator) -> Finding:
    """Ask one check. Only its own NotApplicable becomes that answer; any other error is a bug and rises."""
    try:
        return check.ask(evidence, rng=rng)
    except NotApplicable as reason:
        return Finding(code=check.code, title=check.title, status="not applicable", sentence=str(reason))


def run_checks(evidence: Evidence, *, rng: np.random.Generator) -> tuple[Finding, ...]:
    """Ask every check once, in order. Each gets its own random numbers, so none depends on the others."""
    generators = rng.spawn(len(CHECKS))
    bar = tqdm(
        zip(CHECKS, generators, strict=True), "checks", len(CHECKS), disable=None, leave=False, delay=1
    )
    return tuple(run_check(check, evidence, rng=own) for check, own in bar)


def write_docs(folder: Path) -> None:
    """Write one page per check, and the index, from the checks' docstrings."""
    for check in CHECKS:
        write_text(folder / f"{check.code}.md", page(check))
    rows = "\n".join(f"| [{check.code}]({check.code}.md) | {check.title} |" for check in CHECKS)
    write_text(folder / "README.md", f"{INDEX}\n| code | question |\n|---|---|\n{rows}\n")
