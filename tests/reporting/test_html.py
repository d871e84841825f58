"""The page: everything is on it, nothing of the user's is markup, nothing comes from outside."""

import dataclasses
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import fittingroom.reporting.html as page
from fittingroom.reporting import Advice, Report
from fittingroom.reporting.heatmap import WORST_TINT
from fittingroom.types import Opening
from tests.reporting import demo
from tests.reporting.test_document import figure, small

NASTY = "<script>alert(1)</script>\"'&<img src=x>"
CSS = (Path(page.__file__).parent / "templates" / "report.css").read_text()
VOID = {"meta", "link", "img", "br"}


class Page(HTMLParser):
    """The tags of a page, in order, and whether each one that opens is closed."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.unclosed: list[str] = []
        self.mismatched: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.unclosed or self.unclosed.pop() != tag:
            self.mismatched.append(tag)

    def named(self, *tags: str) -> list[str]:
        return [tag for tag, _ in self.tags if tag in tags]

    def attributes(self, name: str) -> list[str]:
        return [value or "" for _, attrs in self.tags for key, value in attrs.items() if key == name]


def nasty_report() -> Report:
    """A report in which every text that a user can give is hostile."""
    rng = np.random.default_rng(0)
    data = demo.dataset(rng, classes=tuple(f"{NASTY}{i}" for i in range(10)))
    card = dataclasses.replace(
        data.card, name=NASTY, version=NASTY, licence=NASTY, source=NASTY, citation=NASTY, notes=(NASTY,)
    )
    data = dataclasses.replace(data, card=card, ids=np.array([f"{NASTY}{i}" for i in range(len(data.ids))]))
    answers = demo.predictions(data, "test", rng)
    report = demo.report(data=data, answers=answers)
    finding = dataclasses.replace(
        demo.FINDINGS[0], title=NASTY, sentence=NASTY, numbers={NASTY: [NASTY], "rows": [{NASTY: NASTY}]}
    )
    opening = Opening(when=NASTY, who=NASTY, data=NASTY, model=NASTY, model_fingerprint=NASTY, why=NASTY)
    return dataclasses.replace(
        report,
        title=NASTY,
        subtitle=NASTY,
        verdict=(NASTY,),
        measurements=(demo.measurement(NASTY, 0.5, 0.1, method=NASTY, part=NASTY), *report.measurements),
        findings=(finding,),
        advice={finding.code: Advice(how=NASTY, why=NASTY, do=NASTY)},
        openings=(opening,),
        reuse=NASTY,
        not_tested=(NASTY,),
        provenance={NASTY: NASTY},
    )


def test_what_the_user_named_is_never_markup():
    harmless, hostile = Page(demo.report().html()), Page(nasty_report().html())
    assert {tag for tag, _ in hostile.tags} == {tag for tag, _ in harmless.tags}
    assert all(
        source.startswith(("data:image/png;base64,", "data:image/jpeg;base64,"))
        for source in hostile.attributes("src")
    )
    assert not hostile.mismatched
    assert not hostile.unclosed


def test_the_page_is_nested_correctly():
    html = Page(demo.report().html())
    assert not html.mismatched
    assert not html.unclosed


def test_nothing_comes_from_outside_and_nothing_runs():
    html = demo.report().html()
    assert not re.search(r"(src|href|url\(|@import|fetch\()[\s\"'=(]*https?:", html)
    assert not re.search(r"(src|href)=\"(?!#|data:)", html)
    assert "url(" not in html
    assert "@import" not in html
    assert not Page(html).named("script", "iframe", "object", "embed", "base", "form")
    assert not [name for _, attrs in Page(html).tags for name in attrs if name.startswith("on")]


def test_the_same_report_is_the_same_bytes():
    assert demo.report(3).html() == demo.report(3).html()
    assert demo.report(3).html() != demo.report(4).html()


def test_everything_the_report_holds_is_on_the_page():
    report = demo.report()
    html = report.html()
    for text in (
        report.title,
        *report.verdict,
        *report.not_tested,
        *report.provenance.values(),
        report.reuse,
    ):
        assert text in html
    for m in report.measurements:
        assert f'<th scope="row">{m.name}</th>' in html
    for finding in report.findings:
        assert finding.sentence in html
        assert finding.code in html
    for drawn in report.figures:
        assert drawn.markup in html


def test_checks_come_found_first_then_passed_then_not_applicable():
    html = demo.report().html()
    assert re.findall(r'class="check ([a-z-]+)"', html) == ["found"] * 3 + ["passed"] * 3 + ["not-applicable"]
    assert [(g["n"], g["status"], g["first"]) for g in page.tally(demo.FINDINGS)] == [
        ("3", "found", "fr012"),
        ("3", "passed", "fr010"),
        ("1", "not applicable", "fr060"),
    ]


def test_a_screen_reader_finds_its_way():
    html = Page(demo.report().html())
    levels = [int(tag[1]) for tag in html.named("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert {"header", "nav", "main", "footer"} <= set(html.named("header", "nav", "main", "footer"))
    assert ("html", {"lang": "en"}) in html.tags
    assert all(attrs.get("alt") for tag, attrs in html.tags if tag == "img")


def test_every_address_in_the_page_leads_somewhere_and_only_to_one_place():
    html = Page(demo.report().html())
    ids = html.attributes("id")
    assert len(ids) == len(set(ids))
    targets = [href[1:] for href in html.attributes("href") if href.startswith("#")]
    targets += html.attributes("aria-labelledby")
    assert set(targets) <= set(ids)


def test_a_report_without_findings_figures_and_openings_is_a_page():
    html = small().html()
    assert "No opening of the test part is on record." in html
    assert "Checks" not in html
    assert not Page(html).mismatched


def test_advice_is_text_with_code_and_stress_and_no_other_markup():
    assert page.emphasised("call `f(a*b)` if *it* is < 3 * 4 <b>") == (
        "call <code>f(a*b)</code> if <em>it</em> is &lt; 3 * 4 &lt;b&gt;"
    )


def test_looks_are_counted_in_words():
    opening = demo.report().openings[0]
    assert page.looks(small(openings=(opening,))) == "The test part was opened once."
    assert page.looks(small(openings=(opening,) * 3)) == "The test part was opened 3 times."


def test_a_realistic_report_is_small():
    assert len(demo.report().html().encode()) < page.LIMIT / 2


def test_a_report_on_large_colour_pictures_is_below_the_limit():
    rng = np.random.default_rng(0)
    html = demo.report(data=demo.dataset(rng, side=96, colour=True)).html()
    assert len(html.encode()) < page.LIMIT
    assert page.LEFT_OUT not in html


def test_what_does_not_fit_is_left_out_and_the_page_says_so():
    huge, large, tiny = figure("huge", "x" * 2_000_000), figure("large", "y" * 700_000), figure("tiny", "zz")
    html = small(figures=(tiny, huge, large)).html()
    assert len(html.encode()) < page.LIMIT
    assert html.count(page.LEFT_OUT) == 1
    assert "y" * 700_000 in html
    assert '<div class="drawing">zz</div>' in html


def test_of_thousands_of_classes_the_page_lists_the_lowest():
    many = [demo.measurement(f"recall of {i}", i / 3000, 0.01) for i in range(3000)]
    html = small(measurements=(demo.measurement("accuracy", 0.9, 0.01), *many)).html()
    assert "the 100 lowest of 3\u202f000 numbers" in html
    assert '<th scope="row">recall of 99</th>' in html
    assert '<th scope="row">recall of 100</th>' not in html


def palette(dark: bool) -> dict[str, tuple[float, ...]]:
    """The colours of a scheme, as fractions of red, green and blue."""
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", blocks[0] + (blocks[1] if dark else "")))
    return {name: tuple(int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)) for name, c in colours.items()}


def luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    dim, bright = sorted((luminance(a), luminance(b)))
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("ground", ["paper", "surface"])
@pytest.mark.parametrize("ink", ["ink", "muted", "accent", "alert", "good"])
def test_text_has_contrast_in_both_schemes(dark, ground, ink):
    colours = palette(dark)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_numbers_can_be_read_on_the_tinted_cells(dark):
    colours = palette(dark)
    worst = tuple(
        WORST_TINT * wrong + (1 - WORST_TINT) * paper
        for wrong, paper in zip(colours["wrong"], colours["paper"], strict=True)
    )
    assert contrast(colours["ink"], worst) >= 4.5
    assert contrast(colours["ink"], colours["tint"]) >= 4.5


def test_contrast_itself_is_right():
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)) == 1
