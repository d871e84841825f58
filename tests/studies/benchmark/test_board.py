"""The board: every configuration is a row, strangers are counted, and test never chooses the best."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.studies.benchmark.board import board
from fittingroom.studies.benchmark.grid import Configuration
from fittingroom.studies.benchmark.result import REPRODUCED
from tests.reporting.demo_leaderboard import run, truth

FASHION = truth("fashion-mnist", "Fashion-MNIST", n=2000)
MNIST = truth("mnist", "MNIST", n=2000, seed=1)


def made(rows, results, sets=(FASHION,), **more):
    return board(rows, results, list(sets), rng=np.random.default_rng(0), **{"mode": "paper"} | more)


def row(name, family="SVC", **more):
    return Configuration(name=name, family=family, **{"spelling": "as in 2017"} | more)


@pytest.fixture
def place(rng):
    """Where each image lies between easy (0) and hard (1): rows right below a rate are paired."""
    return rng.random(2000)


def score(table, name, data="fashion-mnist"):
    return table.entry(name).scores[data]


def test_val_chooses_the_best_and_test_does_not(place):
    rows = [row("a"), row("b")]
    results = [
        run("a", FASHION, place < 0.80),
        run("b", FASHION, place < 0.85),
        run("a", FASHION, place < 0.90, asked="val"),
        run("b", FASHION, place < 0.70, asked="val"),
    ]
    table = made(rows, results)
    column = table.columns[0]
    assert (column.best, column.on_val) == ("a", True)
    assert column.chosen.startswith("Chosen on val, 2\u202f000 images of train: ")
    assert [entry.name for entry in table.entries] == ["a", "b"]
    assert (score(table, "a").standing, score(table, "b").standing) == ("best", "above the best")
    assert score(table, "a").val == pytest.approx((place < 0.9).mean())


def test_without_val_the_choice_on_test_is_called_optimistic(place):
    column = made(
        [row("a"), row("b")], [run("a", FASHION, place < 0.8), run("b", FASHION, place < 0.9)]
    ).columns[0]
    assert (column.best, column.on_val) == ("b", False)
    assert column.chosen == "Chosen on test: optimistic, because no row was asked on val."


def test_a_choice_among_some_rows_says_among_which(place):
    results = [run("a", FASHION, place < 0.8), run("b", FASHION, place < 0.9)]
    column = made([row("a"), row("b")], [*results, run("a", FASHION, place < 0.8, asked="val")]).columns[0]
    assert column.best == "a"
    assert "among the 1 of 2 rows asked on val" in column.chosen


def test_a_choice_among_few_rows_is_no_choice(place):
    rows = [row(name) for name in "abc"]
    results = [run(name, FASHION, place < share) for name, share in (("a", 0.7), ("b", 0.8), ("c", 0.9))]
    column = made(rows, [*results, run("a", FASHION, place < 0.8, asked="val")]).columns[0]
    assert (column.best, column.on_val) == ("c", False)
    assert column.chosen == "Chosen on test: optimistic, because only 1 of 3 rows were asked on val."


@pytest.mark.parametrize("ended", ["timeout", "memory", "error", "died"])
def test_a_row_that_never_went_well_keeps_its_status_and_its_error(place, ended):
    failed = [run("b", FASHION, None, ended=ended, error="line one\nline two", seed=s) for s in range(2)]
    table = made([row("a"), row("b")], [run("a", FASHION, place < 0.8), *failed])
    assert score(table, "b").status == ended
    assert score(table, "b").said == "2 runs, none went well: line one line two"
    assert score(table, "b").accuracy is None
    assert [entry.name for entry in table.entries] == ["a", "b"]
    assert table.columns[0].ranked == 1


def test_what_was_not_run_says_what_it_would_cost(place):
    rows = [row("a"), row("b"), row("c")]
    table = made(rows, [run("a", FASHION, place < 0.8)], expected_s={("b", "fashion-mnist"): 7200.0})
    assert (score(table, "b").status, score(table, "b").said) == (
        "not run",
        "would take about 2\u202fh 0\u202fmin a seed",
    )
    assert (score(table, "c").status, score(table, "c").said) == ("not run", "")


def test_seeds_that_failed_or_did_not_converge_are_said(place):
    results = [
        run("a", FASHION, place < 0.8, seed=0, converged=False),
        run("a", FASHION, place < 0.82, seed=1, converged=True),
        run("a", FASHION, None, seed=2, ended="timeout"),
    ]
    found = score(made([row("a")], results), "a")
    assert found.status == "not converged"
    assert found.said == "seed 2: timeout; 1 of 2 runs stopped before converging"
    assert found.each == pytest.approx([(place < 0.8).mean(), (place < 0.82).mean()])
    assert found.spread == pytest.approx(np.std(found.each, ddof=1))


def test_a_deterministic_row_has_no_spread_and_tells_how_far_its_runs_agree(place):
    twice = [run("a", FASHION, place < 0.8), run("a", FASHION, place < 0.81, seed=1)]
    found = score(made([row("a", deterministic=True)], twice), "a")
    same = score(
        made([row("a", deterministic=True)], [twice[0], run("a", FASHION, place < 0.8, seed=1)]), "a"
    )
    assert (found.spread, len(found.each)) == (None, 1)
    assert found.said.startswith("2 runs gave 9")
    assert same.said == "2 runs gave the same labels"
    assert found.accuracy.method == "95 % over rows, deterministic"


def test_one_seed_of_a_random_row_is_called_one(place):
    found = score(made([row("a")], [run("a", FASHION, place < 0.8)]), "a")
    assert (found.spread, found.said) == (None, "one seed: what another would change is unknown")


def test_modes_revisions_and_strangers_are_counted_and_left_out(place):
    ok = place < 0.8
    results = [
        run("a", FASHION, ok),
        run("a", FASHION, ok, seed=1, mode="modern"),
        run("a", FASHION, ok, seed=2, data="other files"),
        run("a", MNIST, ok),
        run("gone", FASHION, ok),
        run("gone", FASHION, ok, seed=1),
    ]
    table = made([row("a")], results)
    assert len(score(table, "a").each) == 1
    assert table.left_out == (
        "2 runs of configurations that are not among these rows.",
        "1 run of the mode modern, which is never mixed with paper.",
        "1 run on fashion-mnist: another revision.",
        "1 run on mnist: not shown here.",
    )


def test_engines_are_never_mixed_and_the_newest_run_of_a_seed_counts(place):
    results = [
        run("a", FASHION, place < 0.5, engine="stock", seed=1),
        run("a", FASHION, place < 0.8, made="2026-11-26T10:00"),
        run("a", FASHION, place < 0.6, made="2026-11-25T10:00"),
    ]
    found = score(made([row("a")], results), "a")
    assert (found.engine, found.each) == ("fast", ((place < 0.8).mean(),))
    assert score(made([row("a")], results, engines=("stock",)), "a").engine == "stock"
    failed = [run("a", FASHION, None), results[0]]
    assert score(made([row("a")], failed), "a").engine == "stock"


def test_versions_are_never_mixed_and_those_with_the_most_runs_count(place):
    old = [run("a", FASHION, place < 0.7, seed=s, versions="1.8", made=f"2026-11-0{s + 1}") for s in (0, 1)]
    new = [run("a", FASHION, place < 0.8, seed=s, versions="1.9", made=f"2026-12-0{s + 1}") for s in (0, 1)]
    val = run("a", FASHION, place < 0.9, asked="val", versions="1.9", made="2026-12-09")
    table = made([row("a")], [*old, new[0], val])
    assert score(table, "a").each == ((place < 0.7).mean(),) * 2
    assert score(table, "a").val is None
    words = "made with other versions than those that a row shows: runs of two are never mixed."
    assert table.left_out == (f"2 runs {words}",)
    table = made([row("a")], [*old, *new, val])  # as many: the newest count
    assert score(table, "a").each == ((place < 0.8).mean(),) * 2
    assert score(table, "a").val is not None
    assert table.left_out == (f"2 runs {words}",)


def test_an_outsider_is_a_row_without_a_rank_and_never_the_best(place):
    theirs = run("net", FASHION, place < 0.99, source="net.csv")
    table = made(
        [row("a"), row("b")], [run("a", FASHION, place < 0.8), run("b", FASHION, place < 0.7), theirs]
    )
    found = score(table, "net")
    assert (found.status, found.said) == ("unverified", "net.csv")
    assert (found.standing, found.rank) == ("above the best", None)
    assert (table.columns[0].best, table.columns[0].ranked) == ("a", 2)
    assert score(table, "a").rank.mean == 1


def test_what_others_say_of_our_rows_stands_beside_ours(place):
    theirs = run("a", FASHION, place < 0.99, source="x.csv")
    table = made([row("a")], [run("a", FASHION, place < 0.8), theirs])
    assert {entry.name for entry in table.entries} == {"a", "a, handed in"}
    assert score(table, "a").status == "ok"
    assert score(table, "a").accuracy.value == pytest.approx((place < 0.8).mean())


def test_what_was_made_again_here_is_a_row_like_ours(place):
    again = run("net", FASHION, place < 0.9, source=f"{REPRODUCED}python net.py {{out}}")
    table = made([row("a")], [run("a", FASHION, place < 0.8), again])
    found = score(table, "net")
    assert (found.status, table.columns[0].best, table.columns[0].ranked) == ("ok", "net", 2)
    assert found.said.startswith("handed in, made again here by: python net.py")


def test_labels_that_nobody_has_scored_yet_are_judged_all_the_same(place):
    found = score(made([row("a")], [run("a", FASHION, place < 0.8, accuracy=None)]), "a")
    assert found.accuracy.value == pytest.approx((place < 0.8).mean())


def test_published_values_stand_beside_and_gate_nothing(place):
    table = made([row("a", published={"fashion-mnist": 0.5, "mnist": 0.9})], [run("a", FASHION, place < 0.8)])
    found = score(table, "a")
    assert (found.status, found.published) == ("ok", 0.5)
    assert found.to_published == pytest.approx((place < 0.8).mean() - 0.5)


def test_a_shared_fit_is_paid_once(place):
    results = [
        run(name, FASHION, place < 0.8, group="one", cpu_s=s) for name, s in (("a", 10.0), ("b", 30.0))
    ]
    assert made([row("a"), row("b")], results).columns[0].cpu_s == 30
    apart = [*results, run("a", FASHION, place < 0.8, seed=1, group="one", cpu_s=5.0)]
    assert made([row("a"), row("b")], apart).columns[0].cpu_s == 35


def test_the_front_holds_what_no_other_row_beats_in_less_time(place):
    known = {
        "cheap": (0.5, 1.0),
        "dear": (0.9, 9.0),
        "beaten": (0.4, 2.0),
        "slow": (0.9, 10.0),
        "free": (0.95, None),
    }
    results = [run(name, FASHION, place < rate, cpu_s=s) for name, (rate, s) in known.items()]
    table = made([row(name) for name in known], results)
    assert {entry.name for entry in table.entries if score(table, entry.name).front} == {"cheap", "dear"}


def test_harder_is_counted_row_by_row_and_family_by_family(place):
    rates = {"a": (0.8, 0.9), "b": (0.7, 0.85), "c": (0.9, 0.9), "d": (0.95, 0.9)}
    rows = [row(name, family=name if name == "d" else "SVC") for name in rates] + [row("failed")]
    results = [
        run(name, of, place < rate)
        for name, pair in rates.items()
        for of, rate in zip((FASHION, MNIST), pair, strict=True)
    ]
    found = made(rows, results, (FASHION, MNIST)).harder
    assert (found.first, found.second, found.rows) == ("fashion-mnist", "mnist", 4)
    assert (found.worse, found.easier, found.unsettled) == (2, ("d",), ("c",))
    assert {gap.family: gap.rows for gap in found.families} == {"SVC": 3, "d": 1}
    svc = next(gap for gap in found.families if gap.family == "SVC")
    right = {rate: (place < rate).mean() for pair in rates.values() for rate in pair}
    assert svc.drop == pytest.approx(right[0.9] - right[0.8])
    assert svc.ratio == pytest.approx((1 - right[0.7]) / (1 - right[0.85]))
    assert made(rows, results).harder is None


def test_rank_correlations_are_scipys_over_different_algorithms(place):
    from scipy.stats import kendalltau, spearmanr

    a, b = [0.5, 0.6, 0.7, 0.8, 0.9], [0.6, 0.5, 0.7, 0.7, 0.95]
    rows = [row(f"r{i}") for i in range(5)] + [row("again", algorithm="r0")]
    pairs = [*zip(a, b, strict=True), (0.5, 0.6)]
    results = [
        run(one.name, of, place < rate)
        for one, pair in zip(rows, pairs, strict=True)
        for of, rate in zip((FASHION, MNIST), pair, strict=True)
    ]
    found = made(rows, results, (FASHION, MNIST)).harder
    assert (found.rows, found.algorithms) == (6, 5)
    assert found.spearman == pytest.approx(spearmanr(a, b).statistic)
    assert found.kendall == pytest.approx(kendalltau(a, b).statistic)
    few = made(rows[:2], results[:4], (FASHION, MNIST)).harder
    assert (few.spearman, few.kendall) == (None, None)


def test_one_algorithm_under_two_names_shows_the_noise(place):
    rows = [
        row("a", algorithm="x", published={"fashion-mnist": 0.80}),
        row("b", algorithm="x", published={"fashion-mnist": 0.85}),
        row("c"),
    ]
    results = [run(name, FASHION, place < rate) for name, rate in (("a", 0.8), ("b", 0.83), ("c", 0.5))]
    (pair,) = made(rows, results).twins
    assert (pair.names, pair.one_fit) == (("b", "a"), False)
    assert pair.published == pytest.approx(0.05)
    assert pair.ours == pytest.approx(((place >= 0.8) & (place < 0.83)).mean())
    shared = [run(name, FASHION, place < 0.8, group="one") for name in ("a", "b")]
    (pair,) = made(rows, shared).twins
    assert (pair.ours, pair.one_fit) == (0, True)


def test_labels_that_do_not_fit_the_truth_are_refused(place):
    short = run("a", truth("fashion-mnist", "x", n=10), np.ones(10, bool))
    with pytest.raises(InputError, match="2000 test images of fashion-mnist need as many labels, found 10"):
        made([row("a")], [short])
    wrong = run("a", FASHION, place < 0.8, accuracy=0.99)
    with pytest.raises(InputError, match=r"the result states 0.9900: run this row again"):
        made([row("a")], [wrong])


def test_a_table_of_nothing_is_refused_and_one_where_nothing_ran_is_not():
    with pytest.raises(InputError, match="got 0 and 1"):
        made([], [])
    with pytest.raises(InputError, match="got 1 and 0"):
        made([row("a")], [], ())
    table = made([row("a")], [])
    assert (table.columns[0].best, table.columns[0].ranked) == ("", 0)
    assert score(table, "a").status == "not run"
