"""Batches for a device: gathered by threads ahead of time, so that the device never waits for the disk."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from fittingroom.data.pictures import bombs_refused
from fittingroom.models.attributes.gallery import Gallery

AHEAD = 2
"""Batches that each thread may be ahead of what is learned."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Of m images: pixels (m, px, px, 3) uint8, present and known (m, k) bool, on the device."""

    images: Tensor
    present: Tensor
    known: Tensor


def feed(part: Gallery, plan: Iterable[np.ndarray], device: str, *, threads: int) -> Iterator[Batch]:
    """Yield a batch for each array of rows (m,) of the plan, in its order.

    On CUDA the copies go from pinned memory and do not wait for each other or for the network.
    """
    pinned = device.startswith("cuda")

    def gathered(rows: np.ndarray) -> Batch:
        images = torch.empty((len(rows), part.size_px, part.size_px, 3), dtype=torch.uint8, pin_memory=pinned)
        part.gather(rows, images.numpy())
        present, known = (torch.from_numpy(each) for each in part.source.truth.of(rows))
        if pinned:
            present, known = present.pin_memory(), known.pin_memory()
        return Batch(images, present, known)

    waiting = deque()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="feed")
    try:
        with bombs_refused():
            for rows in plan:
                waiting.append(pool.submit(gathered, rows))
                if len(waiting) > AHEAD * threads:
                    yield _moved(waiting.popleft().result(), device)
            while waiting:
                yield _moved(waiting.popleft().result(), device)
    finally:
        pool.shutdown(cancel_futures=True)


def _moved(batch: Batch, device: str) -> Batch:
    if device == "cpu":
        return batch
    return Batch(*(part.to(device, non_blocking=True) for part in (batch.images, batch.present, batch.known)))
