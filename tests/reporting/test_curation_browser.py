"""A curation's page in a real browser, the network closed: it searches, and spills on no screen."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.reporting.curation import Curation, Head, Ruling, searchable
from fittingroom.reporting.document import Figure, Table
from fittingroom.reporting.label_charts import ranked
from fittingroom.types import Decision
from tests.reporting.chromium import Browser, chromium
from tests.reporting.test_browser import FAINT, SPILL

ROWS = "document.querySelectorAll('#found tbody tr').length"


def ruling(step, reason, kept, n, **more):
    sample = tuple(
        Decision(
            record=f"item-{i}", step=step, kept=kept, reason=reason, subject=f"tag {i % 3}", number=i / 7
        )
        for i in range(n)
    )
    return Ruling(
        step=step, reason=reason, sentence="Why it was so.", kept=kept, total=10 * n, sample=sample, **more
    )


def demo() -> Curation:
    numbers = Table(
        columns=(("label", "text"), ("images", "count")), rows=(("Dresses", 40), ("Shoelaces", 7))
    )
    counts = np.array([40, 7])
    drawing = ranked([("now", counts)], ["Dresses", "Shoelaces"], few=10, many=30, title="Images per label")
    common = {"caption": "What to see.", "description": "Said aloud.", "table": numbers}
    return Curation(
        title="How a made set came about",
        subtitle="47 images, 2 labels",
        heads=(Head("images", "47", "of 60"), Head("decisions", "2 300", "each with its reason")),
        verdict=("Nothing crosses a split.",),
        figures=(
            Figure(name="steps", title="Steps", markup="", section="steps", **common),
            Figure(name="long-tail", title="Images per label", markup=drawing, section="tail", **common),
            Figure(
                name="sheet-1", title="Category", markup="<dl></dl>", section="sheets", folded=True, **common
            ),
        ),
        rulings=(
            ruling("map", "mapped", True, 150),
            ruling("map", "unknown-tag", False, 50),
            ruling("dup", "copy", False, 30),
        ),
        whole="all lie in decisions/.",
        not_tested=("Whether a label is right.",),
        provenance={"seed": "7"},
    )


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return demo().save_all(tmp_path_factory.mktemp("set"))


@pytest.fixture
def opened(browser: Browser, page) -> Browser:
    browser.see()
    browser.open(page)
    return browser


def choose(browser: Browser, name: str, value: str) -> str:
    browser.evaluate(
        f"(() => {{ const e = document.getElementById('{name}'); e.value = '{value}';"
        "e.dispatchEvent(new Event('input')); })()"
    )
    return browser.evaluate("document.getElementById('shown').textContent")


def test_it_opens_without_a_complaint_and_shows_a_hundred(opened):
    assert opened.complaints() == []
    assert opened.evaluate("document.getElementById('shown').textContent") == "230 of 230 decisions"
    assert opened.evaluate(ROWS) == 100
    opened.evaluate("document.getElementById('further').click()")
    opened.evaluate("document.getElementById('further').click()")
    assert opened.evaluate(ROWS) == 230
    assert opened.evaluate("document.getElementById('further').parentElement.hidden") is True


def test_searching_narrows_and_reset_widens(opened):
    for words in ("tag 1", "ITEM-7 tag", "item-149", "nothing of this"):
        texts = [f"{d.record} {d.subject}" for one in demo().rulings for d in one.sample]
        n = sum(all(word in text for word in words.lower().split()) for text in texts)
        assert choose(opened, "find", words) == f"{n} of 230 decisions"
    assert choose(opened, "find", "") == "230 of 230 decisions"
    assert choose(opened, "step", "dup") == "30 of 230 decisions"
    assert (
        opened.evaluate("[...document.getElementById('reason').options].filter(o => !o.hidden).length") == 2
    )
    assert choose(opened, "kept", "1") == "0 of 230 decisions"
    opened.evaluate("document.getElementById('reset').click()")
    assert opened.evaluate(ROWS) == 100


def test_a_reason_leads_to_its_decisions(opened):
    opened.evaluate("document.querySelectorAll('[data-reason]')[2].click()")
    assert opened.evaluate("document.getElementById('shown').textContent") == "30 of 230 decisions"
    assert opened.evaluate("document.querySelector('#found tbody td').textContent") == "item-0"


@pytest.mark.parametrize("width", [1100, 700, 360])
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_spills_or_fades(browser, page, width, dark):
    browser.see(width=width, dark=dark)
    browser.open(page)
    assert browser.evaluate(SPILL) == 0
    assert browser.evaluate(FAINT)["faint"] == []


def test_a_sample_is_no_larger_than_what_it_is_of():
    with pytest.raises(InputError, match="1 decisions are a sample of 0"):
        Ruling(
            step="a",
            reason="b",
            sentence="",
            kept=True,
            total=0,
            sample=(Decision(record="r", step="a", kept=True, reason="b"),),
        )


def test_what_json_does_not_know_is_none_and_no_tag_closes_the_script():
    odd = (Decision(record="</script>", step="a", kept=True, reason="b", number=float("nan")),)
    text = searchable([Ruling(step="a", reason="b", sentence="", kept=True, total=1, sample=odd)])
    assert "NaN" not in text
    assert "<" not in text
