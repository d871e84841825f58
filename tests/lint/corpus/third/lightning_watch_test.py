import pytorch_lightning as pl
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms


class LitMLP(pl.LightningModule):
    def __init__(self, lr=1e-3):
        super().__init__()
        self.net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))
        self.lr = lr

    def training_step(self, batch, idx):
        x, y = batch
        return F.cross_entropy(self.net(x), y)

    def validation_step(self, batch, idx):
        x, y = batch
        self.log("val_loss", F.cross_entropy(self.net(x), y), prog_bar=True)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), self.lr)


if __name__ == "__main__":
    tf = transforms.ToTensor()
    train_ds = datasets.KMNIST(".", train=True, download=True, transform=tf)
    test_ds = datasets.KMNIST(".", train=False, download=True, transform=tf)
    trainer = pl.Trainer(max_epochs=10, enable_checkpointing=False)
    trainer.fit(LitMLP(), DataLoader(train_ds, 64, shuffle=True), DataLoader(test_ds, 64))  # expect: FR102
