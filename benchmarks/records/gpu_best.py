"""Fashion-MNIST, the best mean accuracy that eight minutes of one GPU buy: to be measured.

    python benchmarks/records/gpu_best.py --seeds 5

Claim: none yet; it has never run on a GPU. Published, without a limit on time: 96.3 % by WRN-28-10
with random erasing, 96.7 by WRN-40-4, 96.91 by a fine-tuned DARTS network. Ancestor: WRN-28-10 (S.
Zagoruyko, N. Komodakis, arXiv 1605.07146) with random erasing (Z. Zhong et al., arXiv 1708.04896).

It learns train until the time is up; the rate follows the clock, so that any GPU gets a whole
schedule. Answers are those of running means of the weights, over an image and its mirror image. The
last weights are taken, so val chooses nothing and may be reported beside test. Compiling, on images
of noise, is done before the clock starts.
"""

import argparse
import json
import math
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from record import commit, machine, row
from torch import Tensor, nn

import fittingroom as fr
from fittingroom.files import fingerprint, write_text
from fittingroom.types import Part

RUNS = Path("runs/records/gpu_best")
MEAN, DEVIATION = 0.2860, 0.3530
"""Of the pixels of train, in 0..1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    depth: int = 28
    width: int = 10
    seconds: float = 480.0
    batch: int = 256
    lr: float = 0.2
    """At its highest, after a twentieth of the time; then down to 0 along half a cosine."""
    momentum: float = 0.9
    weight_decay: float = 5e-4
    label_smoothing: float = 0.1
    shift: int = 3
    erase: float = 0.5
    """Share of the images of which a rectangle is filled with noise."""
    averaging: float = 0.999
    """What the running means of the weights keep at each step."""


class Residual(nn.Module):
    """Norm, ReLU and 3x3 convolution, twice; added to the input."""

    def __init__(self, inputs: int, width: int, stride: int):
        super().__init__()
        self.norms = nn.ModuleList([nn.BatchNorm2d(inputs), nn.BatchNorm2d(width)])
        self.first = nn.Conv2d(inputs, width, 3, stride, 1, bias=False)
        self.second = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        same = inputs == width and stride == 1
        self.shortcut = None if same else nn.Conv2d(inputs, width, 1, stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.norms[0](x))
        x = x if self.shortcut is None else self.shortcut(y)
        return x + self.second(F.relu(self.norms[1](self.first(y))))


def wide_resnet(params: Params) -> nn.Sequential:
    """WRN-depth-width for one channel and 10 classes."""
    inputs, layers = 16, [nn.Conv2d(1, 16, 3, 1, 1, bias=False)]
    for width, stride in ((16, 1), (32, 2), (64, 2)):
        for nth in range((params.depth - 4) // 6):
            layers.append(Residual(inputs, width * params.width, stride if nth == 0 else 1))
            inputs = width * params.width
    end = [nn.BatchNorm2d(inputs), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, 10)]
    network = nn.Sequential(*layers, *end)
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out")
    return network.to(memory_format=torch.channels_last)


def augmented(x: Tensor, params: Params) -> Tensor:
    """Moved by up to `shift` pixels, mirrored by a coin, and partly erased; x (n, 1, h, w)."""
    n, _, h, w = x.shape
    ys = torch.arange(h, device=x.device) + torch.randint(2 * params.shift + 1, (n, 1), device=x.device)
    xs = torch.arange(w, device=x.device) + torch.randint(2 * params.shift + 1, (n, 1), device=x.device)
    xs = torch.where(torch.rand(n, 1, device=x.device) < 0.5, xs.flip(1), xs)
    padded = F.pad(x, [params.shift] * 4, value=-MEAN / DEVIATION)
    x = padded[torch.arange(n, device=x.device)[:, None, None], 0, ys[:, :, None], xs[:, None, :]][:, None]
    area = h * w * torch.empty(n, 1, device=x.device).uniform_(0.02, 0.4)
    ratio = torch.exp(torch.empty(n, 1, device=x.device).uniform_(math.log(0.3), -math.log(0.3)))
    tall, wide = (area * ratio).sqrt().clamp(max=h), (area / ratio).sqrt().clamp(max=w)
    top, left = ((side - size) * torch.rand_like(size) for side, size in ((h, tall), (w, wide)))
    rows, columns = torch.arange(h, device=x.device), torch.arange(w, device=x.device)
    inside = ((rows >= top) & (rows < top + tall))[:, :, None]
    inside = inside & ((columns >= left) & (columns < left + wide))[:, None, :]
    inside &= torch.rand(n, 1, 1, device=x.device) < params.erase
    return torch.where(inside[:, None], torch.randn_like(x), x)


def tensors(part: Part, device: str) -> tuple[Tensor, Tensor]:
    """Normalised images (n, 1, h, w) and labels, on the device."""
    x = torch.tensor(part.images, device=device)[:, None].float().div_(255).sub_(MEAN).div_(DEVIATION)
    return x, torch.tensor(part.labels, device=device)


def drawn(x: Tensor, y: Tensor, batch: int) -> Iterator[tuple[Tensor, Tensor]]:
    """Passes in new orders, without end."""
    while True:
        for rows in torch.randperm(len(x), device=x.device).split(batch):
            if len(rows) == batch:
                yield x[rows], y[rows]


def learn(
    network: nn.Module, mean: nn.Module, x: Tensor, y: Tensor, params: Params, *, seconds: float
) -> int:
    """Learn until the time is up; returns how many steps that were."""
    decayed = [w for w in network.parameters() if w.ndim > 1]
    others = [w for w in network.parameters() if w.ndim <= 1]
    groups = [
        {"params": decayed, "weight_decay": params.weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.SGD(groups, lr=0.0, momentum=params.momentum, nesterov=True)
    step, started = 0, time.perf_counter()
    for step, (images, labels) in enumerate(drawn(x, y, params.batch), 1):
        passed = (time.perf_counter() - started) / seconds
        if passed >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = params.lr * min(passed / 0.05, (1 + math.cos(math.pi * passed)) / 2)
        with torch.autocast(x.device.type, torch.bfloat16):
            scores = network(augmented(images, params).contiguous(memory_format=torch.channels_last))
        F.cross_entropy(scores.float(), labels, label_smoothing=params.label_smoothing).backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        follow(mean, network, min(params.averaging, step / (step + 10)))
        if step % 50 == 0 and x.is_cuda:
            torch.cuda.synchronize()  # so that the clock that the rate follows is not ahead of the GPU
    return step


@torch.no_grad()
def follow(mean: nn.Module, network: nn.Module, keep: float) -> None:
    """Move the running means of weights and statistics towards those of the network."""
    pairs = zip(mean.state_dict().values(), network.state_dict().values(), strict=True)
    moving = [(a, b) for a, b in pairs if a.is_floating_point()]
    torch._foreach_lerp_([a for a, _ in moving], [b for _, b in moving], 1 - keep)


@torch.inference_mode()
def accuracy(network: nn.Module, x: Tensor, y: Tensor) -> float:
    network.eval()
    hits = 0
    for images, labels in zip(x.split(500), y.split(500), strict=True):
        with torch.autocast(x.device.type, torch.bfloat16):
            scores = network(images).float() + network(images.flip(3)).float()
        hits += int((scores.argmax(1) == labels).sum())
    return hits / len(y)


def one_run(params: Params, seed: int, device: str = "cuda") -> dict[str, Any]:
    torch.manual_seed(seed)
    torch.set_float32_matmul_precision("high")
    torch.backends.cudnn.benchmark = True
    data = fr.load("fashion-mnist")
    network, mean = wide_resnet(params).to(device), wide_resnet(params).to(device)
    mean.load_state_dict(network.state_dict())
    compiled: Any = torch.compile(network) if device == "cuda" else network
    warm = wide_resnet(params).to(device)
    start = {name: value.clone() for name, value in network.state_dict().items()}
    noise = torch.randn(4 * params.batch, 1, 28, 28, device=device)
    learn(
        compiled, warm, noise, torch.zeros(len(noise), dtype=torch.long, device=device), params, seconds=1.0
    )
    network.load_state_dict(start)
    load, wall, cpu = os.getloadavg()[0], time.perf_counter(), time.process_time()
    x, y = tensors(data.part("train"), device)
    compiled.train()
    steps = learn(compiled, mean, x, y, params, seconds=params.seconds)
    val = accuracy(mean, *tensors(data.part("val"), device))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    weights = fingerprint(*(value.cpu().numpy() for value in mean.state_dict().values()))
    why = f"gpu_best.py, seed {seed}: reported after the run, nothing chosen"
    test = fr.open_test(data, model="gpu_best", model_fingerprint=weights, why=why)
    return {
        "seed": seed,
        "params": asdict(params),
        "steps": steps,
        "seconds": wall,
        "cpu_seconds": cpu,
        "val": val,
        "test": accuracy(mean, *tensors(test, device)),
        "load_before": load,
        "commit": commit(),
        "machine": machine(device),
        "torch": torch.__version__,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5, help="how many runs, of eight minutes each")
    options = parser.parse_args()
    runs = []
    for seed in range(options.seeds):
        path = RUNS / f"seed-{seed}.json"
        if not path.is_file():
            write_text(path, json.dumps(one_run(Params(), seed), indent=2) + "\n")
        runs.append(json.loads(path.read_text(encoding="utf-8")))
        print(f"seed {seed}: val {runs[-1]['val']:.2%}, test {runs[-1]['test']:.2%}", file=sys.stderr)
    print(row("gpu_best", runs))


if __name__ == "__main__":
    main()
