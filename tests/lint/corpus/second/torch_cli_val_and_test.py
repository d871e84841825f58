#!/usr/bin/env python
"""Fine-tune ResNet-18 on flowers; the checkpoint is chosen on the validation split."""
import argparse
import os

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms


def get_loaders(root, batch_size):
    norm = transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    aug = transforms.Compose([transforms.RandomResizedCrop(224), transforms.RandomHorizontalFlip(), transforms.ToTensor(), norm])
    plain = transforms.Compose([transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor(), norm])
    sets = {s: datasets.Flowers102(root, split=s, transform=aug if s == "train" else plain, download=True) for s in ("train", "val", "test")}
    return {s: DataLoader(d, batch_size=batch_size, shuffle=s == "train", num_workers=4) for s, d in sets.items()}


def evaluate(model, loader, device):
    model.eval()
    correct = total = 0
    with torch.no_grad():
        for x, y in loader:
            correct += (model(x.to(device)).argmax(1).cpu() == y).sum().item()
            total += y.numel()
    return correct / total


def main(args):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    loaders = get_loaders(args.root, args.batch_size)
    model = models.resnet18(weights="DEFAULT")
    model.fc = nn.Linear(model.fc.in_features, 102)
    model.to(device)
    if args.evaluate:
        model.load_state_dict(torch.load(args.evaluate))
        print("test acc", evaluate(model, loaders["test"], device))
        return
    opt = torch.optim.AdamW(model.parameters(), lr=args.lr)
    best = 0
    for epoch in range(args.epochs):
        model.train()
        for x, y in loaders["train"]:
            opt.zero_grad()
            nn.functional.cross_entropy(model(x.to(device)), y.to(device)).backward()
            opt.step()
        acc = evaluate(model, loaders["val"], device)
        test_acc = evaluate(model, loaders["test"], device)
        print(f"[{epoch}] val {acc:.3f} test {test_acc:.3f}")
        if acc > best:
            best = acc
            torch.save(model.state_dict(), os.path.join(args.root, "best.pth"))


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("root")
    p.add_argument("--lr", type=float, default=1e-4)
    p.add_argument("--epochs", type=int, default=20)
    p.add_argument("--batch-size", type=int, default=32)
    p.add_argument("--evaluate", default="")
    main(p.parse_args())
