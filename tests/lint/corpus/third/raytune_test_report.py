import torch
import torch.nn.functional as F
from ray import tune
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


def train_fn(config):
    tf = transforms.ToTensor()
    train_loader = DataLoader(datasets.EMNIST("/d", "letters", train=True, transform=tf), 64, shuffle=True)
    test_loader = DataLoader(datasets.EMNIST("/d", "letters", train=False, transform=tf), 512)
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, config["h"]), torch.nn.Linear(config["h"], 27))
    opt = torch.optim.SGD(model.parameters(), lr=config["lr"])
    for _ in range(5):
        for x, y in train_loader:
            opt.zero_grad()
            F.cross_entropy(model(x), y).backward()
            opt.step()
        hits, n = 0, 0
        with torch.no_grad():
            for x, y in test_loader:
                hits += (model(x).argmax(1) == y).sum().item()
                n += len(y)
        tune.report({"mean_accuracy": hits / n})  # expect: FR103


tuner = tune.Tuner(
    train_fn,
    param_space={"lr": tune.loguniform(1e-4, 1e-1), "h": tune.choice([32, 64, 128])},
    tune_config=tune.TuneConfig(num_samples=20, metric="mean_accuracy", mode="max"),
)
results = tuner.fit()
print(results.get_best_result().config)
