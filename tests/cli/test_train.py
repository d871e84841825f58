"""fittingroom train attributes and evaluate: from a folder to numbers, or one sentence that says why not."""

import json
from pathlib import Path

import numpy as np
import pytest

from fittingroom.cli import main
from tests.models.attributes.conftest import MORE_LABELS, write_set


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_set(tmp_path_factory.mktemp("cli") / "set", train=96, val=32, labels=MORE_LABELS)


def train(data: Path, out: Path, *more: str) -> int:
    quick = ["--model", "small", "--size-px", "24", "--epochs", "2", "--batch", "16", "--out", str(out)]
    return main(["train", "attributes", str(data), *quick, *more])


def test_what_was_trained_is_evaluated_with_its_oracle_beside_it(data, tmp_path, capsys, own_ledger):
    assert train(data, tmp_path) == 0
    said = capsys.readouterr()
    assert "small group bce modern, 2 epochs" in said.out
    assert "epoch 2 of 2: train loss" in said.err
    assert "images/s, 0 s left" in said.err
    few = ["--damaged", "8", "--compared", "20"]
    assert main(["evaluate", str(tmp_path), str(data), *few]) == 0
    printed = capsys.readouterr().out
    assert "n = 32" in printed
    for name in ("F1@8", "F1@8 of the oracle", "F1@8 of label frequencies", "macro AP", "hit rate of place"):
        assert f"\n  {name} " in printed
    folder = tmp_path / "evaluate-val"
    report = json.loads((folder / "report.json").read_text())
    assert {f["code"]: f["status"] for f in report["findings"]}["FR002"] == "passed"
    assert "All pictures are drawn" in report["verdict"][-1]
    by_label = next(f for f in report["figures"] if f["name"] == "labels")["table"]["rows"]
    assert {row[0] for row in by_label} <= {label.name for label in MORE_LABELS.labels}
    assert "Group by group" in (folder / "report.html").read_text()
    assert "not sealed" in (folder / "report.md").read_text()
    card = (folder / "card.md").read_text()
    assert "What to expect of small group bce modern on set" in card
    assert "Over 22 kinds of damage F1@8 is" in card
    assert "a sample was compared, 10 of 32 of val" in card
    assert {"damage", "damage-groups", "damage-example"} <= {f["name"] for f in report["figures"]}
    assert np.load(tmp_path / "damaged-val.npz")["logits"].shape == (61, 8, 10)
    stored = np.load(tmp_path / "logits-val.npz")
    assert stored["logits"].shape == (32, 10)
    assert main(["evaluate", str(tmp_path), str(data), "--part", "test"]) == 2
    assert "needs the model's name, its fingerprint and a reason" in capsys.readouterr().err
    assert not (tmp_path / "logits-test.npz").exists()
    assert not list(own_ledger.iterdir())
    less = ["--damaged", "0", "--compared", "0"]
    assert main(["evaluate", str(tmp_path), str(data), "--part", "test", "--why", "the end", *less]) == 0
    assert "Damaged pictures: blur" in (tmp_path / "evaluate-test/card.md").read_text()
    assert not (tmp_path / "damaged-test.npz").exists()
    (ledger,) = own_ledger.iterdir()
    opening = json.loads(ledger.read_text())
    assert (opening["data"], opening["why"]) == ("set", "the end")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--model", "resnet19"], "there is no network 'resnet19' (did you mean resnet1"),
        (["--head", "tree"], "there is no head 'tree'"),
        (["--loss", "bcee"], "there is no loss 'bcee' (did you mean bce?)"),
        (["--recipe", "papers"], "there is no recipe 'papers' (did you mean paper?)"),
        (["--taught", "tagged"], "only a world has 'tagged' labels"),
    ],
)
def test_what_cannot_be_is_one_sentence(more, sentence, data, tmp_path, capsys):
    assert train(data, tmp_path, *more) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said


@pytest.mark.parametrize("option", ["--batch", "--images", "--epochs", "--size-px", "--threads", "--loaders"])
@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_numbers_of_things_are_at_least_one(option, number, data, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        train(data, tmp_path, option, number)
    assert ended.value.code == 2
    assert f"argument {option}: give a whole number of at least 1, got '{number}'" in capsys.readouterr().err


def test_a_folder_without_a_model_is_one_sentence(data, tmp_path, capsys):
    assert main(["evaluate", str(tmp_path), str(data)]) == 2
    assert "give the folder that `fittingroom train attributes` wrote" in capsys.readouterr().err


def test_the_amounts_of_the_help_are_those_of_the_study():
    from fittingroom.cli.evaluate import COMPARED, DAMAGED
    from fittingroom.studies.attribute_report import damaged, near_copies

    assert (DAMAGED, COMPARED) == (damaged.IMAGES, near_copies.COMPARED)


@pytest.mark.parametrize("option", ["--damaged", "--compared"])
def test_one_picture_cannot_be_compared(option, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", "run", "set", option, "1"])
    assert ended.value.code == 2
    assert "give 0 for none, or 2 or more" in capsys.readouterr().err
