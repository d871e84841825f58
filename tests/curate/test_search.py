"""Phrases are found as whole words, the longest first, as a plain search would find them."""

from itertools import pairwise

import pytest

from fittingroom.curate.search import mentions, search_for
from fittingroom.curate.taxonomy import read_taxonomy
from fittingroom.curate.words import spaced


@pytest.fixture(scope="module")
def known():
    return read_taxonomy()


def found(text, known):
    names = known.labels.by_id
    return [
        ("not " if m.denied else "") + (names[m.meaning.label].name if m.meaning.label else m.meaning.word)
        for m in mentions(text, search_for(known))
        if m.meaning.kind in ("label", "coarse", "size")
    ]


def test_whole_words_and_the_longest_phrase(known):
    assert found("dress shirt", known) == ["Dress Shirts"]
    assert found("dress, shirt", known) == ["Dresses", "Shirt"]
    assert found("redress the fared", known) == []
    assert found("Damen Kleid schwarz", known) == ["Female", "Dresses", "Black"]
    assert found("v-neck v neck V NECK", known) == ["V-Necks"] * 3
    assert found("dress code", known) == []


def test_denials_reach_a_few_words_and_no_further_than_a_pause(known):
    assert found("dress without lace", known) == ["Dresses", "not Lace"]
    assert found("dress without, lace", known) == ["Dresses", "Lace"]
    assert found("no hood or fancy stuff lace", known) == ["Lace"]
    assert found("without any lace or ruffles and beads, silk", known) == [
        "not Lace",
        "not Ruffles",
        "not Beaded",
        "Silk",
    ]
    assert found("non leather brown bag", known) == ["not Leather", "Brown"]
    assert found("no sleeves", known) == ["Sleeveless"]
    assert found("ohne Spitze", known) == ["not Lace"]
    assert found("not only cotton", known) == ["Cotton"]


def test_it_finds_what_a_search_word_by_word_finds(known, rng):
    """The oracle: at each word the longest phrase that begins there, and go on behind it."""
    pieces = ["red", "dress", "shirt", "v", "neck", "x", "long", "sleeve", "skinny", "jeans", ".", "tee"]
    for _ in range(300):
        words = [pieces[at] for at in rng.integers(0, len(pieces), 7)]
        expected, at = [], 0
        while at < len(words):
            ends = [
                end for end in range(len(words), at, -1) if spaced(" ".join(words[at:end])) in known.phrases
            ]
            if ends:
                expected.append(known.phrases[spaced(" ".join(words[at : ends[0]]))])
            at = ends[0] if ends else at + 1
        assert [m.meaning for m in mentions(" ".join(words), search_for(known))] == expected


def test_every_phrase_is_found_in_any_company(known):
    sample = list(known.phrases)[::211]
    for first, second in pairwise(sample):
        kinds = [m.meaning.kind for m in mentions(f"{first} . {second}", search_for(known))]
        expected = [
            known.phrases[p].kind for p in (first, second) if known.phrases[p].kind not in ("not", "idle")
        ]
        assert kinds == expected
