"""The page in a real browser with the network closed: nothing fails, nothing spills, all can be read."""

import json
from pathlib import Path

import pytest

from tests.reporting import demo, demo_study
from tests.reporting.chromium import Browser, chromium

WIDTHS_PX = (320, 360, 768, 1280, 1600)

SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

# every piece of text whose ink has too little contrast with the first ground below it that is not clear
FAINT = """(() => {
  const channels = c => {
    const m = c.match(/^rgba?\\(([^)]+)\\)$/);
    const [r, g, b, a = 1] = m[1].split(',').map(Number);
    return [r, g, b, a];
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = channels(getComputedStyle(e).backgroundColor);
      if (c[3] === 1) return c;
    }
    return [255, 255, 255, 1];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  let seen = 0;
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ['title', 'desc', 'STYLE'].includes(e.tagName)) continue;
    const style = getComputedStyle(e);
    const ink = channels(e instanceof SVGElement ? style.fill : style.color);
    const [a, b] = [luminance(ink), luminance(ground(e))].sort((p, q) => q - p);
    seen += 1;
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(walker.currentNode.data.trim());
  }
  return {seen, faint};
})()"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def model_page(tmp_path_factory) -> Path:
    return demo.report().save(tmp_path_factory.mktemp("model") / "report.html")


@pytest.fixture(scope="module")
def study_page(tmp_path_factory) -> Path:
    return demo_study.study().save(tmp_path_factory.mktemp("study") / "report.html")


@pytest.fixture(params=["model", "study"])
def page(request) -> Path:
    return request.getfixturevalue(f"{request.param}_page")


def test_a_study_opens_without_a_complaint_and_its_title_holds_the_headline(browser: Browser, study_page):
    browser.see()
    browser.open(study_page)
    assert browser.complaints() == []
    assert browser.evaluate("document.title") == "Fashion-MNIST: does it overfit?: +3.5 points"


def test_a_link_opens_the_folds_around_what_it_leads_to(browser: Browser, study_page):
    closed = "[...document.querySelectorAll('details')].filter(d => !d.open).length"
    browser.see()
    browser.open(study_page)
    before = browser.evaluate(closed)
    browser.evaluate("document.querySelector('nav a[href=\"#section-curves\"]').click()")
    browser.evaluate("new Promise(done => setTimeout(done, 100))")
    assert browser.evaluate(closed) == before - 1
    browser.evaluate("location.hash = '#figure-arm-7'")
    browser.evaluate("new Promise(done => setTimeout(done, 100))")
    assert browser.evaluate(closed) == before - 2
    assert browser.evaluate("document.getElementById('figure-arm-7').checkVisibility()")


def test_a_fold_opens_and_closes_by_keyboard(browser: Browser, study_page):
    browser.see()
    browser.open(study_page)
    fold = "document.querySelector('#section-curves').parentElement"
    browser.evaluate(f"{fold}.querySelector('summary').focus()")
    for opened in (True, False):
        for kind in ("keyDown", "keyUp"):
            key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
            browser.call("Input.dispatchKeyEvent", type=kind, **key)
        assert browser.evaluate(f"{fold}.open") is opened


def written(folder: Path, html: str) -> Path:
    path = folder / "page.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><title>t</title>{html}")
    return path


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("<img src='missing.png'>", "failed request: net::ERR_FILE_NOT_FOUND"),
        ("<img src='http://example.org/x.png'>", "request to http://example.org/x.png"),
        (
            "<link rel=stylesheet href='https://example.org/x.css'>",
            "failed request: net::ERR_NAME_NOT_RESOLVED",
        ),
        ("<script>console.error('no')</script>", "console error"),
        ("<script>throw new Error('no')</script>", "exception: Uncaught"),
    ],
)
def test_a_page_with_a_fault_is_caught(browser: Browser, tmp_path, html, complaint):
    browser.open(written(tmp_path, html))
    assert complaint in browser.complaints()


def test_the_report_opens_without_a_complaint(browser: Browser, model_page):
    browser.see()
    browser.open(model_page)
    assert browser.complaints() == []
    assert browser.evaluate("document.title").startswith("Fashion-MNIST: small convnet: 92.5")
    broken = "[...document.images].filter(i => !i.complete || i.naturalWidth === 0).length"
    assert browser.evaluate("document.images.length") > 100
    assert browser.evaluate(broken) == 0


def test_in_a_notebook_the_report_opens_without_a_complaint(browser: Browser, tmp_path):
    browser.open(written(tmp_path, demo.report()._repr_html_()))
    assert browser.complaints() == []


@pytest.mark.parametrize("width", WIDTHS_PX)
def test_the_page_never_scrolls_sideways(browser: Browser, page, width):
    browser.see(width=width)
    browser.open(page)
    assert browser.evaluate("innerWidth") == width
    assert browser.evaluate(SPILL) <= 0
    browser.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert browser.evaluate(SPILL) <= 0


def test_a_page_that_is_too_wide_is_caught(browser: Browser, tmp_path):
    browser.see(width=360)
    browser.open(
        written(tmp_path, "<meta name=viewport content='width=device-width'><p style='width:700px'>x</p>")
    )
    assert browser.evaluate(SPILL) > 0


@pytest.mark.parametrize("dark", [False, True])
def test_all_text_has_contrast(browser: Browser, page, dark):
    browser.see(dark=dark)
    browser.open(page)
    ground = browser.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == ("rgb(20, 22, 26)" if dark else "rgb(252, 251, 248)")
    result = browser.evaluate(FAINT)
    assert result["seen"] > 500
    assert result["faint"] == []


def test_faint_text_is_caught(browser: Browser, tmp_path):
    browser.open(written(tmp_path, "<p style='color:#999;background:#fff'>faint</p><p>clear</p>"))
    assert browser.evaluate(FAINT) == {"seen": 2, "faint": ["faint"]}


HIDDEN = (
    "[...document.querySelectorAll('details > :not(summary)')]"
    ".filter(e => !e.checkVisibility({contentVisibilityAuto: true})).length"
)


def test_print_opens_what_is_folded_and_is_light(browser: Browser, model_page, tmp_path):
    browser.see(dark=True)
    browser.open(model_page)
    assert browser.evaluate(HIDDEN) > 10
    browser.see(dark=True, media="print")
    assert browser.evaluate(HIDDEN) == 0
    assert browser.evaluate("getComputedStyle(document.body).color") == "rgb(30, 33, 38)"
    browser.pdf(tmp_path / "report.pdf")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_a_study_prints_every_drawing_but_not_the_tables_of_single_arms(browser: Browser, study_page):
    arms = sum(map(len, demo_study.ARMS.values()))
    browser.open(study_page)
    browser.see(width=690, media="print")
    assert browser.evaluate(HIDDEN) == arms
    drawings = (
        "[...document.querySelectorAll('.one-of-many .drawing')].filter(e => e.checkVisibility()).length"
    )
    assert browser.evaluate(drawings) == arms
    assert browser.evaluate(SPILL) <= 0


def test_every_image_has_a_name_for_a_screen_reader(browser: Browser, page):
    browser.see()
    browser.open(page)
    browser.evaluate("document.querySelectorAll('.part, .one-of-many').forEach(d => d.open = true)")
    nodes = browser.call("Accessibility.getFullAXTree")["nodes"]
    images = [n for n in nodes if n.get("role", {}).get("value") in ("image", "img") and not n["ignored"]]
    assert len(images) > 100
    assert not [json.dumps(n) for n in images if not n["name"]["value"]]
