"""Where a picture ends and how large it is: trim, shrink by area or by skipping, stretch, extend.

Pictures are (h, w) or (h, w, 3) uint8. Sizes follow ImageMagick 6 (`-trim`, `-sample`, `-extent`), with
which Fashion-MNIST was made.
"""

from functools import lru_cache

import numpy as np

WHITE = 255


def trim(picture: np.ndarray, *, within: float) -> np.ndarray | str:
    """Cut off edges of nearly the colour of the corner they begin at.

    Fashion-MNIST's second step (Xiao et al. 2017, section 2): colours within 5 % of the corner pixels',
    by the distance in RGB space as a share of the greatest. As ImageMagick's `-fuzz 5% -trim`: left and
    top are compared with the top left corner, right with the top right one, bottom with the bottom left
    one. `within`: that share. Says why not where nothing would be left.
    """
    find = _differing_in_grey if picture.ndim == 2 else _differing_in_colour
    from_top, from_left, from_right, from_bottom = find(picture, within * 255)
    top, left = int(from_top.argmax()), int(from_left.argmax())
    right, bottom = int(from_right.argmax()), int(from_bottom.argmax())
    if not (from_top[top] and from_left[left] and from_right[right] and from_bottom[bottom]):
        return "nothing differs from the corners"
    height, width = picture.shape[:2]
    kept = picture[top : height - bottom, left : width - right]
    return kept if kept.size else "nothing differs from the corners"


Lines = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Which rows from the top, columns from the left, columns from the right and rows from the bottom hold a
pixel that differs from the corner they begin at, bool."""


def _differing_in_grey(picture: np.ndarray, most: float) -> Lines:
    """Of a row or column only its darkest and its lightest pixel need to be looked at."""
    low_row, high_row = picture.min(axis=1), picture.max(axis=1)
    low_column, high_column = picture.min(axis=0), picture.max(axis=0)
    first, right, bottom = float(picture[0, 0]), float(picture[0, -1]), float(picture[-1, 0])
    return (
        (low_row < first - most) | (high_row > first + most),
        (low_column < first - most) | (high_column > first + most),
        ((low_column < right - most) | (high_column > right + most))[::-1],
        ((low_row < bottom - most) | (high_row > bottom + most))[::-1],
    )


def _differing_in_colour(picture: np.ndarray, most: float) -> Lines:
    planes = np.ascontiguousarray(picture.transpose(2, 0, 1), np.int32)

    def apart(corner: np.ndarray) -> np.ndarray:
        distance = ((planes - corner[:, None, None]) ** 2).sum(axis=0)
        return np.asarray(distance > most**2 * len(planes))

    first, right, bottom = planes[:, 0, 0], planes[:, 0, -1], planes[:, -1, 0]
    of_first = apart(first)
    of_right = of_first if np.array_equal(right, first) else apart(right)
    of_bottom = of_first if np.array_equal(bottom, first) else apart(bottom)
    some = np.logical_or.reduce
    return (
        some(of_first, axis=1),
        some(of_first, axis=0),
        some(of_right, axis=0)[::-1],
        some(of_bottom, axis=1)[::-1],
    )


def area(picture: np.ndarray, *, longest_px: int) -> np.ndarray:
    """Resize so that the longest edge has `longest_px` pixels, each the mean of what it covers."""
    from PIL import Image

    height, width = _scaled(picture, longest_px)
    mode = "L" if picture.ndim == 2 else "RGB"
    held = np.ascontiguousarray(picture)
    whole = Image.frombuffer(mode, held.shape[1::-1], held, "raw", mode, 0, 1)  # shared, not copied
    return np.asarray(whole.resize((width, height), Image.Resampling.BOX))


def limit(picture: np.ndarray, *, longest_px: int) -> np.ndarray:
    """The picture, reduced as by `area` if its longest edge has more than `longest_px` pixels."""
    return picture if max(picture.shape[:2]) <= longest_px else area(picture, longest_px=longest_px)


def sample(picture: np.ndarray, *, longest_px: int) -> np.ndarray:
    """Resize so that the longest edge has `longest_px` pixels by leaving out rows and columns.

    Fashion-MNIST's third step, as ImageMagick's `-sample`: of the rows that fall on one the middle stays.
    """
    height, width = _scaled(picture, longest_px)
    return picture[_middles(picture.shape[0], height)][:, _middles(picture.shape[1], width)]


def stretch(picture: np.ndarray, *, size_px: int) -> np.ndarray:
    """Resize to a square whatever the shape, as Pillow's `resize((28, 28))` does (bicubic)."""
    from PIL import Image

    return np.asarray(Image.fromarray(picture).resize((size_px, size_px), Image.Resampling.BICUBIC))


def extend(picture: np.ndarray, *, size_px: int) -> np.ndarray:
    """Put the picture into the middle of a white square of `size_px`; what is larger is cut at the edges."""
    page = np.full((size_px, size_px, *picture.shape[2:]), WHITE, np.uint8)
    (to_y, from_y), (to_x, from_x) = (_overlap(size_px, length) for length in picture.shape[:2])
    page[to_y, to_x] = picture[from_y, from_x]
    return page


def _overlap(room: int, length: int) -> tuple[slice, slice]:
    """Where a centred line of `length` lies in `room`, and which piece of it has room there."""
    kept = min(room, length)
    at, begin = room // 2 - kept // 2, length // 2 - kept // 2
    return slice(at, at + kept), slice(begin, begin + kept)


def _scaled(picture: np.ndarray, longest_px: int) -> tuple[int, int]:
    longest = max(picture.shape[:2])
    height, width = (max(1, int(length * longest_px / longest + 0.5)) for length in picture.shape[:2])
    return height, width


@lru_cache(maxsize=4096)
def _middles(before: int, after: int) -> np.ndarray:
    return ((2 * np.arange(after) + 1) * before - 1) // (2 * after)
