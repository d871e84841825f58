"""Batches that learn from defects: each training image is damaged with some probability, drawn anew.

A claim that this makes a network robust needs a family of defects that it never learned: docs/defects.md.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from fittingroom.measure.defects import Defect


def damaged(images: Tensor, defects: Sequence[Defect], share: float, *, rng: np.random.Generator) -> Tensor:
    """Images (n, h, w, c) uint8, of which about `share` show one of the defects, each as likely as another.

    A batch draws one severity for each defect: images of one kind are damaged together, which is what
    makes it cheap. Without defects the images are handed back as they are.
    """
    if not defects:
        return images
    out = images.cpu().numpy().copy()
    kind = np.where(rng.random(len(out)) < share, rng.integers(0, len(defects), len(out)), -1)
    for number, defect in enumerate(defects):
        severity = defect.severities[rng.integers(len(defect.severities))]
        rows = np.flatnonzero(kind == number)
        out[rows] = defect.apply(out[rows], severity, rng=rng)
    return torch.from_numpy(out).to(images.device)
