"""The page of a set: its numbers are those of the folder, its text is safe, its sheets are train pictures."""

import io
import json
import re

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from fittingroom.cli import main
from fittingroom.curate.document.contents import contents
from fittingroom.curate.document.samples import samples
from fittingroom.curate.document.tally import tally, write_tally
from fittingroom.errors import DataError
from fittingroom.studies.curation import document
from fittingroom.studies.curation.stepwise import steps
from tests.curate.made_set import LABELS, records, write_set


@pytest.fixture
def made(tmp_path):
    folder = write_set(tmp_path / "set")
    everything = [row["labels"] for row in records()] + [[1, 2, 4]] * 4
    for step, some in (("map", everything), ("duplicates", everything[:36])):
        write_tally(
            folder / "counts" / f"{step}.parquet", tally(pa.array(some, pa.list_(pa.int16())), LABELS)
        )
    return folder


def test_the_numbers_are_those_of_the_folder(made):
    found = contents(made)
    rows = records()
    assert {part: one.rows for part, one in found.parts.items()} == {"train": 24, "val": 6, "test": 6}
    assert found.whole.of_label.tolist() == [
        sum(label.id in row["labels"] for row in rows) for label in LABELS.labels
    ]
    for i, a in enumerate(LABELS.labels):
        for j, b in enumerate(LABELS.labels):
            assert found.together[i, j] == sum(
                a.id in row["labels"] and b.id in row["labels"] for row in rows
            )
    assert found.unknown.tolist() == [0, sum(row["unknown"] == ["color"] for row in rows), 0]
    assert found.not_applicable[2] == sum(row["not_applicable"] == ["sleeve"] for row in rows)
    assert [one.total for one in found.decisions] == [40, 30, 36, 4]
    assert found.simulated


def test_the_page_says_them_and_holds_no_foreign_markup(made):
    html = document(made).read_text()
    numbers = json.loads((made / "document.json").read_text())
    assert numbers["parts"]["train"]["rows"] == 24
    assert numbers["steps"]["map"]["rows"] == 40
    assert numbers["leaks"]["leak_groups"] == 0
    assert [one["total"] for one in numbers["decisions"]] == [40, 30, 36, 4]
    assert "36 of 40 records became the set" in html
    assert "Nothing crosses a split" in html
    assert "Simulated: " in html
    assert "No rule knows the tag." in html
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL).group(1)
    rulings = json.loads(data)
    assert "</script>lovely" in {row[1] for one in rulings for row in one["rows"]}
    assert sum(len(one["rows"]) for one in rulings) == 110
    assert "<Jackets>" not in html
    assert "Coats &amp; &lt;Jackets&gt;" in html
    assert not re.search(r'(src|href)="https?://', html)


def test_a_group_that_holds_two_is_said(made):
    path = made / "part/val-00000.parquet"
    rows = pq.read_table(path).to_pylist()
    rows[0]["labels"] = [1, 2]
    pq.write_table(pa.Table.from_pylist(rows, pq.read_schema(path)), path)
    html = document(made).read_text()
    assert "Groups that should hold one label" in html
    assert "category should hold one label an image and does not" in html


def test_sheets_show_train_pictures_of_their_label(made):
    rows = {row["id"]: row for row in records()}
    found = samples(made, LABELS, each=4)
    for label, some in found.items():
        own = [row for row in rows.values() if label in row["labels"] and row["row"] < 24]
        assert len(some) == min(4, len(own))
        for one in some:
            assert rows[one.record]["row"] < 24
            assert label in rows[one.record]["labels"]
            assert one.image == rows[one.record]["image"]
    document(made)
    sheet = np.asarray(Image.open(made / "sheets/003-coats-jackets.jpg"))
    assert sheet.shape[0] == 112
    assert len(list((made / "sheets").iterdir())) == 6


def test_samples_do_not_depend_on_the_cut(made):
    before = samples(made, LABELS, each=3)
    table = pq.read_table(made / "part/train-00000.parquet")
    for number in range(3):
        pq.write_table(table.slice(8 * (2 - number), 8), made / "part" / f"train-{number:05d}.parquet")
    assert samples(made, LABELS, each=3) == before


def test_a_picture_that_cannot_be_read_is_shown_as_such(made):
    path = made / "part/train-00000.parquet"
    rows = pq.read_table(path).to_pylist()
    for row in rows:
        row["image"] = row["image"][:30]
    pq.write_table(pa.Table.from_pylist(rows, pq.read_schema(path)), path)
    html = document(made).read_text()
    first = re.search(r"data:image/jpeg;base64,([^\"]+)", html).group(1)
    import base64

    tile = np.asarray(Image.open(io.BytesIO(base64.b64decode(first))))[36, 36]
    assert np.abs(tile.astype(int) - [201, 102, 31]).max() < 12


def test_where_truth_is_known_its_scores_are_printed_even_against_us(made):
    by_group = {"all": {"precision": 0.912, "recall": 0.5}, "color": {"precision": 0.25, "recall": 0.125}}
    scores = {"labels": {"map": by_group, "verify": by_group}}
    scores["copies"] = {"held_out": 12, "held_out_with_their_product_in_train": 3}
    (made / "scores.json").write_text(json.dumps(scores))
    html = document(made).read_text().replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert html.count("91.2 %") == html.count("12.5 %") == 2
    assert "3 of 12 val and test images have a product of train" in html
    (made / "scores.json").write_text("{")
    with pytest.raises(DataError, match=r"scores\.json: not a readable JSON"):
        document(made)


def test_records_of_steps_without_labels_are_in_the_table(made):
    about = json.loads((made / "set.json").read_text())
    about["steps"] = ["fetch", *about["steps"]]
    left = {
        "fetch": {"in": 44, "left": 40},
        "map": {"in": 40, "left": 40},
        "duplicates": {"in": 40, "left": 36},
    }
    (made / "set.json").write_text(json.dumps(about | {"records": left, "command": ["fittingroom", "a b"]}))
    html = document(made).read_text()
    assert "36 of 44 records became the set" in html
    assert json.loads((made / "document.json").read_text())["left"] == {
        "fetch": 40,
        "map": 40,
        "duplicates": 36,
    }
    assert "fittingroom &#39;a b&#39;" in html


def test_what_was_done_for_a_step_alone_counts_as_its_cost(made):
    about = json.loads((made / "set.json").read_text())
    spent = {"map": 3.2, "search": 100.0, "compare": 20.0, "duplicates": 0.5}
    costs = {step: {"rows": 40, "seconds": seconds} for step, seconds in spent.items()}
    (made / "set.json").write_text(json.dumps(about | {"costs": costs}))
    rows = {row[0]: row[-1] for row in steps(contents(made)).table.rows}
    assert (rows["map"], rows["duplicates"], rows["the set"]) == (4, 121, None)


def test_without_counts_and_decisions_the_page_still_stands(tmp_path):
    folder = write_set(tmp_path / "set")
    (folder / "set.json").write_text("{}")
    html = document(folder).read_text()
    assert "no counts of the steps" in html
    assert 'id="search"' not in html


def test_what_is_no_set_is_said(tmp_path, capsys):
    with pytest.raises(DataError, match=r"no set\.json"):
        contents(tmp_path)
    (tmp_path / "set.json").write_text("{}")
    (tmp_path / "labels.csv").write_text("labelId,taskId,labelName,taskName\n1,1,a,b\n")
    assert main(["set", "page", str(tmp_path)]) == 2
    assert "there is no part/train-*.parquet" in capsys.readouterr().err
