"""Label Studio: a labelling configuration in XML, tasks in JSON, and the JSON that it exports.

Formats: labelstud.io/guide/task_format (tasks and annotations), labelstud.io/tags/choices (the control). Its
taxonomy control takes a hundred items (label-studio#5373), so that each group is a control of choices of its
own, and a group of more than `MOST` is cut into several.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from fittingroom.curate.annotate.judgements import Answer
from fittingroom.curate.annotate.tasks import CANNOT_TELL, NONE, NOT_APPLICABLE, PICTURE, PUT_ASIDE, Task
from fittingroom.data.attributes import LabelMap
from fittingroom.errors import DataError, did_you_mean

MOST = 100
ADDRESS = "/data/local-files/?d=images/"
"""Where a local Label Studio serves the folder of images, if that folder's parent is its document root."""


@dataclass(frozen=True, slots=True)
class Control:
    """A block of choices: its name, its group, and what can be chosen."""

    name: str
    group: str
    single: bool
    choices: tuple[str, ...]


def controls(labels: LabelMap) -> list[Control]:
    """The blocks in order: a group each, several for a group of more than `MOST` choices."""
    found = []
    for place, group in enumerate(labels.groups):
        names = sorted(label.name for label in labels.of_group(group.name))
        choices = [NONE, NOT_APPLICABLE, CANNOT_TELL, *names]
        pieces = -(-len(choices) // MOST)
        size = -(-len(choices) // pieces)
        word = re.sub(r"\W+", "-", group.name.lower()).strip("-") or "group"
        for piece in range(pieces):
            some = tuple(choices[piece * size :][:size])
            found.append(Control(f"{word}-{place + 1}.{piece + 1}", group.name, group.exclusive, some))
    return found


def configuration(labels: LabelMap) -> str:
    """The labelling configuration of a project, to be pasted into its settings."""
    view = ElementTree.Element("View")
    ElementTree.SubElement(view, "Image", name="image", value="$image")
    for control in controls(labels):
        first, last = control.choices[0], control.choices[-1]
        more = "" if control.name.endswith(".1") else f": {first} to {last}"
        ElementTree.SubElement(view, "Header", value=f"{control.group}{more}", size="5")
        _choices(view, control.name, control.choices, single=control.single)
    ElementTree.SubElement(view, "Header", value="The picture", size="5")
    _choices(view, PICTURE, (PUT_ASIDE,), single=True)
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode") + "\n"


def _choices(view: ElementTree.Element, name: str, choices: Sequence[str], *, single: bool) -> None:
    kind = {"name": name, "toName": "image", "choice": "single" if single else "multiple"}
    block = ElementTree.SubElement(view, "Choices", kind | {"showInline": "true"})
    for choice in choices:
        ElementTree.SubElement(block, "Choice", value=choice)


def tasks_json(tasks: Sequence[Task], labels: LabelMap, *, suggest: bool, address: str = ADDRESS) -> str:
    """The tasks to import. suggest: what each picture has so far too, as a prediction to correct."""
    written = []
    for task in tasks:
        entry: dict[str, Any] = {"data": {"image": f"{address}{task.file}", "id": task.id}}
        if suggest:
            entry["predictions"] = [{"model_version": "fittingroom", "result": _result(task, labels)}]
        written.append(entry)
    return json.dumps(written, indent=1, ensure_ascii=False) + "\n"


def _result(task: Task, labels: LabelMap) -> list[dict[str, Any]]:
    names = {labels.by_id[label].name for label in task.labels}
    chosen = [
        (control.name, [name for name in control.choices if name in names]) for control in controls(labels)
    ]
    return [
        {"from_name": name, "to_name": "image", "type": "choices", "value": {"choices": some}}
        for name, some in chosen
        if some
    ]


def read_export(path: Path, labels: LabelMap) -> list[Answer]:
    """The answers in an export ("JSON"); of several by one person about a picture the latest.

    A group in which a person chose nothing, or said that one cannot tell, is unknown: empty is not "none". A
    skipped task (`was_cancelled`) is a picture put aside. Raises DataError for another file or a strange
    choice.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path}: not a readable JSON file: {error}") from error
    if not isinstance(found, list) or not all(
        isinstance(task, dict) and "annotations" in task for task in found
    ):
        raise DataError(
            f'{path}: expected a list of tasks with "annotations"; export as "JSON", not as JSON-MIN'
        )
    latest: dict[tuple[str, str], tuple[str, Answer]] = {}
    for task in found:
        record = str(task.get("data", {}).get("id", ""))
        if not record:
            raise DataError(f'{path}: task {task.get("id")} has no "id" in its data: was it exported by us?')
        for annotation in task["annotations"]:
            who = _person(annotation.get("completed_by"))
            when = str(annotation.get("updated_at") or annotation.get("created_at") or "")
            answer = _answer(annotation, record, who, labels, where=f"{path}: task {task.get('id')}")
            if when >= latest.get((record, who), ("", answer))[0]:
                latest[record, who] = (when, answer)
    return [answer for _, answer in latest.values()]


def _person(completed_by: Any) -> str:
    """A number in most exports, an object with an address in others."""
    if isinstance(completed_by, Mapping):
        return str(completed_by.get("email") or completed_by.get("id"))
    return str(completed_by)


def _answer(annotation: Mapping[str, Any], record: str, who: str, labels: LabelMap, *, where: str) -> Answer:
    group_of = {control.name: control.group for control in controls(labels)}
    chosen: dict[str, set[str]] = {group.name: set() for group in labels.groups}
    aside = bool(annotation.get("was_cancelled"))
    for result in annotation.get("result", []):
        name, some = result.get("from_name"), result.get("value", {}).get("choices", [])
        if name == PICTURE:
            aside |= PUT_ASIDE in some
        elif name in group_of:
            chosen[group_of[name]].update(some)
        else:
            raise DataError(f"{where}: the control {name!r} is not in the configuration that we wrote")
    special = {NONE, NOT_APPLICABLE, CANNOT_TELL}
    named = set().union(*chosen.values()) - special
    if strange := sorted(named - labels.by_name.keys()):
        hint = did_you_mean(strange[0], labels.by_name)
        raise DataError(f"{where}: the label map has no {strange[0]!r}{hint}")
    return Answer(
        id=record,
        annotator=who,
        labels=tuple(sorted(labels.by_name[name].id for name in named)),
        unknown=tuple(name for name, some in chosen.items() if not some or some == {CANNOT_TELL}),
        not_applicable=tuple(name for name, some in chosen.items() if some == {NOT_APPLICABLE}),
        discarded=aside,
    )
