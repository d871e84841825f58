import sys

import torch
from torch.utils.data import DataLoader
from torchvision import datasets
from torchvision.models import ResNet50_Weights, resnet50

weights = ResNet50_Weights.DEFAULT
net = resnet50(weights=weights).eval()
loader = DataLoader(datasets.ImageNet(sys.argv[1], split="val", transform=weights.transforms()), batch_size=64)
top1 = top5 = n = 0
with torch.inference_mode():
    for img, target in loader:
        best = net(img).topk(5, dim=1).indices
        top1 += (best[:, 0] == target).sum().item()
        top5 += (best == target[:, None]).any(1).sum().item()
        n += len(target)
print(f"Acc@1 {top1 / n:.4f} Acc@5 {top5 / n:.4f}")
