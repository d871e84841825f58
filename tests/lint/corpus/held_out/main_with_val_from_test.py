import argparse

import torch
from torch.utils.data import DataLoader

from datasets.uea import UEADataset
from engine import Evaluator, TrainerLoop
from net import Shapes

parser = argparse.ArgumentParser()
parser.add_argument("--root", default="UEA")
parser.add_argument("--epochs", type=int, default=100)
args = parser.parse_args()
train_dataset = UEADataset(args.root, split="train")
test_dataset = UEADataset(args.root, split="test")
train_loader = DataLoader(train_dataset, batch_size=16, shuffle=True)
val_loader = DataLoader(dataset=test_dataset, batch_size=16)
model = Shapes(train_dataset.n_classes)
trainer = TrainerLoop(model, train_loader)
val_evaluator = Evaluator(model, val_loader)
best_value = 0
for epoch in range(args.epochs):
    trainer.train_epoch(epoch)
    acc = val_evaluator.evaluate(val_loader)
    if acc > best_value:  # expect: FR103
        best_value = acc
        torch.save(model.state_dict(), "best.pth")
