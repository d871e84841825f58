import torch

from models import Tagger


class Runner(object):
    def __init__(self, args, loaders):
        self.args = args
        self.train_loader, self.val_loader, self.test_loader = loaders
        self.model = Tagger(args)
        self.loss = torch.nn.CrossEntropyLoss()
        self.optim = torch.optim.AdamW(self.model.parameters())
        self.best_f1 = 0

    def score(self, loader):
        hits = n = 0
        for x, y in loader:
            hits += (self.model(x).argmax(-1) == y).sum().item()
            n += y.numel()
        return hits / n

    def fit(self):
        for epoch in range(self.args.epochs):
            for x, y in self.train_loader:
                self.optim.zero_grad()
                self.loss(self.model(x), y).backward()
                self.optim.step()
            f1 = self.score(self.val_loader)
            if f1 > self.best_f1:
                self.best_f1 = f1
                torch.save(self.model.state_dict(), self.args.out)
        self.model.load_state_dict(torch.load(self.args.out))
        print("test", self.score(self.test_loader))
