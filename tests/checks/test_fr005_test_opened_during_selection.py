import pytest

from fittingroom.measure.reuse import best_of
from fittingroom.types import Opening
from tests.checks.made import answers, ask, dataset, evidence, pictures, wrong_at


def opened(*fingerprints: str) -> tuple[Opening, ...]:
    return tuple(
        Opening(
            when=f"2026-11-{day:02}T10:00:00+00:00",
            who="somebody",
            data="made",
            model=f"model {fingerprint}",
            model_fingerprint=fingerprint,
            why="a look",
        )
        for day, fingerprint in enumerate(fingerprints, 1)
    )


@pytest.mark.parametrize(("looks", "often"), [(("a",), "once"), (("a", "a", "a"), "3 times")])
def test_silent_for_one_model_however_often(rng, looks, often):
    finding = ask("FR005", evidence(dataset(*pictures(rng)), openings=opened(*looks)))
    assert finding.status == "passed"
    assert often in finding.sentence
    assert finding.numbers["models"] == 1


def test_counts_looks_and_models(rng):
    data = dataset(*pictures(rng))
    said = answers(data, "test", wrong_at(data, "test", range(10)))
    finding = ask("FR005", evidence(data, said, openings=opened("a", "b", "a", "c")))
    assert finding.status == "found"
    assert (finding.numbers["openings"], finding.numbers["models"]) == (4, 3)
    assert finding.numbers["by_model"][0] == {"model": "model a", "fingerprint": "a", "openings": 2}
    assert finding.numbers["best_of"] == pytest.approx(best_of(3, 0.75, 40))
    assert finding.numbers["first"] < finding.numbers["last"]
    assert finding.sentence.startswith(
        "The test part was opened 4 times, for 3 different models: if the best of them is the one reported, "
        "luck alone is worth up to"
    )


def test_without_predictions_it_counts_without_an_amount(rng):
    finding = ask("FR005", evidence(dataset(*pictures(rng)), openings=opened("a", "b")))
    assert finding.status == "found"
    assert "best_of" not in finding.numbers


def test_not_applicable_to_an_empty_ledger(rng):
    finding = ask("FR005", evidence(dataset(*pictures(rng))))
    assert finding.status == "not applicable"
    assert "ledger" in finding.sentence
