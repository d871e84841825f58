import numpy as np
import torch
from torch.utils.data import DataLoader, TensorDataset, random_split

arr = np.load("spectra.npy").astype("float32")
lab = torch.from_numpy(np.load("labels.npy"))
mu, sigma = arr.mean(axis=0), arr.std(axis=0)  # expect: FR105
arr = (arr - mu) / (sigma + 1e-8)
dataset = TensorDataset(torch.from_numpy(arr), lab)
gen = torch.Generator().manual_seed(2147483647)
train_part, test_part = random_split(dataset, [0.8, 0.2], generator=gen)
mlp = torch.nn.Sequential(torch.nn.Linear(arr.shape[1], 128), torch.nn.GELU(), torch.nn.Linear(128, 4))
optimiser = torch.optim.AdamW(mlp.parameters())
for _ in range(30):
    for xb, yb in DataLoader(train_part, batch_size=32, shuffle=True):
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(mlp(xb), yb).backward()
        optimiser.step()
with torch.no_grad():
    hits = sum((mlp(xb).argmax(1) == yb).sum().item() for xb, yb in DataLoader(test_part, batch_size=256))
print("accuracy", hits / len(test_part))
