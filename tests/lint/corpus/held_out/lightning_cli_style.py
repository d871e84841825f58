import lightning.pytorch as pl
import torch
from lightning.pytorch.callbacks import ModelCheckpoint
from torch.utils.data import DataLoader, random_split
from torchvision import transforms
from torchvision.datasets import MNIST


class MNISTData(pl.LightningDataModule):
    def __init__(self, data_dir="./"):
        super().__init__()
        self.data_dir = data_dir
        self.transform = transforms.ToTensor()

    def setup(self, stage):
        if stage == "fit":
            full = MNIST(self.data_dir, train=True, transform=self.transform)
            self.mnist_train, self.mnist_val = random_split(full, [55000, 5000])  # expect: FR108
        if stage == "test":
            self.mnist_test = MNIST(self.data_dir, train=False, transform=self.transform)

    def train_dataloader(self):
        return DataLoader(self.mnist_train, batch_size=32)

    def val_dataloader(self):
        return DataLoader(self.mnist_val, batch_size=32)

    def test_dataloader(self):
        return DataLoader(self.mnist_test, batch_size=32)


class Classifier(pl.LightningModule):
    def __init__(self):
        super().__init__()
        self.l1 = torch.nn.Linear(28 * 28, 10)

    def validation_step(self, batch, _):
        x, y = batch
        self.log("val_loss", torch.nn.functional.cross_entropy(self.l1(x.flatten(1)), y))


if __name__ == "__main__":
    trainer = pl.Trainer(callbacks=[ModelCheckpoint(monitor="val_loss")])
    data = MNISTData()
    model = Classifier()
    trainer.fit(model, data)
    trainer.test(model, datamodule=data)
