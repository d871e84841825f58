"""The leaderboard's page, JSON and Markdown: whole, small, and what a user wrote is only text."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.reporting.leaderboard import Score, words
from fittingroom.reporting.leaderboard.charts import Dot, cost_chart, errors_chart, mark
from fittingroom.studies.benchmark.board import board as made_board
from tests.reporting import demo_leaderboard

VOID = {"meta", "link", "input", "br", "path", "circle", "rect", "use"}


@pytest.fixture(scope="module")
def board():
    return demo_leaderboard.leaderboard()


@pytest.fixture(scope="module")
def page(board):
    return board.html()


class Balanced(HTMLParser):
    """Follows the open elements; whatever is closed must be the last that was opened."""

    def __init__(self):
        super().__init__()
        self.open, self.faults, self.addresses = [], [], []

    def handle_starttag(self, tag, attrs):
        self.addresses += [v for k, v in attrs if k in ("href", "src", "action") and v]
        self.faults += [f"{tag} {k}" for k, _ in attrs if k.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.addresses += [v for k, v in attrs if k in ("href", "src") and v]

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")


def test_the_page_is_well_formed_and_leads_nowhere_outside(page):
    parser = Balanced()
    parser.feed(page)
    assert (parser.faults, parser.open) == ([], [])
    assert {a for a in parser.addresses if not a.startswith("#")} == {"data:,"}
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {a[1:] for a in parser.addresses if a.startswith("#")} <= set(ids)


def test_its_only_script_is_the_one_whose_digest_the_policy_allows(page):
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert (
        policy
        == f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'"
    )


def test_129_rows_on_two_sets_with_five_seeds_stay_below_a_megabyte_and_a_half(board, page):
    assert (len(board.entries), len(board.columns)) == (130, 2)
    assert len(page.encode()) < 1_500_000


def test_every_row_is_in_the_html_in_the_boards_order(board, page):
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = re.findall(r"<b>([^<]+)</b> <span class=\"settings\">([^<]*)</span>", body)
    assert len(rows) == len(board.entries)
    first = board.entries[0]
    assert board.columns[0].best == first.name
    assert rows[0] == (words.short(first.family), words.settings(first))
    cells = {len(re.findall(r"<t[hd]", row)) for row in body.split("<tr")[1:]}
    assert cells == {1 + 9 * 2}


def test_what_a_user_wrote_is_text_everywhere(board, page):
    assert "<their>" not in page
    assert "&lt;their&gt; net &amp; co" in page
    assert "\\<their\\> net & co" in board.markdown()


def test_every_status_has_its_word_in_the_page(board, page):
    found = {score.status for entry in board.entries for score in entry.scores.values()}
    assert found == {"ok", "not converged", "timeout", "memory", "not run", "unverified"}
    for status in found - {"ok"}:
        assert f'">{status}</span>' in page
    assert "would take about 1\u202fh 0\u202fmin a seed" in page


def test_json_holds_every_value(board):
    data = json.loads(board.json())
    assert data["format"] == "fittingroom leaderboard 1"
    assert [entry["name"] for entry in data["entries"]] == [entry.name for entry in board.entries]
    score = board.entries[0].scores["mnist"]
    told = data["entries"][0]["scores"]["mnist"]
    assert told["accuracy"]["low"] == score.accuracy.low
    assert told["rank"] == {"mean": score.rank.mean, "low": score.rank.low, "high": score.rank.high}
    assert told["each"] == list(score.each)
    assert data["harder"]["worse"] == board.harder.worse


def test_markdown_is_one_table_with_a_line_for_each_row(board):
    lines = [line for line in board.markdown().splitlines() if line.startswith("| ")]
    assert len(lines) == len(board.entries) + 2
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {1 + 6 * 2 + 1}
    assert "published (other data revision)" in lines[0]


def test_all_three_files_are_written(board, tmp_path):
    path = board.save_all(tmp_path / "new")
    assert path == tmp_path / "new" / "leaderboard.html"
    assert path.read_text() == board.html()
    assert json.loads((tmp_path / "new" / "leaderboard.json").read_text())["mode"] == "paper"
    assert (tmp_path / "new" / "leaderboard.md").read_text() == board.markdown()


def test_one_data_set_needs_no_comparison_and_no_choice_of_view():
    page = demo_leaderboard.leaderboard(sets=1).html()
    assert "How much harder" not in page
    assert "Side by side" not in page
    assert 'id="view-1" value="1" checked' in page


def test_what_is_said_of_the_claim_follows_the_counts(board):
    (claim,) = words.claims(board)
    h = board.harder
    assert claim.verdict == ("supported" if h.worse == h.rows else "not settled")
    against = replace(board, harder=replace(h, easier=("odd",), worse=h.rows - 1))
    assert words.claims(against)[0].verdict == "not supported"
    assert "It is easier, beyond the interval, for odd." in words.claims(against)[0].sentence
    for_all = replace(board, harder=replace(h, worse=h.rows, easier=(), unsettled=()))
    assert words.claims(for_all)[0].verdict == "supported"
    assert f"for {h.rows} of {h.rows} rows" in words.claims(for_all)[0].sentence


def test_why_there_is_no_diagram_is_said_once_and_what_was_not_tested_too(board, page):
    assert page.count("There is no critical-difference diagram") == 1
    for sentence in board.not_tested:
        assert sentence.split(":")[0] in page


def test_deterministic_rows_say_so_instead_of_a_spread_of_nothing(board):
    for entry in board.entries:
        for score in entry.scores.values():
            told = words.seeds(entry, score)[0]
            if score.status == "ok":
                assert told == "deterministic" if entry.deterministic else told.startswith("±")
            assert "0.00" not in told


def test_21_families_have_21_different_signs():
    signs = [mark(number, 0, 0) for number in range(21)]
    assert len(set(signs)) == 21
    assert len({re.sub(r"c\d", "", sign) for sign in signs}) == 7


def test_marks_lie_where_their_errors_are_and_the_lines_keep_their_ratio():
    dots = [Dot("a", x, 2 * x, f"row {x}") for x in (0.02, 0.05, 0.2)]
    drawn = errors_chart(dots, {"a": 0}, title="t", names=("second", "first"))
    places = [tuple(map(float, p)) for p in re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="4.2"', drawn)][:3]
    start, end = next(
        ((float(a), float(b)), (float(c), float(d)))
        for a, b, c, d in re.findall(r'd="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)" class="diagonal"', drawn)[2:]
    )
    slope = (end[1] - start[1]) / (end[0] - start[0])
    for x, y in places:
        assert y == pytest.approx(start[1] + slope * (x - start[0]), abs=0.3)


def test_a_single_row_and_a_row_without_mistakes_can_be_drawn():
    assert "<svg" in cost_chart([Dot("a", 1.0, 0.1, "one", True)], {"a": 0}, title="t")
    perfect = demo_leaderboard
    of = perfect.truth("fashion-mnist", "Fashion-MNIST"), perfect.truth("mnist", "MNIST")
    row = perfect.Configuration(
        spelling="as in 2017", name="oracle", family="oracle", algorithm="o", group="o"
    )
    right = [perfect.run("oracle", one, one.labels >= 0, cpu_s=0.0) for one in of]
    table = made_board([row], right, list(of), mode="paper", rng=np.random.default_rng(0))
    assert "oracle" in table.html()
    assert table.harder.families[0].ratio is None


def test_a_table_where_nothing_ran_is_still_a_page():
    made = demo_leaderboard
    row = made.Configuration(spelling="as in 2017", name="a", family="a", algorithm="a", group="a")
    table = made_board([row], [], [made.truth("mnist", "MNIST")], mode="paper", rng=np.random.default_rng(0))
    assert "not run" in table.html()
    assert "not run" in table.markdown()


def test_scores_and_tables_check_themselves(board):
    with pytest.raises(InputError, match="status is one of ok, not converged"):
        Score(status="fine")
    with pytest.raises(InputError, match="a row that ran has an accuracy"):
        Score(status="ok")
    with pytest.raises(InputError, match="needs a data set and a row, got 0 and 130"):
        replace(board, columns=())
    with pytest.raises(InputError, match="different names, found twice"):
        replace(board, entries=board.entries[:1] * 2)
    with pytest.raises(InputError, match="a score for each of"):
        replace(board, columns=board.columns[:1])
