import torch
import torch.nn.functional as F
from torch_geometric.datasets import Planetoid
from torch_geometric.nn import GAT

data = Planetoid("data", "CiteSeer")[0]
model = GAT(data.num_features, 8, 2, 6, heads=8)
optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
best = 0
for epoch in range(300):
    model.train()
    optimizer.zero_grad()
    out = model(data.x, data.edge_index)
    F.cross_entropy(out[data.train_mask], data.y[data.train_mask]).backward()
    optimizer.step()

    model.eval()
    pred = model(data.x, data.edge_index).argmax(1)
    correct = (pred[data.test_mask] == data.y[data.test_mask]).sum()
    acc = int(correct) / int(data.test_mask.sum())
    best = max(best, acc)  # expect: FR103
print("Best accuracy:", best)
