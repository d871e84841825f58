"""What sellers make of what they mean: tags in their own words, with every error written down."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fittingroom.simulate.world.facts import facts
from fittingroom.simulate.world.sellers import Seller
from fittingroom.simulate.world.settings import Sellers
from fittingroom.simulate.world.words import one, words

DRAWS = 128
"""Random numbers that a row's tags need at most."""


class TagError(NamedTuple):
    """kind: missing, wrong, coarse, size, spam, misspelt or synonym.

    tag: what stands in the row's tags (empty for missing); label: the id that it is about, None for size and
    spam. A wrong tag's label is the wrong one; the right one that it stands for is missing.
    """

    kind: str
    tag: str
    label: int | None


def seller_tags(
    meant: Sequence[int], scene: Sequence[int], seller: Seller, rates: Sellers, draws: Sequence[float]
) -> tuple[list[str], list[TagError]]:
    """The tags of a row, in the order in which the seller happens to write them, and the errors in them.

    meant: columns of what he means to tag; scene: of all that is true; draws: DRAWS uniform numbers.
    """
    dice = iter(draws)
    written = [pair for column in meant for pair in _of_label(column, scene, seller, rates, dice)]
    for kind, rate, most in (("size", rates.size, 3), ("spam", rates.spam, 4)):
        if next(dice) < rate * seller.careless:
            some = [one(words().noise[kind], next(dice)) for _ in range(1 + int(next(dice) * most))]
            written += [(kind, word, None) for word in dict.fromkeys(some)]
    told = [(kind, seller.written(word), label) for kind, word, label in written]
    errors = [TagError(kind, tag, label) for kind, tag, label in told if kind]
    tags = [tag for kind, tag, _ in told if kind != "missing"]
    order = sorted(range(len(tags)), key=[next(dice) for _ in tags].__getitem__)
    return [tags[at] for at in order], errors


def _of_label(
    column: int, scene: Sequence[int], seller: Seller, rates: Sellers, dice: Iterator[float]
) -> list[tuple[str, str, int | None]]:
    """What becomes of one label that is meant: (kind of error or nothing, tag, label's id)."""
    known = facts()
    label, name, careless = known.ids[column], known.names[column], seller.careless
    missing = ("missing", "", label)
    if next(dice) < rates.missing * careless * (rates.rare if known.rare[column] else 1):
        return [missing]
    if next(dice) < rates.wrong * careless:
        others = [other for other in known.siblings[known.group[column]] if other not in scene]
        another = others[int(next(dice) * len(others))]
        return [missing, ("wrong", seller.word(another), known.ids[another])]
    if known.group[column] == "category" and next(dice) < rates.coarse * careless:
        return [("coarse", one(words().coarse[known.kinds[name]], next(dice)), label)]
    word = seller.word(column)
    if next(dice) < rates.misspelt * careless and (wrong := misspelt(word, dice)) != word:
        return [("misspelt", wrong, label)]
    return [("" if word.casefold() == name.casefold() else "synonym", word, label)]


def misspelt(word: str, dice: Iterator[float]) -> str:
    """A word with one letter doubled, left out, or swapped with the next; never its first."""
    how, at = int(next(dice) * 3), 1 + int(next(dice) * max(1, len(word) - 2))
    if len(word) < 4:
        return word + word[-1]
    if how == 0:
        return word[:at] + word[at] + word[at:]
    if how == 1:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
