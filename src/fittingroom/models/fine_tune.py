"""A few labelled pictures of one's own, learned by a network that has learned a benchmark already.

Half of each batch is one's own pictures, classes balanced, half the benchmark's, so that what was learned is
not forgotten. The learner, the shifts and the defects are the recipe's own (a network that learned
photographed looks learns all pictures so, one's own in the poses that they have); the learning rates are
small and fall to 0 in a fixed number of steps: nothing is stopped by looking, because nobody with fifty
photos has some to spare for that.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from fittingroom.errors import InputError
from fittingroom.files import fingerprint
from fittingroom.measure.defects import chosen
from fittingroom.models.batches import Batch, Images, check_parts, shifted, to_device
from fittingroom.models.convnet import NAME, Network, Params, learner, restored, weights_of
from fittingroom.models.damaged import damaged
from fittingroom.models.fitted import Fitted, as_learned
from fittingroom.models.photographed import Look, photographed
from fittingroom.models.processor import choose_processor, running_on
from fittingroom.types import Part

MOST_BATCH = 256
"""Pictures a step at most, one's own and the benchmark's: with more, fifty photos are seen far too often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """How a trained network learns a few pictures more.

    steps: how many, always; scale: all learning rates of the recipe, times this at first, falling to 0;
    own: which share of a batch is one's own pictures.
    """

    steps: int = 300
    scale: float = 0.2
    own: float = 0.5

    def __post_init__(self):
        if self.steps < 1 or self.scale <= 0 or not 0 < self.own < 1:
            raise InputError(
                f"fine-tuning needs steps of at least 1, a scale above 0 and a share of own pictures "
                f"between 0 and 1, got {self}"
            )


TUNING = Tuning()


def fine_tune(
    fitted: Fitted,
    own: Part,
    replay: Part,
    tuning: Tuning = TUNING,
    *,
    seed: int,
    device: str | None = None,
    threads: int | None = None,
) -> Fitted:
    """Teach `fitted`, a trained convnet, the pictures of `own`; `replay` is the train part it came from.

    own: at least one picture, of the size that was learned, labelled with the classes that were; classes that
    are not among them are rehearsed from `replay` alone. seed: draws batches, shifts and defects; the same
    seed gives the same weights on the same machine with as many threads. The history stays that of the
    first training. Raises InputError for another recipe's network, and parts that do not fit.
    """
    _check(fitted, own, replay, seed=seed)
    processor = choose_processor(device, threads)
    with running_on(processor):
        network = restored(fitted, processor.device).train()
        memory = _memory(network, len(own) + len(replay), processor.device)
        learn = learner(network, memory, _slower(fitted.params, tuning.scale), processor)
        for step, batch in enumerate(
            _batches(fitted, own, replay, tuning, seed=seed, device=processor.device)
        ):
            learn(batch, step / tuning.steps)
        weights = {name: tensor.cpu().numpy() for name, tensor in network.state_dict().items()}
    if not all(np.isfinite(array).all() for array in weights.values()):
        raise InputError(f"{fitted.name} no longer gives numbers after fine-tuning: use a smaller scale")
    return dataclasses.replace(
        fitted,
        name=f"{fitted.name}, fine-tuned",
        weights=weights,
        run={**fitted.run, "fine-tuned": _identity(own, replay, tuning, seed)},
    )


def _check(fitted: Fitted, own: Part, replay: Part, *, seed: int) -> None:
    if fitted.run["recipe"] != NAME:
        raise InputError(f"only a {NAME} can be fine-tuned, this is a {fitted.run['recipe']}")
    if not len(own):
        raise InputError("fine-tuning needs at least 1 picture of one's own, got none")
    for part in (own, replay):
        as_learned(fitted, part.images)
    check_parts(replay, replay, classes=fitted.classes, seed=seed, recipe="fine-tuning", smallest_px=1)
    if own.labels.min() < 0 or own.labels.max() >= fitted.classes:
        raise InputError(
            f"the labels of one's own pictures must lie in 0..{fitted.classes - 1}, "
            f"found {own.labels.min()}..{own.labels.max()}"
        )


def _identity(own: Part, replay: Part, tuning: Tuning, seed: int) -> dict[str, Any]:
    return {
        **dataclasses.asdict(tuning),
        "seed": seed,
        "own pictures": fingerprint(own.images, own.labels),
        "replay": fingerprint(replay.images, replay.labels),
    }


def _slower(params: Params, scale: float) -> Params:
    return dataclasses.replace(
        params,
        muon_lr=scale * params.muon_lr,
        head_lr=scale * params.head_lr,
        bias_lr=scale * params.bias_lr,
    )


def _memory(network: Network, rows: int, device: str) -> Mapping[str, Tensor]:
    memory = {f"momentum/{name}": torch.zeros_like(weight) for name, weight in weights_of(network).items()}
    memory["losses"] = torch.zeros(rows, device=device)  # the learner notes them; here nobody reads them
    return memory


def _batches(
    fitted: Fitted, own: Part, replay: Part, tuning: Tuning, *, seed: int, device: str
) -> Iterator[Batch]:
    params: Params = fitted.params
    both = _joined(to_device(own, device), to_device(replay, device))
    rng, accidents = np.random.default_rng((seed, 2)), np.random.default_rng((seed, 2, 1))
    camera = torch.Generator().manual_seed(int(np.random.default_rng((seed, 2, 2)).integers(2**63)))
    batch = min(params.batch, MOST_BATCH)
    mine = min(batch - 1, max(1, round(tuning.own * batch)))
    by_class = [rows for k in range(fitted.classes) if len(rows := np.flatnonzero(own.labels == k))]
    for _ in range(tuning.steps):
        of_class = rng.integers(0, len(by_class), mine)
        own_rows = [by_class[k][rng.integers(len(by_class[k]))] for k in of_class]
        rows = np.array([*own_rows, *(len(own) + rng.integers(0, len(replay), batch - mine))])
        mirrored = rng.random(batch) < 0.5 if params.mirror else np.zeros(batch, bool)
        images = shifted(both.images, rows, shift=params.shift, mirrored=mirrored, rng=rng)
        images = damaged(images, chosen(params.defects), params.share_damaged, rng=accidents)
        index = torch.from_numpy(rows).to(device)
        labels = both.labels[index]
        if params.photographed:
            seen = photographed(images[:mine], labels[:mine], Look(share=1.0), generator=camera)
            rest = dataclasses.replace(params.look, share=1.0)
            images = torch.cat([seen, photographed(images[mine:], labels[mine:], rest, generator=camera)])
        yield Batch(images, labels, index)


def _joined(first: Images, second: Images) -> Images:
    return Images(torch.cat([first.images, second.images]), torch.cat([first.labels, second.labels]))
