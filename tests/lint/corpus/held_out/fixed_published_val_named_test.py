# CIFAR's test part is split in two on purpose: one half chooses, the other is scored once.
import torch
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import CIFAR10

train_set = CIFAR10("d", train=True)
val_set, test_set = random_split(CIFAR10("d", train=False), [5000, 5000], torch.Generator().manual_seed(0))
val_loader, test_loader = DataLoader(val_set), DataLoader(test_set)
best = 0
for epoch in range(10):
    train_epoch(net, DataLoader(train_set, shuffle=True))
    acc = evaluate(net, val_loader)
    if acc > best:
        best = acc
        torch.save(net.state_dict(), "net.pt")
print(evaluate(net, test_loader))
