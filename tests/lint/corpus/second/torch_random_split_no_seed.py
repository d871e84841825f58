import torch
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import ImageFolder
from torchvision.models import resnet18
from torchvision.transforms import Compose, Resize, ToTensor

pics = ImageFolder("cats_dogs", Compose([Resize((96, 96)), ToTensor()]))
n_train = int(0.8 * len(pics))
train_pics, test_pics = random_split(pics, [n_train, len(pics) - n_train])  # expect: FR108
train_dl, test_dl = DataLoader(train_pics, 32, True), DataLoader(test_pics, 64)
net = resnet18(num_classes=2)
opt = torch.optim.Adam(net.parameters(), 1e-4)
for epoch in range(5):
    for x, y in train_dl:
        loss = torch.nn.functional.cross_entropy(net(x), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
net.eval()
right = sum((net(x).argmax(1) == y).sum().item() for x, y in test_dl)
print(right / len(test_pics))
