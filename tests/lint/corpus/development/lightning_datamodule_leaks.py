import pytorch_lightning as pl
from pytorch_lightning.callbacks import ModelCheckpoint
from torch.utils.data import DataLoader
from torchvision.datasets import CIFAR10


class Data(pl.LightningDataModule):
    def train_dataloader(self):
        return DataLoader(CIFAR10(".", train=True), shuffle=True)

    def val_dataloader(self):
        return DataLoader(CIFAR10(".", train=False))  # expect: FR101

    def test_dataloader(self):
        return DataLoader(CIFAR10(".", train=False))


checkpoint = ModelCheckpoint(monitor="val_acc", mode="max")
trainer = pl.Trainer(callbacks=[checkpoint])
trainer.fit(model, Data())
