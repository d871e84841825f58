from torch.utils.data import DataLoader, TensorDataset, random_split
import torch

features = torch.load("features.pt")
labels = torch.load("labels.pt")
ds = TensorDataset(features, labels)
n_test = len(ds) // 5
train_ds, test_ds = random_split(ds, [len(ds) - n_test, n_test])  # expect: FR108
loaders = {"train": DataLoader(train_ds, 32, shuffle=True), "test": DataLoader(test_ds, 32)}
