"""Printed digits: whatever fonts there are, only real digits, each once, in MNIST's frame."""

from pathlib import Path

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.simulate import fonts as room
from fittingroom.simulate.fonts import Font, family_name, font_files, glyphs, read_fonts, symbol_fonts
from fittingroom.simulate.printed_digits import SIZES_PX, printed_digits
from tests.simulate.test_frame import middles


@pytest.fixture(scope="module")
def installed() -> tuple[Font, ...]:
    found, _ = read_fonts(font_files())
    if not found:
        pytest.skip("no font with digits is installed here (Debian: fonts-dejavu-core)")
    return found


def made(family: str, rng: np.random.Generator, *, like: np.ndarray) -> Font:
    """A font whose digits are `like` (10, 20, 14) with some noise of their own."""
    noisy = np.clip(like + rng.normal(0, 30, like.shape), 1, 255).astype(np.uint8)
    return Font(family=family, name=f"{family} Book", ink=tuple(noisy))


def test_all_ten_digits_in_every_font_and_size(installed):
    printed = printed_digits(installed)
    assert len(printed) == 10 * len(installed) * len(SIZES_PX) == len(set(printed.part.ids))
    assert np.array_equal(np.bincount(printed.part.labels), np.full(10, len(printed) // 10))
    assert set(printed.part.groups) == set(range(len(printed.families)))
    heights, widths = (printed.part.images.any(axis=axis).sum(axis=1) for axis in (2, 1))
    assert np.array_equal(np.maximum(heights, widths), printed.sizes_px)
    assert np.abs(middles(printed.part.images) - 14).max() <= 0.5


def test_the_same_fonts_print_the_same_and_a_nine_is_no_six(installed):
    one, two = printed_digits(installed), printed_digits(installed)
    assert np.array_equal(one.part.images, two.part.images)
    for font in installed:
        turned = glyphs(font)[6][::-1, ::-1]
        assert not np.array_equal(turned, glyphs(font)[9]) or font.ink[6].shape == font.ink[9].shape


def test_a_font_found_twice_is_used_once(installed):
    files = font_files()
    once, before = read_fonts(files)
    found, skipped = read_fonts([*files, *files])
    assert [font.name for font in found] == [font.name for font in once]
    again = [one for one in skipped if one.reason == "prints digits exactly as another"]
    assert len(again) >= len(once)
    assert len(skipped) >= len(before)
    assert again[-1].detail in {font.name for font in once}


def test_what_is_no_font_is_skipped_with_its_reason(tmp_path: Path):
    (tmp_path / "broken.ttf").write_bytes(b"no outlines at all")
    (tmp_path / "notes.txt").write_text("no font")
    files = font_files([tmp_path])
    assert [path.name for path in files] == ["broken.ttf"]
    found, (skipped,) = read_fonts(files)
    assert found == ()
    assert (skipped.name, skipped.reason) == ("broken.ttf", "does not open")


class Opened:
    """A font as Pillow opens it, with some of its characters replaced."""

    def __init__(self, font, replaced: dict[str, str]):
        self.font, self.replaced = font, replaced

    def getname(self):
        return self.font.getname()

    def drawn(self, character: str) -> np.ndarray:
        return DRAWN(self.font, self.replaced.get(character, character))


DRAWN = room._drawn


@pytest.mark.parametrize(
    ("replaced", "reason", "detail"),
    [
        ({"3": "\uffff", "7": "\uffff"}, "lacks digits", "37"),
        ({"3": " "}, "has a digit without ink", ""),
        ({"3": "8"}, "has equal digits", ""),
    ],
)
def test_a_font_without_ten_digits_is_skipped(installed, monkeypatch, replaced, reason, detail):
    from PIL import ImageFont

    fonts = ((file, ImageFont.truetype(file, 60)) for file in font_files())
    boxed = [(file, font) for file, font in fonts if DRAWN(font, room.NO_CHARACTER).any()]
    if not boxed:
        pytest.skip("no font here draws a box for a character that it lacks (Debian: fonts-dejavu-core)")
    file, font = boxed[0]
    opened = Opened(font, replaced)
    monkeypatch.setattr(room, "_drawn", lambda font, character: font.drawn(character))
    skipped = room._read(opened, file)
    assert (skipped.reason, skipped.detail) == (reason, detail)


def test_symbols_in_place_of_digits_are_found_and_unusual_digits_are_not(rng):
    digits = 255.0 * (rng.random((10, 20, 14)) > 0.5)
    symbols, others = 255.0 * (rng.random((2, 10, 20, 14)) > 0.5)
    true = [made(f"family {i}", rng, like=digits) for i in range(4)]
    half = made("odd", rng, like=np.concatenate([digits[:6], others[6:]]))
    dingbats = made("dingbats", rng, like=symbols)
    assert symbol_fonts([*true, half, dingbats]) == [dingbats]
    assert symbol_fonts([true[0], true[1], dingbats]) == []


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Quicksand Light", "Quicksand"),
        ("Open Sans ExtraBold Condensed", "Open Sans"),
        ("Lato", "Lato"),
        ("Black", "Black"),
        ("DejaVu Sans Mono", "DejaVu Sans Mono"),
    ],
)
def test_weights_and_widths_are_no_families(name, family):
    assert family_name(name) == family


def test_without_fc_list_the_usual_folders_are_searched(tmp_path, monkeypatch):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.TTF").write_bytes(b"")
    monkeypatch.setattr(room.shutil, "which", lambda _: None)
    monkeypatch.setattr(room, "FOLDERS", (str(tmp_path), str(tmp_path / "none")))
    assert [path.name for path in font_files()] == ["a.TTF"]


def test_no_font_and_no_folder_are_sentences(tmp_path):
    with pytest.raises(InputError, match="need a font and a size, got 0 and 3"):
        printed_digits([])
    with pytest.raises(InputError, match="no such folder of fonts"):
        font_files([tmp_path / "none"])
