"""Training on a small set: it learns what is planted, goes on where it stopped, and two do what one does."""

import dataclasses
import os
import pickle
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from fittingroom.data.attributes import Label, LabelMap
from fittingroom.data.ledger import openings_of
from fittingroom.errors import DataError, InputError
from fittingroom.files import fingerprint
from fittingroom.models import processor
from fittingroom.models.attributes import learning, work
from fittingroom.models.attributes.gallery import gallery
from fittingroom.models.attributes.learned import Learned, Settings, load
from fittingroom.models.attributes.recipes import MODERN, PAPER, Recipe
from fittingroom.models.attributes.shards import read_source
from fittingroom.models.attributes.work import Means, answers_on, train_on
from fittingroom.models.checkpoint import CHECKPOINT
from tests.models.attributes.conftest import LABELS, MORE_LABELS, write_set

QUICK = dataclasses.replace(MODERN, batch=32, lr=3e-3)


def settings(recipe: Recipe = QUICK, **changed) -> Settings:
    given = {"network": "small", "head": "group", "loss": "bce", "size_px": 24, "epochs": 2, "seed": 1}
    return Settings(recipe=recipe, **(given | changed))


def hits(learned: Learned, data: Path, out: Path) -> float:
    """The share of cells of val that a threshold of one half has right."""
    predictions, source = answers_on(learned, data, "val", out=out)
    truth = source.truth.measured()
    return float(((predictions.logits > 0) == truth.present)[truth.known].mean())


@pytest.mark.parametrize("recipe", [QUICK, dataclasses.replace(PAPER, batch=32)], ids=lambda r: r.name)
def test_what_is_planted_is_learned_and_kept(recipe, small_set, tmp_path):
    learned = train_on(small_set, settings(recipe, epochs=5), out=tmp_path)
    assert hits(learned, small_set, tmp_path) > 0.97
    again = load(tmp_path)
    assert again.fingerprint == learned.fingerprint
    assert again.settings == learned.settings
    assert again.history == learned.history
    assert again.labels == learned.labels
    assert hits(again, small_set, tmp_path) == hits(learned, small_set, tmp_path)
    assert not (tmp_path / CHECKPOINT).exists()
    assert len(np.load(tmp_path / "logits-val.npz")["logits"]) == 64


def test_data_of_other_labels_stay_sealed(small_set, tmp_path):
    learned = train_on(small_set, settings(epochs=1), out=tmp_path / "run")
    other = tmp_path / "other"
    write_set(other, labels=MORE_LABELS)
    with pytest.raises(InputError, match="has other labels than the model learned"):
        answers_on(learned, other, "test", out=tmp_path / "run", why="to compare")
    source = read_source(other, "test")
    assert openings_of(fingerprint(source.ids, source.truth.present)) == ()


@pytest.mark.parametrize("every_s", [0.0, 1e9], ids=["within an epoch", "between epochs"])
def test_a_killed_training_goes_on_to_the_same_weights(every_s, small_set, tmp_path, monkeypatch):
    asked = settings(epochs=2, head="flat")
    whole = train_on(small_set, asked, out=tmp_path / "whole")
    monkeypatch.setattr(learning, "CHECKPOINT_EVERY_S", every_s)
    steps, seen = learning._steps, []

    def killed_after_nine(lesson, epoch, done):
        for loss in steps(lesson, epoch, done):
            if len(seen) == 9:
                raise KeyboardInterrupt
            seen.append(done)
            yield loss

    monkeypatch.setattr(learning, "_steps", killed_after_nine)
    with pytest.raises(KeyboardInterrupt):
        train_on(small_set, asked, out=tmp_path / "killed")
    assert (tmp_path / "killed" / CHECKPOINT).is_file()
    monkeypatch.setattr(learning, "_steps", steps)
    resumed = train_on(small_set, asked, out=tmp_path / "killed")
    assert resumed.fingerprint == whole.fingerprint
    assert [row.train_loss for row in resumed.history] == pytest.approx(
        [row.train_loss for row in whole.history]
    )


def test_two_processes_learn_what_one_does(small_set, tmp_path, monkeypatch):
    """As torchrun starts them: statistics of a batch, and its gradient, are those of the whole batch."""
    monkeypatch.setattr(processor, "_cpu_multiplies_bfloat16", lambda: False)  # only rounding may differ
    asked = settings(dataclasses.replace(QUICK, batch=64, dropout=0.0), epochs=1, head="flat")
    alone = train_on(small_set, asked, out=tmp_path / "one")
    code = (
        "import pickle, sys\n"
        "from fittingroom.models import processor\n"
        "from fittingroom.models.attributes.work import Means, train_on\n"
        "processor._cpu_multiplies_bfloat16 = lambda: False\n"
        "data, out, asked = pickle.load(open(sys.argv[1], 'rb'))\n"
        "train_on(data, asked, out=out, means=Means(device='cpu'))\n"
    )
    (tmp_path / "asked").write_bytes(pickle.dumps((small_set, tmp_path / "two", asked)))
    place = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(free_port()), "WORLD_SIZE": "2"}
    second = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "asked")],
        env=os.environ | place | {"RANK": "1", "LOCAL_RANK": "1", "OMP_NUM_THREADS": "1"},
        stderr=subprocess.PIPE,
        text=True,
    )
    for name, value in (place | {"RANK": "0", "LOCAL_RANK": "0"}).items():
        monkeypatch.setenv(name, value)
    try:
        train_on(small_set, asked, out=tmp_path / "two", means=Means(device="cpu"))
    finally:
        said = second.communicate(timeout=120)[1]
    assert second.returncode == 0, said
    together = load(tmp_path / "two")
    assert together.notes["processes"] == 2
    assert together.history[0].train_loss == pytest.approx(alone.history[0].train_loss, rel=1e-4)
    learned = {name: w for name, w in alone.weights.items() if not name.endswith("num_batches_tracked")}
    for name, weight in learned.items():
        np.testing.assert_allclose(together.weights[name], weight, atol=2e-3, err_msg=name)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_another_run_in_the_folder_is_refused(small_set, tmp_path, monkeypatch):
    monkeypatch.setattr(learning, "save", lambda learned, folder: None)
    monkeypatch.setattr(Path, "unlink", lambda path, missing_ok=False: None)
    train_on(small_set, settings(epochs=1), out=tmp_path)
    with pytest.raises(InputError, match=r"belongs to another run .its settings differ"):
        train_on(small_set, settings(epochs=1, seed=2), out=tmp_path)


def test_what_cannot_be_learned_is_refused_in_a_sentence(small_set, tmp_path):
    with pytest.raises(InputError, match=r"inception-v3 sees nothing below 75 pixels, asked to learn 24"):
        train_on(small_set, settings(network="inception-v3"), out=tmp_path)
    with pytest.raises(InputError, match=r"at least 2 images, 1 epoch .* got 1, 2 and 1"):
        train_on(small_set, settings(), out=tmp_path, images=1)
    with pytest.raises(InputError, match=r"the training diverged in epoch 1"):
        train_on(small_set, settings(dataclasses.replace(QUICK, lr=1e30)), out=tmp_path)
    with pytest.raises(DataError, match=r"holds no model.safetensors"):
        load(tmp_path)


def test_a_checkpoint_or_model_of_other_labels_is_refused(small_set, kept, tmp_path, monkeypatch):
    """One label more or another name leaves the packed bits of the truth as they were."""
    here, asked = processor.choose_processor("cpu", 1), settings(epochs=1)
    images = gallery(read_source(small_set, "train"), 24, kept)
    monkeypatch.setattr(learning, "discard", lambda path: None)
    learning.learn(images, None, asked, processor=here, folder=tmp_path)
    more = LabelMap((*LABELS.labels, Label(30, "left", "place")), LABELS.groups)
    renamed = LabelMap((Label(3, "pink", "color"), *LABELS.labels[1:]), LABELS.groups)
    for labels in (more, renamed):
        group_of = np.array([0, 0, 0, 1, 1, 1][: len(labels.labels)])
        truth = dataclasses.replace(images.source.truth, labels=labels, group_of=group_of)
        other = dataclasses.replace(images, source=dataclasses.replace(images.source, truth=truth))
        with pytest.raises(InputError, match=r"belongs to another run .its labels differ"):
            learning.learn(other, None, asked, processor=here, folder=tmp_path)
        with pytest.raises(InputError, match="learned other labels: choose another folder"):
            work._finished(tmp_path, learning.identify(other.source, asked), labels)


def test_what_cannot_be_learned_is_refused_before_anything_is_decoded_or_written(small_set, tmp_path):
    for asked, sentence in (
        (settings(loss="hil"), r"no loss 'hil'"),
        (settings(head="grup"), r"no head 'grup'"),
        (settings(network="smal"), r"no network 'smal'"),
        (settings(size_px=-4), r"small sees nothing below 16 pixels, asked to learn -4"),
        (settings(dataclasses.replace(QUICK, batch=0)), r"a batch needs at least 2 images.* got 0"),
        (settings(dataclasses.replace(QUICK, batch=1)), r"a batch needs at least 2 images.* got 1"),
        (settings(dataclasses.replace(QUICK, lr=float("nan"))), r"a learning rate is .* got nan"),
        (settings(dataclasses.replace(QUICK, lr=-1.0)), r"a learning rate is .* got -1"),
    ):
        with pytest.raises(InputError, match=sentence):
            train_on(small_set, asked, out=tmp_path / "run", means=Means(cache=tmp_path / "cache"))
    with pytest.raises(InputError, match=r"at least 2 images.* got 0"):
        train_on(small_set, settings(), out=tmp_path / "run", images=0, means=Means(cache=tmp_path / "cache"))
    assert not list(tmp_path.iterdir())


def test_a_finished_model_is_neither_learned_again_nor_replaced(small_set, tmp_path, monkeypatch):
    other = write_set(tmp_path / "other", train=40)
    first = train_on(small_set, settings(epochs=1), out=tmp_path / "run")
    monkeypatch.setattr(work, "learn", None)
    assert train_on(small_set, settings(epochs=1), out=tmp_path / "run").fingerprint == first.fingerprint
    before = {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    with pytest.raises(InputError, match=r"belongs to another run .its settings differ"):
        train_on(small_set, settings(epochs=2), out=tmp_path / "run")
    with pytest.raises(InputError, match=r"belongs to another run .its train differ"):
        train_on(other, settings(epochs=1), out=tmp_path / "run")
    assert {path.name: path.read_bytes() for path in (tmp_path / "run").iterdir()} == before


def test_the_cache_may_lie_elsewhere(small_set, tmp_path):
    train_on(small_set, settings(epochs=1), out=tmp_path / "run", means=Means(cache=tmp_path / "cache"))
    assert len(list((tmp_path / "cache").glob("*/24px/*.npy"))) == 3


def test_learning_goes_on_with_the_network_of_another_model(small_set, kept):
    here = processor.choose_processor("cpu", 1)
    images = gallery(read_source(small_set, "train"), 24, kept)
    still = dataclasses.replace(QUICK, lr=0.0)
    first = learning.learn(images, None, settings(epochs=1), processor=here)
    then = learning.learn(images, None, settings(still, epochs=1, seed=2), processor=here, start=first)
    alone = learning.learn(images, None, settings(still, epochs=1, seed=2), processor=here)
    of_network = [name for name in first.weights if name.startswith("backbone.") and "weight" in name]
    assert all(np.array_equal(then.weights[name], first.weights[name]) for name in of_network)
    assert np.array_equal(then.weights["head.fc.weight"], alone.weights["head.fc.weight"])
    assert not all(np.array_equal(alone.weights[name], first.weights[name]) for name in of_network)
    assert then.run != alone.run
    with pytest.raises(InputError, match="cannot begin with the weights of small"):
        learning.learn(
            images, None, settings(network="resnet18", size_px=32, epochs=1), processor=here, start=first
        )
