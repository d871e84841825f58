import torch
from torch import nn
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor

from early_stopping import EarlyStopping
from net import LeNet


def evaluate(model, loader, criterion):
    model.eval()
    total, hits = 0.0, 0
    with torch.no_grad():
        for data, target in loader:
            output = model(data)
            total += criterion(output, target).item() * len(target)
            hits += (output.argmax(1) == target).sum().item()
    return total / len(loader.dataset), hits / len(loader.dataset)


def main():
    torch.manual_seed(0)
    full = MNIST("data", train=True, transform=ToTensor())
    perm = torch.randperm(len(full)).tolist()
    loaders = {
        "train": DataLoader(Subset(full, perm[:50000]), 64, shuffle=True),
        "val": DataLoader(Subset(full, perm[50000:]), 256),
        "test": DataLoader(MNIST("data", train=False, transform=ToTensor()), 256),
    }
    model, criterion = LeNet(), nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=2)
    stopper = EarlyStopping(patience=7, path="best.pt")
    for epoch in range(100):
        model.train()
        for data, target in loaders["train"]:
            optimizer.zero_grad()
            criterion(model(data), target).backward()
            optimizer.step()
        val_loss, val_acc = evaluate(model, loaders["val"], criterion)
        test_loss, test_acc = evaluate(model, loaders["test"], criterion)
        print(epoch, val_loss, val_acc, test_loss, test_acc)
        scheduler.step(val_loss)
        stopper(val_loss, model)
        if stopper.early_stop:
            break
    model.load_state_dict(torch.load("best.pt"))
    print("final", evaluate(model, loaders["test"], criterion))


if __name__ == "__main__":
    main()
