import argparse

import torch
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, models, transforms


def get_args():
    p = argparse.ArgumentParser()
    p.add_argument("--evaluate", action="store_true")
    p.add_argument("--resume", default="best.pth")
    p.add_argument("--epochs", type=int, default=90)
    p.add_argument("--seed", type=int, default=0)
    return p.parse_args()


def accuracy(model, loader):
    model.eval()
    hits = n = 0
    with torch.no_grad():
        for x, y in loader:
            hits += (model(x).argmax(1) == y).sum().item()
            n += len(y)
    return hits / n


def main():
    args = get_args()
    tf = transforms.ToTensor()
    trainval = datasets.CIFAR100("data", train=True, transform=tf, download=True)
    testset = datasets.CIFAR100("data", train=False, transform=tf)
    g = torch.Generator().manual_seed(args.seed)
    trainset, valset = random_split(trainval, [45000, 5000], generator=g)
    train_loader = DataLoader(trainset, 128, shuffle=True)
    val_loader, test_loader = DataLoader(valset, 256), DataLoader(testset, 256)
    model = models.resnet18(num_classes=100)
    if args.evaluate:
        model.load_state_dict(torch.load(args.resume))
        print("test", accuracy(model, test_loader))
        return
    opt = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    best_acc = 0.0
    for epoch in range(args.epochs):
        model.train()
        for x, y in train_loader:
            opt.zero_grad()
            torch.nn.functional.cross_entropy(model(x), y).backward()
            opt.step()
        acc = accuracy(model, val_loader)
        if acc > best_acc:
            best_acc = acc
            torch.save(model.state_dict(), args.resume)


if __name__ == "__main__":
    main()
