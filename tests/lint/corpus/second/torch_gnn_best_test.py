import torch
import torch.nn.functional as F
from torch_geometric.datasets import TUDataset
from torch_geometric.loader import DataLoader
from torch_geometric.nn import GINConv, global_add_pool

torch.manual_seed(12)
dataset = TUDataset("data", "MUTAG").shuffle()
test_dataset, train_dataset = dataset[: len(dataset) // 10], dataset[len(dataset) // 10 :]
test_loader = DataLoader(test_dataset, batch_size=128)
train_loader = DataLoader(train_dataset, batch_size=128, shuffle=True)


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = GINConv(torch.nn.Linear(dataset.num_features, 32))
        self.lin = torch.nn.Linear(32, dataset.num_classes)

    def forward(self, x, edge_index, batch):
        return F.log_softmax(self.lin(global_add_pool(self.conv(x, edge_index), batch)), dim=-1)


model = Net()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)


def test(loader):
    model.eval()
    correct = 0
    for d in loader:
        correct += int(model(d.x, d.edge_index, d.batch).argmax(1).eq(d.y).sum())
    return correct / len(loader.dataset)


best = 0
for epoch in range(1, 101):
    model.train()
    for d in train_loader:
        optimizer.zero_grad()
        F.nll_loss(model(d.x, d.edge_index, d.batch), d.y).backward()
        optimizer.step()
    test_acc = test(test_loader)
    best = max(best, test_acc)  # expect: FR103
    print(f"{epoch:03d} train {test(train_loader):.3f} test {test_acc:.3f} best {best:.3f}")
