"""The leaderboard in a real browser, the network closed: sorting, filtering, views; whole without script."""

from pathlib import Path

import pytest

from tests.reporting import demo_leaderboard
from tests.reporting.chromium import Browser, chromium
from tests.reporting.test_browser import FAINT, SPILL

NAMES = (
    "[...document.querySelectorAll('#board tbody tr')].filter(r => !r.hidden)"
    ".map(r => r.cells[0].querySelector('summary').textContent.trim())"
)


def values(column: int) -> str:
    return f"[...document.querySelectorAll('#board tbody tr')].map(r => r.cells[{column}].dataset.v ?? null)"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    return demo_leaderboard.leaderboard().save_all(tmp_path_factory.mktemp("board"))


@pytest.fixture
def opened(browser: Browser, page) -> Browser:
    browser.see()
    browser.open(page)
    return browser


def choose(browser: Browser, name: str, value: str) -> None:
    browser.evaluate(
        f"(() => {{ const e = document.getElementById('{name}'); e.value = '{value}';"
        "e.dispatchEvent(new Event('input')); })()"
    )


def test_it_opens_without_a_complaint_and_its_script_is_allowed(opened):
    assert opened.complaints() == []
    assert opened.evaluate("document.getElementById('shown').textContent") == "130 of 130 rows"


@pytest.fixture
def without_script(browser: Browser, page, tmp_path) -> Browser:
    """The page with another script than its policy allows: none runs."""
    changed = tmp_path / "changed.html"
    changed.write_text(page.read_text().replace('"use strict";', '"use strict"; alert;'))
    browser.see()
    browser.open(changed)
    return browser


def test_a_script_that_was_changed_does_not_run(without_script):
    assert any("Content Security Policy" in complaint for complaint in without_script.complaints())
    assert without_script.evaluate("document.getElementById('filters').hidden")


def press(browser: Browser, key: str, code: int, text: str) -> None:
    for kind in ("keyDown", "keyUp"):
        browser.call(
            "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, text=text
        )


def test_a_head_sorts_by_keyboard_there_and_back_with_missing_values_last(opened):
    given = opened.evaluate(NAMES)
    head = "document.querySelector('#board th.first')"
    opened.evaluate(f"{head}.querySelector('button').focus()")
    for way, sign in (("descending", -1), ("ascending", 1)):
        press(opened, "Enter", 13, "\r")
        assert opened.evaluate(f"{head}.getAttribute('aria-sort')") == way
        found = opened.evaluate(values(1))
        known = [sign * float(v) for v in found if v is not None]
        assert known == sorted(known)
        assert found[-3:] == [None] * 3
        assert len(known) == 127
    press(opened, "Enter", 13, "\r")
    assert opened.evaluate(f"{head}.getAttribute('aria-sort')") is None
    assert opened.evaluate(NAMES) == given


def test_one_head_at_a_time_is_sorted_and_names_by_number(opened):
    opened.evaluate("document.querySelector('#board th.first button').click()")
    opened.evaluate("document.querySelector('#board thead th.name button').click()")
    assert opened.evaluate("document.querySelectorAll('#board [aria-sort]').length") == 1
    names = [name for name in opened.evaluate(NAMES) if name.startswith("SGD")]
    assert [int(name.split("depth=")[1].split()[0]) for name in names] == list(range(15))


def test_filters_narrow_and_reset_widens(opened):
    choose(opened, "find", "svc depth=1")
    names = opened.evaluate(NAMES)
    assert names
    assert all("svc" in name.lower() and "depth=1" in name for name in names)
    choose(opened, "family", "SVC")
    assert {name.split()[0] for name in opened.evaluate(NAMES)} == {"SVC"}
    opened.evaluate("document.getElementById('reset').click()")
    assert len(opened.evaluate(NAMES)) == 130
    choose(opened, "status", "not converged")
    assert {name.split()[0] for name in opened.evaluate(NAMES)} == {"LinearSVC"}
    assert opened.evaluate("document.getElementById('shown').textContent") == "18 of 130 rows"


def test_a_status_counts_on_the_data_set_in_view(opened):
    choose(opened, "status", "unverified")
    assert len(opened.evaluate(NAMES)) == 1
    opened.evaluate("document.getElementById('view-2').click()")
    assert opened.evaluate(NAMES) == []


SEEN = "[...document.querySelectorAll('#board thead th')].filter(e => e.checkVisibility()).length"


def test_without_script_all_rows_are_there_and_views_choose_columns(without_script):
    assert len(without_script.evaluate(NAMES)) == 130
    assert without_script.evaluate("document.querySelectorAll('#board button').length") == 0
    assert without_script.evaluate(SEEN) == 1 + 2 * 6
    for view, other in ((1, 2), (2, 1)):
        without_script.evaluate(f"document.getElementById('view-{view}').click()")
        assert without_script.evaluate(SEEN) == 1 + 9
        gone = f"getComputedStyle(document.querySelector('td.set-{other}')).display"
        assert without_script.evaluate(gone) == "none"


@pytest.mark.parametrize("width", [320, 768, 1280, 1920])
def test_only_the_table_scrolls_sideways(browser: Browser, page, width):
    browser.see(width=width)
    browser.open(page)
    assert browser.evaluate(SPILL) <= 0
    browser.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    browser.evaluate("document.getElementById('view-1').click()")
    assert browser.evaluate(SPILL) <= 0


def test_printed_it_is_as_wide_as_the_paper_and_shows_every_row(opened):
    opened.see(width=690, media="print")
    assert opened.evaluate(SPILL) <= 0
    tall = "document.querySelector('.tall').scrollHeight - document.querySelector('.tall').clientHeight"
    assert opened.evaluate(tall) <= 0


@pytest.mark.parametrize("dark", [False, True])
def test_all_text_has_contrast(browser: Browser, page, dark):
    browser.see(dark=dark)
    browser.open(page)
    result = browser.evaluate(FAINT)
    assert result["seen"] > 2000
    assert result["faint"] == []


def test_drawings_and_controls_have_names_for_a_screen_reader(opened):
    nodes = opened.call("Accessibility.getFullAXTree")["nodes"]
    roles = {"image", "img", "button", "radio", "searchbox", "combobox"}
    told = [n for n in nodes if n.get("role", {}).get("value") in roles and not n["ignored"]]
    assert len(told) > 20
    assert not [n for n in told if not n["name"]["value"]]
