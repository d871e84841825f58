"""What page and Markdown say of a leaderboard in the same words; computed from its numbers, never truer."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from fittingroom.reporting.document import Claim
from fittingroom.reporting.format import (
    THIN,
    count,
    counted,
    decimals,
    enumerated,
    measured,
    percent,
    signed,
    spread,
)
from fittingroom.reporting.leaderboard import STATUSES, Column, Entry, Harder, Leaderboard, Score, Twins

MODES = {
    "paper": "Mode paper: stopping rules and defaults of scikit-learn as they were in 2017.",
    "modern": "Mode modern: the stopping rules and defaults of today's scikit-learn.",
}

PUBLISHED = "published (other data revision)"

NO_DIAGRAM = (
    "There is no critical-difference diagram: it judges models over many data sets (Demšar 2006), and with "
    "two it cannot tell any two of them apart."
)

MOST_NAMES = 4


def short(family: str) -> str:
    """A family as the page calls it: RandomForestClassifier -> RandomForest."""
    return family.removesuffix("Classifier") or family


def settings(entry: Entry) -> str:
    """What tells a row from the others of its family."""
    return entry.name.removeprefix(entry.family).strip()


def families(board: Leaderboard) -> list[str]:
    """All families, the one with the best row first."""
    return list(dict.fromkeys(entry.family for entry in board.entries))


def subtitle(board: Leaderboard) -> str:
    """The mode, and that it is one."""
    return f"{MODES.get(board.mode, f'Mode {board.mode}.')} The two modes are never mixed in one table."


def verdict(board: Leaderboard) -> list[str]:
    """The whole answer, one sentence or two for each data set first."""
    return [*(_best(board, column) for column in board.columns if column.best), *answers(board)]


def answers(board: Leaderboard) -> list[str]:
    """What there is to say beyond the best: whether one set is harder, how the runs went, what they took."""
    return [*(claim.sentence for claim in claims(board)), _statuses(board)]


def _best(board: Leaderboard, column: Column) -> str:
    accuracy = board.entry(column.best).scores[column.name].accuracy
    number = measured(accuracy) if accuracy else ""
    return (
        f"{column.title}: {column.best} is the best of {counted(column.ranked, 'row')}, {number}. "
        f"{alike(board, column)}."
    )


def alike(board: Leaderboard, column: Column) -> str:
    """How many rows, and which, cannot be told from the best of a data set."""
    names = [entry.name for entry in alike_best(board, column)]
    if column.ranked == 1:
        return "No other row ran"
    if not names:
        return "Every other row can be told from it"
    return f"{counted(len(names), 'other row')} cannot be told from it: {_some(names)}"


def alike_best(board: Leaderboard, column: Column) -> list[Entry]:
    """The rows that cannot be told from the best of a data set."""
    return [entry for entry in board.entries if entry.scores[column.name].standing == "like the best"]


def _some(names: Sequence[str]) -> str:
    rest = len(names) - MOST_NAMES
    return enumerated([*names[:MOST_NAMES], f"{rest} more"] if rest > 0 else list(names))


def _statuses(board: Leaderboard) -> str:
    found = Counter(score.status for entry in board.entries for score in entry.scores.values())
    told = [f"{count(found[status])} {status}" for status in STATUSES if found[status]]
    cost = sum(column.cpu_s for column in board.columns)
    seconds = f" Their runs took {_hours(cost)}, each shared fit counted once." if cost else ""
    return (
        f"{counted(len(board.entries), 'row')} on {counted(len(board.columns), 'data set')}: "
        f"{enumerated(told)}.{seconds}"
    )


def _hours(seconds: float) -> str:
    if seconds < 3600:
        return f"{decimals(seconds / 60)} processor minutes"
    return f"{decimals(seconds / 3600)} processor hours"


def claims(board: Leaderboard) -> list[Claim]:
    """The paper's claim, and what was measured of it; empty with one data set."""
    if board.harder is None:
        return []
    h, first, second = (
        board.harder,
        *(title(board, name) for name in (board.harder.first, board.harder.second)),
    )
    word = "supported" if h.worse == h.rows else "not supported" if h.easier else "not settled"
    sentence = (
        f"{first} is harder than {second} for {count(h.worse)} of {counted(h.rows, 'row')}, each beyond "
        f"its 95 % interval{_usual(h)}."
    )
    if h.easier:
        sentence += f" It is easier, beyond the interval, for {_some(h.easier)}."
    if h.unsettled:
        sentence += f" Not settled for {_some(h.unsettled)}."
    return [Claim(said=f"Every classifier does worse on {first}", verdict=word, sentence=sentence)]


def _usual(h: Harder) -> str:
    ratios = [gap.ratio for gap in h.families if gap.ratio is not None]
    return f"; the median family makes {decimals(median(ratios))} times the mistakes" if ratios else ""


def same_order(h: Harder) -> str:
    """How alike two data sets order the algorithms."""
    if h.spearman is None or h.kendall is None:
        return f"There are too few different algorithms ({count(h.algorithms)}) to compare the two orders."
    return (
        f"Both sets order {count(h.algorithms)} different algorithms alike to a rank correlation of "
        f"{decimals(h.spearman, 2)} (Spearman) or {decimals(h.kendall, 2)} (Kendall's tau)."
    )


def title(board: Leaderboard, name: str) -> str:
    """What the page calls a data set."""
    return next(column.title for column in board.columns if column.name == name)


def noise(twins: Sequence[Twins]) -> str:
    """How far apart rows lie that are one algorithm under several names."""
    ours = [pair.ours for pair in twins if pair.ours is not None and not pair.one_fit]
    theirs = [pair.published for pair in twins if pair.published is not None]
    one_fit = sum(pair.one_fit for pair in twins)
    told = [*_apart("in ours", ours), *_apart("in the published table", theirs)]
    differ = f" They differ {'; '.join(told)}." if told else ""
    shared = f" {counted(one_fit, 'group')} of ours come from one fit each." if one_fit else ""
    return f"{counted(len(twins), 'group')} of rows are one algorithm under several names.{differ}{shared}"


def _apart(where: str, reaches: Sequence[float]) -> list[str]:
    if not reaches:
        return []
    most, usual = decimals(100 * max(reaches)), decimals(100 * median(reaches), 2)
    return [f"{where} by up to {most} points, {usual} at the median"]


def against_best(score: Score) -> str:
    """A row's difference to the best: a sign of equality before what cannot be told from it."""
    if score.difference is None:
        return ""
    if score.standing == "best":
        return "best"
    number = signed(100 * score.difference.value)
    return f"≈{THIN}{number}" if score.standing == "like the best" else number


def places(score: Score) -> str:
    """The interval of a row's rank, as '1 to 4' with a dash."""
    if score.rank is None:
        return ""
    low, high = int(score.rank.low), -int(-score.rank.high // 1)
    return f"{low}" if low == high else f"{low}\N{EN DASH}{high}"


def seeds(entry: Entry, score: Score) -> tuple[str, str]:
    """The seeds' spread and their number, or why there is none."""
    if score.accuracy is None or score.status == "unverified":
        return "", ""
    if entry.deterministic:
        return "deterministic", ""
    if score.spread is None:
        return "one seed", ""
    return spread(score.spread), counted(len(score.each), "seed")


def published(score: Score) -> tuple[str, str]:
    """The published accuracy in percent, and ours minus it."""
    if score.published is None:
        return "", ""
    difference = "" if score.to_published is None else signed(100 * score.to_published)
    return percent(score.published).removesuffix(f"{THIN}%"), difference


def plain_seconds(s: float) -> str:
    """Seconds for a column of them: '1.2', '47', '1 434'."""
    return decimals(s) if s < 10 else count(round(s))
