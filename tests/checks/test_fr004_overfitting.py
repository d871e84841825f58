import pytest

from fittingroom.types import Epoch
from tests.checks.made import answers, ask, dataset, evidence, no_copies, pictures, wrong_at

SIZES = {"train": 1000, "val": 400}
NNBSP = "\N{NARROW NO-BREAK SPACE}"


def tried(rng, train_wrong: int, val_wrong: int, *, curves=(), **how):
    data = dataset(*pictures(rng, 1400), SIZES)
    said = [
        answers(data, part, wrong_at(data, part, range(wrong)), **how)
        for part, wrong in (("train", train_wrong), ("val", val_wrong))
    ]
    return ask("FR004", evidence(data, *said, curves=curves, copies=no_copies(data)))


def curve(*val_losses: float, chosen: int = -1, train_accuracy: float = 0.9) -> tuple[Epoch, ...]:
    """Epochs 1, 2, ... whose train loss always falls."""
    return tuple(
        Epoch(
            epoch=at + 1,
            train_loss=1 / (at + 2),
            train_accuracy=train_accuracy,
            val_loss=loss,
            val_accuracy=0.85,
            n_train=1000,
            n_val=400,
            seconds=1.0,
            chosen=at == chosen % len(val_losses),
        )
        for at, loss in enumerate(val_losses)
    )


@pytest.mark.parametrize(
    ("train_wrong", "val_wrong", "word", "status"),
    [
        (100, 40, "none", "passed"),  # no gap
        (99, 42, "none", "passed"),  # half a point
        (50, 36, "mild", "passed"),  # 4 points
        (50, 60, "strong", "found"),  # 10 points
        (2, 40, "memorising", "found"),
    ],
)
def test_words_by_the_gap_of_predictions(rng, train_wrong, val_wrong, word, status):
    finding = tried(rng, train_wrong, val_wrong)
    assert (finding.numbers["word"], finding.status) == (word, status)
    assert finding.numbers["gap"] == pytest.approx(val_wrong / 400 - train_wrong / 1000)


def test_the_sentence_holds_both_rates_and_the_gap(rng):
    sentence = tried(rng, 50, 60).sentence.replace(NNBSP, " ")
    assert sentence.startswith(
        "Strong overfitting: 95.0 % right on train and 85.0 % on val, a gap of +10.0 points [+"
    )


def test_probabilities_also_give_the_loss_gap(rng):
    finding = tried(rng, 50, 60, kind="probabilities", confidence=0.97)
    assert finding.numbers["loss_gap_low"] < finding.numbers["loss_gap"] < finding.numbers["loss_gap_high"]
    assert "loss_gap" not in tried(rng, 50, 60).numbers


def test_curves_alone_are_enough(rng):
    data = dataset(*pictures(rng))
    finding = ask("FR004", evidence(data, curves=curve(0.5, 0.4, 0.39, train_accuracy=0.96)))
    assert finding.numbers["gap"] == pytest.approx(0.11)
    assert finding.numbers["loss_gap"] == pytest.approx(0.39 - 1 / 4)
    assert finding.status == "found"


def test_a_loss_that_turned_makes_mild_strong(rng):
    risen = curve(0.5, 0.4, 0.38, 0.42)
    assert tried(rng, 50, 36, curves=curve(0.5, 0.4, 0.38, 0.38)).numbers["word"] == "mild"
    finding = tried(rng, 50, 36, curves=risen)
    assert (finding.numbers["word"], finding.status) == ("strong", "found")
    assert finding.sentence.endswith(
        "the val loss was lowest at epoch 3 of 4, the weights of epoch 4 were kept, where it had turned up."
    )


def test_stopping_early_avoids_the_turn(rng):
    finding = tried(rng, 50, 36, curves=curve(0.5, 0.4, 0.38, 0.42, chosen=2))
    assert (finding.numbers["word"], finding.numbers["turned"]) == ("mild", False)
    assert (finding.numbers["kept_epoch"], finding.numbers["lowest_val_loss_epoch"]) == (3, 3)
    assert finding.sentence.endswith(
        "the val loss was lowest at epoch 3 of 4, the weights of epoch 3 were kept."
    )


def test_not_applicable_without_train_or_curves(rng):
    data = dataset(*pictures(rng))
    finding = ask("FR004", evidence(data, answers(data, "val", wrong_at(data, "val", [0]))))
    assert finding.status == "not applicable"
    assert finding.sentence == "It needs a training curve, or predictions on both train and val."
