"""What sellers write: every error in tags is written down and there, every mention stands in the text."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from fittingroom.simulate.world import tags, texts
from fittingroom.simulate.world.facts import facts
from fittingroom.simulate.world.layout import layout, rows_of
from fittingroom.simulate.world.sellers import Seller, seller_numbers, sellers
from fittingroom.simulate.world.settings import Sellers, Texts, World
from fittingroom.simulate.world.words import words

ROWS = 600


@pytest.fixture(scope="module")
def people() -> list[Seller]:
    return list(sellers(World(), 0, np.arange(60)).values())


def made(rng: np.random.Generator) -> list[list[int]]:
    """Scenes of one label a group, the category first, as columns."""
    groups = facts().siblings
    return [[int(rng.choice(groups[name])) for name in groups] for _ in range(ROWS)]


def test_the_tags_are_the_official_names_but_for_the_errors(people: list[Seller], rng: np.random.Generator):
    names, column = facts().names, {label: at for at, label in enumerate(facts().ids)}
    kinds: Counter[str] = Counter()
    for at, scene in enumerate(made(rng)):
        meant = [label for label in scene if rng.random() < 0.8]
        found, errors = tags.seller_tags(
            meant, scene, people[at % 60], replace(Sellers(), misspelt=0.2, wrong=0.1), rng.random(tags.DRAWS)
        )
        expected = Counter(names[label].casefold() for label in meant)
        for error in errors:
            kinds[error.kind] += 1
            if error.kind in ("missing", "coarse", "misspelt", "synonym"):
                assert error.label is not None
                expected -= Counter([names[column[error.label]].casefold()])
            if error.kind == "wrong":
                assert error.label is not None
                assert column[error.label] not in scene
            assert bool(error.tag) == (error.kind != "missing")
            assert (error.label is None) == (error.kind in ("size", "spam"))
        expected += Counter(error.tag.casefold() for error in errors if error.tag)
        assert Counter(tag.casefold() for tag in found) == expected
    assert set(kinds) == {"missing", "wrong", "coarse", "size", "spam", "misspelt", "synonym"}
    assert kinds["missing"] > kinds["wrong"] > 0


def test_without_errors_a_seller_writes_what_he_means(people: list[Seller], rng: np.random.Generator):
    perfect = Sellers(missing=0, wrong=0, coarse=0, size=0, spam=0, misspelt=0)
    for scene in made(rng)[:50]:
        found, errors = tags.seller_tags(scene, scene, people[0], perfect, rng.random(tags.DRAWS))
        assert {error.kind for error in errors} <= {"synonym"}
        assert Counter(found) == Counter(people[0].written(people[0].word(label)) for label in scene)


def test_rare_labels_are_missing_more_often(people: list[Seller], rng: np.random.Generator):
    left_out: dict[bool, list[bool]] = {True: [], False: []}
    honest = replace(people[0], careless=1.0)
    for scene in made(rng):
        errors = tags.seller_tags(scene, scene, honest, Sellers(wrong=0), rng.random(tags.DRAWS))[1]
        missing = {error.label for error in errors if error.kind == "missing"}
        for label in scene:
            left_out[facts().rare[label]].append(facts().ids[label] in missing)
    for rare, rate in ((False, 0.06), (True, 0.06 * 2.5)):
        n = len(left_out[rare])
        assert abs(np.mean(left_out[rare]) - rate) < 5 * np.sqrt(rate * (1 - rate) / n)


@pytest.mark.parametrize("word", ["Black", "red", "T-Shirts", "V-Necks", "xl"])
def test_a_misspelling_keeps_its_first_letter_and_is_near(word: str, rng: np.random.Generator):
    for _ in range(50):
        wrong = tags.misspelt(word, iter(rng.random(2)))
        assert wrong[0] == word[0]
        assert abs(len(wrong) - len(word)) <= 1


def test_every_mention_stands_in_the_text_and_every_denial_after_its_word(
    people: list[Seller], rng: np.random.Generator
):
    column = {label: at for at, label in enumerate(facts().ids)}
    negated = 0
    for at, scene in enumerate(made(rng)):
        seller = people[at % 60]
        title, description, mentions = texts.seller_texts(scene, seller, Texts(), rng.random(texts.DRAWS))
        where = {"title": title.lower(), "description": description.lower()}
        phrases, names = words().phrases[seller.language], words().labels[seller.language]
        for mention in mentions:
            spoken = names[column[mention.label]]
            if not mention.negated:
                assert any(word.lower() in where[mention.where] for word in spoken)
                continue
            negated += 1
            denials = [one.format(word) for one in phrases["negation"] for word in spoken]
            denials += [*phrases["hoodless"]] if facts().names[column[mention.label]] == texts.HOODED else []
            assert any(denial.lower() in where["description"] for denial in denials)
            assert column[mention.label] not in scene
        assert (not description) or description[-1] == "."
    assert negated > 20


def test_true_labels_are_named_as_often_as_the_settings_say(people: list[Seller], rng: np.random.Generator):
    rates, seller = Texts(stuffing=0.0, false=0.0), people[0]
    named: dict[str, list[bool]] = {group: [] for group in facts().siblings}
    for scene in made(rng):
        mentions = texts.seller_texts(scene, seller, rates, rng.random(texts.DRAWS))[2]
        said = {mention.label for mention in mentions if mention.where == "title"}
        assert said <= {facts().ids[label] for label in scene}
        for label in scene:
            named[facts().group[label]].append(facts().ids[label] in said)
    for group, found in named.items():
        rate = rates.true[group]
        assert abs(np.mean(found) - rate) < 5 * np.sqrt(rate * (1 - rate) / len(found))


def test_a_seller_is_the_same_in_every_part(people: list[Seller]):
    again = sellers(World(), 0, np.array([59, 3, 3]))
    assert list(again) == [3, 59]
    assert [again[59].word(label) for label in range(228)] == [people[59].word(label) for label in range(228)]
    assert again[59].careless == people[59].careless
    assert {person.language for person in people} == {"en", "de", "fr", "es"}


def test_carelessness_has_mean_1():
    careless = [one.careless for one in sellers(World(), 1, np.arange(4000)).values()]
    assert abs(np.mean(careless) - 1) < 5 * np.std(careless) / np.sqrt(4000)


def test_some_copies_are_listed_by_others():
    world = World()
    laid = layout(world, 3000, 0)
    rows = rows_of(laid, np.arange(laid.rows))
    whose = seller_numbers(world, laid, rows)
    copies = rows.copy >= 0
    of_product = dict(zip(rows.product[~copies].tolist(), whose[~copies].tolist(), strict=True))
    assert [of_product[product] for product in rows.product[~copies].tolist()] == whose[~copies].tolist()
    other = (whose != whose[rows.original])[copies]
    assert abs(other.mean() - 0.58) < 5 * np.sqrt(0.25 / len(other))
