import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Subset, TensorDataset


class EarlyStopping:
    def __init__(self, patience=7, delta=0.0, path="checkpoint.pt"):
        self.patience, self.delta, self.path = patience, delta, path
        self.counter, self.best_score, self.early_stop = 0, None, False

    def __call__(self, test_loss, model):
        score = -test_loss
        if self.best_score is None or score > self.best_score + self.delta:
            self.best_score = score
            torch.save(model.state_dict(), self.path)
            self.counter = 0
        else:
            self.counter += 1
            self.early_stop = self.counter >= self.patience


rng = np.random.default_rng(3)
data = np.load("signals.npz")
ds = TensorDataset(torch.tensor(data["x"]), torch.tensor(data["y"]))
order = rng.permutation(len(ds))
n = len(ds)
train_loader = DataLoader(Subset(ds, order[: int(0.7 * n)]), 32, shuffle=True)
valid_loader = DataLoader(Subset(ds, order[int(0.7 * n) : int(0.85 * n)]), 256)
test_loader = DataLoader(Subset(ds, order[int(0.85 * n) :]), 256)


def mean_loss(net, loader):
    with torch.no_grad():
        return np.mean([nn.functional.mse_loss(net(a), b).item() for a, b in loader])


net = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1))
opt = torch.optim.Adam(net.parameters())
es = EarlyStopping()
for _ in range(200):
    for a, b in train_loader:
        opt.zero_grad()
        nn.functional.mse_loss(net(a), b).backward()
        opt.step()
    es(mean_loss(net, valid_loader), net)
    if es.early_stop:
        break
net.load_state_dict(torch.load("checkpoint.pt"))
print("MSE", mean_loss(net, test_loader))
