"""The expectation card, word for word, from planted numbers."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure.repeated import repeated_mean, repeated_share
from fittingroom.reporting.expectation import Chapter, ExpectationCard
from fittingroom.studies.reality.card import apart, expectation_card
from tests.studies.reality.made_reality import m, made_reality, over
from tests.studies.reality.test_words import plain

EXPECTED = {
    "Pictures made like the benchmark": [
        (
            "On the benchmark's test pictures: right 92.5 in 100 (92.0 to 93.0) of 10 000; always "
            "answering right: 10 in 100."
        ),
        ("Least often right: below, 73 in 100 (70 to 76); most often: left, 98.6 in 100 (97.7 to 99.2)."),
        (
            "Not measured here: freshly collected pictures. Elsewhere new test sets made the same way "
            "cost 3 to 15 points (Recht et al. 2019, CIFAR-10 and ImageNet)."
        ),
    ],
    "Real photos (snaps)": [
        (
            "On photos, stretch (stretched to a square, grey: what a beginner does): right 27 in 100 (22 "
            "to 31) of 3 000; always answering left: 29 in 100."
        ),
        "Not shown to be better than always answering left: -1.9 points [-9.9, +6.5].",
        "That is 65.7 points [61.4, 70.9] below the benchmark.",
        (
            "With the preparation chosen on other photos (stretch-negate): right 52 in 100 (46 "
            "to 58) of 3 000."
        ),
        ("That is the strict reading of the labels; others: coarse 51 in 100 (46 to 55), always left 29 %."),
        (
            "Least often right: unten, 10 in 100 (5 to 16); most often: oben, 40 in 100 (33 to 47); 1 of "
            "3 are known too roughly to be named."
        ),
    ],
    "What its confidence means": [
        (
            "Benchmark: its confidence ranks answers here (AUROC 0.930 [0.920, 0.940], a coin 0.5); it "
            "states 94.0 % and is right in 92.5 %: 1.5 points more than it delivers."
        ),
        "Benchmark: it states 90 % or more on 21.0 %; of these 23 in 100 (18 to 28) are right.",
        (
            "Benchmark: sets of answers that promise to hold the right one in 90 % hold it in 90 in 100 "
            "(87 to 93)."
        ),
        (
            "Photos, stretch: its confidence means nothing here: it states 66.6 % and is right in 26.8 "
            "%, and right answers are not shown to have more of it than wrong ones (AUROC 0.501 [0.470, "
            "0.530], a coin 0.5)."
        ),
        "Photos, stretch: it states 90 % or more on 21.0 %; of these 23 in 100 (18 to 28) are right.",
        (
            "Photos, stretch: sets of answers that promise to hold the right one in 90 % hold it in 13 "
            "in 100 (10 to 16)."
        ),
        (
            "Photos: 15 % of 3 000 pass as like the training data; of these it is right on 20 in 100 (15 "
            "to 25)."
        ),
        (
            "Photos of 542 things that it has no class for: it states 72.0 % [70.0, 74.0] on average; 27 "
            "% pass as like the training data."
        ),
    ],
    "Which damage hurts": [
        (
            "Over 22 kinds of damage: right 69.0 in 100 (68.0 to 70.0) of 2 000, at 83.8 % confidence; "
            "the same pictures undamaged 93.0 in 100 (92.0 to 94.0). That never stands for real photos."
        ),
        ("Damage: 2 of 3 hurt: invert -59.0 points [-60.0, -58.0] and blur -21.0 points [-22.0, -20.0]."),
        "Damage: 1 of 3 cost less than 2 points: smear.",
        "Cues: 1 of 1 hurt: mirrored -23.0 points [-24.0, -22.0].",
    ],
    "What would change this": [
        "With 10 photos of each label learned (30 in all): right 57 in 100 (53 to 61) of 3 000.",
        "With 50 photos of each label learned (150 in all): right 70 in 100 (67 to 74) of 3 000.",
        "Trained with defects, test: -1.2 points [-1.8, -0.6], to 40.0 % [34.0, 46.0].",
        ("Trained with defects, damaged pictures: +14.8 points [+14.0, +15.6], to 40.0 % [34.0, 46.0]."),
        ("Trained with defects, snaps through stretch: +13.5 points [+10.4, +16.5], to 40.0 % [34.0, 46.0]."),
        (
            "Trained with defects, snaps through stretch-negate: +4.0 points [-1.0, +9.0], to 40.0 % "
            "[34.0, 46.0]; not shown after Holm."
        ),
        (
            "Against a family of defects that was never learned, learning the others is shown to help in "
            "1 of 2 families: light."
        ),
    ],
}


def test_the_card_word_for_word():
    card = expectation_card(made_reality())
    assert {chapter.title: [plain(line) for line in chapter.lines] for chapter in card.chapters} == EXPECTED
    assert card.title == "What to expect of the default network on made"
    assert card.about.startswith("Means over 3 trainings; in brackets 95 % intervals")
    assert card.not_tested == (
        "Other photos than those of the 10 groups of the probe snaps (group).",
        "Colour: every picture is grey.",
        "Pictures of the same kind that were collected anew.",
        "Several things in one picture, and things that are worn, held or partly hidden.",
        "Input that was made to deceive it.",
    )


def test_what_was_not_done_is_called_not_tested():
    card = expectation_card(made_reality(probes=False))
    assert card.not_tested[0] == "Real photos: no probe was asked about."
    assert not any("photos" in chapter.title for chapter in card.chapters)
    without = replace(made_reality(), left_out=(), failed={"defects, seed 1": "it broke"})
    assert expectation_card(without).not_tested[-2:] == (
        "Defects that a network trained with defects never learned (no family was left out).",
        "defects, seed 1: it broke",
    )


def test_what_is_known_too_roughly_is_called_not_tested():
    made = made_reality()
    (probe,) = made.probes
    said = probe.arms["default"]
    rough = replace(said.judged[0], accuracy=over(0.3, 0.1, 0.5, n=20))
    arms = {"default": replace(said, judged=(rough, *said.judged[1:])), "defects": said}
    lines = expectation_card(replace(made, probes=(replace(probe, arms=arms),))).chapters[1].lines
    assert lines[0].endswith("not tested (20 pictures leave 40 points open).")
    assert not any("always answering" in line for line in lines)


def test_pictures_that_one_training_passes_are_not_called_none():
    """Like shares of 0, 10 and 7 %: what is right among them is not known, but some pass."""
    like = np.zeros((3, 300), bool)
    like[1, :30] = like[2, :20] = True
    passing = repeated_mean("like", like, part="photos").measurement
    assert repeated_share("right", like, like, part="photos") is None
    made = made_reality()
    (probe,) = made.probes
    said = probe.arms["default"]
    told = replace(said.told["stretch"], like=passing, right_if_like=None)
    arms = {**probe.arms, "default": replace(said, told={**said.told, "stretch": told})}
    lines = expectation_card(replace(made, probes=(replace(probe, arms=arms),))).chapters[2].lines
    assert not any("No picture passes" in line for line in lines)
    assert (
        "Photos: 6 % of 300 pass as like the training data; how many of these it gets right is not tested."
        in [plain(line) for line in lines]
    )


def test_a_rough_look_and_a_single_training_say_so():
    assert expectation_card(made_reality(quick=True)).about.startswith("A rough look at a smaller training")
    about = expectation_card(made_reality(seeds=1)).about
    assert about.startswith("One training;")
    assert about.endswith("how far another would move them is not known.")


def test_the_difference_of_two_shares_is_as_wide_as_both():
    difference = apart(m(0.3, 0.26, 0.34), m(0.9, 0.87, 0.93))
    assert difference.value == pytest.approx(-0.6)
    assert (difference.low, difference.high) == pytest.approx((-0.65, -0.55))
    nothing = replace(m(0.3, 0.2, 0.4), low=None, high=None)
    assert apart(nothing, m(0.9, 0.87, 0.93)).low is None


def test_three_forms_say_the_same(tmp_path):
    card = expectation_card(made_reality())
    page = card.save_all(tmp_path)
    html, text = page.read_text(), (tmp_path / "card.md").read_text()
    data = json.loads((tmp_path / "card.json").read_text())
    assert [chapter["title"] for chapter in data["chapters"]] == list(EXPECTED)
    assert len(data["numbers"]) == len(card.numbers)
    for title in EXPECTED:
        assert f"**{title}**" in text
        assert title in html
    assert not re.search("<script|https?:", html)
    assert text.startswith("## What to expect of the default network on made\n")


def test_what_the_user_named_is_only_text():
    made = made_reality()
    data = replace(made.data, card=replace(made.data.card, title="<b>*mine*</b>"))
    card = expectation_card(replace(made, data=data))
    assert "<b>" not in card.html()
    assert "<b>" not in card.figure(section="card").markup
    assert r"\<b\>\*mine\*" in card.markdown()


def test_an_empty_card_is_refused():
    with pytest.raises(InputError, match="needs chapters, the numbers that they rest on"):
        ExpectationCard(subject="x", about="", chapters=(), not_tested=(), numbers=(), source="")
    with pytest.raises(InputError, match="needs a sentence"):
        Chapter("empty", ())
