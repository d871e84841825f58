import lightning as L
import torch
from lightning.pytorch.callbacks import EarlyStopping
from torch.utils.data import DataLoader
from torchvision.datasets import SVHN
from torchvision.transforms import ToTensor


class LitNet(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3072, 10))

    def training_step(self, batch, _):
        x, y = batch
        return torch.nn.functional.cross_entropy(self.net(x), y)

    def validation_step(self, batch, _):
        x, y = batch
        self.log("val_loss", torch.nn.functional.cross_entropy(self.net(x), y))

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), 1e-3)


train_dl = DataLoader(SVHN("data", split="train", transform=ToTensor()), 64, shuffle=True)
test_dl = DataLoader(SVHN("data", split="test", transform=ToTensor()), 256)
trainer = L.Trainer(max_epochs=50, callbacks=[EarlyStopping("val_loss", patience=4)])
trainer.fit(LitNet(), train_dl, test_dl)  # expect: FR101
