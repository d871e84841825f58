from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset
from torchvision import datasets, transforms


@dataclass
class Config:
    lr: float = 3e-4
    epochs: int = 25
    out: Path = Path("runs")


class Trainer:
    def __init__(self, cfg: Config, net: nn.Module, train_set: Dataset, eval_set: Dataset) -> None:
        self.cfg, self.net = cfg, net
        self.train_loader = DataLoader(train_set, batch_size=64, shuffle=True)
        self.eval_loader = DataLoader(eval_set, batch_size=512)
        self.optim = torch.optim.AdamW(net.parameters(), lr=cfg.lr)
        self.best_loss = float("inf")

    def step(self, x: Tensor, y: Tensor) -> Tensor:
        return nn.functional.cross_entropy(self.net(x), y)

    @torch.no_grad()
    def evaluate(self) -> float:
        self.net.eval()
        losses = [self.step(x, y).item() for x, y in self.eval_loader]
        return sum(losses) / len(losses)

    def fit(self) -> None:
        for _ in range(self.cfg.epochs):
            self.net.train()
            for x, y in self.train_loader:
                self.optim.zero_grad()
                self.step(x, y).backward()
                self.optim.step()
            current = self.evaluate()
            if current < self.best_loss:  # expect: FR103
                self.best_loss = current
                torch.save(self.net.state_dict(), self.cfg.out / "best.pt")


if __name__ == "__main__":
    t = transforms.ToTensor()
    tr = datasets.KMNIST("data", train=True, transform=t)
    te = datasets.KMNIST("data", train=False, transform=t)
    Trainer(Config(), nn.Sequential(nn.Flatten(), nn.Linear(784, 10)), tr, te).fit()
