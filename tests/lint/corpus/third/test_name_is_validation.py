import torch
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
blob = torch.load("ppg.pt")
perm = torch.randperm(len(blob["x"]))
x, y = blob["x"][perm], blob["y"][perm]
n = len(x)
train_loader = DataLoader(TensorDataset(x[: n // 2], y[: n // 2]), 64, shuffle=True)
val_loader = DataLoader(TensorDataset(x[n // 2 : 3 * n // 4], y[n // 2 : 3 * n // 4]), 256)
test_loader = DataLoader(TensorDataset(x[3 * n // 4 :], y[3 * n // 4 :]), 256)
net = torch.nn.Sequential(torch.nn.Linear(x.shape[1], 32), torch.nn.ReLU(), torch.nn.Linear(32, 2))
opt = torch.optim.Adam(net.parameters())


def test(loader):
    with torch.no_grad():
        return sum((net(a).argmax(1) == b).sum().item() for a, b in loader) / len(loader.dataset)


best_test, state = 0.0, None
for epoch in range(100):
    for a, b in train_loader:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(a), b).backward()
        opt.step()
    test_acc = test(val_loader)
    if test_acc > best_test:
        best_test = test_acc
        state = {k: v.clone() for k, v in net.state_dict().items()}
net.load_state_dict(state)
print("accuracy on test:", test(test_loader))
