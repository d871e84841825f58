import lightning as L
import torch
from lightning.pytorch.callbacks import EarlyStopping
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST


class Lit(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = torch.nn.Linear(784, 10)

    def training_step(self, batch, i):
        x, y = batch
        return torch.nn.functional.cross_entropy(self.net(x), y)

    def validation_step(self, batch, i):
        x, y = batch
        self.log("val_loss", torch.nn.functional.cross_entropy(self.net(x), y))

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters())


train_loader = DataLoader(MNIST(".", train=True))
test_loader = DataLoader(MNIST(".", train=False))
trainer = L.Trainer(max_epochs=5, callbacks=[EarlyStopping(monitor="val_loss")])
trainer.fit(Lit(), train_loader, test_loader)  # expect: FR101
trainer.test(dataloaders=test_loader)
