"""A second test part that nobody has tuned on: for MNIST the 50,000 digits of its test part that were lost.

Source: Yadav and Bottou 2019, Cold case: the lost MNIST digits, arXiv 1905.10498. Models are asked about
them in the same fit; nothing is learned from them.
"""

from dataclasses import replace

from fittingroom.data import is_cached, open_set
from fittingroom.types import Dataset

MNIST, QMNIST = "mnist", "qmnist"
KNOWN_BEFORE = 10_000
"""The first of QMNIST's test digits are MNIST's own."""


def second_test(data: Dataset) -> Dataset | None:
    """The second test part of a data set as a set of its own, if its files are at hand; None otherwise."""
    if data.card.name != MNIST or not is_cached(QMNIST):
        return None
    whole = open_set(QMNIST)
    card = replace(whole.card, name="qmnist-50k", title="QMNIST, the other 50,000")
    return replace(whole, card=card, parts={"test": whole.rows("test")[KNOWN_BEFORE:]})
