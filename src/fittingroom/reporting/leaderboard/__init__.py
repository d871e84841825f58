"""The leaderboard as a value: many models on one or more data sets, everything that a reader will see.

studies.benchmark.board computes it from stored runs; here it is only kept, and written as one page
(page.py), as JSON and as Markdown (text.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from fittingroom.errors import InputError
from fittingroom.files import write_text
from fittingroom.measure.ranks import Rank
from fittingroom.types import Measurement

Status = Literal["ok", "not converged", "timeout", "memory", "error", "died", "not run", "unverified"]
STATUSES: tuple[str, ...] = get_args(Status)
"""How a row fared on a data set. Unverified: somebody else's predictions, until a command remakes them."""

Standing = Literal["best", "like the best", "below the best", "above the best"]
"""A row against the chosen best, after Holm; above it may lie what another part would have chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One row on one data set; what is unknown is None.

    said: what the status does not say: seeds that failed, the error, what a run would cost.
    accuracy: on test, with its interval over images and seeds; each: the seeds' own accuracies,
    spread: their standard deviation. val: mean accuracy on val. published: what the paper states, of
    another revision of the files. cpu_s: processor seconds to learn and answer, mean over seeds;
    peak_mb: the largest memory of a run. difference: to the best, paired, in points; p: its p-value
    after Holm. front: no other row is both at least as accurate and as quick.
    """

    status: Status
    said: str = ""
    engine: str = ""
    equivalence: str = ""
    accuracy: Measurement | None = None
    each: tuple[float, ...] = ()
    spread: float | None = None
    val: float | None = None
    published: float | None = None
    cpu_s: float | None = None
    peak_mb: float | None = None
    difference: Measurement | None = None
    p: float | None = None
    standing: Standing | None = None
    rank: Rank | None = None
    front: bool = False

    def __post_init__(self):
        if self.status not in STATUSES:
            raise InputError(f"a row's status is one of {', '.join(STATUSES)}, got {self.status!r}")
        if (self.accuracy is not None) != (self.status in ("ok", "not converged", "unverified")):
            raise InputError(
                f"a row that ran has an accuracy and any other has none, got status {self.status!r} "
                f"and accuracy {self.accuracy}"
            )

    @property
    def to_published(self) -> float | None:
        """Our accuracy minus the published one."""
        if self.accuracy is None or self.published is None:
            return None
        return self.accuracy.value - self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row: what was run, and how it fared on each data set (by the data set's name)."""

    name: str
    family: str
    spelling: str
    today: str
    algorithm: str
    group: str
    deterministic: bool
    scores: Mapping[str, Score]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One data set of the table.

    n: test images; best: name of the row that the others are compared with ("" if nothing ran);
    chosen: in a sentence, how it was chosen; on_val: whether val chose it. ranked: rows with a rank.
    cpu_s: processor seconds of all runs behind the column, shared fits counted once.
    """

    name: str
    title: str
    n: int
    best: str
    chosen: str
    on_val: bool
    ranked: int
    cpu_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyGap:
    """How much harder the first data set is than the second for one family: medians over its rows.

    drop: accuracy on the second minus that on the first; ratio: error rate on the first by that on the
    second (None where the second has no error).
    """

    family: str
    rows: int
    drop: float
    ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Harder:
    """The claim that the first data set is harder: on it every row does worse than on the second.

    rows: measured on both; worse: rows whose 95 % interval of the difference lies below 0, each row
    alone, no correction; easier: names of those where it lies above 0, unsettled: where it holds 0.
    spearman, kendall: of the two accuracies over `algorithms` different algorithms (None with fewer
    than three).
    """

    first: str
    second: str
    rows: int
    worse: int
    easier: tuple[str, ...]
    unsettled: tuple[str, ...]
    algorithms: int
    spearman: float | None
    kendall: float | None
    families: tuple[FamilyGap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Rows that are one algorithm under several names: what they differ by is noise.

    ours, published: the largest accuracy minus the smallest; one_fit: ours are answers of one fit, so
    that they cannot differ.
    """

    data: str
    names: tuple[str, ...]
    ours: float | None
    published: float | None
    one_fit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaderboard:
    """One table in one mode. `entries` come in the order they are shown in, the chosen best first.

    mode: "paper" or "modern"; harder: None with one data set; left_out: what of the results is not in
    the table, in sentences; provenance: printed in the given order.
    """

    title: str
    mode: str
    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]
    harder: Harder | None = None
    twins: tuple[Twins, ...] = ()
    left_out: tuple[str, ...] = ()
    not_tested: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self):
        if not self.columns or not self.entries:
            raise InputError(
                f"a leaderboard needs a data set and a row, got {len(self.columns)} and {len(self.entries)}"
            )
        names = [entry.name for entry in self.entries]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise InputError(f"rows need different names, found twice: {', '.join(twice)}")
        wanted = {column.name for column in self.columns}
        for entry in self.entries:
            if set(entry.scores) != wanted:
                raise InputError(
                    f"{entry.name}: a row has a score for each of {sorted(wanted)}, "
                    f"found {sorted(entry.scores)}"
                )

    def entry(self, name: str) -> Entry:
        """The row of that name."""
        return next(entry for entry in self.entries if entry.name == name)

    @property
    def verdict(self) -> list[str]:
        """The answer in a few sentences: the best, whether one set is harder, how the runs went."""
        from fittingroom.reporting.leaderboard.words import verdict

        return verdict(self)

    def html(self) -> str:
        """One self-contained page: sortable and filterable, whole without its script, no outside address."""
        from fittingroom.reporting.leaderboard.page import page

        return page(self)

    def json(self) -> str:
        """Everything, as data."""
        from fittingroom.reporting.leaderboard.text import as_json

        return as_json(self)

    def markdown(self) -> str:
        """A compact table for a README."""
        from fittingroom.reporting.leaderboard.text import as_markdown

        return as_markdown(self)

    def save_all(self, folder: str | Path) -> Path:
        """Write leaderboard.json, leaderboard.md and, last, leaderboard.html, whose path is returned."""
        folder = Path(folder)
        for suffix, content in (("json", self.json()), ("md", self.markdown()), ("html", self.html())):
            write_text(folder / f"leaderboard.{suffix}", content)
        return folder / "leaderboard.html"
