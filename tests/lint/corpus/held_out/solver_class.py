import copy

import torch

from data_loader import get_loader
from models import Fusion


class Solver:
    def __init__(self, config, train_loader, dev_loader, test_loader):
        self.config = config
        self.train_loader = train_loader
        self.dev_loader = dev_loader
        self.test_loader = test_loader
        self.model = Fusion(config)
        self.criterion = torch.nn.L1Loss()
        self.optimizer = torch.optim.Adam(self.model.parameters())

    def evaluate(self, loader):
        self.model.eval()
        total, n = 0.0, 0
        with torch.no_grad():
            for text, audio, y in loader:
                total += self.criterion(self.model(text, audio), y).item() * len(y)
                n += len(y)
        return total / n

    def run(self):
        best_mae = 1e8
        for epoch in range(self.config.epochs):
            for text, audio, y in self.train_loader:
                self.optimizer.zero_grad()
                loss = self.criterion(self.model(text, audio), y)
                loss.backward()
                self.optimizer.step()
            test_loss = self.evaluate(self.test_loader)
            if test_loss < best_mae:  # expect: FR103
                best_mae = test_loss
                self.best = copy.deepcopy(self.model.state_dict())
        return best_mae
