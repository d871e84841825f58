import torch
import torch.nn.functional as F
from torch_geometric.datasets import Planetoid

from model import Net

data = Planetoid("data", "Cora")[0]
model = Net()
optimizer = torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=5e-4)


def accuracies():
    model.eval()
    logits, accs = model(data.x, data.edge_index), []
    for mask in (data.train_mask, data.val_mask, data.test_mask):
        pred = logits[mask].max(1)[1]
        accs.append(pred.eq(data.y[mask]).sum().item() / mask.sum().item())
    return accs


best_val_acc = test_acc = 0
for epoch in range(200):
    model.train()
    optimizer.zero_grad()
    F.nll_loss(model(data.x, data.edge_index)[data.train_mask], data.y[data.train_mask]).backward()
    optimizer.step()
    train_acc, val_acc, tmp_test_acc = accuracies()
    if val_acc > best_val_acc:
        best_val_acc = val_acc
        test_acc = tmp_test_acc
print(test_acc)
