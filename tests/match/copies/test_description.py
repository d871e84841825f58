"""Records: fixed in size, equal for equal pictures, made of any picture."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.match.copies import RECORD, describe, find_copies
from tests.match.copies.pictures import picture


def test_records_survive_bytes():
    records = describe([picture(0), picture(1)])
    assert records.dtype == RECORD
    assert (np.frombuffer(records.tobytes(), RECORD) == records).all()


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 300, 3), (300, 1, 3), (60, 80), (700, 900, 3)])
def test_any_shape_is_described(shape, rng):
    record = describe([rng.integers(0, 256, shape).astype(np.uint8)])[0]
    assert record["shape"].tolist() == list(shape[:2])
    top, bottom, left, right = record["box"]
    assert 0 <= top < bottom <= shape[0]
    assert 0 <= left < right <= shape[1]


def test_a_grey_picture_is_its_coloured_self():
    grey = picture(0)[..., 0]
    records = describe([grey, np.repeat(grey[..., None], 3, axis=2)])
    assert (records["bits"][0] == records["bits"][1]).all()
    found = find_copies(records)
    assert len(found) == 1
    assert found.verified.all()


@pytest.mark.parametrize(
    "wrong", [np.zeros((4, 4)), np.zeros((4, 4, 4), np.uint8), np.zeros((0, 4), np.uint8)]
)
def test_what_is_no_picture_is_refused(wrong):
    with pytest.raises(InputError, match="uint8 of shape"):
        describe([wrong])
