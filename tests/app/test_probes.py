"""A kept folder is read by `fittingroom probe`, and what it measured by the app."""

import dataclasses
import tomllib

import numpy as np
import pytest

from fittingroom.app import words
from fittingroom.app.asking import answer_prepared
from fittingroom.app.collecting import NONE
from fittingroom.app.mapping import MAP, class_map, write_map
from fittingroom.app.probes import probes_beside
from fittingroom.build import Prepared
from fittingroom.errors import DataError
from fittingroom.studies.reality.probe import probe
from tests.app.test_server import ask, client, drawing  # noqa: F401


def test_the_map_says_that_every_class_is_itself(subject):
    strange = dataclasses.replace(subject.run.data.card, classes=('a"b', "c\\d", "é = [1]"))
    data = dataclasses.replace(subject.run.data, card=strange)
    found = tomllib.loads(class_map(data, subject.preparations))
    assert found["strict"] == {name: name for name in strange.classes}
    assert found["unknown"] == [NONE]
    assert "as-it-is" not in found["prepare"]


def test_a_map_that_somebody_changed_stays(subject, tmp_path):
    (tmp_path / MAP).write_text("mine")
    write_map(tmp_path, subject.run.data, subject.preparations)
    assert (tmp_path / MAP).read_text() == "mine"


def test_kept_pictures_are_probed_alike_and_the_app_reads_what_was_measured(client, room, tmp_path):  # noqa: F811
    said = []
    for number, width in enumerate((300, 340, 380, 420)):
        found = ask(client, drawing(width)).json()
        said.append(found["confidence"]["top"][0])
        who = ("Ada", "Bob")[number % 2]
        client.post("/api/keep", json={"id": found["id"], "label": (0, 0, 1, -1)[number], "who": who})
    run = room.subject.run
    result = probe(run.model, room.folder, room.folder / MAP, data=run.data, rng=np.random.default_rng(0))
    ours = result.predictions["stretch-negate"]
    for row, top in enumerate(said):
        assert room.subject.classes[ours.answers[row]] == top["name"]
        assert ours.confidence[row] == pytest.approx(top["probability"], abs=1e-4)
    result.report().save_all(tmp_path / "probe-mine")
    listed = {one.preparation: one for one in probes_beside(tmp_path)}
    assert set(listed) == set(result.predictions)
    one = listed["stretch-negate"]
    assert (one.photos, one.accuracy.n) == ("mine", 3)
    assert one.accuracy.value == result.judgement("stretch-negate", "strict").accuracy.value


def test_what_a_probe_measured_is_said_of_photos_and_not_of_drawings(subject, tmp_path):
    (tmp_path / "probe-street").mkdir()
    (tmp_path / "probe-street" / "report.json").write_text(
        '{"measurements": [{"name": "accuracy, strict reading", "value": 0.21, "n": 2602,'
        ' "part": "photos through area",'
        ' "method": "cluster bootstrap", "low": 0.14, "high": 0.31, "unit": "rate"},'
        ' {"name": "right among those", "value": 0.17, "n": 806, "part": "area", "method": "x"}]}'
    )
    probed = dataclasses.replace(subject, probed=probes_beside(tmp_path))
    image = subject.run.data.part("val").images[0]
    found = answer_prepared(probed, Prepared(picture=image, stages=(), failures=()), "area")
    sure, unsure = (
        dataclasses.replace(found, probabilities=np.array(p, np.float32))
        for p in ([0.95, 0.05, 0], [0.6, 0.4, 0])
    )
    assert words.confidence(sure, probed, (), "photo")[0] == (
        "Of real photos (street) prepared like this and answered at 90\u202f% or more, 17 in 100 were right "
        "(n = 806)."
    )
    assert (
        "21 in 100 [14, 31] were right (n = 2\u202f602)" in words.confidence(unsure, probed, (), "camera")[0]
    )
    assert "street" not in words.confidence(sure, probed, (), "drawing")[0]
    other = dataclasses.replace(sure, preparation="flood")
    assert "street" not in words.confidence(other, probed, (), "photo")[0]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"measurements": [{"name": 1}]}'])
def test_a_report_that_cannot_be_read_is_told(tmp_path, content):
    (tmp_path / "probe-x").mkdir()
    (tmp_path / "probe-x" / "report.json").write_text(content)
    with pytest.raises(DataError, match="not a report of"):
        probes_beside(tmp_path)
