"""CVAT: labels for its constructor, tags to start from, and the XML that it exports ("CVAT for images 1.1").

Format: docs.cvat.ai/docs/other/xml_format. A frame takes one tag of a label, and many labels are slow to tag
(cvat#10141), so that a group is one tag: an exclusive one with a list to select from, another with a box to
tick for each label.
"""

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from fittingroom.curate.annotate.judgements import Answer
from fittingroom.curate.annotate.tasks import CANNOT_TELL, NONE, NOT_APPLICABLE, PICTURE, PUT_ASIDE, Task
from fittingroom.data.attributes import Group, LabelMap
from fittingroom.errors import DataError, did_you_mean

ANSWER = "(answer)"
TICKED = "(as ticked)"
"""What the answer of a group with boxes says where they are to be believed, even if none is ticked."""


def constructor_json(labels: LabelMap) -> str:
    """The labels of a task, to be pasted into CVAT's raw label editor."""
    tags = [
        {"name": group.name, "type": "tag", "attributes": _attributes(group, labels)}
        for group in labels.groups
    ]
    aside = {"name": PUT_ASIDE, "input_type": "checkbox", "mutable": False, "values": ["false"]}
    return json.dumps([*tags, {"name": PICTURE, "type": "tag", "attributes": [aside]}], indent=1) + "\n"


def _attributes(group: Group, labels: LabelMap) -> list[dict[str, Any]]:
    names = sorted(label.name for label in labels.of_group(group.name))
    if group.exclusive:
        values = [CANNOT_TELL, NONE, NOT_APPLICABLE, *names]
        return [{"name": ANSWER, "input_type": "select", "mutable": False, "values": values}]
    answers = [CANNOT_TELL, TICKED, NOT_APPLICABLE]
    boxes = [
        {"name": name, "input_type": "checkbox", "mutable": False, "values": ["false"]} for name in names
    ]
    return [{"name": ANSWER, "input_type": "select", "mutable": False, "values": answers}, *boxes]


def annotations_xml(
    tasks: Sequence[Task], sizes: Sequence[tuple[int, int]], labels: LabelMap, *, suggest: bool
) -> str:
    """Annotations to upload, so that every picture has all its tags and people only change what they say.

    sizes: width and height of each picture in pixels. suggest: tags say what each picture has so far.
    """
    root = ElementTree.Element("annotations")
    ElementTree.SubElement(root, "version").text = "1.1"
    for number, (task, (width, height)) in enumerate(zip(tasks, sizes, strict=True)):
        frame = {"id": str(number), "name": task.file, "width": str(width), "height": str(height)}
        image = ElementTree.SubElement(root, "image", frame)
        have = {labels.by_id[label].name for label in task.labels} if suggest else set()
        for group in labels.groups:
            own = sorted(have & {label.name for label in labels.of_group(group.name)})
            tag = ElementTree.SubElement(image, "tag", label=group.name, source="manual")
            if group.exclusive:
                _attribute(tag, ANSWER, own[0] if own else CANNOT_TELL)
                continue
            _attribute(tag, ANSWER, TICKED if own else CANNOT_TELL)
            for label in sorted(label.name for label in labels.of_group(group.name)):
                _attribute(tag, label, "true" if label in own else "false")
        _attribute(ElementTree.SubElement(image, "tag", label=PICTURE, source="manual"), PUT_ASIDE, "false")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _attribute(tag: ElementTree.Element, name: str, value: str) -> None:
    ElementTree.SubElement(tag, "attribute", name=name).text = value


def read_export(
    path: Path, labels: LabelMap, record_of_file: Mapping[str, str], *, annotator: str | None = None
) -> list[Answer]:
    """The answers of one person in an export: annotations.xml, or the ZIP that holds it.

    annotator: whose they are; unless given, the assignee that the file names, else the file's own name.
    Raises DataError for another file, a picture that is not of the tasks, a strange label or value.
    """
    root = _parsed(path)
    assignee = root.findtext("meta/task/assignee/username") or root.findtext("meta/job/assignee/username")
    who = annotator or (assignee or "").strip() or path.stem
    answers = []
    for image in root.iter("image"):
        name = image.get("name", "")
        record = record_of_file.get(name, record_of_file.get(Path(name).name))
        if record is None:
            raise DataError(f"{path}: the picture {name!r} is none of the tasks; is this the right folder?")
        answers.append(_answer(image, record, who, labels, where=f"{path}: {name}"))
    return answers


def _parsed(path: Path) -> ElementTree.Element:
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                written = archive.read("annotations.xml")
        else:
            written = path.read_bytes()
        if b"<!DOCTYPE" in written:  # entities could make a small file fill the memory; CVAT writes none
            raise DataError(f"{path}: an export of CVAT declares no document type, this file does")
        root = ElementTree.fromstring(written)
    except (ElementTree.ParseError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(f"{path}: not a readable export of CVAT: {error}") from error
    if (
        root.tag != "annotations"
        or (root.findtext("version") or "").strip() != "1.1"
        or root.find("track") is not None
    ):
        raise DataError(
            f'{path}: expected "CVAT for images 1.1", found <{root.tag}>; export the task as that'
        )
    return root


def _answer(image: ElementTree.Element, record: str, who: str, labels: LabelMap, *, where: str) -> Answer:
    groups = {group.name: group for group in labels.groups}
    ids, unknown, apart, aside = [], dict.fromkeys(groups), [], False
    for tag in image.iter("tag"):
        label = tag.get("label", "")
        said = {one.get("name", ""): (one.text or "").strip() for one in tag.iter("attribute")}
        if label == PICTURE:
            aside |= said.get(PUT_ASIDE) == "true"
            continue
        if label not in groups:
            raise DataError(f"{where}: the tag {label!r} is no group{did_you_mean(label, groups)}")
        answer = said.pop(ANSWER, CANNOT_TELL)
        ticked = [name for name, value in said.items() if value == "true"]
        if groups[label].exclusive and answer not in (CANNOT_TELL, NONE, NOT_APPLICABLE):
            ticked.append(answer)
        own = {one.name: one.id for one in labels.of_group(label)}
        if strange := [name for name in ticked if name not in own]:
            raise DataError(f"{where}: {label} has no label {strange[0]!r}{did_you_mean(strange[0], own)}")
        ids += [own[name] for name in ticked]
        if ticked or answer != CANNOT_TELL:
            unknown.pop(label, None)
        if not ticked and answer == NOT_APPLICABLE:
            apart.append(label)
    return Answer(
        id=record,
        annotator=who,
        labels=tuple(sorted(ids)),
        unknown=tuple(unknown),
        not_applicable=tuple(apart),
        discarded=aside,
    )
