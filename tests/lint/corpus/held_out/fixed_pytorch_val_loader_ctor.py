import torch
from torch.utils.data import DataLoader

from dataset import Shapes

torch.manual_seed(3)
loaders = {part: DataLoader(Shapes("root", split=part), batch_size=32) for part in ("train", "val", "test")}
best_iou = 0.0
for epoch in range(50):
    fit_epoch(model, loaders["train"])
    iou = evaluate(model, loaders["val"])
    if iou > best_iou:
        best_iou = iou
        torch.save(model.state_dict(), "best.pt")
print("test IoU", evaluate(model, loaders["test"]))
