import argparse
import os

import torch
import torch.nn as nn
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

from models import build_model


class Trainer:
    def __init__(self, args):
        self.args = args
        tf = transforms.Compose([transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))])
        train_set = datasets.CIFAR10(args.data, train=True, transform=tf, download=True)
        test_set = datasets.CIFAR10(args.data, train=False, transform=tf)
        self.train_loader = DataLoader(train_set, args.batch_size, shuffle=True, num_workers=4)
        self.test_loader = DataLoader(test_set, 2 * args.batch_size, num_workers=4)
        self.model = build_model(args.arch).cuda()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=args.lr, momentum=0.9)
        self.criterion = nn.CrossEntropyLoss()
        self.best_acc = 0.0

    def train_epoch(self):
        self.model.train()
        for images, labels in self.train_loader:
            images, labels = images.cuda(), labels.cuda()
            loss = self.criterion(self.model(images), labels)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()

    @torch.no_grad()
    def evaluate(self):
        self.model.eval()
        correct = total = 0
        for images, labels in self.test_loader:
            outputs = self.model(images.cuda())
            correct += (outputs.argmax(1).cpu() == labels).sum().item()
            total += labels.size(0)
        return 100.0 * correct / total

    def run(self):
        for epoch in range(self.args.epochs):
            self.train_epoch()
            acc = self.evaluate()
            if acc > self.best_acc:  # expect: FR103
                self.best_acc = acc
                torch.save(self.model.state_dict(), os.path.join(self.args.out, "best.pth"))
        print(f"best accuracy {self.best_acc:.2f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default="./data")
    parser.add_argument("--arch", default="resnet18")
    parser.add_argument("--epochs", type=int, default=200)
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--lr", type=float, default=0.1)
    parser.add_argument("--out", default="ckpt")
    Trainer(parser.parse_args()).run()


if __name__ == "__main__":
    main()
