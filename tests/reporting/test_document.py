"""The report as a value: valid from birth, saved whole or not at all."""

import dataclasses
import html
import re

import pytest

from fittingroom.errors import InputError
from fittingroom.reporting import Claim, Figure, Report, Section, Table
from tests.reporting import demo


def small(**changes) -> Report:
    values = {
        "title": "A report",
        "subtitle": "on made data",
        "verdict": ("Right nine times in ten.",),
        "cards": (),
        "measurements": (demo.measurement("accuracy", 0.9, 0.01),),
    }
    return Report(**values | changes)


def figure(name: str = "one", markup: str = "<svg></svg>") -> Figure:
    return Figure(name=name, title="T", caption="C", description="D", markup=markup, section="data")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"verdict": ()}, "one to five lines, got 0"),
        ({"verdict": ("x",) * 6}, "one to five lines, got 6"),
        ({"measurements": ()}, "at least one measurement"),
        ({"figures": (figure(), figure())}, "figures need different names, found twice: one"),
        (
            {"sections": (Section("a", "A"), Section("a", "B"))},
            "sections need different names, found twice: a",
        ),
        (
            {"figures": (figure(),), "sections": (Section("arms", "All arms"),)},
            r"figure one: no section 'data'; there are \['arms'\]",
        ),
        (
            {"baselines": {"recall on test": demo.measurement("chance", 0.1)}},
            "there is none for recall on test",
        ),
        (
            {"baselines": {"accuracy on val": demo.measurement("chance", 0.1, part="val")}},
            "there is none for accuracy on val",
        ),
    ],
)
def test_what_cannot_be_printed_is_refused(changes, message):
    with pytest.raises(InputError, match=message):
        small(**changes)


def test_a_baseline_stands_only_beside_numbers_of_its_own_part():
    test, val = demo.measurement("accuracy", 0.9), demo.measurement("accuracy", 0.91, part="val")
    chance = demo.measurement("chance", 0.1)
    report = small(measurements=(test, val), baselines={"accuracy on test": chance})
    assert (report.baseline(test), report.baseline(val)) == (chance, None)


def test_figures_and_sections_need_an_address():
    with pytest.raises(InputError, match="a figure's name is lower-case letters"):
        figure(name="Per class")
    with pytest.raises(InputError, match="a section's name is lower-case letters"):
        Section("All arms", "All arms")


def test_a_figure_shows_a_drawing_or_a_table():
    with pytest.raises(InputError, match="figure one has neither a drawing nor a table"):
        figure(markup="")
    table = Table(columns=(("a", "text"),), rows=(("x",),))
    assert dataclasses.replace(figure(), markup="", table=table).table == table


def test_links_of_a_table_lead_to_figures_of_the_report():
    table = Table(columns=(("arm", "link"),), rows=((("plain", "one"),), (("no curve", ""),), (None,)))
    arms = dataclasses.replace(figure("arms"), table=table)
    assert small(figures=(arms, figure("one"))).figures[0].table.targets == {"one"}
    with pytest.raises(InputError, match="figure arms links to one: no such figure"):
        small(figures=(arms,))


def test_a_claim_has_one_of_three_verdicts():
    with pytest.raises(InputError, match="supported, not supported or not settled, got 'true'"):
        Claim(said="It overfits.", verdict="true", sentence="It does.")


def test_a_report_may_have_its_own_sections():
    arms = dataclasses.replace(figure(), section="arms")
    report = small(sections=(Section("arms", "All arms", opened=False),), figures=(arms,))
    assert report.figures == (arms,)


def test_a_table_has_rows_as_long_as_its_header():
    with pytest.raises(InputError, match="2 columns has a row of 1"):
        Table(columns=(("a", "text"), ("b", "count")), rows=(("x",),))


@pytest.mark.parametrize("suffix", ["html", "json", "md", "HTML"])
def test_the_suffix_decides_what_is_saved(tmp_path, suffix):
    report = small()
    path = report.save(tmp_path / f"report.{suffix}")
    wanted = {"html": report.html, "json": report.json, "md": report.markdown}[suffix.lower()]()
    assert path.read_text() == wanted


def test_other_suffixes_are_refused_with_the_ones_that_work(tmp_path):
    with pytest.raises(InputError, match=r"\.html, \.json or \.md, got 'report\.pdf'"):
        small().save(tmp_path / "report.pdf")
    assert not list(tmp_path.iterdir())


def test_a_save_that_fails_leaves_what_was_there(tmp_path):
    path = small().save(tmp_path / "report.html")
    before = path.read_bytes()
    with pytest.raises(UnicodeEncodeError):
        small(title="half a pair \ud800").save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_save_all_writes_the_page_last(tmp_path, monkeypatch):
    written = []
    monkeypatch.setattr(
        "fittingroom.reporting.document.write_text", lambda path, text: written.append(path.name)
    )
    assert small().save_all(tmp_path) == tmp_path / "report.html"
    assert written == ["report.json", "report.md", "report.html"]


def test_a_notebook_gets_the_whole_page_in_a_frame():
    report = small(title="A & B")
    frame = re.fullmatch(
        r'<iframe title="A &amp; B" srcdoc="([^"]*)" style="[^"]*"></iframe>', report._repr_html_()
    )
    assert frame
    assert html.unescape(frame[1]) == report.html()
