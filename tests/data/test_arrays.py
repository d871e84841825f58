import contextlib
import io
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fittingroom.data.arrays import from_arrays, in_counting_order, read_npz
from fittingroom.errors import DataError
from fittingroom.types import Card

IMAGES = np.arange(4 * 3 * 2, dtype=np.uint8).reshape(4, 3, 2)
LABELS = [0, 1, 1, 0]


def test_arrays_come_through_unchanged():
    data = from_arrays(IMAGES, LABELS, test=(IMAGES[:2], [1, 0]), classes=("a", "b"), name="mine")
    assert np.array_equal(data.images, np.concatenate([IMAGES, IMAGES[:2]]))
    assert data.labels.tolist() == [0, 1, 1, 0, 1, 0]
    assert data.ids.tolist() == [*(f"train-0000{i}" for i in range(4)), "test-00000", "test-00001"]
    assert {part: rows.tolist() for part, rows in data.parts.items()} == {
        "train": [0, 1, 2, 3],
        "test": [4, 5],
    }
    assert (data.card.name, data.card.classes, dict(data.card.counts)) == (
        "mine",
        ("a", "b"),
        {"train": 4, "test": 2},
    )
    assert data.card.chance == {"accuracy": 0.5}


def test_without_test_all_rows_are_train():
    assert list(from_arrays(IMAGES, LABELS).parts) == ["train"]


@settings(max_examples=50, deadline=None)
@given(arrays(np.uint8, (4, 3, 3)).filter(lambda pixels: pixels.max() > 1))
def test_every_way_of_writing_the_same_pixels_gives_the_same_data(pixels):
    plain = from_arrays(pixels, LABELS).images
    for other in (
        pixels.astype(np.int64),
        pixels.astype(np.float32),
        pixels.astype(np.float32) / 255,
        pixels.astype(np.float64) / 255,
        pixels.reshape(4, 9),
        pixels[..., None],
        pixels.tolist(),
    ):
        assert np.array_equal(from_arrays(other, LABELS).images, plain)


def test_scaling_is_written_on_the_card():
    assert from_arrays(IMAGES / 255, LABELS).card.notes == (
        "pixels given as float64 in 0..1, multiplied by 255 and rounded",
    )
    assert from_arrays(IMAGES.astype(float), LABELS).card.notes == ()


def test_scaling_rounds_to_the_nearest():
    values = np.array([0, 0.9 / 255, 0.4 / 255, 254.6 / 255, 1]).repeat(4).reshape(5, 2, 2)
    assert from_arrays(values, [0, 1, 0, 1, 0]).images[:, 0, 0].tolist() == [0, 1, 0, 255, 255]


def test_train_and_test_are_scaled_by_one_rule():
    # On its own the test part would look as if it lay in 0..1.
    data = from_arrays(IMAGES.astype(float), LABELS, test=(np.ones((2, 3, 2)), [0, 1]))
    assert data.images[4:].max() == 1


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (np.full((4, 3, 3), np.nan), "found float64 in nan..nan"),
        (
            np.full((4, 3, 3), -0.5),
            "all in 0..1, or all whole numbers in 0..255, found float64 in -0.5..-0.5",
        ),
        (np.full((4, 3, 3), 3.5), "undo any standardisation"),
        (np.full((4, 3, 3), 256), r"found int64 in 256\.\.256"),
        (np.full((4, 3, 3), np.inf), "inf"),
        (np.full((4, 3, 3), "x"), "must be numbers of one shape"),
        (np.zeros((4, 8)), r"found \(4, 8\)"),
        (np.zeros((4, 3, 8, 8)), r"channels come last here: images.transpose\(0, 2, 3, 1\)"),
        (np.zeros((4, 8, 8, 4)), r"found \(4, 8, 8, 4\)"),
        (np.zeros((4, 0, 0)), r"there are no images, found shape \(4, 0, 0\)"),
        ([[1, 2], [3], [4], [5]], "images must form one array, all rows of one shape"),
    ],
)
def test_unusable_images_are_refused(images, message):
    with pytest.raises(DataError, match=message):
        from_arrays(images, LABELS)


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([0, 1], r"one label an image, found images of shape \(4, 3, 2\) and labels of shape \(2,\)"),
        (np.eye(2)[LABELS], r"labels\.argmax\(axis=1\)"),
        ([0.0, 1.0, 1.0, 0.0], "labels must be whole numbers or text"),
        ([1, 1, 1, 1], "at least 2 classes, found only '1' among 4 labels"),
        (["a", "", "b", ""], "2 of 4 labels are empty"),
        (["a", None, "b", "a"], "labels must be whole numbers or text"),
    ],
)
def test_unusable_labels_are_refused(labels, message):
    with pytest.raises(DataError, match=message):
        from_arrays(IMAGES, labels)


def test_labels_without_classes_are_the_classes():
    numbers = from_arrays(IMAGES, [9, 10, 2, 2])
    text = from_arrays(IMAGES, ["9", "10", "2", "2"])
    objects = from_arrays(IMAGES, np.array(["9", "10", "2", "2"], object))
    for data in (numbers, text, objects):
        assert data.card.classes == ("2", "9", "10")
        assert data.labels.tolist() == [1, 2, 0, 0]


def test_labels_must_fit_the_classes_given():
    assert from_arrays(IMAGES, ["b", "a", "a", "b"], classes=("b", "c", "a")).labels.tolist() == [0, 2, 2, 0]
    with pytest.raises(DataError, match="1 labels are not among the 2 classes, the first are x"):
        from_arrays(IMAGES, ["a", "x", "a", "b"], classes=("a", "b"))
    with pytest.raises(DataError, match=r"labels must lie in 0\.\.1"):
        from_arrays(IMAGES, [0, 1, 2, 0], classes=("a", "b"))


def test_ids_must_be_unique_and_groups_are_numbered_by_first_occurrence():
    data = from_arrays(IMAGES, LABELS, ids=["d", "c", "b", "a"], groups=["z", "a", "z", "m"])
    assert data.ids.tolist() == ["d", "c", "b", "a"]
    assert data.groups is not None
    assert data.groups.tolist() == [0, 1, 0, 2]
    with pytest.raises(DataError, match="ids must be unique, found 2 repeated, the first is 'a'"):
        from_arrays(IMAGES, LABELS, ids=["a", "a", "a", "b"])
    with pytest.raises(DataError, match=r"4 images need groups of shape \(4,\), found \(2,\)"):
        from_arrays(IMAGES, LABELS, groups=[1, 2])


def test_a_card_given_is_kept():
    card = Card(name="named", classes=("x", "y"), counts={"train": 4}, licence="MIT")
    assert from_arrays(IMAGES, LABELS, card=card).card is card


def test_train_and_test_must_be_alike():
    with pytest.raises(DataError, match=r"uint8 of shape \(4, 3, 2\) and float64 of shape \(1, 3, 2\)"):
        from_arrays(IMAGES, LABELS, test=(np.zeros((1, 3, 2)), [0]))
    with pytest.raises(DataError, match=r"test must be a pair \(images, labels\), found 3 values"):
        from_arrays(IMAGES, LABELS, test=(IMAGES, LABELS, LABELS))  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 10**6)))
def test_counting_order_sorts_numbers_as_numbers(numbers):
    texts = [f"img{number}.png" for number in numbers]
    assert sorted(texts, key=in_counting_order) == [f"img{number}.png" for number in sorted(numbers)]


def test_npz_in_kerass_naming(tmp_path):
    path = tmp_path / "some.npz"
    np.savez(path, x_train=IMAGES, y_train=LABELS, x_test=IMAGES[:2], y_test=[1, 0])
    data = read_npz(path)
    same = from_arrays(IMAGES, LABELS, test=(IMAGES[:2], [1, 0]))
    assert (data.fingerprint, data.ids.tolist()) == (same.fingerprint, same.ids.tolist())
    assert {part: rows.tolist() for part, rows in data.parts.items()} == {
        "train": [0, 1, 2, 3],
        "test": [4, 5],
    }
    assert data.card.name == "some"


def test_npz_with_one_row_per_image(tmp_path):
    path = tmp_path / "some.npz"
    np.savez(
        path,
        images=IMAGES,
        labels=LABELS,
        ids=["a", "b", "c", "d"],
        groups=[5, 5, 3, 3],
        part=["train", "val", "test", "train"],
        classes=["zero", "one"],
    )
    data = read_npz(path)
    assert {part: rows.tolist() for part, rows in data.parts.items()} == {
        "train": [0, 3],
        "val": [1],
        "test": [2],
    }
    assert data.card.classes == ("zero", "one")
    assert data.ids.tolist() == ["a", "b", "c", "d"]
    assert data.groups is not None
    assert data.groups.tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"a": IMAGES}, "expected the arrays x_train and y_train, or images and labels, found a"),
        ({"x_train": IMAGES, "y_train": LABELS, "x_test": IMAGES}, "x_test has no y_test beside it"),
        (
            {"x_train": IMAGES, "y_train": [0, 1]},
            r"x_train of shape \(4, 3, 2\) does not fit y_train of shape \(2,\)",
        ),
        ({"images": IMAGES, "labels": [0, 1]}, r"\(4, 3, 2\) do not fit labels of shape \(2,\)"),
        (
            {"images": IMAGES, "labels": LABELS, "part": ["x"] * 4},
            "the parts are train, val, cal, test, found x",
        ),
        (
            {"images": IMAGES, "labels": LABELS, "part": ["test"] * 4},
            "there is no train part, found only test",
        ),
        (
            {"x_train": IMAGES, "y_train": LABELS, "x_test": IMAGES[:, :2], "y_test": LABELS},
            r"images differ in shape: \(4, 3, 2\), \(4, 2, 2\)",
        ),
    ],
)
def test_npz_that_is_no_data_set_is_refused(tmp_path, content, message):
    np.savez(tmp_path / "some.npz", **content)
    with pytest.raises(DataError, match=message):
        read_npz(tmp_path / "some.npz")


class Bomb:
    def __reduce__(self):
        return (pytest.fail, ("an .npz was unpickled",))


def test_npz_is_never_unpickled(tmp_path):
    np.savez(tmp_path / "objects.npz", images=IMAGES, labels=np.array([Bomb()] * 4, object))
    with pytest.raises(DataError, match="it holds Python objects, which are never unpickled"):
        read_npz(tmp_path / "objects.npz")
    (tmp_path / "pickle.npz").write_bytes(pickle.dumps(Bomb()))
    with pytest.raises(DataError, match=r"not a readable \.npz"):
        read_npz(tmp_path / "pickle.npz")


def test_damaged_npz_is_refused(tmp_path):
    whole = io.BytesIO()
    np.savez(whole, x_train=IMAGES, y_train=LABELS)
    for number, content in enumerate((b"", b"nothing", whole.getvalue()[:-40], np.array([1, 2]).tobytes())):
        path = tmp_path / f"{number}.npz"
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"not a readable \.npz of plain arrays"):
            read_npz(path)


def test_damage_anywhere_is_noticed_or_harmless(tmp_path, rng):
    whole = io.BytesIO()
    np.savez_compressed(whole, x_train=IMAGES, y_train=LABELS)
    path = tmp_path / "some.npz"
    for at in rng.permutation(len(whole.getvalue()))[:300]:
        damaged = bytearray(whole.getvalue())
        damaged[at] ^= int(rng.integers(1, 256))
        path.write_bytes(damaged)
        with contextlib.suppress(DataError):
            assert np.array_equal(read_npz(path).images, IMAGES)


def test_a_single_array_saved_as_npz_is_refused(tmp_path):
    with (tmp_path / "one.npz").open("wb") as stream:
        np.save(stream, IMAGES)
    with pytest.raises(DataError, match=r"not a readable \.npz of plain arrays"):
        read_npz(tmp_path / "one.npz")


@pytest.mark.parametrize("untold", [None, "", float("nan")])
def test_rows_whose_group_is_not_told_are_no_group(untold):
    data = from_arrays(IMAGES, LABELS, groups=np.array([untold, "a", untold, "a"], object))
    assert data.groups is not None
    assert data.groups.tolist() == [0, 1, 2, 1]


def test_numbers_are_classes_by_their_size():
    assert from_arrays(IMAGES, np.array([-1, 0, -1, 10])).card.classes == ("-1", "0", "10")


def test_arrays_without_a_length_and_parts_of_another_are_refused(tmp_path):
    for name, held, words in (
        ("flat", {"images": IMAGES, "labels": np.array(3)}, "do not fit"),
        ("parted", {"x_train": np.array(3), "y_train": np.array(3)}, "does not fit"),
        ("part", {"images": IMAGES, "labels": LABELS, "part": np.array(["train"])}, "4 images need parts"),
    ):
        np.savez(tmp_path / f"{name}.npz", **held)
        with pytest.raises(DataError, match=words):
            read_npz(tmp_path / f"{name}.npz")
