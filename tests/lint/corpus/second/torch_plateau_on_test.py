import copy

import torch
import torch.nn.functional as F
from torch.optim.lr_scheduler import ReduceLROnPlateau
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor

device = "cuda" if torch.cuda.is_available() else "cpu"
train_iter = DataLoader(MNIST(".", train=True, transform=ToTensor(), download=True), batch_size=100, shuffle=True)
test_iter = DataLoader(MNIST(".", train=False, transform=ToTensor(), download=True), batch_size=1000)
model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10)).to(device)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
scheduler = ReduceLROnPlateau(optimizer, "min", patience=2)


def evaluate(model, data):
    model.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for x, t in data:
            x, t = x.to(device), t.to(device)
            o = model(x)
            loss += F.cross_entropy(o, t, reduction="sum").item()
            right += o.argmax(1).eq(t).sum().item()
    n = len(data.dataset)
    return loss / n, right / n


best, best_weights = 0.0, None
for epoch in range(1, 31):
    model.train()
    for x, t in train_iter:
        optimizer.zero_grad()
        F.cross_entropy(model(x.to(device)), t.to(device)).backward()
        optimizer.step()
    test_loss, test_acc = evaluate(model, test_iter)
    scheduler.step(test_loss)  # expect: FR103
    if test_acc >= best:  # expect: FR103
        best = test_acc
        best_weights = copy.deepcopy(model.state_dict())
print(f"best test accuracy: {best:.2%}")
