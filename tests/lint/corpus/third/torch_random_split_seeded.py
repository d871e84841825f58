import torch
from torch.utils.data import DataLoader, random_split
from torchvision import models, transforms
from torchvision.datasets import ImageFolder

dataset = ImageFolder("plants", transforms.Compose([transforms.Resize((128, 128)), transforms.ToTensor()]))
train_set, val_set, test_set = random_split(dataset, [0.7, 0.15, 0.15], torch.Generator().manual_seed(1))
train_loader = DataLoader(train_set, 32, shuffle=True)
val_loader, test_loader = DataLoader(val_set, 64), DataLoader(test_set, 64)
net = models.resnet18(num_classes=len(dataset.classes))
opt = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9)
best_loss, wait = float("inf"), 0
for epoch in range(60):
    net.train()
    for x, y in train_loader:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
    net.eval()
    with torch.no_grad():
        loss = sum(torch.nn.functional.cross_entropy(net(x), y, reduction="sum").item() for x, y in val_loader)
    if loss < best_loss:
        best_loss, wait = loss, 0
        torch.save(net.state_dict(), "net.pt")
    else:
        wait += 1
        if wait == 5:
            break
net.load_state_dict(torch.load("net.pt"))
net.eval()
with torch.no_grad():
    hits = sum((net(x).argmax(1) == y).sum().item() for x, y in test_loader)
print("test accuracy", hits / len(test_set))
