import pytorch_lightning as pl
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import CIFAR10
import torch


class CifarData(pl.LightningDataModule):
    def __init__(self, root):
        super().__init__()
        self.root = root

    def setup(self, stage=None):
        full = CIFAR10(self.root, train=True)
        self.train_set, self.val_set = random_split(full, [45000, 5000], torch.Generator().manual_seed(42))
        self.test_set = CIFAR10(self.root, train=False)

    def train_dataloader(self):
        return DataLoader(self.train_set, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val_set)

    def test_dataloader(self):
        return DataLoader(self.test_set)


trainer = pl.Trainer(callbacks=[pl.callbacks.ModelCheckpoint(monitor="val_acc", mode="max")])
dm = CifarData(".")
trainer.fit(model, datamodule=dm)
trainer.test(datamodule=dm)
