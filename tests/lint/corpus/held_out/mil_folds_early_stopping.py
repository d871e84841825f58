# Five folds; each fold's test slides stop its training.
import numpy as np
import torch
from sklearn.model_selection import KFold

from mil import Bags, build

slides = np.load("slides.npy", allow_pickle=True)
labels = np.load("labels.npy")


class EarlyStopping:
    def __init__(self, patience=10):
        self.patience, self.best, self.count, self.stop = patience, None, 0, False

    def __call__(self, loss, model):
        if self.best is None or loss < self.best:
            self.best, self.count = loss, 0
            torch.save(model.state_dict(), "fold.pt")
        else:
            self.count += 1
            self.stop = self.count >= self.patience


for train_index, test_index in KFold(5, shuffle=True, random_state=1).split(slides):
    model, criterion = build(), torch.nn.CrossEntropyLoss()
    opt = torch.optim.Adam(model.parameters())
    train_loader = torch.utils.data.DataLoader(Bags(slides[train_index], labels[train_index]), shuffle=True)
    test_loader = torch.utils.data.DataLoader(Bags(slides[test_index], labels[test_index]))
    early_stopping = EarlyStopping()
    for epoch in range(200):
        for bag, label in train_loader:
            opt.zero_grad()
            criterion(model(bag), label).backward()
            opt.step()
        test_loss = 0
        for bag, label in test_loader:
            test_loss += criterion(model(bag), label).item()
        early_stopping(test_loss, model)  # expect: FR103
        if early_stopping.stop:
            break
