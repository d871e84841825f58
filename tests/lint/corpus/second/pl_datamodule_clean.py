import lightning as L
import torch
from lightning.pytorch.callbacks import ModelCheckpoint
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import EMNIST
from torchvision.transforms import ToTensor


class Letters(L.LightningDataModule):
    def setup(self, stage: str) -> None:
        if stage == "fit":
            full = EMNIST("data", split="letters", train=True, transform=ToTensor())
            self.train, self.val = random_split(full, [0.9, 0.1], torch.Generator().manual_seed(42))
        if stage == "test":
            self.test = EMNIST("data", split="letters", train=False, transform=ToTensor())

    def train_dataloader(self):
        return DataLoader(self.train, batch_size=128, shuffle=True)

    def val_dataloader(self):
        return DataLoader(self.val, batch_size=512)

    def test_dataloader(self):
        return DataLoader(self.test, batch_size=512)


class Model(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(784, 27)

    def _step(self, batch):
        x, y = batch
        out = self.layer(x.flatten(1))
        return torch.nn.functional.cross_entropy(out, y), (out.argmax(1) == y).float().mean()

    def training_step(self, batch, i):
        return self._step(batch)[0]

    def validation_step(self, batch, i):
        self.log("val_acc", self._step(batch)[1])

    def test_step(self, batch, i):
        self.log("test_acc", self._step(batch)[1])

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters())


trainer = L.Trainer(max_epochs=10, callbacks=[ModelCheckpoint(monitor="val_acc", mode="max", save_top_k=1)])
data, model = Letters(), Model()
trainer.fit(model, data)
trainer.test(model, data, ckpt_path="best")
