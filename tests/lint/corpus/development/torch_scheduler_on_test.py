import torch
from torchvision import datasets, transforms

train_dl = torch.utils.data.DataLoader(datasets.SVHN(".", split="train", transform=transforms.ToTensor()), 64)
test_dl = torch.utils.data.DataLoader(datasets.SVHN(".", split="test", transform=transforms.ToTensor()), 64)
model = make_net()
criterion = torch.nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer)
for epoch in range(40):
    for x, y in train_dl:
        optimizer.zero_grad()
        criterion(model(x), y).backward()
        optimizer.step()
    total = 0.0
    for x, y in test_dl:
        total += criterion(model(x), y).item()
    scheduler.step(total)  # expect: FR103
