"""Label Studio: what it exports comes back as answers; its configuration holds every label once."""

import json
from xml.etree import ElementTree

import pytest

from fittingroom.curate.annotate.judgements import Answer
from fittingroom.curate.annotate.label_studio import MOST, configuration, controls, read_export, tasks_json
from fittingroom.curate.annotate.tasks import Task
from fittingroom.data.attributes import imaterialist
from fittingroom.errors import DataError
from tests.curate.annotate.people import SMALL

EXPORT = """[
{"id": 1, "created_at": "2026-03-09T21:52:49.513742Z", "updated_at": "2026-03-09T22:16:08.746926Z",
 "project": 83,
 "data": {"image": "/data/local-files/?d=images/r7.jpg", "id": "r7"}, "predictions": [], "drafts": [],
 "meta": {}, "file_upload": "tasks.json", "total_annotations": 3, "cancelled_annotations": 1,
 "annotations": [
  {"id": 1001, "completed_by": 10, "was_cancelled": false, "ground_truth": false, "lead_time": 4.288,
   "created_at": "2026-03-09T22:16:08.728353Z", "updated_at": "2026-03-09T22:16:08.728378Z",
   "result_count": 2,
   "task": 1, "parent_prediction": null, "result": [
    {"id": "Dx_aB91ISN", "from_name": "category-1.1", "to_name": "image", "type": "choices", "origin":
    "manual",
     "value": {"choices": ["Dresses"]}},
    {"id": "q5s3TyXPo", "from_name": "color-2.1", "to_name": "image", "type": "choices", "origin":
    "manual",
     "value": {"choices": ["Blue", "Red"]}}]},
  {"id": 1002, "completed_by": {"id": 11, "email": "bob@example.org", "first_name": "", "last_name": ""},
   "was_cancelled": false, "updated_at": "2026-03-09T22:20:00.000000Z", "result": [
    {"id": "a", "from_name": "category-1.1", "to_name": "image", "type": "choices",
     "value": {"choices": ["(none)"]}},
    {"id": "b", "from_name": "color-2.1", "to_name": "image", "type": "choices",
     "value": {"choices": ["(cannot tell)"]}}]},
  {"id": 1003, "completed_by": 12, "was_cancelled": true, "updated_at": "2026-03-09T22:30:00.000000Z",
   "result": []},
  {"id": 1004, "completed_by": 10, "was_cancelled": false, "updated_at": "2026-03-08T08:00:00.000000Z",
   "result": [
    {"id": "c", "from_name": "category-1.1", "to_name": "image", "type": "choices",
     "value": {"choices": ["Coats"]}}]}
 ]}]"""


def exported(tmp_path, text=EXPORT):
    (tmp_path / "export.json").write_text(text)
    return read_export(tmp_path / "export.json", SMALL)


def test_an_export_comes_back_as_answers(tmp_path):
    assert exported(tmp_path) == [
        Answer(id="r7", annotator="10", labels=(1, 4, 5)),  # the latest of its two
        Answer(id="r7", annotator="bob@example.org", unknown=("color",)),
        Answer(id="r7", annotator="12", unknown=("category", "color"), discarded=True),
    ]


def test_a_group_may_not_apply_and_a_picture_be_put_aside(tmp_path):
    text = EXPORT.replace("(cannot tell)", "(does not apply)").replace(
        '"category-1.1", "to_name": "image", "type": "choices",\n     "value": {"choices": ["(none)"]',
        '"picture", "to_name": "image", "type": "choices",\n     "value": {"choices": ["(put aside)"]',
    )
    bob = exported(tmp_path, text)[1]
    assert bob == Answer(
        id="r7", annotator="bob@example.org", unknown=("category",), not_applicable=("color",), discarded=True
    )


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("Dresses", "Dress", r"no 'Dress' \(did you mean Dresses"),
        ("category-1.1", "kind", "control 'kind' is not in the configuration"),
        ('"id": "r7"', '"file": "r7"', 'task 1 has no "id"'),
        ('"annotations"', '"results"', 'export as "JSON"'),
        ("[\n{", "{", "not a readable JSON"),
    ],
)
def test_what_is_not_ours_is_said(tmp_path, was, now, says):
    with pytest.raises(DataError, match=says):
        exported(tmp_path, EXPORT.replace(was, now))


def test_the_configuration_holds_every_label_once_in_blocks_of_a_hundred():
    labels = imaterialist()
    view = ElementTree.fromstring(configuration(labels))
    blocks = {block.get("name"): [one.get("value") for one in block] for block in view.iter("Choices")}
    assert max(map(len, blocks.values())) <= MOST
    values = [value for block in blocks.values() for value in block if not value.startswith("(")]
    assert sorted(values) == sorted(label.name for label in labels.labels)
    assert [name for name in blocks if name.startswith("category")] == ["category-1.1", "category-1.2"]
    kinds = {block.get("name"): block.get("choice") for block in view.iter("Choices")}
    assert (kinds["category-1.1"], kinds["color-2.1"]) == ("single", "multiple")
    assert all(block.get("toName") == view.find("Image").get("name") for block in view.iter("Choices"))


def test_a_suggestion_that_is_accepted_is_the_answer(tmp_path):
    """A prediction is written as an annotation's result is, so that what people accept comes back."""
    labels = imaterialist()
    tasks = [Task("a", "a.jpg", tuple(int(i) for i in labels.ids[::17])), Task("b", "b.jpg")]
    written = json.loads(tasks_json(tasks, labels, suggest=True))
    for task in written:
        task["annotations"] = [{"completed_by": 1, "result": task.pop("predictions")[0]["result"]}]
    (tmp_path / "export.json").write_text(json.dumps(written))
    a, b = read_export(tmp_path / "export.json", labels)
    assert a.labels == tuple(sorted(tasks[0].labels))
    assert len(b.unknown) == len(labels.groups)
    assert all("predictions" not in task for task in json.loads(tasks_json(tasks, labels, suggest=False)))
    assert {control.group for control in controls(labels)} == {group.name for group in labels.groups}
