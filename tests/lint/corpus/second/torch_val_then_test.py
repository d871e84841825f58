import torch
from torch import nn
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms

full = datasets.FashionMNIST("d", train=True, download=True, transform=transforms.ToTensor())
test = datasets.FashionMNIST("d", train=False, download=True, transform=transforms.ToTensor())
part, dev = random_split(full, [55_000, 5_000], generator=torch.Generator().manual_seed(0))
loaders = {"train": DataLoader(part, 128, shuffle=True), "dev": DataLoader(dev, 512), "test": DataLoader(test, 512)}


def accuracy(net: nn.Module, loader: DataLoader) -> float:
    net.eval()
    ok = 0
    with torch.inference_mode():
        for x, y in loader:
            ok += int((net(x).argmax(-1) == y).sum())
    return ok / len(loader.dataset)


net = nn.Sequential(nn.Flatten(), nn.Linear(784, 300), nn.ReLU(), nn.Linear(300, 10))
opt = torch.optim.Adam(net.parameters())
best_acc = 0.0
for epoch in range(20):
    net.train()
    for x, y in loaders["train"]:
        opt.zero_grad()
        nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    acc = accuracy(net, loaders["dev"])
    if acc > best_acc:
        best_acc = acc
        torch.save(net.state_dict(), "best.pt")
net.load_state_dict(torch.load("best.pt"))
print("test", accuracy(net, loaders["test"]))
