"""How high a forced choice of k labels can score at all, on these labels: print it beside every F1@k."""

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.attributes.micro import Counts
from fittingroom.measure.attributes.top_k import K
from fittingroom.measure.attributes.truth import AttributeTruth


def oracle_counts(truth: AttributeTruth, k: int = K) -> Counts:
    """The counts of the best choice of exactly k labels an image, by one who knows the truth.

    It takes min(N, k) of the image's N labels. What is left over of the k goes where it costs nothing, to
    cells that are not known, and where these are too few, to labels that are absent. Without unknown cells:
    P = E[min(N, k)] / k, R = E[min(N, k)] / E[N], F1 = 2 E[min(N, k)] / (k + E[N]).
    """
    if not 1 <= k <= truth.present.shape[1]:
        raise InputError(f"an oracle's top {k} needs k in 1..{truth.present.shape[1]}, the number of labels")
    hits = np.minimum(truth.labels_each, k)
    free = (~truth.known).sum(axis=1)
    return Counts(hits, np.maximum(hits, k - free), truth.labels_each)
