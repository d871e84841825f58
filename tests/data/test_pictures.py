import io
import time

import numpy as np
import pytest
from PIL import Image

from fittingroom.data.pictures import decode, encode_png, in_threads
from fittingroom.errors import DataError
from tests.data.brought import save

GREY = np.random.default_rng(0).integers(0, 256, (6, 5, 4)).astype(np.uint8)
COLOUR = np.random.default_rng(1).integers(0, 256, (6, 5, 4, 3)).astype(np.uint8)


@pytest.mark.parametrize("images", [GREY, COLOUR], ids=["grey", "colour"])
def test_png_round_trip(images):
    encoded = [encode_png(image) for image in images]
    decoded, notes = decode(encoded, list("abcdef"), where="here")
    assert np.array_equal(decoded, images)
    assert decoded.dtype == np.uint8
    assert notes == ()
    assert encoded == [encode_png(image) for image in images.copy()]


def test_files_and_bytes_decode_alike(tmp_path):
    save(tmp_path / "a.png", COLOUR[0])
    from_file, _ = decode([tmp_path / "a.png"], ["a"], where="here")
    from_bytes, _ = decode([(tmp_path / "a.png").read_bytes()], ["a"], where="here")
    assert np.array_equal(from_file, from_bytes)


def test_one_coloured_picture_makes_all_colour():
    decoded, _ = decode([encode_png(GREY[0]), encode_png(COLOUR[0])], ["a", "b"], where="here")
    assert decoded.shape == (2, 5, 4, 3)
    assert np.array_equal(decoded[0], np.stack([GREY[0]] * 3, axis=-1))


def test_colour_without_colour_is_grey():
    decoded, notes = decode([encode_png(np.stack([GREY[0]] * 3, axis=-1))], ["a"], where="here")
    assert np.array_equal(decoded, GREY[:1])
    assert notes == ("stored as colour, but red, green and blue are equal everywhere: read as grey",)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_honoured(orientation):
    """Rows and columns as EXIF 2.32 defines them: which side of the picture its row 0 and column 0 are."""
    turns = {
        1: lambda a: a,
        2: lambda a: a[:, ::-1],
        3: lambda a: a[::-1, ::-1],
        4: lambda a: a[::-1],
        5: lambda a: a.transpose(1, 0, 2),
        6: lambda a: a.transpose(1, 0, 2)[:, ::-1],
        7: lambda a: a.transpose(1, 0, 2)[::-1, ::-1],
        8: lambda a: a.transpose(1, 0, 2)[::-1],
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    stream = io.BytesIO()
    Image.fromarray(COLOUR[0]).save(stream, "PNG", exif=exif)
    decoded, _ = decode([stream.getvalue()], ["a"], where="here")
    assert np.array_equal(decoded[0], turns[orientation](COLOUR[0]))


def test_transparency_is_laid_on_white():
    pixels = np.zeros((2, 2, 4), np.uint8)
    pixels[0, 0] = (10, 20, 30, 255)
    pixels[1, 1] = (0, 0, 0, 128)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    decoded, _ = decode([stream.getvalue()], ["a"], where="here")
    assert decoded[0, 0, 0].tolist() == [10, 20, 30]
    assert decoded[0, 0, 1].tolist() == [255, 255, 255]
    assert decoded[0, 1, 1].tolist() == [127, 127, 127]


def test_size_fits_the_longest_edge_and_pads_with_the_border():
    picture = np.full((20, 10, 3), 200, np.uint8)
    picture[4:16, 2:8] = (250, 0, 0)
    decoded, notes = decode([encode_png(picture)], ["a"], where="here", size=8)
    assert decoded.shape == (1, 8, 8, 3)
    assert (decoded[0, :, :2] == 200).all()
    assert (decoded[0, :, 6:] == 200).all()
    assert np.abs(decoded[0, 4, 4].astype(int) - (250, 0, 0)).max() < 10
    assert notes == (
        "resized to 8 x 8 pixels: longest edge fitted (Lanczos), centred on the median colour of its border; "
        "1 of 1 images had another size",
    )


def test_a_picture_of_the_size_asked_for_is_untouched():
    decoded, _ = decode([encode_png(GREY[0, :4])], ["a"], where="here", size=4)
    assert np.array_equal(decoded[0], GREY[0, :4])


def test_a_large_jpeg_shrinks_to_what_it_shows():
    stream = io.BytesIO()
    Image.new("RGB", (800, 600), (40, 90, 160)).save(stream, "JPEG", quality=95)
    decoded, _ = decode([stream.getvalue()], ["a"], where="here", size=16)
    assert np.abs(decoded[0].astype(int) - (40, 90, 160)).max() <= 3


def test_mixed_sizes_are_refused():
    with pytest.raises(
        DataError, match="found 2 sizes among 2 images, from 4 x 4 to 5 x 4 pixels; ask for one"
    ):
        decode([encode_png(GREY[0]), encode_png(GREY[0, :4])], ["a", "b"], where="here")


def test_pictures_that_do_not_decode_are_counted_and_named():
    whole = encode_png(COLOUR[0])
    pictures = [whole, b"", b"no picture at all", whole[: len(whole) // 2], whole, b"\x89PNG\r\n\x1a\n"]
    with pytest.raises(DataError, match="4 of 6 images cannot be read") as caught:
        decode(pictures, list("abcdef"), where="here")
    message = str(caught.value)
    assert message.startswith(
        "here: 4 of 6 images cannot be read, the first are b (not a picture); c (not a picture); d ("
    )
    assert "; f (" not in message


def test_a_picture_that_ends_early_is_refused_though_its_header_is_whole():
    stream = io.BytesIO()
    Image.fromarray(COLOUR[0].repeat(20, 0).repeat(20, 1)).save(stream, "JPEG")
    whole = stream.getvalue()
    with pytest.raises(DataError, match=r"1 of 2 images cannot be read: b \(image file is truncated"):
        decode([whole, whole[:-200]], ["a", "b"], where="here")


def test_sixteen_bit_pictures_are_refused():
    stream = io.BytesIO()
    Image.fromarray(np.full((4, 4), 60_000, np.uint16)).save(stream, "PNG")
    with pytest.raises(DataError, match=r"a \(pixels of kind I;16, expected 8 bits a channel\)"):
        decode([stream.getvalue()], ["a"], where="here")


@pytest.mark.parametrize("suffix", ["bmp", "gif", "pgm", "tif", "webp"])
def test_lossless_formats_decode_to_their_pixels(suffix):
    stream = io.BytesIO()
    form = {"pgm": "PPM", "tif": "TIFF"}.get(suffix, suffix.upper())
    Image.fromarray(GREY[0]).save(stream, form, **({"lossless": True} if suffix == "webp" else {}))
    decoded, _ = decode([stream.getvalue()], ["a"], where="here")
    assert np.array_equal(decoded[0], GREY[0])


@pytest.mark.parametrize("n", [0, 1, 63, 64, 65, 1000])
def test_threads_keep_order_and_lose_nothing(n):
    assert list(in_threads(lambda x: x * x, range(n), desc="squares")) == [x * x for x in range(n)]


def test_an_error_in_a_thread_comes_out_and_the_rest_is_dropped():
    seen = []

    def work(x: int) -> int:
        seen.append(x)
        if x == 3:
            raise KeyboardInterrupt
        time.sleep(0.001)  # so that most of the work still waits when the error comes out
        return x

    with pytest.raises(KeyboardInterrupt):
        list(in_threads(work, range(20_000), desc="working"))
    assert len(seen) < 10_000
