# Tensors on disk, a config dictionary, a data set class of its own; scheduler and checkpoint look at test.
import os

import torch
from torch.utils.data import DataLoader, Dataset

CONFIG = {"dir": "./hist", "lr": 1e-3, "num_epochs": 30}
torch.manual_seed(42)


class TensorData(Dataset):
    def __init__(self, features, labels):
        self.features, self.labels = features, labels

    def __getitem__(self, i):
        return self.features[i], self.labels[i]


def load_parts(folder):
    train_x = torch.load(os.path.join(folder, "train_features.pt"))
    train_y = torch.load(os.path.join(folder, "train_labels.pt"))
    test_x = torch.load(os.path.join(folder, "test_features.pt"))
    test_y = torch.load(os.path.join(folder, "test_labels.pt"))
    return TensorData(train_x, train_y), TensorData(test_x, test_y)


def evaluate(model, dataloader, criterion, config):
    total_loss, correct, total = 0, 0, 0
    with torch.no_grad():
        for x, y in dataloader:
            logits = model(x)
            total_loss += criterion(logits, y).item()
            correct += (torch.argmax(logits, dim=1) == y).sum().item()
            total += y.size(0)
    return total_loss / len(dataloader), correct / total


def train_model(model, train_loader, held_loader, config):
    optimizer = torch.optim.Adam(model.parameters(), lr=config["lr"])
    criterion = torch.nn.CrossEntropyLoss()
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=3)
    best = 0
    for epoch in range(config["num_epochs"]):
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
        loss, acc = evaluate(model, held_loader, criterion, config)
        scheduler.step(loss)  # expect: FR103
        if acc > best:  # expect: FR103
            best = acc
            torch.save({"epoch": epoch, "state": model.state_dict()}, "best.pt")
    return best


def main():
    train_ds, test_ds = load_parts(CONFIG["dir"])
    train_loader = DataLoader(train_ds, 64, shuffle=True)
    test_loader = DataLoader(test_ds, 64)
    train_model(torch.nn.Linear(256, 2), train_loader, test_loader, CONFIG)


if __name__ == "__main__":
    main()
