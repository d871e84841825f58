"""The default recipe learns, repeats itself, survives a kill, and never meets what it must not see."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from fittingroom.errors import InputError
from fittingroom.models import convnet, fitted, training
from fittingroom.models.checkpoint import CHECKPOINT
from fittingroom.models.convnet import Network, Params, fit, predict
from fittingroom.models.fitted import Fitted, load, once, save
from fittingroom.models.views import Views
from fittingroom.types import Part
from tests.landed_half import left_behind

TINY = Params(widths=(8, 12), epochs=3, evaluated=40)
CLASSES = 3


def bars(rng: np.random.Generator, name: str, n: int, shape: tuple[int, ...] = (12, 14)) -> Part:
    """Noise with a bright bar, whose height in the picture tells the class; learned in two epochs."""
    labels = rng.integers(0, CLASSES, n)
    images = rng.integers(0, 90, (n, *shape)).astype(np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[2 + 3 * label : 4 + 3 * label, 3:11] = 220
    return Part(name, images, labels, np.arange(n).astype(str))


@pytest.fixture
def parts(rng) -> tuple[Part, Part]:
    return bars(rng, "train", 170), bars(rng, "val", 60)


def tiny_fit(parts: tuple[Part, Part], params: Params = TINY, **keywords) -> Fitted:
    return fit(*parts, params, **{"classes": CLASSES, "seed": 0, "device": "cpu", "threads": 1, **keywords})


def assert_same_result(a: Fitted, b: Fitted) -> None:
    assert a.fingerprint == b.fingerprint
    assert [dataclasses.replace(row, seconds=0) for row in a.history] == [
        dataclasses.replace(row, seconds=0) for row in b.history
    ]


def test_it_learns_and_its_history_is_what_predict_says(parts):
    fitted = tiny_fit(parts, dataclasses.replace(TINY, evaluated=10_000))
    chosen = next(row for row in fitted.history if row.chosen)
    for part, loss, accuracy in (
        (parts[0], chosen.train_loss, chosen.train_accuracy),
        (parts[1], chosen.val_loss, chosen.val_accuracy),
    ):
        scores = fitted.predict(part.images)
        assert scores.dtype == np.float32
        # the history computes as learning does, perhaps in bfloat16 (3 digits); predict in full precision
        assert (scores.argmax(1) == part.labels).mean() == pytest.approx(accuracy, abs=0.03)
        assert -np.log(scores[np.arange(len(part)), part.labels]).mean() == pytest.approx(loss, rel=0.02)
    assert chosen.val_accuracy > 0.9


@pytest.mark.parametrize("shape", [(12, 12), (28, 28), (13, 17, 3), (12, 12, 1)])
def test_it_takes_grey_and_colour_images_of_many_sizes(rng, shape):
    parts = bars(rng, "train", 40, shape), bars(rng, "val", 20, shape)
    fitted = tiny_fit(parts, dataclasses.replace(TINY, epochs=1))
    scores = fitted.predict(parts[1].images)
    np.testing.assert_allclose(scores.sum(1), 1, rtol=1e-5)
    assert fitted.shape == (*shape[:2], shape[2] if len(shape) == 3 else 1)


def test_the_kept_epoch_is_the_one_of_lowest_val_loss(parts):
    history = tiny_fit(parts, dataclasses.replace(TINY, muon_lr=0.5, epochs=4, patience=4)).history
    assert [row.epoch for row in history] == [1, 2, 3, 4]
    losses = [row.val_loss for row in history]
    assert [row.chosen for row in history] == [loss == min(losses) for loss in losses]


def test_it_stops_when_val_no_longer_improves(parts, monkeypatch):
    losses = iter([0.9, 0.5, 0.7, 0.6, 0.4])
    monkeypatch.setattr(
        training,
        "evaluate",
        lambda network, part, processor: (0.1, 1.0) if len(part) == 40 else (next(losses), 0.5),
    )
    fitted = tiny_fit(parts, dataclasses.replace(TINY, epochs=9, patience=2))
    assert [row.val_loss for row in fitted.history] == [0.9, 0.5, 0.7, 0.6]
    assert fitted.settings["chosen epoch"] == 2


def test_a_seed_repeats_itself_and_another_one_does_not(parts):
    torch.manual_seed(1)
    first = tiny_fit(parts)
    torch.manual_seed(2)
    assert_same_result(first, tiny_fit(parts))
    assert first.fingerprint != tiny_fit(parts, seed=1).fingerprint


def test_it_leaves_the_global_generator_and_the_threads_as_they_were(parts):
    before, threads = torch.random.get_rng_state(), torch.get_num_threads()
    tiny_fit(parts, dataclasses.replace(TINY, epochs=1))
    assert torch.equal(before, torch.random.get_rng_state())
    assert torch.get_num_threads() == threads


class Killed(BaseException):
    """Stands for the end of the process: nothing in the code under test may catch it."""


@pytest.mark.parametrize("end", [(Killed, 2), (Killed, 3), (KeyboardInterrupt, 2)])
def test_a_training_killed_in_an_epoch_goes_on_to_the_bitwise_same_result(
    parts, tmp_path, monkeypatch, capsys, end
):
    kill, last = end
    whole = tiny_fit(parts)
    drawn = convnet.batches

    def killed_half_way(*positional, epoch: int, **keywords):
        for step, batch in enumerate(drawn(*positional, epoch=epoch, **keywords)):
            if (epoch, step) == (last, 3):
                raise kill
            yield batch

    with monkeypatch.context() as patch:
        patch.setattr(convnet, "batches", killed_half_way)
        with pytest.raises(kill):
            tiny_fit(parts, folder=tmp_path)
    if kill is KeyboardInterrupt:
        assert f"stopped after {last - 1} whole epochs; the same call goes on from" in capsys.readouterr().err
    resumed = tiny_fit(parts, folder=tmp_path)
    assert f"going on after epoch {last - 1} of 3" in capsys.readouterr().err
    assert_same_result(whole, resumed)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.json", "model.safetensors"]


def test_what_a_kill_within_a_checkpoint_left_goes_when_the_training_ends(parts, tmp_path):
    fitted = tiny_fit(parts)
    left_behind(tmp_path / CHECKPOINT)
    once(tmp_path, fitted.run, lambda: fitted)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.json", "model.safetensors"]


def test_a_finished_model_is_read_and_not_trained_again(parts, tmp_path, monkeypatch):
    fitted = tiny_fit(parts, folder=tmp_path)
    monkeypatch.setattr(convnet, "train_epochs", None)
    again = tiny_fit(parts, folder=tmp_path)
    assert_same_result(fitted, again)
    assert again.history == fitted.history


@pytest.mark.parametrize("what", ["seed", "params", "train"])
def test_a_folder_of_another_run_is_refused_and_left_alone(parts, tmp_path, what):
    tiny_fit(parts, folder=tmp_path)
    before = (tmp_path / "model.safetensors").read_bytes()
    other = {
        "seed": lambda: tiny_fit(parts, folder=tmp_path, seed=1),
        "params": lambda: tiny_fit(parts, dataclasses.replace(TINY, shift=1), folder=tmp_path),
        "train": lambda: tiny_fit((parts[1], parts[1]), folder=tmp_path),
    }
    with pytest.raises(
        InputError, match=rf"belongs to another run \(its {what} differ\): choose another folder"
    ):
        other[what]()
    assert (tmp_path / "model.safetensors").read_bytes() == before


def test_a_checkpoint_of_another_run_is_refused(parts, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(fitted, "save", lambda *_: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            tiny_fit(parts, folder=tmp_path)
    with pytest.raises(
        InputError, match=r"checkpoint\.safetensors belongs to another run \(its seed differ\)"
    ):
        tiny_fit(parts, folder=tmp_path, seed=5)


def test_a_saved_model_comes_back_whole(parts, tmp_path):
    fitted = tiny_fit(parts)
    save(fitted, tmp_path)
    back = load(tmp_path)
    assert (back.params, back.shape, back.classes, back.seed, back.history) == (
        (fitted.params, fitted.shape, fitted.classes, fitted.seed, fitted.history)
    )
    np.testing.assert_array_equal(back.predict(parts[1].images), fitted.predict(parts[1].images))
    told = json.loads((tmp_path / "model.json").read_text())
    assert told["fingerprint"] == fitted.fingerprint == back.fingerprint
    assert told["params"]["widths"] == [8, 12]


def test_a_small_set_is_learned_in_small_batches(rng):
    parts = bars(rng, "train", 17), bars(rng, "val", 5)
    assert len(tiny_fit(parts).history) == 3


def test_the_fixed_layers_do_not_learn(parts):
    one = tiny_fit(parts, dataclasses.replace(TINY, epochs=1))
    three = tiny_fit(parts)
    for name in ("mean", "scale", "whitening"):
        np.testing.assert_array_equal(one.weights[name], three.weights[name])
    assert not np.array_equal(one.weights["head.weight"], three.weights["head.weight"])


def test_the_scores_of_an_image_do_not_depend_on_the_images_beside_it(parts):
    fitted = tiny_fit(parts, dataclasses.replace(TINY, epochs=1))
    together = predict(fitted, parts[1].images)
    np.testing.assert_allclose(together[7:8], predict(fitted, parts[1].images[7:8]), rtol=1e-4, atol=1e-6)
    assert predict(fitted, parts[1].images[:0]).shape == (0, CLASSES)


def test_a_convolution_starts_by_handing_its_input_on(rng):
    torch.manual_seed(0)
    network = Network(Params(widths=(20,)), channels=1, classes=2)
    x = torch.from_numpy(rng.normal(size=(2, 16, 9, 9)).astype(np.float32))
    torch.testing.assert_close(network.blocks[0].first(x)[:, :16], x)


def test_a_training_that_diverges_says_so(parts):
    with pytest.raises(InputError, match=r"diverged in epoch 1 .*smaller learning rates"):
        tiny_fit(parts, dataclasses.replace(TINY, head_lr=float("inf")))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda part: dataclasses.replace(part, images=part.images[:, :11]),
            r"at least 12 x 12 pixels.*\(11, 14\)",
        ),
        (lambda part: dataclasses.replace(part, images=part.images[:, :, :13]), r"images of one size"),
        (
            lambda part: dataclasses.replace(part, labels=part.labels + 1),
            r"labels of val must lie in 0\.\.2, found 1\.\.3",
        ),
        (
            lambda part: Part("val", part.images[:1], part.labels[:1], part.ids[:1]),
            r"at least 2 images.*val has 1",
        ),
    ],
)
def test_parts_that_cannot_be_learned_are_refused(parts, change, message):
    with pytest.raises(InputError, match=message):
        tiny_fit((parts[0], change(parts[1])))


def test_images_of_another_shape_are_refused(parts):
    fitted = tiny_fit(parts, dataclasses.replace(TINY, epochs=1))
    with pytest.raises(
        InputError, match=r"trained on uint8 images of shape \(12, 14, 1\), asked about .*\(14, 12, 1\)"
    ):
        predict(fitted, parts[0].images.transpose(0, 2, 1))


@pytest.mark.parametrize("wrong", [{"epochs": 0}, {"batch": 1}, {"widths": ()}, {"evaluations": 0}])
def test_params_that_make_no_sense_are_refused(wrong):
    with pytest.raises(InputError, match="convnet needs patience"):
        Params(**wrong)


def test_unknown_views_are_refused_with_the_list():
    with pytest.raises(InputError, match="views is one of plain, mirrored, moved, got 'six'"):
        Params(views="six")


@pytest.mark.parametrize(
    ("epochs", "evaluations", "steps"), [(1.5, 1, 15), (0.5, None, 5), (2, 4, 20), (3, None, 30)]
)
def test_part_epochs_and_few_evaluations_make_as_many_steps_as_they_say(
    parts, monkeypatch, epochs, evaluations, steps
):
    taken = []
    step = convnet.nesterov_step
    monkeypatch.setattr(
        convnet,
        "nesterov_step",
        lambda weight, *rest, **rates: (
            taken.append(1) if weight.ndim == 2 else None,
            step(weight, *rest, **rates),
        ),
    )
    fitted = tiny_fit(parts, dataclasses.replace(TINY, epochs=epochs, evaluations=evaluations))
    assert len(taken) == steps
    assert len(fitted.history) == (evaluations or max(1, epochs))


def test_the_views_of_the_params_are_what_history_and_predict_ask_about(parts):
    once = dataclasses.replace(TINY, evaluations=1)
    views: tuple[Views, ...] = ("plain", "mirrored")
    plain, both = (tiny_fit(parts, dataclasses.replace(once, views=name)) for name in views)
    assert plain.fingerprint == both.fingerprint
    assert [row.val_loss for row in plain.history] != [row.val_loss for row in both.history]
    flipped = parts[1].images[:, :, ::-1].copy()
    np.testing.assert_allclose(both.predict(flipped), both.predict(parts[1].images), rtol=1e-3, atol=1e-5)
    assert np.abs(plain.predict(flipped) - plain.predict(parts[1].images)).max() > 0.01


def test_progress_is_one_line_an_epoch_where_nobody_watches(parts, capsys):
    tiny_fit(parts)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"epoch {n} of 3" for n in (1, 2, 3)]
    assert "images/s" in lines[0]


def test_no_folder_means_that_nothing_is_written(parts, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tiny_fit(parts, dataclasses.replace(TINY, epochs=1))
    assert list(Path().iterdir()) == []


def test_a_negative_seed_is_refused(parts):
    with pytest.raises(InputError, match="at least 0, got -1"):
        tiny_fit(parts, seed=-1)
