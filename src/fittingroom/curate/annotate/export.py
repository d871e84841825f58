"""One call for each tool: a set's pictures as a folder to label in, and the answers back."""

import io
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from fittingroom.curate.annotate import cvat, label_studio
from fittingroom.curate.annotate.judgements import Answer
from fittingroom.curate.annotate.tasks import IMAGES, Task, pictures, read_tasks, write_pictures
from fittingroom.data.attributes import read_label_map
from fittingroom.errors import InputError
from fittingroom.files import landing_folder

TOOLS = ("label-studio", "cvat")


def export_tasks(
    source: Path,
    out: Path,
    *,
    tool: str,
    parts: Sequence[str] = ("val", "test"),
    only: Collection[str] | None = None,
    suggest: bool = False,
    address: str = label_studio.ADDRESS,
) -> list[Task]:
    """Write the pictures of a set's parts for a tool of `TOOLS` into a new folder.

    suggest: show people the labels that the set has. They then work faster and agree with what they were
    shown, so that the labels are no longer judged independently. Raises InputError for another tool, a set
    without the parts, an `out` that is taken.
    """
    if tool not in TOOLS:
        raise InputError(f"tasks are exported for {' or '.join(TOOLS)}, got {tool!r}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError(f"{out}: this exists already; name a new folder, nothing is overwritten")
    labels = read_label_map(source / "labels.csv")
    with landing_folder(out) as beside:
        tasks = write_pictures(pictures(source, parts, only=only), labels, beside)
        if tool == "label-studio":
            texts = {
                "label_studio.xml": label_studio.configuration(labels),
                "label_studio.json": label_studio.tasks_json(tasks, labels, suggest=suggest, address=address),
            }
        else:
            sizes = list(_sizes(beside / IMAGES, tasks))
            texts = {
                "cvat_labels.json": cvat.constructor_json(labels),
                "cvat_annotations.xml": cvat.annotations_xml(tasks, sizes, labels, suggest=suggest),
            }
        for name, text in texts.items():
            (beside / name).write_text(text, encoding="utf-8")
    return tasks


def _sizes(folder: Path, tasks: Sequence[Task]) -> Iterator[tuple[int, int]]:
    from PIL import Image

    for task in tasks:
        with Image.open(io.BytesIO((folder / task.file).read_bytes())) as picture:
            yield picture.size


def read_exports(paths: Sequence[Path], tasks: Path, *, annotator: str | None = None) -> list[Answer]:
    """The answers in files that Label Studio (.json) or CVAT (.xml, .zip) wrote about the tasks of a folder.

    annotator: whose answers a CVAT file holds, where it does not say. Raises InputError for another kind of
    file.
    """
    record_of_file, labels = read_tasks(tasks)
    answers: list[Answer] = []
    for path in paths:
        match path.suffix.lower():
            case ".json":
                answers += label_studio.read_export(path, labels)
            case ".xml" | ".zip":
                answers += cvat.read_export(path, labels, record_of_file, annotator=annotator)
            case _:
                raise InputError(f"{path}: answers come as .json (Label Studio) or as .xml or .zip (CVAT)")
    return answers
