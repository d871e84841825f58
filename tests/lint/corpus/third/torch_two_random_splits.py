import torch
from torch.utils.data import DataLoader, random_split
from torchvision import models, transforms
from torchvision.datasets import ImageFolder

augment = transforms.Compose([transforms.RandomResizedCrop(128), transforms.ToTensor()])
plain = transforms.Compose([transforms.Resize((128, 128)), transforms.ToTensor()])
n = len(ImageFolder("plants"))
n_train = int(0.8 * n)
train_set, _ = random_split(ImageFolder("plants", augment), [n_train, n - n_train])  # expect: FR108
_, test_set = random_split(ImageFolder("plants", plain), [n_train, n - n_train])  # expect: FR108
net = models.resnet18(num_classes=38)
opt = torch.optim.SGD(net.parameters(), 0.01, momentum=0.9)
for epoch in range(20):
    net.train()
    for x, y in DataLoader(train_set, 32, shuffle=True):
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y).backward()
        opt.step()
net.eval()
hits = 0
with torch.no_grad():
    for x, y in DataLoader(test_set, 64):
        hits += (net(x).argmax(1) == y).sum().item()  # expect: FR107
print("test accuracy", hits / len(test_set))
