"""A catalogue's columns become questions, its titles words; what is rare or empty is unknown."""

import numpy as np
import pytest

from fittingroom.errors import DataError
from fittingroom.studies.transfer.catalogue import TITLE, catalogue_fingerprint, read_catalogue
from tests.studies.transfer.made import write_catalogue


def test_columns_and_titles_are_learned(tmp_path):
    found = read_catalogue(write_catalogue(tmp_path / "shop"), size_px=16)
    truth = found.source.truth
    names = [label.name for label in truth.labels.labels]
    assert names == [
        "season: summer", "season: winter", "title: coat", "title: fine", "title: hat", "title: shoe",
    ]  # fmt: skip
    assert [(group.name, group.exclusive) for group in truth.labels.groups] == [
        ("season", True),
        (TITLE, False),
    ]
    present, known = truth.of(np.arange(36))
    assert not known[:4, :2].any()
    assert known[4:].all()
    assert present[:, 3].all()
    assert np.array_equal(present[:, [4, 5, 2]].argmax(1), np.arange(36) % 3)
    out = np.empty((2, 16, 16, 3), np.uint8)
    found.gather(np.array([3, 1]), out)
    assert np.array_equal(out, found.images[[3, 1]])


def test_a_catalogue_is_told_from_another_by_what_it_teaches(tmp_path):
    first, same, other = (write_catalogue(tmp_path / name) for name in ("first", "same", "other"))
    table = other / "products.csv"
    table.write_text(table.read_text().replace("winter", "autumn"))
    said = [catalogue_fingerprint(read_catalogue(shop, size_px=16)) for shop in (first, same, other)]
    assert said[0] == said[1] != said[2]


def test_a_folder_without_a_catalogue_is_refused(tmp_path):
    with pytest.raises(DataError, match="file and title"):
        read_catalogue(tmp_path, size_px=16)
    (tmp_path / "products.csv").write_text("file,title\na.png,one of a kind\nb.png,another\n")
    with pytest.raises(DataError, match="nothing can be learned"):
        read_catalogue(tmp_path, size_px=16)
