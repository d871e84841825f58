import argparse
import shutil

import torch
import torch.nn as nn
import torchvision
import torchvision.transforms as T
from torch.utils.data import DataLoader

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.1)
parser.add_argument("--epochs", type=int, default=90)
parser.add_argument("--data", default="./data")
best_acc1 = 0.0


def main():
    global best_acc1
    args = parser.parse_args()
    norm = T.Normalize((0.4914, 0.4822, 0.4465), (0.2023, 0.1994, 0.2010))
    train_ds = torchvision.datasets.CIFAR10(args.data, train=True, transform=T.Compose([T.RandomCrop(32, 4), T.ToTensor(), norm]))
    val_ds = torchvision.datasets.CIFAR10(args.data, train=False, transform=T.Compose([T.ToTensor(), norm]))
    train_loader = DataLoader(train_ds, batch_size=128, shuffle=True)
    val_loader = DataLoader(val_ds, batch_size=256)
    model = torchvision.models.resnet18(num_classes=10)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), args.lr, momentum=0.9)
    for epoch in range(args.epochs):
        train(train_loader, model, criterion, optimizer)
        acc1 = validate(val_loader, model)
        is_best = acc1 > best_acc1  # expect: FR103
        best_acc1 = max(acc1, best_acc1)  # also: FR103
        save_checkpoint({"epoch": epoch + 1, "state_dict": model.state_dict(), "best_acc1": best_acc1}, is_best)


def train(loader, model, criterion, optimizer):
    model.train()
    for images, target in loader:
        optimizer.zero_grad()
        loss = criterion(model(images), target)
        loss.backward()
        optimizer.step()


def validate(loader, model):
    model.eval()
    hits, n = 0, 0
    with torch.no_grad():
        for images, target in loader:
            hits += (model(images).argmax(1) == target).sum().item()
            n += target.size(0)
    return 100.0 * hits / n


def save_checkpoint(state, is_best, filename="checkpoint.pth.tar"):
    torch.save(state, filename)
    if is_best:
        shutil.copyfile(filename, "model_best.pth.tar")


if __name__ == "__main__":
    main()
