import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor

from net import LeNet
from pytorchtools import EarlyStopping


def main(patience=20, n_epochs=100):
    train_loader = DataLoader(MNIST("data", train=True, transform=ToTensor()), 64, shuffle=True)
    test_loader = DataLoader(MNIST("data", train=False, transform=ToTensor()), 256)
    model = LeNet()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters())
    early_stopping = EarlyStopping(patience=patience, verbose=True)

    for epoch in range(1, n_epochs + 1):
        model.train()
        for data, target in train_loader:
            optimizer.zero_grad()
            loss = criterion(model(data), target)
            loss.backward()
            optimizer.step()

        model.eval()
        valid_losses = []
        for data, target in test_loader:
            output = model(data)
            loss = criterion(output, target)
            valid_losses.append(loss.item())
        valid_loss = np.average(valid_losses)

        early_stopping(valid_loss, model)  # expect: FR103
        if early_stopping.early_stop:
            print("Early stopping")
            break

    model.load_state_dict(torch.load("checkpoint.pt"))


main()
