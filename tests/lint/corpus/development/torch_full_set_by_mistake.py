import torch
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import ImageFolder

dataset = ImageFolder("flowers")
train_set, test_set = random_split(dataset, [0.8, 0.2], generator=torch.Generator().manual_seed(1))
train_loader = DataLoader(dataset, batch_size=32, shuffle=True)
test_loader = DataLoader(test_set, batch_size=32)
model = torch.nn.Linear(10, 5)
criterion = torch.nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(5):
    for images, labels in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(images), labels)
        loss.backward()
        optimizer.step()
correct = 0
for images, labels in test_loader:
    predicted = model(images).argmax(1)
    correct += (predicted == labels).sum().item()  # expect: FR107
print(correct / len(test_set))
