"""The report as a value: valid from birth, saved whole or not at all."""

import dataclasses
import html
import re

import pytest

from fittingroom.errors import InputError
from fittingroom.reporting import Figure, Report, Table
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
        ({"figures": (figure(), figure())}, "found twice: one"),
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


def test_a_figure_needs_an_address_and_a_section():
    with pytest.raises(InputError, match="lower-case letters"):
        figure(name="Per class")
    with pytest.raises(InputError, match="no section 'end'"):
        dataclasses.replace(figure(), section="end")


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
