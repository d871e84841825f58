import numpy as np
import torch
from torch import nn, optim
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

torch.manual_seed(7)


class EarlyStopper:
    def __init__(self, patience=5):
        self.patience = patience
        self.best = np.inf
        self.bad = 0
        self.stop = False

    def __call__(self, loss, model):
        if loss < self.best:
            self.best = loss
            self.bad = 0
            torch.save(model.state_dict(), "best.pt")
        else:
            self.bad += 1
            self.stop = self.bad >= self.patience


def run_epoch(net, loader, crit, opt=None):
    total = 0.0
    for xb, yb in loader:
        loss = crit(net(xb), yb)
        if opt is not None:
            opt.zero_grad()
            loss.backward()
            opt.step()
        total += loss.item() * len(xb)
    return total / len(loader.dataset)


tf = transforms.ToTensor()
trainset = datasets.FashionMNIST("data", train=True, download=True, transform=tf)
testset = datasets.FashionMNIST("data", train=False, download=True, transform=tf)
trainloader = DataLoader(trainset, 64, shuffle=True)
testloader = DataLoader(testset, 256)
net = nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))
crit, opt = nn.CrossEntropyLoss(), optim.Adam(net.parameters())
stopper = EarlyStopper(patience=3)
for ep in range(50):
    tl = run_epoch(net, trainloader, crit, opt)
    with torch.no_grad():
        vl = run_epoch(net, testloader, crit)
    print(ep, tl, vl)
    stopper(vl, net)  # expect: FR103
    if stopper.stop:
        break
