"""Bytes that somebody sent: pictures of many kinds, and what only says that it is one."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from fittingroom.app.received import pixels, without_metadata
from fittingroom.app.safety import Refused
from fittingroom.studies.reality.asking import PHOTO_PX


def encoded(image: Image.Image, kind: str, **options) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def header_only_png(width: int, height: int) -> bytes:
    """A PNG whose header promises so many pixels, and hardly a byte of them."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def refused(sent: bytes) -> Refused:
    with pytest.raises(Refused) as error:
        pixels(sent)
    assert len(str(error.value).splitlines()) == 1
    return error.value


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "PNG"), ("1", "PNG"), ("P", "PNG"), ("LA", "PNG"), ("RGBA", "PNG"), ("RGB", "JPEG"),
     ("CMYK", "JPEG"), ("RGB", "WEBP"), ("P", "GIF"), ("RGB", "BMP")],
)  # fmt: skip
def test_every_usual_kind_of_picture_comes_as_colour(mode: str, kind: str):
    image = Image.new("RGB", (30, 20), (200, 200, 200)).convert(mode)
    found = pixels(encoded(image, kind))
    assert (found.shape, found.dtype) == ((20, 30, 3), np.uint8)
    assert found.mean() > 150


def test_what_is_transparent_is_white():
    assert (pixels(encoded(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG")) == 255).all()


def test_a_turned_photo_stands_upright_and_loses_its_metadata():
    image = Image.new("RGB", (40, 20))
    exif = image.getexif()
    exif[0x0112] = 6  # a quarter turn
    exif[0x010F] = "camera of somebody"
    sent = encoded(image, "JPEG", exif=exif.tobytes(), comment=b"at home")
    assert pixels(sent).shape == (40, 20, 3)
    clean, suffix = without_metadata(sent)
    assert suffix == ".jpg"
    assert b"somebody" in sent
    assert b"at home" in sent
    assert b"somebody" not in clean
    assert b"at home" not in clean
    with Image.open(io.BytesIO(clean)) as kept:
        assert kept.size == (20, 40)
        assert not kept.getexif()


def test_other_kinds_are_kept_pixel_for_pixel(rng):
    image = rng.integers(0, 256, (21, 34, 3), dtype=np.uint8)
    clean, suffix = without_metadata(encoded(Image.fromarray(image), "WEBP", lossless=True))
    assert suffix == ".png"
    with Image.open(io.BytesIO(clean)) as kept:
        np.testing.assert_array_equal(np.asarray(kept), image)


def test_a_large_picture_is_reduced():
    found = pixels(encoded(Image.new("RGB", (3000, 2000)), "PNG"))
    assert found.shape == (341, PHOTO_PX, 3)


@pytest.mark.parametrize("size", [(10_000, 10_000), (60_000, 60_000), (2**31 - 1, 2)])
def test_too_many_pixels_are_refused_before_any_is_decoded(size: tuple[int, int]):
    assert refused(header_only_png(*size)).status in (413, 422)


def test_a_real_picture_of_100_megapixels_is_refused():
    sent = encoded(Image.new("1", (10_000, 10_000)), "PNG")
    error = refused(sent)
    assert error.status == 413
    assert "megapixels" in str(error)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"this is a shopping list\n", "found text"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "angle brackets"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"\0\1\2\3" * 9, "other bytes"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "found text"),
    ],
)
def test_what_is_no_picture_is_named(sent: bytes, words: str):
    error = refused(sent)
    assert error.status == 415
    assert words in str(error)


def test_nothing_at_all_is_refused():
    assert "0 bytes" in str(refused(b""))


def test_a_damaged_picture_is_refused(rng):
    noise = Image.fromarray(rng.integers(0, 256, (64, 64, 3), dtype=np.uint8))
    for kind in ("PNG", "JPEG"):
        sent = encoded(noise, kind)
        assert refused(sent[: len(sent) // 2]).status == 422


def test_of_sixteen_bits_a_channel_the_upper_eight_are_taken():
    deep = Image.fromarray(np.full((9, 9), 200 << 8, np.uint16))
    assert (pixels(encoded(deep, "PNG")) == 200).all()


def test_a_line_is_no_picture():
    assert refused(encoded(Image.new("L", (2000, 3)), "PNG")).status == 422


def test_of_an_animation_the_first_frame_is_taken():
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("white", "black")]
    assert pixels(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])).min() > 200
