"""Titles and descriptions: what sellers say of a product, true, false and denied, all of it written down."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fittingroom.simulate.world.facts import facts
from fittingroom.simulate.world.sellers import Seller
from fittingroom.simulate.world.settings import Texts
from fittingroom.simulate.world.words import one, words

DRAWS = 160
"""Random numbers that a row's texts need at most."""

ENGLISH = ("gender", "adjective", "color", "material", "pattern", "style", "category", "sleeve", "neckline")
OTHERS = ("category", "gender", "adjective", "sleeve", "neckline", "material", "pattern", "style", "color")
"""In which order a title names things."""

DENIED = ("material", "pattern", "style")
"""Groups of which a description says what a product has not."""

HOODED = "Hoodies & Sweatshirts"


class Mention(NamedTuple):
    """A label (its id) that the title or the description (`where`) names, or denies."""

    label: int
    where: str
    negated: bool


def seller_texts(
    scene: Sequence[int], seller: Seller, rates: Texts, draws: Sequence[float]
) -> tuple[str, str, list[Mention]]:
    """The title, the description and what they mention.

    scene: columns of all that is true, the category first; draws: DRAWS uniform numbers.
    """
    dice, ids = iter(draws), facts().ids
    title, said = _title(scene, seller, rates, dice)
    mentions = [Mention(ids[column], "title", False) for column in said]
    if next(dice) < rates.empty:
        return title, "", mentions
    description, said, denied = _description(scene, seller, rates, dice)
    mentions += [Mention(ids[column], "description", False) for column in said]
    mentions += [Mention(ids[column], "description", True) for column in denied]
    return title, description, mentions


def _title(
    scene: Sequence[int], seller: Seller, rates: Texts, dice: Iterator[float]
) -> tuple[str, list[int]]:
    known, phrases, names = facts(), words().phrases[seller.language], words().labels[seller.language]
    said = _said(scene, rates, dice)
    pieces = {"adjective": [one(phrases["adjective"], next(dice))]}
    for column in said:
        pieces.setdefault(known.group[column], []).append(one(names[column], next(dice)))
    order = ENGLISH if seller.language == "en" else OTHERS
    title = [piece for name in order for piece in pieces.get(name, ())]
    if next(dice) < 0.4:
        title.insert(0, one(words().noise["maker"], next(dice)))
    if next(dice) < rates.stuffing * seller.careless:
        for _ in range(2 + int(next(dice) * 3)):
            column = one(known.popular, next(dice))
            title.append(one(names[column], next(dice)))
            said.append(column)
        title.append(one(words().noise["stuffing"], next(dice)))
    return seller.written(" ".join(title)), list(dict.fromkeys(said))


def _description(
    scene: Sequence[int], seller: Seller, rates: Texts, dice: Iterator[float]
) -> tuple[str, list[int], list[int]]:
    known, phrases, names = facts(), words().phrases[seller.language], words().labels[seller.language]
    said = _said(scene, rates, dice)
    spoken = [(known.group[column] == "material", one(names[column], next(dice))) for column in said]
    sentences = []
    for is_material, phrase in ((True, "material"), (False, "detail")):
        if some := [word for of_material, word in spoken if of_material == is_material]:
            sentences.append(one(phrases[phrase], next(dice)).format(", ".join(some)))
    denied, texts = [], []
    for group in DENIED:
        column = one(known.siblings[group], next(dice))
        if next(dice) < rates.negated and column not in scene and column not in said:
            texts.append(one(phrases["negation"], next(dice)).format(one(names[column], next(dice))))
            denied.append(column)
    category, hooded = known.names[scene[0]], known.names.index(HOODED)
    can_have = known.kinds[category] in ("top", "coat") and hooded not in (*scene, *said)
    if can_have and next(dice) < rates.negated:
        texts.append(one(phrases["hoodless"], next(dice)))
        denied.append(hooded)
    if texts:
        text = ", ".join(texts)
        sentences.append(f"{text[0].upper()}{text[1:]}.")
    sentences.append(one(phrases["filler"], next(dice)))
    return " ".join(sentences), said, denied


def _said(scene: Sequence[int], rates: Texts, dice: Iterator[float]) -> list[int]:
    """Columns that one text names: of what is true, and now and then a wrong one of a group."""
    known = facts()
    said = [column for column in scene if next(dice) < rates.true.get(known.group[column], 0.0)]
    for group, siblings in known.siblings.items():
        if group != "gender" and next(dice) < rates.false:
            column = one(siblings, next(dice))
            if column not in scene:
                said.append(column)
    return said
