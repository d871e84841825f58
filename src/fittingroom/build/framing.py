"""Where a picture ends and how large it is: trim, shrink by area or by skipping, stretch, extend.

Pictures are (h, w) or (h, w, 3) uint8. Sizes follow ImageMagick 6 (`-trim`, `-sample`, `-extent`), with
which Fashion-MNIST was made.
"""

import numpy as np

WHITE = 255


def trim(picture: np.ndarray, *, within: float) -> np.ndarray | str:
    """Cut off edges of nearly the colour of the corner they begin at.

    Fashion-MNIST's second step (Xiao et al. 2017, section 2): colours within 5 % of the corner pixels',
    by the distance in RGB space as a share of the greatest. As ImageMagick's `-fuzz 5% -trim`: left and
    top are compared with the top left corner, right with the top right one, bottom with the bottom left
    one. `within`: that share. Says why not where nothing would be left.
    """
    pixels = picture.reshape(*picture.shape[:2], -1).astype(np.int32)
    most = (within * 255) ** 2 * pixels.shape[2]
    left_top, right, bottom = (
        ((pixels - pixels[corner]) ** 2).sum(axis=2) > most for corner in ((0, 0), (0, -1), (-1, 0))
    )
    columns, rows = np.flatnonzero(left_top.any(axis=0)), np.flatnonzero(left_top.any(axis=1))
    columns_right, rows_bottom = np.flatnonzero(right.any(axis=0)), np.flatnonzero(bottom.any(axis=1))
    if not (len(columns) and len(columns_right) and len(rows_bottom)):
        return "nothing differs from the corners"
    kept = picture[rows[0] : rows_bottom[-1] + 1, columns[0] : columns_right[-1] + 1]
    return kept if kept.size else "nothing differs from the corners"


def area(picture: np.ndarray, *, longest_px: int) -> np.ndarray:
    """Resize so that the longest edge has `longest_px` pixels, each the mean of what it covers."""
    from PIL import Image

    height, width = _scaled(picture, longest_px)
    return np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BOX))


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


def _middles(before: int, after: int) -> np.ndarray:
    return ((2 * np.arange(after) + 1) * before - 1) // (2 * after)
