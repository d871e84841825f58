"""The competition's JSON: {"images": [...], "annotations": [...]}, in both spellings that are in use.

The README of visipedia/imat_fashion_comp writes image_id and label_id, its files imageId and labelId; ids
come as text or as numbers, a url as text or as a list of one. Only addresses were published, no images.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fittingroom.data.attributes import LabelMap
from fittingroom.errors import DataError
from fittingroom.files import landing

IMAGE, LABEL = ("imageId", "image_id"), ("labelId", "label_id")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row an entry of "images", in its order: ids as text, addresses (empty where none is), label ids.

    `labels` is None for a file without annotations, as the competition's test file is; an image without an
    annotation has none there. An id that is listed twice stays twice.
    """

    ids: tuple[str, ...]
    urls: tuple[str, ...]
    labels: tuple[tuple[int, ...], ...] | None


def read_official(path: str | os.PathLike[str], labels: LabelMap | None = None) -> Listed:
    """Read an official file whole: a million images need about 3 GB while it is read.

    labels: the map that label ids must come from; without it any number is taken. Several annotations of one
    image are joined, repeated labels count once, and labels come sorted. Raises DataError for a file that is
    not of this form, an annotation of an image that is not listed, an unknown label.
    """
    found = _read(Path(path))
    ids, urls = [], []
    for place, image in enumerate(found["images"]):
        where = f"{path}: image {place}"
        ids.append(_text(where, _value(where, image, IMAGE)))
        urls.append(_url(where, image))
    if "annotations" not in found:
        return Listed(tuple(ids), tuple(urls), None)
    of_image: dict[str, set[int]] = {}
    known, allowed = set(ids), None if labels is None else labels.by_id
    for place, annotation in enumerate(found["annotations"]):
        where = f"{path}: annotation {place}"
        image = _text(where, _value(where, annotation, IMAGE))
        if image not in known:
            raise DataError(f'{where} is of the image {image}, which "images" does not list')
        given = _value(where, annotation, LABEL)
        if not isinstance(given, list):
            raise DataError(f"{where}: labelId must be a list of ids, found {given!r}")
        numbers = {_label(where, one) for one in given}
        if allowed is not None and (strays := numbers - allowed.keys()):
            raise DataError(f"{where} has the label {min(strays)}, which is not in the label map")
        of_image.setdefault(image, set()).update(numbers)
    return Listed(tuple(ids), tuple(urls), tuple(tuple(sorted(of_image.get(image, ()))) for image in ids))


def write_official(
    path: str | os.PathLike[str],
    ids: Sequence[str],
    urls: Sequence[str],
    labels: Sequence[Sequence[int]] | None = None,
) -> None:
    """Write a file as the competition's are: keys imageId and labelId, ids as text, a url as text.

    Equal arguments give equal bytes; an empty url is left out. `labels` None writes images alone.
    """
    with landing(path) as beside, beside.open("w", encoding="utf-8") as stream:
        stream.write('{"images": [')
        for place, (image, url) in enumerate(zip(ids, urls, strict=True)):
            entry = {"url": url, "imageId": image} if url else {"imageId": image}
            stream.write(f"{',' if place else ''}\n{json.dumps(entry, ensure_ascii=False)}")
        if labels is not None:
            stream.write('\n], "annotations": [')
            for place, (image, some) in enumerate(zip(ids, labels, strict=True)):
                entry = {"labelId": [str(int(label)) for label in some], "imageId": image}
                stream.write(f"{',' if place else ''}\n{json.dumps(entry, ensure_ascii=False)}")
        stream.write("\n]}\n")


def _read(path: Path) -> dict[str, list[Any]]:
    try:
        found = json.loads(path.read_bytes())
    except OSError as error:
        raise DataError(f"{path}: the official JSON cannot be read ({error.strerror or error})") from error
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path}: not a readable JSON file: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("images"), list):
        raise DataError(f'{path}: expected an object with a list "images", found none')
    if not isinstance(found.get("annotations", []), list):
        raise DataError(f'{path}: "annotations" must be a list, found {type(found["annotations"]).__name__}')
    return found


def _value(where: str, entry: Any, keys: tuple[str, ...]) -> Any:
    if not isinstance(entry, dict):
        raise DataError(f"{where} must be an object, found {entry!r}")
    for key in keys:
        if key in entry:
            return entry[key]
    raise DataError(f"{where} has neither {' nor '.join(keys)}; it has {', '.join(entry) or 'nothing'}")


def _text(where: str, value: Any) -> str:
    if type(value) is int or (isinstance(value, str) and value):
        return str(value)
    raise DataError(f"{where}: an image's id is a text or a whole number, found {value!r}")


def _label(where: str, value: Any) -> int:
    if type(value) is int and 0 <= value < 2**15:
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and int(value) < 2**15:
        return int(value)
    raise DataError(f"{where}: a label's id is a whole number below 32,768, found {value!r}")


def _url(where: str, image: dict[str, Any]) -> str:
    found = image.get("url") or ""
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    if not isinstance(found, str):
        raise DataError(f"{where}: url must be a text or a list of one, found {found!r}")
    return found
