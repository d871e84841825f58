"""Learning from defects: as many as asked for, drawn anew each epoch, and nothing changes without them."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from fittingroom.errors import InputError
from fittingroom.measure.defects import FAMILIES, LEARNED, chosen, in_short, learned
from fittingroom.models import convnet
from fittingroom.models.batches import Batch, Images, batches
from fittingroom.models.checkpoint import read_checkpoint, write_checkpoint
from fittingroom.models.convnet import Params, fit
from fittingroom.models.damaged import damaged
from fittingroom.types import Dataset, Part
from tests.measure.defects.made import things

TINY = Params(widths=(8, 12), epochs=3, evaluated=40, focus=1.0)


def pictures(rng: np.random.Generator, n: int = 2000) -> torch.Tensor:
    return torch.from_numpy(things((12, 14), n, rng=rng)[..., None])


def test_about_the_asked_share_is_damaged_and_the_rest_is_left_alone(rng):
    images = pictures(rng)
    before = images.clone()
    defects = chosen(["invert", "light", "noise"])
    for share in (0.2, 0.7, 1.0):
        out = damaged(images, defects, share, rng=np.random.default_rng(0))
        assert out.dtype == torch.uint8
        assert (out != images).flatten(1).any(1).float().mean() == pytest.approx(share, abs=0.04)
    assert torch.equal(images, before)
    assert damaged(images, (), 0.5, rng=rng) is images


def drawn(data: Images, epoch: int, families: tuple[str, ...]) -> list[Batch]:
    settings = {"batch": 20, "steps": 4, "focus": 1.0, "shift": 1, "mirror": True, "seed": 3, "epoch": epoch}
    losses = torch.full((len(data),), torch.inf)
    return list(batches(data, losses, defects=chosen(families), **settings))


def test_defects_change_pictures_but_not_order_shifts_or_sides(rng):
    data = Images(pictures(rng, 80), torch.arange(80))
    plain, with_defects = drawn(data, 2, ()), drawn(data, 2, LEARNED)
    assert all(torch.equal(a.rows, b.rows) for a, b in zip(plain, with_defects, strict=True))
    same = [
        bool((a == b).all())
        for one, other in zip(plain, with_defects, strict=True)
        for a, b in zip(one.images, other.images, strict=True)
    ]
    assert 0.3 < np.mean(same) < 0.75


def test_an_epoch_can_be_repeated_and_the_next_one_is_damaged_otherwise(rng):
    data = Images(pictures(rng, 80), torch.arange(80))
    first, again, next_one = (drawn(data, epoch, LEARNED) for epoch in (2, 2, 3))
    assert all(torch.equal(a.images, b.images) for a, b in zip(first, again, strict=True))
    assert not any(torch.equal(a.images, b.images) for a, b in zip(first, next_one, strict=True))


def tiny(data: Dataset, params: Params, folder: Path | None = None, seed: int = 0):
    keywords = {"classes": 3, "seed": seed, "device": "cpu", "threads": 1, "folder": folder}
    return fit(data.part("train"), data.part("val"), params, **keywords)


def test_a_network_learns_from_damaged_pictures_and_is_less_surprised_by_them(squares):
    params = dataclasses.replace(TINY, epochs=6, defects=("light", "recording"), share_damaged=0.5)
    val = squares.part("val")
    dark = 255 - val.images
    plain, hardened = (tiny(squares, p) for p in (dataclasses.replace(params, defects=()), params))

    def right(fitted, images) -> float:
        return float((fitted.predict(images).argmax(1) == val.labels).mean())

    assert right(hardened, val.images) > 0.9
    assert right(hardened, dark) > right(plain, dark) + 0.2


def test_a_training_killed_goes_on_to_the_bitwise_same_result(squares, tmp_path, monkeypatch):
    params = dataclasses.replace(TINY, defects=LEARNED)
    whole, draw = tiny(squares, params), convnet.batches

    def killed(*positional, epoch: int, **keywords):
        for step, batch in enumerate(draw(*positional, epoch=epoch, **keywords)):
            if (epoch, step) == (3, 2):
                raise KeyboardInterrupt
            yield batch

    with monkeypatch.context() as patch:
        patch.setattr(convnet, "batches", killed)
        with pytest.raises(KeyboardInterrupt):
            tiny(squares, params, tmp_path)
    assert tiny(squares, params, tmp_path).fingerprint == whole.fingerprint
    assert whole.fingerprint != tiny(squares, TINY).fingerprint


NEW = ("defects", "share_damaged")


def without_new_settings(path: Path) -> None:
    """Make a model or checkpoint look as if it had been written before there were defects."""
    stored, facts = read_checkpoint(path)
    for params in (facts["run"]["params"], facts.get("params", {})):
        for name in NEW:
            params.pop(name, None)
    write_checkpoint(path, stored, facts)
    assert "share_damaged" not in json.dumps(read_checkpoint(path)[1])


def test_a_model_from_before_there_were_defects_is_read_and_taken_for_the_same_run(
    squares, tmp_path, monkeypatch
):
    before = tiny(squares, TINY, tmp_path)
    without_new_settings(tmp_path / "model.safetensors")
    monkeypatch.setattr(convnet, "train_epochs", None)
    again = tiny(squares, TINY, tmp_path)
    assert again.fingerprint == before.fingerprint
    assert again.params == TINY
    with pytest.raises(InputError, match="belongs to another run"):
        tiny(squares, dataclasses.replace(TINY, defects=("light",)), tmp_path)


def test_a_checkpoint_from_before_there_were_defects_is_gone_on_with(squares, tmp_path, monkeypatch):
    whole, draw = tiny(squares, TINY), convnet.batches

    def killed(*positional, epoch: int, **keywords):
        if epoch == 3:
            raise KeyboardInterrupt
        yield from draw(*positional, epoch=epoch, **keywords)

    with monkeypatch.context() as patch:
        patch.setattr(convnet, "batches", killed)
        with pytest.raises(KeyboardInterrupt):
            tiny(squares, TINY, tmp_path)
    without_new_settings(tmp_path / "checkpoint.safetensors")
    assert tiny(squares, TINY, tmp_path).fingerprint == whole.fingerprint


def test_params_name_defects_that_exist_and_a_share():
    with pytest.raises(InputError, match="no defect or family of defects 'lihgt': did you mean light"):
        Params(defects=("lihgt",))
    with pytest.raises(InputError, match="share_damaged lies above 0"):
        Params(share_damaged=0.0)


def test_words_of_the_command_line_leave_one_family_out():
    assert learned(["defects"]) == LEARNED
    assert set(learned(["defects", "-light"])) == set(LEARNED) - {"light"} == set(learned(["-light"]))
    assert learned(["dirt", "blur"]) == ("dirt", "blur")
    assert set(learned(["defects", "orientation"])) == set(FAMILIES)
    for words in (["nonsense"], ["-nonsense"]):
        with pytest.raises(InputError, match="no defect or family of defects 'nonsense'"):
            learned(words)
    with pytest.raises(InputError, match="nothing is left to train with of light, -light"):
        learned(["light", "-light"])


@pytest.mark.parametrize(
    ("words", "short"),
    [
        (["defects"], "defects"),
        (["-light"], "defects-without-light"),
        (["light", "dirt"], "light-dirt"),
        (["blur"], "blur"),
    ],
)
def test_a_training_is_called_by_what_it_learned_or_left_out(words, short):
    assert in_short(learned(words)) == short


def test_real_pictures_are_learned_with_defects(fashion_mnist):
    train, val = (fashion_mnist.part(name) for name in ("train", "val"))
    few = [Part(p.name, p.images[:n], p.labels[:n], p.ids[:n]) for p, n in ((train, 2000), (val, 300))]
    params = Params(widths=(16, 24), epochs=2, evaluations=1, evaluated=50, defects=LEARNED)
    fitted = fit(*few, params, classes=10, seed=0, device="cpu", threads=1)
    assert fitted.history[-1].val_accuracy > 0.5
    assert fitted.settings["params"]["defects"] == LEARNED
