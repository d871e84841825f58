"""The plain recipe: a tutorial's convnet of which every factor can be set, for the overfitting study.

Convolutions 3x3 without padding, each followed by ReLU and a 2x2 max-pool, then dense layers; Adam,
Keras' initial weights, pixels divided by 255. PROGRAM_1 to PROGRAM_3 are the networks of a
well-known essay on whether a CNN overfits Fashion-MNIST, as its three Keras programs define them.
Whoever brings a torch module of their own gets the same training for it (`network=`).
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from fittingroom.errors import InputError
from fittingroom.files import fingerprint
from fittingroom.models.adam import adam, penalise
from fittingroom.models.augment import Augmentation, augmented
from fittingroom.models.batches import Batch, Images, check_parts, image_shape, to_device
from fittingroom.models.fitted import Fitted, as_learned, identify, once
from fittingroom.models.processor import Processor, choose_processor, running_on
from fittingroom.models.training import Course, answers, notes, train_epochs
from fittingroom.types import Part

NAME = "plain"
NO_CHANGE = Augmentation()

MakeNetwork = Callable[[tuple[int, int, int], int], nn.Module]
"""(height, width, channels), classes -> a module from float images (n, c, h, w) in 0..1 to logits (n, k)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Every factor of the recipe; by default program 1."""

    widths: tuple[int, ...] = (32,)
    """Channels of each 3x3 convolution with ReLU and 2x2 max-pool; () leaves the dense layers alone."""
    dense: tuple[int, ...] = ()
    """Units of each hidden dense layer with ReLU; with neither widths nor these the model is linear."""
    dropout: float = 0.0
    """Share of a pool's outputs set to 0 while learning."""
    dense_dropout: float = 0.0
    """The same behind each hidden dense layer."""
    l1: float = 0.0
    """Added to the loss: this much times the sum of all kernels' absolute values (Keras' l1)."""
    l2: float = 0.0
    """Added to the loss: this much times the sum of their squares (Keras' l2)."""
    weight_decay: float = 0.0
    """Decoupled decay of the kernels, as in AdamW: a step shrinks them by lr times this."""
    label_smoothing: float = 0.0
    augmentation: Augmentation = NO_CHANGE
    lr: float = 1e-3
    batch: int = 32
    epochs: int = 10
    images_an_epoch: int | None = None
    """Images drawn in an epoch, several times over if there are fewer; None for one pass. So that
    networks taught by fewer images can be given as many steps."""
    patience: int | None = None
    """Epochs without a new lowest val loss, after which to stop and go back to the best weights;
    None to learn all epochs and keep the last."""
    evaluated: int = 5000
    """Training images, a fixed random choice, in the evaluation pass after each epoch; val is taken whole."""

    def __post_init__(self):
        if isinstance(self.augmentation, Mapping):  # read back from JSON
            object.__setattr__(self, "augmentation", Augmentation(**self.augmentation))
        counts = [self.epochs, self.batch, self.evaluated, *self.widths, *self.dense]
        counts += [n for n in (self.patience, self.images_an_epoch) if n is not None]
        shares = (self.dropout, self.dense_dropout, self.label_smoothing)
        strengths = (self.l1, self.l2, self.weight_decay)
        if not (
            min(counts) >= 1
            and all(0 <= share < 1 for share in shares)
            and all(0 <= strength < float("inf") for strength in strengths)
            and 0 < self.lr < float("inf")
        ):
            raise InputError(
                "the plain recipe needs whole numbers of at least 1, dropout and label smoothing in 0..1, "
                f"penalties of at least 0 and a learning rate above 0, got {self}"
            )


PROGRAM_1 = Params()
PROGRAM_2 = Params(dropout=0.25, dense=(128,), dense_dropout=0.5)
PROGRAM_3 = Params(augmentation=Augmentation(rotation_deg=20, shift=0.2, mirror=True), epochs=20, patience=3)


class PlainNetwork(nn.Module):
    """float images (n, c, h, w) in 0..1 -> logits (n, k)."""

    def __init__(self, params: Params, shape: tuple[int, int, int], classes: int):
        super().__init__()
        height, width, channels = shape
        convolutions = [nn.Conv2d(i, o, 3) for i, o in pairwise((channels, *params.widths))]
        for _ in params.widths:
            height, width = (height - 2) // 2, (width - 2) // 2
        if min(height, width) < 1:
            raise InputError(
                f"{len(params.widths)} convolutions with pools leave nothing of "
                f"{shape[0]} x {shape[1]} pixels"
            )
        inputs = height * width * (params.widths[-1] if params.widths else channels)
        sizes = (inputs, *params.dense, classes)
        dense = [nn.Linear(i, o) for i, o in pairwise(sizes)]
        self.dropout, self.dense_dropout = params.dropout, params.dense_dropout
        for layer in (*convolutions, *dense):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)  # pyright: ignore[reportArgumentType]
        self.convolutions, self.dense = nn.ModuleList(convolutions), nn.ModuleList(dense)

    def forward(self, x: Tensor) -> Tensor:
        return self.dense[-1](self.penultimate(x))

    def penultimate(self, x: Tensor) -> Tensor:
        for layer in self.convolutions:
            x = F.relu(F.max_pool2d(layer(x), 2))  # the same as relu first, with a quarter of its work
            x = F.dropout(x, self.dropout, self.training)
        x = x.permute(0, 2, 3, 1).flatten(1)  # as it lies in memory: another order would be copied
        for layer in self.dense[:-1]:
            x = F.dropout(F.relu(layer(x)), self.dense_dropout, self.training)
        return x


class OnPixels(nn.Module):
    """`body`, asked about uint8 images (n, h, w, c)."""

    def __init__(self, body: nn.Module):
        super().__init__()
        self.body = body

    def forward(self, images: Tensor) -> Tensor:
        return self.body(channels_last(pixels(images)))

    def features(self, images: Tensor) -> Tensor:
        """What the last dense layer of the recipe's own network sees, (n, width) float."""
        return self._plain.penultimate(channels_last(pixels(images)))

    def of_features(self, features: Tensor) -> Tensor:
        return self._plain.dense[-1](features)

    @property
    def _plain(self) -> PlainNetwork:
        assert isinstance(self.body, PlainNetwork), "look_inside refuses the networks of others"
        return self.body


def pixels(images: Tensor) -> Tensor:
    """uint8 (n, h, w, c) -> float (n, c, h, w) in 0..1."""
    return images.permute(0, 3, 1, 2).float().div_(255)


def channels_last(images: Tensor) -> Tensor:
    """The same float images (n, c, h, w), a pixel's channels side by side in memory: faster, on a CPU twice.

    With one channel every layout is that layout and torch would guess, so its strides are written anew.
    """
    n, channels, height, width = images.shape
    if channels == 1:
        return images.reshape(n, height, width, 1).permute(0, 3, 1, 2)
    return images.contiguous(memory_format=torch.channels_last)


def build(
    params: Params, shape: tuple[int, int, int], classes: int, seed: int, network: MakeNetwork | None
) -> OnPixels:
    """The recipe's network, or the user's own, with weights drawn from the seed."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return OnPixels(network(shape, classes) if network else PlainNetwork(params, shape, classes))


def learner(
    network: OnPixels, optimizer: torch.optim.Optimizer, params: Params, generator: torch.Generator
) -> Callable[[Batch, float], Tensor]:
    """The function that makes one step and tells how many of the batch it had right."""
    kernels = [weight for weight in network.parameters() if weight.ndim > 1]

    def learn(batch: Batch, _: float) -> Tensor:
        images = augmented(pixels(batch.images), params.augmentation, generator=generator)
        scores = network.body(channels_last(images))
        loss = F.cross_entropy(scores, batch.labels, label_smoothing=params.label_smoothing)
        optimizer.zero_grad()
        loss.backward()
        for weight in kernels if params.l1 or params.l2 else ():
            penalise(weight, l1=params.l1, l2=params.l2)
        optimizer.step()
        return (scores.detach().argmax(1) == batch.labels).sum()

    return learn


def drawn(
    images: Images, batch: int, n: int, *, seed: int, epoch: int, generator: torch.Generator
) -> Iterator[Batch]:
    """Batches of `n` images in all: whole passes in new orders, one after another; no batch is smaller.

    Seeds torch's own generator, from which dropout draws, and the augmentation's by (seed, epoch):
    an epoch can be repeated without those before it.
    """
    rng = np.random.default_rng((seed, epoch))
    torch.manual_seed(int(rng.integers(2**62)))
    generator.manual_seed(int(rng.integers(2**62)))
    passes = -(-n // len(images))
    order = np.concatenate([rng.permutation(len(images)) for _ in range(passes)])[:n]
    for start in range(0, n - batch + 1, batch):
        rows = torch.from_numpy(order[start : start + batch]).to(images.labels.device)
        yield Batch(images.images[rows], images.labels[rows], rows)


def fit(
    train: Part,
    val: Part,
    params: Params = PROGRAM_1,
    *,
    classes: int,
    seed: int,
    name: str = NAME,
    folder: Path | None = None,
    device: str | None = None,
    threads: int | None = None,
    network: MakeNetwork | None = None,
) -> Fitted:
    """Learn `train`; with a patience keep the epoch of lowest loss on `val`, else the last.

    seed: draws weights, order, dropout and augmentation. folder: as the convnet's, a checkpoint
    after every epoch and the model at the end, both found again by the same call. network: makes the
    user's own network in place of the recipe's; then widths, dense and dropout mean nothing.
    Raises InputError for parts that cannot be learned, or a folder that holds another run.
    """
    check_parts(train, val, classes=classes, seed=seed, recipe="the plain recipe", smallest_px=1)
    shape = image_shape(train.images)
    made = build(params, shape, classes, seed, network)
    run = identify(NAME, params, classes=classes, seed=seed, train=train, val=val)
    run["network"] = fingerprint(*(w.numpy() for w in made.state_dict().values())) if network else "plain"

    def learned() -> Fitted:
        processor = dataclasses.replace(choose_processor(device, threads), precision="float32")
        with running_on(processor), torch.random.fork_rng(devices=[]):
            images = to_device(train, processor.device)
            course = _course(made.to(processor.device), images, params, processor, seed)
            rows = np.random.default_rng((seed, 0)).permutation(len(train))[: params.evaluated]
            seen, watched = to_device(train, processor.device, rows), to_device(val, processor.device)
            standing = train_epochs(course, seen=seen, val=watched, run=run, folder=folder)
        return Fitted(
            name=name,
            params=params,
            weights=standing.kept,
            shape=shape,
            classes=classes,
            seed=seed,
            history=standing.history,
            run=run,
            notes={**notes(processor, standing), "parameters": sum(w.numel() for w in made.parameters())},
        )

    return once(folder, run, learned)


def _course(network: OnPixels, images: Images, params: Params, processor: Processor, seed: int) -> Course:
    optimizer, memory = adam(network, lr=params.lr, weight_decay=params.weight_decay)
    generator = torch.Generator()
    n = params.images_an_epoch or len(images)
    batch = min(params.batch, n)
    return Course(
        network=network,
        memory=memory,
        draw=lambda epoch: drawn(images, batch, n, seed=seed, epoch=epoch, generator=generator),
        learn=learner(network, optimizer, params, generator),
        batches=n // batch,
        batch=batch,
        epochs=params.epochs,
        patience=params.patience or params.epochs,
        processor=processor,
        keep="best" if params.patience else "last",
    )


def predict(
    fitted: Fitted, images: np.ndarray, *, device: str | None = None, network: MakeNetwork | None = None
) -> np.ndarray:
    """Probabilities (n, k) float32 of uint8 images (n, h, w[, c]), the softmax of the network's logits.

    network: the function that made the network, if it was the user's own.
    """
    images = as_learned(fitted, images)
    processor = choose_processor(device)
    with running_on(processor):
        made = restored(fitted, processor.device, network)
        return answers(made, images, classes=fitted.classes, device=processor.device, name=fitted.name)


def restored(fitted: Fitted, device: str, network: MakeNetwork | None = None) -> OnPixels:
    """The network with the weights that were learned; `network` makes it, if it was the user's own."""
    if fitted.run["network"] != "plain" and network is None:
        raise InputError(f"{fitted.name} is a network of your own: hand over network=, which makes it")
    made = build(fitted.params, fitted.shape, fitted.classes, fitted.seed, network)
    made.load_state_dict({name: torch.tensor(array) for name, array in fitted.weights.items()})
    return made.to(device)
