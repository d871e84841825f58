import numpy as np
import torch
from torch.utils.data import DataLoader, SubsetRandomSampler
from torchvision import datasets, transforms

np.random.seed(3)
data = datasets.CIFAR10("d", train=True, transform=transforms.ToTensor())
test_data = datasets.CIFAR10("d", train=False, transform=transforms.ToTensor())
indices = list(range(len(data)))
np.random.shuffle(indices)
cut = int(0.2 * len(data))
train_idx, valid_idx = indices[cut:], indices[:cut]
train_loader = DataLoader(data, sampler=SubsetRandomSampler(train_idx))
valid_loader = DataLoader(data, sampler=SubsetRandomSampler(valid_idx))
test_loader = DataLoader(test_data)
model = Net()
criterion = torch.nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
valid_loss_min = np.inf
for epoch in range(30):
    for x, y in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
    valid_loss = 0.0
    for x, y in valid_loader:
        valid_loss += criterion(model(x), y).item()
    if valid_loss <= valid_loss_min:
        torch.save(model.state_dict(), "model.pt")
        valid_loss_min = valid_loss
hits = 0
for x, y in test_loader:
    hits += (model(x).max(1)[1] == y).sum().item()
