"""The figures of a leaderboard: drawings with captions that are computed, and the table behind each."""

from collections.abc import Sequence

from fittingroom.reporting.document import Figure, Section, Table
from fittingroom.reporting.format import ColumnKind, count, counted, decimals, enumerated, percent
from fittingroom.reporting.leaderboard import Column, Entry, Harder, Leaderboard
from fittingroom.reporting.leaderboard.charts import Dot, Reach, cost_chart, errors_chart, lanes
from fittingroom.reporting.leaderboard.words import (
    NO_DIAGRAM,
    alike_best,
    families,
    noise,
    places,
    plain_seconds,
    same_order,
    short,
    title,
)

SECTIONS = (
    Section("harder", "How much harder"),
    Section("cost", "What accuracy costs"),
    Section("order", "What the order is worth"),
)

LEAST_ERROR = 1e-4
"""Where a row without a mistake is drawn on a log scale of errors."""


def figures(board: Leaderboard) -> list[Figure]:
    """All figures that there are numbers for, in the order of the sections."""
    drawn = []
    if board.harder is not None:
        drawn += [_errors(board, board.harder), _gaps(board, board.harder)]
    drawn += [_cost(board, column) for column in board.columns if _priced(board, column)]
    if any(column.ranked > 1 for column in board.columns):
        drawn += [_ranks(board)]
    return [*drawn, _noise(board)] if board.twins else drawn


def numbered(board: Leaderboard) -> dict[str, int]:
    """Family, as the page calls it -> the number of its sign."""
    return {short(family): number for number, family in enumerate(families(board))}


def _errors(board: Leaderboard, harder: Harder) -> Figure:
    first, second = title(board, harder.first), title(board, harder.second)
    rows = []
    for entry in board.entries:
        a, b = entry.scores[harder.first].accuracy, entry.scores[harder.second].accuracy
        if a is not None and b is not None:
            rows += [(entry, a, b)]
    dots = [
        Dot(
            short(entry.family),
            max(LEAST_ERROR, 1 - b.value),
            max(LEAST_ERROR, 1 - a.value),
            f"{entry.name}: {first} {percent(a.value)}, {second} {percent(b.value)}",
        )
        for entry, a, b in rows
    ]
    return Figure(
        name="errors",
        title=f"Mistakes on {first} against mistakes on {second}",
        caption=(
            f"Each mark is a row, each sign a family; both scales are logarithmic, so that on a dotted line "
            f"{first} costs the same multiple of mistakes. {same_order(harder)}"
        ),
        description=f"{count(len(rows))} rows that ran on both; {count(harder.worse)} do worse on {first}.",
        markup=errors_chart(
            dots, numbered(board), title=f"Errors on {first} and {second}", names=(second, first)
        ),
        section="harder",
        table=Table(
            columns=(("row", "text"), (first, "measured"), (second, "measured"), ("difference", "points")),
            rows=tuple((entry.name, a, b, a.value - b.value) for entry, a, b in rows),
        ),
    )


def _gaps(board: Leaderboard, harder: Harder) -> Figure:
    first, second = title(board, harder.first), title(board, harder.second)
    gaps = sorted((gap for gap in harder.families if gap.ratio is not None), key=lambda gap: gap.ratio or 0.0)
    ends = ""
    if gaps:
        few, many = gaps[0], gaps[-1]
        ends = (
            f" From {decimals(few.ratio or 0.0)} times the mistakes ({short(few.family)}) to "
            f"{decimals(many.ratio or 0.0)} times ({short(many.family)})."
        )
    return Figure(
        name="families",
        title="Family by family",
        caption=f"Medians over the rows of a family that ran on both sets.{ends}",
        description=f"{count(len(harder.families))} families.",
        markup="",
        section="harder",
        table=Table(
            columns=(
                ("family", "text"),
                ("rows", "count"),
                (f"accuracy lost on {first}, points", "points"),
                (f"mistakes, times those on {second}", "text"),
            ),
            rows=tuple(
                (short(gap.family), gap.rows, -gap.drop, gap.ratio and decimals(gap.ratio, 1))
                for gap in harder.families
            ),
        ),
    )


def _priced(board: Leaderboard, column: Column) -> list[tuple[Entry, float, float]]:
    """Rows with processor seconds and an accuracy: (row, seconds, accuracy)."""
    found = []
    for entry in board.entries:
        score = entry.scores[column.name]
        if score.accuracy is not None and score.cpu_s:
            found += [(entry, score.cpu_s, score.accuracy.value)]
    return found


def _cost(board: Leaderboard, column: Column) -> Figure:
    priced = _priced(board, column)
    front = sorted((s, a, e.name) for e, s, a in priced if e.scores[column.name].front)
    ends = [f"{name} ({plain_seconds(s)} s, {percent(a)})" for s, a, name in (front[0], front[-1])]
    dots = [
        Dot(
            short(entry.family),
            s,
            max(LEAST_ERROR, 1 - a),
            f"{entry.name}: {percent(a)}, {plain_seconds(s)} s",
            entry.scores[column.name].front,
        )
        for entry, s, a in priced
    ]
    return Figure(
        name=f"cost-{board.columns.index(column) + 1}",
        title=f"Accuracy and processor seconds on {column.title}",
        caption=(
            f"Ringed and joined: the {counted(len(front), 'row')} that no other beats in less time, from "
            f"{ends[0]} to {ends[1]}. Seconds are of one seed, learning and answering; rows of one shared "
            "fit each state it up to their own answer. Upwards, equal steps are equal ratios of mistakes."
        ),
        description=f"{count(len(priced))} rows, {count(len(front))} of them on the front.",
        markup=cost_chart(dots, numbered(board), title=f"Accuracy against cost on {column.title}"),
        section="cost",
        table=Table(
            columns=(
                ("row", "text"),
                ("accuracy", "rate"),
                ("processor s", "text"),
                ("largest memory, MB", "count"),
                ("on the front", "text"),
            ),
            rows=tuple(
                (e.name, a, plain_seconds(s), score.peak_mb, "yes" if score.front else "")
                for e, s, a in priced
                for score in [e.scores[column.name]]
            ),
        ),
    )


def _ranks(board: Leaderboard) -> Figure:
    panels, alike = "", []
    for column in board.columns:
        reaches = _reaches(board, column)
        if reaches:
            panels += lanes(reaches, numbered(board), title=column.title, most=column.ranked)
            alike += [f"{count(len(alike_best(board, column)))} on {column.title}"]
    ranked = [e for e in board.entries if any(score.rank for score in e.scores.values())]
    return Figure(
        name="ranks",
        title="Between which places a row may stand",
        caption=(
            "95 % intervals of each row's rank when images and seeds are drawn anew, in lanes by family. "
            f"Rows that cannot be told from the best: {enumerated(alike)}. {NO_DIAGRAM}"
        ),
        description=f"Rank intervals of {count(len(ranked))} rows.",
        markup=f'<div class="panels">{panels}</div>',
        section="order",
        table=Table(
            columns=(("row", "text"), *(head for column in board.columns for head in _rank_heads(column))),
            rows=tuple((entry.name, *_rank_cells(entry, board.columns)) for entry in ranked),
        ),
    )


def _rank_heads(column: Column) -> tuple[tuple[str, ColumnKind], ...]:
    return (
        (f"{column.title}: mean rank", "text"),
        ("interval", "text"),
        ("to the best", "measured"),
        ("p after Holm", "p"),
    )


def _rank_cells(entry: Entry, columns: Sequence[Column]) -> list:
    cells = []
    for score in (entry.scores[column.name] for column in columns):
        mean = decimals(score.rank.mean) if score.rank else None
        cells += [mean, places(score) or None, score.difference, score.p]
    return cells


def _reaches(board: Leaderboard, column: Column) -> list[Reach]:
    found = []
    for entry in board.entries:
        rank = entry.scores[column.name].rank
        if rank is not None:
            hint = f"{entry.name}: mean rank {decimals(rank.mean)}, {places(entry.scores[column.name])}"
            found += [Reach(short(entry.family), rank.mean, rank.low, rank.high, hint)]
    return found


def _noise(board: Leaderboard) -> Figure:
    return Figure(
        name="noise",
        title="The noise inside the table",
        caption=noise(board.twins),
        description=f"{count(len(board.twins))} groups.",
        markup="",
        section="order",
        folded=True,
        table=Table(
            columns=(
                ("one algorithm under these names", "text"),
                ("data set", "text"),
                ("ours differ by, points", "text"),
                ("published differ by, points", "text"),
                ("ours are", "text"),
            ),
            rows=tuple(
                (
                    "; ".join(pair.names),
                    title(board, pair.data),
                    None if pair.ours is None else decimals(100 * pair.ours, 2),
                    None if pair.published is None else decimals(100 * pair.published, 1),
                    "one fit" if pair.one_fit else "fits of their own",
                )
                for pair in board.twins
            ),
        ),
    )
