import io

import numpy as np
import pytest
from PIL import Image

from fittingroom.data import photo as module
from fittingroom.data.photo import Photo, Unreadable, read_photo
from fittingroom.data.pictures import bombs_refused

GREY = np.random.default_rng(0).integers(0, 256, (5, 4)).astype(np.uint8)
COLOUR = np.random.default_rng(1).integers(0, 256, (5, 4, 3)).astype(np.uint8)
TURNS = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: a.swapaxes(0, 1)[:, ::-1],
    7: lambda a: a.swapaxes(0, 1)[::-1, ::-1],
    8: lambda a: a.swapaxes(0, 1)[::-1],
}
"""EXIF 2.32: what brings a stored picture upright."""


def saved(pixels: np.ndarray | Image.Image, kind: str, **options) -> bytes:
    stream = io.BytesIO()
    image = Image.fromarray(pixels) if isinstance(pixels, np.ndarray) else pixels
    image.save(stream, kind, **options)
    return stream.getvalue()


def pixels(content: bytes, **options) -> np.ndarray:
    read = read_photo(content, **options)
    assert isinstance(read, Photo), read
    return read.pixels


def scene(height: int, width: int) -> np.ndarray:
    """Something with edges and colours, large enough that a JPEG has many blocks."""
    y, x = np.mgrid[:height, :width]
    picture = np.stack([x * 255 // width, y * 255 // height, (x * y) % 251], axis=-1).astype(np.uint8)
    picture[height // 4 : height // 2, width // 3 : width // 2] = (200, 30, 40)
    return picture


@pytest.fixture(params=["with simplejpeg", "without"])
def decoder(request, monkeypatch):
    if request.param == "without":
        monkeypatch.setattr(module, "has_simplejpeg", lambda: False)
    return request.param


def test_grey_and_colour_are_read_as_they_are():
    assert np.array_equal(pixels(saved(GREY, "PNG")), np.stack([GREY] * 3, axis=-1))
    assert np.array_equal(pixels(saved(GREY, "PNG"), grey=True), GREY)
    assert np.array_equal(pixels(saved(COLOUR, "PNG")), COLOUR)


def test_files_and_bytes_are_read_alike(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(saved(COLOUR, "PNG"))
    assert np.array_equal(pixels(path.read_bytes()), pixels(path))


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0}, {"quality": 30}], ids=str)
@pytest.mark.parametrize("least_px", [None, 150, 100, 40, 1])
@pytest.mark.parametrize("grey", [False, True], ids=["colour", "grey"])
def test_both_decoders_give_the_same_pixels(monkeypatch, options, least_px, grey):
    content = saved(scene(401, 333), "JPEG", **options)
    fast = pixels(content, grey=grey, least_px=least_px)
    monkeypatch.setattr(module, "has_simplejpeg", lambda: False)
    assert np.array_equal(fast, pixels(content, grey=grey, least_px=least_px))
    assert min(fast.shape[:2]) >= (least_px or 333)
    assert fast.ndim == (2 if grey else 3)


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_every_photo_stands_upright(decoder, orientation, kind):
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = scene(64, 48)
    inverse = {6: 8, 8: 6}.get(orientation, orientation)
    content = saved(np.ascontiguousarray(TURNS[inverse](upright)), kind, exif=exif)
    read = read_photo(content)
    assert isinstance(read, Photo)
    assert read.pixels.shape == upright.shape
    assert np.abs(read.pixels.astype(int) - upright).mean() < (25 if kind == "JPEG" else 1e-9)
    assert read.handled == (() if orientation == 1 else ("turned upright",))


def test_a_large_photo_is_decoded_no_larger_than_is_needed(decoder):
    exif = Image.Exif()
    exif[0x0112] = 6
    assert pixels(saved(np.zeros((1600, 2400, 3), np.uint8), "JPEG", exif=exif), least_px=200).shape == (
        300,
        200,
        3,
    )


def test_what_was_done_is_said():
    clear = np.dstack([COLOUR, np.zeros((5, 4), np.uint8)])
    frames = [Image.fromarray(np.full((4, 5), level, np.uint8)) for level in (200, 20)]
    sixteen = (GREY.astype(np.uint16) << 8) + 7
    made = {
        "laid on white": (saved(clear, "PNG"), np.full((5, 4, 3), 255)),
        "first frame": (
            saved(frames[0], "GIF", save_all=True, append_images=frames[1:]),
            np.full((4, 5, 3), 200),
        ),
        "16 bits to 8": (saved(sixteen, "PNG"), np.stack([GREY] * 3, axis=-1)),
    }
    for words, (content, expected) in made.items():
        read = read_photo(content)
        assert isinstance(read, Photo)
        assert words in read.handled
        assert np.array_equal(read.pixels, expected), words
    levels = b"P5 4 5 65535\n" + sixteen.astype(">u2").tobytes()
    assert np.array_equal(pixels(levels, grey=True), GREY)
    cmyk, palette = Image.fromarray(COLOUR).convert("CMYK"), Image.fromarray(COLOUR).quantize(8)
    for content, words in ((saved(cmyk, "JPEG"), "CMYK to RGB"), (saved(palette, "PNG"), "palette to RGB")):
        read = read_photo(content)
        assert isinstance(read, Photo)
        assert read.handled == (words,)
        assert read.pixels.shape == (5, 4, 3)


def test_what_cannot_be_read_says_why(tmp_path):
    whole = saved(scene(80, 60), "JPEG")
    faults = {
        "missing": tmp_path / "nowhere.jpg",
        "not-a-picture": b"no picture",
        "unsupported": saved(np.full((4, 4), 0.5, np.float32), "TIFF"),
        "damaged": whole[: len(whole) // 2],
    }
    for fault, source in faults.items():
        read = read_photo(source)
        assert isinstance(read, Unreadable)
        assert read.fault == fault
        assert read.why
    assert read_photo(b"") == Unreadable("not-a-picture", "the file is empty")
    assert read_photo(saved(COLOUR, "PNG")[:-40]).fault == "damaged"


def test_damage_in_the_middle_of_a_file_is_noticed():
    """Pillow passes it over in silence."""
    whole = saved(scene(300, 300), "JPEG", quality=95)
    hole = slice(len(whole) // 2, len(whole) // 2 + 1000)
    read = read_photo(whole[: hole.start] + bytes(1000) + whole[hole.stop :])
    assert isinstance(read, Unreadable)
    assert read.fault == "damaged"


def test_an_end_that_is_missing_and_was_not_needed_does_no_harm(decoder):
    """Whatever comes after the end, too."""
    whole = saved(np.full((64, 64, 3), 90, np.uint8), "JPEG")
    assert np.array_equal(pixels(whole + b"junk"), pixels(whole))


def test_a_picture_that_is_too_large_is_refused_before_it_is_decoded(monkeypatch, decoder):
    monkeypatch.setattr(module, "WHOLE_PIXELS", 1000)
    assert read_photo(saved(scene(40, 30), "PNG")) == Unreadable("gigantic", "30 x 40 pixels")
    read = read_photo(saved(scene(40, 30), "JPEG"))
    assert isinstance(read, Photo)
    assert read.handled == ("decoded at a fraction",)
    assert read.pixels.shape == (20, 15, 3)
    monkeypatch.setattr(module, "MOST_PIXELS", 1000)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with bombs_refused():
        for kind in ("PNG", "JPEG"):
            read = read_photo(saved(scene(40, 30), kind))
            assert isinstance(read, Unreadable)
            assert read.fault == "gigantic"


@pytest.mark.parametrize("kind", ["TIFF", "PNG"])
@pytest.mark.parametrize(("bits", "words"), [(16, "16"), (14, "14"), (12, "12"), (10, "10")])
def test_grey_levels_of_few_bits_in_wide_files_stay_visible(kind, bits, words):
    levels = GREY.astype(np.uint16) << bits - 8
    levels[0, 0] = (1 << bits) - 1
    read = read_photo(saved(levels, kind), grey=True)
    assert isinstance(read, Photo)
    assert read.handled == (f"{words} bits to 8",)
    expected = GREY.copy()
    expected[0, 0] = 255
    assert np.array_equal(read.pixels, expected)


def test_eight_bits_in_a_wider_file_are_kept_as_they_are():
    for wider in (np.uint16, np.int32):
        read = read_photo(saved(GREY.astype(wider), "TIFF"), grey=True)
        assert isinstance(read, Photo)
        assert read.handled == ("8 bits of more",)
        assert np.array_equal(read.pixels, GREY)


def test_a_dark_photo_of_sixteen_bits_is_left_dark_while_a_pixel_reaches_a_quarter_of_white():
    levels = np.full((5, 4), 300, np.uint16)
    levels[2, 2] = 1 << 14
    read = read_photo(saved(levels, "PNG"), grey=True)
    assert isinstance(read, Photo)
    assert read.handled == ("16 bits to 8",)
    assert np.array_equal(read.pixels, levels >> 8)


def test_no_depth_clips_and_none_leaves_a_photo_darker_than_a_quarter():
    for most in (256, 1023, 1024, 4095, 4096, 16_383, 16_384, 65_535):
        brightest = pixels(saved(np.full((5, 4), most, np.uint16), "PNG"), grey=True).max()
        assert 64 <= brightest <= 255
