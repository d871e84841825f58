"""Names for rows that have none of their own."""

from collections.abc import Mapping

import numpy as np


def row_ids(counts: Mapping[str, int]) -> np.ndarray:
    """Name the rows of each part by part and place: train-00000, train-00001, ..., test-00000, ...

    counts: rows per part, in the order in which the parts lie in the arrays. At least five digits,
    so that ids sort as rows do. Returns (n,) text. Built digit by digit in one array of characters,
    since formatting 70,000 names one by one would take longer than opening the data.
    """
    digits = {part: max(5, len(str(n - 1))) for part, n in counts.items()}
    width = max((len(part) + 1 + digits[part] for part in counts), default=1)
    characters = np.zeros((sum(counts.values()), width), np.uint32)
    first = 0
    for part, n in counts.items():
        block = characters[first : first + n]
        block[:, : len(part) + 1] = [ord(c) for c in f"{part}-"]
        number = np.arange(n, dtype=np.uint32)
        for column in range(len(part) + digits[part], len(part), -1):
            number, digit = np.divmod(number, 10)
            block[:, column] = digit + ord("0")
        first += n
    return characters.view(f"=U{width}").reshape(-1)
