"""The page: everything is on it, nothing of the user's is markup, nothing comes from outside."""

import dataclasses
import re
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np

import fittingroom.reporting.html as page
from fittingroom.reporting import Advice, Claim, Figure, Report, Section, Table
from fittingroom.types import Opening
from tests.reporting import demo, demo_study
from tests.reporting.test_document import figure, small

NASTY = "<script>alert(1)</script>\"'&<img src=x>"
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
        paragraphs=(NASTY,),
        claims=(Claim(said=NASTY, verdict="not settled", sentence=NASTY),),
        sections=tuple(dataclasses.replace(section, title=NASTY) for section in report.sections),
        figures=(*report.figures, nasty_table(folded=False), nasty_table(folded=True)),
        measurements=(demo.measurement(NASTY, 0.5, 0.1, method=NASTY, part=NASTY), *report.measurements),
        findings=(finding,),
        advice={finding.code: Advice(how=NASTY, why=NASTY, do=NASTY)},
        openings=(opening,),
        reuse=NASTY,
        not_tested=(NASTY,),
        provenance={NASTY: NASTY},
    )


def nasty_table(*, folded: bool) -> Figure:
    """A figure that is a table, with a column for each kind of text."""
    table = Table(
        columns=((NASTY, "text"), (NASTY, "word"), (NASTY, "link")), rows=((NASTY, NASTY, (NASTY, "")),)
    )
    name = "folded" if folded else "plain"
    return Figure(
        name=name,
        title=NASTY,
        caption=NASTY,
        description=NASTY,
        markup="",
        section="data",
        table=table,
        folded=folded,
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


def test_a_report_without_findings_figures_and_openings_has_no_empty_parts():
    html = small().html()
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", html) == ["Verdict", "What may be claimed"]
    assert re.findall(r'<li><a href="#([^"]+)"', html) == ["verdict", "claims"]
    assert 'class="tally"' not in html
    assert "Compare with" not in html
    assert not Page(html).mismatched


def test_without_a_rate_nothing_is_drawn_from_0_to_100_percent():
    gap = demo.measurement("gap", 0.028, 0.009, unit="points")
    html = small(measurements=(gap,)).html()
    assert '<p class="number">+2.8 <span>points</span></p>' in html
    assert "<title>A report: +2.8 points</title>" in html
    assert "0 to 100 %" not in html
    number = small(measurements=(demo.measurement("NLL", 0.2143, 0.011, unit="number"),)).html()
    assert '<p class="number">0.214</p>' in number


def test_sections_fold_and_only_those_that_say_so_start_closed():
    html = demo_study.study().html()
    folds = re.findall(r'<details class="part"( open)?>\n<summary><h2 id="heading-([^"]+)">', html)
    closed = [name for opened, name in folds if not opened]
    assert closed == ["section-curves"]
    assert len(folds) == 8
    for _, name in folds:
        assert html.count(f'<div id="{name}" class="body">') == 1  # inside: a link to it opens the fold
        assert f'href="#{name}"' in html


def test_a_folded_figure_is_one_line_with_its_caption_until_it_is_opened():
    html = demo_study.study().html()
    arms = re.findall(r'<details class="one-of-many">\n<summary><h3 id="[^"]+">([^<]+)</h3>', html)
    assert len(arms) == sum(map(len, demo_study.ARMS.values()))
    assert arms[0] == "Architecture: linear model"


def test_a_figure_without_a_drawing_shows_its_table_openly():
    html = demo_study.study().html()
    arms = html[html.index('<figure id="figure-arms"') :]
    arms = arms[: arms.index("</figure>")]
    assert "<details" not in arms
    assert 'class="drawing"' not in arms
    assert '91.1\u202f% <span class="note">[90.6, 91.6]</span>' in arms
    assert '<td><a href="#figure-arm-0">Architecture: linear model</a></td>' in arms
    assert "<td>plain network</td>" in arms
    for word in ("none", "mild", "strong", "memorising"):
        mark = '<i class="level" aria-hidden="true"></i>'
        assert f'<span class="word" data-word="{word}">{mark}{word}</span>' in arms


def test_claims_of_others_are_answered_with_a_mark_and_a_word():
    html = demo_study.study().html()
    rows = re.findall(
        r'<tr class="([a-z-]+)"><th scope="row">([^<]+)</th>.*?</i>([^<]+)</td><td>([^<]+)</td>', html
    )
    assert rows == [
        (c.verdict.replace(" ", "-"), c.said, c.verdict, c.sentence) for c in demo_study.study().claims
    ]


def test_paragraphs_stand_below_the_verdict():
    html = small(paragraphs=("*Yes*, said `fit` of 3 < 4.",)).html()
    assert "<p><em>Yes</em>, said <code>fit</code> of 3 &lt; 4.</p>" in html
    assert html.index('class="lines"') < html.index("<em>Yes") < html.index('id="claims"')


def test_the_pages_own_addresses_cannot_be_taken_by_a_section():
    names = ("verdict", "claims", "said", "checks", "data-card", "provenance", "test-part")
    sections = tuple(Section(name, name) for name in names)
    figures = tuple(dataclasses.replace(figure(name), section=name) for name in names)
    html = Page(dataclasses.replace(demo.report(), sections=sections, figures=figures).html())
    ids = html.attributes("id")
    assert len(ids) == len(set(ids))


def test_advice_is_text_with_code_and_stress_and_no_other_markup():
    assert page.emphasised("call `f(a*b)` if *it* is < 3 * 4 <b>") == (
        "call <code>f(a*b)</code> if <em>it</em> is &lt; 3 * 4 &lt;b&gt;"
    )


def test_a_realistic_report_is_small():
    assert len(demo.report().html().encode()) < demo.report().limit_bytes / 2


def test_a_study_of_fifty_arms_is_far_below_its_limit():
    study = demo_study.study()
    html = study.html()
    assert len(html.encode()) < study.limit_bytes / 2
    assert "Left out" not in html
    assert max(len(f.markup) for f in study.figures if f.folded) < 6144


def test_a_report_on_large_colour_pictures_is_below_the_limit():
    rng = np.random.default_rng(0)
    html = demo.report(data=demo.dataset(rng, side=96, colour=True)).html()
    assert len(html.encode()) < 1_000_000
    assert "Left out" not in html


def test_what_does_not_fit_is_left_out_and_the_page_says_so():
    huge, large, tiny = figure("huge", "x" * 2_000_000), figure("large", "y" * 700_000), figure("tiny", "zz")
    html = small(figures=(tiny, huge, large)).html()
    assert len(html.encode()) < 1_000_000
    assert html.count("Left out, so that this page stays below 1 MB.") == 1
    assert "y" * 700_000 in html
    assert '<div class="drawing">zz</div>' in html


def test_the_limit_is_the_reports_own():
    large = figure("large", "y" * 1_200_000)
    assert "y" * 1_200_000 in small(figures=(large,), limit_bytes=1_500_000).html()
    cut = small(figures=(large,), limit_bytes=500_000).html()
    assert "Left out, so that this page stays below 0.5 MB." in cut
    assert len(cut.encode()) < 500_000


def test_of_thousands_of_classes_the_page_lists_the_lowest():
    many = [demo.measurement(f"recall of {i}", i / 3000, 0.01) for i in range(3000)]
    html = small(measurements=(demo.measurement("accuracy", 0.9, 0.01), *many)).html()
    assert "the 100 lowest of 3\u202f000 numbers" in html
    assert '<th scope="row">recall of 99</th>' in html
    assert '<th scope="row">recall of 100</th>' not in html
