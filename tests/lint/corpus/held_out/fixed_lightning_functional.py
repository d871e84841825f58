import lightning as L
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from torch.utils.data import DataLoader

from data import TestSet, TrainSet, ValSet
from model import Lit

L.seed_everything(1)
train_loader = DataLoader(TrainSet("d"), shuffle=True)
val_loader = DataLoader(ValSet("d"))
test_loader = DataLoader(TestSet("d"))
trainer = L.Trainer(callbacks=[EarlyStopping("val_loss"), ModelCheckpoint(monitor="val_loss")])
trainer.fit(Lit(), train_loader, val_loader)
trainer.test(dataloaders=test_loader, ckpt_path="best")
