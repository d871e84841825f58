import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import EarlyStopping, ModelCheckpoint
from torch.nn import functional as F
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, transforms

pl.seed_everything(42)
tr = datasets.MNIST("d", train=True, transform=transforms.ToTensor())
test_set = datasets.MNIST("d", train=False, transform=transforms.ToTensor())
train_set, eval_set = random_split(tr, [0.9, 0.1])


class M(pl.LightningModule):
    def __init__(self, hidden=64):
        super().__init__()
        self.save_hyperparameters()
        self.body = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 10))

    def _shared(self, batch, name):
        x, y = batch
        logits = self.body(x)
        self.log(f"{name}_acc", (logits.argmax(1) == y).float().mean())
        return F.cross_entropy(logits, y)

    def training_step(self, batch, i):
        return self._shared(batch, "train")

    def validation_step(self, batch, i):
        self._shared(batch, "eval")

    def test_step(self, batch, i):
        self._shared(batch, "test")

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters())


ck = ModelCheckpoint(monitor="eval_acc", mode="max")
trainer = pl.Trainer(callbacks=[EarlyStopping("eval_acc", mode="max"), ck], max_epochs=40)
trainer.fit(M(), DataLoader(train_set, 64, shuffle=True), DataLoader(eval_set, 256))
trainer.test(dataloaders=DataLoader(test_set, 256), ckpt_path="best")
