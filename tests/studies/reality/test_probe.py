"""A probe on made photos whose truth is known, and on photos that mean harm."""

import json

import numpy as np
import pytest
from PIL import Image

import fittingroom as fr
from fittingroom.errors import DataError, InputError, MissingExtra
from fittingroom.studies.reality.class_map import class_map
from fittingroom.studies.reality.probe_sheets import save_sheets
from fittingroom.studies.reality.probe_words import compared, others
from tests.studies.reality.probed import MAP, chart, looks, photo, photo_folder


@pytest.fixture
def folder(tmp_path, rng):
    return photo_folder(tmp_path / "walls", rng)


@pytest.fixture
def ask(squares):
    def asked(photos, given=None, model=looks, seed=0, **options):
        rng = np.random.default_rng(seed)
        return fr.probe(model, photos, given or chart(), data=squares, rng=rng, **options)

    return asked


def test_a_model_that_sees_the_square_is_right_as_prepared_and_wrong_negated(folder, ask):
    result = ask(folder, group="who")
    assert result.judgement("stretch", "strict").accuracy.value == 1
    assert result.judgement("stretch-negate", "strict").accuracy.value == 0
    assert result.headline is result.judgement("stretch", "strict")
    assert result.headline.accuracy.n == 24
    assert result.headline.always.value == pytest.approx(1 / 3)
    assert result.headline.advantage.value == pytest.approx(2 / 3)
    assert result.predictions["stretch"].scores.shape == (32, 3)
    assert result.photos.ignored == 8
    assert result.photos.groups is not None
    assert set(result.photos.groups) == set("abcd")
    assert result.stated["stretch"].unknown_mean is not None
    assert result.stated["stretch"].unknown_mean.n == 8
    assert result.chosen is None  # four senders are too few to choose on


def test_the_same_seed_gives_the_same_result_and_the_order_of_files_does_not_matter(folder, ask):
    one, two = ask(folder, group="who"), ask(folder, group="who")
    assert one.judged == two.judged
    assert [s.row for s in one.photos.shown] == [s.row for s in two.photos.shown]
    lines = (folder / "labels.csv").read_text().splitlines()
    (folder / "labels.csv").write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n")
    assert ask(folder, group="who").headline.accuracy.value == one.headline.accuracy.value


def test_without_a_column_of_senders_photos_are_taken_for_independent_and_it_says_so(folder, ask):
    result = ask(folder)
    assert result.photos.groups is None
    assert "Wilson" in result.headline.accuracy.method
    assert any("too narrow if they are not" in line for line in result.report().verdict)


def test_the_maps_own_column_of_groups_is_taken_where_it_is_there(folder, ask):
    assert ask(folder, class_map({**MAP, "group": "who"}, name="m")).group == "who"
    assert ask(folder, class_map({**MAP, "group": "sender"}, name="m")).group == ""
    with pytest.raises(DataError, match="there is no column 'sender', found file, label, who"):
        ask(folder, group="sender")


def test_a_folder_per_label_will_do(tmp_path, ask, rng):
    for label in ("oben", "rechts", "unten"):
        (tmp_path / "walls" / label).mkdir(parents=True)
        for at in range(3):
            Image.fromarray(photo(label, rng)).save(tmp_path / "walls" / label / f"{at}.png")
    assert ask(tmp_path / "walls").headline.accuracy.value == 1
    with pytest.raises(InputError, match="asked for the group 'who', but its labels are names of folders"):
        ask(tmp_path / "walls", group="who")


def test_copies_are_left_out_and_counted(folder, ask):
    first = (folder / "images" / "oben-0.png").read_bytes()
    (folder / "images" / "oben-7.png").write_bytes(first)
    (folder / "images" / "rechts-7.png").write_bytes(first)
    result = ask(folder, group="who")
    assert set(result.photos.copies) == {"images/oben-7.png", "images/rechts-7.png"}
    assert result.photos.conflicting == 1
    assert len(result.photos.ids) == 30
    assert "1 copy with another label" in result.report().markdown()


def test_hostile_photos_are_counted_never_lost(folder, ask, monkeypatch):
    images = folder / "images"
    (images / "oben-0.png").write_bytes(b"no picture")
    (images / "oben-1.png").write_bytes((images / "oben-2.png").read_bytes()[:-60])
    Image.fromarray(np.zeros((4, 4), np.uint16)).save(images / "oben-3.png")
    Image.fromarray(np.full((40, 30, 3), 255, np.uint8)).save(images / "oben-4.png")
    Image.fromarray(np.full((1, 1, 3), 9, np.uint8)).save(images / "oben-5.png")
    Image.fromarray(np.zeros((90, 90), np.uint8)).save(images / "oben-6.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 8000)
    result = ask(folder, group="who", prepare=["fashion-mnist", "flood"])
    unreadable = result.photos.unreadable
    assert {name.removeprefix("images/") for name in unreadable} == {f"oben-{at}.png" for at in (0, 1, 6)}
    assert "decompression bomb" in unreadable["images/oben-6.png"]
    failed = dict(zip(result.photos.ids.tolist(), result.photos.failures["flood"], strict=True))
    for name in ("images/oben-3.png", "images/oben-4.png", "images/oben-5.png"):
        assert failed[name][0].startswith("flood: ")
        assert failed[name][-1] == "blank: the picture has one grey level"
    assert result.headline.accuracy.n == 21
    text = result.report().markdown()
    assert "cannot be read, left out | 3" in text
    assert "trim: nothing differs from the corners" in text


def test_turned_and_cmyk_photos_are_read_as_a_viewer_shows_them(folder, ask, rng):
    turned = Image.fromarray(np.rot90(photo("oben", rng)).copy())
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to see it upright
    for name in ("oben-0.png", "oben-1.png"):
        (folder / "images" / name).unlink()
    turned.save(folder / "images" / "oben-0.png", exif=exif)
    Image.fromarray(photo("oben", rng)).convert("CMYK").save(folder / "images" / "oben-1.png", "JPEG")
    assert ask(folder, group="who").headline.accuracy.value == 1


def test_no_usable_photo_is_a_sentence(folder, ask):
    for path in (folder / "images").iterdir():
        path.write_bytes(b"no picture")
    with pytest.raises(InputError, match=r"none of 40 photos can be used \(not a picture\)"):
        ask(folder)


def test_a_folder_without_labels_is_a_sentence(folder, ask):
    table = folder / "labels.csv"
    table.write_text(table.read_text().replace("file,label,who", "file,thing,who"))
    with pytest.raises(DataError, match="expected the columns file and label, found file, thing, who"):
        ask(folder)
    assert ask(folder, label="thing").headline.accuracy.value == 1


def test_a_model_of_labels_states_no_confidence(folder, ask):
    result = ask(folder, model=lambda images: looks(images).argmax(axis=1), group="who")
    assert result.stated == {}
    assert result.headline.accuracy.value == 1
    assert result.report().html()


def test_a_model_of_colour_pictures_is_refused(folder, rng):
    colour = fr.from_arrays(rng.integers(0, 256, (30, 8, 8, 3)).astype(np.uint8), np.arange(30) % 3)
    with pytest.raises(
        InputError, match="preparations give square grey pictures, but those of arrays are 8 x 8 x 3"
    ):
        fr.probe(looks, folder, chart(), data=fr.divide(colour), rng=rng)


def test_what_cannot_be_done_here_is_left_out_or_a_sentence(folder, ask, monkeypatch):
    import sys

    monkeypatch.setattr("fittingroom.build.known.find_spec", lambda name: None)
    result = ask(folder, class_map({**MAP, "prepare": ["stretch", "grabcut"]}, name="m"))
    assert list(result.predictions) == ["stretch"]
    assert any("grabcut: OpenCV is not installed" in line for line in result.report().not_tested)
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(MissingExtra, match=r"fittingroom\[cutout\]"):
        ask(folder, prepare=["grabcut"])


def test_preparations_need_different_names(folder, ask):
    with pytest.raises(InputError, match="preparations need different names, got stretch, stretch"):
        ask(folder, prepare=["stretch", "stretch"])


def test_the_page_says_the_headline_and_holds_the_pictures(ask, tmp_path, rng):
    result = ask(photo_folder(tmp_path / "of-eight", rng, senders=8), group="who")
    report = result.report()
    assert report.headline.value == 1
    assert report.verdict[0].startswith("Through stretch, 100\N{NARROW NO-BREAK SPACE}% [67.6, 100] of 24")
    assert "Better than always answering left" in report.verdict[0]
    assert "8 groups (who)" in report.verdict[-1]
    assert "fewer than 20" in report.verdict[-1]
    names = [figure.name for figure in report.figures]
    assert names[:4] == ["preparations", "by-label", "called", "seen"]
    assert "steps-stretch-negate" in names
    numbers = json.loads(report.json())
    assert numbers["measurements"][0]["part"] == "photos through stretch"
    assert report.html().count("<img") > 10
    sheets = save_sheets(result, tmp_path / "out")
    assert [path.name for path in sheets] == ["sheet.png", "steps-stretch.png", "steps-stretch-negate.png"]
    with Image.open(sheets[0]) as sheet:
        assert sheet.width > 3 * 84


def test_preparations_that_reach_the_same_have_no_range(folder, ask):
    def blind(images: np.ndarray) -> np.ndarray:
        return np.tile([0.2, 0.7, 0.1], (len(images), 1))

    line = others(ask(folder, model=blind))
    assert line.replace("\N{NARROW NO-BREAK SPACE}", " ").startswith(
        "All 2 preparations reach 33.3 %; stretch, "
    )
    assert "reach from" in others(ask(folder))


def test_few_senders_who_agree_show_nothing(folder, ask):
    """Four senders, each better by two thirds than one answer for all: not shown; of eight it is."""
    result = ask(folder, group="who")
    assert result.headline.advantage.value == pytest.approx(2 / 3)
    assert compared(result.headline).startswith("Not shown to be better than always answering left")


def test_real_photos_prepared_by_every_recipe(shared, fashion_mnist, tmp_path, rng):
    """Real photos through the whole protocol; how right a model of mean pictures is does not matter."""
    lines = (shared / "photos" / "labels.csv").read_text().splitlines()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "images").symlink_to(shared / "photos" / "images")
    (tmp_path / "photos" / "labels.csv").write_text("\n".join([lines[0], *lines[1:600:40]]) + "\n")
    train = fashion_mnist.part("train")
    means = np.stack([train.images[:5000][train.labels[:5000] == k].mean(axis=0).ravel() for k in range(10)])

    def nearest_mean(images):
        return ((images.reshape(len(images), 1, -1).astype(float) - means) ** 2).sum(axis=2).argmin(axis=1)

    result = fr.probe(nearest_mean, tmp_path / "photos", "clothing", data=fashion_mnist, rng=rng)
    assert result.group == "sender_id"
    assert len(result.photos.ids) + result.photos.ignored == 15
    assert next(iter(result.predictions)) == "fashion-mnist"
    assert all(pictures.shape[1:] == (28, 28) for pictures in result.photos.pictures.values())
    assert {judged.reading for judged in result.judged} == {"strict", "lenient", "coarse"}
