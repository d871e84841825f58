"""CVAT: what it exports comes back as answers; what we upload comes back as it was."""

import json
import zipfile
from xml.etree import ElementTree

import pytest

from fittingroom.curate.annotate.cvat import ANSWER, annotations_xml, constructor_json, read_export
from fittingroom.curate.annotate.judgements import Answer
from fittingroom.curate.annotate.tasks import CANNOT_TELL, NONE, NOT_APPLICABLE, Task
from fittingroom.errors import DataError
from tests.curate.annotate.people import SMALL

EXPORT = """<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
  <meta>
    <task>
      <id>12</id>
      <name>coats</name>
      <size>3</size>
      <mode>annotation</mode>
      <overlap>0</overlap>
      <bugtracker></bugtracker>
      <created>2026-03-09 12:01:30.151215+00:00</created>
      <updated>2026-03-09 12:11:49.019711+00:00</updated>
      <subset>default</subset>
      <start_frame>0</start_frame>
      <stop_frame>2</stop_frame>
      <frame_filter></frame_filter>
      <segments><segment><id>9</id><start>0</start><stop>2</stop><url>http://cvat.example/api/jobs/9</url></segment></segments>
      <owner><username>admin</username><email>admin@example.org</email></owner>
      <assignee><username>ann</username><email>ann@example.org</email></assignee>
      <labels>
        <label><name>category</name><color>#32b7fa</color><type>tag</type><attributes><attribute>
          <name>(answer)</name><mutable>False</mutable><input_type>select</input_type>
          <default_value>(cannot tell)</default_value><values>(cannot tell)
(none)
(does not apply)
Coats
Dresses
Jeans</values></attribute></attributes></label>
      </labels>
    </task>
    <dumped>2026-03-09 12:12:31.110912+00:00</dumped>
  </meta>
  <image id="0" name="r7.jpg" width="30" height="40">
    <tag label="category" source="manual"><attribute name="(answer)">Dresses</attribute></tag>
    <tag label="color" source="manual">
      <attribute name="(answer)">(cannot tell)</attribute>
      <attribute name="Blue">true</attribute>
      <attribute name="Red">false</attribute>
    </tag>
    <tag label="picture" source="manual"><attribute name="(put aside)">false</attribute></tag>
  </image>
  <image id="1" name="sub/r8.jpg" width="30" height="40">
    <tag label="category" source="manual"><attribute name="(answer)">(none)</attribute></tag>
    <tag label="color" source="manual"><attribute name="(answer)">(does not apply)</attribute></tag>
  </image>
  <image id="2" name="r9.jpg" width="30" height="40">
    <tag label="color" source="manual"><attribute name="(answer)">(as ticked)</attribute></tag>
    <tag label="picture" source="manual"><attribute name="(put aside)">true</attribute></tag>
  </image>
</annotations>
"""
FILES = {"r7.jpg": "7", "r8.jpg": "8", "r9.jpg": "9"}


def exported(tmp_path, text=EXPORT, **more):
    (tmp_path / "annotations.xml").write_text(text)
    return read_export(tmp_path / "annotations.xml", SMALL, FILES, **more)


def test_an_export_comes_back_as_answers(tmp_path):
    assert exported(tmp_path) == [
        Answer(id="7", annotator="ann", labels=(1, 5)),  # what is ticked counts, whatever the list says
        Answer(id="8", annotator="ann", not_applicable=("color",)),
        Answer(id="9", annotator="ann", unknown=("category",), discarded=True),
    ]


def test_the_zip_that_cvat_gives_is_read_and_somebody_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "task.zip", "w") as archive:
        archive.writestr("annotations.xml", EXPORT.replace("<username>ann</username>", "<username/>"))
        archive.writestr("images/r7.jpg", b"")
    assert {a.annotator for a in read_export(tmp_path / "task.zip", SMALL, FILES)} == {"task"}
    assert {a.annotator for a in exported(tmp_path, annotator="eve")} == {"eve"}


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        (">Dresses</attr", ">Dress</attr", r"category has no label 'Dress' \(did you mean Dresses"),
        ('label="color"', 'label="colour"', r"the tag 'colour' is no group \(did you mean color"),
        ("r9.jpg", "x.jpg", "'x.jpg' is none of the tasks"),
        ("<version>1.1", "<version>1.0", 'expected "CVAT for images 1.1"'),
        ("</annotations>", "", "not a readable export"),
        ("<annotations>", '<!DOCTYPE a [<!ENTITY b "c">]>\n<annotations>', "declares no document type"),
    ],
)
def test_what_is_not_ours_is_said(tmp_path, was, now, says):
    with pytest.raises(DataError, match=says):
        exported(tmp_path, EXPORT.replace(was, now))


def test_what_we_upload_comes_back_as_it_was(tmp_path):
    tasks = [Task("7", "r7.jpg", (1, 4, 5)), Task("8", "r8.jpg", (2,)), Task("9", "r9.jpg")]
    sizes = [(30, 40)] * 3
    answers = exported(tmp_path, annotations_xml(tasks, sizes, SMALL, suggest=True))
    assert [answer.labels for answer in answers] == [task.labels for task in tasks]
    assert [answer.unknown for answer in answers] == [(), ("color",), ("category", "color")]
    blank = exported(tmp_path, annotations_xml(tasks, sizes, SMALL, suggest=False))
    assert all(answer.unknown == ("category", "color") for answer in blank)


def test_the_constructor_and_the_upload_speak_of_the_same_attributes():
    tags = {tag["name"]: tag["attributes"] for tag in json.loads(constructor_json(SMALL))}
    assert tags["category"][0]["values"] == [CANNOT_TELL, NONE, NOT_APPLICABLE, "Coats", "Dresses", "Jeans"]
    image = ElementTree.fromstring(annotations_xml([Task("7", "r7.jpg")], [(30, 40)], SMALL, suggest=True))
    uploaded = {tag.get("label"): [one.get("name") for one in tag] for tag in image.iter("tag")}
    assert uploaded == {name: [one["name"] for one in attributes] for name, attributes in tags.items()}
    assert uploaded["color"][0] == ANSWER
