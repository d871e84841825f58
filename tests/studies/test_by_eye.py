"""The check by eye: page and CSV of a set, in a real browser, and back as error rates."""

import csv
import json

import pytest

from fittingroom.cli import main
from fittingroom.curate.document.verdicts import read_verdicts
from fittingroom.curate.duplicates import Settings as Duplicates
from fittingroom.curate.making import make_set
from fittingroom.curate.pipeline import Means
from fittingroom.curate.recipe import Recipe
from tests.curate.made import record, write
from tests.reporting.chromium import chromium

EXACT = Recipe(duplicates=Duplicates(near=False))


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("by-eye")
    records = [record(n) for n in range(8)]
    records[1] |= {
        "tags": ["</script><b>bold</b>", "jacket"],
        "title": 'lovely "striped" & <i>red</i> jacket',
    }
    make_set(write(folder / "shop.parquet", records), folder / "set", recipe=EXACT, means=Means(workers=1))
    assert main(["set", "check", str(folder / "set"), "--each", "5"]) == 0
    return folder / "set" / "check"


def test_page_and_csv_hold_the_same_decisions_and_no_foreign_markup(checked):
    html = (checked / "check.html").read_text()
    with (checked / "check.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [int(row["case"]) for row in rows] == list(range(1, len(rows) + 1))
    assert html.count('class="case"') == html.count("data:image/jpeg;base64,") == len(rows)
    assert html.count('type="radio"') == 3 * len(rows)
    assert "<b>bold" not in html
    assert "<i>red" not in html
    assert any(row["subject"] == "</script><b>bold</b>" for row in rows)


def test_marks_of_the_browser_are_what_is_read_back(checked, tmp_path, capsys):
    with chromium(tmp_path / "profile") as browser:
        browser.see()
        browser.open(checked / "check.html")
        assert browser.complaints() == []
        browser.evaluate(
            "(() => { const all = document.querySelectorAll('[value=right]');"
            "for (const one of all) one.click();"
            "document.querySelector('[name=\"2\"][value=wrong]').click();"
            "const note = document.getElementById('note-2'); note.value = 'a \"note\", so';"
            "note.dispatchEvent(new Event('change', {bubbles: true}));"
            "URL.createObjectURL = blob => { window.saved = blob.text(); return 'data:,'; };"
            "document.querySelector('#marks button').click(); })()"
        )
        (tmp_path / "mine.csv").write_text(browser.evaluate("window.saved"), encoding="utf-8")
        counted = browser.evaluate("document.getElementById('marked').textContent")
        browser.open(checked / "check.html")  # again: the marks are still there
        assert browser.evaluate("document.getElementById('marked').textContent") == counted
        assert browser.evaluate("document.querySelector('[name=\"2\"]:checked').value") == "wrong"
    judged = read_verdicts(tmp_path / "mine.csv")
    assert sum(one.wrong for one in judged) == 1
    assert all(one.right + one.wrong == one.drawn for one in judged)
    with (tmp_path / "mine.csv").open(newline="") as stream:
        assert [row["note"] for row in csv.DictReader(stream)][1] == 'a "note", so'
    assert main(["set", "verdicts", str(tmp_path / "mine.csv")]) == 0
    assert "looked at" in capsys.readouterr().out


def test_verdicts_are_never_overwritten(checked, tmp_path, capsys):
    out = tmp_path / "again"
    command = ["set", "check", str(checked.parent), "--each", "2", "--out", str(out)]
    assert main(command) == 0 == main(command)  # nothing was marked yet
    text = (out / "check.csv").read_text()
    (out / "check.csv").write_text(text.replace(",,\n", ",wrong,\n", 1))
    assert main(command) == 2
    assert "holds verdicts already" in capsys.readouterr().err
    assert json.loads((checked.parent / "set.json").read_text())["steps"]
