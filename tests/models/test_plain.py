"""The plain recipe: faithful to the programs it stands for, and every factor does what its name says."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fittingroom.errors import InputError
from fittingroom.models import plain, recipe, training
from fittingroom.models.adam import adam, penalise
from fittingroom.models.augment import Augmentation
from fittingroom.models.batches import Batch, Images
from fittingroom.models.fitted import Fitted, load
from fittingroom.models.plain import PROGRAM_1, PROGRAM_2, PROGRAM_3, Params, build, drawn, fit, predict
from fittingroom.studies.training import train_and_report
from fittingroom.types import Dataset, Part

TINY = Params(widths=(4,), epochs=3, lr=0.01)
EVERYTHING = Params(
    widths=(4,),
    dense=(6,),
    dropout=0.2,
    dense_dropout=0.3,
    l1=1e-4,
    l2=1e-3,
    weight_decay=0.1,
    label_smoothing=0.1,
    augmentation=Augmentation(rotation_deg=5, shift=0.1, zoom=0.1, mirror=True, erase=0.2),
    epochs=3,
    images_an_epoch=200,
    batch=16,
)
CLASSES = 3


@pytest.fixture
def parts(squares: Dataset) -> tuple[Part, Part]:
    train = squares.part("train")
    return Part("train", train.images[:160], train.labels[:160], train.ids[:160]), squares.part("val")


def tiny_fit(parts: tuple[Part, Part], params: Params = TINY, **keywords) -> Fitted:
    return fit(*parts, params, **{"classes": CLASSES, "seed": 0, "device": "cpu", "threads": 1, **keywords})


def timeless(fitted: Fitted) -> list:
    return [dataclasses.replace(row, seconds=0) for row in fitted.history]


def assert_same_result(a: Fitted, b: Fitted) -> None:
    assert a.fingerprint == b.fingerprint
    assert timeless(a) == timeless(b)


def mlp(shape: tuple[int, int, int], classes: int) -> nn.Module:
    """What a user might bring."""
    height, width, channels = shape
    return nn.Sequential(
        nn.Flatten(), nn.Linear(height * width * channels, 8), nn.ReLU(), nn.Linear(8, classes)
    )


# --- the network


@pytest.mark.parametrize(
    ("params", "count"), [(PROGRAM_1, 54_410), (PROGRAM_2, 693_962), (PROGRAM_3, 54_410)]
)
def test_the_programs_have_as_many_parameters_as_in_keras(params, count):
    network = build(params, (28, 28, 1), 10, 0, None)
    assert sum(weight.numel() for weight in network.parameters()) == count


def test_the_programs_train_as_the_essay_says():
    for program in (PROGRAM_1, PROGRAM_2, PROGRAM_3):
        assert (program.lr, program.batch, program.widths) == (1e-3, 32, (32,))
    assert (PROGRAM_1.epochs, PROGRAM_1.patience, PROGRAM_1.dense) == (10, None, ())
    assert (PROGRAM_2.dropout, PROGRAM_2.dense, PROGRAM_2.dense_dropout) == (0.25, (128,), 0.5)
    assert (PROGRAM_3.epochs, PROGRAM_3.patience) == (20, 3)
    assert PROGRAM_3.augmentation == Augmentation(rotation_deg=20, shift=0.2, mirror=True)


def by_hand(weights: dict[str, np.ndarray], images: np.ndarray, convolutions: int) -> np.ndarray:
    """The network in plain NumPy, as Keras lays it out: channels last, flattened row by row."""
    x = images.astype(float) / 255
    for at in range(convolutions):
        kernel = weights[f"body.convolutions.{at}.weight"].astype(float)  # (o, i, 3, 3)
        windows = np.lib.stride_tricks.sliding_window_view(x, (3, 3), axis=(1, 2))  # (n, h, w, i, 3, 3)
        x = np.einsum("nhwiyx,oiyx->nhwo", windows, kernel) + weights[f"body.convolutions.{at}.bias"]
        x = np.maximum(x, 0)
        n, height, width, channels = x.shape
        x = x[:, : height // 2 * 2, : width // 2 * 2]
        x = x.reshape(n, height // 2, 2, width // 2, 2, channels).max(axis=(2, 4))
    x = x.reshape(len(x), -1)
    layers = sum(name.startswith("body.dense") and name.endswith("weight") for name in weights)
    for at in range(layers):
        x = x @ weights[f"body.dense.{at}.weight"].astype(float).T + weights[f"body.dense.{at}.bias"]
        x = np.maximum(x, 0) if at < layers - 1 else x
    return x


@pytest.mark.parametrize(
    ("widths", "dense", "shape"),
    [((5,), (), (12, 12, 1)), ((4, 6), (7,), (15, 13, 3)), ((), (), (5, 4, 2)), ((), (6, 5), (6, 6, 1))],
)
def test_the_network_computes_what_it_says(rng, widths, dense, shape):
    params = Params(widths=widths, dense=dense, dropout=0.5, dense_dropout=0.5)
    network = build(params, shape, 4, 3, None).eval()
    for name, weight in network.named_parameters():
        if name.endswith("bias"):
            nn.init.normal_(weight)
    images = rng.integers(0, 256, (6, *shape)).astype(np.uint8)
    weights = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    with torch.inference_mode():
        found = network(torch.from_numpy(images)).numpy()
    np.testing.assert_allclose(found, by_hand(weights, images, len(widths)), atol=2e-5)


def test_weights_start_as_in_keras():
    """Glorot uniform: within the root of 6 / (fan in + fan out), as wide as that; biases are 0."""
    network = build(Params(widths=(32, 16), dense=(50,)), (28, 28, 1), 10, 0, None)
    fans = {
        "convolutions.0": 9 + 9 * 32,
        "convolutions.1": 9 * 32 + 9 * 16,
        "dense.0": 400 + 50,
        "dense.1": 60,
    }
    for name, weight in network.named_parameters():
        layer = name.removeprefix("body.").rpartition(".")[0]
        if name.endswith("bias"):
            assert not weight.detach().any()
        else:
            bound = (6 / fans[layer]) ** 0.5
            assert 0.95 * bound < float(weight.detach().abs().max()) <= bound
            assert float(weight.detach().std()) == pytest.approx(bound / 3**0.5, rel=0.1)


def test_dropout_drops_its_share_while_learning_only():
    network = build(Params(widths=(4,), dropout=0.4), (12, 12, 1), 3, 0, None)
    dropped: list[Tensor] = []
    network.body.dense[0].register_forward_pre_hook(lambda _, inputs: dropped.append(inputs[0].detach()))
    nn.init.ones_(network.body.convolutions[0].bias)
    images = torch.full((300, 12, 12, 1), 255, dtype=torch.uint8)
    nn.init.zeros_(network.body.convolutions[0].weight)
    network.train()(images)
    network.eval()(images)
    learning, asked = dropped
    assert float((learning == 0).float().mean()) == pytest.approx(0.4, abs=0.01)
    assert float(learning.max()) == pytest.approx(1 / 0.6)
    assert torch.equal(asked, torch.ones_like(asked))


# --- the batches


def images_of(n: int) -> Images:
    """n images that carry their own number."""
    return Images(torch.arange(n, dtype=torch.uint8).reshape(n, 1, 1, 1), torch.arange(n))


def epoch_of(n: int, batch: int, images: int, *, seed: int = 0, epoch: int = 1) -> list[Batch]:
    return list(drawn(images_of(n), batch, images, seed=seed, epoch=epoch, generator=torch.Generator()))


def test_an_epoch_shows_every_image_exactly_once():
    batches = epoch_of(60, 12, 60)
    assert [len(batch.rows) for batch in batches] == [12] * 5
    rows = torch.cat([batch.rows for batch in batches])
    assert sorted(rows.tolist()) == list(range(60))
    assert rows.tolist() != list(range(60))
    for batch in batches:
        assert torch.equal(batch.labels, batch.rows)
        assert torch.equal(batch.images.flatten().long(), batch.rows)


def test_what_does_not_fill_a_batch_is_left_for_another_epoch():
    first, second = (torch.cat([b.rows for b in epoch_of(64, 10, 64, epoch=epoch)]) for epoch in (1, 2))
    assert len(first) == len(first.unique()) == 60
    assert set(first.tolist()) != set(second.tolist())


def test_more_images_an_epoch_than_there_are_repeat_whole_passes():
    rows = torch.cat([batch.rows for batch in epoch_of(20, 5, 50)]).tolist()
    assert len(rows) == 50
    assert sorted(rows[:20]) == sorted(rows[20:40]) == list(range(20))
    assert rows[:20] != rows[20:40]
    assert len(set(rows[40:])) == 10


def test_an_epoch_can_be_drawn_again_and_differs_from_the_next_and_from_another_seeds():
    def rows(**which: int) -> list[int]:
        return torch.cat([batch.rows for batch in epoch_of(30, 5, 30, **which)]).tolist()

    with torch.random.fork_rng(devices=[]):
        assert rows(seed=1, epoch=2) == rows(seed=1, epoch=2)
        assert rows(seed=1, epoch=2) != rows(seed=1, epoch=3)
        assert rows(seed=1, epoch=2) != rows(seed=2, epoch=2)
        list(epoch_of(30, 5, 30, seed=4))
        dropout = torch.rand(3)
        list(epoch_of(30, 5, 30, seed=4))
        assert torch.equal(dropout, torch.rand(3))


# --- the step


def test_the_penalties_are_those_of_keras():
    weight = torch.randn(3, 4, requires_grad=True, generator=torch.Generator().manual_seed(0))
    written = 0.3 * weight.abs().sum() + 0.7 * (weight**2).sum()
    (by_autograd,) = torch.autograd.grad(written, weight)
    weight.grad = torch.ones_like(weight)
    penalise(weight, l1=0.3, l2=0.7)
    torch.testing.assert_close(weight.grad, by_autograd + 1)


@pytest.mark.parametrize(
    "changes", [{}, {"l1": 0.01}, {"l2": 0.02}, {"label_smoothing": 0.2}, {"weight_decay": 0.5}]
)
def test_a_step_is_adam_on_the_written_loss(rng, changes):
    params = Params(widths=(3,), lr=0.01, **changes)
    images = torch.from_numpy(rng.integers(0, 256, (8, 10, 10, 1)).astype(np.uint8))
    labels = torch.from_numpy(rng.integers(0, CLASSES, 8))
    one, other = (build(params, (10, 10, 1), CLASSES, 5, None) for _ in range(2))
    learn = plain.learner(
        one, adam(one, lr=params.lr, weight_decay=params.weight_decay)[0], params, torch.Generator()
    )
    written = torch.optim.Adam(other.parameters(), lr=0.01, eps=1e-7)
    for _ in range(3):
        hits = learn(Batch(images, labels, labels), 0.0)
        scores = other(images)
        assert int(hits) == int((scores.argmax(1) == labels).sum())
        kernels = [weight for weight in other.parameters() if weight.ndim > 1]
        loss = F.cross_entropy(scores, labels, label_smoothing=params.label_smoothing)
        for weight in kernels:
            loss = loss + params.l1 * weight.abs().sum() + params.l2 * (weight**2).sum()
        written.zero_grad()
        loss.backward()
        with torch.no_grad():
            for weight in kernels:
                weight.mul_(1 - 0.01 * params.weight_decay)
        written.step()
    for ours, theirs in zip(one.parameters(), other.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs, atol=2e-5, rtol=1e-4)


def test_weight_decay_shrinks_kernels_and_not_biases():
    params = Params(widths=(3,), lr=0.1, weight_decay=2.0)
    network = build(params, (10, 10, 1), CLASSES, 0, None)
    for weight in network.parameters():
        nn.init.ones_(weight)
        weight.grad = torch.zeros_like(weight)
    adam(network, lr=params.lr, weight_decay=params.weight_decay)[0].step()
    for weight in network.parameters():
        torch.testing.assert_close(weight, torch.full_like(weight, 0.8 if weight.ndim > 1 else 1.0))


# --- the training


def test_it_learns_and_its_history_is_what_predict_says(parts):
    fitted = tiny_fit(parts)
    last = fitted.history[-1]
    for part, loss, accuracy in (
        (parts[0], last.train_loss, last.train_accuracy),
        (parts[1], last.val_loss, last.val_accuracy),
    ):
        scores = fitted.predict(part.images)
        assert scores.dtype == np.float32
        assert (scores.argmax(1) == part.labels).mean() == pytest.approx(accuracy)
        assert -np.log(scores[np.arange(len(part)), part.labels]).mean() == pytest.approx(loss, rel=1e-4)
    assert last.val_accuracy > 0.9
    assert last.n_train == 160


def test_the_accuracy_while_learning_is_the_mean_over_the_batches_seen(parts):
    """With steps too small to matter it is that of the network as it began; with dropout it is not."""
    still = dataclasses.replace(TINY, lr=1e-12, epochs=2, batch=20)
    for row in tiny_fit(parts, still).history:
        assert row.running_accuracy == pytest.approx(row.train_accuracy)
    rows = tiny_fit(parts, dataclasses.replace(TINY, dropout=0.7, epochs=5)).history
    assert rows[-1].running_accuracy < rows[-1].train_accuracy - 0.1


def set_losses(monkeypatch, *losses: float) -> None:
    """Let the epochs have these losses on val, whatever they learn."""
    left = iter(losses)
    monkeypatch.setattr(
        training,
        "evaluate",
        lambda _, part, __: (0.1, 1.0) if len(part) == 160 else (next(left), 0.5),
    )


def test_without_patience_the_last_epoch_is_kept(parts, monkeypatch):
    set_losses(monkeypatch, 0.5, 0.9, 1.5)
    fitted = tiny_fit(parts)
    assert [row.chosen for row in fitted.history] == [False, False, True]
    assert fitted.settings["chosen epoch"] == 3


def test_with_patience_the_best_epoch_is_kept_and_the_rest_left_out(parts, monkeypatch):
    with monkeypatch.context() as patch:
        set_losses(patch, 0.9, 0.5, 0.7, 0.6, 0.4)
        stopped = tiny_fit(parts, dataclasses.replace(TINY, epochs=9, patience=2))
    assert [row.val_loss for row in stopped.history] == [0.9, 0.5, 0.7, 0.6]
    assert [row.chosen for row in stopped.history] == [False, True, False, False]
    two = tiny_fit(parts, dataclasses.replace(TINY, epochs=2))
    assert stopped.fingerprint == two.fingerprint


@pytest.mark.parametrize(("images_an_epoch", "steps"), [(None, 5), (960, 30), (70, 2)])
def test_an_epoch_has_as_many_steps_as_its_images_fill_batches(parts, monkeypatch, images_an_epoch, steps):
    taken = []
    step = torch.optim.AdamW.step
    monkeypatch.setattr(torch.optim.AdamW, "step", lambda self: (taken.append(1), step(self))[1])
    tiny_fit(parts, dataclasses.replace(TINY, epochs=1, images_an_epoch=images_an_epoch))
    assert len(taken) == steps


def test_a_seed_repeats_itself_and_another_one_does_not(parts):
    torch.manual_seed(1)
    first = tiny_fit(parts, EVERYTHING)
    torch.manual_seed(2)
    assert_same_result(first, tiny_fit(parts, EVERYTHING))
    assert first.fingerprint != tiny_fit(parts, EVERYTHING, seed=1).fingerprint


def test_it_leaves_the_global_generator_and_the_threads_as_they_were(parts):
    before, threads = torch.random.get_rng_state(), torch.get_num_threads()
    predict(tiny_fit(parts, dataclasses.replace(EVERYTHING, epochs=1)), parts[1].images)
    assert torch.equal(before, torch.random.get_rng_state())
    assert torch.get_num_threads() == threads


class Killed(BaseException):
    """Stands for the end of the process: nothing in the code under test may catch it."""


@pytest.mark.parametrize("params", [EVERYTHING, dataclasses.replace(EVERYTHING, patience=2)])
def test_a_training_killed_in_an_epoch_goes_on_to_the_bitwise_same_result(
    parts, tmp_path, monkeypatch, capsys, params
):
    whole = tiny_fit(parts, params)
    real = plain.drawn

    def killed_half_way(*positional, epoch: int, **keywords):
        for step, batch in enumerate(real(*positional, epoch=epoch, **keywords)):
            if (epoch, step) == (3, 4):
                raise Killed
            yield batch

    with monkeypatch.context() as patch:
        patch.setattr(plain, "drawn", killed_half_way)
        with pytest.raises(Killed):
            tiny_fit(parts, params, folder=tmp_path)
    resumed = tiny_fit(parts, params, folder=tmp_path)
    assert "going on after epoch 2 of 3" in capsys.readouterr().err
    assert_same_result(whole, resumed)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model.json", "model.safetensors"]


def test_a_finished_model_is_read_and_not_trained_again(parts, tmp_path, monkeypatch):
    fitted = tiny_fit(parts, EVERYTHING, folder=tmp_path)
    monkeypatch.setattr(plain, "train_epochs", None)
    again = tiny_fit(parts, EVERYTHING, folder=tmp_path)
    assert_same_result(fitted, again)
    assert again.params == load(tmp_path).params == EVERYTHING
    np.testing.assert_array_equal(again.predict(parts[1].images), fitted.predict(parts[1].images))


@pytest.mark.parametrize("what", ["seed", "params", "train", "network"])
def test_a_folder_of_another_run_is_refused_and_left_alone(parts, tmp_path, what):
    once = dataclasses.replace(TINY, epochs=1)
    tiny_fit(parts, once, folder=tmp_path)
    before = (tmp_path / "model.safetensors").read_bytes()
    other = {
        "seed": lambda: tiny_fit(parts, once, folder=tmp_path, seed=1),
        "params": lambda: tiny_fit(parts, TINY, folder=tmp_path),
        "train": lambda: tiny_fit((parts[1], parts[1]), once, folder=tmp_path),
        "network": lambda: tiny_fit(parts, once, folder=tmp_path, network=mlp),
    }
    with pytest.raises(InputError, match=rf"another run \(its {what} differ\): choose another folder"):
        other[what]()
    assert (tmp_path / "model.safetensors").read_bytes() == before


@pytest.mark.parametrize("shape", [(12, 14), (13, 17, 3), (12, 12, 1)])
def test_it_takes_grey_and_colour_images_of_many_sizes(rng, shape):
    images = rng.integers(0, 256, (40, *shape)).astype(np.uint8)
    part = Part("train", images, rng.integers(0, CLASSES, 40), np.arange(40).astype(str))
    fitted = tiny_fit((part, part), dataclasses.replace(TINY, epochs=1))
    np.testing.assert_allclose(fitted.predict(images).sum(1), 1, rtol=1e-5)
    assert fitted.shape == (*shape[:2], shape[2] if len(shape) == 3 else 1)
    assert fitted.predict(images[:0]).shape == (0, CLASSES)


def test_fewer_images_than_a_batch_are_one_batch(parts):
    few = Part("train", parts[0].images[:9], parts[0].labels[:9], parts[0].ids[:9])
    assert len(tiny_fit((few, parts[1])).history) == 3


def test_few_images_drawn_often_still_fill_whole_batches(parts):
    few = Images(torch.zeros((9, 12, 12, 1), dtype=torch.uint8), torch.zeros(9, dtype=torch.int64))
    sizes = [len(b.rows) for b in drawn(few, 32, 100, seed=0, epoch=1, generator=torch.Generator())]
    assert sizes == [32, 32, 32]


def test_no_folder_means_that_nothing_is_written(parts, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tiny_fit(parts, dataclasses.replace(TINY, epochs=1))
    assert list(Path().iterdir()) == []


# --- a user's own network


def test_a_users_network_learns_and_predicts(parts, tmp_path):
    fitted = tiny_fit(parts, dataclasses.replace(TINY, l2=1e-4), network=mlp, folder=tmp_path)
    assert fitted.history[-1].val_accuracy > 0.8
    scores = predict(fitted, parts[1].images, network=mlp)
    assert (scores.argmax(1) == parts[1].labels).mean() == fitted.history[-1].val_accuracy
    np.testing.assert_array_equal(scores, predict(load(tmp_path), parts[1].images, network=mlp))
    assert set(fitted.weights) == {"body.1.weight", "body.1.bias", "body.3.weight", "body.3.bias"}


# --- refusals


@pytest.mark.parametrize(
    "wrong",
    [
        {"epochs": 0},
        {"batch": 0},
        {"widths": (0,)},
        {"dense": (5, -1)},
        {"dropout": 1.0},
        {"dense_dropout": -0.1},
        {"label_smoothing": 1.0},
        {"lr": 0.0},
        {"patience": -1},
        {"patience": 0},
        {"images_an_epoch": 0},
        {"l1": -1e-4},
        {"l2": float("inf")},
        {"weight_decay": -1.0},
        {"lr": float("nan")},
        {"evaluated": 0},
    ],
)
def test_params_that_make_no_sense_are_refused(wrong):
    with pytest.raises(InputError, match="the plain recipe needs whole numbers of at least 1"):
        Params(**wrong)


def test_images_too_small_for_the_convolutions_are_refused(parts):
    with pytest.raises(InputError, match="3 convolutions with pools leave nothing of 12 x 12 pixels"):
        tiny_fit(parts, Params(widths=(4, 4, 4)))


def test_a_negative_seed_is_refused(parts):
    with pytest.raises(InputError, match="at least 0, got -1"):
        tiny_fit(parts, seed=-1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda part: dataclasses.replace(part, images=part.images[:, :11]),
            r"the plain recipe needs images of one",
        ),
        (lambda part: Part("val", part.images[:0], part.labels[:0], part.ids[:0]), "at least 2 .*val has 0"),
    ],
)
def test_parts_that_cannot_be_learned_are_refused(parts, change, message):
    with pytest.raises(InputError, match=message):
        tiny_fit((parts[0], change(parts[1])))


def test_labels_beyond_the_classes_are_refused(parts):
    beyond = dataclasses.replace(parts[0], labels=parts[0].labels + 1)
    with pytest.raises(InputError, match=r"labels of train must lie in 0\.\.2, found 1\.\.3"):
        tiny_fit((beyond, parts[1]))


def test_a_training_that_diverges_says_so(parts):
    with pytest.raises(InputError, match=r"diverged in epoch \d .*smaller learning rates"):
        tiny_fit(parts, dataclasses.replace(TINY, lr=1e30))


def test_images_of_another_shape_are_refused(parts):
    fitted = tiny_fit(parts, dataclasses.replace(TINY, epochs=1))
    with pytest.raises(
        InputError, match=r"trained on uint8 images of shape \(12, 12, 1\), asked .*\(11, 12, 1\)"
    ):
        predict(fitted, parts[0].images[:, :11])


# --- as a recipe


def test_the_programs_are_recipes(parts):
    one, two, three = (recipe(f"program-{number}") for number in (1, 2, 3))
    assert [each.params for each in (one, two, three)] == [PROGRAM_1, PROGRAM_2, PROGRAM_3]
    short = dataclasses.replace(two.params, epochs=1)
    fitted = two.module.fit(*parts, short, classes=CLASSES, seed=0)
    assert two.module.predict(fitted, parts[1].images).shape == (60, CLASSES)


def test_a_program_is_trained_and_reported_on(squares: Dataset, tmp_path):
    judged, folder = train_and_report(squares, recipe="program-1", epochs=1, seed=0, folder=tmp_path)
    assert folder == tmp_path
    assert load(tmp_path).params == dataclasses.replace(PROGRAM_1, epochs=1)
    assert judged.headline.part == "test"
    assert len(judged.curves) == 1
