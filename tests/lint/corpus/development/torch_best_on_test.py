import torch
import torch.nn.functional as F
from torchvision import datasets, transforms

t = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.1307,), (0.3081,))])
train_loader = torch.utils.data.DataLoader(
    datasets.MNIST("../data", train=True, transform=t), batch_size=64, shuffle=True
)
test_loader = torch.utils.data.DataLoader(
    datasets.MNIST("../data", train=False, transform=t), batch_size=1000
)


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(784, 10)

    def forward(self, x):
        return F.log_softmax(self.fc(x.flatten(1)), dim=1)


def train(model, device, loader, optimizer):
    model.train()
    for data, target in loader:
        data, target = data.to(device), target.to(device)
        optimizer.zero_grad()
        loss = F.nll_loss(model(data), target)
        loss.backward()
        optimizer.step()


def test(model, device, loader):
    model.eval()
    correct = 0
    with torch.no_grad():
        for data, target in loader:
            data, target = data.to(device), target.to(device)
            pred = model(data).argmax(dim=1, keepdim=True)
            correct += pred.eq(target.view_as(pred)).sum().item()
    return 100.0 * correct / len(loader.dataset)


device = torch.device("cpu")
model = Net().to(device)
optimizer = torch.optim.Adadelta(model.parameters(), lr=1.0)
best_acc = 0
for epoch in range(1, 15):
    train(model, device, train_loader, optimizer)
    acc = test(model, device, test_loader)
    if acc > best_acc:  # expect: FR103
        best_acc = acc
        torch.save(model.state_dict(), "mnist_best.pt")
print(best_acc)
