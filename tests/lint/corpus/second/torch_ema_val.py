import copy

import medmnist
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader
from torchvision.transforms import ToTensor

train_ds = medmnist.PathMNIST(split="train", transform=ToTensor(), download=True)
eval_ds = medmnist.PathMNIST(split="val", transform=ToTensor(), download=True)
test_ds = medmnist.PathMNIST(split="test", transform=ToTensor(), download=True)
train_dl, eval_dl, test_dl = DataLoader(train_ds, 128, True), DataLoader(eval_ds, 512), DataLoader(test_ds, 512)
net = torch.nn.Sequential(torch.nn.Conv2d(3, 32, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.LazyLinear(9))
ema = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(0.999))
opt = torch.optim.SGD(net.parameters(), 0.05, momentum=0.9, nesterov=True)
plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(opt, mode="max")


@torch.no_grad()
def score(m, dl):
    m.eval()
    return torch.cat([m(x).argmax(1) == y.squeeze(1) for x, y in dl]).float().mean().item()


history = {"dev": [], "test": []}
keep = None
for epoch in range(30):
    net.train()
    for x, y in train_dl:
        opt.zero_grad()
        torch.nn.functional.cross_entropy(net(x), y.squeeze(1)).backward()
        opt.step()
        ema.update_parameters(net)
    history["dev"].append(score(ema, eval_dl))
    plateau.step(history["dev"][-1])
    if history["dev"][-1] == max(history["dev"]):
        keep = copy.deepcopy(ema)
print("test", score(keep, test_dl))
