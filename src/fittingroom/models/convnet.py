"""The default recipe: a small convnet that learns Fashion-MNIST in two minutes on two processor cores.

Read from top to bottom: what can be set, the network, how it learns, fit, predict. The design is
that of airbench94_muon (K. Jordan, cifar10-airbench) for small grey or colour images of at least
12 x 12 pixels. Two things are its own: the first layer is fixed altogether, which saves its
backward pass (a sixth of the time), and from the second epoch on it learns what is still hard.
Measured: benchmarks/README.md.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fittingroom.errors import InputError
from fittingroom.measure.defects import chosen
from fittingroom.models.batches import Batch, Images, batches, check_parts, image_shape, to_device
from fittingroom.models.fitted import Fitted, as_learned, identify, once
from fittingroom.models.muon import muon_step, nesterov_step
from fittingroom.models.photographed import Look
from fittingroom.models.processor import Processor, choose_processor, fast, running_on
from fittingroom.models.training import Course, Standing, answers, notes, train_epochs
from fittingroom.models.views import Views, over_views
from fittingroom.models.whitening import grey_levels, patch_rows, whitening_filters
from fittingroom.types import Part

NAME = "convnet"
SMALLEST_PX = 12
FEWEST_BATCHES = 50
"""An epoch has at least so many steps: a set of 2,500 images is learned in batches of 50."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Every number of the recipe. Chosen on validation images of Fashion-MNIST alone."""

    widths: tuple[int, ...] = (32, 64, 128)
    """Channels of each block; a block halves height and width."""
    directions: int = 8
    """Leading principal directions of 3x3 patches that the first layer looks for, each with both signs."""
    epochs: float = 6
    """How often as many images are learned as there are; the learning rates fall linearly to 0."""
    evaluations: int | None = None
    """How often to evaluate on val and write a checkpoint, evenly spread; None for once an epoch, 1 for
    the end alone, which is fastest."""
    focus: float = 0.4
    """From the second epoch on, only this share of the images is learned, the ones of highest loss,
    more often instead; 1 to learn all alike, wiser where many labels are wrong."""
    patience: int = 3
    """Evaluations without a new lowest validation loss, after which to stop."""
    batch: int = 500
    """Images a step; a small set takes smaller batches, so that an epoch has at least 50 steps."""
    shift: int = 2
    """Training images move by up to so many pixels both ways, borders reflected."""
    mirror: bool = False
    """Mirror each training image in every second pass: for things, not for letters and digits."""
    defects: tuple[str, ...] = ()
    """Families of defects, or single ones, that training images are damaged by: see measure.defects."""
    share_damaged: float = 0.5
    """The share of training images, drawn anew each time, that show one of these defects."""
    photographed: float = 0.0
    """The share of training images that look like prepared photos: see models.photographed."""
    footwear: tuple[int, ...] = ()
    sleeved: tuple[int, ...] = ()
    """Classes that photos show from above, and with sleeves spread out, where photographed."""
    views: Views = "plain"
    """What is asked about in place of each image, the mean of whose logits is the answer: the image
    alone; also its mirror image (twice the work); both of them also moved by a pixel (six times)."""
    label_smoothing: float = 0.1
    """Share of the target that is spread evenly over the classes."""
    muon_lr: float = 0.1
    muon_momentum: float = 0.6
    head_lr: float = 0.67
    bias_lr: float = 0.053
    momentum: float = 0.85
    """Nesterov momentum of head and biases; muon_* are of the convolutions."""
    norm_momentum: float = 0.4
    """Weight of a new batch in the running statistics of batch normalisation."""
    evaluated: int = 2500
    """Training images, a fixed random choice, in the evaluation pass after each epoch; val is taken whole."""

    def __post_init__(self):
        counts = (self.patience, self.evaluated, 1 if self.evaluations is None else self.evaluations)
        if min(counts) < 1 or self.epochs <= 0 or self.batch < 2 or not self.widths:
            raise InputError(
                "convnet needs patience, evaluated and evaluations >= 1, epochs > 0, batch >= 2 and at "
                f"least one width, got {self}"
            )
        chosen(self.defects)  # refuses unknown names
        if not 0 < self.share_damaged <= 1:
            raise InputError(f"share_damaged lies above 0 and is at most 1, got {self.share_damaged}")
        if not 0 <= self.photographed <= 1:
            raise InputError(f"photographed is a share from 0 to 1, got {self.photographed}")
        if self.views not in get_args(Views):
            raise InputError(f"views is one of {', '.join(get_args(Views))}, got {self.views!r}")

    @property
    def look(self) -> Look:
        """How training images are photographed."""
        return Look(share=self.photographed, footwear=self.footwear, sleeved=self.sleeved)


DEFAULT = Params()

PHOTOGRAPHED = Params(widths=(64, 128, 256), epochs=16, focus=1, photographed=0.5)
"""For garments on photos: docs/reality.md says what it brings there. Half an hour of two cores."""


class Block(nn.Module):
    """Two 3x3 convolutions; the first one's output is halved before the costly activation."""

    def __init__(self, inputs: int, width: int, norm_momentum: float):
        super().__init__()
        self.first = _convolution(inputs, width)
        self.second = _convolution(width, width)
        self.first_norm = nn.BatchNorm2d(width, momentum=norm_momentum)
        self.second_norm = nn.BatchNorm2d(width, momentum=norm_momentum)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.first_norm(F.max_pool2d(self.first(x), 2)))
        return F.relu(self.second_norm(self.second(x)))


def _convolution(inputs: int, width: int) -> nn.Conv2d:
    """A 3x3 convolution whose first filters hand their input on unchanged."""
    layer = nn.Conv2d(inputs, width, 3, padding=1, bias=False)
    nn.init.dirac_(layer.weight.data[:inputs])
    return layer


class Network(nn.Module):
    """uint8 images (n, h, w, c) -> logits (n, k); normalisation and whitening are part of it, and fixed."""

    mean: Tensor
    scale: Tensor
    whitening: Tensor

    def __init__(self, params: Params, channels: int, classes: int):
        super().__init__()
        filters = 2 * min(params.directions, 9 * channels)
        self.register_buffer("mean", torch.zeros(channels, 1, 1))
        self.register_buffer("scale", torch.ones(channels, 1, 1))
        self.register_buffer("whitening", torch.zeros(filters, channels, 3, 3))
        inputs = (filters, *params.widths[:-1])
        self.blocks = nn.Sequential(
            *(Block(i, width, params.norm_momentum) for i, width in zip(inputs, params.widths, strict=True))
        )
        self.head = nn.Linear(params.widths[-1], classes, bias=False)
        self.head.weight.data /= self.head.weight.data.std()
        self.views: Views = params.views

    def normalised(self, images: Tensor) -> Tensor:
        return (images.permute(0, 3, 1, 2).float() - self.mean) * self.scale

    def forward(self, images: Tensor) -> Tensor:
        return self.scores(images) if self.training else over_views(self.scores, images, self.views)

    def scores(self, images: Tensor) -> Tensor:
        return self.of_features(self.penultimate(images))

    def penultimate(self, images: Tensor) -> Tensor:
        x = F.relu(F.conv2d(self.normalised(images), self.whitening, padding=1))
        return self.blocks(x).amax((2, 3))

    def of_features(self, features: Tensor) -> Tensor:
        return self.head(features) / features.shape[1]

    def features(self, images: Tensor) -> Tensor:
        """What the head sees, (n, width) float, the mean over the views that `forward` takes."""
        return over_views(self.penultimate, images, self.views)


def build(params: Params, train: Images, classes: int, seed: int) -> Network:
    """A network with weights drawn from the seed, and its fixed layers set from training images."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = Network(params, train.images.shape[3], classes)
    network.to(train.images.device)
    network.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
    mean, deviation = grey_levels(train.images)
    network.mean.copy_(mean[:, None, None])
    network.scale.copy_(1 / deviation[:, None, None])
    rows = patch_rows(train.images, rng=np.random.default_rng((seed, 0)))
    filters = whitening_filters(network.normalised(train.images[rows]), len(network.whitening) // 2)
    network.whitening.copy_(filters)
    return network


def weights_of(network: Network) -> dict[str, Tensor]:
    """The weights that learn: all but the scales of batch normalisation, which stay 1."""
    return {name: w for name, w in network.named_parameters() if not name.endswith("norm.weight")}


def learner(
    network: Network, memory: Mapping[str, Tensor], params: Params, processor: Processor
) -> Callable[[Batch, float], None]:
    """The function that makes one step, given a batch and the progress of the run in 0..1."""
    weights = weights_of(network)

    def learn(batch: Batch, progress: float) -> None:
        with fast(processor):
            scores = network(batch.images)
        log_p = scores.float().log_softmax(1)
        nll = -log_p.gather(1, batch.labels[:, None])[:, 0]
        memory["losses"][batch.rows] = nll.detach()
        smooth = params.label_smoothing
        loss = ((1 - smooth) * nll - smooth * log_p.mean(1)).sum()
        left = 1 - progress
        for (name, weight), gradient in zip(
            weights.items(), torch.autograd.grad(loss, list(weights.values())), strict=True
        ):
            momentum = memory[f"momentum/{name}"]
            if weight.ndim == 4:
                lr = params.muon_lr * left
                muon_step(weight, gradient, momentum, lr=lr, momentum=params.muon_momentum)
            else:
                lr = (params.head_lr if name == "head.weight" else params.bias_lr) * left
                nesterov_step(weight, gradient, momentum, lr=lr, momentum=params.momentum)

    return learn


def fit(
    train: Part,
    val: Part,
    params: Params = DEFAULT,
    *,
    classes: int,
    seed: int,
    name: str = NAME,
    folder: Path | None = None,
    device: str | None = None,
    threads: int | None = None,
) -> Fitted:
    """Learn `train`; keep the epoch of lowest loss on `val`. Nothing else is looked at.

    seed: draws weights, order and shifts; the same seed gives the same weights on the same machine
    with as many threads (on a GPU: nearly). folder: gets a checkpoint after every epoch, from which
    the same call goes on to the same result, and at the end model.safetensors and model.json; if
    they are there already, of the same run, they are read and returned. device: "cpu" or "cuda",
    by default the faster one here; threads: by default every core this process may use.
    Raises InputError for parts that cannot be learned, or a folder that holds another run.
    """
    check_parts(train, val, classes=classes, seed=seed, recipe="the convnet", smallest_px=SMALLEST_PX)
    run = identify(NAME, params, classes=classes, seed=seed, train=train, val=val)

    def learned() -> Fitted:
        processor = choose_processor(device, threads)
        with running_on(processor):
            standing = _learn(train, val, params, processor=processor, run=run, folder=folder)
        return Fitted(
            name=name,
            params=params,
            weights=standing.kept,
            shape=image_shape(train.images),
            classes=classes,
            seed=seed,
            history=standing.history,
            run=run,
            notes=notes(processor, standing),
        )

    return once(folder, run, learned)


def _learn(
    train: Part,
    val: Part,
    params: Params,
    *,
    processor: Processor,
    run: Mapping[str, Any],
    folder: Path | None,
) -> Standing:
    seed, device, defects = run["seed"], processor.device, chosen(params.defects)
    images = to_device(train, device)
    batch = min(params.batch, max(16, len(train) // FEWEST_BATCHES), len(train))
    network = build(params, images, run["classes"], seed)
    memory = {f"momentum/{name}": torch.zeros_like(weight) for name, weight in weights_of(network).items()}
    memory["losses"] = torch.full((len(train),), math.inf, device=device)  # what was never seen is hardest
    stretches = params.evaluations or max(1, round(params.epochs))
    steps = max(1, round(params.epochs * (len(train) // batch) / stretches))
    course = Course(
        network=network,
        memory=memory,
        draw=lambda epoch: batches(
            images,
            memory["losses"],
            batch=batch,
            steps=steps,
            focus=params.focus,
            shift=params.shift,
            mirror=params.mirror,
            defects=defects,
            share_damaged=params.share_damaged,
            look=params.look,
            seed=seed,
            epoch=epoch,
        ),
        learn=learner(network, memory, params, processor),
        batches=steps,
        batch=batch,
        epochs=stretches,
        patience=params.patience,
        processor=processor,
    )
    rows = np.random.default_rng((seed, 0)).permutation(len(train))[: params.evaluated]
    return train_epochs(
        course, seen=to_device(train, device, rows), val=to_device(val, device), run=run, folder=folder
    )


def predict(fitted: Fitted, images: np.ndarray, *, device: str | None = None) -> np.ndarray:
    """Probabilities (n, k) float32 of uint8 images (n, h, w[, c]), the softmax of the network's logits."""
    images = as_learned(fitted, images)
    processor = choose_processor(device)
    with running_on(processor):
        network = restored(fitted, processor.device)
        return answers(network, images, classes=fitted.classes, device=processor.device, name=NAME)


def restored(fitted: Fitted, device: str) -> Network:
    """The network with the weights that were learned."""
    network = Network(fitted.params, fitted.shape[2], fitted.classes)
    network.load_state_dict({name: torch.tensor(array) for name, array in fitted.weights.items()})
    network.to(device)
    return network.to(memory_format=torch.channels_last)  # pyright: ignore[reportCallIssue]
