import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import ModelCheckpoint
from torch.nn import functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class CIFARData(pl.LightningDataModule):
    def __init__(self, root: str = "./", bs: int = 128):
        super().__init__()
        self.root, self.bs = root, bs

    def setup(self, stage=None):
        t = transforms.ToTensor()
        self.train_set = datasets.CIFAR100(self.root, train=True, transform=t)
        self.val_set = datasets.CIFAR100(self.root, train=False, transform=t)

    def train_dataloader(self):
        return DataLoader(self.train_set, self.bs, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val_set, self.bs)  # expect: FR101

    def test_dataloader(self):
        return DataLoader(self.val_set, self.bs)


class Net(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.fc = torch.nn.Linear(3072, 100)

    def forward(self, x):
        return self.fc(x.flatten(1))

    def training_step(self, batch, idx):
        return F.cross_entropy(self(batch[0]), batch[1])

    def validation_step(self, batch, idx):
        self.log("val_acc", (self(batch[0]).argmax(1) == batch[1]).float().mean())

    def test_step(self, batch, idx):
        self.log("test_acc", (self(batch[0]).argmax(1) == batch[1]).float().mean())

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), 0.1)


dm = CIFARData()
trainer = pl.Trainer(max_epochs=30, callbacks=[ModelCheckpoint(monitor="val_acc", mode="max")])
trainer.fit(Net(), datamodule=dm)
trainer.test(ckpt_path="best", datamodule=dm)
