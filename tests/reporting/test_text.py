"""JSON holds everything as data; Markdown says the same in words."""

import json
import math

import numpy as np

from fittingroom.reporting import Claim, Figure, Section, Table
from fittingroom.reporting.text import as_markdown
from fittingroom.types import Epoch, Finding, Measurement, Opening
from tests.reporting import demo, demo_study
from tests.reporting.test_document import small


def test_json_gives_back_every_value():
    report = demo.report()
    data = json.loads(report.json())
    assert data["format"] == "fittingroom report 1"
    assert tuple(Measurement(**m) for m in data["measurements"]) == report.measurements
    assert tuple(Finding(**f) for f in data["findings"]) == report.findings
    assert tuple(Epoch(**e) for e in data["curves"]) == report.curves
    assert tuple(Opening(**o) for o in data["openings"]) == report.openings
    assert Measurement(**data["baselines"]["accuracy on test"]) == report.baselines["accuracy on test"]
    assert data["provenance"] == report.provenance
    assert data["cards"][0]["label_noise"]["high"] == 0.03
    assert tuple(data["verdict"]) == report.verdict
    assert tuple(Section(**section) for section in data["sections"]) == report.sections
    assert [f["name"] for f in data["figures"]] == [f.name for f in report.figures]


def test_json_holds_the_tables_of_figures_but_not_their_drawings():
    figures = json.loads(demo.report().json())["figures"]
    confusion = next(f for f in figures if f["name"] == "confusion")
    assert confusion["table"]["columns"][0] == ["label", "text"]
    assert all("markup" not in f for f in figures)


def test_what_json_cannot_say_becomes_null_or_a_plain_number():
    finding = Finding(
        code="FR001",
        title="t",
        status="found",
        sentence="s",
        numbers={"nan": math.nan, "array": np.array([1, 2]), "scalar": np.float32(0.5), "flag": np.True_},
    )
    data = json.loads(small(findings=(finding,)).json())
    assert data["findings"][0]["numbers"] == {"nan": None, "array": [1, 2], "scalar": 0.5, "flag": True}


def test_markdown_holds_every_measurement_finding_and_chapter():
    report = demo.report()
    text = report.markdown()
    for m in report.measurements:
        assert f"| {m.name} | " in text
    for finding in report.findings:
        assert f"- **{finding.status}** {finding.code} {finding.title}: " in text
    for chapter in (
        "What may be claimed",
        "Checks",
        "Where it fails",
        "The test part",
        "Not tested",
        "Provenance",
    ):
        assert f"\n## {chapter}\n" in text
    assert "base64" not in text


def test_markdown_tables_keep_their_columns_whatever_the_names_are():
    nasty = "a | b\n<img src=x> `*_"
    table = Table(columns=((nasty, "text"), ("n", "count")), rows=((nasty, 3),))
    figure = Figure(
        name="f", title=nasty, caption=nasty, description="", markup="", section="data", table=table
    )
    text = small(figures=(figure,), measurements=(demo.measurement(nasty, 0.5),)).markdown()
    assert "<img" not in text.replace("\\<img", "")
    rows = [line for line in text.splitlines() if line.startswith("| a")]
    assert [row.replace("\\|", "").count("|") for row in rows] == [7, 3, 3]


def test_a_study_says_the_same_in_json_and_markdown():
    report = demo_study.study()
    data, text = json.loads(report.json()), report.markdown()
    assert tuple(Claim(**claim) for claim in data["claims"]) == report.claims
    assert tuple(data["paragraphs"]) == report.paragraphs
    assert "limit_bytes" not in data
    for claim in report.claims:
        assert f"| {claim.said} | {claim.verdict} | {claim.sentence} |" in text
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == [
        "## What was said",
        "## What may be claimed",
        "## What each factor does",
        "## All arms",
        "## How each arm learned",
        "## Not tested",
        "## Data card",
        "## Provenance",
    ]
    arms = next(f for f in data["figures"] if f["name"] == "arms")
    assert arms["table"]["rows"][0][3]["unit"] == "points"
    assert (
        "| plain network | mild | 3 | +3.4 points \\[+2.8, +4.0\\] | 91.1\u202f% \\[90.6, 91.6\\] |" in text
    )


def test_stress_and_code_stay_markdown_and_nothing_else_does():
    text = "*yes*: `fit(a*b)` | <b> # 3 * 4 * 5 *a_b*"
    assert as_markdown(small(paragraphs=(text,))).split("\n\n")[3] == (
        "*yes*: `fit(a*b)` \\| \\<b\\> \\# 3 \\* 4 \\* 5 *a\\_b*"
    )


def test_a_report_with_nothing_to_show_has_no_empty_chapters():
    headings = [line for line in small().markdown().splitlines() if line.startswith("#")]
    assert headings == ["# A report", "## What may be claimed"]
