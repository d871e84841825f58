import lightning as L
import torch
from lightning.pytorch.callbacks import ModelCheckpoint
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor

from lit_model import LitNet


class MNISTData(L.LightningDataModule):
    def __init__(self, root="data", batch_size=64):
        super().__init__()
        self.root, self.batch_size = root, batch_size

    def setup(self, stage=None):
        if stage in ("fit", None):
            full = MNIST(self.root, train=True, transform=ToTensor())
            gen = torch.Generator().manual_seed(42)
            self.train_set, self.val_set = random_split(full, [55000, 5000], generator=gen)
        if stage in ("test", None):
            self.test_set = MNIST(self.root, train=False, transform=ToTensor())

    def train_dataloader(self):
        return DataLoader(self.train_set, self.batch_size, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val_set, self.batch_size)

    def test_dataloader(self):
        return DataLoader(self.test_set, self.batch_size)


dm = MNISTData()
trainer = L.Trainer(max_epochs=20, callbacks=[ModelCheckpoint(monitor="val_acc", mode="max")])
trainer.fit(LitNet(), datamodule=dm)
trainer.test(datamodule=dm, ckpt_path="best")
