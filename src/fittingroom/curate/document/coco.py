"""COCO's JSON: images, categories, and one annotation a label that spans the whole picture."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from fittingroom.curate.document.rows import SetRow
from fittingroom.data.attributes import LabelMap
from fittingroom.files import landing


def write_coco(path: Path, found: Iterator[tuple[SetRow, str]], labels: LabelMap) -> None:
    """Write a file from rows and the names of their pictures; in memory stay the labels' numbers alone.

    COCO has no place for labels of a whole picture: their box is the picture, so that its readers find them.
    What is not known is no annotation there: each image names its groups that are unknown or do not apply, in
    keys of ours.
    """
    categories = [{"id": one.id, "name": one.name, "supercategory": one.group} for one in labels.labels]
    info = {"description": path.stem, "version": "1.0"}
    with landing(path) as beside, beside.open("w", encoding="utf-8") as stream:
        stream.write(f'{{"info": {json.dumps(info)},\n"categories": {json.dumps(categories)},\n"images": [')
        later: list[tuple[int, int, int, tuple[int, ...]]] = []
        for number, (one, name) in enumerate(found, 1):
            width, height = size(one.image)
            entry = {"id": number, "file_name": name, "width": width, "height": height, "record": one.id}
            for key in ("unknown", "not_applicable"):
                if groups := getattr(one, key):
                    entry[key] = list(groups)
            stream.write(f"{',' if number > 1 else ''}\n{json.dumps(entry, ensure_ascii=False)}")
            later.append((number, width, height, one.labels))
        stream.write('\n],\n"annotations": [')
        at = 0
        for image, width, height, some in later:
            for label in some:
                at += 1
                about = {"id": at, "image_id": image, "category_id": label, "iscrowd": 0}
                about |= {"bbox": [0, 0, width, height], "area": width * height}
                stream.write(f"{',' if at > 1 else ''}\n{json.dumps(about)}")
        stream.write("\n]}\n")


def size(image: bytes) -> tuple[int, int]:
    """Width and height of an encoded picture, from its head."""
    with Image.open(io.BytesIO(image)) as picture:
        return picture.size
